"""When customers are asked about a visit: once, by day, where a way is open, not amid something else."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.dialogue.talk import Talk, talk_to
from bot.dialogue.tasks import BookingTask
from bot.domain.agent_score import AgentScore
from bot.domain.audit import CallTask
from bot.domain.booking import RECTIFICATION, BookingState
from bot.domain.conversation import Mode
from bot.domain.policy import Policies
from bot.domain.sending import Ledger, OutboundState, Purpose
from bot.domain.survey import Survey, SurveyKind, SurveyPolicy, SurveyState, falls_due
from bot.domain.ticket import TicketType
from bot.domain.values import TimeWindow, to_instant
from bot.usecases.surveying import survey_next
from tests.builders import NOW, a_booking, a_conversation, a_customer, a_ticket, an_inquiry
from tests.fakes import SHANGHAI, FakeWorld
from tests.worlds import OPENID, a_catalogue, a_world

VISIT = TimeWindow(NOW - timedelta(hours=4), NOW - timedelta(hours=1))
INVITED = (
    "今天李秀英做的日常保洁您还满意吗？态度、手艺、准时、效果各打1到5分，"
    "回“都5分”“5 5 4 5”或一句话都行；不想评就回“不评”。"
)
REMINDED = "打扰一下，昨天李秀英做的日常保洁还没收到您的评价，方便时回个1到5分就行；不想评就回“不评”，之后不再问了。"


def _at(local: str) -> datetime:
    return to_instant(datetime.fromisoformat(local), SHANGHAI)


@pytest.fixture
def world() -> FakeWorld:
    """Somebody whose visit has ended, who has written today, and whose survey is due."""
    world = a_world()
    store = world.store
    store.customers["cu_1"] = a_customer(openid=OPENID)
    store.conversations["cv_1"] = a_conversation(openid=OPENID)
    store.bookings["bk_1"] = a_booking(state=BookingState.COMPLETED, window=VISIT, provider_ids=("p1",))
    store.surveys["bk_1"] = falls_due("bk_1", NOW)
    store.ledgers["cv_1"] = Ledger().opened("message", NOW)
    return world


async def _until(world: FakeWorld, local: str) -> list[str]:
    """What has been written to her when everything that is due at this local time is done."""
    world.clock.advance(seconds=(_at(local) - world.clock.now()).total_seconds())
    while await survey_next(world.deps):
        pass
    return [row.bubble.text for row in world.store.outbox.values()]


def _survey(world: FakeWorld) -> Survey:
    return world.store.surveys["bk_1"]


def _says(world: FakeWorld, **changes: Any) -> None:
    world.store.conversations["cv_1"] = replace(world.store.conversations["cv_1"], **changes)


async def test_she_is_asked_once_when_it_is_due(world: FakeWorld):
    world.store.surveys["bk_1"] = falls_due("bk_1", _at("2026-11-23T11:00"))
    assert await _until(world, "2026-11-23T10:59") == []
    assert await _until(world, "2026-11-23T11:00") == [INVITED]
    assert await _until(world, "2026-11-23T20:00") == [INVITED]
    assert (_survey(world).state, _survey(world).asked_at) == (SurveyState.ASKED, _at("2026-11-23T11:00"))
    (row,) = world.store.outbox.values()
    assert (row.purpose, row.lapses_at) == (Purpose.REMINDER, _at("2026-11-26T11:00"))


async def test_who_does_not_answer_is_reminded_once_and_then_left_alone(world: FakeWorld):
    await _until(world, "2026-11-23T10:00")
    assert await _until(world, "2026-11-24T09:59") == [INVITED]
    assert await _until(world, "2026-11-24T10:00") == [INVITED, REMINDED]
    assert _survey(world).state is SurveyState.REMINDED
    assert await _until(world, "2026-11-26T10:00") == [INVITED, REMINDED]
    assert (_survey(world).state, _survey(world).next_at) == (SurveyState.LAPSED, None)


async def test_nobody_is_asked_at_night(world: FakeWorld):
    assert await _until(world, "2026-11-23T21:30") == []
    assert await _until(world, "2026-11-24T07:59") == []
    assert len(await _until(world, "2026-11-24T08:00")) == 1


async def test_who_cannot_be_reached_is_counted_as_such_and_asked_when_she_can(world: FakeWorld):
    world.store.ledgers["cv_1"] = Ledger()
    assert await _until(world, "2026-11-23T10:00") == []
    assert _survey(world).state is SurveyState.UNREACHABLE
    world.store.ledgers["cv_1"] = Ledger().opened("message", _at("2026-11-23T12:30"))
    assert len(await _until(world, "2026-11-23T13:00")) == 1
    assert _survey(world).state is SurveyState.ASKED


async def test_who_could_never_be_reached_stays_counted_as_such(world: FakeWorld):
    world.store.ledgers["cv_1"] = Ledger()
    assert await _until(world, "2026-11-26T10:00") == []
    assert (_survey(world).state, _survey(world).next_at) == (SurveyState.LAPSED, None)
    world.store.surveys["bk_1"] = falls_due("bk_1", NOW).out_of_reach(NOW)
    await _until(world, "2026-11-26T10:01")
    assert (_survey(world).state, _survey(world).next_at) == (SurveyState.UNREACHABLE, None)


async def test_a_template_reaches_her_outside_the_window(world: FakeWorld):
    world.store.catalogue = a_catalogue(policies=Policies(templates={"survey": "TS"}))
    world.store.ledgers["cv_1"] = Ledger()
    assert await _until(world, "2026-11-23T10:00") == [INVITED]
    (row,) = world.store.outbox.values()
    assert row.notice is not None
    assert (row.notice.template_id, row.notice.data["phrase4"]) == ("TS", "待评价")


async def test_an_invitation_that_never_arrived_is_none(world: FakeWorld):
    await _until(world, "2026-11-23T10:00")
    (row,) = world.store.outbox.values()
    world.store.outbox[row.id] = replace(row, state=OutboundState.FAILED, error="errcode_45047")
    world.store.ledgers["cv_1"] = Ledger()
    await _until(world, "2026-11-24T10:00")
    assert (_survey(world).state, _survey(world).asked_at) == (SurveyState.UNREACHABLE, None)


async def test_a_booking_that_is_talked_of_comes_first(world: FakeWorld):
    talk = Talk(tasks=(BookingTask(),), touched_at=datetime(2026, 11, 23, 9, 50))
    _says(world, dialogue=talk_to(talk))
    assert await _until(world, "2026-11-23T10:19") == []
    assert len(await _until(world, "2026-11-23T10:20")) == 1


async def test_a_question_of_ours_comes_first(world: FakeWorld):
    world.store.inquiries["iq_1"] = an_inquiry()
    assert await _until(world, "2026-11-23T10:00") == []
    world.store.inquiries.clear()
    assert len(await _until(world, "2026-11-23T10:30")) == 1


async def test_she_is_not_asked_right_behind_the_question_about_a_colleague(world: FakeWorld):
    world.store.agent_scores = [AgentScore("cv_1", "小李", NOW, None, id=1).asked(NOW - timedelta(minutes=5))]
    assert await _until(world, "2026-11-23T10:24") == []
    assert await _until(world, "2026-11-23T10:25") == [INVITED]


@pytest.mark.parametrize("mode", [Mode.QUEUED, Mode.AGENT])
async def test_nobody_is_asked_while_a_person_talks_with_her(world: FakeWorld, mode: Mode):
    _says(world, mode=mode)
    assert await _until(world, "2026-11-23T12:00") == []
    _says(world, mode=Mode.BOT)
    assert len(await _until(world, "2026-11-23T12:30")) == 1


async def test_two_visits_are_asked_about_one_after_the_other(world: FakeWorld):
    world.store.bookings["bk_2"] = replace(world.store.bookings["bk_1"], id="bk_2")
    world.store.surveys["bk_2"] = falls_due("bk_2", NOW)
    assert len(await _until(world, "2026-11-23T15:00")) == 1
    assert [survey.state for survey in world.store.surveys.values()] == [SurveyState.ASKED, SurveyState.DUE]


@pytest.mark.parametrize("ticket", [{"type": TicketType.SAFETY}, {"category": "harassment"}])
async def test_after_danger_nobody_is_asked_for_points(world: FakeWorld, ticket: dict[str, Any]):
    world.store.tickets["tk_1"] = a_ticket(**ticket)
    assert await _until(world, "2026-11-23T10:00") == []
    assert (_survey(world).state, _survey(world).reason) == (SurveyState.SKIPPED, "safety")


async def test_an_emergency_of_the_day_spares_the_question(world: FakeWorld):
    world.store.call_tasks.append(CallTask("cu_1", "emergency", "漏水", NOW))
    assert await _until(world, "2026-11-23T10:00") == []
    assert _survey(world).state is SurveyState.SKIPPED


async def test_an_ordinary_complaint_does_not_spare_it(world: FakeWorld):
    world.store.tickets["tk_1"] = a_ticket()
    assert len(await _until(world, "2026-11-23T10:00")) == 1


async def test_who_wishes_no_messages_is_not_asked(world: FakeWorld):
    world.store.customers["cu_1"] = replace(world.store.customers["cu_1"], muted=True)
    assert await _until(world, "2026-11-23T10:00") == []
    assert (_survey(world).state, _survey(world).reason) == (SurveyState.SKIPPED, "muted")


async def test_after_a_rectification_it_is_asked_whether_all_is_well(world: FakeWorld):
    world.store.bookings["bk_1"] = replace(world.store.bookings["bk_1"], kind=RECTIFICATION)
    world.store.surveys["bk_1"] = falls_due("bk_1", NOW, SurveyKind.RETURN)
    (text,) = await _until(world, "2026-11-23T10:00")
    assert text == "今天李秀英做的日常保洁（免费返工）给您处理好了吗？回1到5分或一句话就行，还有没弄好的也直接告诉我。"


async def test_the_owners_words_and_hours_count(world: FakeWorld):
    policy = SurveyPolicy(texts={"invite": "{visit}如何？"}, remind_after_hours=2)
    world.store.catalogue = a_catalogue(policies=Policies(survey=policy))
    assert await _until(world, "2026-11-23T10:00") == ["今天李秀英做的日常保洁如何？"]
    assert len(await _until(world, "2026-11-23T12:00")) == 2


@pytest.mark.parametrize(("kind", "text"), [(SurveyKind.VISIT, "invite"), (SurveyKind.RETURN, "return")])
async def test_each_text_of_the_owners_may_show_how_to_answer(world: FakeWorld, kind: SurveyKind, text: str):
    own = dict.fromkeys((text, "remind"), "{visit}如何？{dimensions}，例如{digits}")
    world.store.catalogue = a_catalogue(policies=Policies(survey=SurveyPolicy(("skill", "result"), texts=own)))
    world.store.surveys["bk_1"] = falls_due("bk_1", NOW, kind)
    await _until(world, "2026-11-23T10:00")
    said = await _until(world, "2026-11-24T10:00")
    assert [one.partition("如何？")[2] for one in said] == ["手艺、效果，例如5 5"] * 2


async def test_one_that_cannot_be_asked_does_not_stand_before_the_others(world: FakeWorld):
    policy = SurveyPolicy(texts={"return": "{nothing_of_the_kind}"})
    world.store.catalogue = a_catalogue(policies=Policies(survey=policy))
    world.store.surveys["bk_1"] = falls_due("bk_1", NOW - timedelta(hours=1), SurveyKind.RETURN)
    world.store.bookings["bk_2"] = replace(world.store.bookings["bk_1"], id="bk_2")
    world.store.surveys["bk_2"] = falls_due("bk_2", NOW)
    assert await _until(world, "2026-11-23T10:00") == [INVITED]
    assert (_survey(world).state, _survey(world).next_at) == (SurveyState.DUE, NOW + timedelta(hours=1))


async def test_who_has_booked_by_phone_and_never_written_is_out_of_reach(world: FakeWorld):
    world.store.conversations.clear()
    assert await _until(world, "2026-11-23T10:00") == []
    assert _survey(world).state is SurveyState.UNREACHABLE


async def test_each_step_stands_in_the_audit_without_what_was_said(world: FakeWorld):
    await _until(world, "2026-11-23T10:00")
    assert [(one.action, one.entity_id, one.detail) for one in world.store.audit] == [
        ("survey_asked", "bk_1", {"kind": "visit"})
    ]
