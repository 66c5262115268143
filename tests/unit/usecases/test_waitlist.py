"""候补: on the list in the talk, offered what comes free, taken with one word; and everybody else told kindly."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.domain.booking import BookingState
from bot.domain.conversation import Mode
from bot.domain.errors import InvalidData
from bot.domain.handoff_reason import Reason
from bot.domain.inquiry import InquiryState
from bot.domain.policy import Policies, ReviewLimits
from bot.domain.waitlist import WaitlistState
from bot.usecases import waitlist
from bot.usecases.booking import expire_holds
from bot.usecases.handoff import queue_handoff
from bot.usecases.inquiries import expire_inquiries
from tests.builders import a_booking, a_job
from tests.talker import Talker
from tests.unit.usecases.waitlist_steps import (
    TWO,
    TWO_TO_SIX,
    all_sent,
    full_tomorrow,
    held,
    other_cancels,
    states,
    waits,
    written,
)
from tests.worlds import a_catalogue, a_world, an_auntie

ADDRESS = "浦东新区张杨路1458弄6号楼1202"


async def _joined(wish: str = "明天下午两点") -> Talker:
    talker = Talker(full_tomorrow())
    said = await talker.says(f"{wish}打扫，90平，{ADDRESS}，13800138000", "book_service")
    assert said[-1] == "utter_window_full"
    assert talker.choices[-1] == "候补原来的时间"
    assert await talker.says("候补原来的时间", "deny") == ["utter_waitlist_joined"]
    return talker


async def _offered(talker: Talker | None = None) -> Talker:
    talker = talker or await _joined()
    talker.world.clock.advance(minutes=5)
    await other_cancels(talker.world)
    assert await waitlist.offer_freed(talker.world.deps) == 1
    talker.world.clock.advance(minutes=1)
    return talker


# --- in the talk -----------------------------------------------------------------------------------------------------


async def test_a_customer_puts_the_full_hour_on_the_waiting_list_and_nothing_stays_open():
    talker = await _joined()
    assert talker.values == {"window": "明天（11月24日 周二）14:00", "service": "日常保洁"}
    (entry,) = talker.world.store.waitlist.values()
    assert (entry.state, entry.exact, entry.job.address) == (WaitlistState.WAITING, True, ADDRESS)
    assert await talker.says("好的", "affirm") == ["utter_nothing_open"]


@pytest.mark.parametrize("words", ["候补吧", "4", "帮我候补一下"])
async def test_the_waiting_list_is_chosen_in_other_words_too(words: str):
    talker = Talker(full_tomorrow())
    await talker.says(f"明天下午两点打扫，90平，{ADDRESS}，13800138000", "book_service")
    assert await talker.says(words, "inform") == ["utter_waitlist_joined"]


@pytest.mark.parametrize("words", ["最后一个", "随便"])
async def test_the_last_or_any_of_the_times_is_a_time(words: str):
    talker = Talker(full_tomorrow())
    await talker.says(f"明天下午两点打扫，90平，{ADDRESS}，13800138000", "book_service")
    assert (await talker.says(words, "inform"))[-1] == "utter_summary"
    assert talker.world.store.waitlist == {}


async def test_a_full_part_of_the_day_can_be_waited_for_and_a_free_one_not():
    talker = await _joined("明天下午")
    assert talker.values["window"] == "明天（11月24日 周二）下午"
    said = await talker.says(f"后天下午打扫，90平，{ADDRESS}，13800138000", "book_service")
    assert said[-1] == "utter_ask_which_window"
    assert "候补原来的时间" not in talker.choices


async def test_a_whole_day_is_not_waited_for():
    talker = Talker(full_tomorrow())
    await talker.says(f"明天打扫，90平，{ADDRESS}，13800138000", "book_service")
    assert "候补原来的时间" not in talker.choices


async def test_where_no_day_has_room_the_hour_can_still_be_waited_for():
    world = full_tomorrow(a_world((an_auntie(1, hours={2: an_auntie(1).hours[2]}),)))
    talker = Talker(world)
    said = await talker.says(f"明天下午两点打扫，90平，{ADDRESS}，13800138000", "book_service")
    assert (said[-1], talker.choices) == ("utter_no_window", ["候补原来的时间"])
    assert await talker.says("打扫一小时多少钱", "ask_price") == ["utter_price_about", "utter_no_window"]
    assert await talker.says("1", "inform") == ["utter_waitlist_joined"]


async def test_any_time_where_there_is_none_nearby_is_the_next_there_is():
    world = full_tomorrow(a_world((an_auntie(1, hours={2: an_auntie(1).hours[2]}),)))
    talker = Talker(world)
    await talker.says(f"明天下午两点打扫，90平，{ADDRESS}，13800138000", "book_service")
    assert (await talker.says("随便", "inform"))[-1] == "utter_ask_which_window"
    assert talker.choices[0].startswith("12月1日")
    assert world.store.waitlist == {}


async def test_a_second_wish_is_put_on_the_list_by_the_words_on_the_button():
    talker = await _joined()
    await talker.says(f"明天上午九点打扫，90平，{ADDRESS}，13800138000", "book_service")
    assert await talker.says("候补原来的时间", "deny") == ["utter_waitlist_joined"]
    assert states(talker.world) == [WaitlistState.WAITING, WaitlistState.WAITING]


async def test_the_next_wish_of_the_same_message_has_its_turn():
    talker = Talker(full_tomorrow())
    await talker.says(f"明天上午九点打扫，90平，后天下午两点洗空调，{ADDRESS}，13800138000", "book_service")
    said = await talker.says("候补原来的时间")
    assert (said[0], said[-1]) == ("utter_waitlist_joined", "utter_summary")


async def test_a_window_that_comes_free_is_offered_and_taken_with_one_word():
    talker = await _offered()
    (written,) = talker.world.store.outbox.values()
    assert written.bubble.as_plain_text() == (
        "您候补的时间空出来了：明天（11月24日 周二）14:00–17:00的日常保洁，李秀英上门，180元（60元/小时 × 3小时）。"
        "给您留到10:35，要吗？\n1. 要\n2. 不要"
    )
    assert await talker.says("要", "affirm") == ["utter_booked"]
    (booking,) = talker.bookings(BookingState.CONFIRMED)
    assert (booking.window.start, booking.provider_ids) == (datetime.fromisoformat("2026-11-24T14:00+08:00"), ("p1",))
    assert states(talker.world) == [WaitlistState.TAKEN]
    audited = [entry.action for entry in talker.world.store.audit if entry.entity == "waitlist"]
    assert audited == ["waitlist_joined", "waitlist_offered", "waitlist_taken"]


async def test_an_offer_that_a_person_will_look_at_first_promises_nobody():
    world = full_tomorrow()
    world.store.catalogue = a_catalogue(policies=Policies(review=ReviewLimits(always=frozenset({"daily_cleaning"}))))
    await waits(world)
    await other_cancels(world)
    await waitlist.offer_freed(world.deps)
    (offer,) = [text for text in written(world) if text.startswith("您候补的")]
    assert offer.startswith(
        "您候补的时间空出来了：明天（11月24日 周二）14:00–17:00的日常保洁，谁上门同事定好就告诉您，180元"
    )


async def test_a_no_frees_the_window_and_ends_the_wait():
    talker = await _offered()
    assert await talker.says("不要", "deny") == ["utter_waitlist_refused"]
    assert (talker.world.store.cells, states(talker.world)) == ({}, [WaitlistState.LEFT])
    assert await waitlist.offer_freed(talker.world.deps) == 0


@pytest.mark.parametrize(
    ("text", "intent"), [("取消候补", "abandon"), ("不候补了", "deny"), ("候补取消", "cancel_booking")]
)
async def test_who_waits_no_longer_says_so(text: str, intent: str):
    talker = await _joined()
    assert await talker.says(text, intent) == ["utter_waitlist_left"]
    assert states(talker.world) == [WaitlistState.LEFT]


async def test_who_leaves_while_something_is_offered_gives_it_back():
    talker = await _offered()
    assert await talker.says("不候补了", "deny") == ["utter_waitlist_left"]
    assert (talker.world.store.cells, states(talker.world)) == ({}, [WaitlistState.LEFT])
    assert [inquiry.state for inquiry in talker.world.store.inquiries.values()] == [InquiryState.WITHDRAWN]


async def test_leaving_the_list_does_not_touch_the_draft():
    talker = await _joined()
    await talker.says(f"后天下午两点打扫，90平，{ADDRESS}，13800138000", "book_service")
    assert await talker.says("取消候补", "abandon") == ["utter_waitlist_left", "utter_ask_confirm_again"]
    assert await talker.says("好的", "affirm") == ["utter_booked"]


async def test_without_a_place_on_the_list_a_cancel_is_a_cancel():
    talker = Talker()
    assert (await talker.says("取消候补", "cancel_booking"))[-1] == "utter_nothing_to_cancel"


async def test_an_offer_that_ran_out_is_not_taken_by_a_late_yes():
    talker = await _offered()
    talker.world.clock.advance(minutes=31)
    assert await talker.says("要", "affirm") == ["utter_nothing_open"]
    assert talker.bookings(BookingState.CONFIRMED) == []


# --- the list --------------------------------------------------------------------------------------------------------


async def test_the_same_wish_stands_on_the_list_once():
    world = full_tomorrow()
    assert await waits(world) == await waits(world)
    assert await waits(world, wish=(TWO, TWO.replace(hour=18))) != await waits(world)


@pytest.mark.parametrize("precision", ["range", "asap"])
async def test_only_an_hour_a_part_of_a_day_or_a_day_can_be_waited_for(precision: str):
    world = full_tomorrow()
    async with world.deps.uow() as uow:
        with pytest.raises(InvalidData):
            await waitlist.join(world.deps, uow, a_job(), TWO, None, precision)


async def test_the_longest_wait_is_offered_first_and_one_window_to_one_only():
    world = full_tomorrow()
    for number in (1, 2, 3):
        await waits(world, number)
    assert await waitlist.offer_freed(world.deps) == 0
    await other_cancels(world)
    assert await waitlist.offer_freed(world.deps) == 1
    assert await waitlist.offer_freed(world.deps) == 0
    assert (held(world), states(world)) == (["cu_1"], [
        WaitlistState.OFFERED, WaitlistState.WAITING, WaitlistState.WAITING,
    ])  # fmt: skip


async def test_an_offer_that_nobody_answers_goes_to_the_next():
    world = full_tomorrow()
    await waits(world, 1)
    await waits(world, 2)
    await other_cancels(world)
    await waitlist.offer_freed(world.deps)
    all_sent(world)
    world.clock.advance(minutes=30)
    assert await expire_inquiries(world.deps) == 1
    assert written(world)[-1] == (
        "刚才给您留的明天（11月24日 周二）14:00–17:00的日常保洁没等到您的回复，先让给后面的客户了。"
        "还想约的话，随时告诉我。"
    )
    assert await waitlist.offer_freed(world.deps) == 1
    assert (held(world), states(world)) == (["cu_2"], [WaitlistState.EXPIRED, WaitlistState.OFFERED])


async def test_it_is_the_same_whichever_loop_notices_first_that_the_hold_ran_out():
    world = full_tomorrow()
    await waits(world)
    await other_cancels(world)
    await waitlist.offer_freed(world.deps)
    all_sent(world)
    world.clock.advance(minutes=30)
    assert await expire_holds(world.deps) == 1
    assert await expire_inquiries(world.deps) == 1
    assert (held(world), states(world)) == ([], [WaitlistState.EXPIRED])


async def test_at_night_nothing_is_offered_and_in_the_morning_it_is():
    world = full_tomorrow()
    await waits(world)
    await other_cancels(world)
    world.clock.advance(hours=12)
    assert await waitlist.offer_freed(world.deps) == 0
    world.clock.advance(hours=10)
    assert await waitlist.offer_freed(world.deps) == 1


async def test_a_part_of_a_day_is_offered_its_first_free_start():
    world = full_tomorrow()
    await waits(world, wish=TWO_TO_SIX)
    await other_cancels(world)
    await waitlist.offer_freed(world.deps)
    (hold,) = [booking for booking in world.store.bookings.values() if booking.state is BookingState.HELD]
    assert hold.window.start == datetime.fromisoformat("2026-11-24T14:00+08:00")


async def test_free_time_beside_the_wished_part_of_the_day_is_not_what_is_waited_for():
    world = a_world((an_auntie(1, hours={3: an_auntie(1).hours[3]}),))
    await waits(world, wish=TWO_TO_SIX)
    assert await waitlist.offer_freed(world.deps) == 0


async def test_a_wish_that_can_not_be_met_any_more_is_told_kindly_by_day():
    world = full_tomorrow()
    await waits(world, 1)
    world.clock.advance(hours=26, minutes=30)
    await waitlist.offer_freed(world.deps)
    assert states(world) == [WaitlistState.EXPIRED]
    assert written(world) == [
        "您候补的今天（11月24日 周二）14:00的日常保洁一直没有空出来，实在抱歉。想换个时间，直接告诉我就行。"
    ]


async def test_what_is_over_in_the_night_is_told_in_the_morning():
    world = full_tomorrow()
    await waits(world, wish=(datetime(2026, 11, 23, 20), datetime(2026, 11, 23, 23)))
    world.clock.advance(hours=12)
    await waitlist.offer_freed(world.deps)
    (row,) = world.store.outbox.values()
    assert row.not_before == datetime.fromisoformat("2026-11-24T08:00+08:00")
    assert "昨天" in row.bubble.text


async def test_who_has_got_the_time_otherwise_is_not_asked():
    world = full_tomorrow()
    await waits(world)
    await other_cancels(world)
    own = a_booking(state="confirmed", window=next(iter(world.store.waitlist.values())).wanted, provider_ids=("p9",))
    world.store.bookings[own.id], world.store.occupied[own.id] = own, own.window
    assert await waitlist.offer_freed(world.deps) == 0
    assert (states(world), written(world)) == ([WaitlistState.LEFT], [])


async def test_while_a_person_talks_to_the_customer_nothing_is_offered_to_her():
    talker = await _joined()
    await other_cancels(talker.world)
    async with talker.world.deps.uow() as uow:
        (conversation,) = talker.world.store.conversations.values()
        await queue_handoff(uow, conversation, Reason.REQUEST)
        await uow.commit()
    assert next(iter(talker.world.store.conversations.values())).mode is Mode.QUEUED
    assert await waitlist.offer_freed(talker.world.deps) == 0


async def test_a_wish_for_what_is_not_sold_any_more_does_not_stop_the_others():
    world = full_tomorrow()
    gone = await waits(world, 1)
    await waits(world, 2)
    await other_cancels(world)
    entry = world.store.waitlist[gone]
    world.store.waitlist[gone] = replace(entry, job=replace(entry.job, service="gone"))
    assert await waitlist.offer_freed(world.deps) == 1
    assert held(world) == ["cu_2"]


async def test_who_asks_for_her_orders_while_she_waits_hears_that_she_waits():
    talker = await _joined()
    assert await talker.says("我的预约", "check_booking") == ["utter_only_waiting"]
