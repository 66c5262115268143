from __future__ import annotations

from bot.domain.access import Role
from bot.domain.praise import Praise
from tests.builders import NOW
from tests.support.office import Office


async def test_staff_read_what_was_said_well_of_somebody_and_not_by_whom(office: Office):
    await office.done(lambda uow: uow.praises.add(Praise("p1", NOW, "手脚麻利")))
    await office.done(lambda uow: uow.praises.add(Praise("p2", NOW, "准时")))
    agent = await office.agent(Role.AGENT)
    told = {"praises": [{"at": "2026-11-23T10:00:00+08:00", "words": "手脚麻利", "booking_id": None}]}
    assert await agent.get("/api/providers/p1/praises") == (200, told)
    assert (await agent.get("/api/providers/p9/praises"))[0] == 404


async def test_a_provider_does_not_read_them(office: Office):
    provider = await office.provider("p1")
    assert (await provider.get("/api/providers/p1/praises"))[0] == 403
