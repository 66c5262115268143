"""What a turn teaches: misses are kept, and how far attempts to book come."""

from __future__ import annotations

from bot.domain.attempt import AttemptState, Stage
from bot.domain.miss import MissReason
from tests.talker import Talker
from tests.worlds import a_world, an_auntie

ADDRESS = "浦东新区张杨路1458弄6号楼1202"


def _attempts(talker: Talker) -> list[tuple[Stage, AttemptState, str]]:
    return [(one.stage, one.state, one.asked) for one in talker.world.store.attempts.values()]


async def test_what_is_not_understood_is_kept_with_what_was_asked():
    talker = Talker()
    await talker.says("明天下午打扫", "book_service")
    assert await talker.says("嘎嘣脆鸡肉味", confidence=0.1) != []
    (miss,) = talker.world.store.misses.values()
    assert (miss.text, miss.reason, miss.intents) == ("嘎嘣脆鸡肉味", MissReason.FALLBACK, ())
    assert miss.asked.startswith("booking:")
    assert (miss.turn_id, miss.before) == ("turn2", "明天下午打扫")


async def test_what_is_corrected_after_it_was_read_back_is_kept():
    talker = Talker()
    await talker.says(f"明天下午两点打扫，90平，{ADDRESS}，13800138000", "book_service")
    await talker.says("不对，是后天下午两点", "inform")
    (miss,) = talker.world.store.misses.values()
    assert (miss.reason, miss.asked) == (MissReason.CORRECTED, "booking:confirm")


async def test_a_plain_talk_leaves_no_miss():
    talker = Talker()
    await talker.says(f"明天下午两点打扫，90平，{ADDRESS}，13800138000", "book_service")
    await talker.says("好的", "affirm")
    assert talker.world.store.misses == {}


async def test_an_attempt_is_followed_from_its_start_to_the_booking():
    talker = Talker()
    await talker.says("想约个阿姨", "book_service")
    assert _attempts(talker) == [(Stage.STARTED, AttemptState.OPEN, "booking:service")]
    await talker.says("日常保洁", "inform")
    assert _attempts(talker)[0][0] is Stage.SERVICE
    await talker.says(f"明天下午两点，90平，{ADDRESS}，13800138000", "inform")
    assert _attempts(talker) == [(Stage.SHOWN, AttemptState.OPEN, "booking:confirm")]
    await talker.says("好的", "affirm")
    assert [one[:2] for one in _attempts(talker)] == [(Stage.BOOKED, AttemptState.BOOKED)]


async def test_what_is_given_up_stays_where_it_was():
    talker = Talker()
    await talker.says("明天下午打扫", "book_service")
    (before,) = _attempts(talker)
    await talker.says("算了不约了", "abandon")
    assert _attempts(talker) == [(before[0], AttemptState.LEFT, before[2])]


async def test_that_nobody_could_come_is_kept_until_there_is_a_time():
    talker = Talker(a_world((an_auntie(1, hours={}),)))
    said = await talker.says(f"明天下午两点打扫，90平，{ADDRESS}，13800138000", "book_service")
    assert said == ["utter_noted", "utter_no_window"]
    assert [one.unmet for one in talker.world.store.attempts.values()] == [True]
    talker.world.store.providers["p1"] = an_auntie(1)
    await talker.says("那后天下午两点", "inform")
    assert _attempts(talker) == [(Stage.SHOWN, AttemptState.OPEN, "booking:confirm")]
    assert [one.unmet for one in talker.world.store.attempts.values()] == [False]


async def test_after_a_long_silence_it_is_another_attempt():
    talker = Talker()
    await talker.says("明天下午打扫", "book_service")
    talker.world.clock.advance(days=2)
    await talker.says("明天下午打扫", "book_service")
    assert [one[1] for one in _attempts(talker)] == [AttemptState.LEFT, AttemptState.OPEN]


async def test_a_talk_about_something_else_is_no_attempt():
    talker = Talker()
    await talker.says("你们修手机吗", "ask_services")
    assert _attempts(talker) == []
