"""A message that speaks of several wishes one by one: each keeps what is told of it, under whatever name."""

from __future__ import annotations

import pytest

from bot.domain.booking import BookingState
from bot.domain.values import to_local
from tests.talker import Talker
from tests.worlds import a_world, an_auntie

HERS, MUMS = "静安区昌平路990号802", "静安区新闸路1855号1004"
TWO_HOMES = "明天上午九点我家打扫，下午三点我妈家也打扫一下"
TWO_DAYS = f"周四周五下午三点各来打扫一次，85平，{HERS}，13800138000"
THREE_DAYS = f"周四周五周六上午九点各来打扫一次，85平，{HERS}，13800138000"


async def _booked(*said: str) -> list[tuple[str, str, float | None, str, str]]:
    """What is booked when a customer writes this and says yes: service, start, size, place and number of each."""
    talker = Talker(a_world(tuple(an_auntie(number) for number in range(1, 6))))
    for number, line in enumerate(said):
        text, _, intent = line.partition("|")
        await talker.says(text, intent or ("inform" if number else "book_service"))
    await talker.says("好的", "affirm")
    zone = talker.world.deps.zone
    booked = sorted(talker.bookings(BookingState.CONFIRMED), key=lambda one: one.window.start)
    return [(one.service, f"{to_local(one.window.start, zone):%d %H:%M}", one.area_sqm, one.address, one.phone)
            for one in booked]  # fmt: skip


async def _starts(*said: str) -> list[str]:
    return [start for _, start, *_ in await _booked(*said)]


@pytest.mark.parametrize(
    "told",
    [
        [f"我家是{HERS}，我妈家是{MUMS}", "我家95平，我妈家62平", "电话都打我的13800138000"],
        [f"我家是{HERS}，95平", f"我妈家是{MUMS}，老房子，62平", "电话都打我的13800138000"],
        [f"我妈家{MUMS} 62平 我家{HERS} 95平", "13800138000"],
        [f"{HERS}是我家，{MUMS}是我妈家", "95平是我家 62平是我妈家", "13800138000"],
        [f"{HERS}，{MUMS}", "95和62", "13800138000"],
        [f"上午那个在{HERS} 95平，下午那个在{MUMS} 62平，电话13800138000"],
        [f"第一个{HERS}，第二个{MUMS}", "我95平，我妈62平", "13800138000"],
        ["我家昌平路990号802，我妈家新闸路1855号1004，都在静安区", "95平和62平", "13800138000"],
    ],
)
async def test_two_homes_told_in_a_later_message_each_keep_their_own(told: list[str]):
    booked = [(start, size, address.removeprefix("静安区")) for _, start, size, address, _ in await _booked(
        TWO_HOMES, *told
    )]  # fmt: skip
    assert booked == [("24 09:00", 95, HERS.removeprefix("静安区")), ("24 15:00", 62, MUMS.removeprefix("静安区"))]


async def test_each_home_may_have_a_number_of_its_own():
    booked = await _booked(
        TWO_HOMES, f"我家{HERS} 95平，我妈家{MUMS} 62平", "我家打我13800138000，我妈家打我妈的电话13900139000"
    )
    assert [phone for *_, phone in booked] == ["13800138000", "13900139000"]


async def test_the_first_of_two_homes_is_not_taken_for_the_other_where_both_are_named_before():
    booked = await _booked(
        "周六我家和我妈家都要打扫，我家上午九点，我妈家下午一点半", f"我妈家{MUMS} 62平，我家{HERS} 95平", "13800138000"
    )
    assert [(start, address) for _, start, _, address, _ in booked] == [("28 09:00", HERS), ("28 13:30", MUMS)]


async def test_two_places_are_told_apart_by_what_is_done_there():
    booked = await _booked(
        "周五上午十点打扫，90平，下午三点洗一台空调", f"打扫的那个在{HERS}，洗空调的在{MUMS}", "13800138000"
    )
    assert [(service, address) for service, _, _, address, _ in booked] == [
        ("daily_cleaning", HERS),
        ("appliance_cleaning", MUMS),
    ]


async def test_two_homes_are_told_apart_in_a_voice_message_without_any_comma():
    booked = await _booked(
        "嗯那个我想约一下周六上午九点我自己家打扫然后下午两点我爸妈那边也打扫一下",
        f"我自己家在{HERS}九十平我爸妈家在{MUMS}六十平",
        "电话13800138000",
    )
    assert [one[1:4] for one in booked] == [("28 09:00", 90, HERS), ("28 14:00", 60, MUMS)]


async def test_one_home_is_left_out_by_whoever_lives_there():
    homes = f"我家{HERS} 95平，婆婆家{MUMS} 62平，13800138000"
    said = ("周六上午九点我家打扫，下午两点我婆婆家打扫", homes, "婆婆说她那边先不弄了|abandon")
    assert [one[1:4] for one in await _booked(*said)] == [("28 09:00", 95, HERS)]


async def test_whether_all_could_be_done_at_once_is_a_question_where_the_other_way_is_named_too():
    assert await _starts(TWO_DAYS, "那能一次弄完吗还是要分两次") == ["26 15:00", "27 15:00"]


@pytest.mark.parametrize(
    "told",
    [
        ["我有两套出租房要打扫 一套一套说", f"第一套 周四上午九点 {HERS} 50平", f"第二套 周四下午两点 {MUMS} 55平"],
        [f"周四上午九点打扫 {HERS} 50平", f"还有一套 下午两点 {MUMS} 55平"],
        [f"周四上午九点打扫 {HERS} 50平", f"另一套周四下午两点 {MUMS} 55平"],
        [f"周四上午九点打扫 {HERS} 50平", f"第二个地址 {MUMS} 周四下午两点 55平"],
        [f"两套房子打扫。第一套周四上午九点{HERS}，50平。第二套周四下午两点{MUMS}，55平"],
        ["老房子新房子都打扫，周四，老房子上午九点，新房子下午两点", f"老房子{HERS} 50平，新房子{MUMS} 55平"],
    ],
)
async def test_homes_told_one_after_another_are_wishes_of_their_own(told: list[str]):
    assert await _booked(*told, "13800138000") == [
        ("daily_cleaning", "26 09:00", 50, HERS, "13800138000"),
        ("daily_cleaning", "26 14:00", 55, MUMS, "13800138000"),
    ]


async def test_what_is_put_right_is_no_further_wish():
    first = f"周四上午九点打扫 {HERS} 50平 13800138000"
    assert await _booked(first, f"地址错了 是{MUMS}") == [("daily_cleaning", "26 09:00", 50, MUMS, "13800138000")]
    assert await _starts(first, "第一套改成下午两点") == ["26 14:00"]


@pytest.mark.parametrize(
    ("said", "starts"),
    [
        ("哦周五那次改到四点吧周四不变", ["26 15:00", "27 16:00"]),
        ("礼拜五嗰次改四点啦 礼拜四唔变", ["26 15:00", "27 16:00"]),
        ("周四不变，周五的改四点", ["26 15:00", "27 16:00"]),
        ("第二次晚一个小时吧|reschedule_booking", ["26 15:00", "27 16:00"]),
        ("周五那次往前一个小时|reschedule_booking", ["26 15:00", "27 14:00"]),
        ("周四改成周三", ["25 15:00", "27 15:00"]),
        ("都往后挪一天呗|reschedule_booking", ["27 15:00", "28 15:00"]),
        ("周六也来一次吧 也是下午三点", ["26 15:00", "27 15:00", "28 15:00"]),
        ("周五不要了，换成周六", ["26 15:00", "28 15:00"]),
        ("周四不方便了 改成周三吧", ["25 15:00", "27 15:00"]),
    ],
)
async def test_a_visit_named_by_its_day_or_number_is_the_one_that_moves(said: str, starts: list[str]):
    assert await _starts(TWO_DAYS, said) == starts
    before = TWO_DAYS.replace(f"，{HERS}，13800138000", "")
    assert await _starts(before, said, f"{HERS} 13800138000") == starts


@pytest.mark.parametrize(
    ("said", "starts"),
    [
        ("周五那次不要了|abandon", ["26 09:00", "28 09:00"]),
        ("周五那趟拉倒吧 我自己整|abandon", ["26 09:00", "28 09:00"]),
        ("中间那次不要了|abandon", ["26 09:00", "28 09:00"]),
        ("第三次先不约了|abandon", ["26 09:00", "27 09:00"]),
        ("只要周四那次就行", ["26 09:00"]),
    ],
)
async def test_one_of_three_is_left_out_by_its_name(said: str, starts: list[str]):
    assert await _starts(THREE_DAYS, said) == starts


@pytest.mark.parametrize(
    ("said", "booked"),
    [
        ("打扫不用了，空调改成三台|abandon", [("appliance_cleaning", "27 15:00")]),
        ("空调先不洗了 打扫改到周六|abandon", [("daily_cleaning", "28 09:00")]),
    ],
)
async def test_what_is_told_beside_what_is_left_out_is_kept(said: str, booked: list[tuple[str, str]]):
    two = f"周四上午九点打扫，85平，周五下午三点洗两台空调，{HERS}，13800138000"
    assert [one[:2] for one in await _booked(two, said)] == booked


@pytest.mark.parametrize("said", ["周四几点来|ask_availability", "周四那次多少钱|ask_price"])
async def test_a_question_about_one_visit_moves_none(said: str):
    assert await _starts(TWO_DAYS, said) == ["26 15:00", "27 15:00"]


async def test_somebody_else_is_sent_to_the_visit_that_is_named():
    talker = Talker(a_world(tuple(an_auntie(number) for number in range(1, 6))))
    await talker.says(TWO_DAYS, "book_service")
    shown = {one.window.start: one.provider_ids for one in talker.bookings(BookingState.HELD)}
    assert (await talker.says("周四那次换个阿姨", "inform"))[-1] == "utter_summary_several"
    held = {one.window.start: one.provider_ids for one in talker.bookings(BookingState.HELD)}
    thursday, friday = sorted(held)
    assert (held[thursday] != shown[thursday], held[friday] == shown[friday]) == (True, True)


async def test_a_second_address_is_put_right_alone():
    two = f"周四上午九点打扫一套50平，下午两点打扫另一套60平，第一套{HERS} 第二套静安区新闸路1855号904 13800138000"
    assert [address for *_, address, _ in await _booked(two, f"第二个地址写错了 是{MUMS}")] == [HERS, MUMS]


async def test_the_second_time_that_somebody_orders_is_no_second_visit():
    said = f"这是我第二次约了，上次阿姨不错，周六上午九点打扫 90平 {HERS} 13800138000"
    assert await _starts(said) == ["28 09:00"]


async def test_it_is_asked_which_one_is_left_out_where_that_is_not_clear():
    assert await _starts(TWO_DAYS, "那次不要了|abandon", "周五的") == ["26 15:00"]


async def test_a_note_is_for_all_that_it_fits_and_one_for_the_visit_that_is_named():
    talker = Talker(a_world(tuple(an_auntie(number) for number in range(1, 6))))
    await talker.says(TWO_DAYS, "book_service")
    assert (await talker.says("猫叫咪咪 胆子小 别开着门就行", "affirm"))[-1] == "utter_summary_several"
    await talker.says("第二个要擦窗", "inform")
    await talker.says("好的", "affirm")
    booked = sorted(talker.bookings(BookingState.CONFIRMED), key=lambda one: one.window.start)
    assert [(one.special_needs, one.notes) for one in booked] == [
        ((), "猫叫咪咪 胆子小 别开着门就行"),
        (("windows_inside",), "猫叫咪咪 胆子小 别开着门就行"),
    ]


@pytest.mark.parametrize("said", ["合成一趟吧", "能不能一天弄完啊，放一起吧", "一道做脱好伐，勿要跑两趟"])
async def test_two_days_are_made_one(said: str):
    two = f"周六上午九点打扫80平，周日上午九点洗一台空调，{HERS}，13800138000"
    assert await _starts(two, said) == ["28 09:00", "28 12:00"]


@pytest.mark.parametrize("said", ["搞反了 上午去我妈家 下午来我家", "两个时间对调一下", "地址说反了"])
async def test_two_that_were_mixed_up_are_swapped(said: str):
    homes = f"我家95平 {HERS}，我妈家62平 {MUMS}，13800138000"
    assert [(one[1], one[3]) for one in await _booked(TWO_HOMES, homes, said)] == [
        ("24 09:00", MUMS),
        ("24 15:00", HERS),
    ]


async def test_the_size_that_was_asked_for_is_taken_beside_what_is_told_of_another():
    talker = Talker(a_world(tuple(an_auntie(number) for number in range(1, 6))))
    assert (await talker.says("周六上午九点打扫 下午两点洗空调", "book_service"))[-1] == "utter_ask_area"
    said = await talker.says("80平 空调挂机两台", "inform")
    assert (said, talker.values["noted"]) == (["utter_noted", "utter_ask_address"], "80平，空调挂机×2")


async def test_an_hour_told_of_all_days_is_the_hour_of_each():
    two = f"周四打扫80平，周五洗一台空调，都是上午九点，{HERS}，13800138000"
    assert await _starts(two) == ["26 09:00", "27 09:00"]


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("是同一个人做还是要来两个人啊", "utter_heads_one"),
        ("要擦窗还是不擦呢", "utter_either"),
        ("周四还是周五好啊", "utter_either"),
    ],
)
async def test_a_question_which_of_two_sets_nothing(said: str, answer: str):
    talker = Talker(a_world(tuple(an_auntie(number) for number in range(1, 6))))
    await talker.says("周四下午三点打扫，85平", "book_service")
    assert await talker.says(said, "inform") == [answer, "utter_ask_address"]
    await talker.says(f"{HERS} 13800138000", "inform")
    await talker.says("好的", "affirm")
    (booked,) = talker.bookings(BookingState.CONFIRMED)
    assert (f"{booked.window.start:%d}", len(booked.provider_ids), booked.special_needs) == ("26", 1, ())


async def test_who_comes_to_several_is_said_to_be_told_before_the_yes():
    talker = Talker(a_world(tuple(an_auntie(number) for number in range(1, 6))))
    await talker.says("周四上午九点打扫，85平，打扫完接着洗一台空调", "book_service")
    said = await talker.says("是同一个人做还是要来两个人啊", "inform")
    assert said == ["utter_provider_facts", "utter_ask_address"]


@pytest.mark.parametrize(
    "told",
    [
        "打扫九点空调下午两点，空调两台挂机，家里90平",
        "打扫早上九点，空调下午两点来洗，两台挂机，房子90平",
        "空调下午两点 两台挂机 打扫早上九点 90平",
    ],
)
async def test_each_work_has_the_hour_that_is_said_behind_it(told: str):
    talker = Talker(a_world(tuple(an_auntie(number) for number in range(1, 6))))
    await talker.says("后天做个打扫，周五洗个空调", "book_service")
    await talker.says(told, "inform")
    await talker.says(f"{HERS}，13800138000", "inform")
    await talker.says("好的", "affirm")
    zone = talker.world.deps.zone
    booked = {one.service: one for one in talker.bookings(BookingState.CONFIRMED)}
    hours = {service: f"{to_local(one.window.start, zone):%d %H:%M}" for service, one in booked.items()}
    assert hours == {"daily_cleaning": "25 09:00", "appliance_cleaning": "27 14:00"}
    assert booked["daily_cleaning"].area_sqm == 90
    assert booked["appliance_cleaning"].quantities == {"空调挂机": 2}


TWO_PLACES = (
    f"周五两个地方都要打扫，一个是浦东新区浦电路57弄2号楼803，80平，上午九点；另一个{HERS}，110平，下午两点，"
    "电话都是13800138000"
)


@pytest.mark.parametrize(
    ("told", "starts"),
    [
        ("静安那个改成三点", ["27 09:00", "27 15:00"]),
        ("昌平路那套改到下午四点", ["27 09:00", "27 16:00"]),
        ("浦东的改到上午十点", ["27 10:00", "27 14:00"]),
        ("浦东新区那边改成八点吧，静安不动", ["27 08:00", "27 14:00"]),
        ("靜安區那個改成三點", ["27 09:00", "27 15:00"]),
        ("浦电路改到十点，昌平路改到下午三点", ["27 10:00", "27 15:00"]),
    ],
)
async def test_one_of_two_is_named_by_where_it_is(told: str, starts: list[str]):
    assert await _starts(TWO_PLACES, told) == starts


async def test_who_is_at_home_in_one_of_two_places_is_told_of_that_alone():
    talker = Talker(a_world(tuple(an_auntie(number) for number in range(1, 6))))
    await talker.says(TWO_PLACES, "book_service")
    await talker.says("浦东那个家里有猫", "inform")
    await talker.says("好的", "affirm")
    needs = {one.address: one.special_needs for one in talker.bookings(BookingState.CONFIRMED)}
    assert needs == {"浦东新区浦电路57弄2号楼803": ("has_cat",), HERS: ()}


async def test_the_hours_of_a_morning_and_an_afternoon_go_to_the_wishes_of_those_halves():
    halves = f"明天上午洗空调一台挂机，下午打扫90平，{HERS}，13800138000"
    booked = {service: start for service, start, *_ in await _booked(halves, "上午九点，下午两点")}
    assert booked == {"appliance_cleaning": "24 09:00", "daily_cleaning": "24 14:00"}


FIRST = f"给我打扫，周三上午九点，90平，{HERS}，13800138000"
FOR_HER = f"给我妈家约个打扫，明天上午九点半，地址{MUMS}，60平，打我妈电话13671820945"


@pytest.mark.parametrize("phone", ["，电话还是我的", "，联系我自己", ""])
async def test_her_own_home_beside_her_mothers_has_its_own_place_and_number(phone: str):
    talker = Talker(a_world(tuple(an_auntie(number) for number in range(1, 6))))
    await talker.says(FIRST, "book_service")
    await talker.says("好的", "affirm")
    await talker.says(FOR_HER, "book_service")
    await talker.says(f"我自己家明天下午两点也来个人，洗两台挂机，老地方{phone}", "book_service")
    await talker.says("啊不对，我家下午两点来不及，三点", "inform")
    await talker.says("好的", "affirm")
    zone = talker.world.deps.zone
    tomorrow = {
        f"{to_local(one.window.start, zone):%H:%M}": (one.service, one.address, one.phone)
        for one in talker.bookings(BookingState.CONFIRMED)
        if to_local(one.window.start, zone).day == 24
    }
    assert tomorrow == {
        "09:30": ("daily_cleaning", MUMS, "13671820945"),
        "15:00": ("appliance_cleaning", HERS, "13800138000"),
    }


BOTH_AT_ONCE = (
    f"约两个地方的保洁啊一个是我家{HERS}大概110平周三上午九点另外一个是我妈家{MUMS}面积60平周四下午一点我妈家里有老人"
)


@pytest.mark.parametrize("size", ["我妈家不是60平我问了一下是55平", "我妈家不是60平，是55平", "我妈家55平，不是60平"])
@pytest.mark.parametrize("later", ["我家那个往后推一个小时改成十点吧我妈家时间不变", "我家那个推迟一小时"])
async def test_homes_with_their_sizes_before_their_hours_are_told_apart(size: str, later: str):
    booked = await _booked(BOTH_AT_ONCE, "13800138000", size, f"还有{later}|reschedule_booking")
    assert [(start, area, place) for _, start, area, place, _ in booked] == [
        ("25 10:00", 110, HERS),
        ("26 13:00", 55, MUMS),
    ]


async def test_a_size_that_is_put_right_is_noted_alone():
    talker = Talker(a_world(tuple(an_auntie(number) for number in range(1, 6))))
    await talker.says(BOTH_AT_ONCE, "book_service")
    await talker.says("13800138000", "inform")
    await talker.says("我妈家不是60平我问了一下是55平", "inform")
    assert talker.values["noted"] == "55平"
