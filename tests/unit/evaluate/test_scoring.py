"""The ruler of `make evaluate`: what counts as right, and what a wrong value costs."""

from __future__ import annotations

from typing import Any

import pytest

from tests.evaluate.scoring import FIRST, REQUESTS, WHOLE, Tally


def tally(gold: dict[str, Any], predicted: dict[str, Any]) -> Tally:
    made = Tally()
    made.add({"text": "…", "gold": gold, "level": "easy"}, predicted)
    return made


def a_request(**values: Any) -> dict[str, Any]:
    return {"intents": ["book_service"], "requests": [{"service": "daily_cleaning", **values}]}


def test_the_same_frame_is_right_as_a_whole() -> None:
    frame = a_request(area_sqm=90)
    assert [tally(frame, frame).share(what) for what in (FIRST, REQUESTS, WHOLE)] == [1.0, 1.0, 1.0]


def test_a_wrong_value_is_one_too_many_and_one_missing() -> None:
    counts = tally(a_request(area_sqm=90), a_request(area_sqm=80)).counts["all", "area_sqm"]
    assert (counts.right, counts.extra, counts.missing) == (0, 1, 1)


def test_requests_are_compared_by_their_service_whatever_their_order() -> None:
    gold = {"intents": ["book_service"], "requests": [{"service": "moving"}, {"service": "laundry", "area_sqm": 5}]}
    turned = {**gold, "requests": gold["requests"][::-1]}
    assert tally(gold, turned).share(WHOLE) == 1.0


def test_a_request_too_many_is_no_whole_frame() -> None:
    more = {"intents": ["book_service"], "requests": [{"service": "daily_cleaning"}, {"service": "moving"}]}
    made = tally(a_request(), more)
    assert (made.share(REQUESTS), made.share(WHOLE)) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        ({"special_needs": ["has_cat"]}, {"special_needs": ["has_cat"], "providers": 1}),
        ({}, {"quantities": {"油烟机": 1}}),
        ({"frequency": {"rrule": "FREQ=DAILY"}}, {"frequency": {"rrule": "FREQ=DAILY", "open": True}}),
        (
            {"frequency": {"rrule": "FREQ=WEEKLY;BYDAY=MO,TU"}},
            {"frequency": {"rrule": "FREQ=WEEKLY;BYDAY=TU,MO"}},
        ),
        (
            {"window": {"start": "2026-11-24T09:00", "end": "2026-11-24T11:00", "precision": "time"}},
            {
                "window": {"start": "2026-11-24T09:00", "end": "2026-11-24T11:00", "precision": "time"},
                "duration_minutes": 120,
            },
        ),
    ],
)
def test_what_only_says_again_what_was_said_is_no_error(gold: dict[str, Any], predicted: dict[str, Any]) -> None:
    assert tally(a_request(**gold), a_request(**predicted)).share(WHOLE) == 1.0


def test_addresses_are_compared_without_width_case_and_punctuation() -> None:
    gold = {"intents": ["inform"], "address": "张杨路1458弄 6号楼A座"}
    assert tally(gold, {"intents": ["inform"], "address": "张杨路１４５８弄6号楼a座"}).share(WHOLE) == 1.0


def test_the_order_of_intents_counts_for_the_first_alone() -> None:
    gold, turned = {"intents": ["complain", "greet"]}, {"intents": ["greet", "complain"]}
    made = tally(gold, turned)
    assert (made.share(FIRST), made.counts["all", "intents"].f1) == (0.0, 1.0)
