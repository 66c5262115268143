"""The road to a running bot: messages as its gateway stores them, and its state through ``Deps``."""

from __future__ import annotations

import asyncio
import secrets
import string
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.dialogue.talk import talk_from
from bot.domain.inbox import InboxItem
from bot.domain.messages import InboundMessage, Kind
from bot.domain.survey import Survey
from bot.domain.values import new_id, to_local
from bot.ports import Deps
from bot.replay.given import arrange
from bot.replay.giving_back import give_back
from bot.replay.road import Broken, Reply, Row, State
from bot.replay.taking_part import take_part
from bot.replay.transcript import AgentAct, Given, Saying
from bot.usecases.conversation import expects_answer, receive, topic_of, turn_key
from bot.usecases.insist import insistently
from bot.usecases.passive import Carried, Nothing, Transferred, claim_answer, settle

LONGEST_WAIT = 40.0
_LISTENS_FOR = 3.0
_LOOK_AGAIN = timedelta(milliseconds=200)
_LETTERS = string.ascii_letters + string.digits
_ACTIVE = ("waiting", "offered")


def new_openid() -> str:
    """Of a customer whom nobody has met."""
    return "oReplay" + "".join(secrets.choice(_LETTERS) for _ in range(21))


class BotRoad:
    """One customer of a running bot. ``move`` moves its clock; ``None``: it cannot be moved."""

    def __init__(self, deps: Deps, move: Callable[[timedelta], object] | None = None) -> None:
        self._deps = deps
        self._move = move
        self.openid = new_openid()
        self._other = new_openid()
        self._heard = 0
        self._names: Mapping[str, str] = {}

    async def now(self) -> datetime:
        return to_local(self._deps.clock.now(), self._deps.zone)

    async def advance(self, by: timedelta) -> None:
        if not by:
            return
        if self._move is None:
            raise Broken("the bot's clock cannot be moved")
        self._move(by)

    async def arrange(self, given: Given) -> None:
        await arrange(self._deps, given, self.openid, self._other, await self.now())

    async def say(self, sayings: Sequence[Saying]) -> Reply:
        items = [(await receive(self._deps, self._message(one))).item for one in sayings]
        if not any(expects_answer(item.message) for item in items):
            return Reply()
        reply = await self._answer(items[-1])
        self._heard = len(await self._written())
        return reply

    async def act(self, act: AgentAct) -> Reply:
        conversation = await self._only("conversations")
        if not conversation:
            raise Broken("nobody can take over before she has written")
        await take_part(self._deps, conversation["id"], act)
        await self._until_done()
        fresh = (await self._written())[self._heard :]
        self._heard += len(fresh)
        said = [str(row["text"]) for row in fresh if row["way"] != "console"]
        return Reply("\n".join(said)) if said else Reply()

    async def _until_done(self) -> None:
        """Until everything that came in is answered, and what an agent wrote is out."""
        ends = _clock() + LONGEST_WAIT
        while _clock() < ends:
            rows = await self._rows("messages")
            waits = [row for row in rows if row["direction"] == "in" and row["state"] != "done"]
            if not waits and all(row["state"] in ("sent", "failed") for row in rows if row["way"] == "console"):
                return
            await asyncio.sleep(_LOOK_AGAIN.total_seconds())
        raise Broken(f"not done within {LONGEST_WAIT:.0f} seconds")

    async def meanwhile(self) -> Reply:
        """Listens a while: the loops of the bot need a moment to see how late it is."""
        conversation = await self._only("conversations")
        ends = _clock() + _LISTENS_FOR
        async with self._deps.feed.subscribe(topic_of(conversation.get("id", ""))) as feed:
            while _clock() < ends and len(await self._written()) <= self._heard:
                await feed.wait(_LOOK_AGAIN)
        fresh = (await self._written())[self._heard :]
        self._heard += len(fresh)
        return Reply("\n".join(str(row["text"]) for row in fresh)) if fresh else Reply()

    async def look(self) -> State:
        customer = await self._only("customers")
        conversation = await self._only("conversations")
        if not self._names:
            self._names = {row["id"]: row["name"] async for row in self._deps.views.rows("providers")}
        talk: Mapping[str, Any] = conversation.get("draft") or {}
        addresses = customer.get("addresses") or [""]
        bookings = [_with_name(row, self._names) for row in await self._rows("bookings")]
        return State(
            now=await self.now(),
            mode=conversation.get("mode", "bot"),
            asked=talk_from(talk).asked,
            drafts=[task["wishes"][task["at"]]["draft"] for task in talk.get("tasks", ()) if task.get("wishes")],
            bookings=bookings,
            series=[_with_name(row, self._names) for row in await self._rows("series")],
            tickets=[_with_service(row, bookings) for row in await self._rows("tickets")],
            waiting=sum(row["state"] in _ACTIVE for row in await self._rows("waitlist")),
            survey=await self._survey(),
            profile={"name": customer.get("name"), "phone": customer.get("phone"), "address": addresses[0]},
        )

    async def leave(self) -> None:
        for openid in (self.openid, self._other):
            await insistently(self._deps, partial(give_back, self._deps, openid=openid))

    def _message(self, saying: Saying) -> InboundMessage:
        return message_of(saying, self.openid, self._deps.clock.now())

    async def _answer(self, item: InboxItem) -> Reply:
        ends = _clock() + LONGEST_WAIT
        async with self._deps.feed.subscribe(topic_of(item.conversation_id)) as feed:
            while _clock() < ends:
                claimed = await claim_answer(self._deps, item, self._deps.clock.now())
                if isinstance(claimed, Carried):
                    await settle(self._deps, item, claimed, arrived=True)
                    return Reply(claimed.bubble.as_plain_text(), await self.responses(item.id))
                if isinstance(claimed, Nothing | Transferred):
                    return Reply()
                await feed.wait(_LOOK_AGAIN)
        raise Broken(f"no reply within {LONGEST_WAIT:.0f} seconds")

    async def responses(self, inbox_id: int) -> tuple[str, ...]:
        """The names of what was said in the turn of a message."""
        async with self._deps.uow() as uow:
            item = await uow.inbox.get(inbox_id)
            said = await uow.results.get(turn_key(item.turn_id))
        return tuple(one["response"] for one in said or ())

    async def _survey(self) -> Row:
        """What she has answered; also an anonymous one, which no export shows as hers."""
        async with self._deps.uow() as uow:
            customer = await uow.customers.by_openid(self.openid)
            surveys = await uow.surveys.latest_of(customer.id) if customer is not None else ()
        return _as_row(surveys[-1]) if surveys else {}

    async def _written(self) -> list[Row]:
        return [row for row in await self._rows("messages") if row["direction"] == "out"]

    async def _rows(self, what: str) -> list[Row]:
        return [row async for row in self._deps.views.rows(what, self.openid)]

    async def _only(self, what: str) -> Row:
        rows = await self._rows(what)
        return rows[0] if rows else {}


def message_of(saying: Saying, openid: str, at: datetime) -> InboundMessage:
    """A message as the gateway would have decoded it."""
    key = f"{openid}:{new_id('replay')}"
    if saying.event:
        return InboundMessage(openid, Kind.EVENT, key, at, "", _event(saying))
    match saying.kind:
        case "text":
            return InboundMessage(openid, Kind.TEXT, key, at, saying.text)
        case "voice":
            return InboundMessage(openid, Kind.VOICE, key, at, saying.recognition or "", {"media_id": new_id("media")})
        case "location":
            place = {"latitude": saying.latitude, "longitude": saying.longitude, "label": saying.label}
            return InboundMessage(openid, Kind.LOCATION, key, at, saying.label, place)
        case "link":
            link = {"title": saying.title, "description": saying.description, "url": saying.url}
            return InboundMessage(openid, Kind.LINK, key, at, saying.title, link)
        case "sticker":
            return InboundMessage(openid, Kind.STICKER, key, at)
        case _:
            return InboundMessage(openid, Kind(saying.kind), key, at, "", {"media_id": new_id("media")})


def _event(saying: Saying) -> dict[str, str]:
    name, key = saying.event.lower(), saying.key
    fields = {"event": name, "event_key": f"qrscene_{key}" if name == "subscribe" and key else key}
    return {**fields, "scene": key} if key and name in ("scan", "subscribe") else fields


def _as_row(survey: Survey) -> Row:
    return {
        "state": survey.state.value,
        "scores": dict(survey.scores),
        "average": survey.average,
        "comment": survey.comment,
        "remark": survey.remark,
        "anonymous": survey.anonymous,
        "no_callback": survey.no_callback,
        "low": survey.low,
    }


def _with_name(row: Row, names: Mapping[str, str]) -> Row:
    """With the name of who comes first."""
    ids = row["provider_ids"]
    return {**row, "provider": names.get(ids[0], "") if ids else ""}


def _with_service(row: Row, bookings: Sequence[Row]) -> Row:
    """With the work of the visit that it is about, and how many pictures there are."""
    service = next((one["service"] for one in bookings if one["id"] == row["linked_to"]), None)
    return {**row, "service": service, "attachments": len(row["attachments"])}


def _clock() -> float:
    return asyncio.get_running_loop().time()
