"""What staff do with a ticket: taken up, answered, noted, refunded, put right, solved. Steps of a call's transaction.

The customer hears of each change of state without asking; a ticket is closed by her word alone (``ticket_word``).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.dialogue.solved_options import SOLVED_OPTIONS
from bot.dialogue.step import choices_of
from bot.domain.booking import Booking, BookingState
from bot.domain.errors import InvalidData, NotAllowed
from bot.domain.events import TicketChanged, TicketSolved
from bot.domain.messages import Bubble, Notice
from bot.domain.notices import NoticeKind
from bot.domain.sending import Purpose
from bot.domain.ticket import BY_STAFF, UNSOLVED, Refund, Severity, Ticket, TicketState
from bot.domain.ticket_clocks import refund_due
from bot.domain.values import to_instant, to_local, yuan
from bot.ports import CompanyClock, Deps, UnitOfWork
from bot.usecases import order
from bot.usecases.policies import policies_in
from bot.usecases.ticket import escalate, open_one_of, raise_severity, save, visit_in_question
from bot.usecases.write_to import Letter, write_to_customer
from bot.zh import tickets as zh

AGENT_PREFIX = "agent:"
_LATER = frozenset(TicketState) - {TicketState.CLOSED}


async def take(uow: UnitOfWork, clock: CompanyClock, ticket_id: str, agent: str, by: str) -> Ticket:
    """An agent sees to it from now on; the first time the customer is told that somebody does."""
    before = await uow.tickets.get(ticket_id)
    before.must_be(_LATER, "cannot be taken up")
    if before.assignee == agent:
        return before
    fresh = before.state is TicketState.OPEN
    taken = replace(before, assignee=agent, state=TicketState.IN_PROGRESS if fresh else before.state)
    saved = await _changed(uow, before, taken.step(clock.now(), "ticket_taken", by, assignee=agent))
    if fresh:
        await tell(uow, clock, saved, zh.taken_up(saved.type.value, saved.id))
    return saved


async def respond(uow: UnitOfWork, clock: CompanyClock, ticket_id: str, text: str, by: str) -> Ticket:
    """Words of an agent's to the customer; the first ones stop the clock of the first response."""
    before, now = await uow.tickets.get(ticket_id), clock.now()
    before.must_be(_LATER, "cannot be answered")
    answered = replace(
        before,
        state=TicketState.IN_PROGRESS if before.state is TicketState.OPEN else before.state,
        assignee=before.assignee or by,
        responded_at=before.responded_at or now,
    ).noted(now, f"to_customer:{by}", text)
    saved = await _changed(uow, before, answered.step(now, "ticket_answered", by))
    letter = Letter(Bubble(text), Purpose.AGENT, author=by.removeprefix(AGENT_PREFIX))
    await write_to_customer(uow, clock, saved.customer_id, letter)
    return saved


async def note(uow: UnitOfWork, clock: CompanyClock, ticket_id: str, text: str, by: str) -> Ticket:
    """For colleagues; the customer never sees it."""
    before, now = await uow.tickets.get(ticket_id), clock.now()
    return await _changed(uow, before, before.noted(now, by, text).step(now, "ticket_noted", by))


async def link(uow: UnitOfWork, clock: CompanyClock, ticket_id: str, booking_id: str, by: str) -> Ticket:
    """The booking that it is about, where the customer could not say."""
    before, booking = await uow.tickets.get(ticket_id), await uow.bookings.get(booking_id)
    before.must_be(_LATER, "cannot be linked")
    if booking.customer_id != before.customer_id:
        raise InvalidData(f"booking {booking_id} is not this customer's")
    if before.refund is not None:
        raise InvalidData(f"ticket {ticket_id} has a refund for {before.linked_to}: it stays with that booking")
    linked = replace(before, linked_to=await visit_in_question(uow, booking_id))
    other = await open_one_of(uow, linked)
    if other is not None:
        raise InvalidData(f"booking {linked.linked_to} has the open ticket {other.id}: go on with it there")
    return await _changed(uow, before, linked.step(clock.now(), "ticket_linked", by, booking=booking_id))


async def raise_to(uow: UnitOfWork, clock: CompanyClock, ticket_id: str, severity: Severity, by: str) -> Ticket:
    raised = await raise_severity(uow, clock, await uow.tickets.get(ticket_id), severity, by)
    return await escalate(uow, clock, raised, "critical", by) if severity is Severity.CRITICAL else raised


async def call_for_supervisor(uow: UnitOfWork, clock: CompanyClock, ticket_id: str, reason: str, by: str) -> Ticket:
    """A colleague asks for it, as often as she must; her words are a note, which is sealed."""
    before, now = await uow.tickets.get(ticket_id), clock.now()
    before.must_be(_LATER, "cannot be escalated")
    asked = replace(before, escalated=tuple(one for one in before.escalated if one != BY_STAFF)).noted(now, by, reason)
    return await escalate(uow, clock, asked, BY_STAFF, by)


async def approve_refund(
    uow: UnitOfWork, clock: CompanyClock, ticket_id: str, amount_fen: int, by: str, is_supervisor: bool
) -> Ticket:
    """Up to what was paid; above the owner's limit only by a supervisor. Its due day is named to the customer."""
    before, now = await uow.tickets.get(ticket_id), clock.now()
    before.must_be(UNSOLVED, "cannot be refunded")
    if before.refund is not None:
        raise InvalidData(f"ticket {ticket_id} has a refund of {before.refund.amount_fen} fen already")
    if before.linked_to is None:
        raise InvalidData("link the ticket to the booking first: a refund is never more than was paid for it")
    care, booking = (await policies_in(uow)).care, await uow.bookings.get(before.linked_to)
    most = paid_for(booking) - await _refunded(uow, booking)
    if not 0 < amount_fen <= most:
        raise InvalidData(f"amount_fen: from 1 up to what was paid and not given back yet, {most} fen")
    await uow.bookings.save(booking)  # Of two refunds for it at once the second finds that it has changed.
    if amount_fen > care.refund_limit_fen and not is_supervisor:
        raise NotAllowed(f"a refund above {care.refund_limit_fen} fen is approved by a supervisor")
    local = to_local(now, clock.zone)
    due = refund_due(local, care)
    refund = Refund(amount_fen, now, by, to_instant(due, clock.zone))
    approved = replace(
        before, refund=refund, state=TicketState.IN_PROGRESS, responded_at=before.responded_at or now,
        assignee=before.assignee or by, due_resolution=refund.due,
    )  # fmt: skip
    saved = await _changed(
        uow, before, approved.step(now, "refund_approved", by, amount_fen=str(amount_fen), due=refund.due.isoformat())
    )
    await tell(uow, clock, saved, zh.refund_approved(saved.id, yuan(amount_fen), zh.on_day(due, local)))
    return saved


async def _refunded(uow: UnitOfWork, booking: Booking) -> int:
    """What all tickets about a booking have given back of it."""
    about = [one for one in await uow.tickets.of_customer(booking.customer_id) if one.linked_to == booking.id]
    return sum(one.refund.amount_fen for one in about if one.refund is not None)


def paid_for(booking: Booking) -> int:
    """What the customer has paid for it: its price, or what its cancel cost."""
    return booking.fee_fen if booking.state is BookingState.CANCELLED else booking.quote.total_fen


async def mark_paid(uow: UnitOfWork, clock: CompanyClock, ticket_id: str, by: str) -> Ticket:
    before, now = await uow.tickets.get(ticket_id), clock.now()
    if before.refund is None or before.refund.paid_at is not None:
        raise InvalidData(f"ticket {ticket_id} has no approved refund that waits to be paid")
    paid = replace(before, refund=replace(before.refund, paid_at=now))
    saved = await _changed(uow, before, paid.step(now, "refund_paid", by))
    await tell(uow, clock, saved, zh.refund_paid(saved.id, yuan(before.refund.amount_fen)))
    return saved


async def rectify(
    deps: Deps, uow: UnitOfWork, ticket_id: str, start: datetime, by: str, notes: str = ""
) -> tuple[Ticket, Booking]:
    """A free order at a local ``start`` that puts the visit right; the booking core tells the customer."""
    clock = CompanyClock(deps.clock, deps.zone)
    before, now = await uow.tickets.get(ticket_id), clock.now()
    before.must_be(UNSOLVED, "cannot be put right")
    if before.linked_to is None:
        raise InvalidData("link the ticket to the booking first: a free visit puts a visit right")
    booking = await order.rectify(deps, uow, before.linked_to, start, by, notes)
    planned = replace(
        before, rectified_by=(*before.rectified_by, booking.id), state=TicketState.IN_PROGRESS,
        responded_at=before.responded_at or now, assignee=before.assignee or by,
    )  # fmt: skip
    return await _changed(uow, before, planned.step(now, "rectification_planned", by, booking=booking.id)), booking


async def solve(uow: UnitOfWork, clock: CompanyClock, ticket_id: str, solution: str, by: str) -> Ticket:
    """Staff think it is solved: the customer is asked, by day, in words of what was done.

    Not before an approved refund is paid: a ticket that her word closes has left the board and its clocks.
    """
    before, now = await uow.tickets.get(ticket_id), clock.now()
    before.must_be(UNSOLVED, "cannot be solved")
    if before.refund is not None and before.refund.paid_at is None:
        raise InvalidData(f"ticket {ticket_id} waits for its money: first mark the refund as paid")
    solved = replace(
        before, state=TicketState.SOLVED, solution=solution, solved_at=now, asked_in=(), reminded=False,
        responded_at=before.responded_at or now, assignee=before.assignee or by,
    )  # fmt: skip
    asked = await asked_whether_solved(uow, clock, solved, zh.ask_solved(before.type.value, before.id, solution))
    saved = await save(uow, asked.step(now, "ticket_solved", by))
    uow.happened(TicketSolved(saved))
    return saved


async def asked_whether_solved(uow: UnitOfWork, clock: CompanyClock, ticket: Ticket, question: zh.News) -> Ticket:
    """The ticket that knows of its question, which is written and goes out by day; it is not stored."""
    notice = await _notice(uow, clock, ticket, question, f"solved.{len(ticket.events)}")
    letter = Letter(Bubble(question.text, choices_of(SOLVED_OPTIONS)), Purpose.QUESTION, notice)
    row = await write_to_customer(uow, clock, ticket.customer_id, letter)
    return replace(ticket, asked_at=row.not_before or row.created_at, asked_in=(*ticket.asked_in, row.id))


async def _changed(uow: UnitOfWork, before: Ticket, after: Ticket) -> Ticket:
    saved = await save(uow, after)
    uow.happened(TicketChanged(saved, before))
    return saved


async def tell(uow: UnitOfWork, clock: CompanyClock, ticket: Ticket, news: zh.News) -> None:
    """How it stands, unasked: also outside the message window, where the owner has a template for it."""
    letter = Letter(Bubble(news.text), notice=await _notice(uow, clock, ticket, news, f"{len(ticket.events)}"))
    await write_to_customer(uow, clock, ticket.customer_id, letter)


async def _notice(uow: UnitOfWork, clock: CompanyClock, ticket: Ticket, news: zh.News, of: str) -> Notice | None:
    """``of`` tells one from the next."""
    template_id = (await policies_in(uow)).templates.get(NoticeKind.TICKET.value)
    if template_id is None:
        return None
    lines = zh.notice_lines(ticket.type.value, to_local(clock.now(), clock.zone), news)
    return Notice(template_id, lines, client_msg_id=f"{NoticeKind.TICKET.value}.{ticket.id}.{of}")
