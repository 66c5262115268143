"""What is not understood is refused with one sentence that names the field, and changes nothing."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.console.app import MAX_BODY
from tests.support.office import Office

START = "2026-11-27T09:00:00+08:00"
PATHS = {
    "move": "/api/bookings/{}/reschedule",
    "cancel": "/api/bookings/{}/cancel",
    "change": "/api/bookings/{}/change",
    "restore": "/api/bookings/{}/restore",
    "report": "/api/visits/{}/report",
    "review": "/api/reviews/{}",
    "leave": "/api/providers/p1/leave",
}
NO_TIME = "give a time such as 2026-11-24T14:00:00+08:00"


@pytest.mark.parametrize(
    ("path", "body", "message"),
    [
        ("move", {}, "start: is missing"),
        ("move", b"", "start: is missing"),
        ("move", b"{", "the body is no JSON"),
        ("move", b"\xff", "the body is not UTF-8"),
        ("move", [], "the body is no JSON object"),
        ("move", {"start": "tomorrow"}, f"start: {NO_TIME}"),
        ("move", {"start": 1795400000}, f"start: {NO_TIME}"),
        ("move", {"start": "2026-11-27T09:00:00"}, "start: give the time with its offset, such as +08:00"),
        ("move", {"start": "2026-11-27T09:00:30+08:00"}, "start: give a time in whole minutes"),
        ("move", {"start": "9999-12-31T23:59:00+08:00"}, "start: the year is not between 2000 and 2100"),
        ("move", {"start": "0001-01-01T00:00:00+08:00"}, "start: the year is not between 2000 and 2100"),
        ("move", {"start": START, "colour": "red"}, "colour: is not known here"),
        ("cancel", {"reason": ""}, "reason: string should have at least 1 character"),
        ("cancel", {"reason": "   "}, "reason: string should have at least 1 character"),
        ("cancel", {"reason": 7}, "reason: input should be a valid string"),
        ("cancel", {"reason": "a\u0000b"}, "reason: there are control characters in it"),
        ("cancel", {"reason": "x" * 201}, "reason: string should have at most 200 characters"),
        ("change", {}, "name at least one thing that becomes other"),
        ("change", {"notes": None}, "name at least one thing that becomes other"),
        ("change", {"providers": "2"}, "providers: input should be a valid integer"),
        ("change", {"providers": 0}, "providers: input should be greater than or equal to 1"),
        ("change", {"area_sqm": -1}, "area_sqm: input should be greater than 0"),
        ("change", {"quantities": {"hood": 0}}, "quantities.hood: input should be greater than or equal to 1"),
        ("restore", {"really": True}, "really: is not known here"),
        ("report", {"report": "sleep"}, "report: input should be 'accept', 'depart', 'arrive', 'finish' or 'miss'"),
        ("review", {"decision": "maybe"}, "decision: input should be 'approve', 'replace' or 'reject'"),
        ("review", {"decision": "replace"}, "say who comes instead"),
        ("review", {"decision": "reject"}, "a rejected order needs its reason: the customer is told"),
        ("leave", {"start": START, "end": START}, "end: give a time after start, at most a year later"),
    ],
)  # fmt: skip
async def test_a_body_that_is_wrong_is_refused(sqlite_office: Office, path: str, body: Any, message: str):
    agent, booking = await sqlite_office.agent(), await sqlite_office.booked(service="elder_care")
    stored = await sqlite_office.stored(booking.id)
    answer = await agent.post(PATHS[path].format(booking.id), body)
    assert answer == (400, {"error": "invalid_data", "message": message})
    assert await sqlite_office.stored(booking.id) == stored


@pytest.mark.parametrize(
    ("path", "query", "message"),
    [
        ("/api/bookings", {"date": "soon"}, "date: input should be a valid date or datetime, input is too short"),
        ("/api/bookings", {"date": "9999-12-31"}, "date: the year is not between 2000 and 2100"),
        ("/api/bookings", {"limit": "0"}, "limit: input should be greater than or equal to 1"),
        ("/api/bookings", {"colour": "red"}, "colour: is not known here"),
        ("/api/bookings", {"customer": "a\x00"}, "customer: there are control characters in it"),
        ("/api/providers", {"colour": "red"}, "colour: is not known here"),
        ("/api/quote", {"start": START}, "service: is missing"),
        ("/api/quote", {"service": "nothing", "start": START}, "no service 'nothing' in the catalogue"),
        ("/api/quote", {"service": "x", "start": START, "area": "nan"}, "area: input should be a finite number"),
        ("/api/match", {"service": "daily_cleaning"}, "start: is missing"),
        ("/api/availability", {"service": "daily_cleaning", "from": START, "to": START},
         "to: give a time after from, at most 31 days later"),
        ("/api/reviews/figures", {"from": START, "to": "2029-01-01T00:00:00+08:00"},
         "to: give a time after from, at most 366 days later"),
    ],
)  # fmt: skip
async def test_a_query_that_is_wrong_is_refused(sqlite_office: Office, path: str, query: dict[str, str], message: str):
    agent = await sqlite_office.agent()
    assert await agent.get(path, **query) == (400, {"error": "invalid_data", "message": message})


async def test_a_name_that_is_given_twice_is_refused_unless_it_is_a_list(sqlite_office: Office):
    agent = await sqlite_office.agent()
    job = [("service", "daily_cleaning"), ("start", START), ("need", "has_cat"), ("need", "windows_outside")]
    assert (await agent.call("GET", "/api/quote", params=job))[0] == 200
    status, answer = await agent.call("GET", "/api/quote", params=[*job, ("start", START)])
    assert (status, answer["message"]) == (400, "start: is given 2 times")


async def test_a_plus_that_a_shell_has_left_bare_is_still_an_offset(sqlite_office: Office):
    agent = await sqlite_office.agent()
    assert (await agent.call("GET", f"/api/quote?service=daily_cleaning&start={START}"))[0] == 200


async def test_a_body_beyond_the_limit_is_refused(sqlite_office: Office):
    agent, booking = await sqlite_office.agent(), await sqlite_office.booked()
    status, answer = await agent.post(PATHS["cancel"].format(booking.id), {"reason": "x" * MAX_BODY})
    assert (status, answer["message"]) == (413, "the body is too large")


@pytest.mark.parametrize("booking_id", ["%00", "a%2Fb", "x" * 65, "..%2F"])
async def test_an_id_that_can_be_none_is_no_path(sqlite_office: Office, booking_id: str):
    from yarl import URL

    agent = await sqlite_office.agent()
    assert (await agent.call("GET", URL(f"/api/bookings/{booking_id}", encoded=True)))[0] == 404


# --- the same call delivered again (R12) ---------------------------------------------------------------------------


async def test_a_call_delivered_twice_happens_once_and_has_one_answer(office: Office):
    agent, booking = await office.agent(), await office.booked()
    path, body = PATHS["cancel"].format(booking.id), {"reason": "客户来电取消"}
    first = await agent.post(path, body, key="k-1")
    assert first[0] == 200
    assert await agent.post(path, body, key="k-1") == first
    assert (await agent.post(path, body, key="k-2"))[0] == 409, "without the key it would be a second call"
    assert (await agent.post(path, body))[0] == 409


async def test_many_deliveries_at_once_happen_once(office: Office):
    agent, booking = await office.agent(), await office.booked()
    office.clock.advance(hours=27)
    for step in ("depart", "arrive", "finish"):
        await agent.post(f"/api/visits/{booking.id}/report", {"report": step, "provider_id": "p1"})
    path = f"/api/bookings/{booking.id}/rectify"
    answers = await asyncio.gather(*(agent.post(path, {"start": START}, key="once") for _ in range(5)))
    assert {status for status, _ in answers} == {200}
    assert len({answer["id"] for _, answer in answers}) == 1
    assert len([row for row in await office.rows("bookings") if row["kind"] == "rectification"]) == 1
    # The negative control: without the key each of them is a visit of its own.
    loose = [await agent.post(path, {"start": START}) for _ in range(2)]
    assert [status for status, _ in loose] == [200, 200]
    assert len({answer["id"] for _, answer in (*answers, *loose)}) == 3


async def test_a_key_belongs_to_one_call_of_one_caller(sqlite_office: Office):
    agent, other = await sqlite_office.agent(name="one"), await sqlite_office.agent(name="two")
    booking, second = await sqlite_office.booked(), await sqlite_office.booked(customer="cu_2")
    path, body = PATHS["cancel"], {"reason": "客户来电取消"}
    assert (await agent.post(path.format(booking.id), body, key="k"))[0] == 200
    for reused in (path.format(second.id), PATHS["move"].format(booking.id)):
        given = body if reused.endswith("cancel") else {"start": START}
        status, answer = await agent.post(reused, given, key="k")
        assert (status, answer["error"]) == (422, "key_used")
    assert (await agent.post(path.format(booking.id), {"reason": "anders"}, key="k"))[0] == 422
    assert (await other.post(path.format(second.id), body, key="k"))[0] == 200
    assert (await agent.post(path.format(booking.id), body, key="a b"))[0] == 400


async def test_a_refused_call_leaves_its_key_free(sqlite_office: Office):
    agent, booking = await sqlite_office.agent(), await sqlite_office.booked()
    path = f"/api/visits/{booking.id}/report"
    body = {"report": "miss", "provider_id": "p1"}
    assert (await agent.post(path, body, key="k"))[0] == 409
    sqlite_office.clock.advance(hours=29)
    assert (await agent.post(path, body, key="k"))[0] == 200


async def test_who_waits_to_send_to_answer_or_to_show_hears_of_a_change_and_of_nothing_else(sqlite_office: Office):
    agent, booking = await sqlite_office.agent(), await sqlite_office.booked()
    await agent.get(f"/api/bookings/{booking.id}")
    await agent.post(PATHS["move"].format(booking.id), {"start": "soon"})
    assert sqlite_office.feed.published == []
    await agent.post(PATHS["move"].format(booking.id), {"start": START})
    assert sqlite_office.feed.published == ["outbox", "inbox", "console"]
