"""A page: who may open it, and what its template is given."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.console.calls import Call
from bot.console.fields import Body, Query
from bot.console.rounds import Round
from bot.domain.access import Role, Token
from bot.ports import Deps, UnitOfWork


@dataclass(frozen=True, slots=True)
class PageCall:
    """What a page's handler is given, ``query`` from the address or, where it is posted, from the form.

    It only reads: changes are calls of the API. What is searched for is posted, so that no phone stands in an address.
    """

    deps: Deps
    uow: UnitOfWork
    caller: Token
    query: Mapping[str, str] = field(default_factory=dict)
    id: str = ""
    """The one in the path."""
    round: Round = field(default_factory=Round)

    @property
    def offset(self) -> str:
        """+08:00: how the company's time stands to UTC now, for times that a form is given."""
        return self.deps.clock.now().astimezone(self.deps.zone).isoformat()[-6:]

    def api(self, given: Body | Query, of: str = "") -> Call[Any]:
        """The call that asks the API the same, so that pages and scripts are told by one handler."""
        return Call(self.deps, self.uow, self.caller, given, of, self.round)


@dataclass(frozen=True, slots=True)
class Shown:
    """A template with its values."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GoTo:
    """Another page in place of this one."""

    path: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page, and who may open it; with ``nav`` it stands in the navigation of those roles, in order of ``place``."""

    path: str
    roles: frozenset[Role]
    handler: Callable[[PageCall], Awaitable[Shown | GoTo]]
    nav: str = ""
    place: int = 100
    sign: str = ""
    """Name of its picture in ``templates/signs.html``."""
    method: str = "GET"
