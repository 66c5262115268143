"""What is asked, added and taken back beside a complaint, in the queue, in a danger that is over and of her data."""

from __future__ import annotations

import pytest

from bot.domain.booking import BookingState
from bot.domain.conversation import Mode
from tests.talker import Talker
from tests.unit.usecases.test_care_talk import LATE, _customer, _mode, _tickets, _visit

GAS = "家里煤气味好大"


async def _complained() -> Talker:
    talker = await _customer(_visit(1, 1), _visit(2, -3, state=BookingState.CONFIRMED))
    await talker.says(LATE, "complain", category="late")
    return talker


async def test_how_long_a_refund_takes_is_answered_beside_how_it_stands():
    talker = await _complained()
    assert await talker.says("钱退给我", "request_refund") == ["utter_care_noted"]
    for text, intent in (("退款一般几天能到账", "ask_policy"), ("什么时候到账", "check_booking")):
        assert await talker.says(text, intent, topic="refund") == ["utter_care_refund_days"]
        assert talker.values["days"] == "3"
    assert [ticket.remedy for ticket in _tickets(talker)] == ["refund"]


async def test_a_remedy_beside_the_question_what_it_costs_is_noted():
    talker = await _complained()
    said = await talker.says("重新来弄一下吧 会再收钱吗", "ask_policy", topic="aftersales")
    assert said == ["utter_care_rework_free", "utter_care_noted"]
    assert [ticket.remedy for ticket in _tickets(talker)] == ["rework"]
    assert await talker.says("重做不会再收我一次钱吧", "ask_policy") == ["utter_care_rework_free"]


@pytest.mark.parametrize("text", ["派人来看一下就好", "赶紧再派人来"])
async def test_somebody_who_is_to_come_after_a_complaint_is_no_new_order(text: str):
    talker = await _complained()
    assert await talker.says(text, "book_service", confidence=0.55) == ["utter_care_noted"]
    assert [ticket.remedy for ticket in _tickets(talker)] == ["rework"]


async def test_what_else_was_left_undone_goes_to_the_ticket():
    talker = await _complained()
    assert await talker.says("还有浴室玻璃也没擦", "book_service", confidence=0.72) == ["utter_care_noted"]
    assert await talker.says("厨房垃圾也没带走", "book_service") == ["utter_care_noted"]
    (ticket,) = _tickets(talker)
    assert "浴室玻璃" in ticket.said


async def test_a_complaint_that_is_withdrawn_is_told_to_staff_and_asks_nothing():
    talker = await _complained()
    assert await talker.says("看错了 那没事了 不投诉了", "complain", category="late") == ["utter_care_taken_back"]
    assert len(_tickets(talker)) == 1


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("仲有 星期四朝早嗰次照嚟 唔使改", "cancel_booking"),
        ("后面那次保洁先别取消", "cancel_booking"),
    ],
)
async def test_what_is_to_stay_is_not_called_off(text: str, intent: str):
    talker = await _complained()
    await talker.says("道个歉就行", "inform")
    assert await talker.says(text, intent) == ["utter_order_stays"]
    assert talker.world.store.bookings["bk_2"].state is BookingState.CONFIRMED


async def test_when_a_visit_was_is_told():
    talker = await _customer(_visit(1, 4, "home_repair"))
    assert await talker.says("修水龙头的师傅是礼拜几来的", "check_booking") == ["utter_last_visit_by"]
    assert await talker.says("发票怎么还没给我", "check_booking", "ask_policy", topic="invoice") == [
        "utter_policy_unknown"
    ]


@pytest.fixture
async def queued() -> Talker:
    talker = await _customer(_visit(1, -3, state=BookingState.CONFIRMED))
    assert await talker.says("转人工", "request_human") == ["utter_handoff_queued"]
    return talker


async def test_what_needs_no_person_is_answered_in_the_queue(queued: Talker):
    assert await queued.says("日常保洁怎么收费", "ask_price") == ["utter_price"]
    assert await queued.says("我那单是几点来着", "check_booking") == ["utter_booking_detail"]
    assert _mode(queued) is Mode.QUEUED


@pytest.mark.parametrize(
    ("text", "intent"),
    [("你们老板姓啥", "ask_policy"), ("能便宜点卖给我吗", "ask_services"), ("洗空调", "book_service")],
)
async def test_what_a_person_knows_better_waits_for_one(queued: Talker, text: str, intent: str):
    assert await queued.says(text, intent) == []


async def test_who_asks_on_how_long_it_takes_is_answered_each_time(queued: Talker):
    assert await queued.says("还要等多久", "ask_policy") == ["utter_queue_still_next"]
    assert await queued.says("还要多久", "ask_policy") == ["utter_queue_asks_on"]
    assert await queued.says("那行 不用找人了") == ["utter_queue_left"]
    assert _mode(queued) is Mode.BOT


async def test_whether_to_call_the_police_is_answered_while_a_person_is_waited_for():
    talker = await _customer(_visit(1, 1))
    await talker.says("我一条金项链没了 昨天就阿姨来过", "complain", category="theft")
    assert await talker.says("要不要报警", "ask_policy", confidence=0.5) == ["utter_queue_police"]


async def test_an_order_is_told_of_once_the_danger_is_over():
    talker = await _customer(_visit(1, -2, state=BookingState.CONFIRMED))
    await talker.says(GAS, "report_emergency")
    assert await talker.says("没事了 燃气公司修好了", "inform") == ["utter_emergency_over"]
    said = await talker.says("后天保洁还来吗 几点", "check_booking")
    assert said[-1] == "utter_booking_detail"
    assert _mode(talker) is Mode.BOT


async def test_how_a_danger_ended_is_no_new_one():
    talker = await _customer()
    said = await talker.says("师傅来看过了 换好了 现在没事了", "report_emergency", confidence=0.9)
    assert not any(one.startswith("utter_danger") for one in said)


async def test_whom_to_call_is_answered_also_where_it_speaks_of_us():
    talker = await _customer(_visit(1, 0.05))
    await talker.says("阿姨从凳子上摔下来了 手腕动不了", "report_emergency")
    said = await talker.says("那我现在是打120还是等你们的人来", "complain", category="safety")
    assert said == ["utter_danger_call_injury"]


async def test_what_is_asked_before_data_go_is_no_yes():
    talker = await _customer()
    assert await talker.says("把我的资料全部删除", "privacy_request") == ["utter_ask_erase"]
    said = await talker.says("删掉以后还会留下什么吗", "privacy_request")
    assert said == ["utter_erase_what_stays", "utter_ask_erase_again"]
    assert await talker.says("那聊天记录你们存多久", "ask_policy", topic="privacy") == [
        "utter_kept_for",
        "utter_ask_erase_again",
    ]
    assert await talker.says("确定删除", "privacy_request") == ["utter_erased"]


async def test_what_is_demanded_for_a_fault_is_noted_though_it_sounds_like_a_question_about_the_rules():
    talker = await _complained()
    await talker.says("一点都没打扫干净", "complain", category="quality")
    said = await talker.says("塊鏡買咗唔夠半年 八百幾蚊㗎 要賠返俾我", "ask_policy", topic="insurance", confidence=0.4)
    assert said == ["utter_care_noted"]
    assert [ticket.remedy for ticket in _tickets(talker)] == ["compensation"]


async def test_whether_she_still_comes_is_answered_with_the_ticket():
    talker = await _customer(_visit(1, 0.05, state=BookingState.CONFIRMED))
    await talker.says("都过一小时了人影都没有", "complain", category="no_show")
    assert (await talker.says("今天还来不来了", "check_booking"))[0] == "utter_care_coming"


async def test_a_threat_beside_what_is_wished_brings_a_person():
    talker = await _complained()
    said = await talker.says("你们必须给我个说法，不然我就12315", "complain", category="late")
    assert said == ["utter_grave_to_person"]
    assert _mode(talker) is Mode.QUEUED


async def test_harsh_words_to_the_bot_alone_call_for_nobody():
    talker = await _customer()
    await talker.says("傻逼机器人", "request_human", "bot_challenge")
    assert _mode(talker) is Mode.BOT


async def test_a_fault_in_plain_words_is_noted_though_the_model_doubts_it():
    talker = await _customer(_visit(1, 1))
    said = await talker.says("昨天的保洁，阿姨提前一个小时就走了，钱照收", "complain", confidence=0.45)
    assert said[0] == "utter_noted_ticket_about"
    assert [ticket.category for ticket in _tickets(talker)] == ["left_early"]
