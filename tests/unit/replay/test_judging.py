from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from bot.replay.judging import Deviation, Kind, judge_end, judge_turn
from bot.replay.road import Reply, State
from bot.replay.transcript import Ends, Turn

BEGAN = datetime(2026, 11, 23, 10)
LATER = "{service: daily_cleaning, window: 2026-11-26T09:00, state: confirmed}"
SATURDAYS = "{service: daily_cleaning, rrule: FREQ=WEEKLY;BYDAY=SA, state: active}"
ASKED = "上门地址是？"


def a_state(**changes: Any) -> State:
    return State(now=BEGAN, **changes)


def a_booking(**changes: Any) -> dict[str, Any]:
    return {
        "state": "confirmed",
        "service": "daily_cleaning",
        "window": {"start": "2026-11-24T14:00:00+08:00", "end": "2026-11-24T17:00:00+08:00"},
        "quote_fen": 16500,
        "series_id": None,
        **changes,
    }


def a_series(**changes: Any) -> dict[str, Any]:
    frequency = {"rrule": "FREQ=WEEKLY;BYDAY=SA", "count": None, "from": "2026-11-28", "until": None}
    return {"state": "active", "service": "daily_cleaning", "frequency": frequency, "time": "09:00", **changes}


def _turn(reply: str | None, state: State | None = None, **expected: Any) -> list[Deviation]:
    turn = Turn.model_validate({"customer": "明天下午打扫", **expected})
    return list(judge_turn(turn, Reply(reply), state or a_state(), BEGAN))


def _end(state: State, **expected: Any) -> list[Deviation]:
    return judge_end(Ends.model_validate(expected), state, BEGAN)


def test_a_reply_with_every_word_is_as_expected_in_either_script():
    assert _turn("約好了！週二 14:00", says=["约好了", "14:00"], never=["几点"]) == []


@pytest.mark.parametrize(
    ("expected", "deviation"),
    [
        ({"says": ["约好了"]}, Deviation(Kind.SAYS, "says", "约好了", ASKED)),
        (
            {"says_one_of": [["排队", "值班"], ["地址"]]},
            Deviation(Kind.SAYS, "says one of", "排队 | 值班", ASKED),
        ),
        ({"never": ["地址"]}, Deviation(Kind.NEVER, "never", "地址", ASKED)),
        ({"silent": "yes"}, Deviation(Kind.SILENCE, "reply", "no reply", ASKED)),
        ({"script": "traditional"}, Deviation(Kind.SCRIPT, "script", "traditional", ASKED)),
    ],
)
def test_words_that_are_not_as_expected(expected: dict[str, Any], deviation: Deviation):
    assert _turn(ASKED, **expected) == [deviation]


def test_a_question_that_goes_unanswered_deviates_even_where_nothing_was_expected():
    assert _turn(None) == [Deviation(Kind.SILENCE, "reply", "a reply", "no reply")]


def test_a_silent_turn_is_silent():
    assert _turn(None, silent=True) == []


def test_after_a_wait_the_bot_may_say_nothing_unless_words_are_expected():
    quiet, words = Turn.model_validate({"wait": "2h"}), Turn.model_validate({"wait": "2h", "says": ["还约吗"]})
    assert list(judge_turn(quiet, Reply(), a_state(), BEGAN)) == []
    assert [one.kind for one in judge_turn(words, Reply(), a_state(), BEGAN)] == [Kind.SILENCE]


def test_another_question_than_expected():
    state = a_state(asked="booking:area")
    assert _turn("房子多大？", state, asks=["booking:area", "booking:phone"]) == []
    assert _turn("房子多大？", state, asks="booking:phone") == [
        Deviation(Kind.ASKS, "asks", "booking:phone", "booking:area")
    ]


def test_a_field_of_the_draft_on_top_that_is_not_held():
    draft = {"service": "daily_cleaning", "area_sqm": 90.0, "phone": ""}
    state = a_state(drafts=[{"service": "laundry"}, draft])
    assert _turn("好的", state, holds={"service": "daily_cleaning", "area_sqm": "95", "phone": "none"}) == [
        Deviation(Kind.FIELD, "holds area_sqm", "95", "90.0")
    ]


def test_orders_are_compared_in_time_order_and_all_of_them():
    later = a_booking(window={"start": "2026-11-26T09:00:00+08:00", "end": "2026-11-26T11:00:00+08:00"})
    past = a_booking(window={"start": "2026-11-20T09:00:00+08:00", "end": "2026-11-20T11:00:00+08:00"})
    visit, gone, held = a_booking(series_id="se_1"), a_booking(state="cancelled"), a_booking(state="held")
    state = a_state(bookings=[later, a_booking(), past, visit, gone, held])
    assert _end(state, bookings=[{"window": "+1 14:00", "price_yuan": "165"}, {"window": "+3 09:00"}]) == []
    assert _end(state, bookings=[{"window": "+1 15:00"}]) == [
        Deviation(Kind.FIELD, "booking 1 window", "+1 15:00", "2026-11-24T14:00"),
        Deviation(
            Kind.STATE, "booking 2", "none", "{service: daily_cleaning, window: 2026-11-26T09:00, state: confirmed}"
        ),
    ]


def test_an_order_that_is_missing():
    assert _end(a_state(), bookings=[{"service": "laundry"}]) == [
        Deviation(Kind.STATE, "booking 1", "{service: laundry}", "none")
    ]


def test_the_next_visits_of_a_series_are_compared_as_far_as_they_are_named():
    visits = [
        a_booking(series_id="se_1", window={"start": f"2026-{day}T09:00:00+08:00", "end": f"2026-{day}T11:00:00+08:00"})
        for day in ("12-05", "11-28")
    ]
    assert _end(a_state(bookings=visits), visits=[{"window": "周六 09:00"}]) == []


def test_a_series_whose_last_day_is_asked_for_may_be_at_its_end():
    ends = {"rrule": "FREQ=WEEKLY;BYDAY=SA", "from": None, "until": "2026-12-01", "count": None}
    state = a_state(series=[a_series(state="ended", frequency=ends)])
    assert _end(state, series=[{"until": "+8"}]) == []
    assert _end(state, series=[{"until": "+9"}]) == [
        Deviation(Kind.FIELD, "series 1 until", "+9", "2026-12-01"),
    ]


def test_a_series_that_has_ended_is_left_out_unless_it_is_asked_for():
    state = a_state(series=[a_series(state="ended"), a_series(time="14:00")])
    assert _end(state, series=[{"rrule": "FREQ=WEEKLY;BYDAY=SA", "at": "14:00", "from": "周六"}]) == []
    assert _end(state, series=[{"state": "ended"}, {"state": "active"}]) == []
    assert _end(state, series=[]) == [
        Deviation(
            Kind.STATE, "series 1", "none", "{service: daily_cleaning, rrule: FREQ=WEEKLY;BYDAY=SA, state: active}"
        )
    ]


@pytest.mark.parametrize(
    ("expected", "deviation"),
    [
        ({"cancelled": 1}, Deviation(Kind.STATE, "cancelled", "1", "0")),
        ({"waitlist": 0}, Deviation(Kind.STATE, "waitlist", "0", "2")),
        ({"tickets": [{"type": "damage", "attachments": 2}]}, Deviation(Kind.FIELD, "ticket 1 attachments", "2", "1")),
        ({"tickets": []}, Deviation(Kind.STATE, "ticket 1", "none", "{type: damage, service: laundry, state: open}")),
        ({"mode": "bot"}, Deviation(Kind.STATE, "mode", "bot", "queued")),
        ({"draft": "none"}, Deviation(Kind.STATE, "draft", "none", "open")),
        ({"profile": {"phone": "139"}}, Deviation(Kind.FIELD, "profile phone", "139", "138")),
    ],
)
def test_the_rest_of_the_end_state(expected: dict[str, Any], deviation: Deviation):
    ticket = {"type": "damage", "service": "laundry", "state": "open", "attachments": 1}
    state = a_state(
        mode="queued", waiting=2, tickets=[ticket], drafts=[{"service": "laundry"}], profile={"phone": "138"}
    )
    assert _end(state, **expected) == [deviation]


def test_a_survey_is_compared_by_what_is_named_of_it():
    survey = {"scores": {"attitude": 5.0, "skill": 2.5}, "average": 3.75, "anonymous": True, "comment": "", "low": True}
    state = a_state(survey=survey)
    wanted = {"scores": {"attitude": 5, "skill": 2.5}, "average": 3.75, "anonymous": "yes", "comment": "none"}
    assert _end(state, survey=wanted) == []
    assert _end(state, survey={"low": "no", "scores": {"attitude": 4}}) == [
        Deviation(Kind.FIELD, "survey low", "no", "True"),
        Deviation(Kind.FIELD, "survey scores", "{attitude: 4}", "{attitude: 5.0, skill: 2.5}"),
    ]
