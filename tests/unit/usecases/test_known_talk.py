"""What is known already: offered masked, never asked again; other homes, and the booking before."""

from __future__ import annotations

import pytest

from bot.domain.booking import Booking, BookingState
from bot.domain.conversation import Customer
from bot.zh.past_visit import without_past_visits
from tests.talker import Talker

HOME = "浦东新区张杨路1458弄6号楼1202"
MASKED = "浦东新区张杨路1458弄****"
MOTHERS = "静安区南京西路100号5号楼502"
MOTHERS_MASKED = "静安区南京西路100号****"


async def _visited(talker: Talker | None = None) -> Talker:
    """A customer whose first visit, with a cat and a window to clean, was two weeks ago."""
    talker = talker or Talker()
    await talker.says(f"明天下午两点打扫，90平，家里有猫，擦窗，{HOME}，13800138000", "book_service")
    assert await talker.says("好的", "affirm") == ["utter_booked"]
    (booking,) = talker.bookings()
    done = booking.checked_in(booking.window.start, "p2").completed(booking.window.end, "p2")
    talker.world.store.bookings[booking.id] = done
    talker.world.clock.advance(days=14)
    return talker


async def _at_mothers(talker: Talker) -> Talker:
    await talker.says(f"后天上午十点给我妈家打扫，60平，{MOTHERS}，电话13700137000", "book_service")
    assert await talker.says("好的", "affirm") == ["utter_booked"]
    return talker


def _customer(talker: Talker) -> Customer:
    (customer,) = talker.world.store.customers.values()
    return customer


def _last(talker: Talker) -> Booking:
    return talker.bookings(BookingState.CONFIRMED)[-1]


async def test_known_address_and_phone_are_shown_masked_and_not_asked_for():
    talker = await _visited()
    assert await talker.says("打扫一下", "book_service") == ["utter_noted", "utter_ask_window"]
    assert MASKED in talker.values["noted"]
    assert "1202" not in talker.values["noted"]
    assert await talker.says("明天下午两点", "inform") == ["utter_summary"]
    assert (talker.values["address"], talker.values["phone"]) == (MASKED, "138****8000")
    await talker.says("好的", "affirm")
    assert _last(talker).address == HOME


async def test_what_she_writes_in_this_talk_is_shown_as_written():
    talker = await _visited()
    await talker.says(f"明天下午两点打扫，{HOME}", "book_service")
    assert talker.values["address"] == HOME


async def test_a_stored_address_stays_masked_when_the_order_is_looked_up():
    talker = await _visited()
    await talker.says("明天下午两点打扫", "book_service")
    await talker.says("好的", "affirm")
    await talker.says("我的预约", "check_booking")
    assert talker.values["address"] == MASKED


async def test_the_old_place_is_her_own_home():
    talker = await _at_mothers(await _visited())
    await talker.says("明天下午两点打扫，还是老地方", "book_service")
    assert talker.values["address"] == MASKED


async def test_a_home_of_her_parents_does_not_replace_hers():
    talker = await _at_mothers(await _visited())
    customer = _customer(talker)
    assert (customer.home, customer.phone) == (HOME, "13800138000")
    assert customer.labels == {MOTHERS: "妈妈家"}
    assert (_last(talker).address, _last(talker).phone) == (MOTHERS, "13700137000")
    await talker.says("大后天下午两点打扫", "book_service")
    assert (talker.values["address"], talker.values["phone"]) == (MASKED, "138****8000")


async def test_who_first_books_for_her_mother_keeps_that_phone_out_of_her_own():
    talker = Talker()
    await _at_mothers(talker)
    assert (_customer(talker).home, _customer(talker).phone) == ("", "")


@pytest.mark.parametrize("words", ["我妈家", "爸妈家那个地址"])
async def test_a_further_home_is_known_by_whose_it_is(words: str):
    talker = await _at_mothers(await _visited())
    talker.world.clock.advance(hours=25)
    assert (await talker.says(f"下周三下午两点打扫，{words}", "book_service"))[-1] == "utter_summary"
    assert (talker.values["address"], talker.values["phone"]) == (MOTHERS_MASKED, "137****7000")
    await talker.says("好的", "affirm")
    assert (_last(talker).address, _last(talker).area_sqm) == (MOTHERS, 60)


async def test_a_home_of_others_that_is_not_known_is_never_taken_to_be_her_own():
    talker = await _visited()
    said = await talker.says("明天下午两点给我婆婆家打扫，70平", "book_service")
    assert said[-1] == "utter_ask_address_known"
    assert talker.choices == [MASKED]
    assert (await talker.says(MOTHERS, "inform"))[-1] == "utter_summary"
    await talker.says("好的", "affirm")
    assert _customer(talker).labels == {MOTHERS: "婆婆家"}


async def test_who_says_it_is_not_this_address_chooses_the_other_by_tapping():
    talker = await _at_mothers(await _visited())
    talker.world.clock.advance(hours=25)
    await talker.says("下周三下午两点打扫", "book_service")
    assert (await talker.says("不是这个地址", "deny"))[-1] == "utter_ask_address_known"
    assert talker.choices == [f"妈妈家：{MOTHERS_MASKED}"]
    assert (await talker.says("1", "inform"))[-1] == "utter_summary_changed"
    assert talker.values["changed"] == f"妈妈家：{MOTHERS_MASKED}"
    await talker.says("好的", "affirm")
    assert (_last(talker).address, _last(talker).phone) == (MOTHERS, "13700137000")


async def test_who_says_it_is_not_this_address_and_has_no_other_is_asked():
    talker = await _visited()
    await talker.says("明天下午两点打扫", "book_service")
    assert (await talker.says("换个地址", "inform"))[-1] == "utter_ask_address"


@pytest.mark.parametrize("words", ["还是上次那样", "跟上次一样", "老样子"])
@pytest.mark.parametrize("intent", ["book_service", "inform"])
async def test_the_last_booking_is_repeated_as_a_whole(words: str, intent: str):
    talker = await _visited()
    assert (await talker.says(f"明天下午两点，{words}", intent))[-1] == "utter_summary"
    await talker.says("好的", "affirm")
    first, again = talker.bookings()
    for part in ("service", "area_sqm", "special_needs", "address", "phone", "provider_ids"):
        assert getattr(again, part) == getattr(first, part)


async def test_as_last_time_calls_the_number_that_she_has_now():
    talker = await _visited()
    await talker.says("我换手机号了，新的是13701998235", "update_profile")
    await talker.says("明天下午两点，跟上次一样", "book_service")
    await talker.says("好的", "affirm")
    assert _last(talker).phone == "13701998235"


async def test_as_last_time_alone_asks_only_when():
    talker = await _visited()
    assert (await talker.says("还是上次那样", "inform"))[-1] == "utter_ask_window"


async def test_what_is_said_besides_holds_against_the_last_time():
    talker = await _visited()
    await talker.says("明天下午两点，跟上次一样，不过这次不用擦窗，120平", "book_service")
    await talker.says("好的", "affirm")
    assert (_last(talker).area_sqm, _last(talker).special_needs) == (120, ("has_cat",))


async def test_the_last_provider_is_wished_again():
    talker = await _visited()
    (first,) = talker.bookings()
    await talker.says("明天下午两点打扫，还是上次那个阿姨", "book_service")
    await talker.says("好的", "affirm")
    assert _last(talker).provider_ids == first.provider_ids


@pytest.mark.parametrize("words", ["上次那个阿姨挺好的，还让她来", "还是李秀英来吧", "還是要上次那位阿姨"])
async def test_who_came_last_time_shall_come_for_what_she_came_for(words: str):
    talker = await _visited()
    assert (await talker.says(f"{words}，明天下午两点", "inform"))[-1] == "utter_summary"
    assert talker.values["service"] == "日常保洁"


async def test_nothing_is_repeated_for_who_never_booked():
    assert (await Talker().says("还是上次那样", "book_service"))[-1] == "utter_ask_service"


async def test_one_more_for_herself_is_for_the_service_that_was_just_booked():
    talker = await _at_mothers(await _visited())
    said = await talker.says("我自己家大后天上午九点也来一个，90平", "book_service")
    assert said[-1] == "utter_summary"
    assert (talker.values["service"], talker.values["address"]) == ("日常保洁", MASKED)


async def test_who_came_last_time_is_left_out_of_the_same_once_more():
    talker = await _visited()
    (first,) = talker.bookings()
    await talker.says("跟上次一样再来一次，后天", "book_service")
    said = await talker.says("不要上次那个阿姨了，换一个，下午两点", "inform")
    assert said[-1] == "utter_summary"
    await talker.says("好的", "affirm")
    assert set(_last(talker).provider_ids).isdisjoint(first.provider_ids)


async def test_once_more_is_the_work_of_the_last_visit_and_not_its_person():
    talker = await _visited()
    assert await talker.says("再帮我约一次，下周五上午九点，还是老地方", "book_service") == ["utter_summary"]
    assert talker.values["service"] == "日常保洁"
    assert talker.values["address"] == MASKED


async def test_a_known_address_typed_without_its_district_is_in_that_district():
    talker = await _visited()
    said = await talker.says("后天下午两点打扫，90平，张杨路1458弄6号楼1202", "book_service")
    assert said == ["utter_summary"]
    assert talker.values["address"] == "浦东新区张杨路1458弄6号楼1202"


@pytest.mark.parametrize(
    ("words", "intents"),
    [
        ("你好 我是周老师 上礼拜阿姨来打扫过的", ("book_service", "greet")),
        ("我前两个礼拜在你们这儿约过保洁的", ("book_service",)),
        ("上趟王阿姨来做过的呀", ("inform",)),
        ("上個月你哋嚟洗過冷氣嘅", ("book_service",)),
    ],
)
async def test_a_visit_that_is_over_is_told_and_not_wished(words: str, intents: tuple[str, ...]):
    talker = await _visited()
    assert await talker.says(words, *intents) in (["utter_greet"], ["utter_hello_again"])
    again = "下个礼拜二上午九点钟再来一趟，还是老地方，还是上次那个阿姨，人老好的"
    assert (await talker.says(again, "book_service"))[-1] == "utter_summary"
    assert (talker.values["service"], talker.values["address"]) == ("日常保洁", MASKED)


async def test_beside_a_visit_that_is_over_the_next_one_is_wished():
    talker = await _visited()
    said = await talker.says("上个月做过一次保洁，这次想再约一次", "book_service")
    assert said[-1] not in ("utter_greet", "utter_hello_again")
    assert "已经过了" not in str(talker.values)
    assert (await talker.says("上礼拜阿姨来打扫过的 明天下午两点再来一次", "book_service"))[-1] == "utter_summary"


@pytest.mark.parametrize("words", ["上礼拜没来打扫过", "之前打扫过吗", "还是上次来打扫的", "上次来过的那个阿姨"])
def test_what_has_not_been_or_is_asked_or_wished_is_no_visit_that_is_over(words: str):
    assert without_past_visits(words) == words
