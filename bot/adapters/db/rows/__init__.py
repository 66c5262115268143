"""The tables: ``…Row`` classes, which never leave ``adapters/db`` (R14).

Columns named ``personal`` hold sealed JSON (``cipher.py``): names, phones, addresses, what was said and what is known
of a dialogue. ``phone_hash`` finds a phone without showing it.
"""

from bot.adapters.db.rows.access import AccountRow, ConsoleSettingRow, SessionRow
from bot.adapters.db.rows.asking import AgentScoreRow, InquiryRow, PraiseRow, ReminderRow, SurveyRow, WaitlistRow
from bot.adapters.db.rows.base import Base, Instant, table
from bot.adapters.db.rows.bookings import BookingRow, OccupancyRow, SeriesRow, VisitRow
from bot.adapters.db.rows.company import CatalogueRow, LeaveRow, ProviderNoticeRow, ProviderRow
from bot.adapters.db.rows.handoffs import ChangeRow, HandoffRow, NoteRow, PresenceRow
from bot.adapters.db.rows.learning import AttemptRow, MissRow, RetentionMarkRow
from bot.adapters.db.rows.messages import InboxRow, OutboxRow
from bot.adapters.db.rows.people import ConversationRow, CustomerRow, LedgerRow
from bot.adapters.db.rows.records import AuditRow, CallTaskRow, ResultRow, TokenRow
from bot.adapters.db.rows.tickets import AttachmentRow, TicketRow

__all__ = [
    "AccountRow",
    "AgentScoreRow",
    "AttachmentRow",
    "AttemptRow",
    "AuditRow",
    "Base",
    "BookingRow",
    "CallTaskRow",
    "CatalogueRow",
    "ChangeRow",
    "ConsoleSettingRow",
    "ConversationRow",
    "CustomerRow",
    "HandoffRow",
    "InboxRow",
    "InquiryRow",
    "Instant",
    "LeaveRow",
    "LedgerRow",
    "MissRow",
    "NoteRow",
    "OccupancyRow",
    "OutboxRow",
    "PraiseRow",
    "PresenceRow",
    "ProviderNoticeRow",
    "ProviderRow",
    "ReminderRow",
    "ResultRow",
    "RetentionMarkRow",
    "SeriesRow",
    "SessionRow",
    "SurveyRow",
    "TicketRow",
    "TokenRow",
    "VisitRow",
    "WaitlistRow",
    "table",
]
