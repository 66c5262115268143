"""Recurring orders over the API: shown with their conflicts, started, and changed one by one or from here on."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

from tests.support.office import Caller, Office

WANTED = {
    "customer": "oOffice1",
    "service": "daily_cleaning",
    "rrule": "FREQ=WEEKLY;BYDAY=WE",
    "start": "2026-11-25T09:00:00+08:00",
    "duration_minutes": 180,
    "district": "浦东新区",
    "address": "张杨路1458弄6号楼1202",
    "phone": "13800138000",
    "count": 4,
}


async def _started(agent: Caller, **changes: Any) -> dict[str, Any]:
    status, answer = await agent.post("/api/series", {**WANTED, **changes})
    assert status == 200, answer
    return answer


async def _do(agent: Caller, series: dict[str, Any], what: str, body: Any) -> dict[str, Any]:
    status, answer = await agent.post(f"/api/series/{series['id']}/{what}", body)
    assert status == 200, answer
    return answer


def _days(series: dict[str, Any], state: str = "confirmed") -> list[str]:
    return [visit["window"]["start"][5:16] for visit in series["visits"] if visit["state"] == state]


async def test_a_series_is_shown_before_anything_is_stored(office: Office):
    agent = await office.agent()
    status, shown = await agent.post("/api/series/preview", WANTED)
    assert (status, shown["conflicts"]) == (200, 0)
    assert [visit["day"] for visit in shown["visits"]] == ["2026-11-25", "2026-12-02", "2026-12-09", "2026-12-16"]
    assert {visit["quote_fen"] for visit in shown["visits"]} == {18000}
    assert await agent.get("/api/series", customer="oOffice1") == (200, {"series": []})


async def test_a_series_is_started_and_its_visits_are_orders_of_the_customer(office: Office):
    agent = await office.agent()
    series = await _started(agent)
    assert _days(series) == ["11-25T09:00", "12-02T09:00", "12-09T09:00", "12-16T09:00"]
    assert {visit["series_id"] for visit in series["visits"]} == {series["id"]}
    assert await agent.get(f"/api/series/{series['id']}") == (200, series)
    assert (await agent.get("/api/series", customer="oOffice1"))[1]["series"] == [series]


async def test_one_visit_is_skipped_and_another_one_moved(office: Office):
    agent = await office.agent()
    series = await _do(agent, await _started(agent), "skip", {"day": "2026-12-02"})
    assert _days(series, "cancelled") == ["12-02T09:00"]
    moved = {"day": "2026-12-09", "start": "2026-12-10T14:00:00+08:00"}
    assert "12-10T14:00" in _days(await _do(agent, series, "move", moved))


async def test_the_page_of_a_visit_skips_it_and_ends_its_series(sqlite_office: Office):
    series = await _started(await sqlite_office.agent())
    clerk = await sqlite_office.clerk()
    _, second, third, _ = series["visits"]
    page = (await clerk.opens(f"/orders/{second['id']}")).text
    skip, body = re.findall(r'data-call="([^"]*/skip)" data-body="([^"]*)"', page)[0]
    assert (await clerk.posts(skip, json.loads(unescape(body)))).status == 200
    assert 'data-call="/api/series/' not in (await clerk.opens("/orders/bk_none")).text
    page = (await clerk.opens(f"/orders/{third['id']}")).text
    end, day = re.findall(r'data-call="([^"]*/end)".*?name="day" required value="([^"]*)"', page, re.DOTALL)[0]
    ended = json.loads((await clerk.posts(end, {"day": day})).text)
    assert (ended["state"], _days(ended)) == ("ended", ["11-25T09:00"])
    assert f'data-call="{end}"' not in (await clerk.opens(f"/orders/{third['id']}")).text


async def test_a_series_changes_from_a_day_on_and_ends(office: Office):
    agent = await office.agent()
    series = await _do(agent, await _started(agent), "change", {"day": "2026-12-09", "time_of_day": "14:00"})
    assert _days(series) == ["11-25T09:00", "12-02T09:00", "12-09T14:00", "12-16T14:00"]
    ended = await _do(agent, series, "end", {"day": "2026-12-09"})
    assert (ended["state"], _days(ended)) == ("ended", ["11-25T09:00", "12-02T09:00"])


async def test_a_pause_takes_visits_away_and_going_on_brings_them_back(office: Office):
    agent = await office.agent()
    paused = await _do(agent, await _started(agent), "pause", {"first": "2026-12-01"})
    assert _days(paused) == ["11-25T09:00"]
    assert "12-09T09:00" in _days(await _do(agent, paused, "resume", {"day": "2026-12-08"}))


async def test_what_cannot_be_is_said_in_one_sentence(office: Office):
    agent = await office.agent()
    series = await _started(agent)
    for path, body, status in (
        ("", {**WANTED, "rrule": "FREQ=SECONDLY"}, 400),
        ("", {**WANTED, "customer": "oNobody"}, 404),
        ("", {**WANTED, "surprise": 1}, 400),
        (f"/{series['id']}/change", {"day": "2026-12-09"}, 400),
        (f"/{series['id']}/change", {"day": "2026-12-09", "time_of_day": "25:00"}, 400),
        (f"/{series['id']}/skip", {"day": "2026-12-03"}, 404),
        ("/se_none/skip", {"day": "2026-12-02"}, 404),
    ):
        told, answer = await agent.post(f"/api/series{path}", body)
        assert (told, set(answer)) == (status, {"error", "message"}), (path, body, answer)
