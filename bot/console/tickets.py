"""工单: the board, one ticket, and everything staff do with it."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from bot.console.booking_answer import BookingAnswer, Step, booking_answer
from bot.console.calls import Call, Route
from bot.console.fields import Answer, Body, Fen, Line, Moment, Note, Nothing, Query
from bot.domain.access import STAFF, Role
from bot.domain.errors import NotFound
from bot.domain.events import PersonalDataRevealed
from bot.domain.ticket import UNSOLVED, OpenTicket, Severity, Ticket, TicketQuery, TicketState, TicketType
from bot.domain.values import to_local
from bot.ports import CompanyClock, Deps
from bot.usecases import ticket_work as work
from bot.usecases.access import is_agent
from bot.usecases.ticket import open_ticket

_SENIOR = frozenset({Role.SUPERVISOR, Role.ADMIN})


class Board(Query):
    """Without a state: all not closed. ``overdue``: a due time is over; ``unconfirmed``: she has not answered."""

    state: tuple[TicketState, ...] = ()
    severity: tuple[Severity, ...] = ()
    type: tuple[TicketType, ...] = ()
    assignee: Line | None = None
    customer: Line | None = None
    overdue: bool | None = None
    unconfirmed: bool | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 100
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class NoteAnswer(Answer):
    at: datetime
    by: str
    text: str


class RefundAnswer(Answer):
    amount_fen: int
    approved_at: datetime
    approved_by: str
    due: datetime
    paid_at: datetime | None


class TicketAnswer(Answer):
    id: str
    type: str
    severity: str
    state: str
    category: str
    linked_to: str | None
    remedy: str
    due_first_response: datetime
    due_resolution: datetime
    overdue: bool
    attachments: list[str]
    customer_id: str
    assignee: str
    contacts: int
    notes: list[NoteAnswer]
    responded_at: datetime | None
    escalated: list[str]
    solution: str
    solved_at: datetime | None
    refund: RefundAnswer | None
    rectified_by: list[str]
    created_at: datetime
    created_by: str
    events: list[Step]


class Tickets(Answer):
    tickets: list[TicketAnswer]
    total: int = Field(description="how many there are, of which these are a part")


class Opened(Body):
    """For a customer who has called; the same matter is added to its open ticket."""

    customer_id: Line
    type: Literal[
        "complaint", "damage", "no_show", "refund", "rectification", "privacy", "safety", "consult", "invoice", "other"
    ]
    severity: Literal["low", "normal", "high", "critical"] = "normal"
    words: Note = ""
    category: str = ""
    remedy: str = ""
    linked_to: Line | None = None


class Taken(Body):
    """``agent``: who sees to it, the caller without one."""

    agent: Line | None = None


class Text(Body):
    text: Annotated[Note, Field(min_length=1)]


class Linked(Body):
    booking_id: Line


class Raised(Body):
    severity: Literal["low", "normal", "high", "critical"]


class Escalated(Body):
    reason: Line


class Approved(Body):
    amount_fen: Fen


class Planned(Body):
    start: Moment
    notes: Note = ""


class Rectified(Answer):
    ticket: TicketAnswer
    booking: BookingAnswer


class Picture(Answer):
    name: str
    content_type: str
    base64: str


async def list_tickets(call: Call[Board]) -> Tickets:
    """Of closed ones no more is read than is shown; whether a promise is broken no column says."""
    asked, store, query = call.given, call.uow.tickets, _query(call.given)
    if asked.overdue is None and asked.unconfirmed is None and TicketState.CLOSED in query.states:
        page, total = await store.found(query, asked.limit, asked.offset), await store.count(query)
    else:
        now, everything = call.deps.clock.now(), await store.found(query)
        fitting = [ticket for ticket in everything if _fits(ticket, asked, now)]
        if asked.customer is None and TicketState.CLOSED not in query.states:
            fitting.sort(key=lambda ticket: (ticket.due_first_response, ticket.id))
        page, total = fitting[asked.offset : asked.offset + asked.limit], len(fitting)
    return Tickets(tickets=[ticket_answer(ticket, call.deps) for ticket in page], total=total)


def _query(asked: Board) -> TicketQuery:
    not_closed = tuple(state for state in TicketState if state is not TicketState.CLOSED)
    assignees = () if asked.assignee is None else (asked.assignee, f"agent:{asked.assignee}")
    states = asked.state or (not_closed if asked.customer is None else tuple(TicketState))
    return TicketQuery(states, asked.severity, asked.type, assignees, asked.customer)


def _fits(ticket: Ticket, asked: Board, now: datetime) -> bool:
    return (asked.overdue is None or is_overdue(ticket, now) is asked.overdue) and (
        asked.unconfirmed is None or ("not_confirmed" in ticket.escalated) is asked.unconfirmed
    )


def is_overdue(ticket: Ticket, now: datetime) -> bool:
    """Whether a promise is broken: no first response, no solution, or no money in time."""
    waits = ticket.responded_at is None and ticket.state in UNSOLVED
    refund = ticket.refund
    return (
        (waits and ticket.due_first_response < now)
        or (ticket.state in UNSOLVED and ticket.due_resolution < now)
        or (refund is not None and refund.paid_at is None and refund.due < now)
    )


async def show_ticket(call: Call[Nothing]) -> TicketAnswer:
    return ticket_answer(await call.uow.tickets.get(call.id), call.deps)


async def add_ticket(call: Call[Opened]) -> TicketAnswer:
    given = call.given
    await call.uow.customers.get(given.customer_id)
    if given.linked_to is not None and (await call.uow.bookings.get(given.linked_to)).customer_id != given.customer_id:
        raise NotFound(f"no booking {given.linked_to} of this customer")
    command = OpenTicket(
        given.customer_id, TicketType(given.type), Severity(given.severity), call.by, given.words, given.category,
        given.remedy, given.linked_to,
    )  # fmt: skip
    return ticket_answer(await open_ticket(call.uow, _clock(call), command), call.deps)


async def take_ticket(call: Call[Taken]) -> TicketAnswer:
    name = call.given.agent
    if name is not None and not await is_agent(call.uow, name):
        raise NotFound(f"no agent {name}")
    agent = f"agent:{name}" if name is not None else call.by
    return ticket_answer(await work.take(call.uow, _clock(call), call.id, agent, call.by), call.deps)


async def answer_ticket(call: Call[Text]) -> TicketAnswer:
    return ticket_answer(await work.respond(call.uow, _clock(call), call.id, call.given.text, call.by), call.deps)


async def note_on_ticket(call: Call[Text]) -> TicketAnswer:
    return ticket_answer(await work.note(call.uow, _clock(call), call.id, call.given.text, call.by), call.deps)


async def link_ticket(call: Call[Linked]) -> TicketAnswer:
    return ticket_answer(await work.link(call.uow, _clock(call), call.id, call.given.booking_id, call.by), call.deps)


async def raise_ticket(call: Call[Raised]) -> TicketAnswer:
    severity = Severity(call.given.severity)
    return ticket_answer(await work.raise_to(call.uow, _clock(call), call.id, severity, call.by), call.deps)


async def escalate_ticket(call: Call[Escalated]) -> TicketAnswer:
    ticket = await work.call_for_supervisor(call.uow, _clock(call), call.id, call.given.reason, call.by)
    return ticket_answer(ticket, call.deps)


async def solve_ticket(call: Call[Text]) -> TicketAnswer:
    return ticket_answer(await work.solve(call.uow, _clock(call), call.id, call.given.text, call.by), call.deps)


async def approve_refund(call: Call[Approved]) -> TicketAnswer:
    senior = call.caller.role in _SENIOR
    ticket = await work.approve_refund(call.uow, _clock(call), call.id, call.given.amount_fen, call.by, senior)
    return ticket_answer(ticket, call.deps)


async def refund_paid(call: Call[Nothing]) -> TicketAnswer:
    return ticket_answer(await work.mark_paid(call.uow, _clock(call), call.id, call.by), call.deps)


async def rectify_ticket(call: Call[Planned]) -> Rectified:
    start = to_local(call.given.start, call.deps.zone)
    ticket, booking = await work.rectify(call.deps, call.uow, call.id, start, call.by, call.given.notes)
    return Rectified(ticket=ticket_answer(ticket, call.deps), booking=booking_answer(booking, call.deps))


async def show_attachment(call: Call[Nothing]) -> Picture:
    media = await call.uow.attachments.get(call.id)
    call.uow.happened(PersonalDataRevealed(call.by, "picture", call.id, ("picture",)))
    data = base64.b64encode(media.content).decode()
    return Picture(name=call.id, content_type=media.content_type, base64=data)


def ticket_answer(ticket: Ticket, deps: Deps) -> TicketAnswer:
    def at(instant: datetime) -> datetime:
        return instant.astimezone(deps.zone)

    def maybe(instant: datetime | None) -> datetime | None:
        return None if instant is None else at(instant)

    refund = ticket.refund
    return TicketAnswer(
        id=ticket.id,
        type=ticket.type.value,
        severity=ticket.severity.value,
        state=ticket.state.value,
        category=ticket.category,
        linked_to=ticket.linked_to,
        remedy=ticket.remedy,
        due_first_response=at(ticket.due_first_response),
        due_resolution=at(ticket.due_resolution),
        overdue=is_overdue(ticket, deps.clock.now()),
        attachments=list(ticket.attachments),
        customer_id=ticket.customer_id,
        assignee=ticket.assignee,
        contacts=ticket.contacts,
        notes=[NoteAnswer(at=at(note.at), by=note.by, text=note.text) for note in ticket.notes],
        responded_at=maybe(ticket.responded_at),
        escalated=list(ticket.escalated),
        solution=ticket.solution,
        solved_at=maybe(ticket.solved_at),
        refund=None
        if refund is None
        else RefundAnswer(
            amount_fen=refund.amount_fen,
            approved_at=at(refund.approved_at),
            approved_by=refund.approved_by,
            due=at(refund.due),
            paid_at=maybe(refund.paid_at),
        ),
        rectified_by=list(ticket.rectified_by),
        created_at=at(ticket.created_at),
        created_by=ticket.created_by,
        events=[
            Step(at=at(event.at), name=event.name, by=event.by, detail=dict(event.detail)) for event in ticket.events
        ],
    )


def _clock(call: Call[Any]) -> CompanyClock:
    return CompanyClock(call.deps.clock, call.deps.zone)


_ONE = "/api/tickets/{id}"

ROUTES = (
    Route("GET", "/api/tickets", STAFF, "The board: tickets by what is asked for", list_tickets, Tickets, Board),
    Route("POST", "/api/tickets", STAFF, "Open one, or add to the one of the matter", add_ticket, TicketAnswer, Opened),
    Route("GET", _ONE, STAFF, "One ticket with all its steps", show_ticket, TicketAnswer),
    Route("POST", f"{_ONE}/take", STAFF, "See to it, or give it to somebody", take_ticket, TicketAnswer, Taken),
    Route("POST", f"{_ONE}/respond", STAFF, "Write to the customer about it", answer_ticket, TicketAnswer, Text),
    Route("POST", f"{_ONE}/note", STAFF, "A note for colleagues", note_on_ticket, TicketAnswer, Text),
    Route("POST", f"{_ONE}/link", STAFF, "Say which order it is about", link_ticket, TicketAnswer, Linked),
    Route("POST", f"{_ONE}/severity", STAFF, "Raise its severity", raise_ticket, TicketAnswer, Raised),
    Route("POST", f"{_ONE}/escalate", STAFF, "Ask a supervisor to look", escalate_ticket, TicketAnswer, Escalated),
    Route("POST", f"{_ONE}/refund", STAFF, "Approve a refund", approve_refund, TicketAnswer, Approved),
    Route("POST", f"{_ONE}/refund/paid", STAFF, "The refund has been paid", refund_paid, TicketAnswer),
    Route("POST", f"{_ONE}/rectify", STAFF, "A free visit to put it right", rectify_ticket, Rectified, Planned),
    Route("POST", f"{_ONE}/solve", STAFF, "Solved: ask the customer", solve_ticket, TicketAnswer, Text),
    Route("GET", "/api/attachments/{id}", STAFF, "A kept picture; it is noted", show_attachment, Picture, reveals=True),
)
