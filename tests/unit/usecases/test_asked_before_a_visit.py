"""What is asked of a visit that is to come begins no booking, and what whoever comes is to do belongs to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.booking import BookingState
from tests.talker import Talker
from tests.worlds import CLEANING, a_catalogue, a_world, an_auntie

HOME = "浦东新区张杨路1458弄6号楼1202，13800138000"


async def _booked(text: str = "明天上午九点半修水管") -> Talker:
    repair = replace(CLEANING, code="home_repair", name="家居维修", asks=(), excludes="材料费用")
    world = a_world((an_auntie(1, skills=frozenset({"home_repair"})),))
    world.store.catalogue = a_catalogue(services={"home_repair": repair})
    talker = Talker(world)
    await talker.says(f"{text}，{HOME}", "book_service")
    assert await talker.says("好的", "affirm") == ["utter_booked"]
    return talker


@pytest.mark.parametrize(
    "said", ["换只龙头个话 材料钞票另外算伐", "换个龙头的话，配件钱另算吗", "要是换水管 材料费另外收吗"]
)
async def test_in_which_case_something_is_asked_is_no_booking(said: str):
    talker = await _booked()
    await talker.says(said, "book_service", confidence=0.17)
    told = "哦晓得了 明朝师傅上门前头先打只电话拨我 我到弄堂口去接伊"
    assert await talker.says(told, "book_service", confidence=0.54) == ["utter_ask_change"]
    await talker.says("对个 先打电话再来", "inform", confidence=0.3)
    await talker.says("时间勿改 就九点半 谢谢侬哦", "reschedule_booking", "thank")
    await talker.says("好个", "affirm")
    (booking,) = talker.bookings(BookingState.CONFIRMED)
    assert tuple(booking.special_needs) == ("call_first",)
