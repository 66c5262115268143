"""Another phone told in the middle of a booking (我换手机号了), or a few digits that were wrong (尾号是2234)."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.effects import SaveProfile
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.step import Say, Step
from bot.dialogue.tasks import BookingTask
from bot.zh.phone_part import corrected
from bot.zh.profile import renews_phone
from bot.zh.say import masked_phone


def put_right(frame: Frame, task: BookingTask) -> Frame:
    """The frame with the whole number, where it tells which digits of the booking's are others."""
    phone = corrected(task.draft.phone, frame.text) if not frame.phone else None
    if phone is None:
        return frame
    return replace(frame, intents=("inform",), choice=None, phone=phone, phone_invalid=False)


def with_new_phone(step: Step, frame: Frame, facts: Facts) -> Step:
    """The step that has taken the number into the draft also stores it for the next time."""
    if not frame.phone or frame.phone == facts.known_phone or not (facts.known_phone and renews_phone(frame.text)):
        return step
    noted = f"电话{masked_phone(frame.phone)}"
    others = tuple(say for say in step.say if say.values.get("noted") != noted)
    saved = Say("utter_profile_saved_phone", {"value": masked_phone(frame.phone), "label": ""})
    return replace(step, say=(saved, *others), talk=replace(step.talk, to_store=frame.phone))


def storing(step: Step) -> Step:
    """What waits to be stored is, once nothing else is to be done."""
    if step.effect is not None or not step.talk.to_store:
        return step
    return replace(step, effect=SaveProfile(phone=step.talk.to_store), talk=replace(step.talk, to_store=""))
