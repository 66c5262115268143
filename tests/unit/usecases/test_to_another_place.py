"""An order that goes to another home: told with the order, its house put right, what is known of it beside."""

from __future__ import annotations

import pytest

from bot.domain.booking import BookingState
from tests.talker import Talker

HOME = "90平，浦东新区张杨路1458弄6号楼1202，13800138000"


async def _booked(text: str = "后天下午两点打扫") -> Talker:
    talker = Talker()
    await talker.says(f"{text}，{HOME}", "book_service")
    assert await talker.says("好的", "affirm") == ["utter_booked"]
    await talker.says("谢谢", "thank")
    return talker


@pytest.mark.parametrize(
    ("said", "intents"),
    [
        ("我后天下午不是约了保洁嘛，地址要换一下，张杨路那边我不住了", ("ask_services", "greet")),
        ("后天下午我约了打扫的，地址要改一下", ("ask_policy",)),
        ("我订了后天的保洁 地址换了", ("ask_services",)),
        ("後天我約了打掃嘅，地址想改下", ("ask_services",)),
    ],
)
async def test_where_an_order_goes_is_asked_whatever_that_was_taken_for(said: str, intents: tuple[str, ...]):
    talker = await _booked()
    assert await talker.says(said, *intents) == ["utter_ask_new_address"]


@pytest.mark.parametrize(
    "said", ["我后天约了保洁，保洁都做些什么", "后天约了打扫，阿姨自己带工具吗", "约了后天的保洁 电话多少能打给你们"]
)
async def test_what_is_only_asked_beside_an_order_changes_nothing(said: str):
    talker = await _booked()
    assert not [one for one in await talker.says(said, "ask_services") if one.startswith("utter_ask_new")]


@pytest.mark.parametrize(
    "said", ["啊打错了 不是12号 是21号", "不对 是21号不是12号", "12号写错了，是21号", "把12号改成21号"]
)
async def test_the_house_that_was_told_wrongly_is_put_right_before_the_yes(said: str):
    talker = await _booked()
    await talker.says("后天的打扫地址要换一下", "change_booking")
    await talker.says("新地址静安区武宁南路1132弄12号602", "update_profile")
    assert "静安区武宁南路1132弄21号602" in str(await talker.says(said, "inform") and talker.values)
    await talker.says("新房子小一点 62平", "inform")
    await talker.says("对的", "affirm")
    (booking,) = talker.bookings(BookingState.CONFIRMED)
    assert (booking.address, booking.area_sqm) == ("静安区武宁南路1132弄21号602", 62)
    assert f"{booking.window.start:%d}" == "25"
