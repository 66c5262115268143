from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.domain.errors import IllegalTransition
from bot.domain.waitlist import WaitlistEntry, WaitlistState
from tests.builders import a_waitlist_entry, a_window

STEPS: dict[WaitlistState, Callable[[WaitlistEntry], WaitlistEntry]] = {
    WaitlistState.OFFERED: lambda entry: entry.offered("bk_1"),
    WaitlistState.TAKEN: lambda entry: entry.taken(),
    WaitlistState.LEFT: lambda entry: entry.left(),
    WaitlistState.EXPIRED: lambda entry: entry.expired(),
}
ALLOWED = {
    WaitlistState.WAITING: {WaitlistState.OFFERED, WaitlistState.LEFT, WaitlistState.EXPIRED},
    WaitlistState.OFFERED: {WaitlistState.TAKEN, WaitlistState.LEFT, WaitlistState.EXPIRED},
}


@pytest.mark.parametrize("before", WaitlistState)
@pytest.mark.parametrize("after", STEPS)
def test_every_state_is_reached_by_its_transitions_alone(before: WaitlistState, after: WaitlistState):
    entry = a_waitlist_entry(state=before)
    if after in ALLOWED.get(before, set()):
        assert STEPS[after](entry).state is after
        return
    with pytest.raises(IllegalTransition):
        STEPS[after](entry)


def test_an_hour_is_met_by_itself_and_a_part_of_the_day_by_any_start_in_it():
    window = a_window()
    later, ends = window.start + timedelta(hours=1), window.end
    starts = (window.start - timedelta(minutes=30), window.start, later, ends)
    assert [a_waitlist_entry().meets(start) for start in starts] == [False, True, False, False]
    assert [a_waitlist_entry(exact=False).meets(start) for start in starts] == [False, True, True, False]


def test_a_wish_is_over_when_no_visit_can_begin_in_it_any_more():
    window = a_window()
    later = window.start + timedelta(minutes=1)
    moments = (window.start, later, window.end)
    assert [a_waitlist_entry().is_past(earliest) for earliest in moments] == [False, True, True]
    assert [a_waitlist_entry(exact=False).is_past(earliest) for earliest in moments] == [False, False, True]
