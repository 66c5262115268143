"""Answers to questions told by their words alone: the very fact that is asked, in the company's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.dialogue import answer_prices, visit_asked
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame, Request
from bot.dialogue.resuming import draft_talked_of
from bot.dialogue.series_words import series_detail
from bot.dialogue.step import Say
from bot.dialogue.summary import window_line
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import BookingTask
from bot.domain.catalogue import Service
from bot.domain.pricing import price_in_words
from bot.zh import matters
from bot.zh.inside import CLEANED, Asked
from bot.zh.matters import Matter
from bot.zh.services import services
from bot.zh.wonders import SUM

_PART = re.compile(r"[、，；]")
_OF_TOPIC = {
    matters.TIPS: ("payment", re.compile("私下|小费|红包")),
    matters.OVERTIME: ("payment", re.compile("不会加钱|同意")),
    matters.REFUND_TIME: ("refund", re.compile("工作日|到账|原路")),
    matters.IF_CANCELLED: ("cancellation", re.compile(".")),
    matters.REFUND: ("refund", re.compile(".")),
}
"""The topic of the company's words that tells it, and of which sentence."""
UNKNOWN = Say("utter_policy_unknown")


def to(matter: Matter, talk: Talk, facts: Facts) -> Say | None:
    """The answer to one question; ``None`` where it is better heard with all of the message."""
    booking = talk.top if isinstance(talk.top, BookingTask) else None
    match matter.kind:
        case matters.TIPS | matters.OVERTIME | matters.REFUND_TIME | matters.REFUND | matters.IF_CANCELLED:
            return own_words(facts, *_OF_TOPIC[matter.kind])
        case matters.MEALS | matters.ABSENT | matters.OTHER_FEE:
            return UNKNOWN
        case matters.BOUGHT:
            told = answer_prices.bought(
                Frame(matter.said, about=_named(matter.said)), facts, draft_talked_of(talk), asked=True
            )
            return told[0] if told else None
        case matters.PHOTOS:
            return inside(Asked(("照片", "视频"), None, 0, 0, outright=True), talk, facts, matter.said) or UNKNOWN
        case matters.MOVE_FEE:
            return Say("utter_move_free")
        case matters.TILL:
            return _until_when(booking, facts)
        case matters.HOUR_MORE:
            return _an_hour(talk, facts)
        case matters.WHY_MORE | matters.SUM:
            return _price_held(booking)
        case matters.SAME_PERSON:
            return None if booking or not facts.series else series_detail(facts.series[0], facts)
        case matters.WHO_CAME:
            return visit_asked.last([one for one in facts.visits if one.providers], _named(matter.said), facts)
        case matters.ORDER_PRICE if booking is None and facts.upcoming:
            return _of_orders(matter.said, facts)
        case _:
            return None


def own_words(facts: Facts, topic: str, about: re.Pattern[str]) -> Say:
    """The sentences of the company's words on a topic that speak of it; else all of them."""
    words = facts.catalogue.answers.get(topic, "")
    sentences = [one for one in words.split("。") if about.search(one)]
    return Say("utter_policy", {"policy": "。".join(sentences) + "。" if sentences else words}) if words else UNKNOWN


def inside(asked: Asked, talk: Talk, facts: Facts, said: str) -> Say | None:
    """Whether a thing belongs to the service at hand, by what that includes and excludes; ``None``: neither."""
    named = next((one.service for one in _named(said)), None)
    at_hand = draft_talked_of(talk).service
    if at_hand is None and named is None and len(facts.upcoming) == 1:
        at_hand = facts.upcoming[0].service
    speaks = (
        one for one in map(facts.service, (at_hand, named)) if one and _parts(f"{one.includes}、{one.excludes}", asked)
    )
    service = next(speaks, None) or facts.service(named or at_hand)
    other = facts.service(asked.work)
    if other is not None and service is not None and other != service:
        values = {"service": service.name, "other": other.name, "price": price_in_words(other)}
        return Say("utter_belongs_elsewhere", values)
    if service is None and CLEANED not in asked.words:  # 能来拖个地吗, of nothing else: a wish
        speaking = [
            one for one in facts.catalogue.services.values() if _parts(one.includes + "、" + one.excludes, asked)
        ]
        service = speaking[0] if len(speaking) == 1 else None
    if service is None:
        return None
    if left_out := _parts(service.excludes, asked):
        return Say("utter_not_inside", {"service": service.name, "parts": "、".join(left_out)})
    if held := _parts(service.includes, asked):
        return Say("utter_inside", {"service": service.name, "parts": "、".join(held)})
    return None


def _parts(words: str, asked: Asked) -> list[str]:
    if any(word in words for word in asked.words) and "等" in words and "、" in words.partition("等")[0]:
        return [words]  # 皮草、真丝礼服等需要专业干洗的衣物: one thing with examples
    return [part for part in _PART.split(words) if any(word in part for word in asked.words)]


def _named(said: str) -> tuple[Request, ...]:
    return tuple(Request(service=one.value) for one in services(said, said)[:1])


def _until_when(task: BookingTask | None, facts: Facts) -> Say | None:
    held = [wish.held for wish in task.wishes if wish.held is not None] if task else list(facts.upcoming)
    if not held or (task is None and len(held) > 1):
        return None
    lines = [f"{facts.service_name(one.service)}，{window_line(one, facts)}" for one in held]
    return Say("utter_lasts_till", {"visits": "；".join(lines)})


def _price_held(task: BookingTask | None) -> Say | None:
    held = [wish.held for wish in task.wishes if wish.held is not None] if task else []
    return Say("utter_price_held", {"price": "；".join(one.price for one in held)}) if held else None


def _an_hour(talk: Talk, facts: Facts) -> Say | None:
    ordered = {one.service for one in facts.upcoming}
    code = draft_talked_of(talk).service or (next(iter(ordered)) if len(ordered) == 1 else None)
    service = facts.service(code)
    return _price_of(service) if service is not None and service.fen_per_hour else None


def _price_of(service: Service) -> Say:
    return Say("utter_price", {"service": service.name, "price": price_in_words(service)})


def _of_orders(said: str, facts: Facts) -> Say | None:
    frame = Frame(said, wonders=frozenset({SUM}))
    return answer_prices.of_orders(frame, facts)


def answers_of(found: Sequence[Say]) -> tuple[Say, ...]:
    """Each answer once."""
    return tuple({(say.response, str(say.values)): say for say in found}.values())
