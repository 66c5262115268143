"""A customer's own data by chat: seen, deleted after one yes, kept while orders run, and messages stopped."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.booking import BookingState
from bot.domain.conversation import Mode
from bot.domain.inbox import InboxState
from bot.domain.messages import Bubble
from bot.domain.sending import MUTED, Ledger, Outbound, OutboundState, Purpose
from bot.domain.ticket import OpenTicket, Severity, TicketState, TicketType
from bot.ports import CompanyClock
from bot.usecases.retention import forget
from bot.usecases.sending import send_next
from bot.usecases.ticket import open_ticket
from tests.builders import NOW
from tests.talker import Talker

ADDRESS = "浦东新区张杨路1458弄6号楼1202"


async def _booked() -> Talker:
    talker = Talker()
    await talker.says(f"明天下午两点打扫，90平，{ADDRESS}，13800138000，我姓周，门禁密码3502", "book_service")
    assert await talker.says("好的", "affirm") == ["utter_booked"]
    return talker


async def _visited() -> Talker:
    """Her visit is over."""
    talker = await _booked()
    ((booking_id, booking),) = talker.world.store.bookings.items()
    talker.world.store.bookings[booking_id] = replace(booking, state=BookingState.COMPLETED)
    talker.world.clock.advance(days=2)
    return talker


def _read(talker: Talker) -> None:
    """Everything that came in was answered."""
    inbox = talker.world.store.inbox
    inbox.update({key: replace(item, state=InboxState.DONE) for key, item in inbox.items()})


async def test_what_is_stored_is_told_with_masked_values():
    talker = await _visited()
    assert await talker.says("你们存了我什么资料", "privacy_request") == ["utter_stored"]
    told = talker.values["stored"]
    assert "138****8000" in told
    assert "浦东新区张杨路1458弄****" in told
    assert "订单：1单" in told
    assert "2026年11月23日" in told
    assert "13800138000" not in told
    assert "1202" not in told


async def test_who_has_told_nothing_hears_that_there_is_nothing_but_the_talk():
    talker = Talker()
    assert await talker.says("你们存了我什么资料", "privacy_request") == ["utter_stored"]
    assert talker.values["stored"] == "订单：还没有\n聊天：从2026年11月23日起在这里说过的话"


async def test_all_of_it_is_deleted_after_one_yes_and_the_figures_stay():
    talker = await _visited()
    _read(talker)
    assert await talker.says("把我的资料删了", "privacy_request") == ["utter_ask_erase"]
    assert talker.world.store.customers[_customer(talker)].phone == "13800138000"
    assert await talker.says("确定", "affirm") == ["utter_erased"]
    customer = talker.world.store.customers[_customer(talker)]
    assert (customer.name, customer.phone, customer.addresses) == ("", "", ())
    (booking,) = talker.bookings()
    assert (booking.address, booking.phone, booking.notes) == ("", "", "")
    assert (booking.service, booking.quote.total_fen) == ("daily_cleaning", 18000)
    assert [item.message.text for item in talker.world.store.inbox.values()] == [""]
    (conversation,) = talker.world.store.conversations.values()
    assert "1202" not in str(conversation.dialogue)
    entry = talker.world.store.audit[-1]
    assert (entry.action, entry.actor, entry.detail) == ("customer_erased", "customer", {})


async def test_a_no_keeps_everything():
    talker = await _visited()
    await talker.says("把我的资料删了", "privacy_request")
    assert await talker.says("算了不删了", "deny") == ["utter_erase_dropped"]
    assert talker.world.store.customers[_customer(talker)].phone == "13800138000"


async def test_while_an_order_runs_it_is_offered_for_afterwards_and_done_then():
    talker = await _booked()
    assert await talker.says("注销我的账户", "privacy_request") == ["utter_ask_erase_later"]
    assert "日常保洁" in talker.values["orders"]
    assert await talker.says("好的", "affirm") == ["utter_erase_noted"]
    await forget(talker.world.deps)
    assert talker.world.store.customers[_customer(talker)].phone == "13800138000"
    ((booking_id, booking),) = talker.world.store.bookings.items()
    talker.world.store.bookings[booking_id] = replace(booking, state=BookingState.COMPLETED)
    await forget(talker.world.deps)
    customer = talker.world.store.customers[_customer(talker)]
    assert (customer.phone, customer.leaves) == ("", False)


async def test_the_wish_to_be_forgotten_later_is_taken_back():
    talker = await _booked()
    await talker.says("注销我的账户", "privacy_request")
    await talker.says("好的", "affirm")
    assert await talker.says("不用删了", "deny") == ["utter_erase_dropped"]
    assert not talker.world.store.customers[_customer(talker)].leaves


async def test_only_the_chat_is_deleted_where_only_that_is_named():
    talker = await _visited()
    _read(talker)
    assert await talker.says("把聊天记录删掉", "privacy_request") == ["utter_ask_erase_parts"]
    assert await talker.says("删", "affirm") == ["utter_erased_parts"]
    assert talker.values["parts"] == "聊天内容和图片"
    assert [item.message.text for item in talker.world.store.inbox.values()] == [""]
    assert talker.world.store.customers[_customer(talker)].phone == "13800138000"


@pytest.mark.parametrize("intent", ["privacy_request", "affirm", "inform", "change_booking"])
async def test_a_narrower_wish_at_the_question_is_asked_anew_and_deletes_no_more(intent: str):
    talker = await _visited()
    assert await talker.says("把我的资料删了", "privacy_request") == ["utter_ask_erase"]
    assert await talker.says("只删除地址就行", intent) == ["utter_ask_erase_parts"]
    assert talker.values["parts"] == "地址"
    assert await talker.says("确定", "affirm") == ["utter_erased_parts"]
    customer = talker.world.store.customers[_customer(talker)]
    assert (customer.phone, customer.addresses) == ("13800138000", ())


async def test_a_wider_wish_at_the_question_is_asked_anew_too():
    talker = await _visited()
    assert await talker.says("把地址删了", "privacy_request") == ["utter_ask_erase_parts"]
    assert await talker.says("资料全部删除", "privacy_request") == ["utter_ask_erase"]
    assert talker.world.store.customers[_customer(talker)].addresses


async def test_a_narrower_wish_while_an_order_runs_is_not_taken_for_the_yes_to_all():
    talker = await _booked()
    assert await talker.says("注销我的账户", "privacy_request") == ["utter_ask_erase_later"]
    assert await talker.says("只删聊天记录就好", "privacy_request") == ["utter_ask_erase_parts"]
    assert not talker.world.store.customers[_customer(talker)].leaves


@pytest.mark.parametrize("text", ["0000", "T"])
async def test_a_sign_of_stopping_is_one_only_where_nothing_was_asked(text: str):
    talker = Talker()
    await talker.says("明天下午两点打扫", "book_service")
    await talker.says(text, "privacy_request")
    assert not talker.world.store.customers[_customer(talker)].muted
    other = Talker()
    assert await other.says(text) == ["utter_messages_off"]


async def test_what_an_order_still_needs_is_deleted_when_it_is_done():
    talker = await _booked()
    assert await talker.says("把我的地址和电话删掉", "privacy_request") == ["utter_ask_erase_parts"]
    assert await talker.says("确定", "affirm") == ["utter_erased_parts_later"]
    customer, (booking,) = talker.world.store.customers[_customer(talker)], talker.bookings()
    assert (customer.phone, customer.addresses) == ("", ())
    assert (booking.phone, booking.address) == ("13800138000", ADDRESS)
    (conversation,) = talker.world.store.conversations.values()
    assert "1202" not in str(conversation.dialogue)
    await forget(talker.world.deps)
    assert talker.bookings()[0].phone == "13800138000"
    talker.world.store.bookings[booking.id] = replace(booking, state=BookingState.COMPLETED)
    await forget(talker.world.deps)
    (booking,) = talker.bookings()
    assert (booking.phone, booking.address, booking.contact_name) == ("", "", booking.contact_name)
    assert "周" in booking.contact_name


async def test_a_part_that_waits_for_an_order_is_kept_if_she_thinks_better_of_it():
    talker = await _booked()
    await talker.says("把我的地址删掉", "privacy_request")
    await talker.says("确定", "affirm")
    assert await talker.says("不用删了", "deny") == ["utter_erase_dropped"]
    assert not talker.world.store.customers[_customer(talker)].leaves


async def test_the_turn_that_asks_for_it_is_deleted_once_it_is_answered():
    talker = await _visited()
    await talker.says("把我的资料删了", "privacy_request")
    await talker.says("确定", "affirm")
    assert any(item.message.text for item in talker.world.store.inbox.values())
    _read(talker)
    talker.world.store.outbox.clear()
    await forget(talker.world.deps)
    assert [item.message.text for item in talker.world.store.inbox.values() if item.message.text] == []
    assert talker.world.store.customers[_customer(talker)].erasing == {}


async def test_what_an_open_ticket_holds_is_deleted_when_it_is_closed():
    talker = await _visited()
    clock = CompanyClock(talker.world.clock, talker.world.deps.zone)
    async with talker.world.deps.uow() as uow:
        told = OpenTicket(_customer(talker), TicketType.DAMAGE, Severity.NORMAL, "customer", "打碎了我家1202的花瓶")
        ticket = await open_ticket(uow, clock, told)
        await uow.commit()
    _read(talker)
    assert await talker.says("把我的资料删了", "privacy_request") == ["utter_ask_erase_with_tickets"]
    assert await talker.says("确定", "affirm") == ["utter_erased"]
    _read(talker)
    await forget(talker.world.deps)
    assert talker.world.store.tickets[ticket.id].said == "打碎了我家1202的花瓶"
    current = talker.world.store.tickets[ticket.id]
    talker.world.store.tickets[ticket.id] = replace(current, state=TicketState.CLOSED)
    await forget(talker.world.deps)
    assert talker.world.store.tickets[ticket.id].notes == ()


async def test_td_stops_what_need_not_be_known_and_says_what_goes_on():
    talker = await _booked()
    assert await talker.says("TD") == ["utter_messages_off_but_orders"]
    assert talker.world.store.customers[_customer(talker)].muted
    assert await talker.says("恢复提醒", "restore_booking") == ["utter_messages_on"]
    assert not talker.world.store.customers[_customer(talker)].muted
    assert [entry.detail for entry in talker.world.store.audit if entry.action == "customer_changed"][-2:] == [
        {"fields": "muted"},
        {"fields": "muted"},
    ]


async def test_who_has_stopped_them_gets_notices_and_no_reminders():
    talker = Talker()
    await talker.says("别再给我发消息了", "privacy_request")
    world = talker.world
    (conversation,) = world.store.conversations.values()
    world.store.ledgers[conversation.id] = Ledger().opened("message", NOW)
    async with world.deps.uow() as uow:
        for text, purpose in (("明天上门", Purpose.REMINDER), ("换人了", Purpose.NOTICE)):
            await uow.outbox.add(Outbound(0, conversation.id, conversation.openid, Bubble(text), NOW, purpose=purpose))
        await uow.commit()
    while await send_next(world.deps):
        pass
    reminder, notice = world.store.outbox.values()
    assert (reminder.state, reminder.error) == (OutboundState.FAILED, MUTED)
    assert notice.state is OutboundState.SENT


async def test_a_booking_in_progress_goes_on_behind_it():
    talker = Talker()
    await talker.says("明天下午两点打扫", "book_service")
    said = await talker.says("你们存了我什么资料", "privacy_request")
    assert said[0] == "utter_stored"
    assert said[1].startswith("utter_ask_")


async def test_what_the_bot_cannot_do_goes_to_a_person():
    talker = await _visited()
    assert await talker.says("帮我导出一份个人数据", "privacy_request") == ["utter_privacy_by_person"]
    (conversation,) = talker.world.store.conversations.values()
    assert conversation.mode is Mode.QUEUED


async def test_a_wish_of_no_known_kind_is_asked_about():
    talker = Talker()
    assert await talker.says("我的隐私怎么弄", "privacy_request") == ["utter_ask_privacy_which"]
    assert talker.choices == ["看存了什么", "删除我的资料", "不再收提醒", "转人工"]
    assert await talker.says("1", "inform") == ["utter_stored"]
    await talker.says("我的隐私怎么弄", "privacy_request")
    assert await talker.says("算了", "abandon") == ["utter_erase_dropped"]


async def test_how_to_get_in_is_gone_twelve_hours_after_the_visit():
    talker = await _booked()
    (booking,) = talker.bookings()
    assert "3502" in booking.notes
    talker.world.clock.advance(days=1, hours=7 + 11)
    await forget(talker.world.deps)
    assert "3502" in talker.bookings()[0].notes
    talker.world.clock.advance(hours=2)
    await forget(talker.world.deps)
    assert "3502" not in talker.bookings()[0].notes


def _customer(talker: Talker) -> str:
    (customer_id,) = talker.world.store.customers
    return customer_id
