"""A complaint or a refund wish in the chat: a ticket at once, one question at a time, and the bot goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.audit import CallTask
from bot.domain.booking import BookingState
from bot.domain.conversation import Mode
from bot.domain.ticket import Refund, Severity, Ticket, TicketState, TicketType
from bot.domain.values import TimeWindow
from bot.ports import CompanyClock
from bot.usecases import ticket_work as work
from bot.usecases.sending import send_next
from bot.zh.staff import ticket_escalated
from tests.builders import NOW, a_booking, a_customer
from tests.fakes import SHANGHAI
from tests.talker import Talker
from tests.worlds import OPENID

LATE = "昨天的阿姨迟到了一个小时"


def _visit(number: int, days_ago: float, service: str = "daily_cleaning", **changes: Any) -> Any:
    start = NOW - timedelta(days=days_ago)
    window = TimeWindow(start, start + timedelta(hours=3))
    state = changes.pop("state", BookingState.COMPLETED)
    return a_booking(
        id=f"bk_{number}", service=service, state=state, window=window, hold_expires_at=None, quantities={}, **changes
    )


async def _customer(*visits: Any) -> Talker:
    talker = Talker()
    talker.world.store.customers["cu_1"] = a_customer(openid=OPENID)
    for visit in visits:
        talker.world.store.bookings[visit.id] = visit
        talker.world.store.occupied[visit.id] = visit.window
    return talker


def _tickets(talker: Talker) -> list[Ticket]:
    return list(talker.world.store.tickets.values())


def _mode(talker: Talker) -> Mode:
    (conversation,) = talker.world.store.conversations.values()
    return conversation.mode


async def test_a_complaint_about_the_one_recent_visit_is_noted_with_it_and_what_is_wished_asked_once():
    talker = await _customer(_visit(1, 1))
    said = await talker.says(LATE, "complain", category="late")
    assert said == ["utter_noted_ticket_about", "utter_care_ask_remedy"]
    (ticket,) = _tickets(talker)
    assert talker.values["number"] == ticket.id
    assert talker.values["due"] == "明天上午10点前"
    assert talker.values["order"] == "昨天（11月22日 周日）10:00–13:00 日常保洁"
    assert (ticket.type, ticket.linked_to, ticket.category, ticket.said) == (TicketType.COMPLAINT, "bk_1", "late", LATE)
    assert await talker.says("道个歉就行", "inform") == ["utter_care_noted"]
    assert [one.remedy for one in _tickets(talker)] == ["apology"]
    assert _mode(talker) is Mode.BOT


async def test_a_wish_beside_a_complaint_is_seen_to_once_that_is_noted():
    ahead = _visit(2, -4, state=BookingState.CONFIRMED)
    talker = await _customer(_visit(1, 1), ahead)
    said = await talker.says("昨天阿姨迟到了，另外周五的改到周六", "complain", "reschedule_booking", category="late")
    assert said == ["utter_noted_ticket_about", "utter_care_ask_remedy"]
    assert [ticket.said for ticket in _tickets(talker)] == ["昨天阿姨迟到了"]
    said = await talker.says("道个歉就行", "inform")
    assert said[0] == "utter_care_noted"
    assert "move" in said[1]


async def test_a_bare_demand_is_asked_what_happened_and_pictures_are_kept_with_it():
    talker = await _customer(_visit(1, 1))
    assert await talker.says("我要投诉", "complain") == ["utter_noted_ticket_about", "utter_care_ask_what"]
    said = await talker.says("", media=("image",), attached=("图片（in_12）",))
    assert said == ["utter_media_kept_ticket", "utter_care_ask_what"]
    said = await talker.says("花瓶给打碎了，要赔", "complain", category="damage", attached=("图片（in_14）",))
    assert said == ["utter_care_noted"]
    (ticket,) = _tickets(talker)
    assert (ticket.type, ticket.category, ticket.remedy) == (TicketType.DAMAGE, "damage", "compensation")
    assert ticket.attachments == ("in_12", "in_14")
    assert ticket.said == "我要投诉\n花瓶给打碎了，要赔"


async def test_a_picture_sent_later_goes_to_the_ticket_that_is_open():
    talker = await _customer(_visit(1, 1))
    await talker.says("花瓶打碎了，赔我", "complain", category="damage")
    assert await talker.says("", media=("image",), attached=("图片（in_20）",)) == ["utter_media_kept_ticket"]
    assert [ticket.attachments for ticket in _tickets(talker)] == [("in_20",)]


async def test_a_refund_is_a_wish_and_nothing_is_promised():
    talker = await _customer(_visit(1, 1))
    said = await talker.says("没擦干净，把钱退给我", "request_refund")
    assert said == ["utter_noted_refund_about"]
    (ticket,) = _tickets(talker)
    assert (ticket.type, ticket.remedy, ticket.refund) == (TicketType.REFUND, "refund", None)
    assert _mode(talker) is Mode.BOT


async def test_what_is_wished_may_be_skipped():
    talker = await _customer(_visit(1, 1))
    await talker.says(LATE, "complain", category="late")
    assert await talker.says("没想好", "deny") == ["utter_care_left_open"]
    assert await talker.says(LATE + "，真是的", "complain", category="late") == ["utter_ticket_added"]


async def test_a_complaint_amid_a_booking_leaves_the_booking_where_it_was():
    talker = await _customer(_visit(1, 1))
    asked = await talker.says("约个打扫", "book_service")
    await talker.says(LATE, "complain", category="late")
    assert (await talker.says("5", "inform"))[0] == "utter_care_left_open"
    assert talker.said[-1].response == asked[-1] or talker.said[-1].response.startswith(asked[-1])


@pytest.mark.parametrize(
    ("text", "category", "reason", "words"),
    [
        ("阿姨偷了我的戒指", "theft", "grave_ticket", "utter_grave_to_person"),
        ("再不解决我打12315", "quality", "grave_ticket", "utter_grave_to_person"),
        ("垃圾公司，昨天压根没擦窗", "quality", "anger", "utter_anger_to_person"),
        ("我要投诉，上次那个师傅摸我", "harassment", "harassment", "utter_harassment_by_person"),
    ],
)
async def test_what_is_grave_or_angry_goes_to_a_person_at_once(text: str, category: str, reason: str, words: str):
    talker = await _customer(_visit(1, 1))
    assert await talker.says(text, "complain", category=category) == [words]
    (conversation,) = talker.world.store.conversations.values()
    assert (conversation.mode, conversation.handoff_reason) == (Mode.QUEUED, reason)
    assert len(_tickets(talker)) == 1


async def test_the_third_time_she_comes_with_it_a_person_takes_over():
    talker = await _customer(_visit(1, 1))
    for _ in range(2):
        await talker.says(LATE, "complain", category="late")
        await talker.says("没想好", "deny")
        talker.world.clock.advance(minutes=40)
    assert await talker.says("还没人管？" + LATE, "complain", category="late") == ["utter_grave_to_person"]
    (ticket,) = _tickets(talker)
    assert (ticket.contacts, ticket.severity, ticket.escalated) == (3, Severity.HIGH, ("third_contact",))
    assert _mode(talker) is Mode.QUEUED


@pytest.mark.parametrize("text", ["我的退款呢", "退款处理得怎么样了", "帮我查一下退款", "我嘅退款点样呀"])
async def test_how_it_stands_is_told_from_the_ticket(text: str):
    talker = await _customer(_visit(1, 1))
    await talker.says("没擦干净，把钱退给我", "request_refund")
    assert await talker.says(text, "check_booking") == ["utter_ticket_state"]
    (ticket,) = _tickets(talker)
    assert talker.values["state"] == f"退款的事（工单{ticket.id}）排着队，明天上午10点前回复您。"
    clock = CompanyClock(talker.world.clock, SHANGHAI)
    async with talker.world.deps.uow() as uow:
        await work.approve_refund(uow, clock, ticket.id, 5000, "agent:li", is_supervisor=False)
        await uow.commit()
    await talker.says(text, "check_booking")
    assert talker.values["state"] == f"退款的事（工单{ticket.id}）：50元已经批了，最晚周四（11月26日）原路退回。"


async def test_nothing_is_told_of_tickets_that_are_not_there():
    talker = await _customer(_visit(1, 1))
    assert await talker.says("我的投诉处理得怎么样了", "check_booking") == ["utter_ticket_none"]


async def _solved(talker: Talker) -> Ticket:
    await talker.says(LATE, "complain", category="late")
    await talker.says("没想好", "deny")
    talker.world.clock.advance(minutes=5)
    ticket = await _thought_solved(talker)
    assert await send_next(talker.world.deps)
    talker.world.clock.advance(minutes=5)
    return ticket


async def _thought_solved(talker: Talker) -> Ticket:
    """Staff have pressed; the question is written and has not gone out."""
    (ticket,) = _tickets(talker)
    clock = CompanyClock(talker.world.clock, SHANGHAI)
    async with talker.world.deps.uow() as uow:
        solved = await work.solve(uow, clock, ticket.id, "阿姨已经道歉", "agent:li")
        await uow.commit()
    return solved


@pytest.mark.parametrize(
    ("text", "intent"),
    [("解决了", "affirm"), ("1", "inform"), ("嗯嗯", "affirm"), ("谢谢，可以了", "thank")],
)
async def test_her_yes_closes_it(text: str, intent: str):
    talker = await _customer(_visit(1, 1))
    await _solved(talker)
    assert await talker.says(text, intent) == ["utter_ticket_closed"]
    assert [ticket.state for ticket in _tickets(talker)] == [TicketState.CLOSED]


@pytest.mark.parametrize(("text", "intent"), [("谢谢", "thank"), ("好的谢谢", "affirm"), ("好的", "affirm")])
async def test_thanks_close_nothing_but_are_asked_about_once(text: str, intent: str):
    talker = await _customer(_visit(1, 1))
    await _solved(talker)
    assert await talker.says(text, intent) == ["utter_ticket_ask_solved"]
    assert [ticket.state for ticket in _tickets(talker)] == [TicketState.SOLVED]
    assert await talker.says("谢谢", "thank") == ["utter_ticket_left_open"]
    assert [ticket.state for ticket in _tickets(talker)] == [TicketState.SOLVED]
    assert await talker.says("解决了", "affirm") == ["utter_ticket_closed"]


async def test_a_bare_yes_long_after_the_question_may_be_one_to_a_later_notice():
    talker = await _customer(_visit(1, 1))
    await _solved(talker)
    talker.world.clock.advance(minutes=30)
    assert await talker.says("嗯嗯", "affirm") == ["utter_ticket_ask_solved"]
    assert await talker.says("好的", "affirm") == ["utter_ticket_closed"]


async def _thought_solved_at_night(talker: Talker) -> Ticket:
    await talker.says(LATE, "complain", category="late")
    await talker.says("没想好", "deny")
    talker.world.clock.advance(hours=12)  # 22:00: it waits for the morning
    solved = await _thought_solved(talker)
    talker.world.clock.advance(minutes=5)
    return solved


@pytest.mark.parametrize(("text", "intent"), [("问题解决了", "affirm"), ("嗯，已经修好了谢谢", "thank")])
async def test_her_plain_word_counts_before_she_is_asked_and_then_she_is_not_asked(text: str, intent: str):
    talker = await _customer(_visit(1, 1))
    await _thought_solved_at_night(talker)
    assert await talker.says(text, intent) == ["utter_ticket_closed"]
    assert [ticket.state for ticket in _tickets(talker)] == [TicketState.CLOSED]
    talker.world.clock.advance(hours=10)
    assert not await send_next(talker.world.deps)


async def test_her_plain_word_on_what_is_still_in_work_goes_to_staff_and_closes_nothing():
    talker = await _customer(_visit(1, 1))
    await talker.says(LATE, "complain", category="late")
    await talker.says("没想好", "deny")
    assert await talker.says("不用处理了，已经解决了", "thank") == ["utter_ticket_told_solved"]
    (ticket,) = _tickets(talker)
    assert (ticket.is_open, ticket.notes[-1].text) == (True, "不用处理了，已经解决了")


@pytest.mark.parametrize("text", ["好了", "好的谢谢", "没有"])
async def test_a_question_that_has_not_gone_out_is_not_answered(text: str):
    talker = await _customer(_visit(1, 1))
    solved = await _thought_solved_at_night(talker)
    await talker.says(text, "thank")
    assert _tickets(talker) == [solved]
    talker.world.clock.advance(hours=10)
    assert await send_next(talker.world.deps)
    talker.world.clock.advance(minutes=1)
    assert await talker.says("解决了", "affirm") == ["utter_ticket_closed"]


@pytest.mark.parametrize(("text", "intent"), [("解决了", "report_emergency"), ("已经解决了", "complain")])
async def test_a_plain_yes_that_is_hardly_read_closes_it_too(text: str, intent: str):
    talker = await _customer(_visit(1, 1))
    await _solved(talker)
    assert await talker.says(text, intent, confidence=0.55) == ["utter_ticket_closed"]


@pytest.mark.parametrize(
    ("text", "intent"),
    [("没有解决", "deny"), ("2", "inform"), ("还是没人道歉啊", "complain"), ("没有", "deny")],
)
async def test_her_no_opens_it_again_with_her_words(text: str, intent: str):
    talker = await _customer(_visit(1, 1))
    await _solved(talker)
    assert await talker.says(text, intent) == ["utter_ticket_reopened"]
    (ticket,) = _tickets(talker)
    assert (ticket.state, ticket.escalated) == (TicketState.IN_PROGRESS, ("reopened",))


async def test_the_call_about_a_refund_stays_until_that_is_paid_whatever_she_says():
    talker = await _customer(_visit(1, 1))
    ticket = await _solved(talker)
    refund = Refund(5000, NOW, "agent:li", NOW + timedelta(days=4))
    talker.world.store.tickets[ticket.id] = replace(talker.world.store.tickets[ticket.id], refund=refund)
    talker.world.store.call_tasks.append(
        CallTask(
            ticket.customer_id, "ticket_escalated", ticket_escalated(ticket.id, "complaint", "due_refund", "li"), NOW
        )
    )
    assert await talker.says("解决了", "affirm") == ["utter_ticket_closed"]
    assert [call.done_at for call in talker.world.store.call_tasks] == [None]


async def test_the_call_for_a_supervisor_is_over_when_she_says_that_it_is_solved_after_all():
    talker = await _customer(_visit(1, 1))
    await _solved(talker)
    await talker.says("还没有，厨房还是油的", "deny")
    (call,) = talker.world.store.call_tasks
    assert (call.reason, call.done_at) == ("ticket_escalated", None)
    assert "处理人li。" in call.text
    await _thought_solved(talker)
    assert await send_next(talker.world.deps)
    talker.world.clock.advance(minutes=5)
    assert await talker.says("解决了", "affirm") == ["utter_ticket_closed"]
    (call,) = talker.world.store.call_tasks
    assert (call.done_at, call.done_by) == (talker.world.clock.now(), "customer")


async def test_a_booking_may_come_between_and_the_question_is_put_again():
    talker = await _customer(_visit(1, 1))
    await _solved(talker)
    await talker.says("明天下午两点打扫，90平，浦东新区张杨路1458弄6号楼1202，13800138000", "book_service")
    assert await talker.says("好的", "affirm") == ["utter_booked", "utter_ticket_ask_solved"]
    assert await talker.says("解决了", "affirm") == ["utter_ticket_closed"]


async def test_a_person_who_is_wanted_with_a_complaint_comes_and_the_ticket_is_there():
    talker = await _customer(_visit(1, 1))
    said = await talker.says("花瓶碎了，转人工", "complain", "request_human", category="damage")
    assert said == ["utter_complaint_to_person"]
    assert [ticket.type for ticket in _tickets(talker)] == [TicketType.DAMAGE]
    assert _mode(talker) is Mode.QUEUED


async def test_a_refund_of_a_visit_that_is_named_is_about_that_one():
    coming = replace(_visit(3, -3), state=BookingState.CONFIRMED)
    talker = await _customer(_visit(1, 1), _visit(2, 3, "appliance_cleaning"), coming)
    await talker.says("上次洗空调的钱退给我", "request_refund")
    assert [ticket.linked_to for ticket in _tickets(talker)] == ["bk_2"]


async def _refund_noted() -> Talker:
    talker = await _customer(_visit(1, 2, "appliance_cleaning"))
    said = await talker.says("前天洗的空调还是一股霉味，请把钱退给我", "complain", "request_refund", category="quality")
    assert said == ["utter_noted_ticket_about"]
    return talker


@pytest.mark.parametrize("intents", [(), ("inform",), ("chitchat",)])
async def test_what_is_told_on_after_all_was_asked_is_added_to_the_ticket(intents: tuple[str, ...]):
    talker = await _refund_noted()
    assert await talker.says("主卧那台最严重，次卧的稍好一点", *intents) == ["utter_care_noted"]
    (ticket,) = _tickets(talker)
    assert "主卧那台最严重" in " ".join(note.text for note in ticket.notes)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("就是前天上午那次", "check_booking"),
        ("前天那一单", "check_booking"),
        ("厨房台面全是油", "inform"),
        ("油烟机上面全是油", "inform"),
    ],
)
async def test_which_visit_and_how_it_looked_are_added_to_the_ticket_and_are_no_order(text: str, intent: str):
    talker = await _refund_noted()
    assert await talker.says(text, intent) == ["utter_care_noted"]
    (ticket,) = _tickets(talker)
    assert text in " ".join(note.text for note in ticket.notes)


@pytest.mark.parametrize("text", ["后天那单几点", "周六上午九点再打扫一次", "明天那单改到周五"])
async def test_another_wish_behind_a_ticket_is_not_added_to_it(text: str):
    talker = await _refund_noted()
    await talker.says(text, "book_service")
    (ticket,) = _tickets(talker)
    assert text not in " ".join(note.text for note in ticket.notes)


@pytest.mark.parametrize(
    ("text", "intents"), [("好的谢谢", ("thank",)), ("你们几点下班", ("ask_availability",)), ("知道了", ("affirm",))]
)
async def test_courtesies_and_questions_behind_a_ticket_are_not_added_to_it(text: str, intents: tuple[str, ...]):
    talker = await _refund_noted()
    await talker.says(text, *intents)
    (ticket,) = _tickets(talker)
    assert text not in " ".join(note.text for note in ticket.notes)


async def test_what_is_told_an_hour_later_or_behind_other_business_is_not_of_the_ticket():
    talker = await _refund_noted()
    talker.world.clock.advance(hours=1)
    await talker.says("主卧那台最严重，次卧的稍好一点")
    (ticket,) = _tickets(talker)
    assert "主卧" not in " ".join(note.text for note in ticket.notes)
