"""Surveys and praise: the databases and the twin in memory keep the same promises."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.agent_score import AgentScore
from bot.domain.errors import NotFound, StoreBusy
from bot.domain.praise import Praise
from bot.domain.survey import Answers, Survey, SurveyKind, SurveyPolicy, falls_due
from bot.ports import UnitOfWork
from tests.builders import NOW, OPENID, a_booking, a_conversation, a_customer, a_window
from tests.fakes import FakeWorld
from tests.integration.db.conftest import SqlStore, a_process

Uow = Callable[[], UnitOfWork]
HOUR = timedelta(hours=1)
POLICY = SurveyPolicy()


@pytest.fixture(params=["sqlite", "postgres", "memory"])
async def uow(request: pytest.FixtureRequest) -> AsyncIterator[Uow]:
    """A store with two bookings of one customer in it, and one of another."""
    engine = None
    if request.param == "memory":
        uow: Uow = FakeWorld().deps.uow
    else:
        process = a_process(request.getfixturevalue(f"migrated_{request.param}_url"))
        engine, uow = process.engine, process.uow
    async with uow() as first:
        await first.customers.add(a_customer())
        await first.customers.add(a_customer(id="cu_2", openid="oOther"))
        await first.conversations.add(a_conversation())
        for number, customer in ((1, "cu_1"), (2, "cu_1"), (3, "cu_2")):
            window = a_window(number * timedelta(days=1))
            await first.bookings.add(a_booking(id=f"bk_{number}", customer_id=customer, window=window), window)
        await first.commit()
    yield uow
    if engine is not None:
        await engine.dispose()


async def test_a_survey_comes_back_as_it_was(uow: Uow):
    asked = falls_due("bk_1", NOW, SurveyKind.RETURN).asked(NOW + HOUR, POLICY, 7).reminded(NOW + 2 * HOUR, POLICY)
    said = Answers({"attitude": 5.0, "skill": 2.5}, "很好", "有点贵", anonymous=True, no_callback=True, complains=True)
    survey = asked.answered(said, POLICY, NOW + 3 * HOUR)
    async with uow() as one:
        await one.surveys.add(survey)
        await one.commit()
    async with uow() as one:
        assert await one.surveys.get("bk_1") == survey
        with pytest.raises(NotFound):
            await one.surveys.get("bk_3")


async def test_what_waits_longest_is_looked_at_first_and_what_is_over_never(uow: Uow):
    surveys = (falls_due("bk_1", NOW + HOUR), falls_due("bk_2", NOW), falls_due("bk_3", NOW).skipped("safety"))
    async with uow() as one:
        for survey in surveys:
            await one.surveys.add(survey)
        await one.commit()
    async with uow() as one:
        assert await one.surveys.next_due(NOW - HOUR) is None
        assert await one.surveys.next_due(NOW + HOUR) == surveys[1]
        asked = await one.surveys.save(surveys[1].asked(NOW, POLICY))
        assert asked.version == 1
        assert await one.surveys.next_due(NOW + HOUR) == surveys[0]
        await one.commit()


async def test_a_survey_that_was_changed_meanwhile_is_not_overwritten(uow: Uow):
    first = falls_due("bk_1", NOW)
    async with uow() as one:
        await one.surveys.add(first)
        await one.surveys.save(first.asked(NOW, POLICY))
        with pytest.raises(StoreBusy):
            await one.surveys.save(first.declined())


async def test_the_surveys_of_a_customer_come_newest_first(uow: Uow):
    surveys = [falls_due(f"bk_{number}", NOW + number * HOUR) for number in (1, 2, 3)]
    async with uow() as one:
        for survey in surveys:
            await one.surveys.add(survey)
        assert list(await one.surveys.latest_of("cu_1")) == [surveys[1], surveys[0]]


async def test_praise_comes_back_newest_first_and_may_lose_its_visit(uow: Uow):
    async with uow() as one:
        await one.praises.add(Praise("p1", NOW, "手脚麻利", "bk_1"))
        await one.praises.add(Praise("p1", NOW + HOUR, "人好", "bk_2"))
        await one.praises.add(Praise("p2", NOW, "准时", "bk_1"))
        await one.praises.hide_booking("bk_1")
        of_p1 = [replace(praise, id=0) for praise in await one.praises.of_provider("p1")]
        of_p2 = [replace(praise, id=0) for praise in await one.praises.of_provider("p2")]
    assert of_p1 == [Praise("p1", NOW + HOUR, "人好", "bk_2"), Praise("p1", NOW, "手脚麻利")]
    assert of_p2 == [Praise("p2", NOW, "准时")]


async def test_surveys_are_shown_in_the_words_of_the_contract(store: SqlStore):
    survey = falls_due("bk_1", NOW).answered(Answers({"skill": 3.0, "attitude": 4.0}, "慢", "贵"), POLICY, NOW)
    await _store(store, survey)
    shown = {
        "booking_id": "bk_1",
        "customer": OPENID,
        "kind": "visit",
        "state": "answered",
        "due_at": "2026-11-23T10:00:00+08:00",
        "asked_at": None,
        "reminded_at": None,
        "answered_at": "2026-11-23T10:00:00+08:00",
        "scores": {"skill": 3.0, "attitude": 4.0},
        "average": 3.5,
        "comment": "慢",
        "remark": "贵",
        "anonymous": False,
        "no_callback": False,
        "low": True,
        "reason": None,
    }
    assert [row async for row in store.views.rows("surveys")] == [shown]
    assert [row async for row in store.views.rows("surveys", OPENID)] == [shown]
    assert [row async for row in store.views.rows("surveys", "oSomebodyElse")] == []


async def test_who_wished_to_stay_unknown_is_not_named(store: SqlStore):
    hidden = falls_due("bk_1", NOW).answered(Answers({"skill": 3.0}, anonymous=True), POLICY, NOW)
    await _store(store, hidden, score=3.0, score_is_anonymous=True)
    (shown,) = [row async for row in store.views.rows("surveys")]
    (booking,) = [row async for row in store.views.rows("bookings")]
    assert (shown["customer"], shown["average"], booking["score"]) == (None, 3.0, None)
    assert [shown[name] for name in ("booking_id", "due_at", "asked_at", "answered_at")] == [None] * 4
    assert OPENID not in str(shown)
    assert [row async for row in store.views.rows("surveys", OPENID)] == []


async def test_the_score_of_who_may_be_known_stands_at_the_booking(store: SqlStore):
    await _store(store, falls_due("bk_1", NOW), score=4.5)
    (booking,) = [row async for row in store.views.rows("bookings")]
    assert booking["score"] == 4.5


async def test_praise_is_shown_with_its_visit_where_that_may_be_known(store: SqlStore):
    await _store(store, falls_due("bk_1", NOW))
    async with store.uow() as uow:
        await uow.praises.add(Praise("p1", NOW, "手脚麻利", "bk_1"))
        await uow.praises.add(Praise("p1", NOW, "人好"))
        await uow.commit()
    everybody = [(row["words"], row["booking_id"]) async for row in store.views.rows("praises")]
    own = [row["words"] async for row in store.views.rows("praises", OPENID)]
    assert (everybody, own) == ([("手脚麻利", "bk_1"), ("人好", None)], ["手脚麻利"])


async def _store(store: SqlStore, survey: Survey, **booking: object) -> None:
    async with store.uow() as uow:
        await uow.bookings.add(a_booking(**booking), a_window())
        await uow.surveys.add(survey)
        await uow.commit()


async def test_what_is_thought_of_an_agent_comes_back_as_it_was(uow: Uow):
    due = AgentScore("cv_1", "小李", NOW, NOW + HOUR)
    async with uow() as one:
        await one.agent_scores.add(due)
        assert await one.agent_scores.next_due(NOW) is None
        found = await one.agent_scores.next_due(NOW + HOUR)
        assert found is not None
        assert replace(found, id=0) == due
        await one.agent_scores.save(found.asked(NOW + HOUR).scored(4.5, "耐心", NOW + 2 * HOUR))
        await one.commit()
    async with uow() as one:
        latest = await one.agent_scores.latest_of("cv_1")
        assert latest == replace(found.asked(NOW + HOUR).scored(4.5, "耐心", NOW + 2 * HOUR), id=found.id)
        assert await one.agent_scores.latest_of("cv_2") is None
        assert await one.agent_scores.next_due(NOW + 99 * HOUR) is None


async def test_agents_are_scored_apart_from_visits_in_an_export_of_their_own(store: SqlStore):
    async with store.uow() as uow:
        await uow.agent_scores.add(AgentScore("cv_1", "小李", NOW, None).scored(4.0, "好", NOW))
        await uow.commit()
    (row,) = [row async for row in store.views.rows("agent_scores", OPENID)]
    assert (row["agent"], row["score"], row["comment"], row["state"]) == ("小李", 4.0, "好", "scored")
    assert [row async for row in store.views.rows("agent_scores", "oOther")] == []
