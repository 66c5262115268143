"""Whatever a customer says while a booking is gathered is kept, at whatever moment she says it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.dialogue.draft import joined
from bot.dialogue.pieces import counted, named_closer
from bot.dialogue.talk import talk_from
from bot.dialogue.understanding import frame_from
from bot.dialogue.values import WindowDraft
from bot.domain.booking import BookingState
from bot.domain.conversation import Mode
from bot.zh.danger import will_not_light
from bot.zh.place import with_door
from tests.builders import NOW
from tests.talker import Talker, parse_of
from tests.worlds import CLEANING, a_catalogue

PHONE = "13800138000"


async def _at_the_phone(address: str = "浦东新区张杨路1458弄6号楼") -> Talker:
    talker = Talker()
    said = await talker.says(f"明天下午两点打扫，90平，{address}", "book_service")
    assert said[-1] == "utter_ask_phone"
    return talker


async def test_a_room_number_sent_alone_after_the_address_completes_it():
    talker = await _at_the_phone()
    assert await talker.says("1202", "inform") == ["utter_noted", "utter_ask_phone"]
    await talker.says(PHONE, "inform")
    assert talker.values["address"] == "浦东新区张杨路1458弄6号楼1202"


async def test_a_house_number_sent_alone_after_the_lane_is_no_day_of_the_month():
    talker = await _at_the_phone("浦东新区锦绣路300弄")
    await talker.says("22号", "inform")
    await talker.says("903", "inform")
    await talker.says(PHONE, "inform")
    assert talker.values["address"] == "浦东新区锦绣路300弄22号903"
    assert talker.values["window"].startswith("明天（11月24日 周二）14:00")


@pytest.mark.parametrize("said", ["1202", "1202室", "2-1202", "十二楼02室"])
def test_a_door_completes_only_an_address_that_ends_at_its_building(said: str):
    assert with_door("张杨路1458弄6号楼", said) == f"张杨路1458弄6号楼{said}"
    assert with_door("张杨路1458弄6号楼1203", said) is None
    assert with_door("", said) is None


async def test_how_it_is_to_be_done_is_noted_in_her_words_and_read_back():
    talker = await _at_the_phone()
    assert await talker.says("东西不要乱放，别碰书桌", "inform") == ["utter_noted", "utter_ask_phone"]
    await talker.says(PHONE, "inform")
    assert "东西不要乱放，别碰书桌" in talker.values["needs"]
    await talker.says("好的", "affirm")
    (booking,) = talker.bookings()
    assert booking.notes == "东西不要乱放，别碰书桌"


async def test_what_answers_a_question_badly_is_no_note():
    talker = await _at_the_phone()
    await talker.says("不知道呢", "inform")
    await talker.says(PHONE, "inform")
    assert talker.values["needs"] == "无"


async def test_the_code_of_the_door_is_kept_beside_the_address():
    talker = Talker()
    await talker.says("明天下午两点打扫，90平", "book_service")
    said = await talker.says("浦东新区张杨路1458弄6号楼1202 密码锁2580#", "inform")
    assert said == ["utter_noted", "utter_ask_phone"]
    await talker.says(PHONE, "inform")
    assert "密码锁2580#" in talker.values["needs"]


@pytest.mark.parametrize("said", ["4菜一汤", "3个大人1个小孩", "密码门1234#", "五楼 没电梯"])
def test_what_counts_people_and_dishes_is_no_answer_to_where(said: str):
    assert frame_from(parse_of(said, "inform"), NOW, "booking:address").address is None


@pytest.mark.parametrize("said", ["安亭镇", "长寿路88号", "阳光新村3号楼"])
def test_a_place_is_one(said: str):
    frame = frame_from(parse_of(said, "inform"), NOW, "booking:address")
    assert said in (frame.address, (frame.address_part or {}).get("text"))


def test_a_size_in_a_mistyped_measure_answers_how_large_the_home_is():
    assert frame_from(parse_of("90瓶", "inform"), NOW, "booking:area").request.area_sqm == 90


def test_an_hour_alone_is_of_the_half_of_the_day_that_was_named():
    evening = WindowDraft(datetime(2026, 11, 24, 18), datetime(2026, 11, 24, 22), "part")
    eight = frame_from(parse_of("八点", "inform"), NOW).request
    assert eight.window is not None
    assert joined(evening, eight.window, eight.day_said, eight.half_open).start == datetime(2026, 11, 24, 20)
    morning = frame_from(parse_of("早上八点", "inform"), NOW).request
    assert morning.window is not None
    assert joined(evening, morning.window, False, morning.half_open).start == datetime(2026, 11, 24, 8)


async def test_as_early_as_possible_stays_on_the_day_that_was_named():
    talker = Talker()
    await talker.says("明天上午打扫，90平", "book_service")
    await talker.says("越早越好", "inform")
    await talker.says("浦东新区张杨路1458弄6号楼1202", "inform")
    await talker.says(PHONE, "inform")
    assert all("明天" in choice for choice in talker.choices)


@pytest.mark.parametrize(
    ("before", "said", "text", "after"),
    [
        ({"空调": 3}, {"空调挂机": 2, "空调柜机": 1}, "两台挂机一台柜机", {"空调挂机": 2, "空调柜机": 1}),
        ({"空调挂机": 3}, {"空调柜机": 2}, "不对 两台柜机", {"空调柜机": 2}),
        ({"空调挂机": 3}, {"空调柜机": 1}, "还有一台柜机", {"空调挂机": 3, "空调柜机": 1}),
        ({"空调": 2, "油烟机": 1}, {"空调": 3}, "不对 空调三台", {"空调": 3, "油烟机": 1}),
    ],
)
def test_what_is_counted_more_closely_is_not_counted_twice(
    before: dict[str, int], said: dict[str, int], text: str, after: dict[str, int]
):
    assert counted(before, said, text) == after


def test_the_kind_said_alone_is_of_the_pieces_counted_before():
    assert named_closer({"空调": 3}, "都是挂机") == {"空调挂机": 3}
    assert named_closer({"空调": 3}, "挂机柜机都有") == {"空调": 3}


async def test_a_yes_to_a_service_by_a_person_brings_the_person():
    talker = Talker()
    assert (await talker.says("想找个育儿嫂", "book_service"))[-1] == "utter_service_by_person"
    assert await talker.says("好", "affirm") == ["utter_handoff_queued"]


async def test_a_day_for_a_service_by_a_person_brings_the_person_by_itself():
    talker = Talker()
    assert (await talker.says("想找个育儿嫂", "book_service"))[-1] == "utter_service_by_person"
    assert (await talker.says("下个月十号", "inform"))[-1] == "utter_service_handed_over"
    (conversation,) = talker.world.store.conversations.values()
    assert conversation.mode is Mode.QUEUED


async def test_the_person_is_brought_once_where_the_day_is_said_at_once():
    talker = Talker()
    said = await talker.says("要约育儿嫂，下个月十号来", "book_service")
    assert said.count("utter_service_handed_over") == 1


async def test_the_kind_of_person_said_without_a_question_is_a_wish():
    talker = Talker()
    await talker.says("明天下午两点打扫，90平，浦东新区张杨路1458弄6号楼1202，13800138000", "book_service")
    await talker.says("女的阿姨", "ask_provider")
    assert "要女性" in str(talker.values)


@pytest.mark.parametrize("text", ["燃气热水器打不着火", "美的 燃气的 打不着火", "煤气灶点不着"])
def test_a_flame_that_will_not_light_is_a_thing_to_repair(text: str):
    assert will_not_light(text)


@pytest.mark.parametrize("text", ["打不着火 还有煤气味", "厨房着火了", "灶打不着火 好像漏气"])
def test_a_flame_with_gas_in_the_air_is_a_danger(text: str):
    assert not will_not_light(text)


async def test_a_heater_that_will_not_light_calls_nobody_out():
    talker = Talker()
    said = await talker.says("燃气热水器打不着火", "report_emergency")
    assert "utter_danger_fire" not in said
    assert "utter_emergency_to_person" not in said


def test_an_hour_said_at_the_end_is_of_the_day_named_before():
    said = "订个保洁三小时后天下午，浦东新区张杨路1458弄6号楼1202，两点到吧，家里八十多平"
    request = frame_from(parse_of(said, "book_service"), NOW).request
    assert request.window is not None
    assert request.window.start == datetime(2026, 11, 25, 14)
    assert request.duration_minutes == 180


async def test_a_repair_is_made_once_and_of_nothing_that_is_only_told_of():
    talker = Talker()
    repair = replace(CLEANING, code="appliance_repair", name="家电维修", asks=())
    talker.world.store.catalogue = a_catalogue(services={"appliance_repair": repair})
    await talker.says("洗衣机不转了 一盆床单泡在里头", "book_service")
    await talker.says("双胞胎天天尿床，等着洗呢", "inform")
    (conversation,) = talker.world.store.conversations.values()
    draft = talk_from(conversation.dialogue).top.draft
    assert (draft.frequency, dict(draft.quantities)) == (None, {})


async def test_a_question_beside_an_answer_is_not_passed_over():
    talker = await _at_the_phone("浦东新区张杨路1458弄6号楼1202")
    assert await talker.says("电话 138 0013 8021。阿姨说英文吗？", "inform") == [
        "utter_policy_unknown",
        "utter_summary",
    ]


async def test_what_the_model_only_guesses_to_be_a_complaint_calls_nobody():
    talker = Talker()
    await talker.says("打扫卫生两个小时多少钱", "ask_price")
    assert await talker.says("三个小时呢", "complain", confidence=0.2) != ["utter_offer_human"]


async def test_a_day_asked_for_without_an_order_is_a_time_that_is_wished():
    talker = Talker()
    assert (await talker.says("🧹🧹周六来吗", "check_booking"))[-1] == "utter_ask_service"
    assert (await Talker().says("我周六的预约还在吗", "check_booking")) == ["utter_no_bookings"]


async def test_the_digits_of_a_phone_that_were_wrong_are_put_right():
    talker = Talker()
    await talker.says("后天下午两点打扫，90平，浦东新区张杨路1458弄6号楼1202，15000112233", "book_service")
    assert await talker.says("电话尾号错了 是2234", "inform") == ["utter_summary_changed"]
    assert "150****2234" in talker.values["changed"]
    await talker.says("好的", "affirm")
    assert [booking.phone for booking in talker.bookings(BookingState.CONFIRMED)] == ["15000112234"]


async def test_what_is_said_beside_the_digits_of_a_phone_counts_too():
    talker = Talker()
    await talker.says("后天下午两点打扫，90平，浦东新区张杨路1458弄6号楼1202，15000112233", "book_service")
    await talker.says("尾号是2234，时间改到周五", "inform")
    assert "150****2234" in talker.values["changed"]
    assert "11月27日" in talker.values["window"]
