"""What is stored of a customer, changed in the talk; open orders change with it only where she says so."""

from __future__ import annotations

import pytest

from bot.domain.booking import Booking, BookingState
from bot.domain.conversation import Customer
from tests.talker import Talker

HOME = "浦东新区张杨路1458弄6号楼1202"
NEW_HOME = "静安区南京西路100号502"


async def _booked(talker: Talker | None = None, wish: str = "明天下午两点打扫，90平") -> Talker:
    talker = talker or Talker()
    await talker.says(f"{wish}，{HOME}，13800138000，叫我周女士", "book_service")
    assert await talker.says("好的", "affirm") == ["utter_booked"]
    return talker


def _customer(talker: Talker) -> Customer:
    (customer,) = talker.world.store.customers.values()
    return customer


def _orders(talker: Talker) -> list[Booking]:
    return sorted(talker.bookings(BookingState.CONFIRMED), key=lambda booking: booking.window.start)


async def test_a_new_phone_is_stored_masked_and_the_open_order_asked_about_once():
    talker = await _booked()
    said = await talker.says("我换手机号了，13900139000", "update_profile")
    assert said == ["utter_profile_saved_phone", "utter_ask_profile_orders"]
    assert talker.values["value"] == "139****9000"
    assert "11月24日" in talker.values["orders"]
    assert _customer(talker).phone == "13900139000"
    assert [order.phone for order in _orders(talker)] == ["13800138000"]
    assert await talker.says("都改", "inform") == ["utter_profile_orders_changed"]
    assert [order.phone for order in _orders(talker)] == ["13900139000"]


async def test_the_change_of_what_is_stored_is_audited_without_its_value():
    talker = await _booked()
    await talker.says("我换手机号了，13900139000", "update_profile")
    entry = talker.world.store.audit[-1]
    assert (entry.action, entry.actor, entry.detail) == ("customer_changed", "customer", {"fields": "phone"})


@pytest.mark.parametrize(("said", "intent"), [("只改以后的", "inform"), ("不用", "deny"), ("2", "inform")])
async def test_open_orders_stay_as_they_are_where_only_later_ones_are_meant(said: str, intent: str):
    talker = await _booked()
    await talker.says("我换手机号了，13900139000", "update_profile")
    assert await talker.says(said, intent) == ["utter_profile_later"]
    assert [order.phone for order in _orders(talker)] == ["13800138000"]
    assert _customer(talker).phone == "13900139000"


async def test_of_two_open_orders_only_the_named_one_changes():
    talker = await _booked(await _booked(), "周四下午两点打扫，90平")
    await talker.says("我换手机号了，13900139000", "update_profile")
    assert talker.values["count"] == "2"
    assert await talker.says("只改周四那单", "inform") == ["utter_profile_orders_changed"]
    assert [order.phone for order in _orders(talker)] == ["13800138000", "13900139000"]


async def test_both_open_orders_change_with_one_word():
    talker = await _booked(await _booked(), "周四下午两点打扫，90平")
    await talker.says("我换手机号了，13900139000", "update_profile")
    await talker.says("两个都改", "inform")
    assert [order.phone for order in _orders(talker)] == ["13900139000", "13900139000"]


async def test_who_says_no_number_is_asked_for_it():
    talker = await _booked()
    assert await talker.says("我换手机号了", "update_profile") == ["utter_ask_new_phone"]
    assert await talker.says("1390013900", "inform") == ["utter_ask_phone_again"]
    said = await talker.says("13900139000", "inform")
    assert said == ["utter_profile_saved_phone", "utter_ask_profile_orders"]


async def test_an_order_for_somebody_elses_phone_is_not_asked_about():
    talker = await _booked()
    await talker.says("电话改成13700137000", "change_booking")
    await talker.says("好的", "affirm")
    assert await talker.says("我换手机号了，13900139000", "update_profile") == ["utter_profile_saved_phone"]


async def test_a_new_home_takes_the_place_of_the_old_one_and_the_order_is_shown_before_it_moves():
    talker = await _booked()
    said = await talker.says(f"我搬家了，以后去{NEW_HOME}", "update_profile")
    assert said == ["utter_profile_saved_address", "utter_ask_profile_orders"]
    assert _customer(talker).addresses == (NEW_HOME,)
    assert await talker.says("都改", "inform") == ["utter_ask_change"]
    assert [order.address for order in _orders(talker)] == [HOME]
    assert await talker.says("好的", "affirm") == ["utter_changed"]
    assert [order.address for order in _orders(talker)] == [NEW_HOME]


async def test_two_orders_move_to_the_new_home_one_after_the_other():
    talker = await _booked(await _booked(), "周四下午两点打扫，90平")
    await talker.says(f"我搬家了，以后去{NEW_HOME}", "update_profile")
    assert await talker.says("都改", "inform") == ["utter_ask_change"]
    assert await talker.says("好的", "affirm") == ["utter_changed", "utter_ask_change"]
    assert await talker.says("好的", "affirm") == ["utter_changed"]
    assert [order.address for order in _orders(talker)] == [NEW_HOME, NEW_HOME]


async def test_a_new_home_is_completed_before_it_is_stored():
    talker = await _booked()
    assert await talker.says("我搬家了", "update_profile") == ["utter_ask_new_address"]
    assert await talker.says("南京西路100号502", "inform") == ["utter_ask_district"]
    said = await talker.says("静安区", "inform")
    assert said[0] == "utter_profile_saved_address"
    assert _customer(talker).addresses == (NEW_HOME,)


async def test_a_further_address_leaves_her_own_home_alone():
    talker = await _booked()
    said = await talker.says(f"再加一个地址，我爸妈家，{NEW_HOME}", "update_profile")
    assert said == ["utter_profile_saved_further"]
    assert (_customer(talker).home, _customer(talker).labels) == (HOME, {NEW_HOME: "爸妈家"})


async def test_a_further_address_of_nobody_in_particular_has_no_name_of_its_own():
    talker = await _booked()
    said = await talker.says(f"再加一个地址，{NEW_HOME}", "update_profile")
    assert said == ["utter_profile_saved_another"]
    customer = _customer(talker)
    assert (customer.home, customer.addresses, customer.labels) == (HOME, (HOME, NEW_HOME), {})


async def test_a_further_address_is_completed_before_it_is_stored():
    talker = await _booked()
    assert await talker.says("再加一个地址，南京西路100号502", "update_profile") == ["utter_ask_district"]
    assert await talker.says("静安区", "inform") == ["utter_profile_saved_another"]
    assert _customer(talker).home == HOME


async def test_a_name_is_stored():
    talker = await _booked()
    said = await talker.says("名字写错了 我叫李雯", "update_profile")
    assert said == ["utter_profile_saved_name", "utter_ask_profile_orders"]
    assert _customer(talker).name == "李雯"


async def test_who_does_not_say_what_chooses():
    talker = await _booked()
    assert await talker.says("修改个人资料", "update_profile") == ["utter_ask_profile_what"]
    assert talker.choices == ["改电话", "改地址", "改称呼"]
    assert await talker.says("1", "inform") == ["utter_ask_new_phone"]


async def test_a_customer_without_orders_hears_only_what_is_stored():
    talker = Talker()
    assert await talker.says("我手机号换成13900139000了", "update_profile") == ["utter_profile_saved_phone"]
    assert _customer(talker).phone == "13900139000"


@pytest.mark.parametrize(
    ("said", "address", "phone"),
    [
        ("电话写错了，是13900139000", HOME, "13900139000"),
        ("楼号写错了，是5号楼", "浦东新区张杨路1458弄5号楼1202", "13800138000"),
    ],
)
async def test_what_was_written_wrongly_in_the_order_is_put_right_where_it_is_stored(
    said: str, address: str, phone: str
):
    talker = await _booked()
    assert await talker.says(said, "inform") == ["utter_ask_change"]
    assert await talker.says("对", "affirm") == ["utter_changed"]
    assert (_customer(talker).home, _customer(talker).phone) == (address, phone)
    assert [(order.address, order.phone) for order in _orders(talker)] == [(address, phone)]


@pytest.mark.parametrize("known", [True, False])
async def test_a_new_phone_told_within_a_booking_is_the_bookings_and_stored(known: bool):
    talker = await _booked()
    wish = "周五上午九点打扫两小时" if known else "周五打扫两小时"
    await talker.says(wish, "book_service")
    said = await talker.says("哦对我换手机号了 现在是13322108876", "update_profile")
    assert said[0] == "utter_profile_saved_phone"
    assert said[-1] in ("utter_summary_changed", "utter_ask_window", "utter_ask_which_window")
    assert _customer(talker).phone == "13322108876"
    assert talker.said[0].values["value"] == "133****8876"
    if known:
        await talker.says("好的", "affirm")
        assert _orders(talker)[-1].phone == "13322108876"


async def test_a_phone_for_this_one_booking_is_not_stored():
    talker = await _booked()
    await talker.says("周五上午九点打扫两小时", "book_service")
    await talker.says("这次打我老公电话13322108876", "inform")
    assert _customer(talker).phone == "13800138000"


@pytest.mark.parametrize("said", ["明天下午的打扫也到新地址来做", "明天那单也请到新地址来，时间不变"])
async def test_the_only_open_order_may_be_named_where_all_could_be_said(said: str):
    talker = await _booked()
    await talker.says(f"我搬家了，新地址是{NEW_HOME}，以后都用这个", "update_profile")
    assert (await talker.says(said, "inform"))[-1] == "utter_ask_change"


async def test_who_says_of_the_only_open_order_that_it_stays_changes_nothing():
    talker = await _booked()
    await talker.says("我换手机号了，13900139000", "update_profile")
    await talker.says("明天那单不动", "deny")
    assert [order.phone for order in _orders(talker)] == ["13800138000"]


@pytest.mark.parametrize("right", ["", "抱歉，号码最后两位写反了，是13900139009"])
async def test_a_new_number_told_while_an_order_changes_is_stored_as_well(right: str):
    talker = await _booked()
    await talker.says(f"明天那单地址改成{NEW_HOME}", "change_booking")
    assert (await talker.says("另外我的手机号也换了，新号码13900139000", "update_profile"))[-1] == "utter_ask_change"
    if right:
        await talker.says(right, "inform")
    await talker.says("好的", "affirm")
    number = "13900139009" if right else "13900139000"
    assert [(order.phone, order.address) for order in _orders(talker)] == [(number, NEW_HOME)]
    assert _customer(talker).phone == number


async def test_a_number_for_one_order_alone_is_not_stored():
    talker = await _booked()
    await talker.says(f"明天那单地址改成{NEW_HOME}", "change_booking")
    await talker.says("这单电话打13900139000", "inform")
    await talker.says("好的", "affirm")
    assert _customer(talker).phone == "13800138000"


async def test_the_new_number_is_taken_for_the_order_where_it_is_said_with_the_new_home():
    talker = await _booked()
    await talker.says("我手机号换了，13900139000", "update_profile")
    await talker.says(f"家也搬了，以后都到新地址，{NEW_HOME}", "update_profile")
    said = await talker.says("明天下午的那个，也到新家来，电话也打新的号码", "inform")
    assert said[-1] == "utter_ask_change"
    await talker.says("好的", "affirm")
    assert [(order.phone, order.address) for order in _orders(talker)] == [("13900139000", NEW_HOME)]
