"""Conversations as agents see and hold them: inbox and queue, one conversation, take over, reply, note, hand back."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated

from pydantic import Field, StringConstraints

from bot.console.calls import Call, Route
from bot.console.conversation_answer import (
    ConversationAnswer,
    Entry,
    Inbox,
    MessageAnswer,
    NoteAnswer,
    ReachAnswer,
    entry_answer,
    message_answer,
    note_answer,
    reach_answer,
    written_answer,
)
from bot.console.fields import Answer, Body, Line, MessageRef, Note, Query
from bot.domain.access import STAFF, Role
from bot.domain.conversation import Conversation, Mode
from bot.domain.errors import InvalidData
from bot.domain.queueing import PRESENT_FOR
from bot.ports import CompanyClock, Deps
from bot.ports.watching import InboxQuery, Standing
from bot.usecases import agent_talk, handoff
from bot.usecases.draft_view import draft_in_words
from bot.zh.say import masked_phone

_LONGEST_REPLY = 600
"""Characters; the channel takes 2048 bytes."""


class InboxAsked(Query):
    """Who waits stands first, in the order in which they are to be served."""

    mode: tuple[Mode, ...] = ()
    mine: Annotated[bool, Field(description="held by me")] = False
    waiting: Annotated[bool, Field(description="the last word is the customer's")] = False
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class MessagesAsked(Query):
    """``before``: the messages that stand before this one, as the first of a page that is known already."""

    before: MessageRef | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class Taking(Body):
    """``instead_of``: the agent who holds it now, if somebody does."""

    instead_of: Line | None = None


class Words(Body):
    text: Annotated[Note, StringConstraints(min_length=1, max_length=_LONGEST_REPLY)]


class NoteText(Body):
    text: Annotated[Note, StringConstraints(min_length=1)]


class AgreedBody(Body):
    """What was settled with the customer. All of it is read as her own words would be, and fills the draft."""

    text: Note = ""
    on: Annotated[str | None, Field(pattern=r"^\d{4}-\d\d-\d\d$", description="local day of the visit")] = None
    at: Annotated[str | None, Field(pattern=r"^\d\d:\d\d$", description="local time of the visit")] = None
    address: Line | None = None
    phone: Annotated[str | None, Field(pattern=r"^\+?[0-9-]{5,20}$")] = None
    needs: Annotated[list[Line], Field(max_length=20, default_factory=list, description="such as 擦玻璃")]
    heard: Annotated[
        list[str], Field(max_length=50, default_factory=list, description="in_12: her messages that count")
    ]

    def agreed(self) -> handoff.Agreed:
        words = [self.text, " ".join(filter(None, (_day(self.on), _time(self.at)))), self.address or ""]
        words += ["，".join(self.needs), f"电话{self.phone}" if self.phone else ""]
        return handoff.Agreed("\n".join(filter(None, words)), tuple(_number(one, "agreed.heard") for one in self.heard))


class Attaching(Body):
    """Her messages that belong to a ticket of hers."""

    ticket_id: Line
    messages: Annotated[list[str], Field(min_length=1, max_length=50, description="ids of her messages: in_12")]


class Attached(Answer):
    ticket_id: str
    attachments: list[str] = Field(description="pictures of the ticket, as export messages names them")


class HandingBack(Body):
    agreed: AgreedBody | None = None


class Held(Answer):
    """How the conversation stands now."""

    id: str
    mode: str
    agent: str


class Replied(Answer):
    """``reach``: what is left after it; with none, a call task for staff follows and the message ends as failed."""

    message: MessageAnswer
    reach: ReachAnswer


async def list_conversations(call: Call[InboxAsked]) -> Inbox:
    given, deps = call.given, call.deps
    query = InboxQuery(given.mode, call.caller.subject if given.mine else "", given.waiting, given.limit, given.offset)
    standing, entries = await call.round.once(query, lambda: _lines(deps, query))
    return Inbox(
        conversations=entries,
        queued=len(standing.queue),
        held=sum(standing.held.values()),
        mine=standing.held.get(call.caller.subject, 0),
    )


async def _lines(deps: Deps, query: InboxQuery) -> tuple[Standing, list[Entry]]:
    standing = await deps.views.standing()
    places = {one: place for place, one in enumerate(standing.queue, start=1)}
    entries = [entry_answer(row, deps, places.get(row["id"])) for row in await deps.views.inbox(query)]
    return standing, sorted(entries, key=lambda one: one.place or len(places) + 1)


async def show_conversation(call: Call[MessagesAsked]) -> ConversationAnswer:
    deps, uow, zone = call.deps, call.uow, call.deps.zone
    conversation = await uow.conversations.get(call.id)
    customer = await uow.customers.get(conversation.customer_id)
    messages = await deps.views.talk(call.id, call.given.limit, call.given.before)
    looking = await uow.presence.looking(call.id, deps.clock.now() - PRESENT_FOR)
    return ConversationAnswer(
        id=conversation.id,
        customer_id=customer.id,
        openid=customer.openid,
        name=customer.name,
        phone=masked_phone(customer.phone) if customer.phone else "",
        addresses=list(customer.addresses),
        mode=conversation.mode.value,
        agent=conversation.agent,
        reason=conversation.handoff_reason,
        queued_at=conversation.queued_at.astimezone(zone) if conversation.queued_at else None,
        callback=conversation.callback,
        draft=dict(await draft_in_words(deps, uow, conversation)),
        reach=await _reach(call),
        looking=[name for name in looking if name != call.caller.subject],
        messages=[message_answer(row, zone) for row in messages],
        notes=[note_answer(note, zone) for note in await uow.notes.of_conversation(call.id)],
    )


async def take_over(call: Call[Taking]) -> Held:
    instead_of = call.given.instead_of or ""
    return _held(await handoff.take_over(call.uow, _clock(call), call.id, call.caller.subject, instead_of))


async def reply(call: Call[Words]) -> Replied:
    row = await agent_talk.reply_as_agent(call.uow, _clock(call), call.id, call.caller.subject, call.given.text)
    return Replied(message=written_answer(row, call.deps.zone), reach=await _reach(call))


async def write_note(call: Call[NoteText]) -> NoteAnswer:
    written = await agent_talk.note(call.uow, _clock(call), call.id, call.by, call.given.text)
    return note_answer(written, call.deps.zone)


async def attach(call: Call[Attaching]) -> Attached:
    numbers = [_number(one, "messages") for one in call.given.messages]
    ticket = await agent_talk.attach_to_ticket(call.uow, _clock(call), call.id, call.given.ticket_id, numbers, call.by)
    return Attached(ticket_id=ticket.id, attachments=list(ticket.attachments))


async def hand_back(call: Call[HandingBack]) -> Held:
    agreed = call.given.agreed.agreed() if call.given.agreed else None
    holder = call.caller.subject
    if call.caller.role is not Role.AGENT:  # a supervisor gives back what somebody else has left
        holder = (await call.uow.conversations.get(call.id)).agent
    return _held(await handoff.hand_back(call.uow, _clock(call), call.id, holder, agreed, call.by))


def _held(conversation: Conversation) -> Held:
    return Held(id=conversation.id, mode=conversation.mode.value, agent=conversation.agent)


async def _reach(call: Call[MessagesAsked] | Call[Words]) -> ReachAnswer:
    return reach_answer(await agent_talk.reach_of(call.deps, call.uow, call.id), call.deps.zone)


def _clock(call: Call[Taking] | Call[Words] | Call[NoteText] | Call[HandingBack] | Call[Attaching]) -> CompanyClock:
    return CompanyClock(call.deps.clock, call.deps.zone)


def _number(ref: str, field: str) -> int:
    direction, _, number = ref.partition("_")
    if direction != "in" or not number.isdecimal():
        raise InvalidData(f"{field}: {ref} is no message of hers; they are called in_12")
    return int(number)


def _day(said: str | None) -> str:
    if said is None:
        return ""
    try:
        day = date.fromisoformat(said)
    except ValueError as error:
        raise InvalidData(f"agreed.on: there is no day {said}") from error
    return f"{day.year}年{day.month}月{day.day}日"


def _time(said: str | None) -> str:
    if said is None:
        return ""
    try:
        at = time.fromisoformat(said)
    except ValueError as error:
        raise InvalidData(f"agreed.at: there is no time {said}") from error
    return f"{at.hour}点{at.minute}分" if at.minute else f"{at.hour}点"


_ONE = "/api/conversations/{id}"

ROUTES = (
    Route("GET", "/api/conversations", STAFF, "Queue and inbox", list_conversations, Inbox, InboxAsked),
    Route("GET", _ONE, STAFF, "One with all that was said", show_conversation, ConversationAnswer, MessagesAsked),
    Route("POST", f"{_ONE}/take-over", STAFF, "Speak from now on; the bot is silent", take_over, Held, Taking),
    Route("POST", f"{_ONE}/reply", STAFF, "Write to the customer", reply, Replied, Words),
    Route("POST", f"{_ONE}/note", STAFF, "A word for colleagues alone", write_note, NoteAnswer, NoteText),
    Route("POST", f"{_ONE}/attach", STAFF, "Make messages part of a ticket", attach, Attached, Attaching),
    Route("POST", f"{_ONE}/hand-back", STAFF, "Let the bot go on from what was agreed", hand_back, Held, HandingBack),
)
