"""What is within the work that is wished already, and no further wish: 冰箱里面也擦一擦, in a cleaning."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame, Request
from bot.dialogue.tasks import BookingTask
from bot.dialogue.values import CLEANINGS
from bot.zh.address import SAVED
from bot.zh.heads import diners_now
from bot.zh.needs import sides_of_windows
from bot.zh.normalise import normalise
from bot.zh.questions import only_inquires
from bot.zh.refusal import wishes_instead
from bot.zh.saved_place import stays_there
from bot.zh.services import is_wiped
from bot.zh.several import services_given_up

_WINDOWS = ("windows_inside", "windows_outside")
_DINERS = "人"
_LEFT_OUT = re.compile(r"(?:不|别|勿|弗|唔)(?:用|要|需要|必|使)?(?:再)?(?:擦|揩|抹|洗|弄|搞|管|$|[,。;\s])")


def within(task: BookingTask, frame: Frame) -> Frame:
    """The frame without a service that is a part of one wished before."""
    wished = {wish.draft.service for wish in task.wishes}
    requests = tuple(_as_part(one, wished, frame.text) for one in frame.requests)
    return replace(frame, requests=requests) if requests != frame.requests else frame


def with_sides(task: BookingTask, frame: Frame) -> Frame:
    """里向外头侪要揩, where windows are to be cleaned: of these."""
    windows = any(code in wish.draft.special_needs for wish in task.wishes for code in _WINDOWS)
    sides = sides_of_windows(frame.text) if windows and not _leaves_one_out(frame.text) else ()
    said = {code for one in frame.requests for code in (*one.special_needs, *one.denied_needs)}
    if not sides or said & set(_WINDOWS) or frame.asks:
        return frame
    first = frame.requests[0] if frame.requests else Request()
    wider = replace(first, service=None, special_needs=(*first.special_needs, *sides))
    return replace(frame, intents=("inform",), requests=(wider, *frame.requests[1:]), confidence=1.0)


def with_diners(task: BookingTask, frame: Frame) -> Frame:
    """变成十个人了, where a meal is to be cooked: so many eat, and nobody else comes to work."""
    draft = task.draft
    if draft.service != "cooking" or frame.asks:
        return frame
    count = diners_now(frame.text, draft.quantities.get(_DINERS, 0))
    if count is None:
        return frame
    first = frame.requests[0] if frame.requests else Request()
    told = replace(first, providers=None, quantities={**first.quantities, _DINERS: count})
    return replace(frame, intents=("inform",), requests=(told, *frame.requests[1:]), choice=None, confidence=1.0)


def with_heads(task: BookingTask, frame: Frame) -> Frame:
    """改成一个人吧, where two were to come: so many come to work."""
    draft = task.draft
    count = diners_now(frame.text, draft.providers) if draft.providers > 1 and draft.service != "cooking" else None
    if count is None or frame.asks or frame.request.providers is not None:
        return frame
    first = frame.requests[0] if frame.requests else Request()
    rest = {item: number for item, number in first.quantities.items() if item != _DINERS}
    told = replace(first, providers=count, quantities=rest)
    return replace(frame, intents=("inform",), requests=(told, *frame.requests[1:]), choice=None, confidence=1.0)


def with_inquiry(task: BookingTask, frame: Frame) -> Frame:
    """你们也管搬家吗 下个月可能要搬 先打听下, beside another wish: it is asked about, and not wished."""
    wished = {wish.draft.service for wish in task.wishes} - {None}
    others = tuple(one for one in frame.requests if one.service and one.service not in wished)
    taken = frame.has("book_service", "inform") and not frame.asks
    if not (wished and taken and others and len(others) == len(frame.requests) and only_inquires(frame.text)):
        return frame
    return replace(frame, intents=("ask_services",), requests=(), about=others, confidence=1.0)


def without_old_place(task: BookingTask, frame: Frame, facts: Facts) -> Frame:
    """我家还是原来的地址, of two homes, or 地址不变: where one stands already it stays what it is."""
    stands = any(wish.draft.address == facts.known_address for wish in task.wishes)
    kept = (task.is_several and stands) or (bool(task.draft.address) and stays_there(frame.text))
    return replace(frame, address=None) if frame.address == SAVED and kept else frame


def with_service_instead(task: BookingTask, frame: Frame) -> Frame:
    """保洁不要了，换成洗空调: the one wish becomes another, and none is given up or added."""
    wished = {wish.draft.service for wish in task.wishes} - {None}
    others = tuple(one for one in frame.requests if one.service and one.service not in wished)
    if task.is_several or len(others) != 1 or not services_given_up(frame.text, {str(one) for one in wished}):
        return frame
    return replace(frame, intents=("inform",), requests=others)


def _leaves_one_out(text: str) -> bool:
    """外面不用擦: one of the sides is left out."""
    return _LEFT_OUT.search(normalise(text)) is not None


def _as_part(request: Request, wished: set[str | None], text: str) -> Request:
    """厨房也要好好搞一下 in a deep cleaning; 冰箱里面也擦一擦 in any."""
    deeper = request.service == "daily_cleaning" and "deep_cleaning" in wished and request.service not in wished
    if deeper and not wishes_instead(text):
        return replace(request, service=None)
    wiped = request.service == "appliance_cleaning" and request.service not in wished and wished & CLEANINGS
    return replace(request, service=None, quantities={}) if wiped and is_wiped(text) else request
