"""The ruler of `make evaluate-dialogue`: what a played conversation is worth, and what a form could do at all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from bot.replay.judging import Deviation, Kind
from bot.replay.play import Exchange, Played
from bot.replay.road import Reply, State
from bot.replay.transcript import Conversation, Saying
from tests.evaluate_dialogue.form_road import has_a_skill_for
from tests.evaluate_dialogue.metrics import Tally, asked_again, tally, total

TEN = datetime(2026, 11, 23, 10)
AN_ORDER = {"service": "daily_cleaning", "window": "+1 14:00"}
SIZED = {"area_sqm": 90.0}
WITH_TIME = {"service": "x", "window": "w"}
LOST = Deviation(Kind.STATE, "booking 1", "…", "none")


def a_conversation(**parts: Any) -> Conversation:
    return Conversation.model_validate({"name": "one", "talk": [{"customer": "打扫"}], **parts})


def an_exchange(said: str, *responses: str, reply: str | None = "好的", **draft: Any) -> Exchange:
    state = State(TEN, drafts=[draft] if draft else [])
    return Exchange((Saying(text=said),), Reply(reply, responses), state)


def played(*exchanges: Exchange, profile: dict[str, str] | None = None, **parts: Any) -> Played:
    before = State(TEN, profile=profile or {})
    ends = parts.pop("end", ())
    return Played(a_conversation(**parts), list(exchanges), list(ends), before, ends)


def test_a_finished_booking_costs_its_turns_and_characters():
    talk = (an_exchange("打扫", reply="几点"), an_exchange("下午两点", reply="约好了"))
    assert tally(played(*talk, ends={"bookings": [AN_ORDER]})) == Tally(
        conversations=1, finished=1, turns=2, bookings=1, booking_turns=2, typed=6
    )


def test_what_was_booked_before_is_not_counted_as_booked_by_the_talk():
    given = {
        "customer": {"phone": "13800138000", "addresses": "张杨路1号"},
        "bookings": [{"service": "laundry", "at": "+1 10:00"}, {"service": "laundry", "at": "-1 10:00", "past": "yes"}],
    }
    kept = played(an_exchange("我的预约"), given=given, ends={"bookings": [AN_ORDER]})
    assert (tally(kept).bookings, tally(kept).booking_turns) == (0, 0)


def test_an_unfinished_one_counts_no_effort_and_a_missing_order_loses_all_its_fields():
    wrong = Deviation(Kind.FIELD, "profile phone", "138", "139")
    result = tally(played(an_exchange("打扫"), ends={"bookings": [AN_ORDER]}, end=(LOST, wrong)))
    assert (result.finished, result.typed, result.wrong_fields, result.booking_turns) == (0, 0, 3, 0)


def test_words_that_deviate_do_not_make_a_task_fail():
    result = played(an_exchange("打扫"))
    result.deviations = [Deviation(Kind.SAYS, "says", "元", "好的", 1)]
    assert (tally(result).finished, tally(result).wrong_fields) == (1, 0)


def test_the_same_reply_twice_in_a_row_is_a_loop_and_silence_is_none():
    talk = [an_exchange("嗯", reply=text) for text in ("几点？", "几点？", "哪天？", "几点？", None, None)]
    assert tally(played(*talk)).loops == 1


def test_a_turn_that_was_not_understood_counts_once():
    talk = (an_exchange("嗯", "utter_fallback_choices", "utter_ask_window"), an_exchange("打扫", "utter_noted"))
    assert tally(played(*talk)).fallback_rate == 0.5


@pytest.mark.parametrize(
    ("exchanges", "count"),
    [
        (
            [
                ("打扫 90平", "utter_ask_address", {"area_sqm": 90.0}),
                ("张杨路1号", "utter_ask_area", {"area_sqm": 90.0}),
            ],
            1,
        ),
        (
            [
                ("打扫 90平", "utter_ask_address", {"area_sqm": 90.0}),
                ("张杨路1号", "utter_ask_phone", {"area_sqm": 90.0}),
            ],
            0,
        ),
        # The question waits through an answer to something else, and is not known yet.
        ([("打扫", "utter_ask_area", {"service": "x"}), ("多少钱", "utter_ask_area", {"service": "x"})], 0),
        # Asked for in other words, and of another wish than the one whose time is known.
        (
            [
                ("打扫", "utter_ask_phone", WITH_TIME),
                ("嗯", "utter_ask_window_again", {"service": "x", "area_sqm": 9.0}),
            ],
            1,
        ),
        ([("打扫", "utter_ask_phone", WITH_TIME), ("洗衣", "utter_ask_window_of", {"service": "laundry"})], 0),
        # Booked; another order has a time of its own, but the same phone.
        ([("打扫", "utter_summary", {"window": "w", "phone": "1"}), ("好的", "utter_booked", {})], 0),
        (
            [
                ("打扫", "utter_summary", {"window": "w", "phone": "1"}),
                ("好的", "utter_booked", {}),
                ("再约洗衣", "utter_ask_window", {"service": "laundry"}),
                ("明天", "utter_ask_phone", {"service": "laundry"}),
            ],
            1,
        ),
    ],
)
def test_a_question_for_what_was_said_is_asked_again(exchanges: list[tuple[str, str, dict[str, Any]]], count: int):
    talk = [an_exchange(said, response, **draft) for said, response, draft in exchanges]
    assert len(list(asked_again(played(*talk)))) == count


def test_a_question_for_what_is_stored_of_her_is_asked_again():
    talk = an_exchange("打扫", "utter_ask_phone", service="daily_cleaning")
    assert list(asked_again(played(talk, profile={"phone": "13800138000"}))) == [talk]


def test_figures_are_shares_of_sums_and_nothing_is_no_share():
    both = total([Tally(conversations=1, finished=1, bookings=1, booking_turns=3, typed=10), Tally(conversations=1)])
    assert (both.success, both.turns_per_booking, both.effort, both.fallback_rate) == (0.5, 3.0, 10.0, None)
    assert total([]).success is None


@pytest.mark.parametrize(
    ("ends", "skilled"),
    [
        ({"bookings": [AN_ORDER]}, True),
        ({"bookings": [AN_ORDER], "cancelled": "0", "mode": "bot"}, True),
        ({"bookings": []}, False),
        ({}, False),
        ({"bookings": [AN_ORDER], "mode": "queued"}, False),
        ({"bookings": [AN_ORDER], "cancelled": "1"}, False),
        ({"bookings": [AN_ORDER], "series": [{"at": "09:00"}]}, False),
    ],
)
def test_a_form_has_a_skill_for_new_single_orders_alone(ends: dict[str, Any], skilled: bool):
    assert has_a_skill_for(a_conversation(ends=ends)) is skilled
