"""Who may use the API, and what a provider sees of her visits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.access import Role, Token, agent_name, hash_of, is_promised_to, may_call, new_secret
from bot.domain.booking import Review, ReviewState
from bot.domain.errors import InvalidData
from bot.domain.values import TimeWindow
from tests.builders import NOW, a_booking
from tests.fakes import SHANGHAI

FRIDAY_NINE = datetime(2026, 11, 27, 1, tzinfo=UTC)
"""09:00 in Shanghai."""


def test_every_secret_is_another_and_its_hash_tells_nothing_of_it():
    first, second = new_secret(), new_secret()
    assert first != second
    assert len(first) >= 43
    assert hash_of(first) != hash_of(second)
    assert first not in hash_of(first)


def test_an_agent_cannot_act_under_the_name_of_a_customer_or_a_provider():
    assert Token("h", Role.AGENT, "customer", NOW).actor == "agent:customer"
    assert Token("h", Role.SUPERVISOR, "p1", NOW).actor == "agent:p1"
    assert Token("h", Role.PROVIDER, "p1", NOW).actor == "p1"


@pytest.mark.parametrize("name", ["小周", "li.na", "a", "A-1", "x" * 40])
def test_a_word_is_a_name(name: str):
    assert agent_name(name) == name


@pytest.mark.parametrize("name", ["", " ", "小 周", "a:b", "a\nb", "x" * 41])
def test_what_is_no_word_is_no_name(name: str):
    with pytest.raises(InvalidData):
        agent_name(name)


@pytest.mark.parametrize(
    ("local", "shown"),
    [
        (datetime(2026, 11, 25, 23, 59), False),
        (datetime(2026, 11, 26, 0, 0), True),
        (datetime(2026, 11, 27, 23, 59), True),
        (datetime(2026, 11, 28, 0, 0), False),
    ],
)
def test_the_phone_is_shown_from_the_first_minute_of_the_day_before(local: datetime, shown: bool):
    visit = a_booking(state="confirmed", window=TimeWindow(FRIDAY_NINE, FRIDAY_NINE + timedelta(hours=3)))
    assert may_call(visit, local.replace(tzinfo=SHANGHAI).astimezone(UTC), SHANGHAI) is shown


def test_the_phone_stays_as_long_as_the_visit_runs_and_not_longer():
    window = TimeWindow(FRIDAY_NINE, FRIDAY_NINE + timedelta(hours=3))
    late = FRIDAY_NINE + timedelta(days=2)
    assert may_call(a_booking(state="in_service", window=window), late, SHANGHAI)
    for state in ("completed", "cancelled", "no_show"):
        assert not may_call(a_booking(state=state, window=window), FRIDAY_NINE, SHANGHAI)


def test_a_visit_is_hers_once_it_is_promised():
    pending, approved = Review(ReviewState.PENDING, ("第一次",)), Review(ReviewState.APPROVED, ("第一次",))
    assert is_promised_to(a_booking(state="confirmed"), "p1")
    assert is_promised_to(a_booking(state="confirmed", review=approved), "p1")
    assert not is_promised_to(a_booking(state="confirmed"), "p2")
    assert not is_promised_to(a_booking(state="held"), "p1")
    assert not is_promised_to(a_booking(state="confirmed", review=pending), "p1")
