"""Nothing is booked, cancelled or changed by words that are no yes to what was shown; nothing booked goes untold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue import booking_flow, cancel_task, change_task, inquiry_task, move_task, restore_task, series_task
from bot.dialogue.choosing import chosen
from bot.dialogue.frame import Frame
from bot.dialogue.values import Option
from bot.domain.booking import BookingState
from tests.talker import Talker
from tests.worlds import a_world, an_auntie

ADDRESS = "浦东新区张杨路1458弄6号楼1202"
ALL = f"明天下午两点打扫，90平，{ADDRESS}，13800138000"
_CONFIRMATIONS = {
    "booking": booking_flow.CONFIRM_OPTIONS,
    "cancel": cancel_task.CONFIRM_OPTIONS,
    "change": change_task.CONFIRM_OPTIONS,
    "move": move_task.CONFIRM_OPTIONS,
    "restore": restore_task.CONFIRM_OPTIONS,
    "series": series_task.CONFIRM_OPTIONS,
    **{kind: inquiry_task.options_of(kind) for kind in ("extra", "replacement", "proposal", "waitlist")},
    "instead": inquiry_task.INSTEAD_OPTIONS,
}


@pytest.mark.parametrize("options", _CONFIRMATIONS.values(), ids=_CONFIRMATIONS)
@pytest.mark.parametrize("text", ["最早几点能来", "最后再加个擦窗", "不是，最早那个", "最晚什么时候"])
def test_the_earliest_and_the_last_are_no_answer_to_yes_or_no(options: tuple[Option, ...], text: str):
    assert chosen(options, Frame(text)) is None


def test_the_earliest_is_the_first_of_several_times():
    options = (Option("2026-11-24T09:00:00", "九点"), Option("2026-11-24T10:00:00", "十点"), Option("waitlist", "候补"))
    assert [chosen(options, Frame(text)) for text in ("最早的", "最后一个")] == [options[0], options[1]]


async def _summary(world=None) -> Talker:
    talker = Talker(world)
    assert (await talker.says(ALL, "book_service"))[-1] == "utter_summary"
    return talker


def _days(talker: Talker) -> list[str]:
    return sorted(f"{b.window.start:%d}" for b in talker.bookings(BookingState.CONFIRMED))


async def test_two_visits_of_one_service_in_one_message_are_two():
    talker = Talker()
    said = await talker.says(
        f"周六上午九点打扫，下周一上午九点再打扫一次，90平，{ADDRESS}，13800138000", "book_service"
    )
    assert said[-1] == "utter_summary_several"
    await talker.says("好的", "affirm")
    assert _days(talker) == ["28", "30"]


async def test_one_more_of_the_same_service_at_the_summary_is_a_second_one():
    talker = await _summary()
    assert (await talker.says("再约一个周六上午九点的打扫", "book_service"))[-1] == "utter_summary_several"
    await talker.says("好的", "affirm")
    assert _days(talker) == ["24", "28"]


async def test_what_is_booked_is_told_when_the_rest_of_the_same_yes_is_refused():
    talker = Talker(a_world((an_auntie(1), an_auntie(2))))
    await talker.says(f"明天下午两点打扫，后天下午两点洗一台空调，90平，{ADDRESS}，13800138000", "book_service")
    store = talker.world.store
    second = next(b for b in talker.bookings(BookingState.HELD) if b.service == "appliance_cleaning")
    (who,) = second.provider_ids
    store.providers[who] = replace(store.providers[who], active=False, skills=frozenset())
    said = await talker.says("好的", "affirm")
    assert said[0] == "utter_booked"
    assert _days(talker) == ["24"]
    assert second.id not in {b.id for b in talker.bookings(BookingState.HELD)}


async def test_seven_wishes_at_once_can_all_be_moved_to_another_address():
    talker = Talker(a_world(tuple(an_auntie(number) for number in range(1, 9))))
    days = "；".join(f"11月{day}号上午九点再打扫一次" for day in range(25, 31))
    await talker.says(f"明天上午九点打扫，{days}，90平，{ADDRESS}，13800138000", "book_service")
    assert len(talker.bookings(BookingState.HELD)) == 7
    await talker.says("地址改成浦东新区张杨路1458弄8号楼302", "inform")
    await talker.says("好的", "affirm")
    addresses = [b.address for b in talker.bookings(BookingState.CONFIRMED)]
    assert addresses == ["浦东新区张杨路1458弄8号楼302"] * 7


@pytest.mark.parametrize("text", ["等等，不约了", "等一下，取消吧"])
async def test_who_says_no_while_asking_for_a_moment_says_no(text):
    talker = await _summary()
    assert await talker.says(text, "abandon") == ["utter_booking_dropped"]


async def test_the_draft_is_given_up_by_its_name_where_no_order_has_it():
    talker = await _summary()
    await talker.says("好的", "affirm")
    await talker.says("周六上午九点再约一次打扫", "book_service")
    assert await talker.says("周六的打扫取消吧", "cancel_booking") == ["utter_booking_dropped"]
    assert _days(talker) == ["24"]
    assert talker.bookings(BookingState.HELD) == []


async def test_numbers_that_are_no_part_of_the_address_leave_it_alone():
    talker = Talker()
    await talker.says("明天下午两点打扫，90平，浦东新区张杨路1458弄2号楼2单元1202，13800138000", "book_service")
    await talker.says("来两个人，人数是3不是2", "inform")
    await talker.says("好的", "affirm")
    assert {b.address for b in talker.bookings()} == {"浦东新区张杨路1458弄2号楼2单元1202"}
