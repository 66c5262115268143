"""A question that goes on: the same of another length, number, thing or place: 三个小时呢, 那空调柜机呢, 那昆山呢."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.frame import Frame, Request
from bot.dialogue.resuming import draft_talked_of
from bot.dialogue.talk import Talk
from bot.dialogue.values import BookingDraft
from bot.zh.extract import find
from bot.zh.quantities import bare_count, uncounted
from bot.zh.questions import asks_on
from bot.zh.things import things
from bot.zh.wonders import SUM

_OF_PLACES = ("utter_covered", "utter_not_covered_there", "utter_where_we_go", "utter_place_unknown")
"""Answers to the question where somebody works."""
_OF_PRICES = ("utter_price ", "utter_price_about ", "utter_prices ", "utter_extra_costs ")
"""Answers to the question what something costs."""
_PIECEWORK = "appliance_cleaning"
"""What is done to a thing whose price is asked, where nothing else is talked of."""


def asked_next(frame: Frame, talk: Talk) -> Frame:
    """The frame as the question before, where it only names of what else that is asked."""
    return _of_next_thing(_asked_of_next_place(_asked_on(frame, talk), talk), talk)


def _of_next_thing(frame: Frame, talk: Talk) -> Frame:
    """空调柜机呢 after a price, 那柜机多少钱: what that costs, and nothing of it is wished."""
    if frame.about or not (_goes_on_from_price(frame, talk) or _names_no_work(frame)):
        return frame
    named = _named(frame.text, talk.asked_about or draft_talked_of(talk))
    if named is None:
        return frame
    return replace(frame, intents=("ask_price",), confidence=1.0, requests=(), about=(named,), choice=None)


def _goes_on_from_price(frame: Frame, talk: Talk) -> bool:
    return asks_on(frame.text) and any(one.startswith(_OF_PRICES) for one in talk.said)


def _names_no_work(frame: Frame) -> bool:
    """Whether a price is asked of a thing, without what is to be done to it."""
    return frame.intents == ("ask_price",) and frame.request.service is None


def _named(text: str, before: BookingDraft) -> Request | None:
    """The work or the thing that is named; ``None`` where neither is."""
    found = find(text)
    counts = {one.value["item"]: one.value["count"] for one in found if one.kind == "quantity"}
    work = next((str(one.value) for one in found if one.kind == "service"), None)
    if work is None:
        by = frozenset(code for codes in things(text).values() for code in codes)
        work = before.service if before.service in by else _PIECEWORK if _PIECEWORK in by else None
    if work is None:
        return None
    area = next((float(one.value) for one in found if one.kind == "area"), None)
    pieces = counts or dict.fromkeys(uncounted(text), 1)
    return Request(service=work, quantities=pieces if work == _PIECEWORK else {}, area_sqm=area)


def _asked_on(frame: Frame, talk: Talk) -> Frame:
    """三个小时呢, after what two cost: the same question of another length, size or number."""
    before = talk.asked_about
    if talk.top is not None or before is None or before.service is None or not asks_on(frame.text):
        return frame
    told = {one.kind: one.value for one in find(frame.text)}
    if not told or told.keys() - {"duration", "area", "rooms"}:
        return frame
    asked = Request(before.service, duration_minutes=told.get("duration"), area_sqm=told.get("area"),
                    rooms=told.get("rooms"))  # fmt: skip
    return replace(frame, intents=("ask_price",), confidence=1.0, requests=(), about=(asked,), complaint=None)


def _asked_of_next_place(frame: Frame, talk: Talk) -> Frame:
    """那昆山呢, after 浦东做吗: whether somebody goes there too."""
    of_places = any(one.startswith(_OF_PLACES) for one in talk.said)
    if not of_places or not asks_on(frame.text) or find(frame.text):
        return frame
    return replace(frame, intents=("ask_policy",), confidence=1.0, topic="coverage", requests=(), address=None)


def of_so_many(frame: Frame, draft: BookingDraft) -> Frame:
    """那三台呢: what so many cost of the thing that is talked of."""
    count = bare_count(frame.text)
    named = frame.requests or frame.about
    if count is None or not frame.has("ask_price") or named or len(draft.quantities) != 1:
        return frame
    so_many = Request(service=draft.service, quantities=dict.fromkeys(draft.quantities, count))
    return replace(frame, about=(so_many,), wonders=frame.wonders | {SUM})
