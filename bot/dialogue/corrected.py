"""What a message says last of something that it says twice and takes back once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.dialogue.grouping import Entity
from bot.zh.correction import corrects, denies


def corrected(text: str, said: Sequence[Entity]) -> Any:
    """两个小时，哦不，三个小时: the first value that is said, unless a later one takes it back; ``text`` normalised."""
    value, end = None, 0
    for entity in said:
        start = int(entity.get("start") or 0)
        if value is None or (corrects(text[end:start]) and not denies(text[:start])):
            value = entity["value"]
        end = int(entity.get("end") or 0)
    return value
