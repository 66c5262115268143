"""Nobody gets further than her token: walked over the whole table of routes."""

from __future__ import annotations

import pytest
from aiohttp import web

from bot.console.app import ROUTES, create_app
from bot.console.auth import OPEN_PATHS
from bot.console.calls import PROVIDERS, Route
from bot.console.pages.table import PAGES
from bot.console.throttle import MOST_FAILURES, WITHIN
from bot.domain.access import STAFF, Role
from bot.usecases.access import disable_agent
from tests.fakes import FakeWorld
from tests.support.office import TOMORROW_TWO, Caller, Office

REFUSED = {"error": "unauthorized", "message": "this needs a valid token: Authorization: Bearer …"}
SHUT = [route for route in ROUTES if route.path not in OPEN_PATHS]
LEAVE = {"start": "2026-12-24T00:00:00+08:00", "end": "2026-12-25T00:00:00+08:00"}


def _name(route: Route) -> str:
    return f"{route.method} {route.path}"


def _concrete(route: Route) -> tuple[str, str]:
    return route.method, route.path.replace("{id}", "bk_1")


async def test_every_path_that_is_served_is_in_the_table_or_open():
    async def probe() -> dict[str, bool]:
        return {}

    app = create_app(FakeWorld().deps, probe)
    served = {(route.method, _canonical(route)) for route in app.router.routes() if route.method != "HEAD"}
    open_to_all = {("GET", path) for path in OPEN_PATHS} | {("GET", "/static"), ("POST", "/login")}
    pages = {(page.method, page.path) for page in PAGES} | {("POST", "/logout")}
    assert served == {(route.method, route.path) for route in ROUTES} | pages | open_to_all
    assert len({(route.method, route.path) for route in ROUTES}) == len(ROUTES)


def _canonical(route: web.AbstractRoute) -> str:
    assert route.resource is not None
    return route.resource.canonical


@pytest.mark.parametrize("route", SHUT, ids=_name)
async def test_a_route_refuses_who_shows_no_token_a_wrong_one_or_a_disabled_one(sqlite_office: Office, route: Route):
    disabled = await sqlite_office.agent(Role.ADMIN, "gone")
    await sqlite_office.done(lambda uow: disable_agent(sqlite_office.deps, uow, "gone", "test"))
    for secret in (None, "wrong", "", disabled.secret):
        caller = Caller(sqlite_office, secret)
        assert await caller.call(*_concrete(route), {} if route.changes else None) == (401, REFUSED)


@pytest.mark.parametrize("route", SHUT, ids=_name)
async def test_a_route_refuses_a_role_that_it_does_not_name(sqlite_office: Office, route: Route):
    callers = {Role.PROVIDER: await sqlite_office.provider("p1")}
    callers |= {role: await sqlite_office.agent(role) for role in STAFF}
    for role, caller in callers.items():
        if route.streams is not None and role in route.roles:
            continue  # an answer without an end: test_live
        status, answer = await caller.call(*_concrete(route), {} if route.changes else None)
        if role in route.roles:
            assert status not in (401, 403, 500)
        else:
            assert (status, answer["error"]) == (403, "forbidden")


def test_providers_reach_nothing_but_their_own_and_the_report_of_a_visit():
    theirs = {_name(route) for route in ROUTES if PROVIDERS & route.roles and not route.path.startswith("/api/me/")}
    assert theirs == {"POST /api/visits/{id}/report"}


@pytest.mark.parametrize("path", sorted(OPEN_PATHS))
async def test_what_is_open_answers_everybody(sqlite_office: Office, path: str):
    async with sqlite_office.client.get(path) as answer:
        assert answer.status == 200


async def test_a_path_that_is_not_there_tells_a_stranger_nothing(sqlite_office: Office):
    assert await Caller(sqlite_office).get("/api/secrets") == (401, REFUSED)
    agent = await sqlite_office.agent()
    assert await agent.get("/api/secrets") == (404, {"error": "not_found", "message": "there is no such path"})
    assert (await agent.call("PUT", "/api/bookings/bk_1"))[0] == 405


async def test_a_provider_sees_and_touches_nothing_of_another(sqlite_office: Office):
    hers = await sqlite_office.booked()
    assert hers.provider_ids == ("p1",)
    other, stored = await sqlite_office.provider("p2"), await sqlite_office.stored(hers.id)
    assert await other.get("/api/me/visits") == (200, {"visits": []})
    for what in ("accept", "depart", "arrive", "finish", "miss"):
        status, answer = await other.post(f"/api/visits/{hers.id}/report", {"report": what})
        assert (status, answer["message"]) == (404, f"no booking {hers.id}")
    own = await sqlite_office.provider("p1")
    as_another = {"report": "accept", "provider_id": "p2"}
    assert (await own.post(f"/api/visits/{hers.id}/report", as_another))[0] == 400
    assert await sqlite_office.stored(hers.id) == stored
    _, taken = await own.post(
        "/api/me/leave", {"start": "2026-12-24T00:00:00+08:00", "end": "2026-12-25T00:00:00+08:00"}
    )
    assert (await other.delete(f"/api/me/leave/{taken['leave']['id']}"))[0] == 404
    assert (await other.get("/api/me/leave"))[1] == {"leaves": []}
    assert (await own.get("/api/me/leave"))[1]["leaves"] == [taken["leave"]]


async def test_the_notices_of_a_provider_are_hers_and_read_once(sqlite_office: Office):
    await sqlite_office.booked()
    own, other = await sqlite_office.provider("p1"), await sqlite_office.provider("p2")
    (notice,) = (await own.get("/api/me/notices"))[1]["notices"]
    assert await other.post("/api/me/notices/read", {"last_id": notice["id"]}) == (200, {"notices": []})
    assert (await own.get("/api/me/notices"))[1] == {"notices": [notice]}
    assert await own.post("/api/me/notices/read", {"last_id": notice["id"]}) == (200, {"notices": []})


async def test_staff_report_for_a_provider_and_the_audit_says_who_did(sqlite_office: Office):
    agent, booking = await sqlite_office.agent(name="小周"), await sqlite_office.booked()
    path = f"/api/visits/{booking.id}/report"
    assert (await agent.post(path, {"report": "accept"}))[1]["message"] == "provider_id: say for whom you report"
    assert (await agent.post(path, {"report": "accept", "provider_id": "p2"}))[0] == 400
    status, answer = await agent.post(path, {"report": "accept", "provider_id": "p1"})
    assert (status, answer["accepted_by"]) == (200, ["p1"])
    step = (await sqlite_office.stored(booking.id)).events[-1]
    assert (step.name, step.by, step.detail) == ("accepted", "agent:小周", {"provider_id": "p1"})


async def test_the_phone_of_a_visit_comes_with_the_day_before(sqlite_office: Office):
    await sqlite_office.booked(TOMORROW_TWO.replace(day=26))
    own = await sqlite_office.provider("p1")
    phones = []
    for _ in range(4):
        phones += [visit["phone"] for visit in (await own.get("/api/me/visits"))[1]["visits"]]
        sqlite_office.clock.advance(days=1)
    assert phones == [None, None, "13800138000", "13800138000"]


async def test_an_address_that_guesses_is_not_heard_for_a_while(sqlite_office: Office):
    agent, guesser = await sqlite_office.agent(), Caller(sqlite_office, "guess")
    for _ in range(MOST_FAILURES):
        assert (await guesser.get("/api/providers"))[0] == 401
    status, answer = await guesser.get("/api/providers")
    assert (status, answer["error"]) == (429, "too_many_failures")
    assert (await agent.get("/api/providers"))[0] == 429, "the right token might be a lucky guess"
    assert (await Caller(sqlite_office).get("/healthz"))[0] == 200
    sqlite_office.clock.advance(seconds=WITHIN.total_seconds())
    assert (await agent.get("/api/providers"))[0] == 200


async def test_a_refused_call_is_logged_without_what_was_shown(
    sqlite_office: Office, capsys: pytest.CaptureFixture[str]
):
    await Caller(sqlite_office, "a-secret-that-leaks").get("/api/providers")
    said = "".join(capsys.readouterr())
    assert "api_call_refused" in said
    assert "a-secret-that-leaks" not in said
