"""Once a visit is over: a complaint taken back, points put right, her data in plain words, an order that stands."""

from __future__ import annotations

import pytest

from bot.domain.booking import BookingState
from bot.domain.conversation import Mode
from bot.usecases.handoff import hand_back
from tests.talker import Talker
from tests.unit.usecases.test_care_talk import _customer, _tickets, _visit
from tests.unit.usecases.test_waiting import clock_of, taken, the_conversation


async def _lost_a_ring() -> Talker:
    talker = await _customer(_visit(1, 1))
    said = await talker.says("昨天阿姨走了以后我金戒指不见了", "complain", category="theft")
    assert said == ["utter_grave_to_person"]
    await taken(talker.world)
    async with talker.world.deps.uow() as uow:
        await hand_back(uow, clock_of(talker.world), the_conversation(talker.world).id, "小李")
        await uow.commit()
    talker.world.clock.advance(seconds=5)
    return talker


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("唉 冤枉人家了 怪不好意思的", "chitchat"),
        ("戒指找到了，在洗衣机里", "inform"),
        ("找到了找到了 错怪阿姨了", "complain"),
    ],
)
async def test_what_is_taken_back_after_a_person_spoke_calls_nobody_again(text: str, intent: str):
    talker = await _lost_a_ring()
    assert await talker.says(text, intent, confidence=0.55) == ["utter_care_taken_back"]
    assert the_conversation(talker.world).mode is Mode.BOT
    assert text in _tickets(talker)[0].said


async def test_what_is_added_to_it_is_noted_and_calls_nobody_again():
    talker = await _lost_a_ring()
    assert await talker.says("是我妈留给我的那一只戒指", "inform") == ["utter_care_noted"]
    assert the_conversation(talker.world).mode is Mode.BOT


@pytest.mark.parametrize("text", ["这种事我不要跟机器讲 叫你们真人来", "人工啊人工 快换个活人"])
async def test_who_waits_and_calls_for_a_person_again_hears_where_she_stands(text: str):
    talker = await _customer(_visit(1, 1))
    talker.hears_place = True
    await talker.says("转人工", "request_human")
    talker.world.clock.advance(minutes=4)
    said = await talker.says(text, "request_human")
    assert said[0].startswith("utter_queue_")
    assert the_conversation(talker.world).mode is Mode.QUEUED


@pytest.mark.parametrize(
    ("text", "intent", "said"),
    [
        ("话说你们那边都记了我哪些信息啊", "complain", "utter_stored"),
        ("以后也用不上了 帮我全部删掉吧", "cancel_booking", "utter_ask_erase"),
        ("我的资料都清空吧", "cancel_booking", "utter_ask_erase"),
    ],
)
async def test_a_plain_wish_about_her_data_is_heard_whatever_it_was_taken_for(text: str, intent: str, said: str):
    talker = await _customer(_visit(1, 1))
    assert await talker.says(text, intent, confidence=0.57) == [said]
    assert not _tickets(talker)


async def test_of_somebody_with_an_order_all_may_mean_her_orders():
    talker = await _customer(_visit(1, -2, state=BookingState.CONFIRMED))
    assert await talker.says("全部删掉吧", "cancel_booking") == ["utter_ask_cancel"]


async def test_once_she_has_seen_what_is_stored_all_of_it_is_meant():
    talker = await _customer(_visit(1, -2, state=BookingState.CONFIRMED))
    await talker.says("你们存了我哪些资料", "privacy_request")
    assert await talker.says("那全部删掉吧", "cancel_booking") == ["utter_ask_erase_later"]


@pytest.mark.parametrize("text", ["這樣不影響我週三的預約吧？", "我约的还在吗", "不会给我取消了吧"])
async def test_whether_an_order_stands_calls_nothing_off(text: str):
    talker = await _customer(_visit(1, -2, state=BookingState.CONFIRMED))
    assert await talker.says(text, "cancel_booking", confidence=0.55) == ["utter_booking_detail"]
    await talker.says("好的", "thank")
    assert talker.bookings(BookingState.CONFIRMED)


async def test_money_back_for_a_visit_is_no_order_given_back():
    talker = await _customer(_visit(1, 1), _visit(2, -1, "appliance_cleaning", state=BookingState.CONFIRMED))
    await talker.says("昨天你们多收了我60块", "complain", category="overcharge")
    await talker.says("这60要退给我的", "request_refund")
    (ticket,) = _tickets(talker)
    assert (ticket.remedy, ticket.linked_to) == ("refund", "bk_1")
    assert len(talker.bookings(BookingState.CONFIRMED)) == 1


async def test_how_long_it_takes_is_answered_with_the_promise():
    talker = await _customer(_visit(1, 1))
    await talker.says("昨天你们多收了我60块要退给我", "complain", "request_refund", category="overcharge")
    assert await talker.says("大概几天能有消息？", "ask_policy", topic="refund", confidence=0.57) == [
        "utter_ticket_state"
    ]


async def test_a_goodbye_until_later_calls_nobody():
    talker = await _customer(_visit(1, 1))
    assert await talker.says("要得 二天再喊你们", "request_human", confidence=0.59) == ["utter_goodbye"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("派人来要再收钞票伐", "utter_care_rework_free"),
        ("那重新做一遍要钱吗", "utter_care_rework_free"),
        ("返工不会再收费吧", "utter_care_rework_free"),
        ("返工仲要唔要俾錢㗎", "utter_care_rework_free"),
    ],
)
async def test_what_it_costs_to_have_it_put_right(text: str, said: str):
    talker = await _customer(_visit(1, 1))
    await talker.says("昨天油烟机没擦", "complain", category="quality")
    assert (await talker.says(text, "ask_policy", topic="invoice"))[0] == said


@pytest.mark.parametrize("text", ["保洁多少钱一小时", "洗空调怎么收费"])
async def test_another_price_is_no_matter_of_the_ticket(text: str):
    talker = await _customer(_visit(1, 1))
    await talker.says("昨天油烟机没擦", "complain", category="quality")
    assert "utter_care_rework_free" not in await talker.says(text, "ask_price")


async def test_a_rework_is_wished_and_no_money_in_the_words_of_shanghai():
    talker = await _customer(_visit(1, 1))
    await talker.says("昨天油烟机没擦", "complain", category="quality")
    await talker.says("钞票我勿要㑚退 㑚派个人来重新弄弄清爽就可以了", "book_service", confidence=0.55)
    assert _tickets(talker)[0].remedy == "rework"


@pytest.mark.parametrize("intent", ["reschedule_booking", "change_booking"])
async def test_whether_an_order_stands_changes_nothing(intent: str):
    talker = await _customer(_visit(1, -2, state=BookingState.CONFIRMED))
    assert await talker.says("那不影响我周三那单吧", intent) == ["utter_booking_detail"]
