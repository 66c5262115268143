"""From Rasa's parse to the frame of the requirement schema."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.dialogue.corrected import corrected
from bot.dialogue.frame import Complaint, Frame, ProviderWish, Request
from bot.dialogue.reading import read
from bot.dialogue.requests import requests_from
from bot.dialogue.said_again import restated
from bot.dialogue.split_wishes import Entity
from bot.zh.asked import CONFIRMING, GATHERING, NOTHING, SURVEY, group_of
from bot.zh.damaged import tells_of_damage
from bot.zh.extract import MAX_CHARS
from bot.zh.found import Found
from bot.zh.grievance import category_of, remedy_of, severity_of
from bot.zh.local_time import local
from bot.zh.normalise import normalise
from bot.zh.numbers import HAN, number
from bot.zh.order_number import order_number
from bot.zh.questions import asks
from bot.zh.scores import scores
from bot.zh.services import kind_of_cleaning
from bot.zh.telling import told
from bot.zh.urgency import asks_for_help
from bot.zh.window import Window

NO_DETAIL = "none"

# With these a message carries requests; said beside something else, what belongs to that is left out of them.
_WITH_REQUESTS = frozenset(
    {
        "book_service", "inform", "affirm", "deny", "cancel_booking", "restore_booking", "reschedule_booking",
        "change_booking", "check_booking", "ask_services", "ask_price", "ask_availability", "ask_provider",
    }
)  # fmt: skip
_OF_AN_ORDER = frozenset({"cancel_booking", "restore_booking", "check_booking", "change_booking"})
_ORDERS = _WITH_REQUESTS - {"ask_services", "ask_price", "ask_availability", "ask_provider"}
_TOLD = frozenset({"complain", "praise", "rate_service", "ask_policy", "request_refund", "chitchat"})

_BARE_NUMBER = re.compile(r"\s*(\d{1,4})\s*(?:平方?|平米|㎡|左右)?\s*[吧呀的哈。.]?\s*")
_PLACE = re.compile(r"\d|[路街道弄号村苑园区城湾府里巷栋幢座楼]")
_NO_PLACE = re.compile(
    r"[这那哪呢嗰边家屋心夜][里裡边邊儿兒度]|[知味难下水]道|道[歉理]|[走赶]路(?!\d)|[就光只别先再不要想帮给会没]弄(?![堂里\d])|插座|楼[上下]|没有?[一-龥]{1,4}"
)
# 4菜一汤, 3个大人: numbers that count people and dishes.
_COUNTED = re.compile(
    rf"(?:\d{{1,3}}|{HAN})\s?(?:个(?:大人|小孩|孩子|老人|人|月)?|口|菜|汤|荤|素|岁|年|位|只|条|台|件|斤|元|块|小时|分钟)(?!号)"
)
_TOWN = re.compile(r"[一-龥]{2,6}镇")
_OF_THE_WORK = ("need", "quantity", "service", "area", "rooms", "duration", "frequency", "provider", "providers")
_ADDED = re.compile(r"(?:加|再|顺便|顺带|多|还要|埋)[^,。;]{0,8}$")
_ASKS_FOR_SERVICE = "booking:service"
_ASKS_FOR_PLACE = ("booking:address", "emergency:address", "emergency:door")
_ASKS_FOR_AREA = "booking:area"
_SMALLEST_HOME, _LARGEST_HOME = 15, 2000
"""m²; another number is no answer to "how large is your home"."""
_AREA_SAID = re.compile(
    rf"(?:^|[\s,。;是有约大概])(?P<n>\d{{2,4}}|{HAN}{{2,7}})\s?(?:多|来|几)?(?:个|左右|上下|[瓶评苹凭])?(?=$|[\s,。;吧呀啊哈的呢左])"
)


def frame_from(parse: Mapping[str, Any], now: datetime, context: str = NOTHING, recurring: bool = False) -> Frame:
    """Reads Rasa's parse (``text``, ``intent``, ``readings``, ``entities`` and the details of bot.nlu).

    ``now`` is aware; ``context`` is what was asked last, in the words of the schema; ``recurring``: of a series.
    """
    # Rasa reads a text without the blanks around it, and so much of it.
    text = str(parse.get("text") or "").strip()[:MAX_CHARS]
    busy = context != _ASKS_FOR_SERVICE and group_of(context) in (GATHERING, CONFIRMING)
    entities = _without_told(text, tuple(parse.get("entities") or ()), busy)
    found = _by_kind(entities)
    reading = read(parse, text, context, frozenset(found))
    intents = restated(text, reading.intents, context, frozenset(found))
    wished = _wished(entities, intents, reading.clauses)
    besides = "book_service" in intents and not _OF_AN_ORDER.isdisjoint(intents)
    moving = "reschedule_booking" in intents and not besides
    requests = requests_from(text, wished, now, context, moving, besides, recurring)
    if "cancel_booking" in intents and not besides:
        requests = tuple(_of_one_visit(request) for request in requests)
    if (busy and "inform" in intents) or "change_booking" in intents:
        requests = tuple(_without_addition(request, text, wished) for request in requests)
    if intents == ("deny",):  # 换一个吧 这个点我要接娃: why not, and no wish
        requests = tuple(Request(window=request.window) for request in requests if request.window)
    if "report_emergency" in intents and asks_for_help(text):
        requests = (_emergency(requests_from(text, entities, now), now),)
    kind = kind_of_cleaning(text) if context == _ASKS_FOR_SERVICE and not _names_service(entities) else None
    if kind is not None:
        requests = (replace(requests[0] if requests else Request(), service=kind), *requests[1:])
        intents = ("inform",)
    plain = normalise(text)
    bare = _BARE_NUMBER.fullmatch(plain)
    choice = _first(found, "choice")
    area = _bare_area(text) if context == _ASKS_FOR_AREA and "area" not in found else None
    if area is not None:
        rooms = next((request.rooms for request in requests), None)
        requests, choice = (Request(area_sqm=area, rooms=rooms),), None
    elif bare and choice is None and "area" not in found:
        choice = int(bare[1])
    places = ["".join(str(place).splitlines()) for place in found.get("address", ())]
    address = places[0] if places else None
    moves = any(request.service == "moving" for request in requests)
    in_danger = "report_emergency" in intents  # 水漏到插座上了 answers no question for a place
    if address is None and context in _ASKS_FOR_PLACE and not in_danger and _may_be_place(text, entities):
        address = "".join(text.split())
    complaint = _complaint(text, parse, intents) if {"complain", "rate_service"} & set(intents) else None
    if group_of(context) == SURVEY and complaint is not None and "rate_service" in intents:
        intents = _in_survey(intents, complaint)
    judged = scores(text, group_of(context) == SURVEY) if "rate_service" in intents else None
    return Frame(
        text=text,
        intents=intents,
        confidence=reading.confidence,
        topic=_detail(parse, "topic") if "ask_policy" in intents else None,
        requests=requests,
        address=address,
        address_to=places[1] if moves and len(places) > 1 else None,
        address_part=_first(found, "address_part"),
        phone=corrected(plain, [one for one in entities if one["entity"] == "phone"]),
        phone_invalid="phone_invalid" in found and "phone" not in found,
        name=_first(found, "name"),
        order_no=order_number(text),
        provider=_provider(wished, "ask_provider" in intents),
        complaint=complaint if "complain" in intents else None,
        scores=judged.points if judged else {},
        comment=judged.comment if judged else "",
        choice=choice,
    )


def _bare_area(text: str) -> float | None:
    """The number that answers "how large is your home": 120, 一百二左右吧, 三房两厅 一百二, 九十 不对 95."""
    plain = normalise(text)
    said = [
        {"value": number(one["n"]), "start": one.start("n"), "end": one.end()} for one in _AREA_SAID.finditer(plain)
    ]
    value = corrected(plain, said)
    return float(value) if value is not None and _SMALLEST_HOME <= value <= _LARGEST_HOME else None


def _without_told(text: str, entities: Sequence[Entity], busy: bool) -> tuple[Entity, ...]:
    """The values without those of the customer's own doings: 三点得接孩子 is why, and asks for no childcare."""
    values = [
        Found(str(one["entity"]), int(one.get("start") or 0), int(one.get("end") or 0), "", one.get("value"))
        for one in entities
    ]
    own = told(text, values, busy)
    return tuple(entity for entity, value in zip(entities, values, strict=True) if value not in own)


def _wished(
    entities: Sequence[Entity], intents: Sequence[str], clauses: Sequence[Mapping[str, Any]]
) -> tuple[Entity, ...]:
    """The values that belong to a wish or a question about one, not to what is told beside it."""
    if not _WITH_REQUESTS & set(intents):
        return ()
    told = [(clause["start"], clause["end"]) for clause in clauses if clause["intent"] in _TOLD]
    wished = tuple(
        entity for entity in entities if not any(start <= int(entity.get("start") or 0) < end for start, end in told)
    )
    # 深度保洁跟日常保洁有啥区别 各多少钱: the second question is about what the first one names.
    asks = not any(intent in _ORDERS for intent in intents)
    return wished if not asks or _names_service(wished) or not _names_service(entities) else tuple(entities)


def _names_service(entities: Sequence[Entity]) -> bool:
    return any(entity["entity"] == "service" for entity in entities)


def _without_addition(request: Request, text: str, values: Sequence[Entity]) -> Request:
    """再加上擦窗: a need of the booking that is spoken of, no service for itself."""
    named = next((one for one in values if one["entity"] == "service" and one["value"] == request.service), None)
    if request.service != "daily_cleaning" and not request.special_needs:
        return request
    if named is None or not _ADDED.search(normalise(text)[: int(named.get("start") or 0)]):
        return request
    return replace(request, service=None)


def _of_one_visit(request: Request) -> Request:
    """每周三那个 12月30号不要来: the visit that is left out; how often the others come is told."""
    skipped: Any = (request.frequency or {}).get("exdate")
    if skipped and request.window is None:
        first, last = datetime.fromisoformat(skipped[0]), datetime.fromisoformat(skipped[-1])
        day = Window(first, last + timedelta(days=1), "day" if first == last else "range")
        return replace(request, window=day, frequency=None)
    return replace(request, frequency=None) if request.window else request


def _emergency(requests: Sequence[Request], now: datetime) -> Request:
    """Somebody is asked to come: at once, unless a time is said."""
    window = next((request.window for request in requests if request.window), Window(local(now), None, "asap"))
    return Request(service="emergency_repair", window=window)


def _complaint(text: str, parse: Mapping[str, Any], intents: Sequence[str]) -> Complaint:
    category = _detail(parse, "category")
    category = category_of(text, category if category != NO_DETAIL else None)
    if category in (None, "quality", "other") and tells_of_damage(text):
        category = "damage"
    remedy = "refund" if "request_refund" in intents else remedy_of(text)
    if category == "refund_delay" and "request_refund" not in intents:
        remedy = None if remedy == "refund" else remedy  # it is the refund that is told of
    return Complaint(category, severity_of(text, category, remedy, _detail(parse, "severity")), remedy)


def _in_survey(intents: tuple[str, ...], complaint: Complaint) -> tuple[str, ...]:
    """A fault in a survey is a comment, unless something is demanded for it, was broken, or is grave."""
    grave = complaint.category == "damage" or complaint.severity in ("high", "critical")
    others = tuple(intent for intent in intents if intent != "complain")
    if complaint.remedy not in (None, "explanation") or ("complain" in intents and grave):
        return ("complain", *others)
    return others


def _detail(parse: Mapping[str, Any], kind: str) -> str | None:
    return (parse.get(kind) or {}).get("name")


def _by_kind(entities: Sequence[Entity]) -> dict[str, list[Any]]:
    kinds: dict[str, list[Any]] = {}
    for entity in entities:
        kinds.setdefault(str(entity["entity"]), []).append(entity.get("value"))
    return kinds


def _first(found: Mapping[str, Sequence[Any]], kind: str) -> Any:
    return next(iter(found.get(kind, ())), None)


def _may_be_place(text: str, entities: Sequence[Entity]) -> bool:
    """A bare answer to "where?" is a place if it looks like one and is nothing else that we can read."""
    if any(one["entity"] in ("phone", "phone_invalid", "time", "address_part", "choice") for one in entities):
        return False
    if _TOWN.fullmatch(text.strip()):
        return True
    rest = list(normalise(text))
    for one in entities:
        if one["entity"] in _OF_THE_WORK:
            start, end = int(one.get("start") or 0), int(one.get("end") or 0)
            rest[start:end] = " " * (end - start)
    plain = _COUNTED.sub("", _NO_PLACE.sub("", "".join(rest)))
    return len(plain.strip()) >= 4 and _PLACE.search(plain) is not None and not asks(text)


def _provider(values: Sequence[Entity], asked_about: bool) -> ProviderWish | None:
    """The wish for a provider; ``asked_about``: whoever is named is the one the question is about."""
    joined: dict[str, Any] = {}
    excluded: list[str] = []
    for entity in values:
        if entity["entity"] == "provider":
            excluded += entity["value"].get("exclude", ())
            joined.update({key: item for key, item in entity["value"].items() if key != "exclude"})
        elif entity["entity"] == "person" and asked_about:
            joined.setdefault("name", entity["value"])
    known = {key: joined[key] for key in ("name", "gender", "same_as_last", "fixed") if key in joined}
    return ProviderWish(**known, exclude=tuple(excluded)) if known or excluded else None
