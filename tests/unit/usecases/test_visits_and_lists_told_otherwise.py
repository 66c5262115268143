"""A visit less and one at another hour, told in passing; what was shown asked back; a whole day waited for."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.domain.booking import BookingState
from bot.domain.waitlist import WaitlistState
from bot.zh.of_order import says_sooner_or_later
from tests.talker import Talker
from tests.unit.usecases.waitlist_steps import full_tomorrow

HOME = "90平，浦东新区张杨路1458弄6号楼1202，13800138000"


async def _running(text: str = "每周六上午九点打扫") -> Talker:
    talker = Talker()
    await talker.says(f"{text}，{HOME}", "book_service")
    assert await talker.says("好的", "affirm") == ["utter_series_booked"]
    return talker


def _visits(talker: Talker) -> list[str]:
    zone = talker.world.deps.zone
    visits = sorted(booking.window.start.astimezone(zone) for booking in talker.bookings(BookingState.CONFIRMED))
    return [f"{start:%m-%d %H:%M}" for start in visits]


@pytest.mark.parametrize(
    "said",
    [
        "我家不是每个礼拜六上午都有阿姨来打扫嘛这个礼拜六就不用来了我们全家要去苏州",
        "我们家每周六都有个阿姨来的，这周六不用来了",
        "我屋企逢星期六都有阿姨嚟打扫，今个星期六唔使嚟喇",
    ],
)
async def test_what_comes_already_and_one_visit_less_is_a_visit_less(said: str):
    talker = await _running()
    assert await talker.says(said, "book_service", "greet") == ["utter_ask_skip"]
    assert talker.values["visits"].startswith("11月28日")
    await talker.says("对就这个礼拜六停一次", "affirm")
    assert "11-28 09:00" not in _visits(talker)


async def test_a_day_asked_back_is_the_one_that_was_shown():
    talker = await _running()
    await talker.says("下礼拜六的那次能不能换到礼拜天，还是上午九点", "reschedule_booking")
    assert await talker.says("那礼拜天来的还是王阿姨对吧", "check_booking") == ["utter_ask_move"]
    assert talker.values["new"].startswith("12月6日")
    await talker.says("好的", "affirm")
    assert "12-06 09:00" in _visits(talker)


@pytest.mark.parametrize(
    "said",
    ["这个礼拜五还是要来哈 不过早点嘛 四点半", "这周五还是来，不过早一点，四点半", "礼拜五那天早点来 下午四点半"],
)
async def test_one_visit_that_comes_sooner_is_moved_alone(said: str):
    talker = await _running("每周五下午五点打扫")
    said_back = await talker.says(said, "inform")
    if said_back == ["utter_ask_series_scope_move"]:
        said_back = await talker.says("早来就这一回 二天还是五点钟", "book_service")
    assert said_back == ["utter_ask_move"]
    await talker.says("要得", "affirm")
    assert _visits(talker)[:2] == ["11-27 16:30", "12-04 17:00"]


@pytest.mark.parametrize("text", ["早点睡", "最早几点", "早点的都行", "提前说一声", "提前通知我", "早晚都行"])
def test_no_hour_that_is_sooner(text: str):
    assert not says_sooner_or_later(text)


@pytest.mark.parametrize("said", ["那您给我登个候补 有人退了叫我一声", "给我排个候补吧", "帮我登记候补"])
async def test_a_whole_day_that_is_full_is_waited_for(said: str):
    talker = Talker(full_tomorrow())
    await talker.says(f"明天打扫，{HOME}", "book_service")
    assert await talker.says(said, "complain", "request_refund", confidence=0.45) == ["utter_waitlist_joined"]
    (entry,) = talker.world.store.waitlist.values()
    assert entry.state is WaitlistState.WAITING
    zone = talker.world.deps.zone
    assert entry.wanted.start.astimezone(zone).date() == datetime(2026, 11, 24).date()
    assert await talker.says("登候补不用先交钱吧", "ask_policy", topic="payment") != ["utter_still_waiting"]
    assert not talker.bookings(BookingState.HELD)


@pytest.mark.parametrize(
    "said", ["后天打扫那单您可别给我动啊", "后天那单别帮我动", "后天的打扫不要给我动哦", "后日嗰单唔好帮我郁"]
)
async def test_an_order_that_is_to_be_left_alone_stays(said: str):
    talker = Talker()
    await talker.says(f"后天下午两点打扫，{HOME}", "book_service")
    await talker.says("好的", "affirm")
    assert await talker.says(said, "cancel_booking", confidence=0.24) == ["utter_order_stays"]
    assert len(talker.bookings(BookingState.CONFIRMED)) == 1
