"""Providers by their full names, words that the owner watches for, and a bare 取消."""

from __future__ import annotations

import pytest

from bot.domain.booking import BookingState
from bot.usecases.turn import TakeTurn, take_turn
from tests.talker import Talker, parse_of
from tests.worlds import a_world, an_auntie

ALL = "明天下午两点打扫，90平，浦东新区张杨路1458弄6号楼1202，13800138000"


def _talker() -> Talker:
    return Talker(a_world((an_auntie(1, rating=4.5, name="李秀英"), an_auntie(2, rating=4.9, name="王桂兰"))))


@pytest.mark.parametrize("words", ["要李秀英来", "指定李秀英", "让李秀英来吧"])
async def test_who_is_asked_for_by_her_full_name_is_the_one_who_comes(words: str):
    talker = _talker()
    assert (await talker.says(f"{ALL}，{words}", "book_service"))[-1] == "utter_summary"
    assert talker.values["provider"].startswith("李秀英")


async def test_who_is_refused_by_her_full_name_does_not_come():
    talker = _talker()
    await talker.says(f"{ALL}，不要王桂兰", "book_service")
    assert talker.values["provider"].startswith("李秀英")


async def test_the_customers_own_name_is_no_provider():
    talker = _talker()
    await talker.says(f"{ALL}，我叫李秀英", "book_service")
    assert talker.values["provider"].startswith("王桂兰")


async def test_words_that_the_owner_watches_for_bring_the_order_before_a_person():
    talker = _talker()
    await talker.says(f"{ALL}，要能住家的", "book_service")
    assert await talker.says("好的", "affirm") == ["utter_booked_in_review"]
    (booking,) = talker.bookings()
    assert booking.notes == "住家"
    assert booking.review is not None
    assert booking.review.reasons[-1] == "备注里说住家"


async def test_words_that_are_refused_bring_nobody():
    talker = _talker()
    await talker.says(f"{ALL}，不住家", "book_service")
    assert await talker.says("好的", "affirm") == ["utter_booked"]


async def test_a_bare_cancel_with_an_order_there_asks_about_it():
    talker = _talker()
    await talker.says(ALL, "book_service")
    await talker.says("好的", "affirm")
    assert await talker.says("取消", "abandon") == ["utter_ask_cancel"]
    assert await talker.says("是的", "affirm") == ["utter_cancelled"]
    assert len(talker.bookings(BookingState.CANCELLED)) == 1


async def test_a_bare_cancel_without_an_order_cancels_nothing():
    talker = _talker()
    assert await talker.says("取消", "abandon") == ["utter_nothing_open"]


async def test_a_name_of_two_characters_must_be_asked_for():
    world = a_world((an_auntie(1, rating=4.5, name="王芳"), an_auntie(2, rating=4.9)))
    talker = Talker(world)
    await talker.says(f"{ALL}，王芳路口", "book_service")
    assert not talker.values["provider"].startswith("王芳")
    wished = Talker(a_world(tuple(world.store.providers.values())))
    await wished.says(f"{ALL}，要王芳", "book_service")
    assert wished.values["provider"].startswith("王芳")


async def test_a_full_name_that_ends_on_a_surname_is_not_cut():
    talker = Talker(a_world((an_auntie(1, rating=4.5, name="黄丽华"), an_auntie(2, rating=4.9, name="王桂兰"))))
    said = await talker.says(f"黄丽华阿姨有空吗，想约她来，{ALL}", "ask_provider", "book_service")
    assert (said[-1], talker.values["provider"][:3]) == ("utter_summary", "黄丽华")


async def test_who_cannot_come_is_not_said_twice_in_the_same_words():
    talker = _talker()
    await talker.says(f"{ALL}，要男师傅", "book_service")
    said = await talker.says("门禁密码2580", "inform")
    assert said == ["utter_noted", "utter_wish_not_met"]
    assert talker.said[-1].response == "utter_wish_not_met_again"
    assert await talker.says("好的", "affirm") == ["utter_summary"]


async def test_who_is_called_for_counts_where_the_model_is_not_sure_what_it_reads():
    talker = _talker()
    await talker.says(ALL, "book_service")
    doubtful = parse_of("我又想了想，还是叫李秀英阿姨来吧，我姐说她更仔细", "ask_policy", confidence=0.3)
    (conversation,) = talker.world.store.conversations
    said = await take_turn(talker.world.deps, TakeTurn(conversation, "doubtful", doubtful))
    assert said[0].values["provider"].startswith("李秀英")
