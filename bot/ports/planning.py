"""What plans a day anew."""

from __future__ import annotations

from typing import Protocol

from bot.domain.dispatch import Day, Solved


class Optimiser(Protocol):
    """Plans a day anew."""

    async def solve(self, day: Day, seconds: float) -> Solved:
        """A plan without violations that is worth at least as much as the current one, in about ``seconds`` of work."""
        ...
