"""What comes without words: a place, a picture, a voice nobody could read, a sticker, a link."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import booking_flow as flow
from bot.dialogue import booking_task, care_task, wishes
from bot.dialogue import draft as drafts
from bot.dialogue.caring import CompleteTicket, TicketView
from bot.dialogue.effects import NoteOnOrder, QueueHandoff
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.skills import SKILLS
from bot.dialogue.step import Say, Step, choices_of
from bot.dialogue.talk import HUMAN_OPTIONS, Talk
from bot.dialogue.tasks import BookingTask, CareTask, SolvedTask
from bot.domain.handoff_reason import Reason
from bot.zh.address import district
from bot.zh.pictures import noted_as
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
    """A turn without words. In its place the open question is asked again."""
    if facts.place:
        return _place(talk, frame, facts)
    if _picture(facts):
        return _pictures(talk, facts)
    if "voice" in facts.media:
        return _voice(talk, facts)
    kind = next((_OPAQUE[kind] for kind in facts.media if kind in _OPAQUE), "link")
    return _beside_question(talk, (Say(f"utter_media_{kind}"),), facts)


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
            task = BookingTask(wishes=wishes.from_frame(frame, facts, drafts.known(facts)))
            talk = replace(talk, tasks=(*talk.tasks, task))
        case _:
            return _beside_question(talk, (Say("utter_media_place", {"address": place}),), facts)
    asking = replace(_at(task, place), asked="booking:address", options=booking_task.DOOR_OPTIONS)
    said = Say("utter_ask_door", {"address": place}, choices_of(asking.options))
    return Step(talk.with_top(asking), (said,), flow.release(task))


def _at(task: BookingTask, place: str) -> BookingTask:
    """Every wish of the task there, its time not kept any more."""
    named = district(place) or ""
    moved = tuple(replace(one, draft=replace(one.draft, address=place, district=named)) for one in task.wishes)
    return flow.none_held(replace(task, wishes=moved))


def _pictures(talk: Talk, facts: Facts) -> Step:
    """Answered by what the talk is about; with nothing in progress one order is the one that is meant."""
    what = {"what": _picture(facts)}
    if isinstance(talk.top, BookingTask):
        repairs = talk.top.draft.service in _REPAIRS
        words = "utter_media_kept_repair" if repairs else "utter_media_kept"
        return _beside_question(talk, (Say(words, what),), facts)
    ticket = _ticket_at_hand(talk, facts)
    if ticket is not None:
        kept = Say("utter_media_kept_ticket", {**what, "number": ticket.id})
        names = care_task.names_in(talk.attached)
        return Step(replace(talk, attached=()), (kept,), CompleteTicket(ticket.id, attachments=names))
    if talk.top is None and len(facts.upcoming) == 1:
        order = facts.upcoming[0]
        said = Say("utter_media_kept_order", {**what, "service": facts.service_name(order.service)})
        effect = NoteOnOrder(order.id, noted_as(talk.attached))
        return Step(replace(talk, attached=()), (said,), effect)
    return _beside_question(talk, (Say("utter_media_picture", what),), facts)


def _ticket_at_hand(talk: Talk, facts: Facts) -> TicketView | None:
    """The ticket that is talked of; with nothing in progress the one that staff work on."""
    if isinstance(talk.top, CareTask | SolvedTask):
        about = talk.top.ticket_id
        return next((ticket for ticket in facts.tickets if ticket.id == about), None)
    still_open = [ticket for ticket in facts.tickets if ticket.is_open and not ticket.waits_for_word]
    return still_open[0] if talk.top is None and still_open else None


def _voice(talk: Talk, facts: Facts) -> Step:
    unheard = talk.unheard + 1
    if unheard > _SPOKEN_TO_NOBODY:
        return Step(replace(talk, unheard=0), (Say("utter_media_voice_handoff"),), QueueHandoff(Reason.VOICE))
    talk = replace(talk, unheard=unheard, offered_human=unheard == _SPOKEN_TO_NOBODY)
    if talk.offered_human:
        return Step(talk, (Say("utter_media_voice_again", {}, choices_of(HUMAN_OPTIONS)),))
    return _beside_question(talk, (Say("utter_media_voice"),), facts)


def _beside_question(talk: Talk, said: tuple[Say, ...], facts: Facts) -> Step:
    if talk.top is None:
        return Step(talk, said)
    step = SKILLS[type(talk.top)].ask_again(talk, talk.top, facts)
    return replace(step, say=(*said, *step.say))
