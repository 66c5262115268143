"""Facts for figures: read by time from what is stored, each query bounded by the window and led by an index."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.db.repositories.learning import attempt_of
from bot.adapters.db.rows import (
    AgentScoreRow,
    AttemptRow,
    AuditRow,
    BookingRow,
    ConversationRow,
    HandoffRow,
    InboxRow,
    MissRow,
    OutboxRow,
    SurveyRow,
    TicketRow,
    table,
)
from bot.domain.booking import CUSTOMER, RECTIFICATION, ReviewState
from bot.domain.care_policy import CarePolicy
from bot.domain.figure_facts import (
    AgentScoreFact,
    ChangeFact,
    Facts,
    HandoffFact,
    MissFact,
    OrderFact,
    ReplyFact,
    SurveyFact,
    TicketFact,
)
from bot.domain.handoff_reason import Reason
from bot.domain.sending import Way
from bot.domain.survey import SurveyState
from bot.domain.values import TimeWindow, to_local

_INBOX = table(InboxRow)
_OUTBOX = table(OutboxRow)
_BOOKINGS = table(BookingRow)
_TICKETS = table(TicketRow)
_SURVEYS = table(SurveyRow)
_ATTEMPTS = table(AttemptRow)
_MISSES = table(MissRow)
_HANDOFFS = table(HandoffRow)
_AUDIT = table(AuditRow)
_CONVERSATIONS = table(ConversationRow)
_AGENT_SCORES = table(AgentScoreRow)

_LONGEST_WAIT = timedelta(days=3)
_NOT_TO_BE_ASKED = frozenset({"safety", "muted"})
"""Why a survey is left out that nobody has neglected."""
_OTHERS_CAME = frozenset({"provider_replaced", "review_replaced", "review_rejected"})
_REVIEWED = frozenset({"review_approved", "review_replaced", "review_rejected"})
"""A firm answer, be it a no."""
_CHANGED = ("booking_rescheduled", "booking_changed")


async def figure_facts(
    connection: AsyncConnection, window: TimeWindow, now: datetime, care: CarePolicy, zone: ZoneInfo
) -> Facts:
    async def rows(statement: Select[Any]) -> list[Row[Any]]:
        return list((await connection.execute(statement)).all())

    handed = await rows(_handed(window))
    changed = [_change(row) for row in await rows(_changes(window)) if row.actor == CUSTOMER or row.asked_at]
    return Facts(
        window=window,
        now=now,
        changes=(*changed, *_wanted_of_people(handed)),
        replies=_replies(await rows(_turns(window)), await rows(_by_agents(window))),
        attempts=tuple(attempt_of(row) for row in await rows(_by(_ATTEMPTS.c.started_at, window, select(_ATTEMPTS)))),
        orders=tuple(order for row in await rows(_orders(window)) if (order := _order(row)) is not None),
        tickets=tuple(_ticket(row, care, zone) for row in await rows(_tickets(window))),
        surveys=tuple(_survey(row) for row in await rows(_of_surveys(window))),
        handoffs=tuple(HandoffFact(row.queued_at, row.reason, row.taken_at, row.agent) for row in handed),
        agent_scores=tuple(
            AgentScoreFact(row.answered_at, row.agent, row.score) for row in await rows(_of_agents(window))
        ),
        misses=tuple(MissFact(row.at, row.reason) for row in await rows(_missed(window))),
    )


def _by(column: ColumnElement[datetime], window: TimeWindow, statement: Select[Any]) -> Select[Any]:
    return statement.where(column >= window.start, column < window.end)


def _turns(window: TimeWindow) -> Select[Any]:
    """Her messages, turn by turn, each with the bot's answer that went out first."""
    asked = (
        _by(_INBOX.c.received_at, window, select(_INBOX.c.turn_id, _INBOX.c.conversation_id))
        .add_columns(func.min(_INBOX.c.received_at).label("at"))
        .where(_INBOX.c.kind != "event", _INBOX.c.turn_id.is_not(None))
        .group_by(_INBOX.c.turn_id, _INBOX.c.conversation_id)
        .subquery()
    )
    sent = (_OUTBOX.c.turn_id == asked.c.turn_id, _OUTBOX.c.state == "sent")
    by_bot = select(func.min(_OUTBOX.c.sent_at)).where(*sent).scalar_subquery()
    return select(asked.c.conversation_id, asked.c.at, by_bot.label("by_bot")).order_by(asked.c.at)


def _by_agents(window: TimeWindow) -> Select[Any]:
    """What agents wrote, up to some days after the window: the latest that an answer to it is looked for."""
    sent = (_OUTBOX.c.way == Way.CONSOLE.value, _OUTBOX.c.state == "sent")
    statement = select(_OUTBOX.c.conversation_id, _OUTBOX.c.sent_at).where(*sent)
    longer = TimeWindow(window.start, window.end + _LONGEST_WAIT)
    return _by(_OUTBOX.c.created_at, longer, statement).order_by(_OUTBOX.c.sent_at)


def _replies(turns: Sequence[Row[Any]], by_agents: Sequence[Row[Any]]) -> tuple[ReplyFact, ...]:
    """Where the bot has not answered, the agent's next words do."""
    written: dict[str, list[datetime]] = {}
    for row in by_agents:
        written.setdefault(row.conversation_id, []).append(row.sent_at)
    return tuple(ReplyFact(row.at, row.by_bot or _next(written.get(row.conversation_id, []), row.at)) for row in turns)


def _next(times: Sequence[datetime], at: datetime) -> datetime | None:
    place = bisect_left(times, at)
    return times[place] if place < len(times) else None


def _orders(window: TimeWindow) -> Select[Any]:
    columns = (_BOOKINGS.c.service, _BOOKINGS.c.provider_ids, _BOOKINGS.c.review, _BOOKINGS.c.events)
    statement = select(*columns).where(_BOOKINGS.c.kind != RECTIFICATION)
    return _by(_BOOKINGS.c.created_at, window, statement).order_by(_BOOKINGS.c.created_at, _BOOKINGS.c.id)


def _order(row: Row[Any]) -> OrderFact | None:
    """``None`` for a hold that nobody agreed to."""
    times = {name: datetime.fromisoformat(at) for at, name, _, _ in reversed(row.events)}
    if "booking_confirmed" not in times:
        return None
    reviewed = min((at for name, at in times.items() if name in _REVIEWED), default=None)
    return OrderFact(
        at=times["booking_confirmed"],
        service=row.service,
        provider_ids=tuple(row.provider_ids),
        waits_for_review=row.review is not None,
        reviewed_at=reviewed,
        matched=_OTHERS_CAME.isdisjoint(times),
    )


def _changes(window: TimeWindow) -> Select[Any]:
    """The steps that made an order other; with when she was queued, where somebody did it in a talk with her."""
    asked = (
        select(func.max(_HANDOFFS.c.queued_at))
        .select_from(_HANDOFFS.join(_CONVERSATIONS, _CONVERSATIONS.c.id == _HANDOFFS.c.conversation_id))
        .where(
            _CONVERSATIONS.c.customer_id == _BOOKINGS.c.customer_id,
            _HANDOFFS.c.queued_at <= _AUDIT.c.at,
            or_(_HANDOFFS.c.ended_at.is_(None), _HANDOFFS.c.ended_at >= _AUDIT.c.at),
        )
        .scalar_subquery()
    )
    columns = (_BOOKINGS.c.service, _BOOKINGS.c.provider_ids, _BOOKINGS.c.review, _BOOKINGS.c.events)
    statement = (
        select(_AUDIT.c.at, _AUDIT.c.actor, asked.label("asked_at"), *columns)
        .join_from(_AUDIT, _BOOKINGS, _BOOKINGS.c.id == _AUDIT.c.entity_id)
        .where(_AUDIT.c.entity == "booking", _AUDIT.c.action.in_(_CHANGED))
    )
    return _by(_AUDIT.c.at, window, statement).order_by(_AUDIT.c.at, _AUDIT.c.id)


def _change(row: Row[Any]) -> ChangeFact:
    """It stands at once, but where it waits for a person's look: with that, if no other change came first."""
    handled: datetime | None = row.at
    after = [(datetime.fromisoformat(at), name) for at, name, _, _ in row.events]
    after = [(at, name) for at, name in after if at > row.at and name in {*_CHANGED, *_REVIEWED}]
    if after and after[0][1] in _REVIEWED:
        handled = after[0][0]
    elif not after and row.review == ReviewState.PENDING.value:
        handled = None
    return ChangeFact(row.at, row.asked_at or row.at, handled, row.service, tuple(row.provider_ids))


def _wanted_of_people(handed: Sequence[Row[Any]]) -> list[ChangeFact]:
    """Who would have somebody else than was proposed waits for a person to arrange it."""
    waiting = (row for row in handed if row.reason == Reason.REPLACEMENT_REFUSED.value and row.ended_at is None)
    return [ChangeFact(row.queued_at, row.queued_at, None) for row in waiting]


def _of_agents(window: TimeWindow) -> Select[Any]:
    scored = select(_AGENT_SCORES).where(_AGENT_SCORES.c.score.is_not(None))
    return _by(_AGENT_SCORES.c.answered_at, window, scored).order_by(_AGENT_SCORES.c.answered_at, _AGENT_SCORES.c.id)


def _tickets(window: TimeWindow) -> Select[Any]:
    together = _TICKETS.outerjoin(_BOOKINGS, _BOOKINGS.c.id == _TICKETS.c.linked_to)
    visit = (_BOOKINGS.c.service, _BOOKINGS.c.provider_ids)
    statement = select(_TICKETS, *visit).select_from(together)
    return _by(_TICKETS.c.created_at, window, statement).order_by(_TICKETS.c.created_at, _TICKETS.c.id)


def _ticket(row: Row[Any], care: CarePolicy, zone: ZoneInfo) -> TicketFact:
    solved_at, refund = _instant(row.data.get("solved_at")), row.data.get("refund") or {}
    minutes = None
    if solved_at is not None and row.state in ("solved", "closed"):
        minutes = care.duty.minutes_between(to_local(row.created_at, zone), to_local(solved_at, zone))
    return TicketFact(
        at=row.created_at,
        type=row.type,
        category=row.category,
        state=row.state,
        due_first_response=row.due_first_response,
        responded_at=_instant(row.data.get("responded_at")),
        due_resolution=row.due_resolution,
        minutes=minutes,
        refund_due=_instant(refund.get("due")),
        refund_paid_at=_instant(refund.get("paid_at")),
        assignee=row.assignee,
        service=row.service or "",
        provider_ids=tuple(row.provider_ids or ()),
    )


def _of_surveys(window: TimeWindow) -> Select[Any]:
    names = ("due_at", "kind", "state", "asked_at", "answered_at", "scores", "average", "low", "anonymous", "reason")
    visit = (_BOOKINGS.c.service, _BOOKINGS.c.provider_ids)
    together = _SURVEYS.join(_BOOKINGS, _BOOKINGS.c.id == _SURVEYS.c.booking_id)
    statement = select(*(_SURVEYS.c[name] for name in names), *visit).select_from(together)
    return _by(_SURVEYS.c.due_at, window, statement).order_by(_SURVEYS.c.due_at, _SURVEYS.c.booking_id)


def _survey(row: Row[Any]) -> SurveyFact:
    left_out = row.state == SurveyState.SKIPPED.value and row.reason in _NOT_TO_BE_ASKED
    return SurveyFact(
        at=row.due_at,
        kind=row.kind,
        state=row.state,
        counts=not left_out,
        asked=row.asked_at is not None or row.answered_at is not None,
        scores=dict(row.scores),
        average=row.average,
        low=row.low,
        anonymous=row.anonymous,
        service=row.service,
        provider_ids=tuple(row.provider_ids),
    )


def _missed(window: TimeWindow) -> Select[Any]:
    return _by(_MISSES.c.at, window, select(_MISSES.c.at, _MISSES.c.reason)).order_by(_MISSES.c.id)


def _handed(window: TimeWindow) -> Select[Any]:
    return _by(_HANDOFFS.c.queued_at, window, select(_HANDOFFS)).order_by(_HANDOFFS.c.queued_at, _HANDOFFS.c.id)


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
