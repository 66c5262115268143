"""Figures against a small world that was counted by hand, on both databases; and a day on which nothing happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.agent_score import AgentScore, AgentScoreState
from bot.domain.attempt import Attempt, AttemptState, Stage
from bot.domain.audit import AuditEntry
from bot.domain.booking import BookingEvent, BookingState, Review, ReviewState
from bot.domain.figure_groups import By
from bot.domain.miss import Miss, MissReason
from bot.domain.queueing import Handoff
from bot.domain.sending import OutboundState, Purpose, Way
from bot.domain.survey import Survey, SurveyKind, SurveyState
from bot.domain.ticket import Refund, Severity, Ticket, TicketState, TicketType
from bot.domain.values import TimeWindow
from bot.ports import Deps, UnitOfWork
from bot.usecases.figures import FigureReport, figure_report
from tests.builders import NOW, a_booking, a_message, an_outbound
from tests.integration.db.conftest import SqlStore
from tests.worlds import a_catalogue, a_world

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MIDNIGHT = NOW - 10 * HOUR
"""Of the Monday whose ten o'clock in Shanghai is ``NOW``."""
TODAY = TimeWindow(MIDNIGHT, MIDNIGHT + DAY)
LATER = NOW + 12 * HOUR
"""When the figures are looked at: ten in the evening."""


async def _turn(uow: UnitOfWork, number: int, after: timedelta | None) -> None:
    """One message of hers, answered so much later."""
    item = await uow.inbox.add("cv_1", a_message(f"第{number}句"), NOW + number * HOUR)
    assert item is not None
    turn = await uow.inbox.claim_turn(NOW + number * HOUR + MINUTE, a_world().deps.patience, "w")
    assert turn is not None
    await uow.inbox.finish_turn(turn, "w")
    if after is not None:
        sent = await uow.outbox.add(an_outbound(turn_id=turn.id, created_at=NOW + number * HOUR))
        claimed = await uow.outbox.claim_due(NOW + number * HOUR, 24 * HOUR)
        assert claimed is not None
        assert claimed.id == sent.id
        at = NOW + number * HOUR + after
        await uow.outbox.settle(replace(claimed, state=OutboundState.SENT, sent_at=at))


def _order(number: int, service: str, provider: str, *steps: tuple[timedelta, str], **more: object):
    events = (BookingEvent(NOW, "hold_placed", "customer"),)
    events += tuple(BookingEvent(NOW + after, name, "customer") for after, name in steps)
    starts = NOW + number * DAY
    return a_booking(
        id=f"bk_{number}", service=service, provider_ids=(provider,), events=events, state=BookingState.CONFIRMED,
        window=TimeWindow(starts, starts + 2 * HOUR), **more,
    )  # fmt: skip


async def _orders(uow: UnitOfWork) -> None:
    confirmed = (MINUTE, "booking_confirmed")
    waiting, approved = Review(ReviewState.PENDING, ("x",)), Review(ReviewState.APPROVED, ("x",))
    for order in (
        _order(1, "daily_cleaning", "p1", confirmed, (30 * MINUTE, "booking_rescheduled")),
        _order(2, "daily_cleaning", "p2", confirmed, (2 * HOUR, "provider_replaced")),
        _order(3, "appliance_cleaning", "p1", confirmed, (10 * MINUTE, "booking_changed"),
               (21 * MINUTE, "review_approved"), review=approved),
        _order(4, "daily_cleaning", "p2", confirmed, (HOUR, "booking_changed"), review=waiting),
        _order(5, "daily_cleaning", "p1"),  # a hold that nobody agreed to
        _order(6, "daily_cleaning", "p1", confirmed, kind="rectification", linked_to="bk_1"),
    ):  # fmt: skip
        await uow.bookings.add(order, order.window)


async def _changes(uow: UnitOfWork) -> None:
    """At once; after eleven minutes of review; in review still; by an agent two hours after she was queued."""
    await uow.handoffs.add(Handoff("ho_1", "cv_1", "request_human", NOW + HOUR, NOW + 2 * HOUR, "li", NOW + 4 * HOUR))
    for number, after, name, by in (
        (1, 30 * MINUTE, "booking_rescheduled", "customer"),
        (3, 10 * MINUTE, "booking_changed", "customer"),
        (4, HOUR, "booking_changed", "customer"),
        (2, 3 * HOUR, "booking_changed", "agent:li"),
        (2, 5 * HOUR, "booking_changed", "agent:li"),  # of her own accord
    ):
        await uow.audit.add(AuditEntry(NOW + after, by, name, "booking", f"bk_{number}"))
    asked = AgentScore("cv_1", "li", NOW + 4 * HOUR, None)
    await uow.agent_scores.add(replace(asked, state=AgentScoreState.SCORED, score=4.0, answered_at=NOW + 5 * HOUR))


async def _attempts(uow: UnitOfWork) -> None:
    for number, (stage, state, asked) in enumerate(
        (
            (Stage.BOOKED, AttemptState.BOOKED, "booking:confirm"),
            (Stage.BOOKED, AttemptState.BOOKED, "booking:confirm"),
            (Stage.BOOKED, AttemptState.BOOKED, "booking:confirm"),
            (Stage.SHOWN, AttemptState.LEFT, "booking:confirm"),
            (Stage.SERVICE, AttemptState.LEFT, "booking:address"),
            (Stage.SERVICE, AttemptState.LEFT, "booking:window"),  # nobody could come
            (Stage.OFFERED, AttemptState.OPEN, "booking:window"),
        )
    ):
        at = NOW + number * MINUTE
        await uow.attempts.add(Attempt("cv_1", at, at, stage, state, asked, "daily_cleaning", number == 5))


def _ticket(number: int, type_: TicketType, **more: object) -> Ticket:
    ticket = Ticket(
        id=f"tk_{number}",
        customer_id="cu_1",
        type=type_,
        severity=Severity.NORMAL,
        created_at=NOW,
        created_by="customer",
        due_first_response=NOW + 4 * HOUR,
        due_resolution=NOW + 3 * HOUR,
    )
    return replace(ticket, **more)  # type: ignore[arg-type]


async def _tickets(uow: UnitOfWork) -> None:
    solved = {"state": TicketState.CLOSED, "responded_at": NOW + HOUR}
    paid = Refund(8000, NOW + HOUR, "agent:li", NOW + 6 * HOUR, paid_at=NOW + 5 * HOUR)
    unpaid = Refund(8000, NOW + HOUR, "agent:li", NOW + 6 * HOUR)
    for ticket in (
        # Two working hours: one until noon, and 13 to 14 o'clock.
        _ticket(1, TicketType.COMPLAINT, category="late", linked_to="bk_1", assignee="agent:li",
                solved_at=NOW + 4 * HOUR, refund=paid, **solved),
        _ticket(2, TicketType.DAMAGE, category="damage", linked_to="bk_2", refund=unpaid),
        _ticket(3, TicketType.CONSULT, solved_at=NOW + 6 * HOUR, state=TicketState.SOLVED, responded_at=NOW + 5 * HOUR),
    ):  # fmt: skip
        await uow.tickets.add(ticket)


async def _surveys(uow: UnitOfWork) -> None:
    asked = {"asked_at": NOW + HOUR}
    answered = {**asked, "answered_at": NOW + 2 * HOUR}
    for survey in (
        Survey("bk_1", NOW, SurveyState.FOLLOWED_UP, scores={"attitude": 2.0, "skill": 3.0}, low=True, **answered),
        Survey("bk_2", NOW, SurveyState.ANSWERED, scores={"attitude": 5.0, "skill": 5.0}, anonymous=True, **answered),
        Survey("bk_3", NOW, SurveyState.ASKED, **asked),
        Survey("bk_4", NOW, SurveyState.UNREACHABLE),
        Survey("bk_5", NOW, SurveyState.SKIPPED, reason="safety"),
        Survey("bk_6", NOW, SurveyState.ANSWERED, SurveyKind.RETURN, scores={"overall": 4.0}, **answered),
    ):
        await uow.surveys.add(survey)


@pytest.fixture
async def deps(store: SqlStore) -> Deps:
    async with store.uow() as uow:
        await uow.catalogue.put(a_catalogue())
        for number, after in enumerate((MINUTE, 3 * MINUTE, 8 * MINUTE, None)):
            await _turn(uow, number, after)
        await _orders(uow)
        await _changes(uow)
        await _attempts(uow)
        await _tickets(uow)
        await _surveys(uow)
        miss = Miss("cv_1", "turn_x", NOW, MissReason.FALLBACK, "none", "咋")
        await uow.misses.add(miss)
        await uow.misses.add(replace(miss, turn_id="turn_y", reason=MissReason.CORRECTED))
        await uow.commit()
    store.clock.advance(hours=12)
    return replace(a_world().deps, uow=store.uow, clock=store.clock, views=store.views)


async def _report(deps: Deps, window: TimeWindow = TODAY, by: By = By.DAY) -> FigureReport:
    async with deps.uow() as uow:
        return await figure_report(deps, uow, window, by)


def _values(figures) -> dict[str, tuple[float | None, int]]:
    return {one.key: (None if one.value is None else round(one.value, 4), one.of) for one in figures}


COUNTED = {
    "first_reply": (4.0, 3),  # (1 + 3 + 8) / 3 minutes
    "first_reply_in_time": (0.5, 4),  # two of four; one was late, one never came
    "handoff_wait": (60.0, 1),
    "misunderstood": (0.25, 4),  # one "did not understand" in four turns; a correction is none
    "orders": (4.0, 4),  # without the hold and the rectification
    "booking_success": (0.75, 4),  # three of the four that saw a time and are over
    "booking_answer": (6.6667, 3),  # 0, 0 and 20 minutes; one still waits
    "booking_answer_in_time": (0.75, 4),
    "matching_success": (0.6, 5),  # one was replaced, and for one wish nobody could come
    "change_in_time": (1.0, 3),  # three stand firm, one still waits
    "complaints": (2.0, 3),
    "first_response": (0.3333, 3),  # one in time, one late, one never
    "handling": (240.0, 2),  # of the working hours 8–12 and 13–21, 10–14 are 180 minutes and 10–16 are 300
    "refund_in_time": (0.5, 2),
    "disputes_solved": (0.5, 2),
    "feedback_solved": (1.0, 1),
    "survey_coverage": (0.75, 4),  # three of four; after danger nobody was to be asked
    "return_coverage": (1.0, 1),
    "score": (3.8333, 3),  # 2.5, 5 and 4
    "score_overall": (4.0, 1),
    "score_attitude": (3.5, 2),
    "score_skill": (4.0, 2),
    "score_punctuality": (None, 0),
    "score_result": (None, 0),
    "low_scores": (1.0, 3),
    "follow_up": (1.0, 1),
    "agent_score": (4.0, 1),
}


async def test_every_figure_is_as_counted_by_hand(deps: Deps):
    report = await _report(deps)
    assert _values(report.totals) == COUNTED
    assert [(group.key, _values(group.figures)) for group in report.groups] == [("2026-11-23", COUNTED)]


async def test_targets_are_held_against_what_there_is(deps: Deps):
    report = await _report(deps)
    kept = {figure.key: figure.kept for figure in report.totals if figure.target is not None}
    assert kept == {
        "first_reply": True,
        "booking_success": False,
        "booking_answer": True,
        "matching_success": False,
        "change_in_time": True,
        "first_response": False,
        "handling": False,
        "refund_in_time": False,
        "disputes_solved": False,
        "feedback_solved": True,
        "survey_coverage": False,
        "return_coverage": True,
        "score": False,
        "follow_up": True,
        "agent_score": False,
    }


async def test_a_change_that_waits_for_longer_than_a_day_is_late(deps: Deps, store: SqlStore):
    store.clock.advance(hours=20)
    refused = Handoff("ho_2", "cv_1", "replacement_refused", NOW + 6 * HOUR)
    async with store.uow() as uow:
        await uow.handoffs.add(refused)
        await uow.commit()
    report = await _report(deps)
    assert _values(report.totals)["change_in_time"] == (0.6, 5)


async def test_where_people_stop_is_told(deps: Deps):
    report = await _report(deps)
    assert report.funnel.reached == {"started": 7, "service": 7, "offered": 5, "shown": 4, "booked": 3}
    assert [(one.key, one.count) for one in report.funnel.stopped] == [
        ("booking:address", 1),
        ("booking:confirm", 1),
        ("booking:window", 1),
    ]
    assert [(one.key, one.count) for one in report.complaint_reasons] == [("damage", 1), ("late", 1)]


async def test_who_has_stopped_without_a_word_counts_as_one_who_left(deps: Deps, store: SqlStore):
    store.clock.advance(hours=13)
    report = await _report(deps)
    assert _values(report.totals)["booking_success"] == (0.6, 5)
    assert [(one.key, one.count) for one in report.funnel.stopped] == [
        ("booking:window", 2),
        ("booking:address", 1),
        ("booking:confirm", 1),
    ]


async def test_a_no_of_the_reviewers_is_an_answer_like_a_yes(deps: Deps, store: SqlStore):
    refused = _order(9, "daily_cleaning", "p2", (MINUTE, "booking_confirmed"), (11 * MINUTE, "review_rejected"),
                     review=Review(ReviewState.REJECTED, ("x",)))  # fmt: skip
    async with store.uow() as uow:
        await uow.bookings.add(refused, refused.window)
        await uow.commit()
    report = await _report(deps)
    assert _values(report.totals)["booking_answer"] == (7.5, 4)  # 0, 0, 20 and 10 minutes
    assert _values(report.totals)["booking_answer_in_time"] == (0.8, 5)


async def test_a_day_without_anything_is_empty_and_nothing_else(deps: Deps):
    report = await _report(deps, TimeWindow(MIDNIGHT - DAY, MIDNIGHT))
    assert report.is_empty
    assert {value for value, _ in _values(report.totals).values()} == {None}
    assert {figure.kept for figure in report.totals} == {None}
    assert report.funnel.reached == {}


async def test_each_day_of_a_week_has_its_own_and_empty_days_stay_empty(deps: Deps):
    report = await _report(deps, TimeWindow(MIDNIGHT - DAY, MIDNIGHT + 2 * DAY))
    orders = {group.key: _values(group.figures)["orders"] for group in report.groups}
    assert orders == {"2026-11-22": (None, 0), "2026-11-23": (4.0, 4), "2026-11-24": (None, 0)}
    weeks = await _report(deps, TimeWindow(MIDNIGHT - DAY, MIDNIGHT + 2 * DAY), By.WEEK)
    assert [group.key for group in weeks.groups] == ["2026-11-16", "2026-11-23"]


async def test_by_service_and_by_provider(deps: Deps):
    services = await _report(deps, by=By.SERVICE)
    assert {group.key: (group.name, _values(group.figures)["orders"][0]) for group in services.groups} == {
        "appliance_cleaning": ("家电清洗", 1.0),
        "daily_cleaning": ("日常保洁", 3.0),
    }
    providers = await _report(deps, by=By.PROVIDER)
    assert {group.key: _values(group.figures)["matching_success"] for group in providers.groups} == {
        "p1": (1.0, 2),
        "p2": (0.5, 2),
    }


async def test_one_anonymous_answer_is_not_shown_beside_its_provider(deps: Deps):
    report = await _report(deps, by=By.PROVIDER)
    scores = {group.key: _values(group.figures)["score"] for group in report.groups}
    assert scores == {"p1": (3.25, 2), "p2": (None, 0)}


async def test_by_agent(deps: Deps):
    report = await _report(deps, by=By.AGENT)
    (of_li,) = report.groups
    values = _values(of_li.figures)
    assert (of_li.key, values["handling"], values["handoff_wait"]) == ("li", (180.0, 1), (60.0, 1))
    assert values["agent_score"] == (4.0, 1)


async def test_what_the_bot_does_not_answer_an_agent_may(deps: Deps, store: SqlStore):
    async with store.uow() as uow:
        written = an_outbound(turn_id="", created_at=NOW + 3 * HOUR, way=Way.CONSOLE, purpose=Purpose.AGENT)
        await uow.outbox.add(written)
        claimed = await uow.outbox.claim_due(NOW + 3 * HOUR, 24 * HOUR)
        assert claimed is not None
        at = NOW + 3 * HOUR + 4 * MINUTE
        await uow.outbox.settle(replace(claimed, state=OutboundState.SENT, way=Way.CONSOLE, sent_at=at))
        await uow.commit()
    report = await _report(deps)
    assert _values(report.totals)["first_reply"] == (4.0, 4)  # (1 + 3 + 8 + 4) / 4
    assert _values(report.totals)["first_reply_in_time"] == (0.75, 4)
