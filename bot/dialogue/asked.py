"""What a message asks and what it tells: a question about something is no wish for it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from bot.dialogue.asked_next import asked_next, of_so_many
from bot.dialogue.frame import Frame, Request
from bot.dialogue.resuming import draft_talked_of
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import BookingTask
from bot.zh.assuming import assumed_tools, without_assumed
from bot.zh.choosing import leaves_it_open
from bot.zh.day_asked import day_asked
from bot.zh.either import either, of_heads
from bot.zh.extract import find
from bot.zh.extras import bought_things, dearer_times, priced_times
from bot.zh.grievance import tells_of_visit
from bot.zh.normalise import normalise
from bot.zh.place import has_detail
from bot.zh.questions import asks, asks_on_top
from bot.zh.time_wishes import EARLIEST, HALVES, LATEST, asks_if_free, time_wish
from bot.zh.topics import topics
from bot.zh.wonders import (
    CERTIFICATE,
    CHEAP_DAY,
    DURATION,
    GENDER,
    HEADS,
    INCLUDED,
    NOTICE,
    PHOTOS,
    WHO,
    WHOM,
    is_rude,
    orders_the_bot,
    wants_others_data,
    wonders,
)

RUDE = "rude"
EITHER = "either"
"""It asks which of two things is to be."""
ORDERS_ME = "orders_me"
"""It gives orders to the machine."""
DEARER = "dearer"
"""It asks whether some times cost more."""
BOUGHT = "bought"
"""It asks who pays for parts, materials, groceries."""
WHICH_DAY = "which_day"
"""It asks which day of the week or the month it is."""
PRIVATE = "private"
"""It asks for what belongs to somebody else."""

# Whatever is asked beside these, they go first and keep what was read.
_GRAVE = ("report_emergency", "complain", "request_refund")
_ON_ORDERS = ("cancel_booking", "reschedule_booking", "restore_booking", "change_booking")
_WISHES = ("book_service", "inform", "affirm", "deny", *_ON_ORDERS)
_MONEY = re.compile(r"钱|价|贵|费|便宜|多少(?=$|[\s,。?])")
_PUT_IN = re.compile(r"加(?:上|个|一个|一下)|添(?:上|个)|算(?:上|进)|安排")
_LETTER = re.compile(r"[\u3400-\u9fffa-z0-9]")
_SUMS = re.compile(r"多少?钱|几钱|几多钱|几钿|价格|怎么收")
_WISHED = re.compile(r"[约订找请派帮想]|预约|安排|叫(?:个|人|一)|来[个一人]")
# What the model reads where somebody asks how long it takes or how many people come.
_MISREAD = frozenset(
    {"inform", "affirm", "deny", "abandon", "check_booking", "request_human", "ask_policy", "greet", "ask_availability"}
)


def settled(frame: Frame, talk: Talk) -> Frame:
    """The frame with what the words tell of a question, whatever the model made of it."""
    if frame.has("report_emergency"):
        return frame
    frame = asked_next(frame, talk)
    bold = _bold(frame)
    if bold is not None:
        return bold
    if frame.has(*_GRAVE):
        return frame
    if day_asked(frame.text) is not None:
        return Frame(frame.text, ("chitchat",), 1.0, wonders=frozenset({WHICH_DAY}))
    if frame.topic == "hours" and frame.has("inform", "book_service") and leaves_it_open(frame.text):
        told = tuple(one for one in frame.intents if one != "ask_policy")
        frame = replace(frame, intents=told, topic=None)  # 周五上午，几点你们定
    frame = _of_what_is_assumed(frame)
    if (extra := _of_an_extra(frame)) is not None:
        return extra
    if frame.has(*_ON_ORDERS):
        return frame
    frame = _without_either(frame, talk)
    found = wonders(frame.text) | (frame.wonders & {EITHER})
    if frame.intents[-1:] == ("ask_services",) and without_assumed(frame.text) != frame.text:
        found |= {INCLUDED}
    of_no_service = not any(one.service for one in frame.requests)
    if dearer_times(frame.text) or (of_no_service and priced_times(frame.text)):
        found |= {DEARER}
    if bought_things(frame.text):
        found |= {BOUGHT}
    frame = replace(frame, wonders=found)
    if found & {DEARER, BOUGHT} and not found & {CHEAP_DAY}:
        return _of_what_comes_on_top(frame)
    if found & {DURATION, HEADS, INCLUDED} and not frame.requests:
        frame = replace(frame, requests=_named_in(frame.text))
    if found & {DURATION, HEADS} and (not frame.has("book_service") or _only_asks(frame)):
        return _of_the_work(frame)
    if frame.intents == ("book_service",) and _SUMS.search(normalise(frame.text)) and _only_asks(frame):
        return replace(frame, intents=("ask_price",), requests=(), about=frame.requests)
    if (GENDER in found or (found & {WHOM, NOTICE} and asks(frame.text))) and not frame.has("book_service"):
        return _of_a_rule(frame)
    if (INCLUDED in found and asks(frame.text)) or (frame.has("ask_services") and not frame.has(*_WISHES)):
        frame = _of_what_is_in_it(frame)
    if CERTIFICATE in found and asks(frame.text) and not frame.intents:
        frame = replace(frame, intents=("ask_provider",))
    if PHOTOS in found and asks(frame.text) and not frame.has("ask_policy"):
        misread = ("privacy_request", "request_human", "chitchat") if frame.is_doubtful else ()
        others = tuple(one for one in frame.intents if one not in misread)
        frame = replace(frame, intents=(*others, "ask_policy"), confidence=1.0)  # 喂完会给我发照片不
    if CHEAP_DAY in found or ("套餐" in frame.text and frame.intents == ("ask_services",)):
        frame = replace(frame, intents=("ask_price",))
    if WHO in found and isinstance(talk.top, BookingTask):
        others = tuple(one for one in frame.intents if one.startswith("ask_") and one != "ask_provider")
        frame = replace(frame, intents=("ask_provider", *others))  # of the booking that is being made
    if isinstance(talk.top, BookingTask) and _wishes_for_a_person(frame):
        frame = replace(frame, intents=tuple("inform" if one == "ask_provider" else one for one in frame.intents))
    frame = of_so_many(_of_free_times(_of_a_provider(frame)), draft_talked_of(talk))
    return _beside_the_draft(frame, talk)


def _of_an_extra(frame: Frame) -> Frame | None:
    """冰箱里面弄干净要另外加钱吗: what an extra costs, where nothing else is told and nobody says to add it."""
    needs = frame.request.special_needs or tuple(
        one.value["code"] for one in find(frame.text) if one.kind == "need" and not one.value["denied"]
    )
    told = frame.request
    others = told.window or told.frequency or told.duration_minutes or told.area_sqm or frame.address or frame.phone
    wishes = frame.has("complain", "cancel_booking", "reschedule_booking") or _PUT_IN.search(normalise(frame.text))
    if not needs or others or wishes or len(frame.requests) > 1 or not asks_on_top(frame.text):
        return None
    of = Request(service=told.service if told.service != "daily_cleaning" else None, special_needs=needs)
    return replace(frame, intents=("ask_price",), confidence=1.0, topic=None, requests=(of,), about=(), choice=None)


def _without_either(frame: Frame, talk: Talk) -> Frame:
    """同一个人做还是来两个人啊: what is named in it is asked about; what is told beside it stays."""
    span = either(frame.text)
    if span is None or not frame.has_details or time_wish(frame.text) == HALVES:
        return frame
    values = [(one.kind, one.value, span[0] <= one.start < span[1]) for one in find(frame.text)]
    inside = {kind for kind, _, is_inside in values if is_inside}
    only = inside - {kind for kind, _, is_inside in values if not is_inside}
    requests = tuple(_without(one, only) for one in frame.requests)
    told = replace(
        frame,
        requests=tuple(one for one in requests if not one.is_empty),
        about=frame.requests,
        provider=None if "provider" in only or "providers" in only else frame.provider,
        choice=None,
        wonders=frozenset({EITHER}),
    )
    if not only:
        return frame
    asked = tuple(one for one in frame.intents if one.startswith("ask_"))
    kept = tuple(one for one in frame.intents if one in ("book_service", "inform", "affirm") and told.has_details)
    if of_heads(frame.text[span[0] : span[1]]):
        several = isinstance(talk.top, BookingTask) and talk.top.is_several
        asked = ("ask_provider",) if several else ("ask_services",)
    return replace(told, intents=(*kept, *(asked or ("ask_services",))))


def _without(request: Request, kinds: Collection[str]) -> Request:
    """A request without what is told by these kinds of values."""
    fields: dict[str, dict[str, Any]] = {
        "time": {"window": None, "day_said": False, "half_open": False},
        "service": {"service": None},
        "providers": {"providers": None},
        "duration": {"duration_minutes": None},
        "quantity": {"quantities": {}},
        "frequency": {"frequency": None},
        "need": {"special_needs": (), "denied_needs": ()},
        "area": {"area_sqm": None},
    }
    changes = {name: value for kind in kinds for name, value in fields.get(kind, {}).items()}
    return replace(request, **changes)


def _bold(frame: Frame) -> Frame | None:
    """Orders to the machine, a grab for others' data, and mere abuse: none of these is what it may look like."""
    reason = None
    if orders_the_bot(frame.text):
        reason = ORDERS_ME
    elif wants_others_data(frame.text) and not (frame.phone or has_detail(frame.address or "")):
        reason = PRIVATE
    elif is_rude(frame.text) and not _has_a_matter(frame):
        reason = RUDE
    if reason is None:
        return None
    # What she tells of her wish beside it counts all the same.
    wished = tuple(intent for intent in frame.intents if intent in ("book_service", "inform") and frame.has_details)
    bare = frame if wished else Frame(frame.text)
    return replace(bare, intents=(*wished, "bot_challenge"), confidence=1.0, wonders=frozenset({reason}))


def _has_a_matter(frame: Frame) -> bool:
    """Whether something is told, asked or wished beside the abuse."""
    blames = frame.has("complain", "request_refund")
    if blames and (tells_of_visit(frame.text) or (frame.complaint and frame.complaint.category not in (None, "other"))):
        return True
    return frame.has_details or frame.has("request_refund", "request_human", "cancel_booking", "privacy_request")


def _of_the_work(frame: Frame) -> Frame:
    """2小时够吗, 要几个人: the size of the home is told, the hours and heads are what is asked about."""
    priced = _MONEY.search(normalise(frame.text)) is not None
    misread = _MISREAD - {"ask_policy"} if topics(frame.text) else _MISREAD
    kept = tuple(
        one for one in frame.intents if one not in (*misread, "book_service") and (one != "ask_price" or priced)
    )
    told = tuple(Request(area_sqm=one.area_sqm, rooms=one.rooms) for one in frame.requests)
    return replace(
        frame,
        intents=tuple(dict.fromkeys((*kept, "ask_services"))),
        requests=tuple(one for one in told if not one.is_empty),
        about=frame.requests,
        address=None,
        choice=None,
    )


def _only_asks(frame: Frame) -> bool:
    """洗空调要多长时间, 打扫一次多钱: taken for a wish, though nobody and no time is asked for."""
    request = frame.request
    bare = not (request.window or request.frequency or frame.address or frame.phone or frame.provider)
    return bare and not _WISHED.search(normalise(frame.text))


def _of_what_comes_on_top(frame: Frame) -> Frame:
    """过节要加钱吗, 换零件的钱另算: what is named there is asked about; a wish beside it stays, without the need."""
    answers = (("ask_price", DEARER), ("ask_policy", BOUGHT))
    asked = tuple(intent for intent, wonder in answers if wonder in frame.wonders)
    others = tuple(one for one in frame.intents if one in ("ask_services", "ask_provider") and topics(frame.text))
    if frame.has("ask_policy") and set(topics(frame.text)) - {"hours"}:
        others = ("ask_policy", *others)
    if "ask_price" in frame.intents and BOUGHT in frame.wonders and _SUMS.search(normalise(frame.text)):
        others = ("ask_price", *others)
    wished = frame.has("book_service") or (frame.has("inform") and (frame.request.day_said or frame.address))
    kept = tuple(one for one in frame.intents if one in ("book_service", "inform")) if wished else ()
    unasked = tuple(replace(one, special_needs=()) if BOUGHT in frame.wonders else one for one in frame.requests)
    return replace(
        frame,
        intents=tuple(dict.fromkeys((*kept, *asked, *others))),
        requests=unasked if wished else (),
        about=frame.requests or _named_in(frame.text),
        choice=None,
    )


def _of_what_is_assumed(frame: Frame) -> Frame:
    """工具阿姨会带的吧: asked, however it sounds, and nothing of it is wished."""
    rest = without_assumed(frame.text)
    if rest == frame.text:
        return frame
    left = {one.value["code"] for one in find(rest) if one.kind == "need"}
    said = tuple(
        replace(one, special_needs=tuple(code for code in one.special_needs if code in left)) for one in frame.requests
    )
    tools = assumed_tools(frame.text)
    alone = not _LETTER.search(normalise(rest))
    if alone and tools:
        kept = tuple(one for one in frame.intents if one in ("ask_price", "ask_policy", "greet", "thank"))
        frame = replace(frame, intents=kept, requests=(), about=frame.about or frame.requests)
    elif alone:
        named = frame.request if frame.requests else next(iter(_named_in(frame.text)), Request())
        cleaned = replace(named, service=named.service or "daily_cleaning") if named.special_needs else named
        kept = tuple(one for one in frame.intents if one in ("ask_price", "greet", "thank"))
        frame = replace(frame, intents=kept, requests=() if cleaned.is_empty else (cleaned,))
    else:
        frame = replace(frame, requests=tuple(one for one in said if not one.is_empty))
    intent = "ask_policy" if tools else "ask_services"
    intents = tuple(dict.fromkeys((*frame.intents, intent)))
    return replace(frame, intents=intents, topic="tools" if tools else frame.topic)


def _of_a_rule(frame: Frame) -> Frame:
    """能指定阿姨吗, 男的女的, 要提前多久约: nothing of it is wished yet."""
    intent = "ask_policy" if NOTICE in frame.wonders else "ask_provider"
    others = tuple(one for one in frame.intents if one in ("ask_price", "ask_services"))
    return replace(frame, intents=(intent, *others), requests=(), about=frame.requests, provider=None, choice=None)


def _of_what_is_in_it(frame: Frame) -> Frame:
    """日常保洁包括擦窗吗: nothing of it is wished yet."""
    asks_rule = frame.has("ask_policy") and bool(topics(frame.text))
    if asks_rule or frame.has("book_service", "deny", *_ON_ORDERS):
        return frame
    misread = ("inform", "affirm", "ask_policy")
    intents = tuple(one for one in frame.intents if one not in misread) or ("ask_services",)
    return replace(frame, intents=intents, requests=(), about=frame.requests)


def _named_in(text: str) -> tuple[Request, ...]:
    """What a question names where the model saw no question that carries anything."""
    found: dict[str, Any] = {}
    for one in find(text):
        found.setdefault(one.kind, one.value)
    need = found.get("need")
    named = Request(
        service=found.get("service"),
        area_sqm=found.get("area"),
        rooms=found.get("rooms"),
        special_needs=(need["code"],) if need and not need["denied"] else (),
    )
    return () if named.is_empty else (named,)


def _of_free_times(frame: Frame) -> Frame:
    """最晚可以约到几点, 上午还是下午好约: when somebody can come, whatever it was taken for."""
    kind = time_wish(frame.text)
    about_time = kind == HALVES or (kind in (EARLIEST, LATEST) and asks(frame.text) and frame.request.window is None)
    if not about_time or frame.has("check_booking", "book_service", "ask_availability"):
        return frame
    kept = tuple(one for one in frame.intents if one in ("ask_price", "ask_services", "thank"))
    return replace(frame, intents=("ask_availability", *kept))


def _wishes_for_a_person(frame: Frame) -> bool:
    """男的护工: said of a booking, and no question."""
    gender = frame.provider.gender if frame.provider else None
    return frame.has("ask_provider") and gender is not None and not asks(frame.text)


def _of_a_provider(frame: Frame) -> Frame:
    """王阿姨做得怎么样: she is asked about, not wished."""
    if not frame.has("ask_provider") or frame.has("book_service") or asks_if_free(frame.text):
        return frame
    named = frame.provider.name if frame.provider else None
    intents = tuple(intent for intent in frame.intents if intent not in ("inform", "affirm"))
    return replace(frame, intents=intents, about_provider=named, provider=None)


def _beside_the_draft(frame: Frame, talk: Talk) -> Frame:
    """洗空调多少钱 in the middle of another booking is a question about something else."""
    task = talk.top
    if not frame.asks or frame.has(*_WISHES) or not isinstance(task, BookingTask) or task.draft.service is None:
        return frame
    if frame.request.service in (None, task.draft.service):
        return frame
    return replace(frame, requests=(), about=frame.about or frame.requests)
