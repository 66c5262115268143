from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.conversation import Conversation, Mode
from bot.domain.queueing import Handoff, expected_minutes, in_order, place_in
from tests.builders import a_conversation
from tests.fakes import NOON


def waiting(number: int, reason: str = "request_human") -> Conversation:
    at = NOON + timedelta(minutes=number)
    return replace(a_conversation(id=f"cv_{number}"), mode=Mode.QUEUED, handoff_reason=reason, queued_at=at)


def taken(waited: int, talked: int | None = None) -> Handoff:
    at = NOON + timedelta(minutes=waited)
    ended = None if talked is None else at + timedelta(minutes=talked)
    return Handoff("ho", "cv", "request_human", NOON, at, "小李", ended)


def test_who_waits_longest_is_next_and_danger_goes_before_all():
    queue = [waiting(3), waiting(1), waiting(2, "report_emergency")]
    assert [one.id for one in in_order(queue)] == ["cv_2", "cv_1", "cv_3"]
    assert [place_in(queue, f"cv_{number}") for number in (1, 2, 3)] == [2, 1, 3]


def test_somebody_who_was_queued_this_moment_is_the_last_of_her_kind():
    fresh = replace(waiting(9), queued_at=None)
    assert place_in([fresh, waiting(1)], fresh.id) == 2


def test_nothing_is_said_of_minutes_where_nothing_is_known():
    assert expected_minutes(1, [taken(5), taken(5)], ["小李"]) is None
    assert expected_minutes(1, [taken(5)] * 3, []) is None


def test_the_wait_is_what_others_waited_and_what_their_talks_took():
    assert expected_minutes(1, [taken(7, 12), taken(2, 12), taken(9, 12)], ["小李"]) == 10
    assert expected_minutes(4, [taken(7, 12), taken(2, 12), taken(9, 12)], ["小李", "小周"]) == 20
