"""Two homes told in one message: each keeps its own time, size, number and changes, however it is told."""

from __future__ import annotations

import pytest

from bot.domain.booking import BookingState
from bot.domain.values import to_local
from tests.talker import Talker
from tests.worlds import a_world, an_auntie

HERS, MUMS = "静安区昌平路990号6号楼802", "静安区新闸路1855弄3号1004"
PHONE, HER_PHONE = "13800138000", "13900139000"
TWO_HOMES = f"两个地方要打扫 我家{HERS} 70平 后天上午九点 我妈家{MUMS} 56平 后天下午两点"


async def _talked(*said: str) -> Talker:
    talker = Talker(a_world(tuple(an_auntie(number) for number in range(1, 6))))
    for number, line in enumerate(said):
        text, _, intent = line.partition("|")
        await talker.says(text, intent or ("inform" if number else "book_service"))
    return talker


async def _booked(*said: str) -> list[tuple[str, float | None, str, str]]:
    """Start, size, place and number of each visit that is booked when a customer writes this and says yes."""
    talker = await _talked(*said)
    await talker.says("好的", "affirm")
    booked = sorted(talker.bookings(BookingState.CONFIRMED), key=lambda one: one.window.start)
    zone = talker.world.deps.zone
    return [(f"{to_local(one.window.start, zone):%d %H}", one.area_sqm, one.address, one.phone) for one in booked]


@pytest.mark.parametrize(
    "told",
    [
        TWO_HOMES,
        f"我家{HERS}，70平，后天上午九点打扫，我妈家{MUMS}，56平，后天下午两点打扫",
        f"我家{HERS}七十平后天上午九点打扫我妈家{MUMS}五十六平后天下午两点打扫",
        f"后天上午九点我家打扫 {HERS} 70平，下午两点我妈家 {MUMS} 56平",
        f"我妈家{MUMS} 56平 后天下午两点 我家{HERS} 70平 后天上午九点 都要打扫",
        f"我家和我妈家都要打扫 我家后天上午九点 {HERS} 70平 我妈家后天下午两点 {MUMS} 56平",
        f"帮我约两个地方的保洁：{HERS} 70平 后天上午九点；{MUMS} 56平 后天下午两点",
        f"两处打扫，一处{HERS}，70平，后天上午九点，另一处{MUMS}，56平，后天下午两点",
        f"屋企{HERS} 70平 後日朝早九點打掃 阿媽屋企{MUMS} 56平 後日下晝兩點",
        f"公司{HERS} 70平 后天上午九点打扫 家里{MUMS} 56平 后天下午两点打扫",
        f"我自己住{HERS}，70平，后天上午九点打扫；爸妈住{MUMS}，56平，后天下午两点也要打扫",
        f"我要约两次保洁，后天上午九点在{HERS}，70平，下午两点在{MUMS}，56平",
    ],
)
async def test_each_home_keeps_what_is_told_of_it(told: str):
    assert await _booked(told, PHONE) == [("25 09", 70, HERS, PHONE), ("25 14", 56, MUMS, PHONE)]


@pytest.mark.parametrize(
    "told",
    [
        f"后天上午九点打扫 {HERS} 70平 不对 是{MUMS} 后天下午两点",
        f"{HERS} 70平 后天上午九点打扫，下午两点也行",
    ],
)
async def test_what_is_put_right_or_left_open_is_no_second_home(told: str):
    assert len(await _booked(told, PHONE, "下午两点")) == 1


@pytest.mark.parametrize(
    ("told", "phones"),
    [
        (f"我妈那边留她自己的号 {HER_PHONE} 阿姨到楼下打给她", [PHONE, HER_PHONE]),
        (f"我妈那边的电话是{HER_PHONE}", [PHONE, HER_PHONE]),
        (f"我妈家打{HER_PHONE}", [PHONE, HER_PHONE]),
        (f"第二个地方留{HER_PHONE}", [PHONE, HER_PHONE]),
        (f"下午那家打{HER_PHONE}", [PHONE, HER_PHONE]),
        (f"我家留我老公的号 {HER_PHONE}", [HER_PHONE, PHONE]),
        (f"电话换成{HER_PHONE}", [HER_PHONE, HER_PHONE]),
        (f"电话都打{HER_PHONE}", [HER_PHONE, HER_PHONE]),
        (f"电话错了 是{HER_PHONE}", [HER_PHONE, HER_PHONE]),
    ],
)
async def test_a_number_for_one_of_them_is_of_that_one_alone(told: str, phones: list[str]):
    assert [phone for *_, phone in await _booked(TWO_HOMES, PHONE, told)] == phones


@pytest.mark.parametrize(
    "told",
    [
        "哎我妈说后天下午她要去打太极 她那边挪到大后天下午两点 我家的别动",
        "她那边挪到大后天下午两点",
        "我妈那边改大后天下午两点，我家不变",
        "我妈说她家改到大后天下午两点",
        "老太太那边改到大后天",
        "后天下午我妈要打麻将，她家那次改大后天吧",
        "佢嗰邊改大後日下晝兩點",
    ],
)
async def test_the_visit_of_somebody_elses_home_moves_alone(told: str):
    for intent in ("inform", "reschedule_booking"):
        booked = await _booked(TWO_HOMES, PHONE, f"{told}|{intent}")
        assert [(start, address) for start, _, address, _ in booked] == [("25 09", HERS), ("26 14", MUMS)]


@pytest.mark.parametrize("asked", ["两家是分开算钱的吧 各多少", "分别多少钱", "每家多少", "两单各几多錢"])
async def test_what_each_of_them_costs_is_told_apart(asked: str):
    talker = await _talked(TWO_HOMES, PHONE)
    assert await talker.says(asked, "ask_price") == ["utter_price_each", "utter_ask_confirm_again"]
    assert [line.rpartition("：")[2][:4] for line in talker.values["orders"].splitlines()] == ["180元", "120元"]
    assert talker.values["total"] == "300元"


@pytest.mark.parametrize("asked", ["一共多少钱", "多少钱", "总共几多钱"])
async def test_the_sum_is_told_where_it_is_asked_for(asked: str):
    talker = await _talked(TWO_HOMES, PHONE)
    assert (await talker.says(asked, "ask_price"))[0] == "utter_price_held"
