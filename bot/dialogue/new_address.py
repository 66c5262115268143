"""A house number that was wrong, told with its unit: 27号 勿是7号 is of the booking's address, and no day."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.frame import Frame
from bot.dialogue.tasks import BookingTask
from bot.zh.extract import find
from bot.zh.place import houses_corrected

_GRAVE = ("complain", "request_refund", "request_human", "report_emergency", "cancel_booking")


def house_put_right(frame: Frame, task: BookingTask) -> Frame:
    """The frame with the whole address, where it tells which number in that of the booking is another."""
    was = task.draft.address
    if not was or frame.address or frame.has(*_GRAVE):
        return frame
    meant = houses_corrected(was, frame.text)
    if meant == was or any(one.kind not in ("time", "choice", "address_part") for one in find(frame.text)):
        return frame
    return replace(frame, intents=("inform",), requests=(), choice=None, address=meant, address_part=None)
