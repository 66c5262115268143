"""What a customer thinks of the agent who has talked with her, asked once and kept apart from her visits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.agent_score import AgentScore, AgentScoreState
from bot.domain.conversation import Mode
from bot.domain.policy import Policies
from bot.domain.sending import Ledger
from bot.domain.survey import SurveyPolicy, falls_due
from bot.ports import CompanyClock
from bot.usecases.agent_score import agent_score_next
from bot.usecases.handoff import hand_back
from tests.builders import NOW, a_booking, a_conversation, a_customer
from tests.fakes import SHANGHAI, FakeWorld
from tests.talker import Talker
from tests.worlds import OPENID, a_catalogue, a_world

QUESTION = "刚才同事小李为您服务得怎么样？回1到5分就行，不想评不用管它。"


@pytest.fixture
def world() -> FakeWorld:
    """Somebody with whom 小李 is talking."""
    world = a_world()
    world.store.customers["cu_1"] = a_customer(openid=OPENID)
    world.store.conversations["cv_1"] = a_conversation(openid=OPENID, mode=Mode.AGENT, agent="小李")
    world.store.ledgers["cv_1"] = Ledger().opened("message", NOW)
    return world


async def _hand_back(world: FakeWorld) -> None:
    async with world.deps.uow() as uow:
        await hand_back(uow, CompanyClock(world.clock, SHANGHAI), "cv_1", "小李")
        await uow.commit()


async def _after(world: FakeWorld, minutes: float) -> list[str]:
    """What has been written to her by then."""
    world.clock.advance(minutes=minutes)
    while await agent_score_next(world.deps):
        pass
    return [row.bubble.text for row in world.store.outbox.values()]


def _score(world: FakeWorld) -> AgentScore:
    (score,) = world.store.agent_scores
    return score


async def _asked(world: FakeWorld) -> Talker:
    await _hand_back(world)
    assert await _after(world, 10) == [QUESTION]
    world.clock.advance(minutes=1)
    return Talker(world)


async def test_she_is_asked_some_minutes_after_the_talk_and_once(world: FakeWorld):
    await _hand_back(world)
    assert await _after(world, 9) == []
    assert await _after(world, 1) == [QUESTION]
    assert await _after(world, 24 * 60) == [QUESTION]
    assert _score(world).state is AgentScoreState.LAPSED


async def test_nobody_is_asked_while_it_is_open_how_a_visit_was(world: FakeWorld):
    world.store.bookings["bk_1"] = a_booking(state="completed", customer_id="cu_1")
    world.store.surveys["bk_1"] = falls_due("bk_1", NOW).asked(NOW, SurveyPolicy())
    await _hand_back(world)
    assert await _after(world, 10) == []
    world.store.surveys["bk_1"] = world.store.surveys["bk_1"].declined()
    assert await _after(world, 30) == [QUESTION]


async def test_she_hears_no_account_of_wechats_agents(world: FakeWorld):
    world.store.conversations["cv_1"] = a_conversation(openid=OPENID, mode=Mode.AGENT, agent="kf:a@home")
    async with world.deps.uow() as uow:
        await hand_back(uow, CompanyClock(world.clock, SHANGHAI), "cv_1", "kf:a@home")
        await uow.commit()
    assert await _after(world, 10) == [QUESTION.replace("小李", "")]


@pytest.mark.parametrize(("text", "points"), [("5", 5.0), ("四分吧", 4.0), ("满分", 5.0)])
async def test_she_scores_the_agent_and_no_visit(world: FakeWorld, text: str, points: float):
    talker = await _asked(world)
    assert await talker.says(text, "rate_service") == ["utter_agent_scored"]
    assert (_score(world).state, _score(world).agent, _score(world).score) == (AgentScoreState.SCORED, "小李", points)
    assert world.store.surveys == {}


async def test_she_does_not_wish_to_say(world: FakeWorld):
    talker = await _asked(world)
    assert await talker.says("不评了", "deny") == ["utter_survey_declined"]
    assert (_score(world).state, _score(world).score) == (AgentScoreState.DECLINED, None)


async def test_words_alone_are_kept_without_a_score(world: FakeWorld):
    talker = await _asked(world)
    assert await talker.says("挺耐心的", "rate_service") == ["utter_agent_scored"]
    assert (_score(world).score, _score(world).comment) == (None, "挺耐心的")


async def test_who_speaks_of_something_else_is_not_asked_again(world: FakeWorld):
    talker = await _asked(world)
    assert await talker.says("你们自带工具吗", "ask_policy", topic="tools") == ["utter_policy"]
    await talker.says("5", "inform")
    assert _score(world).score is None


async def test_nobody_is_asked_twice_within_a_day(world: FakeWorld):
    await _asked(world)
    world.store.conversations["cv_1"] = replace(world.store.conversations["cv_1"], mode=Mode.AGENT, agent="小李")
    await _hand_back(world)
    assert len(world.store.agent_scores) == 1


async def test_nobody_is_asked_while_a_person_talks_with_her_again(world: FakeWorld):
    await _hand_back(world)
    world.store.conversations["cv_1"] = replace(world.store.conversations["cv_1"], mode=Mode.QUEUED)
    assert await _after(world, 10) == []
    assert await _after(world, 4 * 60) == []
    assert _score(world).state is AgentScoreState.LAPSED


async def test_the_owner_may_ask_nothing(world: FakeWorld):
    world.store.catalogue = a_catalogue(policies=Policies(survey=SurveyPolicy(agent_after_minutes=0)))
    await _hand_back(world)
    assert world.store.agent_scores == []
