from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.domain.errors import StoreBusy
from bot.replay.judging import Deviation, Kind
from bot.replay.play import MOST_ANSWERS, Played, play, play_all
from bot.replay.road import Broken, Reply, State
from bot.replay.transcript import AgentAct, Conversation, Given, Saying


@dataclass
class ScriptedRoad:
    """Asks the questions of ``asks`` one after the other and books when it has none left."""

    asks: list[str] = field(default_factory=list)
    breaks_at: int = 99
    time: datetime = datetime(2026, 11, 23, 10)
    heard: list[str] = field(default_factory=list)
    left: bool = False

    async def now(self) -> datetime:
        return self.time

    async def advance(self, by: timedelta) -> None:
        self.time += by

    async def arrange(self, given: Given) -> None:
        if given.customer.name == "谁也不是":
            raise Broken("nobody is called that")

    async def say(self, sayings: Sequence[Saying]) -> Reply:
        if len(self.heard) == self.breaks_at:
            raise Broken("no reply within 40 seconds")
        self.heard.append(" / ".join(map(str, sayings)))
        return Reply(f"{len(self.heard)}")

    async def act(self, act: AgentAct) -> Reply:
        self.heard.append(f"agent: {act.text}")
        return Reply()

    async def meanwhile(self) -> Reply:
        return Reply("还约吗")

    async def look(self) -> State:
        asked = self.asks[len(self.heard) - 1] if 0 < len(self.heard) <= len(self.asks) else "none"
        return State(self.time, asked=asked, waiting=int(len(self.heard) > len(self.asks)))

    async def leave(self) -> None:
        self.left = True


def a_conversation(**changes: Any) -> Conversation:
    return Conversation.model_validate({"name": "one", "talk": [{"customer": "打扫"}], **changes})


async def played(road: ScriptedRoad, **changes: Any) -> Played:
    return await play(a_conversation(**changes), road)


async def test_she_goes_on_answering_until_the_end_is_reached():
    road = ScriptedRoad(asks=["booking:area", "booking:window", "booking:window", "booking:confirm"])
    answers = {"booking:area": "90平", "booking:window": ["换一个", "2"]}
    result = await played(road, answers=answers, ends={"waitlist": 1})
    assert road.heard == ["打扫", "90平", "换一个", "2", "好的"]
    assert (result.deviations, result.succeeded, road.left) == ([], True, True)


async def test_where_no_answers_are_given_she_only_says_yes():
    road = ScriptedRoad(asks=["booking:confirm", "booking:phone"])
    result = await played(road, ends={"waitlist": 2})
    assert road.heard == ["打扫", "好的"]
    assert result.deviations == [Deviation(Kind.STATE, "waitlist", "2", "0")]


async def test_she_stops_where_no_answer_fits():
    road = ScriptedRoad(asks=["booking:phone"] * 3)
    await played(road, answers={"yes": "行"}, ends={"waitlist": 1})
    assert road.heard == ["打扫"]


async def test_she_does_not_answer_for_ever():
    road = ScriptedRoad(asks=["booking:phone"] * 99)
    await played(road, answers={"booking:phone": "13800138000"}, ends={"waitlist": 1})
    assert len(road.heard) == 1 + MOST_ANSWERS


async def test_a_deviation_names_its_turn_and_what_was_said():
    turns = [{"customer": "打扫"}, {"customer": ["明天", "下午"], "says": "约好"}]
    result = await played(ScriptedRoad(), talk=turns)
    assert result.deviations == [Deviation(Kind.SAYS, "says", "约好", "2", 2, "明天 / 下午")]


async def test_time_goes_by_between_two_lines():
    road = ScriptedRoad()
    result = await played(road, begins="周二 09:00", talk=[{"wait": "2h", "says": "还约吗"}, {"customer": "约"}])
    assert (road.time, result.deviations) == (datetime(2026, 11, 24, 11), [])
    assert [one.words for one in result.exchanges] == ["(time goes by)", "约"]


async def test_a_bot_that_does_not_answer_ends_the_conversation():
    road = ScriptedRoad(breaks_at=1)
    result = await played(road, talk=[{"customer": "打扫"}, {"customer": "在吗"}, {"customer": "喂"}])
    broken = Deviation(Kind.BROKEN, "conversation", "to go on", "no reply within 40 seconds", 2, "在吗")
    assert (result.deviations, result.succeeded, road.left) == ([broken], False, True)


async def test_what_cannot_be_given_is_told_before_the_first_turn():
    road = ScriptedRoad()
    result = await played(road, given={"customer": {"name": "谁也不是"}})
    assert [(one.turn, one.came) for one in result.deviations] == [(0, "nobody is called that")]
    assert (result.succeeded, road.left) == (False, True)


async def test_those_that_move_the_clock_are_played_last_and_told_in_their_own_order():
    roads: list[ScriptedRoad] = []

    def road() -> ScriptedRoad:
        roads.append(ScriptedRoad())
        return roads[-1]

    conversations = [
        a_conversation(name="friday", begins="周五 10:00", talk=[{"customer": "friday"}]),
        a_conversation(name="tuesday", begins="周二 10:00", talk=[{"customer": "tuesday"}]),
        a_conversation(name="waits", talk=[{"wait": "1h"}, {"customer": "waits"}]),
        a_conversation(name="plain", talk=[{"customer": "plain"}]),
    ]
    results = await play_all(conversations, road)
    assert [one.conversation.name for one in results] == ["friday", "tuesday", "waits", "plain"]
    assert [one.heard for one in roads if one.left] == [["plain"], ["waits"], ["tuesday"], ["friday"]]


async def test_a_conversation_that_cannot_give_back_what_it_took_says_so():
    class Sticky(ScriptedRoad):
        async def leave(self) -> None:
            raise StoreBusy("the database is locked")

    result = await played(Sticky())
    assert result.deviations == [
        Deviation(Kind.BROKEN, "conversation", "to leave nothing behind", "the database is locked")
    ]
    assert result.succeeded


async def test_one_that_deviates_beside_others_has_a_second_chance_by_itself():
    roads: list[ScriptedRoad] = []

    def road() -> ScriptedRoad:
        roads.append(ScriptedRoad(breaks_at=0 if len(roads) < 2 else 99))
        return roads[-1]

    results = await play_all([a_conversation(name="one"), a_conversation(name="other")], road)
    assert [one.deviations for one in results] == [[], []]
    assert [one.heard for one in roads] == [[], [], ["打扫"], ["打扫"]]
