"""What is within the work that is wished already, and no further wish: 冰箱里面也擦一擦, in a cleaning."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame, Request
from bot.dialogue.tasks import BookingTask
from bot.dialogue.values import CLEANINGS
from bot.zh.address import SAVED
from bot.zh.refusal import wishes_instead
from bot.zh.services import is_wiped


def within(task: BookingTask, frame: Frame) -> Frame:
    """The frame without a service that is a part of one wished before."""
    wished = {wish.draft.service for wish in task.wishes}
    requests = tuple(_as_part(one, wished, frame.text) for one in frame.requests)
    return replace(frame, requests=requests) if requests != frame.requests else frame


def without_old_place(task: BookingTask, frame: Frame, facts: Facts) -> Frame:
    """我家还是原来的地址, of two homes: where hers stands already the other one's stays what it is."""
    stands = any(wish.draft.address == facts.known_address for wish in task.wishes)
    return replace(frame, address=None) if frame.address == SAVED and task.is_several and stands else frame


def _as_part(request: Request, wished: set[str | None], text: str) -> Request:
    """厨房也要好好搞一下 in a deep cleaning; 冰箱里面也擦一擦 in any."""
    deeper = request.service == "daily_cleaning" and "deep_cleaning" in wished and request.service not in wished
    if deeper and not wishes_instead(text):
        return replace(request, service=None)
    wiped = request.service == "appliance_cleaning" and request.service not in wished and wished & CLEANINGS
    return replace(request, service=None, quantities={}) if wiped and is_wiped(text) else request
