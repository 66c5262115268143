"""What is said of the work: how long it takes, by how many, what belongs to it, what we do at all."""

from __future__ import annotations

import re

from bot.dialogue.answer_prices import extra_costs
from bot.dialogue.described import meant
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame, Request
from bot.dialogue.orders import order_line
from bot.dialogue.step import Say
from bot.dialogue.values import BookingDraft
from bot.domain.catalogue import Service
from bot.domain.pricing import hours_in_words, price_in_words
from bot.domain.work import Work, is_measured, minutes_for
from bot.zh.normalise import normalise
from bot.zh.things import things
from bot.zh.wonders import HEADS, INCLUDED, PHOTOS, minutes_asked

_NEAR_ENOUGH = 2
_PICTURES = re.compile("照片|拍照|视频|图片")
_THIS = re.compile(
    r"(?:这|咁|呢|噶)(?:种|个|样|款|类|只)(?:的|东西|情况)?(?:你们?|能|可以?|好|怎么|洗|弄|做|修|处理|搞|"
    r"得|行|$|[,。;!?\s])|图(?:片)?(?:里|上)|照片(?:里|上)"
)
_LISTED = re.compile(r"什么|啥|哪些|哪几|咩|乜|介绍|项目|业务|服务范围|别的|其[他它]")
# Characters that stand in any question and tell nothing of what is asked for.
_EMPTY = frozenset("你们您咱我的吗么呢啊呀吧有没不能可以会做给帮个上门来要想请问下一服务人家阿姨师傅这那")


def how_long(frame: Frame, facts: Facts, draft: BookingDraft, stands_alone: bool) -> Say:
    """How long it takes by the catalogue's rule, and whether the hours named are enough.

    ``stands_alone``: no question is open, so what is missing is asked for here.
    """
    about = frame.about[0] if frame.about else Request()
    service = facts.service(about.service or draft.service)
    if service is None:
        ordered = meant(facts.upcoming, frame.text, facts).orders if stands_alone else ()
        if len(ordered) == 1:
            hours = hours_in_words(ordered[0].minutes)
            return Say("utter_takes_order", {"order": order_line(ordered[0], facts), "hours": hours})
        return Say("utter_takes_depends")
    work = _work(about, draft)
    if service.divides and HEADS in frame.wonders and not is_measured(service, work):
        return Say("utter_heads_depends")
    if service.by_area and not is_measured(service, work):
        steps = "，".join(f"{one.up_to_sqm:g}平以内{hours_in_words(one.minutes)}" for one in service.by_area)
        alone = "_ask" if stands_alone else ""
        return Say(f"utter_takes_by_size{alone}", {"service": service.name, "steps": steps})
    minutes = minutes_for(service, work)
    values = {"work": _in_words(service, work), "hours": hours_in_words(minutes)}
    if HEADS in frame.wonders:
        return _by_how_many(service, work, minutes, values)
    asked = minutes_asked(frame.text)
    if asked is None:
        return Say("utter_takes", values)
    return Say("utter_takes_enough" if asked >= minutes else "utter_takes_more", values)


def what_is_in_it(frame: Frame, facts: Facts, draft: BookingDraft) -> tuple[Say, ...]:
    """日常保洁包括擦窗吗, 修手机吗: from includes and excludes, surcharges, and the list of what we do."""
    about = frame.about[0] if frame.about else frame.request
    asks_inside = INCLUDED in frame.wonders or bool(about.special_needs)
    service = facts.service(about.service) or (facts.service(draft.service) if asks_inside else None)
    if service is None:
        return (_offered(frame, facts),)
    if not service.bookable:
        return (Say("utter_service_by_person", {"service": service.name}),)
    if draft.service and about.service != draft.service and about.service and about.special_needs:
        # 冰箱里面擦不擦, while somebody is to clean the home: no second service is asked about.
        return (Say("utter_extra_costs", {"extras": extra_costs(about.special_needs, facts)}),)
    said = (Say("utter_included", _inside(service)),)
    others = [facts.service(one.service) for one in frame.about[1:]]
    beside = [one for one in others if one is not None and one != service]
    if beside:
        return (*said, Say("utter_priced_apart", {"prices": _with_prices(beside)}))
    extras = extra_costs(about.special_needs, facts)
    return (*said, Say("utter_extra_costs", {"extras": extras})) if extras else said


def told_inside(frame: Frame, facts: Facts, draft: BookingDraft) -> Say | None:
    """会打针吗, 会拍照吗: what the service at hand includes and excludes, if that names the thing at all."""
    about = frame.about[0] if frame.about else frame.request
    service = facts.service(about.service or draft.service)
    if service is None:
        return None
    plain = normalise(frame.text)
    pairs = {plain[at : at + 2] for at in range(len(plain) - 1) if not set(plain[at : at + 2]) & _EMPTY}
    told = service.includes + service.excludes
    is_told = any(pair in told for pair in pairs) or (PHOTOS in frame.wonders and bool(_PICTURES.search(told)))
    return Say("utter_included", _inside(service)) if is_told else None


def difference(services: list[Service]) -> Say:
    lines = [f"{one.name}（{price_in_words(one)}）：{one.includes}" for one in services]
    return Say("utter_difference", {"services": "\n".join(lines)})


def _inside(service: Service) -> dict[str, str]:
    return {"service": service.name, "includes": service.includes, "excludes": service.excludes}


def _with_prices(services: list[Service]) -> str:
    return "、".join(f"{one.name}（{price_in_words(one)}）" for one in services)


def _offered(frame: Frame, facts: Facts) -> Say:
    names = "、".join(service.name for service in facts.catalogue.services.values())
    plain = normalise(frame.text)
    if _LISTED.search(plain) or len(plain) <= 2:
        return Say("utter_services", {"services": names})
    if _THIS.search(plain) and not things(frame.text):
        return Say("utter_which_thing")
    near = _near(plain, facts)
    return Say("utter_not_offered_near", {"near": "、".join(near)}) if near else Say("utter_not_offered")


def _near(plain: str, facts: Facts) -> list[str]:
    """The services whose names share a telling character with what was asked for: 修手机 is near 家电维修."""
    told = set(plain) - _EMPTY
    scored = [
        (len(told & set("".join((service.name, *service.synonyms)))), service.name)
        for service in facts.catalogue.services.values()
    ]
    best = sorted((one for one in scored if one[0]), key=lambda one: -one[0])
    return [name for _, name in best[:_NEAR_ENOUGH]]


def _work(about: Request, draft: BookingDraft) -> Work:
    same = draft.service in (None, about.service) or about.service is None
    return Work(
        about.area_sqm or draft.area_sqm,
        about.rooms or draft.rooms,
        about.quantities or (draft.quantities if same else {}),
        frozenset(draft.special_needs if same else ()),
        1,
    )


def _in_words(service: Service, work: Work) -> str:
    size = f"{work.area_sqm:g}平" if work.area_sqm else work.rooms
    things = "、".join(f"{count}台{item}" for item, count in work.quantities.items())
    pieces = things if service.fen_per_item else ""
    return (size if service.by_area or service.by_rooms else pieces) + service.name


def _by_how_many(service: Service, work: Work, minutes: int, values: dict[str, str]) -> Say:
    if not service.divides:
        return Say("utter_heads_one", values)
    shared = minutes_for(service, Work(work.area_sqm, work.rooms, work.quantities, work.needs, 2))
    if shared >= minutes:
        return Say("utter_heads_one", values)
    return Say("utter_heads_shared", {**values, "shared": hours_in_words(shared)})
