from __future__ import annotations

from datetime import timedelta

from bot.console.tail import UNSETTLED, Tail
from tests.builders import NOW


def test_what_comes_in_order_leaves_no_gap():
    tail = Tail(10)
    tail.read([11, 12], NOW)
    tail.read([], NOW)
    tail.read([13], NOW)
    assert (tail.newest, tail.gaps(NOW)) == (13, [])


def test_a_number_that_was_passed_over_is_looked_for_until_it_appears():
    tail = Tail(10)
    tail.read([12, 14], NOW)
    assert (tail.newest, tail.gaps(NOW)) == (14, [11, 13])
    tail.read([13, 15], NOW)
    assert (tail.newest, tail.gaps(NOW)) == (15, [11])
    tail.read([11], NOW)
    assert (tail.newest, tail.gaps(NOW)) == (15, [])


def test_a_number_that_never_appears_is_given_up():
    tail = Tail(10)
    tail.read([12], NOW)
    assert tail.gaps(NOW + UNSETTLED - timedelta(milliseconds=1)) == [11]
    assert tail.gaps(NOW + UNSETTLED) == []


def test_what_was_read_before_the_first_look_may_have_gaps_as_well():
    tail = Tail(4)
    tail.read([7, 8], NOW)
    assert tail.gaps(NOW) == [5, 6]
