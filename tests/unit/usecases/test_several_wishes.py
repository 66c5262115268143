"""Several wishes in one talk: each kept with its own details, shared parts asked once, booked with one yes."""

from __future__ import annotations

import pytest

from bot.domain.booking import Booking, BookingState
from bot.domain.values import to_local
from tests.talker import Talker
from tests.worlds import a_world, an_auntie

ADDRESS = "浦东新区张杨路1458弄6号楼1202"
TWO = f"明天上午九点打扫，90平，后天下午两点洗两台空调，{ADDRESS}，13800138000"


def _talker() -> Talker:
    return Talker(a_world(tuple(an_auntie(number) for number in range(1, 5))))


async def _shown(text: str = TWO) -> Talker:
    talker = _talker()
    assert (await talker.says(text, "book_service"))[-1] == "utter_summary_several"
    return talker


def _times(talker: Talker, state: BookingState = BookingState.CONFIRMED) -> dict[str, str]:
    zone = talker.world.deps.zone
    return {b.service: f"{to_local(b.window.start, zone):%d %H:%M}" for b in talker.bookings(state)}


def _one(talker: Talker, service: str) -> Booking:
    (booking,) = (b for b in talker.bookings(BookingState.CONFIRMED) if b.service == service)
    return booking


async def test_two_wishes_of_one_message_are_read_back_together_and_booked_with_one_yes():
    talker = await _shown()
    assert talker.values["total"] == "360元"
    assert await talker.says("好的", "affirm") == ["utter_booked_several"]
    assert _times(talker) == {"daily_cleaning": "24 09:00", "appliance_cleaning": "25 14:00"}
    assert _one(talker, "appliance_cleaning").quantities == {"空调": 2}
    assert _one(talker, "daily_cleaning").quantities == {}


async def test_what_is_shared_is_asked_once():
    talker = _talker()
    said = await talker.says("明天上午九点打扫，90平，后天下午两点洗两台空调", "book_service")
    assert said == ["utter_noted", "utter_ask_address"]
    assert await talker.says(ADDRESS, "inform") == ["utter_noted", "utter_ask_phone"]
    assert await talker.says("13800138000", "inform") == ["utter_summary_several"]


async def test_a_time_that_only_one_of_them_has_is_asked_for_by_name():
    talker = _talker()
    said = await talker.says(f"明天上午九点打扫，90平，{ADDRESS}，13800138000", "book_service")
    assert said == ["utter_summary"]
    said = await talker.says("再约一个洗空调，一台", "book_service")
    assert said[-1] == "utter_ask_window_of"
    assert talker.values["service"] == "家电清洗"


async def test_the_second_of_two_times_of_one_day_keeps_the_day():
    talker = await _shown(f"明天上午九点打扫，90平，下午三点洗一台空调，{ADDRESS}，13800138000")
    await talker.says("好的", "affirm")
    assert _times(talker) == {"daily_cleaning": "24 09:00", "appliance_cleaning": "24 15:00"}


async def test_what_is_to_follow_begins_when_the_first_ends():
    talker = await _shown(f"明天上午九点打扫，90平，打扫完接着洗一台空调，{ADDRESS}，13800138000")
    await talker.says("好的", "affirm")
    assert _times(talker) == {"daily_cleaning": "24 09:00", "appliance_cleaning": "24 12:00"}


async def test_what_follows_moves_with_the_first():
    talker = await _shown(f"明天上午九点打扫，90平，打扫完接着洗一台空调，{ADDRESS}，13800138000")
    assert (await talker.says("打扫改到十点", "inform"))[-1] == "utter_summary_several"
    await talker.says("好的", "affirm")
    assert _times(talker) == {"daily_cleaning": "24 10:00", "appliance_cleaning": "24 13:00"}


@pytest.mark.parametrize(
    ("said", "intent", "cleaning", "appliances"),
    [
        ("洗空调改到下午四点", "inform", "24 09:00", "25 16:00"),
        ("第一个改到十点", "inform", "24 10:00", "25 14:00"),
        ("空调请改到周六下午3点，保洁时间不变", "reschedule_booking", "24 09:00", "28 15:00"),
    ],
)
async def test_a_correction_of_one_of_them_moves_only_that_one(said: str, intent: str, cleaning: str, appliances: str):
    talker = await _shown()
    assert await talker.says(said, intent) == ["utter_noted", "utter_summary_several"]
    await talker.says("好的", "affirm")
    assert _times(talker) == {"daily_cleaning": cleaning, "appliance_cleaning": appliances}


async def test_a_correction_that_fits_both_is_asked_about_and_not_asked_for_again():
    talker = await _shown()
    assert await talker.says("改到下午四点", "inform") == ["utter_ask_which_wish"]
    assert talker.choices == ["日常保洁", "家电清洗", "都改"]
    assert (await talker.says("1", "inform"))[-1] == "utter_summary_several"
    await talker.says("好的", "affirm")
    assert _times(talker) == {"daily_cleaning": "24 16:00", "appliance_cleaning": "25 14:00"}


async def test_both_may_be_moved_at_once():
    talker = await _shown()
    await talker.says("都改到周五", "inform")
    await talker.says("好的", "affirm")
    assert _times(talker) == {"daily_cleaning": "27 09:00", "appliance_cleaning": "27 14:00"}


async def test_another_address_holds_for_both():
    talker = await _shown()
    await talker.says("楼号写错了，是5号楼", "inform")
    await talker.says("好的", "affirm")
    assert {b.address for b in talker.bookings(BookingState.CONFIRMED)} == {"浦东新区张杨路1458弄5号楼1202"}


@pytest.mark.parametrize("text", ["空调不洗了", "第二个不要了", "空调先不洗，打扫照旧"])
async def test_one_of_them_is_dropped_and_the_other_stays(text):
    talker = await _shown()
    assert (await talker.says(text, "abandon")) == ["utter_one_dropped", "utter_summary"]
    assert await talker.says("好的", "affirm") == ["utter_booked"]
    assert _times(talker) == {"daily_cleaning": "24 09:00"}
    assert talker.bookings(BookingState.HELD) == []


async def test_all_of_them_are_dropped_by_a_plain_no_thanks():
    talker = await _shown()
    assert await talker.says("算了都不约了", "abandon") == ["utter_booking_dropped"]
    assert talker.bookings(BookingState.HELD) == []


async def test_two_of_them_are_made_one_coming():
    talker = await _shown()
    assert (await talker.says("合在一起做吧", "inform"))[-1] == "utter_summary_several"
    await talker.says("好的", "affirm")
    assert _times(talker) == {"daily_cleaning": "24 09:00", "appliance_cleaning": "24 12:00"}


async def test_a_further_wish_at_the_summary_joins_the_first_and_one_yes_books_both():
    talker = _talker()
    await talker.says(f"明天上午九点打扫，90平，{ADDRESS}，13800138000", "book_service")
    assert (await talker.says("再加一个后天下午两点洗一台空调", "book_service"))[-1] == "utter_summary_several"
    assert await talker.says("好的", "affirm") == ["utter_booked_several"]
    assert _times(talker) == {"daily_cleaning": "24 09:00", "appliance_cleaning": "25 14:00"}


async def test_holds_that_have_run_out_are_placed_anew_before_the_yes_counts():
    talker = await _shown()
    talker.world.clock.advance(minutes=11)
    assert await talker.says("好的", "affirm") == ["utter_error_hold_expired", "utter_summary_several"]
    assert await talker.says("好的", "affirm") == ["utter_booked_several"]
    assert len(talker.bookings(BookingState.CONFIRMED)) == 2


async def test_no_to_the_summary_asks_which_of_them_is_to_change():
    talker = await _shown()
    assert await talker.says("不对", "deny") == ["utter_ask_which_wish"]
    assert await talker.says("2", "inform") == ["utter_ask_what_to_change"]
    assert (await talker.says("下午四点", "inform"))[-1] == "utter_summary_several"
    await talker.says("好的", "affirm")
    assert _times(talker) == {"daily_cleaning": "24 09:00", "appliance_cleaning": "25 16:00"}


async def test_one_more_of_the_same_for_somebody_else_is_a_second_wish_at_another_address():
    talker = _talker()
    await talker.says(f"明天上午九点打扫，90平，{ADDRESS}，13800138000", "book_service")
    said = await talker.says("再给我妈家也约一个 后天上午十点 50平", "book_service")
    assert said[-1] == "utter_ask_address"
    assert (await talker.says("静安区江宁路495弄2号301", "inform"))[-1] == "utter_summary_several"
    await talker.says("好的", "affirm")
    homes = {b.area_sqm: b.address for b in talker.bookings(BookingState.CONFIRMED)}
    assert homes == {90.0: ADDRESS, 50.0: "静安区江宁路495弄2号301"}


async def test_what_comes_then_is_no_occasion_of_what_comes_first():
    talker = await _shown(f"明天上午九点来打扫一下然后打扫完接着洗一台空调，90平，{ADDRESS}，13800138000")
    await talker.says("好的", "affirm")
    assert _times(talker) == {"daily_cleaning": "24 09:00", "appliance_cleaning": "24 12:00"}


async def test_what_is_only_named_to_be_left_out_is_no_further_wish():
    talker = _talker()
    await talker.says(f"明天上午九点打扫，90平，{ADDRESS}，13800138000", "book_service")
    await talker.says("嗯空调算了不洗了", "inform")
    await talker.says("好的", "affirm")
    assert [b.service for b in talker.bookings(BookingState.CONFIRMED)] == ["daily_cleaning"]


async def test_a_further_wish_that_the_company_does_not_do_is_said_to_be_none():
    talker = await _shown()
    said = await talker.says("再约一个后天上午搬家", "book_service")
    assert said == ["utter_not_offered", "utter_ask_confirm_again"]
    await talker.says("好的", "affirm")
    assert sorted(_times(talker)) == ["appliance_cleaning", "daily_cleaning"]


@pytest.mark.parametrize("before", [None, "我周四周五出差，周五下午五点前回不来"])
@pytest.mark.parametrize("when", ["周四下午三点、周五下午三点", "周四周五下午三点"])
async def test_two_visits_of_one_service_are_two_wishes(before: str | None, when: str):
    talker = _talker()
    if before is not None:
        await talker.says(before, "inform")
    await talker.says(f"{when}各来打扫一次，90平，{ADDRESS}，13800138000", "book_service")
    assert await talker.says("好的", "affirm") == ["utter_booked_several"]
    starts = sorted(one.window.start for one in talker.bookings(BookingState.CONFIRMED))
    assert [f"{to_local(start, talker.world.deps.zone):%d %H:%M}" for start in starts] == ["26 15:00", "27 15:00"]


async def test_two_homes_of_one_sentence_each_keep_their_own_place():
    talker = _talker()
    await talker.says("周六约两趟保洁，上午九点我家，下午两点我妈家", "book_service")
    await talker.says(f"我家在{ADDRESS}，90平", "inform")
    await talker.says("我妈家是浦东新区浦建路76弄11号604，60平", "inform")
    assert await talker.says("电话都打我的13800138000", "inform") == ["utter_summary_several"]
    await talker.says("好的", "affirm")
    found = {one.address: (one.area_sqm, one.window.start.hour) for one in talker.bookings(BookingState.CONFIRMED)}
    assert found == {ADDRESS: (90, 1), "浦东新区浦建路76弄11号604": (60, 6)}


async def test_her_old_place_is_her_own_and_not_her_parents():
    talker = _talker()
    await talker.says(f"明天上午九点打扫，{ADDRESS}，90平，13800138000", "book_service")
    await talker.says("好的", "affirm")
    await talker.says("周六打扫，上午九点我家，下午两点我妈家", "book_service")
    await talker.says("我妈家是浦东新区浦建路76弄11号604，60平", "inform")
    await talker.says("我家还是原来的地址，电话都打我的", "inform")
    await talker.says("好的", "affirm")
    _, hers, mums = talker.bookings(BookingState.CONFIRMED)
    assert [hers.address, mums.address] == [ADDRESS, "浦东新区浦建路76弄11号604"]


async def test_a_day_said_first_holds_for_all_that_is_wished_after_it():
    talker = _talker()
    await talker.says("这周六想约两个事情", "book_service")
    said = await talker.says("上午九点打扫 90平 下午两点洗两台挂机空调", "inform")
    assert (said, talker.values["noted"].count("11月28日")) == (["utter_noted", "utter_ask_address"], 2)
    await talker.says(f"{ADDRESS} 13800138000", "inform")
    await talker.says("好的", "affirm")
    assert _times(talker) == {"daily_cleaning": "28 09:00", "appliance_cleaning": "28 14:00"}


async def test_who_is_at_home_holds_for_every_wish():
    talker = await _shown()
    await talker.says("对啦家里有只猫", "inform")
    await talker.says("好的", "affirm")
    assert {one.special_needs for one in talker.bookings(BookingState.CONFIRMED)} == {("has_cat",)}


async def test_what_is_wiped_on_the_way_is_a_part_of_the_cleaning():
    talker = _talker()
    await talker.says("周五上午九点打扫，100平", "book_service")
    await talker.says("冰箱里面也要擦一擦的", "inform")
    await talker.says(f"{ADDRESS}，13800138000", "inform")
    await talker.says("好的", "affirm")
    (only,) = talker.bookings(BookingState.CONFIRMED)
    assert (only.service, only.special_needs, only.quantities) == ("daily_cleaning", ("fridge",), {})


async def test_the_kind_and_the_number_may_come_after_the_thing():
    talker = _talker()
    await talker.says("想洗下空调，周四下午两点", "book_service")
    await talker.says("两台 都是挂机", "inform")
    await talker.says(f"{ADDRESS}，13800138000", "inform")
    await talker.says("好的", "affirm")
    assert _one(talker, "appliance_cleaning").quantities == {"空调挂机": 2}


async def test_whom_to_call_said_beside_one_home_holds_for_the_other():
    talker = _talker()
    await talker.says("周六打扫，上午我家，下午我妈家", "book_service")
    await talker.says(f"我家{ADDRESS}，90平，上午九点", "inform")
    said = await talker.says("我妈家浦东新区浦建路76弄11号604，60平，下午两点，13585620417", "inform")
    assert said == ["utter_summary_several"]
    await talker.says("好的", "affirm")
    found = [(one.address, one.phone) for one in talker.bookings(BookingState.CONFIRMED)]
    assert sorted(found) == sorted([(ADDRESS, "13585620417"), ("浦东新区浦建路76弄11号604", "13585620417")])


async def test_a_phone_that_is_hers_for_both_leaves_neither_home_out():
    talker = _talker()
    await talker.says("周六打扫，上午我家，下午我妈家", "book_service")
    await talker.says(f"我家{ADDRESS}，90平，上午九点", "inform")
    await talker.says("我妈家浦东新区浦建路76弄11号604，60平，下午两点", "inform")
    assert await talker.says("电话都留我的13585521947 我妈耳朵不好", "inform") == ["utter_summary_several"]


@pytest.mark.parametrize("text", ["算了空调先不洗了 油烟机照洗", "空调不用洗了", "挂机先别洗了吧"])
async def test_of_what_is_done_by_the_piece_some_is_left_out(text: str):
    talker = _talker()
    await talker.says(f"明天上午十点洗一台油烟机和一台空调挂机，{ADDRESS}，13800138000", "book_service")
    assert (await talker.says(text, "abandon"))[-1] == "utter_summary"
    await talker.says("好的", "affirm")
    assert _one(talker, "appliance_cleaning").quantities == {"油烟机": 1}


async def test_a_half_of_the_day_for_each_of_two_wishes_is_no_question_which_half():
    talker = Talker()
    assert await talker.says("周六上午打扫 下午洗空调", "book_service") == ["utter_noted", "utter_ask_area"]


async def test_a_further_wish_with_an_hour_alone_is_of_the_day_of_the_first_and_is_told_with_it():
    talker = _talker()
    await talker.says("周日上午九点打扫，90平", "book_service")
    await talker.says("下午两点再来个洗空调的 两台挂机", "book_service")
    assert "11月29日（周日）14:00" in talker.values["noted"]
    await talker.says(f"{ADDRESS} 13800138000", "inform")
    await talker.says("好的", "affirm")
    assert _times(talker) == {"daily_cleaning": "29 09:00", "appliance_cleaning": "29 14:00"}


async def test_two_homes_on_one_day_are_two_visits_each_at_its_hour():
    talker = Talker()
    await talker.says("我家和我妈家周六都要打扫", "book_service")
    await talker.says(
        "我家上午九点，浦东新区张杨路1458弄6号楼1202，88平；我妈家下午两点，静安区南京西路100号5号楼502，55平", "inform"
    )
    assert "11月28日（周六）14:00" in talker.values["noted"]
    assert await talker.says("13800138000", "inform") == ["utter_summary_several"]
    assert "浦东新区张杨路1458弄6号楼1202" in talker.values["orders"]
    assert "静安区南京西路100号5号楼502" in talker.values["orders"]
    assert "09:00" in talker.values["orders"]
    assert "14:00" in talker.values["orders"]


THREE = f"明天上午九点打扫，90平，后天下午两点洗三台挂机，{ADDRESS}，13800138000"


@pytest.mark.parametrize("intent", ["inform", "deny", "abandon", "book_service"])
@pytest.mark.parametrize(
    "text", ["空调洗两台就行了，书房那台太旧了不洗了", "书房那台空调不洗了", "儿子房间那台先不洗了"]
)
async def test_one_piece_less_gives_up_none_of_the_wishes(text: str, intent: str):
    talker = await _shown(THREE)
    assert (await talker.says(text, intent))[-1] == "utter_summary_several"
    await talker.says("好的", "affirm")
    assert _one(talker, "appliance_cleaning").quantities == {"空调挂机": 2}
    assert _times(talker) == {"daily_cleaning": "24 09:00", "appliance_cleaning": "25 14:00"}


async def test_fewer_pieces_are_no_wish_for_them_alone():
    talker = await _shown(THREE)
    assert (await talker.says("空调洗两台就行了", "inform"))[-1] == "utter_summary_several"


@pytest.mark.parametrize("text", ["老公说卧室那台柜机也一起洗了", "还有客厅那台柜机也顺便洗一下吧"])
async def test_one_piece_more_is_washed_beside_the_others(text: str):
    talker = await _shown(THREE)
    await talker.says(text, "inform")
    await talker.says("好的", "affirm")
    assert _one(talker, "appliance_cleaning").quantities == {"空调挂机": 3, "空调柜机": 1}


@pytest.mark.parametrize("text", ["空调不洗了", "洗空调那个就算了"])
async def test_all_of_its_pieces_left_out_is_the_wish_given_up(text: str):
    talker = await _shown(THREE)
    assert "utter_one_dropped" in await talker.says(text, "deny")
