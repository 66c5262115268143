"""What a repository answers to an id that it has not got."""

from __future__ import annotations

from typing import TypeVar

from bot.domain.errors import NotFound

T = TypeVar("T")


def found(value: T | None, what: str) -> T:
    if value is None:
        raise NotFound(what)
    return value
