"""The one table: event -> what follows, in the same transaction (R11)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.events import (
    AccountLocked,
    BookingCancelled,
    BookingChanged,
    BookingConfirmed,
    BookingLoaded,
    BookingRescheduled,
    BookingRestored,
    CallDone,
    CallTaskNeeded,
    ConsoleSet,
    CustomerChanged,
    CustomerErased,
    Event,
    HandoffQueued,
    HoldPlaced,
    HoldReleased,
    InquiryAnswered,
    InquiryAsked,
    InquiryLapsed,
    LeaveTaken,
    LeaveWithdrawn,
    LoggedIn,
    LoggedOut,
    LogInFailed,
    MissSeen,
    PasswordSet,
    PersonalDataRevealed,
    ProviderPraised,
    ProviderReplaced,
    ReplacementMissing,
    ReviewDecided,
    ReviewOverdue,
    SeriesChanged,
    SeriesEnded,
    SeriesStarted,
    SeriesStopped,
    SeriesVisitMissing,
    SurveyChanged,
    SurveyScoredLow,
    TicketChanged,
    TicketClosed,
    TicketEscalated,
    TicketOpened,
    TicketReopened,
    TicketSolved,
    TokenDisabled,
    TokenIssued,
    VisitReported,
    VisitUnreported,
    WaitlistJoined,
    WaitlistLeft,
    WaitlistOffered,
    WaitlistOfferTakenBack,
    WaitlistTaken,
)
from bot.domain.handoff_events import (
    AgentFellSilent,
    ConversationHandedBack,
    ConversationTaken,
    HandoffRaised,
    NoteWritten,
    QueueLeft,
)
from bot.ports import Clock, CompanyClock, UnitOfWork
from bot.usecases.access_records import audit_call, audit_console, audit_log_in, audit_password, audit_reveal
from bot.usecases.agent_score import agent_score_falls_due
from bot.usecases.bookkeeping import (
    ask_staff_about_missing_visit,
    ask_staff_about_stopped_series,
    ask_staff_how_it_went,
    ask_staff_to_call,
    ask_staff_to_replace,
    ask_staff_to_review,
    audit_customer,
    audit_erasure,
    audit_leave,
    audit_miss,
    audit_series,
    audit_step,
    audit_token,
    remember_customer,
    remember_customer_of_series,
)
from bot.usecases.handoff_records import audit_note, begin_wait, note_handed_back, note_left, note_taken, raise_wait
from bot.usecases.inquiry_records import audit_inquiry, audit_waitlist, drop_questions
from bot.usecases.notify import tell_customer
from bot.usecases.notify_providers import tell_providers
from bot.usecases.plan_reminders import plan_reminders, survey_falls_due
from bot.usecases.retention import forget_closed, forget_loaded
from bot.usecases.survey_records import audit_praise, audit_survey, follow_up, follow_up_ends, spare_after_danger
from bot.usecases.ticket_records import audit_ticket, call_supervisor, spare_supervisor, withdraw_question

Reaction = Callable[[UnitOfWork, Any, CompanyClock], Awaitable[None]]

REACTIONS: Mapping[type[Event], tuple[Reaction, ...]] = {
    HoldPlaced: (audit_step,),
    HoldReleased: (audit_step,),
    BookingConfirmed: (audit_step, remember_customer, plan_reminders, tell_customer, tell_providers),
    BookingLoaded: (audit_step, plan_reminders, forget_loaded),
    BookingCancelled: (audit_step, drop_questions, plan_reminders, tell_customer, tell_providers),
    BookingRescheduled: (audit_step, drop_questions, plan_reminders, tell_customer, tell_providers),
    BookingChanged: (audit_step, drop_questions, plan_reminders, tell_customer, tell_providers),
    BookingRestored: (audit_step, plan_reminders, tell_customer, tell_providers),
    ProviderReplaced: (audit_step, drop_questions, tell_customer, tell_providers),
    ReplacementMissing: (ask_staff_to_replace,),
    ReviewDecided: (audit_step, drop_questions, tell_customer, tell_providers),
    ReviewOverdue: (audit_step, ask_staff_to_review),
    VisitUnreported: (audit_step, ask_staff_how_it_went),
    LeaveTaken: (audit_leave,),
    LeaveWithdrawn: (audit_leave,),
    VisitReported: (audit_step, plan_reminders, survey_falls_due, tell_customer),
    CustomerChanged: (audit_customer,),
    HandoffQueued: (begin_wait,),
    AgentFellSilent: (begin_wait,),
    HandoffRaised: (raise_wait,),
    QueueLeft: (note_left,),
    ConversationTaken: (note_taken,),
    ConversationHandedBack: (note_handed_back, agent_score_falls_due),
    NoteWritten: (audit_note,),
    CustomerErased: (audit_erasure,),
    MissSeen: (audit_miss,),
    CallTaskNeeded: (ask_staff_to_call,),
    InquiryAsked: (audit_inquiry,),
    InquiryAnswered: (audit_inquiry,),
    InquiryLapsed: (audit_inquiry,),
    WaitlistJoined: (audit_waitlist,),
    WaitlistOffered: (audit_waitlist,),
    WaitlistOfferTakenBack: (audit_waitlist,),
    WaitlistTaken: (audit_waitlist,),
    WaitlistLeft: (audit_waitlist,),
    SeriesStarted: (audit_series, remember_customer_of_series),
    SeriesChanged: (audit_series,),
    SeriesEnded: (audit_series,),
    SeriesStopped: (audit_series, ask_staff_about_stopped_series),
    SeriesVisitMissing: (audit_series, ask_staff_about_missing_visit),
    SurveyChanged: (audit_survey,),
    SurveyScoredLow: (follow_up,),
    ProviderPraised: (audit_praise,),
    TicketOpened: (audit_ticket, spare_after_danger),
    TicketChanged: (audit_ticket,),
    TicketEscalated: (audit_ticket, call_supervisor),
    TicketSolved: (audit_ticket,),
    TicketClosed: (audit_ticket, withdraw_question, follow_up_ends, forget_closed, spare_supervisor),
    TicketReopened: (audit_ticket, withdraw_question),
    TokenIssued: (audit_token,),
    TokenDisabled: (audit_token,),
    LoggedIn: (audit_log_in,),
    LogInFailed: (audit_log_in,),
    AccountLocked: (audit_log_in,),
    LoggedOut: (audit_log_in,),
    PasswordSet: (audit_password,),
    PersonalDataRevealed: (audit_reveal,),
    CallDone: (audit_call,),
    ConsoleSet: (audit_console,),
}


def reactor(clock: Clock, zone: ZoneInfo) -> Callable[[UnitOfWork, Event], Awaitable[None]]:
    """What a unit of work calls for each event inside its commit."""
    company_clock = CompanyClock(clock, zone)

    async def react(uow: UnitOfWork, event: Event) -> None:
        for reaction in REACTIONS[type(event)]:
            await reaction(uow, event, company_clock)

    return react
