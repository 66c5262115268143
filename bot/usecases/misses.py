"""A supervisor says what a misunderstood message means, or that there is nothing to learn from it."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.events import MissSeen
from bot.domain.miss import Label, Miss, in_schema_order
from bot.ports import Clock, UnitOfWork
from bot.zh.anonymous import anonymous


async def label_miss(uow: UnitOfWork, clock: Clock, miss_id: int, by: str, label: Label | None) -> Miss:
    """``None`` puts it aside. What a person has typed is made anonymous once more: it will stand in a file."""
    miss, now = await uow.misses.get(miss_id), clock.now()
    if label is None:
        seen = miss.ignored(by, now)
    else:
        clean = replace(label, text=anonymous(label.text), intents=in_schema_order(label.intents))
        seen = miss.labelled(clean, by, now)
    await uow.misses.save(seen)
    uow.happened(MissSeen(seen, by))
    return seen
