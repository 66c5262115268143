from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.booking import BookingState
from bot.domain.conversation import Mode
from bot.domain.inbox import InboxItem, Turn
from bot.domain.messages import InboundMessage, Kind
from bot.usecases.spoken import spoken
from tests.fakes import NOON
from tests.talker import Talker
from tests.worlds import CLEANING, a_catalogue, a_text, a_world

WHERE = "浦东新区张杨路1458弄6号楼1202"
STREET = "上海市浦东新区张杨路1458号"
PICTURE: dict[str, Any] = {"media": ("image",), "attached": ("图片（in_7）",)}
KEPT = "客户发了图片（in_7）"


async def _at_summary() -> Talker:
    talker = Talker()
    await talker.says("明天下午两点打扫，90平", "book_service")
    await talker.says(WHERE, "inform")
    assert "utter_summary" in await talker.says("13800138000", "inform")
    return talker


def _draft(talker: Talker) -> dict[str, Any]:
    (conversation,) = talker.world.store.conversations.values()
    return conversation.dialogue["tasks"][-1]["wishes"][0]["draft"]


async def _wordings(talker: Talker, **came: Any) -> list[str]:
    """The very wordings of two turns without words, the open question left out."""
    return [(await _said(talker, came))[0].response for _ in range(2)]


async def _said(talker: Talker, came: dict[str, Any]):
    await talker.says("", **came)
    return [say for say in talker.said if say.response != "utter_data_use"]


# --- places ----------------------------------------------------------------------------------------------------------


async def test_a_place_is_the_address_and_confirmed_with_the_question_for_the_door():
    talker = Talker()
    await talker.says("明天下午两点打扫，90平", "book_service")
    assert await talker.says("", media=("location",), place=STREET) == ["utter_ask_door"]
    assert talker.values["address"] == STREET
    assert await talker.says("6号楼1202", "inform") == ["utter_noted", "utter_ask_phone"]
    assert (_draft(talker)["address"], _draft(talker)["district"]) == (f"{STREET}6号楼1202", "浦东新区")


@pytest.mark.parametrize("answer", ["就是这里", "1", "没有楼号，就这里", "没有门牌号"])
async def test_a_house_without_a_door_number_is_not_asked_for_twice(answer: str):
    talker = Talker()
    await talker.says("明天下午两点打扫，90平", "book_service")
    await talker.says("", media=("location",), place=STREET)
    assert await talker.says(answer, "affirm") == ["utter_ask_phone"]


async def test_a_place_with_its_door_is_noted_with_the_next_question():
    talker = Talker()
    await talker.says("明天下午两点打扫，90平", "book_service")
    assert await talker.says("", media=("location",), place=WHERE) == ["utter_noted", "utter_ask_phone"]
    assert talker.values["noted"] == WHERE


async def test_a_place_sent_first_begins_a_booking_there():
    talker = Talker()
    assert await talker.says("", media=("location",), place=STREET) == ["utter_ask_door"]
    assert await talker.says("6号楼1202", "inform") == ["utter_noted", "utter_ask_service"]


async def test_a_place_and_its_door_in_one_breath_are_one_address():
    talker = Talker()
    await talker.says("明天下午两点打扫，90平", "book_service")
    said = await talker.says("6号楼1202", "inform", media=("location",), place=STREET)
    assert (said, _draft(talker)["address"]) == (["utter_noted", "utter_ask_phone"], f"{STREET}6号楼1202")


async def test_a_place_at_the_summary_gives_the_old_hold_back():
    talker = await _at_summary()
    assert await talker.says("", media=("location",), place=STREET) == ["utter_ask_door"]
    assert talker.bookings(BookingState.HELD) == []
    assert await talker.says("8号楼301", "inform") == ["utter_summary_changed"]
    assert talker.bookings(BookingState.HELD)[0].address == f"{STREET}8号楼301"


async def test_a_place_without_a_name_is_asked_for_in_words_and_then_in_others():
    talker = Talker()
    await talker.says("明天下午两点打扫，90平", "book_service")
    assert await _wordings(talker, media=("location",)) == ["utter_media_location", "utter_media_location_again"]


async def test_a_place_in_danger_is_where_help_is_needed():
    talker = Talker()
    await talker.says("水管爆了", "report_emergency")
    assert await talker.says("", media=("location",), place=WHERE) == ["utter_emergency_ask_phone"]


# --- pictures and films ----------------------------------------------------------------------------------------------


async def test_a_picture_is_kept_with_the_booking_and_the_question_stays_open():
    talker = Talker()
    await talker.says("明天下午两点打扫，90平", "book_service")
    assert await talker.says("", **PICTURE) == ["utter_media_kept", "utter_ask_address"]
    await talker.says(WHERE, "inform")
    await talker.says("13800138000", "inform")
    told = talker.values["needs"]
    assert ("您发的图片" in told, "in_7" in told) == (True, False)
    await talker.says("好的", "affirm")
    assert [booking.notes for booking in talker.bookings()] == [KEPT]


async def test_a_picture_at_the_summary_reaches_the_order_that_is_held_for_her():
    talker = await _at_summary()
    assert await talker.says("", **PICTURE) == ["utter_media_kept", "utter_ask_confirm_again"]
    await talker.says("好的", "affirm")
    assert [(one.state, one.notes) for one in talker.bookings()] == [(BookingState.CONFIRMED, KEPT)]


async def test_a_picture_that_comes_with_the_yes_is_in_the_order():
    talker = await _at_summary()
    assert await talker.says("好的", "affirm", **PICTURE) == ["utter_media_too", "utter_booked"]
    assert [(one.state, one.notes) for one in talker.bookings()] == [(BookingState.CONFIRMED, KEPT)]


async def test_a_broken_appliance_is_spoken_of_as_a_repair():
    talker = Talker(a_world())
    repair = replace(CLEANING, code="appliance_repair", name="家电维修", asks=())
    talker.world.store.catalogue = a_catalogue(services={"appliance_repair": repair})
    await talker.says("修洗衣机", "book_service")
    assert await _wordings(talker, **PICTURE) == ["utter_media_kept_repair", "utter_media_kept_again"]


async def test_a_picture_before_anything_is_said_goes_with_the_wish_that_follows():
    talker = Talker()
    assert await _wordings(talker, **PICTURE) == ["utter_media_picture", "utter_media_picture_again"]
    await talker.says("明天下午两点打扫，90平", "book_service")
    assert _draft(talker)["notes"] == "客户发了图片（in_7）、图片（in_7）"


async def test_a_picture_and_words_are_one_turn_answered_to_the_words():
    talker = Talker()
    said = await talker.says("明天下午两点打扫，90平", "book_service", **PICTURE)
    assert said == ["utter_media_too", "utter_noted", "utter_ask_address"]
    assert _draft(talker)["notes"] == KEPT


async def test_a_picture_after_the_booking_goes_into_its_notes():
    talker = await _at_summary()
    await talker.says("好的", "affirm")
    assert await talker.says("", **PICTURE) == ["utter_media_kept_order"]
    assert [one.notes for one in talker.bookings()] == [KEPT]


async def test_a_picture_of_the_damage_is_in_the_call_to_those_on_duty():
    talker = Talker()
    await talker.says("水管爆了", "report_emergency")
    assert await talker.says("", **PICTURE) == ["utter_emergency_noted", "utter_emergency_ask_address_again"]
    (call,) = talker.world.store.call_tasks
    assert "“图片（in_7）”" in call.text


# --- what cannot be read ---------------------------------------------------------------------------------------------


async def test_a_voice_without_words_is_asked_for_kindly_then_offered_a_person_who_then_comes():
    talker = Talker()
    said = [await talker.says("", media=("voice",)) for _ in range(3)]
    assert said == [["utter_media_voice"], ["utter_media_voice_again"], ["utter_media_voice_handoff"]]
    (conversation,) = talker.world.store.conversations.values()
    assert (conversation.mode, conversation.handoff_reason) == (Mode.QUEUED, "voice")


async def test_only_voices_count_towards_the_person():
    talker = Talker()
    await talker.says("", media=("location",))
    assert await talker.says("", media=("voice",)) == ["utter_media_voice"]


async def test_the_offer_after_a_second_voice_is_taken_by_its_number():
    talker = Talker()
    for _ in range(2):
        await talker.says("", media=("voice",))
    assert talker.choices == ["转人工", "继续自助预约"]
    assert await talker.says("1") == ["utter_handoff_queued"]


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("sticker", "sticker"),
        ("link", "link"),
        ("miniprogram", "link"),
        ("unknown", "link"),
        ("text", "empty"),
    ],
)
async def test_what_nobody_can_read_is_no_answer_and_never_refused_twice_in_the_same_words(kind: str, word: str):
    talker = await _at_summary()
    assert await _wordings(talker, media=(kind,)) == [f"utter_media_{word}", f"utter_media_{word}_again"]
    assert talker.bookings(BookingState.CONFIRMED) == []


# --- menus and codes -------------------------------------------------------------------------------------------------


async def test_who_follows_the_account_is_greeted_once():
    talker = Talker()
    assert await talker.says("", events=("subscribe",)) == ["utter_greet"]
    assert await talker.says("在吗", "greet") == ["utter_greet"]


async def test_an_unknown_code_brings_the_greeting():
    assert await Talker().says("", events=("scan",)) == ["utter_greet"]


async def test_a_code_that_is_scanned_midway_does_not_lose_the_question():
    talker = Talker()
    await talker.says("明天下午两点打扫，90平", "book_service")
    assert await talker.says("", events=("scan",)) == ["utter_hello_again", "utter_ask_address"]


async def test_who_follows_by_the_code_of_a_service_is_welcomed_into_its_booking():
    said = await Talker().says("我要约日常保洁", "book_service", events=("subscribe",))
    assert said == ["utter_welcome", "utter_noted", "utter_ask_window"]


# --- what the dialogue hears -----------------------------------------------------------------------------------------

SCENES = {"orders": "我的预约", "book:daily_cleaning": "我要约日常保洁"}


def _heard(*messages: InboundMessage) -> tuple[str, dict[str, Any]]:
    items = tuple(InboxItem(n, "cv_1", one.openid, one, NOON) for n, one in enumerate(messages, 1))
    return spoken(Turn("turn_1", "cv_1", "o1", items), SCENES)


def _came(kind: Kind, text: str = "", **fields: Any) -> InboundMessage:
    return replace(a_text(text), kind=kind, fields=fields)


@pytest.mark.parametrize(
    ("messages", "text", "beside"),
    [
        ((_came(Kind.VOICE, "嗯那个明天下午打扫"),), "嗯那个明天下午打扫", {}),
        ((_came(Kind.VOICE),), "", {"media": ["voice"]}),
        ((_came(Kind.LOCATION, STREET),), "", {"media": ["location"], "place": STREET}),
        ((_came(Kind.LINK, "十个省钱妙招"),), "", {"media": ["link"]}),
        (
            (a_text("修一下"), _came(Kind.IMAGE), _came(Kind.VIDEO)),
            "修一下",
            {"media": ["image", "video"], "attached": ["图片（in_2）", "视频（in_3）"]},
        ),
        ((_came(Kind.EVENT, event="click", event_key="我的预约"),), "我的预约", {"events": ["click"]}),
        ((_came(Kind.EVENT, event="scan", scene="orders"),), "我的预约", {"events": ["scan"]}),
        ((_came(Kind.EVENT, event="scan", scene="nowhere"),), "", {"events": ["scan"]}),
        (
            (_came(Kind.EVENT, event="subscribe", scene="book:daily_cleaning"),),
            "我要约日常保洁",
            {"events": ["subscribe"]},
        ),
        ((_came(Kind.EVENT, event="subscribe"),), "", {"events": ["subscribe"]}),
    ],
)
def test_words_are_told_apart_from_what_comes_beside_them(
    messages: tuple[InboundMessage, ...], text: str, beside: dict[str, Any]
):
    nothing = {"message_id": "turn_1", "media": [], "events": [], "attached": [], "place": ""}
    assert _heard(*messages) == (text, {**nothing, **beside})
