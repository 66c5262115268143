"""Logging in, being kept out, and what a session is worth."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.console.auth import IN_BACKGROUND
from bot.domain.access import Role, hash_of
from bot.domain.accounts import IDLE, LOCKED_FOR, LONGEST, MOST_TRIES
from bot.domain.errors import NotFound
from bot.domain.passwords import hashed
from bot.usecases.access import disable_agent
from bot.usecases.accounts import set_password
from tests.support.office import PASSWORD, Clerk, Office


def a_stranger(office: Office, cookie: str = "") -> Clerk:
    return Clerk(office, {"console": cookie} if cookie else {})


async def audit(office: Office, *actions: str) -> list[tuple[str, str, str]]:
    rows = await office.rows("audit")
    return [(row["actor"], row["action"], row["entity_id"]) for row in rows if row["action"] in actions]


async def test_who_logs_in_comes_to_the_page_that_she_wanted(office: Office):
    await office.account()
    stranger = a_stranger(office)
    asked = await stranger.opens("/orders?day=2026-11-24")
    assert (asked.status, asked.goes_to) == (303, "/login?next=/orders%3Fday%3D2026-11-24")
    form = await stranger.opens(asked.goes_to)
    assert 'name="next" value="/orders?day=2026-11-24"' in form.text
    done = await stranger.page(
        "POST", "/login", data={"name": "小周", "password": PASSWORD, "next": "/orders?day=2026-11-24"}
    )
    assert (done.status, done.goes_to) == (303, "/orders?day=2026-11-24")
    assert (await stranger.opens(done.goes_to)).status == 200
    assert (await stranger.opens("/login")).goes_to == "/", "who is in already needs no form"
    assert await audit(office, "logged_in") == [("agent:小周", "logged_in", "小周")]


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", ""])
async def test_no_log_in_leads_to_another_host(sqlite_office: Office, wanted: str):
    await sqlite_office.account()
    done = await a_stranger(sqlite_office).page(
        "POST", "/login", data={"name": "小周", "password": PASSWORD, "next": wanted}
    )
    assert (done.status, done.goes_to) == (303, "/")


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(sqlite_office: Office):
    await sqlite_office.account()
    done = await a_stranger(sqlite_office).log_in("小周", PASSWORD)
    parts = {part.strip() for part in done.headers["Set-Cookie"].split(";")[1:]}
    assert parts == {"HttpOnly", "Path=/", "SameSite=Lax"}


async def test_what_is_stored_of_a_session_and_a_password_opens_nothing(office: Office):
    clerk = await office.clerk()
    async with office.deps.uow() as uow:
        account = await uow.accounts.get("小周")
        session = await uow.sessions.by_hash(hash_of(clerk.cookie))
    assert account is not None
    assert account.password_hash.startswith("$argon2id$")
    assert PASSWORD not in account.password_hash
    assert session is not None
    assert session.secret_hash != clerk.cookie


async def test_a_wrong_password_and_an_unknown_name_are_told_the_same(sqlite_office: Office):
    await sqlite_office.account()
    wrong = await a_stranger(sqlite_office).log_in("小周", "not the password")
    unknown = await a_stranger(sqlite_office).log_in("小吴", "not the password")
    assert (wrong.status, unknown.status) == (401, 401)
    assert wrong.text == unknown.text
    assert "名字或密码不对" in wrong.text
    assert await audit(sqlite_office, "log_in_failed") == [
        ("console", "log_in_failed", "小周"),
        ("console", "log_in_failed", "unknown"),
    ]


async def test_an_account_is_locked_after_wrong_tries_even_for_the_right_password(office: Office):
    await office.account()
    running = a_stranger(office)
    await running.log_in("小周", PASSWORD)
    for _ in range(MOST_TRIES - 1):
        assert (await a_stranger(office).log_in("小周", "wrong")).status == 401
    locked = await a_stranger(office).log_in("小周", "wrong")
    assert (locked.status, locked.headers["Retry-After"]) == (429, str(int(LOCKED_FOR.total_seconds())))
    assert (await a_stranger(office).log_in("小周", PASSWORD)).status == 429
    assert (await running.opens("/orders")).status == 200, "who was in stays in"
    assert await audit(office, "account_locked") == [("console", "account_locked", "小周")]
    office.clock.advance(seconds=LOCKED_FOR.total_seconds())
    assert (await a_stranger(office).log_in("小周", PASSWORD)).status == 303


async def test_the_lock_is_the_accounts_and_not_only_the_processs(sqlite_office: Office):
    await sqlite_office.account()
    async with sqlite_office.deps.uow() as uow:
        account = await uow.accounts.claim("小周")
        assert account is not None
        for _ in range(MOST_TRIES):
            account = account.tried(sqlite_office.clock.now())
        await uow.accounts.put(account)
        await uow.commit()
    locked = await a_stranger(sqlite_office).log_in("小周", PASSWORD)
    unknown = await a_stranger(sqlite_office).log_in("小吴", PASSWORD)
    assert (locked.status, locked.text) == (401, unknown.text), "another process's lock tells nobody who is real"


async def test_an_unknown_name_is_locked_like_a_known_one(sqlite_office: Office):
    await sqlite_office.account()
    told: dict[str, list[tuple[str, str | None]]] = {"小周": [], "小吴": []}
    for _ in range(MOST_TRIES + 1):
        for name, answers in told.items():
            answer = await a_stranger(sqlite_office).log_in(name, "wrong")
            answers.append((answer.text, answer.headers.get("Retry-After")))
        sqlite_office.clock.advance(minutes=2)
    assert told["小周"] == told["小吴"]


async def test_an_agent_from_before_there_were_passwords_is_given_one(office: Office):
    await office.agent(Role.SUPERVISOR, "老陈")
    known = hashed(PASSWORD)
    await office.done(lambda uow: set_password(office.deps, uow, "老陈", known, "test"))
    clerk = a_stranger(office)
    assert (await clerk.log_in("老陈", PASSWORD)).status == 303
    assert "主管" in (await clerk.opens("/orders")).text
    with pytest.raises(NotFound):
        await office.done(lambda uow: set_password(office.deps, uow, "nobody", known, "test"))


async def test_an_address_that_tries_many_names_is_not_heard(sqlite_office: Office):
    await sqlite_office.account()
    answers = [(await a_stranger(sqlite_office).log_in(f"name{number}", "wrong")).status for number in range(21)]
    assert answers == [401] * 19 + [429, 429]
    assert (await a_stranger(sqlite_office).log_in("小周", PASSWORD)).status == 429


async def test_a_session_that_was_planted_is_not_the_one_that_opens(sqlite_office: Office):
    await sqlite_office.account()
    clerk = a_stranger(sqlite_office, "planted-by-somebody-else")
    assert (await clerk.log_in("小周", PASSWORD)).status == 303
    assert clerk.cookie != "planted-by-somebody-else"
    assert (await a_stranger(sqlite_office, "planted-by-somebody-else").opens("/orders")).status == 303
    assert (await clerk.opens("/orders")).status == 200


async def test_each_log_in_has_a_session_of_its_own_and_ends_the_one_before(sqlite_office: Office):
    clerk = await sqlite_office.clerk()
    first = clerk.cookie
    await clerk.page("POST", "/login", data={"name": "小周", "password": PASSWORD})
    assert clerk.cookie != first
    assert (await a_stranger(sqlite_office, first).opens("/orders")).status == 303


async def test_logging_out_ends_the_session_everywhere(office: Office):
    clerk = await office.clerk()
    kept = clerk.cookie
    done = await clerk.page("POST", "/logout", data={"csrf": await clerk.token()})
    assert (done.status, done.goes_to) == (303, "/login")
    copied = await a_stranger(office, kept).opens("/orders")
    assert (copied.status, copied.goes_to) == (303, "/login?next=/orders")
    assert await audit(office, "logged_out") == [("agent:小周", "logged_out", "小周")]


async def test_an_idle_session_ends_and_one_in_use_lasts_a_working_day(sqlite_office: Office):
    idle, busy = await sqlite_office.clerk("小周"), await sqlite_office.clerk("小吴")
    passed = timedelta(0)
    while passed + IDLE / 2 < LONGEST:
        sqlite_office.clock.advance(seconds=IDLE.total_seconds() / 2)
        passed += IDLE / 2
        assert (await busy.opens("/orders")).status == 200
    assert (await idle.opens("/orders")).status == 303
    sqlite_office.clock.advance(seconds=IDLE.total_seconds() / 2)
    assert (await busy.opens("/orders")).status == 303


async def test_a_page_that_asks_by_itself_keeps_no_session_alive(sqlite_office: Office):
    clerk = await sqlite_office.clerk()
    for _ in range(4):
        sqlite_office.clock.advance(seconds=IDLE.total_seconds() / 4)
        answer = await clerk.page("GET", "/orders", headers={IN_BACKGROUND: "1"})
    assert answer.status == 303


async def test_disabling_an_agent_ends_her_sessions_and_her_password(office: Office):
    clerk = await office.clerk()
    await office.done(lambda uow: disable_agent(office.deps, uow, "小周", "test"))
    assert (await clerk.opens("/orders")).status == 303
    assert (await a_stranger(office).log_in("小周", PASSWORD)).status == 401


async def test_another_password_ends_sessions_and_a_lock(office: Office):
    clerk = await office.clerk()
    another = hashed("quite another password")
    await office.done(lambda uow: set_password(office.deps, uow, "小周", another, "test"))
    assert (await clerk.opens("/orders")).status == 303
    assert (await a_stranger(office).log_in("小周", PASSWORD)).status == 401
    assert (await a_stranger(office).log_in("小周", "quite another password")).status == 303


async def test_a_role_that_was_changed_counts_at_once(sqlite_office: Office):
    clerk = await sqlite_office.clerk(role=Role.SUPERVISOR)
    assert "主管" in (await clerk.opens("/orders")).text
    async with sqlite_office.deps.uow() as uow:
        account = await uow.accounts.claim("小周")
        assert account is not None
        await uow.accounts.put(replace(account, role=Role.AGENT))
        await uow.commit()
    assert "主管" not in (await clerk.opens("/orders")).text
