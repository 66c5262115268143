"""What was shown of a change, asked back before the yes: 那礼拜天来的还是黄阿姨对吧 is of the day it goes to."""

from __future__ import annotations

from bot.dialogue.effects import PreviewChange, PreviewMove
from bot.dialogue.frame import Frame
from bot.dialogue.step import Step
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import ChangeTask, MoveTask
from bot.zh.matters import checks_back

_GRAVE = ("complain", "request_refund", "request_human", "report_emergency", "cancel_booking")


def shown_back(talk: Talk, frame: Frame) -> Step | None:
    """It is shown once more, with who comes; ``None`` where another day or anything else is spoken of."""
    task = talk.top
    if not isinstance(task, MoveTask | ChangeTask) or not talk.waits_for_yes or not checks_back(frame.text):
        return None
    if task.start is None or task.booking_id is None or frame.has(*_GRAVE) or frame.address or frame.phone:
        return None
    windows = [one.window for one in frame.requests if one.window is not None and one.window.start is not None]
    if not windows or not frame.provider:
        return None
    for window in windows:
        if window.start is None or window.start.weekday() != task.start.weekday():
            return None
        if window.precision == "time" and window.start.time() != task.start.time():
            return None
    if isinstance(task, MoveTask):
        return Step(talk, (), PreviewMove(task.booking_id, task.start))
    return Step(talk, (), PreviewChange(task.booking_id, task.change, task.start))
