"""Two things wished of two orders in one message: the second waits for the first."""

from __future__ import annotations

import pytest

from tests.talker import Talker
from tests.worlds import a_world, an_auntie

HOME = "90平，浦东新区张杨路1458弄6号楼1202，13800138000"


async def _two() -> Talker:
    talker = Talker(a_world(tuple(an_auntie(number) for number in range(1, 5))))
    for day in ("周四上午九点", "周六上午九点"):
        await talker.says(f"{day}打扫，{HOME}", "book_service")
        assert await talker.says("好的", "affirm") == ["utter_booked"]
    return talker


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("周四那单取消 周六的改到周日下午两点", "reschedule_booking"),
        ("周四的不要了，周六那单挪到周日下午两点吧", "cancel_booking"),
    ],
)
async def test_one_order_is_cancelled_and_then_the_other_is_moved(text: str, intent: str):
    talker = await _two()
    assert await talker.says(text, intent) == ["utter_ask_cancel"]
    assert await talker.says("好的", "affirm") == ["utter_cancelled", "utter_ask_move"]
    assert await talker.says("好的", "affirm") == ["utter_moved"]
    assert talker.confirmed_at("%a %H") == ["Sun 14"]


async def test_the_move_may_come_first():
    talker = await _two()
    assert await talker.says("周六的改到周日下午两点，周四那单取消", "reschedule_booking") == ["utter_ask_move"]
    assert await talker.says("好的", "affirm") == ["utter_moved", "utter_ask_cancel"]
    assert await talker.says("好的", "affirm") == ["utter_cancelled"]
    assert talker.confirmed_at("%a %H") == ["Sun 14"]


async def test_a_no_to_the_first_leaves_the_second_to_be_asked():
    talker = await _two()
    await talker.says("周四那单取消 周六的改到周日下午两点", "reschedule_booking")
    assert await talker.says("不取消了", "deny") == ["utter_cancel_kept", "utter_ask_move"]


async def test_one_order_called_off_and_put_elsewhere_is_one_wish():
    talker = await _two()
    said = await talker.says("周四那单取消，改到周五上午九点", "reschedule_booking")
    assert "utter_ask_cancel" not in said or "utter_ask_move" not in said


@pytest.mark.parametrize("intent", ["restore_booking", "cancel_booking"])
async def test_the_wrong_one_was_cancelled(intent: str):
    talker = await _two()
    await talker.says("周六那单取消", "cancel_booking")
    await talker.says("好的", "affirm")
    said = await talker.says("唉呀我说反了，周六的给我恢复，要取消的是周四上午的打扫", intent)
    assert said == ["utter_ask_restore"]
    assert await talker.says("好的", "affirm") == ["utter_restored", "utter_ask_cancel"]
    assert await talker.says("好的", "affirm") == ["utter_cancelled"]
    assert talker.confirmed_at("%a %H") == ["Sat 09"]


@pytest.mark.parametrize("text", ["我约了两次，有一次不要了", "其中一个不用了"])
async def test_one_of_two_that_is_not_named_is_asked_about(text: str):
    talker = await _two()
    assert await talker.says(text, "abandon") == ["utter_ask_which_order"]
