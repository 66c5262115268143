"""Parts of an order changed in the talk: old and new shown, done after a yes, kept after a no."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.domain.booking import Booking, BookingState
from bot.domain.values import to_local
from tests.fakes import SHANGHAI
from tests.talker import Talker
from tests.worlds import a_world, an_auntie

HOME = "浦东新区张杨路1458弄6号楼1202"
OTHER = "静安区南京西路100号502"


async def _booked(talker: Talker | None = None, wish: str = "明天下午两点打扫，90平") -> Talker:
    talker = talker or Talker()
    await talker.says(f"{wish}，{HOME}，13800138000", "book_service")
    assert await talker.says("好的", "affirm") == ["utter_booked"]
    return talker


def _only(talker: Talker) -> Booking:
    (booking,) = talker.bookings(BookingState.CONFIRMED)
    return booking


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("电话改成13900139000", "电话：138****8000 → 139****9000"),
        (f"地址换成{OTHER}", f"地址：{HOME} → {OTHER}"),
        ("楼号写错了 是5号楼", f"地址：{HOME} → 浦东新区张杨路1458弄5号楼1202"),
        ("加个擦窗", "要求：无 → 擦窗（内侧）"),
        ("那单再加个擦玻璃", "要求：无 → 擦窗（内侧）"),
        ("改成四个小时", "时间：明天（11月24日 周二）14:00–17:00 → 明天（11月24日 周二）14:00–18:00"),
        ("多做一个小时", "时间：明天（11月24日 周二）14:00–17:00 → 明天（11月24日 周二）14:00–18:00"),
        ("面积写错了 是120平", "面积：90平 → 120平"),
        ("多派一个人", "人数：1位 → 2位"),
        ("要两个阿姨", "人数：1位 → 2位"),
        ("备注一下 到了给物业打电话", "备注：无 → 到了给物业打电话"),
        ("门禁密码是5566#", "备注：无 → 门禁密码是5566#"),
        ("联系人改成李女士", "联系人：无 → 李女士"),
        ("换个阿姨", "家政员：李秀英 → 张玉梅"),
        ("家里有只狗 忘了说", "要求：无 → 家里有狗"),
    ],
)
async def test_a_part_is_shown_old_and_new_and_changed_after_a_yes(said: str, line: str):
    talker = await _booked()
    before = _only(talker)
    assert await talker.says(said, "change_booking") == ["utter_ask_change"]
    assert line in talker.values["changes"].splitlines()
    assert _only(talker) == before
    assert await talker.says("好的", "affirm") == ["utter_changed"]
    assert line in talker.values["changes"].splitlines()
    assert _only(talker).events[-1].name == "booking_changed"


async def test_only_what_changes_is_shown_with_the_old_price_and_the_new():
    talker = await _booked()
    await talker.says("电话改成13900139000", "change_booking")
    assert talker.values["changes"].splitlines() == ["电话：138****8000 → 139****9000"]
    assert talker.values["who"].startswith("家政员：")
    assert talker.values["price"] == "不变，180元（60元/小时 × 3小时）"
    await talker.says("再多做一个小时", "change_booking")
    assert talker.values["price"] == "180元（60元/小时 × 3小时） → 240元（60元/小时 × 4小时）"
    await talker.says("可以", "affirm")
    assert (_only(talker).phone, _only(talker).duration_minutes) == ("13900139000", 240)


async def test_a_need_is_dropped():
    talker = await _booked(wish="明天下午两点打扫，90平，自带工具，擦窗")
    assert _only(talker).special_needs == ("bring_tools", "windows_inside")
    assert await talker.says("不用带工具了", "change_booking") == ["utter_ask_change"]
    await talker.says("好的", "affirm")
    assert _only(talker).special_needs == ("windows_inside",)


@pytest.mark.parametrize("said", ["两台改三台", "再加一台", "改成三台挂机", "加洗一台空调"])
async def test_pieces_are_counted_from_what_is_ordered(said: str):
    talker = await _booked(wish="明天下午两点洗空调，挂机两台")
    assert await talker.says(said, "change_booking") == ["utter_ask_change"]
    await talker.says("好的", "affirm")
    assert _only(talker).quantities == {"空调挂机": 3}


async def test_a_further_thing_joins_an_order_by_the_piece():
    talker = await _booked(wish="明天下午两点洗空调，挂机两台")
    assert await talker.says("再加个油烟机", "change_booking") == ["utter_ask_change"]
    await talker.says("好的", "affirm")
    assert _only(talker).quantities == {"空调挂机": 2, "油烟机": 1}


@pytest.mark.parametrize(
    ("said", "intents"),
    [
        (f"改到周五，地址也换成{OTHER}", ("reschedule_booking", "change_booking")),
        (f"改到周五，地址也换成{OTHER}", ("reschedule_booking",)),
        (f"地址换成{OTHER}，时间改到周五", ("change_booking",)),
    ],
)
async def test_time_and_part_are_shown_together_and_changed_with_one_yes(said: str, intents: tuple[str, ...]):
    talker = await _booked()
    assert await talker.says(said, *intents) == ["utter_ask_change"]
    assert talker.values["changes"].splitlines() == [
        "时间：明天（11月24日 周二）14:00–17:00 → 11月27日（周五）14:00–17:00",
        f"地址：{HOME} → {OTHER}",
    ]
    await talker.says("好的", "affirm")
    booking = _only(talker)
    assert (to_local(booking.window.start, SHANGHAI), booking.address) == (datetime(2026, 11, 27, 14), OTHER)


async def test_a_move_that_also_gets_another_part_goes_on_as_one_change():
    talker = await _booked()
    assert await talker.says("改到周五", "reschedule_booking") == ["utter_ask_move"]
    assert await talker.says("对了，电话也换成13900139000", "inform") == ["utter_ask_change"]
    assert len(talker.values["changes"].splitlines()) == 2
    assert await talker.says("好的", "affirm") == ["utter_changed"]
    assert _only(talker).phone == "13900139000"


async def test_what_is_wrong_without_the_right_one_is_asked_for():
    talker = await _booked()
    assert await talker.says("电话写错了", "change_booking") == ["utter_ask_new_phone"]
    assert await talker.says("13900139000", "inform") == ["utter_ask_change"]
    await talker.says("好的", "affirm")
    assert _only(talker).phone == "13900139000"


async def test_an_address_without_its_district_or_door_is_completed():
    talker = await _booked()
    assert await talker.says("地址改一下", "change_booking") == ["utter_ask_new_address"]
    assert await talker.says("南京西路100号502", "inform") == ["utter_ask_district"]
    assert await talker.says("静安区", "inform") == ["utter_ask_change"]
    await talker.says("好的", "affirm")
    assert (_only(talker).address, _only(talker).district) == (OTHER, "静安区")


async def test_who_wants_to_change_something_is_asked_what():
    talker = await _booked()
    assert await talker.says("改一下订单", "change_booking") == ["utter_ask_change_what"]
    assert await talker.says("改电话", "change_booking") == ["utter_ask_new_phone"]


async def test_a_no_leaves_the_order_as_it_is():
    talker = await _booked()
    before = _only(talker)
    await talker.says("加个擦窗", "change_booking")
    assert await talker.says("算了不改了", "abandon") == ["utter_move_kept"]
    assert _only(talker) == before


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("对了再加个擦玻璃", "book_service"),
        ("对了，顺便擦下窗户", "inform"),
        ("啊电话写错了，是13900139000", "inform"),
        ("电话写错了 应该是13900139000", "update_profile"),
        ("忘了说家里有猫", "inform"),
    ],
)
async def test_what_is_said_right_after_booking_is_about_that_order(said: str, intent: str):
    talker = await _booked(await _booked(), "周四下午两点打扫，90平")
    assert await talker.says(said, intent) == ["utter_ask_change"]
    assert "11月26日" in talker.values["order"]


async def test_of_two_orders_the_one_that_is_named_is_changed():
    talker = await _booked(await _booked(), "周四下午两点打扫，90平")
    assert await talker.says("明天那单加个擦窗", "change_booking") == ["utter_ask_change"]
    assert "11月24日" in talker.values["order"]


async def test_of_two_orders_long_ago_the_customer_is_asked_which():
    talker = await _booked(await _booked(), "周四下午两点打扫，90平")
    talker.world.clock.advance(hours=25)
    assert await talker.says("加个擦窗", "change_booking") == ["utter_ask_which_order"]
    assert await talker.says("周四的", "inform") == ["utter_ask_change"]
    assert talker.values["changes"] == "要求：无 → 擦窗（内侧）"


async def test_where_nobody_is_free_for_the_longer_time_other_starts_are_offered():
    talker = await _booked(Talker(a_world((an_auntie(1),))), "明天上午九点打扫，90平")
    await _booked(talker, "明天下午一点打扫，90平")
    said = await talker.says("上午那单改成五个小时", "change_booking")
    assert said == ["utter_change_not_free", "utter_change_starts"]
    assert talker.choices
    assert await talker.says("1", "inform") == ["utter_ask_change"]
    await talker.says("好的", "affirm")
    assert sorted(booking.duration_minutes for booking in talker.bookings(BookingState.CONFIRMED)) == [180, 300]


async def test_an_order_that_has_begun_is_not_changed():
    talker = await _booked()
    talker.world.clock.advance(hours=29)
    assert await talker.says("加个擦窗", "change_booking") == ["utter_change_begun"]


async def test_a_place_nobody_works_in_is_said_before_the_yes():
    talker = await _booked()
    said = await talker.says("地址换成崇明区北门路58号3号楼101，改到周五", "change_booking", "reschedule_booking")
    assert said == ["utter_not_covered"]
    assert await talker.says(f"那就{OTHER}", "inform") == ["utter_ask_change"]


async def test_another_service_is_another_order():
    talker = await _booked()
    assert await talker.says("换成洗空调", "change_booking") == ["utter_other_service"]
    assert talker.values["service"] == "家电清洗"


async def test_without_an_order_there_is_nothing_to_change():
    assert await Talker().says("加个擦窗", "change_booking") == ["utter_nothing_to_change"]


async def test_what_is_as_wished_already_needs_no_change():
    talker = await _booked()
    assert await talker.says("改成三个小时", "change_booking") == ["utter_change_nothing"]


async def test_a_named_order_is_changed_in_the_middle_of_a_new_booking():
    talker = await _booked()
    await talker.says("周日上午打扫", "book_service")
    assert await talker.says("明天那单加个擦窗", "change_booking") == ["utter_ask_change"]
    said = await talker.says("好的", "affirm")
    assert said[0] == "utter_changed"
    assert len(said) == 2


async def test_whoever_was_promised_still_comes_after_a_change():
    """Though another one would be ranked before her now."""
    talker = await _booked()
    promised = _only(talker).provider_ids
    for provider in list(talker.world.store.providers.values()):
        better = 5.0 if provider.id not in promised else 3.0
        talker.world.store.providers[provider.id] = replace(provider, rating=better)
    await talker.says("电话改成13900139000", "change_booking")
    await talker.says("好的", "affirm")
    assert _only(talker).provider_ids == promised


async def test_who_comes_is_changed_though_it_sounds_like_another_time():
    talker = await _booked(await _booked(), "周四下午两点打扫，90平")
    assert await talker.says("明天来的阿姨换一个行吗", "reschedule_booking") == ["utter_ask_change"]
    assert "11月24日" in talker.values["order"]
    assert talker.values["changes"].startswith("家政员：")
    assert talker.values["who"] == ""


async def test_an_address_that_is_not_known_is_asked_for_though_it_sounds_like_another_time():
    talker = await _booked()
    said = await talker.says("明天那单时间不变，地址改成公司", "reschedule_booking")
    assert said == ["utter_ask_new_address"]


async def test_who_wants_to_change_the_order_is_asked_what_before_when():
    talker = await _booked()
    assert await talker.says("我想改下单子", "reschedule_booking") == ["utter_ask_change_what"]
    assert await talker.says("改时间", "reschedule_booking") == ["utter_ask_new_time"]
    assert await talker.says("周五下午两点", "inform") == ["utter_ask_change"]
    assert await talker.says("好的", "affirm") == ["utter_changed"]
    assert to_local(_only(talker).window.start, SHANGHAI) == datetime(2026, 11, 27, 14)


async def test_an_order_that_was_looked_up_is_the_one_that_changes():
    talker = await _booked(await _booked(), "周四下午两点打扫，90平")
    assert await talker.says("明天那单几点", "check_booking") == ["utter_booking_detail"]
    assert await talker.says("加个擦窗", "change_booking") == ["utter_ask_change"]
    assert "11月24日" in talker.values["order"]


async def test_the_time_named_once_more_leaves_a_change_as_it_was_shown():
    talker = await _booked()
    await talker.says("地址换成浦东新区浦建路76弄11号604", "change_booking")
    assert await talker.says("时间不变，还是明天下午两点", "reschedule_booking") == ["utter_ask_change_again"]


async def test_the_address_of_an_order_that_is_named_is_that_orders_and_not_the_stored_one():
    talker = await _booked()
    await talker.says("明天下午那次打扫 地址要换一下", "update_profile")
    assert await talker.says("换成浦东新区浦建路76弄11号604", "inform") == ["utter_ask_change"]
    assert "浦建路76弄11号604" in talker.values["changes"]


AIRCON = "周四下午两点洗空调，挂机两台"
TO_FRIDAY = "喂你好那个我约了洗空调的那一单我礼拜四临时要去医院家里没人能不能帮我{}礼拜五下午两点"
AS_IT_IS = "打扫那个不要动哦还是明天下午"


async def _two_orders() -> Talker:
    return await _booked(await _booked(), AIRCON)


def _aircon(talker: Talker) -> tuple[str, dict[str, int]]:
    (booking,) = [one for one in talker.bookings(BookingState.CONFIRMED) if one.service == "appliance_cleaning"]
    return f"{to_local(booking.window.start, SHANGHAI):%d %H:%M}", dict(booking.quantities)


@pytest.mark.parametrize("where", ["弄到", "搞到", "安排到", "放到", "排到", "改到"])
async def test_the_order_that_is_named_goes_to_another_day_in_whatever_words(where: str):
    talker = await _two_orders()
    talker.world.clock.advance(minutes=1)
    assert await talker.says(TO_FRIDAY.format(where), "cancel_booking", "greet") == ["utter_ask_move"]
    assert talker.values["new"].startswith("11月27日（周五）14:00")
    assert await talker.says(AS_IT_IS, "book_service") == ["utter_ask_move_again"]
    await talker.says("好的", "affirm")
    assert _aircon(talker) == ("27 14:00", {"空调挂机": 2})


@pytest.mark.parametrize("intent", ["book_service", "cancel_booking", "inform"])
@pytest.mark.parametrize(
    ("wish", "then"), [("有一单改到礼拜五下午两点", "utter_ask_move"), ("有一单改个时间", "utter_ask_move_when")]
)
async def test_the_order_that_is_to_stay_is_not_the_one_that_moves(wish: str, then: str, intent: str):
    talker = await _two_orders()
    assert await talker.says(wish, "reschedule_booking") == ["utter_ask_which_order"]
    assert await talker.says(AS_IT_IS, intent) == [then]
    assert talker.values.get("old", "家电清洗").endswith("家电清洗")


@pytest.mark.parametrize(
    "text",
    [
        "哎算了油烟机下次再说吧就洗空调改到礼拜五下午两点就好了",
        "油烟机先不洗了，空调弄到周五下午两点",
        "不洗油烟机了 空调改到周五下午两点",
    ],
)
async def test_what_was_added_is_taken_out_again_beside_another_time(text: str):
    talker = await _two_orders()
    await talker.says("空调那单油烟机也一起洗一台", "change_booking")
    assert "油烟机×1" in talker.values["changes"]
    assert await talker.says(text, "abandon") == ["utter_ask_change"]
    await talker.says("好的", "affirm")
    assert _aircon(talker) == ("27 14:00", {"空调挂机": 2})


async def test_a_question_about_what_was_added_takes_nothing_out():
    talker = await _two_orders()
    await talker.says("空调那单油烟机也一起洗一台", "change_booking")
    await talker.says("油烟机要不要拆下来呀", "ask_policy")
    await talker.says("好的", "affirm")
    assert _aircon(talker)[1] == {"空调挂机": 2, "油烟机": 1}
