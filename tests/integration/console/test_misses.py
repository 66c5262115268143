"""Misunderstood messages over the API: listed without anything personal, labelled, exported."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.access import Role
from bot.domain.miss import Miss, MissReason
from bot.ports import UnitOfWork
from tests.builders import NOW
from tests.support.office import Office

MISS = Miss(
    "cv_1", "turn_1", NOW, MissReason.FALLBACK, "booking:window", "我住静安区南京西路8号3楼，电话13912345678，整个阿姨",
    before="你好", answer="utter_fallback_short",
)  # fmt: skip


async def _kept(office: Office) -> None:
    async def keep(uow: UnitOfWork) -> None:
        await uow.misses.add(MISS)
        await uow.misses.add(replace(MISS, text="again"))
        await uow.misses.add(replace(MISS, turn_id="turn_2", reason=MissReason.CORRECTED, text="不对"))

    await office.done(keep)


async def test_a_miss_is_seen_without_what_is_personal_and_labelled(office: Office):
    await _kept(office)
    senior = await office.agent(name="wang", role=Role.SUPERVISOR)
    _, listed = await senior.get("/api/misses")
    assert [(one["text"], one["reason"], one["asked"]) for one in listed["misses"]] == [
        ("不对", "corrected", "booking:window"),
        ("我住花园路12号3栋501，电话13800138000，整个阿姨", "fallback", "booking:window"),
    ]
    number = listed["misses"][1]["id"]
    status, answer = await senior.post(f"/api/misses/{number}/label", {"intents": ["inform", "book_service"]})
    assert (status, answer["state"], answer["labelled_by"]) == (200, "labelled", "agent:wang")
    assert answer["label"]["intents"] == ["inform", "book_service"]
    assert "139" not in answer["label"]["text"]
    _, listed = await senior.get("/api/misses", reason="corrected")
    ((other),) = listed["misses"]
    status, answer = await senior.post(f"/api/misses/{other['id']}/label", {"ignore": True})
    assert (status, answer["state"]) == (200, "ignored")
    assert (await senior.get("/api/misses"))[1]["misses"] == []
    assert [row["detail"] for row in await office.rows("audit") if row["action"] == "miss_seen"] == [
        {"state": "labelled", "intents": "inform,book_service"},
        {"state": "ignored", "intents": ""},
    ]


async def test_a_label_that_cannot_be_is_refused_in_words(office: Office):
    await _kept(office)
    senior = await office.agent(name="wang", role=Role.SUPERVISOR)
    status, answer = await senior.post("/api/misses/1/label", {"intents": ["ask_policy"]})
    assert (status, answer["message"]) == (400, "topic: ask_policy needs one")
    assert (await senior.post("/api/misses/999/label", {"ignore": True}))[0] == 404


async def test_agents_do_not_label(office: Office):
    agent = await office.agent(name="li")
    assert (await agent.get("/api/misses"))[0] == 403
