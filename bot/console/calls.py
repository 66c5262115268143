"""A call of the API and the table of its routes: one call, one transaction, one answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from aiohttp import web

from bot.console.fields import Answer, Body, Nothing, Query
from bot.console.rounds import Round
from bot.domain.access import STAFF, Role, Token
from bot.ports import Deps, UnitOfWork

G = TypeVar("G", bound=Body | Query)

PROVIDERS = frozenset({Role.PROVIDER})
EVERYBODY = PROVIDERS | STAFF


@dataclass(frozen=True, slots=True)
class Call(Generic[G]):
    """What a handler is given. It works in ``uow`` and leaves the commit to who called it."""

    deps: Deps
    uow: UnitOfWork
    caller: Token
    given: G
    id: str = ""
    """The one in the path."""
    round: Round = field(default_factory=Round)

    @property
    def by(self) -> str:
        """Who does it, in events and audit rows."""
        return self.caller.actor


@dataclass(frozen=True, slots=True)
class Route:
    """One thing that can be asked of the API, and by whom; ``given`` is its query (GET, DELETE) or body (POST)."""

    method: str
    path: str
    roles: frozenset[Role]
    summary: str
    handler: Callable[[Call[Any]], Awaitable[Answer]]
    answer: type[Answer]
    given: type[Body | Query] = Nothing
    streams: Callable[[web.Request], Awaitable[web.StreamResponse]] | None = None
    """Answers in place of the handler where the answer is a stream, which no transaction may span."""
    reveals: bool = False
    """Its answer is not masked for pages, because who calls it is noted: also a call that changes nothing else."""

    @property
    def changes(self) -> bool:
        return self.method != "GET"

    @property
    def name(self) -> str:
        """Its name in the API's description."""
        return self.handler.__name__


Table = Mapping[tuple[str, str], Route]


def table_of(routes: tuple[Route, ...]) -> Table:
    return {(route.method, route.path): route for route in routes}
