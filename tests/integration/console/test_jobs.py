"""Price, free starts and ranking over the API: the same that the commands print."""

from __future__ import annotations

from datetime import datetime

from bot.domain.job import Job
from bot.usecases.proposals import free_starts, propose
from tests.support.office import Office

START = "2026-11-28T17:00:00+08:00"
JOB = {"service": "daily_cleaning", "district": "浦东新区", "area": "90"}


async def test_a_quote_names_every_item_and_its_sum(office: Office):
    agent = await office.agent()
    status, quote = await agent.get("/api/quote", **JOB, start=START, need="windows_outside")
    assert status == 200
    assert [(item["code"], item["fen"]) for item in quote["items"]] == [
        ("labour", 18000), ("night", 3600), ("outside", 5000),
    ]  # fmt: skip
    assert quote["total_fen"] == 26600


async def test_the_starts_are_those_of_the_core_with_their_offset(office: Office):
    agent = await office.agent()
    day = {"from": "2026-11-28T00:00:00+08:00", "to": "2026-11-29T00:00:00+08:00"}
    _, answer = await agent.get("/api/availability", **JOB, **day)
    job = Job("nobody", "daily_cleaning", "浦东新区", "", "", area_sqm=90)
    edges = (datetime(2026, 11, 28), datetime(2026, 11, 29))
    starts = await office.done(lambda uow: free_starts(office.deps, uow, job, *edges))
    assert answer["starts"] == [f"{start:%Y-%m-%dT%H:%M:%S}+08:00" for start in starts]
    assert answer["starts"][0] == "2026-11-28T08:00:00+08:00"


async def test_a_match_is_that_of_the_core_with_its_points_and_refusals(office: Office):
    agent = await office.agent()
    await office.booked()
    at = "2026-11-24T14:00:00+08:00"
    _, answer = await agent.get("/api/match", **JOB, start=at, customer="oOffice2")
    job = Job("cu_2", "daily_cleaning", "浦东新区", "", "", area_sqm=90)
    found = await office.done(lambda uow: propose(office.deps, uow, job, datetime(2026, 11, 24, 14)))
    assert [one["provider_id"] for one in answer["candidates"]] == [one.provider.id for one in found.candidates]
    assert all(round(sum(one["points"].values()), 1) == round(one["score"], 1) for one in answer["candidates"])
    assert answer["refused"] == [{"provider_id": "p1", "name": "李秀英", "refused": ["那时已有安排"]}]
    assert (await agent.get("/api/match", **JOB, start=at, customer="oNobody"))[0] == 404


async def test_everybody_who_works_here_is_listed(office: Office):
    agent = await office.agent()
    _, answer = await agent.get("/api/providers")
    assert [one["id"] for one in answer["providers"]] == ["p1", "p2", "p3", "p4"]
    first = answer["providers"][0]
    assert (first["name"], first["skills"]["elder_care"], first["hours"]["1"]) == ("李秀英", 3, "08:00-20:00")
