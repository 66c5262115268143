"""What is within the work that is wished already, and no further wish: 冰箱里面也擦一擦, in a cleaning."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame, Request
from bot.dialogue.tasks import BookingTask
from bot.dialogue.values import CLEANINGS
from bot.zh.address import SAVED
from bot.zh.refusal import wishes_instead
from bot.zh.saved_place import stays_there
from bot.zh.services import is_wiped
from bot.zh.several import services_given_up


def within(task: BookingTask, frame: Frame) -> Frame:
    """The frame without a service that is a part of one wished before."""
    wished = {wish.draft.service for wish in task.wishes}
    requests = tuple(_as_part(one, wished, frame.text) for one in frame.requests)
    return replace(frame, requests=requests) if requests != frame.requests else frame


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


def _as_part(request: Request, wished: set[str | None], text: str) -> Request:
    """厨房也要好好搞一下 in a deep cleaning; 冰箱里面也擦一擦 in any."""
    deeper = request.service == "daily_cleaning" and "deep_cleaning" in wished and request.service not in wished
    if deeper and not wishes_instead(text):
        return replace(request, service=None)
    wiped = request.service == "appliance_cleaning" and request.service not in wished and wished & CLEANINGS
    return replace(request, service=None, quantities={}) if wiped and is_wiped(text) else request
