"""A house number that was wrong, told with its unit: 27号 勿是7号 is of the address talked of, and no day."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import BookingTask, ChangeTask
from bot.zh.extract import find
from bot.zh.place import houses_corrected

_GRAVE = ("complain", "request_refund", "request_human", "report_emergency", "cancel_booking")


def house_put_right(frame: Frame, task: BookingTask) -> Frame:
    """The frame with the whole address, where it tells which number in that of the booking is another."""
    meant = _meant(frame, task.draft.address)
    return replace(_without_days(frame), address=meant, address_part=None) if meant else frame


def house_of_change(talk: Talk, frame: Frame, facts: Facts) -> Frame:
    """The frame without a day, where it tells which number in the address of a changed order is another."""
    task = talk.top
    if not isinstance(task, ChangeTask):
        return frame
    order = facts.upcoming_order(task.booking_id)
    was = task.change.address or (order.address if order is not None else "")
    return _without_days(frame) if _meant(frame, was) else frame


def _without_days(frame: Frame) -> Frame:
    return replace(frame, intents=("inform",), requests=(), choice=None)


def _meant(frame: Frame, was: str) -> str:
    """The address as it is meant; empty where nothing in the frame puts it right."""
    if not was or frame.address or frame.has(*_GRAVE):
        return ""
    meant = houses_corrected(was, frame.text)
    beside = any(one.kind not in ("time", "choice", "address_part") for one in find(frame.text))
    return "" if meant == was or beside else meant
