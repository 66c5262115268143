"""Failures of an address are counted, for a while."""

from __future__ import annotations

from datetime import timedelta

from bot.console.throttle import MOST_FAILURES, WITHIN, Throttle
from tests.fakes import NOON

NONE = timedelta(0)


def _after(failures: int) -> Throttle:
    throttle = Throttle()
    for number in range(failures):
        throttle.failed("10.0.0.1", NOON + timedelta(seconds=number))
    return throttle


def test_an_address_is_heard_until_it_has_failed_often():
    later = NOON + timedelta(seconds=20)
    assert _after(MOST_FAILURES - 1).wait("10.0.0.1", later) == NONE
    assert _after(MOST_FAILURES).wait("10.0.0.1", later) == WITHIN - timedelta(seconds=20)


def test_another_address_is_heard_all_the_same():
    assert _after(MOST_FAILURES).wait("10.0.0.2", NOON) == NONE


def test_an_address_is_heard_again_when_its_time_is_over():
    throttle = _after(MOST_FAILURES)
    assert throttle.wait("10.0.0.1", NOON + WITHIN) == NONE
    throttle.failed("10.0.0.1", NOON + WITHIN)
    assert throttle.wait("10.0.0.1", NOON + WITHIN) == NONE, "the count begins anew"


def test_what_is_remembered_is_bounded():
    throttle = Throttle()
    for number in range(10_050):
        throttle.failed(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}", NOON)
    assert len(throttle.failures) == 10_000
