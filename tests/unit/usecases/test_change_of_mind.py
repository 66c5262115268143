"""She changes her mind, is silent for a while, comes back; and what the bot does where it does not understand."""

from __future__ import annotations

import pytest

from bot.domain.booking import BookingState
from bot.domain.conversation import Mode
from bot.domain.values import to_local
from tests.talker import Talker

ADDRESS = "浦东新区张杨路1458弄6号楼1202"
ALL = f"明天下午两点打扫，90平，家里有猫，要擦窗，{ADDRESS}，13800138000"


async def _summary() -> Talker:
    talker = Talker()
    assert (await talker.says(ALL, "book_service"))[-1] == "utter_summary"
    return talker


async def test_another_service_leaves_nothing_of_the_old_one_but_the_home():
    talker = await _summary()
    assert (await talker.says("算了不打扫了，洗两台空调吧", "abandon", "book_service"))[-1] == "utter_summary_changed"
    await talker.says("好的", "affirm")
    (booking,) = talker.bookings(BookingState.CONFIRMED)
    assert (booking.service, booking.special_needs, booking.quantities) == (
        "appliance_cleaning", ("has_cat",), {"空调": 2},
    )  # fmt: skip
    assert booking.address == ADDRESS


@pytest.mark.parametrize("intents", [("abandon",), ("book_service",), ("abandon", "book_service")])
@pytest.mark.parametrize(
    "text",
    ["算了 卫生我自己搞 保洁不要了 换成洗空调吧 两台 时间地址都不变", "打扫不要了，换成洗两台空调，地址照旧"],
)
async def test_work_that_takes_the_place_of_another_keeps_its_time_and_place(text: str, intents: tuple[str, ...]):
    talker = await _summary()
    assert (await talker.says(text, *intents))[-1] == "utter_summary_changed"
    await talker.says("好的", "affirm")
    (booking,) = talker.bookings(BookingState.CONFIRMED)
    assert (booking.service, booking.quantities, booking.address) == ("appliance_cleaning", {"空调": 2}, ADDRESS)
    assert to_local(booking.window.start, talker.world.deps.zone).hour == 14


async def test_who_cleans_herself_after_all_wishes_nothing_instead():
    talker = await _summary()
    assert await talker.says("算了 明天还是我自己打扫吧", "inform") == ["utter_booking_dropped"]


@pytest.mark.parametrize(
    "text", ["算了明天下午我不在 后天早上八点", "算了，还是后天上午八点吧", "哎算了算了 那就后天早上8点来"]
)
async def test_never_mind_with_another_time_moves_the_booking_and_gives_nothing_up(text: str):
    talker = await _summary()
    assert (await talker.says(text, "abandon"))[-1] == "utter_summary_moved"
    (held,) = talker.bookings(BookingState.HELD)
    assert to_local(held.window.start, talker.world.deps.zone).hour == 8


@pytest.mark.parametrize("text", ["算了，后天也没空", "算了，明天不用来了", "算了后天再说吧", "算了明天太忙了"])
async def test_never_mind_with_a_time_that_does_not_suit_gives_it_up(text: str):
    talker = await _summary()
    assert (await talker.says(text, "abandon"))[-1] in ("utter_booking_dropped", "utter_no_hurry")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("还是约把", "inform"),
        ("我改主意了", "inform"),
        ("还是打扫一下", "book_service"),
        ("做三个小时，要女的", "inform"),
    ],
)
async def test_what_was_given_up_is_gone_on_with_however_it_is_said(text: str, intent: str):
    talker = await _summary()
    assert await talker.says("算了不约了", "abandon") == ["utter_booking_dropped"]
    assert (await talker.says(text, intent))[0] == "utter_taken_up"


async def test_a_booking_that_was_given_up_is_gone_on_with_an_hour_later():
    talker = await _summary()
    assert await talker.says("算了不约了", "abandon") == ["utter_booking_dropped"]
    assert talker.bookings(BookingState.HELD) == []
    talker.world.clock.advance(hours=1)
    assert await talker.says("还是约吧", "book_service") == ["utter_taken_up", "utter_summary"]
    assert await talker.says("好的", "affirm") == ["utter_booked"]


async def test_what_was_given_up_is_gone_on_with_in_another_way():
    talker = await _summary()
    await talker.says("算了不约了", "abandon")
    await talker.says("还是约吧，改到后天", "book_service")
    await talker.says("好的", "affirm")
    (booking,) = talker.bookings(BookingState.CONFIRMED)
    assert f"{booking.window.start:%d %H}" == "25 06"


async def test_a_new_wish_after_one_that_was_given_up_is_a_new_one():
    talker = await _summary()
    await talker.says("算了不约了", "abandon")
    await talker.says("后天上午十点洗一台空调", "book_service")
    await talker.says(f"{ADDRESS}，13800138000", "inform")
    await talker.says("好的", "affirm")
    (booking,) = talker.bookings(BookingState.CONFIRMED)
    assert (booking.service, booking.special_needs) == ("appliance_cleaning", ())


async def test_after_hours_of_silence_a_greeting_is_told_where_the_talk_stood():
    talker = Talker()
    await talker.says("明天下午两点打扫，90平", "book_service")
    talker.world.clock.advance(hours=3)
    assert await talker.says("在吗", "greet") == ["utter_hello_again", "utter_where_we_were", "utter_ask_address"]
    assert "90平" in talker.values["noted"]


async def test_a_draft_whose_time_has_passed_meanwhile_asks_for_another():
    talker = Talker()
    await talker.says("今天下午两点打扫，90平", "book_service")
    talker.world.clock.advance(hours=6)
    await talker.says(ADDRESS, "inform")
    assert [say.response for say in talker.said][-2:] == ["utter_window_past", "utter_ask_which_window"]


async def test_a_draft_that_lies_longer_than_the_owner_allows_is_gone_and_it_is_said():
    talker = Talker()
    await talker.says("明天下午两点打扫，90平", "book_service")
    talker.world.clock.advance(hours=25)
    assert await talker.says("好的", "affirm") == ["utter_draft_expired", "utter_nothing_open"]
    assert "90平" in talker.values["noted"]


async def test_a_draft_within_the_owners_hours_is_still_there_the_next_morning():
    talker = Talker()
    await talker.says("后天下午两点打扫，90平", "book_service")
    talker.world.clock.advance(hours=20)
    assert (await talker.says(ADDRESS, "inform"))[-1] == "utter_ask_phone"


@pytest.mark.parametrize("text", ["等一下", "我问下老公", "让我想想", "晚点再说"])
async def test_who_needs_time_is_not_pressed(text):
    talker = await _summary()
    assert await talker.says(text, "chitchat") == ["utter_no_hurry"]
    assert await talker.says("好的", "affirm") == ["utter_booked"]


async def test_a_question_is_never_asked_twice_in_a_row_in_the_same_words():
    talker = Talker()
    heard: list[tuple[str, ...]] = []
    await talker.says("明天下午两点打扫，90平", "book_service")
    for text, intent in (("谢谢", "thank"), ("谢谢啊", "thank"), ("多谢", "thank"), ("辛苦了", "thank")):
        heard.append(tuple(say.response for say in talker.said))
        await talker.says(text, intent)
        assert not set(heard[-1]) & {say.response for say in talker.said}


async def test_twice_misunderstood_brings_choices_and_the_third_time_a_person():
    talker = Talker()
    await talker.says("打扫", "book_service")
    assert await talker.says("嗯?") == ["utter_fallback_short", "utter_ask_window"]
    assert await talker.says("哦哦哦") == ["utter_narrow_window"]
    days = ("明天（11月24日 周二）", "后天（11月25日 周三）")
    assert talker.choices == [*(f"{day}{part}" for day in days for part in ("上午", "下午")), "转人工"]
    assert await talker.says("啊啊啊") == ["utter_fallback_handoff"]
    (conversation,) = talker.world.store.conversations.values()
    assert conversation.mode is Mode.QUEUED


async def test_a_choice_of_the_shorter_question_is_taken():
    talker = Talker()
    await talker.says("打扫", "book_service")
    await talker.says("嗯?")
    await talker.says("哦哦哦")
    assert (await talker.says("2", "inform"))[-1] == "utter_ask_area"
    assert talker.values["noted"] == "明天（11月24日 周二）下午"


async def test_who_would_rather_have_a_person_taps_it():
    talker = Talker()
    await talker.says("明天下午两点打扫", "book_service")
    await talker.says("嗯?")
    await talker.says("哦哦哦")
    assert await talker.says("转人工", "inform") == ["utter_handoff_queued"]


async def test_a_question_that_gets_no_answer_again_and_again_does_not_go_round_in_circles():
    talker = Talker()
    await talker.says("明天下午两点打扫，90平", "book_service")
    assert await talker.says("嗯嗯", "affirm") == ["utter_ask_address"]
    assert await talker.says("好的", "affirm") == ["utter_narrow_address"]
    assert await talker.says("是的", "affirm") == ["utter_fallback_handoff"]


async def test_a_state_that_an_older_version_wrote_begins_anew():
    talker = await _summary()
    store = talker.world.store
    (name,) = store.conversations
    conversation = store.conversations[name]
    object.__setattr__(conversation, "dialogue", {**conversation.dialogue, "tasks": [{"kind": "gone"}]})
    assert await talker.says("好的", "affirm") == ["utter_nothing_open"]


async def test_a_time_that_is_only_told_of_because_it_does_not_suit_is_not_taken():
    talker = await _summary()
    await talker.says("改下午3点吧 2点我到不了家", "reschedule_booking")
    assert talker.values["window"] == "明天（11月24日 周二）15:00–18:00，3小时"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("整错了 是1203不是1202", "浦东新区张杨路1458弄6号楼1203"),
        ("不是1202，是1302", "浦东新区张杨路1458弄6号楼1302"),
        ("是9不是12", ADDRESS),
    ],
)
async def test_a_bare_number_of_the_address_is_put_right(text, address):
    talker = await _summary()
    await talker.says(text, "inform")
    await talker.says("好的", "affirm")
    (booking,) = talker.bookings(BookingState.CONFIRMED)
    assert booking.address == address


async def test_a_room_that_is_sent_alone_behind_the_building_belongs_to_the_address():
    talker = Talker()
    await talker.says("明天下午两点打扫，90平", "book_service")
    await talker.says("浦东新区张杨路1458弄6号楼", "inform")
    assert (await talker.says("1202", "inform"))[-1] == "utter_ask_phone"
    await talker.says("13800138000", "inform")
    await talker.says("好的", "affirm")
    (booking,) = talker.bookings(BookingState.CONFIRMED)
    assert booking.address == ADDRESS


async def test_somebody_who_was_praised_and_called_for_is_the_one_who_comes():
    talker = Talker()
    await talker.says("明天下午两点打扫，90平", "book_service")
    await talker.says("听邻居说李秀英干活利索 就要她来", "praise")
    assert "李秀英" in talker.values["noted"]


async def test_after_a_no_the_same_is_booked_when_she_says_to_leave_it():
    talker = await _summary()
    await talker.says("再改改", "deny")
    assert (await talker.says("算了不改了 就这样订吧", "affirm"))[-1] == "utter_summary_moved"
    assert await talker.says("好的", "affirm") == ["utter_booked"]


async def test_giving_up_some_day_is_not_giving_up_now():
    talker = await _summary()
    assert await talker.says("先做着吧 不做了再跟你们说", "abandon") == ["utter_ask_confirm_again"]


async def test_what_is_washed_by_the_piece_costs_nothing_beside_it():
    talker = Talker()
    await talker.says(f"明天上午九点洗一台油烟机，{ADDRESS}，13800138000", "book_service")
    await talker.says("好的", "affirm")
    (booking,) = talker.bookings(BookingState.CONFIRMED)
    assert (booking.quantities, booking.special_needs) == ({"油烟机": 1}, ())


@pytest.mark.parametrize("intent", ["inform", "change_booking", "update_profile"])
async def test_a_wrong_phone_without_the_right_one_is_asked_for(intent):
    talker = await _summary()
    assert (await talker.says("电话错了", intent))[-1] == "utter_ask_phone"
    assert (await talker.says("13900139000", "inform"))[-1] == "utter_summary_changed"


async def test_who_comes_to_an_order_is_told_from_the_order():
    talker = await _summary()
    await talker.says("好的", "affirm")
    assert await talker.says("阿姨叫什么", "ask_provider") == ["utter_booking_detail"]


async def test_a_wish_that_is_told_again_and_again_goes_to_a_person_and_never_round_in_circles():
    talker = Talker()
    await talker.says(f"明天下午五点打扫，做八个小时，90平，{ADDRESS}，13800138000", "book_service")
    said = [(await talker.says("明天下午五点", "inform"))[-1] for _ in range(4)]
    assert said[2:] == ["utter_narrow_choice", "utter_fallback_handoff"]
