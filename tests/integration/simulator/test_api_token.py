"""Access tokens of both endpoints over their life."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.integration.simulator.harness import CONFIG, Simulator, Started

CREDENTIALS = {"grant_type": "client_credential", "appid": CONFIG.app_id, "secret": CONFIG.app_secret}


async def classic(simulator: Simulator) -> str:
    return str((await simulator.call("GET", "/cgi-bin/token", **CREDENTIALS))["access_token"])


async def stable(simulator: Simulator, *, force: bool = False) -> Any:
    return await simulator.call("POST", "/cgi-bin/stable_token", {**CREDENTIALS, "force_refresh": force})


async def works(simulator: Simulator, token: str) -> int:
    told = await simulator.call("GET", "/cgi-bin/getcallbackip", access_token=token)
    return int(told.get("errcode", 0))


async def test_each_classic_token_replaces_the_one_before_after_five_minutes(start: Started) -> None:
    simulator = await start()
    first = await classic(simulator)
    second = await classic(simulator)
    assert first != second
    simulator.clock.advance(timedelta(minutes=4, seconds=59))
    assert [await works(simulator, token) for token in (first, second)] == [0, 0]
    simulator.clock.advance(timedelta(seconds=1))
    assert [await works(simulator, token) for token in (first, second)] == [40001, 0]


async def test_without_grace_a_replaced_token_dies_at_once(start: Started) -> None:
    simulator = await start(token_grace=timedelta())
    first = await classic(simulator)
    await classic(simulator)
    assert await works(simulator, first) == 40001


async def test_the_stable_token_stays_the_same_and_tells_what_is_left(start: Started) -> None:
    simulator = await start()
    first = await stable(simulator)
    assert first["expires_in"] == 7200
    simulator.clock.advance(timedelta(minutes=10))
    again = await stable(simulator)
    assert again == {"access_token": first["access_token"], "expires_in": 6600}


async def test_the_stable_token_rotates_five_minutes_early_and_both_work_till_then(start: Started) -> None:
    simulator = await start()
    old = (await stable(simulator))["access_token"]
    simulator.clock.advance(timedelta(seconds=6900))
    rotated = await stable(simulator)
    assert rotated["access_token"] != old
    assert rotated["expires_in"] == 7200
    assert await works(simulator, old) == 0
    simulator.clock.advance(timedelta(seconds=300))
    assert await works(simulator, old) == 40001
    assert await works(simulator, rotated["access_token"]) == 0


async def test_the_two_kinds_do_not_touch_each_other(start: Started) -> None:
    simulator = await start(token_grace=timedelta())
    kept = (await stable(simulator))["access_token"]
    await classic(simulator)
    await classic(simulator)
    assert await works(simulator, kept) == 0


async def test_a_forced_refresh_kills_the_old_token_but_not_twice_in_half_a_minute(start: Started) -> None:
    simulator = await start()
    old = (await stable(simulator))["access_token"]
    new = (await stable(simulator, force=True))["access_token"]
    assert new != old
    assert await works(simulator, old) == 40001
    assert (await stable(simulator, force=True))["access_token"] == new
    simulator.clock.advance(timedelta(seconds=30))
    assert (await stable(simulator, force=True))["access_token"] != new
    assert await simulator.call("GET", "/sim/tokens") == {"stable": 4, "forced": 2}


async def test_a_forced_refresh_is_possible_twenty_times_a_day(start: Started) -> None:
    simulator = await start()
    for _ in range(20):
        assert "access_token" in await stable(simulator, force=True)
        simulator.clock.advance(timedelta(minutes=1))
    assert (await stable(simulator, force=True))["errcode"] == 45009
    simulator.clock.advance(timedelta(days=1))
    assert "access_token" in await stable(simulator, force=True)


async def test_an_expired_an_unknown_and_a_missing_token_are_told_apart(start: Started) -> None:
    simulator = await start()
    token = await classic(simulator)
    simulator.clock.advance(timedelta(seconds=7200))
    assert await works(simulator, token) == 42001
    assert await works(simulator, "made-up") == 40014
    assert (await simulator.call("GET", "/cgi-bin/getcallbackip"))["errcode"] == 41001


async def test_revoked_tokens_die_and_the_next_one_is_new(start: Started) -> None:
    simulator = await start()
    old = (await stable(simulator))["access_token"]
    await simulator.call("POST", "/sim/tokens/revoke")
    assert await works(simulator, old) == 40001
    assert await works(simulator, (await stable(simulator))["access_token"]) == 0


@pytest.mark.parametrize(
    ("change", "errcode"),
    [
        ({"grant_type": "password"}, 40002),
        ({"appid": ""}, 41002),
        ({"secret": ""}, 41004),
        ({"appid": "wxffffffffffffffff"}, 40013),
        ({"secret": "wrong"}, 40125),
    ],
)
async def test_wrong_credentials_get_no_token(start: Started, change: dict[str, str], errcode: int) -> None:
    simulator = await start()
    assert (await simulator.call("GET", "/cgi-bin/token", **{**CREDENTIALS, **change}))["errcode"] == errcode
    assert (await simulator.call("POST", "/cgi-bin/stable_token", {**CREDENTIALS, **change}))["errcode"] == errcode


async def test_a_daily_quota_ends_with_the_day(start: Started) -> None:
    simulator = await start(daily_quotas={"/cgi-bin/token": 2})
    await classic(simulator)
    await classic(simulator)
    assert (await simulator.call("GET", "/cgi-bin/token", **CREDENTIALS))["errcode"] == 45009
    simulator.clock.advance(timedelta(days=1))
    assert await classic(simulator)


async def test_a_get_where_a_post_is_needed_is_named(start: Started) -> None:
    simulator = await start()
    assert (await simulator.call("GET", "/cgi-bin/stable_token"))["errcode"] == 43002
