"""Questions beside something else, answered with the very fact; what is told beside them is not lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.booking import BookingState
from tests.talker import Talker
from tests.worlds import a_catalogue, a_world

HOME = "浦东新区张杨路1458弄6号楼1202"
WORDS = {
    "payment": "做完再付。没有您同意不会加钱，也不用私下给阿姨钱。",
    "refund": "没有上门的全额退。退款3个工作日内原路返回。",
    "invoice": "可以开电子普通发票。",
}


def _talker() -> Talker:
    world = a_world()
    world.store.catalogue = replace(a_catalogue(), answers=WORDS)
    return Talker(world)


async def _at_summary() -> Talker:
    talker = _talker()
    said = await talker.says(f"周四下午一点打扫，90平，{HOME}，13800138000", "book_service")
    assert said == ["utter_summary"]
    return talker


@pytest.mark.parametrize("intent", ["affirm", "inform", "complain", "chitchat", "ask_policy"])
async def test_a_tip_is_answered_with_the_sentence_that_speaks_of_it_whatever_it_was_taken_for(intent: str):
    talker = await _at_summary()
    assert await talker.says("要不要给阿姨小费", intent) == ["utter_policy", "utter_ask_confirm_again"]
    assert talker.values["policy"] == "没有您同意不会加钱，也不用私下给阿姨钱。"
    assert not talker.bookings(BookingState.CONFIRMED)


async def test_what_is_asked_back_books_nothing_and_tells_what_is_held():
    talker = await _at_summary()
    said = await talker.says("那周四还是下午一点对吧", "inform", "affirm")
    assert said == ["utter_draft_visits", "utter_ask_confirm_again"]
    assert "13:00" in talker.values["visits"]
    assert not talker.bookings(BookingState.CONFIRMED)


async def test_what_is_told_beside_the_question_counts():
    talker = await _at_summary()
    said = await talker.says("钱几天能退 另外改到三点", "inform")
    assert said[0] == "utter_policy"
    assert talker.values["policy"] == "退款3个工作日内原路返回。"
    assert any(one.startswith("utter_summary") for one in said)


async def test_when_it_ends_is_told_of_what_is_held():
    talker = await _at_summary()
    assert (await talker.says("做到几点", "ask_policy", topic="hours"))[0] == "utter_lasts_till"
    assert "13:00–16:00" in talker.values["visits"]


async def test_why_it_costs_so_much_is_told_item_by_item():
    talker = await _at_summary()
    assert (await talker.says("怎么多收了22块"))[0] == "utter_price_held"


async def test_a_phone_beside_a_question_is_kept():
    talker = _talker()
    await talker.says(f"周四下午一点打扫，90平，{HOME}", "book_service")
    said = await talker.says("13800138000 是男师傅还是女师傅", "ask_provider")
    assert said[-1] == "utter_summary"


async def test_what_is_not_known_is_passed_on():
    talker = await _at_summary()
    assert (await talker.says("中午要管饭不", "ask_availability"))[0] == "utter_policy_unknown"


@pytest.mark.parametrize(
    ("text", "policy"), [("退款要几天你知道不", "3个工作日"), ("发票能开吗", "发票"), ("要给小费吗", "私下")]
)
async def test_a_fact_is_told_to_somebody_who_waits_for_a_person(text: str, policy: str):
    talker = _talker()
    await talker.says("转人工", "request_human")
    assert await talker.says(text, "ask_policy") == ["utter_policy"]
    assert policy in talker.values["policy"]


@pytest.mark.parametrize("text", ["我家门锁坏了", "你们的系统真复杂", "中午要管饭不"])
async def test_all_else_waits_for_the_person(text: str):
    talker = _talker()
    await talker.says("转人工", "request_human")
    assert await talker.says(text, "chitchat") == []


async def test_a_tip_asked_about_is_no_theft():
    talker = _talker()
    said = await talker.says("大姐 我要不要给阿姨包个红包啊", "complain", category="theft")
    assert said == ["utter_policy"]


async def test_an_order_is_looked_at_where_its_time_is_asked_back():
    talker = await _at_summary()
    await talker.says("好的", "affirm")
    assert (await talker.says("禮拜四照舊下晝一點，係咪？"))[0] == "utter_order_is_so"
