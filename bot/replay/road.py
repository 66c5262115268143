"""What a conversation is played over: a bot that hears a customer, and whose state can be looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.replay.transcript import AgentAct, Given, Saying

Row = Mapping[str, Any]


class Broken(Exception):
    """The conversation cannot go on: one line that says why."""


@dataclass(frozen=True, slots=True)
class Reply:
    """``text`` is ``None`` where the bot says nothing; ``responses`` are the names of what it said."""

    text: str | None = None
    responses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """How things stand, in the words of ``export``; ``now`` is local.

    ``drafts``: the requests being gathered, the one on top last. ``profile``: name, phone, and the address used last.
    ``bookings`` and ``series`` name their provider in ``provider``, ``tickets`` their visit's work in ``service``.
    """

    now: datetime
    mode: str = "bot"
    asked: str = "none"
    drafts: Sequence[Row] = ()
    bookings: Sequence[Row] = ()
    series: Sequence[Row] = ()
    tickets: Sequence[Row] = ()
    waiting: int = 0
    survey: Row = field(default_factory=dict)
    profile: Row = field(default_factory=dict)

    @property
    def draft(self) -> Row:
        """What is held of the request on top."""
        return self.drafts[-1] if self.drafts else {}


class Road(Protocol):
    """Plays one customer, whom nobody has met before. All may raise ``Broken``."""

    async def now(self) -> datetime:
        """The bot's clock, local."""
        ...

    async def advance(self, by: timedelta) -> None: ...

    async def arrange(self, given: Given) -> None:
        """Makes true what is given; the customer is new."""
        ...

    async def say(self, sayings: Sequence[Saying]) -> Reply:
        """Several are written in one go; the answer is to all of them."""
        ...

    async def act(self, act: AgentAct) -> Reply:
        """What the bot says after an agent has done something; her own words are none of its."""
        ...

    async def meanwhile(self) -> Reply:
        """What the bot has written by itself since it was last listened to."""
        ...

    async def look(self) -> State: ...

    async def leave(self) -> None:
        """Gives back what the conversation has taken of the company's time."""
        ...
