"""The tables that hold what tells of a person, and which of their rows may be forgotten."""

from __future__ import annotations

from bot.adapters.db.rows import (
    AgentScoreRow,
    AttachmentRow,
    BookingRow,
    CallTaskRow,
    ConversationRow,
    InboxRow,
    MissRow,
    NoteRow,
    OutboxRow,
    PraiseRow,
    ProviderNoticeRow,
    ResultRow,
    SeriesRow,
    SurveyRow,
    TicketRow,
    WaitlistRow,
    table,
)
from bot.domain.booking import OCCUPYING
from bot.domain.provider_notice import ProviderNoticeKind
from bot.domain.series import SeriesState
from bot.domain.ticket import TicketState

CONVERSATIONS = table(ConversationRow)
INBOX = table(InboxRow)
OUTBOX = table(OutboxRow)
BOOKINGS = table(BookingRow)
SERIES = table(SeriesRow)
WAITLIST = table(WaitlistRow)
NOTES = table(NoteRow)
CALL_TASKS = table(CallTaskRow)
PRAISES = table(PraiseRow)
SURVEYS = table(SurveyRow)
AGENT_SCORES = table(AgentScoreRow)
NOTICES = table(ProviderNoticeRow)
RESULTS = table(ResultRow)
MISSES = table(MissRow)
TICKETS = table(TicketRow)
ATTACHMENTS = table(AttachmentRow)

CAME = INBOX.c.state == "done"
WENT = OUTBOX.c.state.in_(("sent", "failed"))
OVER = BOOKINGS.c.state.not_in(sorted(state.value for state in OCCUPYING))
LEFT = WAITLIST.c.state.not_in(("waiting", "offered"))
CLOSED = TICKETS.c.state == TicketState.CLOSED.value
DAY_AHEAD = NOTICES.c.kind == ProviderNoticeKind.DAY_AHEAD.value
ENDED = SERIES.c.state == SeriesState.ENDED.value
