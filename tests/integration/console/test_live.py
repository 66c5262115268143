"""The live feed: what happens to conversations reaches consoles that are open, and those that come back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientResponse
from sqlalchemy import text

from bot.domain.access import Role
from bot.usecases.access import disable_agent
from bot.usecases.conversation import CONSOLE, receive
from tests.builders import a_message
from tests.integration.console.test_conversations import CV, she_waits
from tests.support.office import Caller, Office

Event = tuple[str, str, dict[str, Any]]


@asynccontextmanager
async def watching(caller: Caller, last: str = "", **query: str) -> AsyncIterator[ClientResponse]:
    headers = {"Authorization": f"Bearer {caller.secret}", **({"Last-Event-ID": last} if last else {})}
    async with caller.office.client.get("/api/events", params=query, headers=headers) as response:
        assert response.headers["Content-Type"].startswith("text/event-stream")
        yield response


async def next_event(response: ClientResponse) -> Event:
    """Number, name and data of the next event; comments are passed over."""
    fields: dict[str, str] = {}
    async with asyncio.timeout(20):
        while True:
            line = (await response.content.readline()).decode().rstrip("\n")
            if line.startswith((":", "retry")):
                continue
            if line:
                name, _, value = line.partition(": ")
                fields[name] = value
            elif fields:
                return fields.get("id", ""), fields["event"], json.loads(fields["data"])


async def she_says(office: Office, text: str, number: int = 1) -> None:
    openid = f"oOffice{number}"
    await receive(office.deps, a_message(text, openid=openid, sent_at=office.clock.now()))


@pytest.fixture
async def agent(office: Office) -> Caller:
    return await office.agent(Role.AGENT, "小李")


async def test_a_message_and_a_takeover_are_seen_as_they_happen(office: Office, agent: Caller):
    async with watching(agent) as feed:
        await she_says(office, "在吗")
        _, kind, data = await next_event(feed)
        assert (kind, data["conversation_id"], data["message"]["text"]) == ("message", "cv_1", "在吗")
        await she_waits(office)
        _, kind, data = await next_event(feed)
        assert (kind, data) == ("conversation", {"conversation_id": "cv_1", "what": "handoff_queued"})
        await agent.post(f"{CV}/take-over", {})
        await agent.post(f"{CV}/note", {"text": "老客户"})
        assert (await next_event(feed))[2]["what"] == "conversation_taken"
        _, kind, data = await next_event(feed)
        assert (kind, data["note"]["text"], data["note"]["author"]) == ("note", "老客户", "agent:小李")


async def test_a_console_at_one_conversation_hears_no_messages_of_others(office: Office, agent: Caller):
    async with watching(agent, conversation="cv_1") as feed:
        assert (await next_event(feed))[1] == "looking"
        await she_says(office, "别人的话", 2)
        await she_says(office, "在吗")
        assert (await next_event(feed))[2]["message"]["text"] == "在吗"
        assert (await (await office.agent(Role.AGENT, "小周")).get(CV))[1]["looking"] == ["小李"]


async def test_who_comes_back_gets_what_she_has_missed(office: Office, agent: Caller):
    async with watching(agent) as feed:
        await she_says(office, "第一句")
        number, _, _ = await next_event(feed)
    await she_says(office, "第二句")
    await she_says(office, "第三句")
    async with watching(agent, last=number) as feed:
        heard = [(await next_event(feed))[2]["message"]["text"] for _ in range(3)]
    assert heard[-2:] == ["第二句", "第三句"]


async def test_who_has_missed_too_much_is_told_to_load_anew(sqlite_office: Office):
    agent = await sqlite_office.agent(Role.AGENT, "小李")

    async def much(uow: Any) -> None:
        for number in range(700):
            await uow.changes.add("cv_1", "conversation", f"step{number}", sqlite_office.clock.now())

    await sqlite_office.done(much)
    async with watching(agent, after="1") as feed:
        assert (await next_event(feed))[1] == "reset"


async def test_whoever_is_disabled_watches_no_longer(office: Office, agent: Caller):
    async with watching(agent) as feed:
        await office.done(lambda uow: disable_agent(office.deps, uow, "小李", "test"))
        async with asyncio.timeout(20):
            await feed.content.read()  # to its end


async def test_whoever_logs_out_watches_no_longer(office: Office):
    clerk = await office.clerk()
    async with office.client.get("/api/events", headers={"Cookie": f"console={clerk.cookie}"}) as feed:
        await clerk.page("POST", "/logout", data={"csrf": await clerk.token()})
        async with asyncio.timeout(20):
            await feed.content.read()


async def test_one_row_that_cannot_be_read_silences_nobody(sqlite_office: Office):
    agent = await sqlite_office.agent(Role.AGENT, "小李")
    await she_waits(sqlite_office)
    await agent.post(f"{CV}/note", {"text": "老客户"})
    async with sqlite_office.engine.begin() as connection:
        await connection.execute(text("UPDATE notes SET personal = 'no seal'"))
    async with watching(agent) as feed:
        await sqlite_office.done(lambda uow: uow.changes.add("cv_1", "note", "note_1", sqlite_office.clock.now()))
        await sqlite_office.feed.publish(CONSOLE)
        assert (await next_event(feed))[1] == "reset"
        await she_says(sqlite_office, "第二句", 2)
        while (event := await next_event(feed))[1] == "reset":
            pass
        assert event[2]["message"]["text"] == "第二句"
