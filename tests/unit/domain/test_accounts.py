from __future__ import annotations

from datetime import timedelta

from bot.domain.access import Role
from bot.domain.accounts import IDLE, LOCKED_FOR, LONGEST, MOST_TRIES, Account, Session, csrf_token, is_csrf_token
from tests.builders import NOW

ACCOUNT = Account("小周", Role.AGENT, "$argon2id$…", NOW)


def test_an_account_is_locked_with_its_last_try_and_counts_anew_afterwards():
    account, waits = ACCOUNT, []
    for _ in range(MOST_TRIES):
        account = account.tried(NOW)
        waits.append(account.wait(NOW))
    assert waits == [timedelta(0)] * (MOST_TRIES - 1) + [LOCKED_FOR]
    later = NOW + LOCKED_FOR
    assert account.wait(later) == timedelta(0)
    assert account.tried(later).wait(later) == timedelta(0)


def test_an_account_that_opens_forgets_what_was_wrong():
    assert ACCOUNT.tried(NOW).tried(NOW).opened() == ACCOUNT


def test_a_session_ends_when_nobody_uses_it_and_after_a_day_in_any_case():
    session = Session("hash", "小周", NOW, NOW)
    assert session.is_open(NOW + IDLE - timedelta(seconds=1))
    assert not session.is_open(NOW + IDLE)
    busy = Session("hash", "小周", NOW, NOW + LONGEST - timedelta(minutes=1))
    assert busy.is_open(NOW + LONGEST - timedelta(seconds=1))
    assert not busy.is_open(NOW + LONGEST)
    assert not session.ended(NOW).is_open(NOW)


def test_the_token_of_a_page_follows_from_its_session_alone():
    assert is_csrf_token(csrf_token("one"), "one")
    assert not is_csrf_token(csrf_token("two"), "one")
    assert not is_csrf_token("", "one")
    assert not is_csrf_token("ü", "one")
    assert "one" not in csrf_token("one")
