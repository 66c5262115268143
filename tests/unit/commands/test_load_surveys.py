from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.commands.load import load
from bot.domain.survey import SurveyKind, SurveyState
from tests.unit.commands.test_load import CUSTOMER, a_booking, a_file, refused
from tests.worlds import a_world

DONE = "    state: completed\n"


async def test_a_completed_visit_is_asked_about_as_the_file_says_and_only_once(tmp_path: Path):
    world = a_world()
    visits = "bookings:\n" + a_booking("b1", "2026-11-22T14:00", DONE) + a_booking("b2", "2026-11-22T09:00", DONE)
    asked = "surveys:\n  - booking_id: b1\n  - booking_id: b2\n    due_at: 2026-11-23T12:00\n"
    file = a_file(tmp_path, CUSTOMER + visits + asked)
    assert await load(world.deps, file) == "1 customer, 2 bookings, 2 surveys"
    first, second = world.store.surveys["b1"], world.store.surveys["b2"]
    assert (first.state, first.next_at) == (SurveyState.DUE, datetime(2026, 11, 22, 10, 0, tzinfo=UTC))
    assert second.next_at == datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
    before = dict(world.store.surveys)
    await load(world.deps, file)
    assert world.store.surveys == before


async def test_what_was_answered_elsewhere_stands_at_the_visit_too(tmp_path: Path):
    world = a_world()
    more = DONE + "    kind: rectification\n"
    answered = "surveys:\n  - {booking_id: b1, scores: {attitude: 5, skill: 2}, comment: 慢, anonymous: true}\n"
    file = a_file(tmp_path, CUSTOMER + "bookings:\n" + a_booking("b1", "2026-11-22T14:00", more) + answered)
    await load(world.deps, file)
    survey, booking = world.store.surveys["b1"], world.store.bookings["b1"]
    assert (survey.kind, survey.state, survey.average, survey.low) == (
        SurveyKind.RETURN,
        SurveyState.ANSWERED,
        3.5,
        True,
    )
    assert (booking.score, booking.score_is_anonymous, survey.next_at) == (3.5, True, None)


async def test_only_a_completed_visit_that_exists_is_asked_about(tmp_path: Path):
    world = a_world()
    asked = "surveys:\n  - booking_id: b1\n  - booking_id: b9\n  - {booking_id: b1, scores: {attitude: 6}}\n"
    told = await refused(world, a_file(tmp_path, CUSTOMER + "bookings:\n" + a_booking() + asked))
    assert [line.partition(": ")[2] for line in told] == [
        "booking_id 'b1' stands on line 14 too",
        "scores.attitude: input should be less than or equal to 5, not '6'",
    ]
    asked = "surveys:\n  - booking_id: b1\n  - booking_id: b9\n"
    told = await refused(world, a_file(tmp_path, CUSTOMER + "bookings:\n" + a_booking() + asked))
    assert [line.partition(": ")[2] for line in told] == [
        "survey of b1: the visit is confirmed, not completed",
        "survey of b9: unknown booking",
    ]
