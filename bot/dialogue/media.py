"""What comes without words: a place, a picture, a voice nobody could read, a sticker, a link."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import attached, booking_task
from bot.dialogue import draft as drafts
from bot.dialogue.effects import NoteOnOrder, QueueHandoff, ReleaseHold
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.skills import SKILLS
from bot.dialogue.step import Say, Step, choices_of
from bot.dialogue.talk import HUMAN_OPTIONS, Talk
from bot.dialogue.tasks import BookingTask
from bot.zh.address import district
from bot.zh.place import has_door

_REPAIRS = frozenset({"appliance_repair", "home_repair", "emergency_repair"})
_PICTURES = {"image": "图片", "video": "视频"}
_OPAQUE = {"location": "location", "sticker": "sticker", "text": "empty"}
"""What cannot be read, and the words for it; everything else is a link."""
_SPOKEN_TO_NOBODY = 2
"""So many voices in a row without words, then a person."""


def with_place(frame: Frame, facts: Facts) -> Frame:
    """The frame with the place that was sent as its address; what is said beside it (6号楼1202) completes it."""
    if not facts.place:
        return frame
    if frame.address is not None and (district(frame.address) or not frame.address[0].isdigit()):
        return frame
    door = frame.address or (frame.address_part or {}).get("text", "")
    intents = frame.intents or ("inform",)
    return replace(frame, intents=intents, address=facts.place + door, address_part=None)


def beside(facts: Facts) -> tuple[Say, ...]:
    """That a picture came too, where the words are answered."""
    what = _picture(facts)
    return (Say("utter_media_too", {"what": what}),) if what else ()


def take(talk: Talk, frame: Frame, facts: Facts) -> Step:
    """A turn without words. In its place the open question is asked again; nothing is said twice in a row."""
    again = talk.wordless % 2 == 1
    talk = replace(talk, wordless=talk.wordless + 1)
    if facts.place:
        return _place(talk, frame, facts)
    if _picture(facts):
        return _pictures(talk, facts, again)
    if "voice" in facts.media:
        return _voice(talk, facts)
    kind = next((_OPAQUE[kind] for kind in facts.media if kind in _OPAQUE), "link")
    return _beside_question(talk, (Say(f"utter_media_{kind}{'_again' if again else ''}"),), facts)


def _picture(facts: Facts) -> str:
    return next((word for kind, word in _PICTURES.items() if kind in facts.media), "")


def _place(talk: Talk, frame: Frame, facts: Facts) -> Step:
    """The address of the booking, confirmed with the next question; with nothing in progress a booking begins."""
    place = frame.address or facts.place
    match talk.top:
        case BookingTask() as task if has_door(place):
            return booking_task.take(talk, task, frame, facts)
        case BookingTask() as task:
            pass
        case None if has_door(place):
            return booking_task.begin(talk, frame, facts)
        case None:
            task = BookingTask(draft=drafts.from_frame(frame, facts)[0])
            talk = replace(talk, tasks=(*talk.tasks, task))
        case _:
            return _beside_question(talk, (Say("utter_media_place", {"address": place}),), facts)
    draft = replace(task.draft, address=place, district=district(place) or "")
    asking = replace(
        task, draft=draft, hold_id=None, held_with=(), asked="booking:address", options=booking_task.DOOR_OPTIONS
    )
    said = Say("utter_ask_door", {"address": place}, choices_of(asking.options))
    effect = ReleaseHold(task.hold_id) if task.hold_id else None
    return Step(talk.with_top(asking), (said,), effect)


def _pictures(talk: Talk, facts: Facts, again: bool) -> Step:
    """Answered by what the talk is about; with nothing in progress one order is the one that is meant."""
    what = {"what": _picture(facts)}
    if isinstance(talk.top, BookingTask):
        repairs = talk.top.draft.service in _REPAIRS
        words = "utter_media_kept_again" if again else f"utter_media_kept{'_repair' if repairs else ''}"
        return _beside_question(talk, (Say(words, what),), facts)
    if talk.top is None and len(facts.upcoming) == 1:
        order = facts.upcoming[0]
        said = Say("utter_media_kept_order", {**what, "service": facts.service_name(order.service)})
        effect = NoteOnOrder(order.id, attached.line(talk.attached))
        return Step(replace(talk, attached=()), (said if not again else Say("utter_media_kept_again", what),), effect)
    return _beside_question(talk, (Say(f"utter_media_picture{'_again' if again else ''}", what),), facts)


def _voice(talk: Talk, facts: Facts) -> Step:
    if talk.wordless > _SPOKEN_TO_NOBODY:
        return Step(replace(talk, wordless=0), (Say("utter_media_voice_handoff"),), QueueHandoff("voice"))
    if talk.wordless == _SPOKEN_TO_NOBODY:
        offering = replace(talk, offered_human=True)
        return Step(offering, (Say("utter_media_voice_again", {}, choices_of(HUMAN_OPTIONS)),))
    return _beside_question(talk, (Say("utter_media_voice"),), facts)


def _beside_question(talk: Talk, said: tuple[Say, ...], facts: Facts) -> Step:
    if talk.top is None:
        return Step(talk, said)
    step = SKILLS[type(talk.top)].ask_again(talk, talk.top, facts)
    return replace(step, say=(*said, *step.say))
