"""An agent gives a customer back to the bot: it goes on with what was agreed, and asks nothing that is settled."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.ticket import TicketState
from bot.domain.values import TimeWindow
from bot.usecases.handoff import Agreed, hand_back, take_over
from tests.builders import a_booking
from tests.talker import Talker
from tests.unit.usecases.test_waiting import clock_of, taken, the_conversation


@pytest.fixture
async def talker() -> Talker:
    talker = Talker(hears_place=True)
    assert await talker.says("转人工", "request_human") == ["utter_handoff_queued", "utter_queue_next"]
    return talker


async def test_the_bot_goes_on_with_the_hour_that_was_agreed_with_the_agent():
    talker = Talker(hears_place=True)
    await talker.says("约明天上午擦玻璃", "book_service")
    await talker.says("人工!!!!", "request_human")
    assert "正在约" in talker.world.store.notes[0].text
    assert "情绪激动" in talker.world.store.notes[0].text
    await taken(talker.world)
    async with talker.world.deps.uow() as uow:
        await hand_back(uow, clock_of(talker.world), the_conversation(talker.world).id, "小李", Agreed("9点"))
        await uow.commit()
    said = await talker.says("9点", "inform", events=("console:handed_back",))
    assert "utter_greet" not in said
    (task,) = the_conversation(talker.world).dialogue["tasks"]
    assert task["wishes"][0]["draft"]["window"]["start"] == "2026-11-24T09:00:00"
    assert task["wishes"][0]["draft"]["special_needs"] != []


async def _handed_back(talker: Talker, agreed: str, intent: str = "inform") -> list[str]:
    """What she hears when an agent gives her back with what was agreed."""
    async with talker.world.deps.uow() as uow:
        await hand_back(uow, clock_of(talker.world), the_conversation(talker.world).id, "小李", Agreed(agreed))
        await uow.commit()
    talker.world.clock.advance(minutes=1)
    return await talker.says(agreed, intent, events=("console:handed_back",))


@pytest.mark.parametrize("agreed", ["", "后天上午九点打扫", "后天"])
async def test_what_an_agent_has_ordered_meanwhile_is_not_asked_for_again(agreed: str):
    talker = Talker(hears_place=True)
    await _ordered_meanwhile(talker)
    assert await _handed_back(talker, agreed) == ["utter_back_with_bot"]
    assert the_conversation(talker.world).dialogue["tasks"] == []


async def _ordered_meanwhile(talker: Talker) -> None:
    """An agent has taken a cleaning for the day after tomorrow, 25 November."""
    await talker.says("约后天上午打扫", "book_service")
    await talker.says("人工", "request_human")
    await taken(talker.world)
    talker.world.clock.advance(minutes=5)
    customer = the_conversation(talker.world).customer_id
    start = talker.world.clock.now() + timedelta(days=2)
    window = TimeWindow(start, start + timedelta(hours=2))
    talker.world.store.occupied["bk_made"] = window
    talker.world.store.bookings["bk_made"] = a_booking(
        id="bk_made", state="confirmed", customer_id=customer, window=window, created_at=talker.world.clock.now()
    )


async def test_another_visit_that_was_agreed_beside_the_one_that_was_ordered_is_gone_on_with():
    talker = Talker(hears_place=True)
    await _ordered_meanwhile(talker)
    assert "utter_back_with_bot" not in await _handed_back(talker, "另外周五上午再来一次")
    (task,) = the_conversation(talker.world).dialogue["tasks"]
    assert task["wishes"][0]["draft"]["window"]["start"].startswith("2026-11-27T")


@pytest.mark.parametrize("intent", ["inform", "change_booking"])
async def test_another_address_that_was_agreed_is_one_for_the_order_that_was_made(intent: str):
    talker = Talker(hears_place=True)
    await _ordered_meanwhile(talker)
    assert await _handed_back(talker, "地址改成浦东新区张杨路1458弄6号楼1202", intent) == ["utter_ask_change"]
    assert "→ 浦东新区张杨路1458弄6号楼1202" in talker.values["changes"]


async def test_an_order_that_is_to_come_another_day_is_moved_and_not_made_a_second_time():
    talker = Talker(hears_place=True)
    await _ordered_meanwhile(talker)
    await _handed_back(talker, "")
    await talker.says("转人工", "request_human")
    await taken(talker.world)
    said = await _handed_back(talker, "后天的打扫改到周五下午三点", "reschedule_booking")
    assert "utter_confirm_booking" not in said
    (task,) = the_conversation(talker.world).dialogue["tasks"]
    assert "booking_id" in task


async def test_how_a_complaint_is_put_right_is_no_new_order_and_stands_in_its_ticket(talker: Talker):
    await talker.says("你们阿姨把地板弄坏了，要投诉", "complain", category="damage")
    await taken(talker.world)
    agreed = "明天上午十点免费返工，浦东新区张杨路500弄3号1202"
    assert await _handed_back(talker, agreed) == ["utter_back_agreed"]
    (ticket,) = talker.world.store.tickets.values()
    assert (ticket.notes[-1].by, ticket.notes[-1].text) == (
        "agent:小李",
        "和客户说好：明天上午十点免费返工，浦东新区张杨路•••",
    )


@pytest.mark.parametrize("state", [TicketState.SOLVED, TicketState.OPEN])
async def test_what_was_agreed_is_noted_in_the_newest_of_several_tickets(talker: Talker, state: TicketState):
    await talker.says("你们阿姨把地板弄坏了，要投诉", "complain", category="damage")
    (older,) = talker.world.store.tickets.values()
    talker.world.store.tickets[older.id] = replace(older, linked_to="bk_1", state=state)
    talker.world.clock.advance(minutes=5)
    newer = replace(older, id="tk_newer", linked_to="bk_2", created_at=talker.world.clock.now())
    talker.world.store.tickets[newer.id] = newer
    await taken(talker.world)
    assert await _handed_back(talker, "明天上午十点免费返工") == ["utter_back_agreed"]
    noted = [one.id for one in talker.world.store.tickets.values() if one.notes[-1].by == "agent:小李"]
    assert noted == ["tk_newer"]


async def test_what_was_agreed_of_a_ticket_that_waits_for_her_word_stands_in_it(talker: Talker):
    await talker.says("你们阿姨把地板弄坏了，要投诉", "complain", category="damage")
    (ticket,) = talker.world.store.tickets.values()
    talker.world.store.tickets[ticket.id] = replace(ticket, state=TicketState.SOLVED)
    await taken(talker.world)
    assert await _handed_back(talker, "明天上午十点免费返工") == ["utter_back_agreed"]
    assert talker.world.store.tickets[ticket.id].notes[-1].text == "和客户说好：明天上午十点免费返工"


async def test_handed_back_with_nothing_open_it_says_that_it_is_there(talker: Talker):
    await taken(talker.world)
    async with talker.world.deps.uow() as uow:
        await hand_back(uow, clock_of(talker.world), the_conversation(talker.world).id, "小李")
        await uow.commit()
    assert await talker.says("", events=("console:handed_back",)) == ["utter_back_with_bot"]


async def test_danger_that_a_colleague_has_seen_to_is_not_asked_about_any_more():
    talker = Talker()
    await talker.says("插座冒火花了", "report_emergency")
    async with talker.world.deps.uow() as uow:
        await take_over(uow, clock_of(talker.world), the_conversation(talker.world).id, "小李")
        await uow.commit()
    agreed = "明天上午九点打扫，90平，浦东新区张杨路1458弄6号楼1202，13800138000"
    assert (await _handed_back(talker, agreed))[-1] == "utter_summary"
    assert await talker.says("好的", "affirm") == ["utter_booked"]


async def test_when_somebody_rings_about_a_ticket_is_answered_and_calls_no_person():
    talker = Talker(hears_place=True)
    await talker.says("你们师傅把茶几刮了，要投诉", "complain", category="damage")
    await talker.says("赔偿", "inform")
    said = await talker.says("多咱能有人跟俺联系啊", "request_human")
    assert "utter_handoff_queued" not in said
