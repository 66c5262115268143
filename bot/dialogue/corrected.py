"""What a message says last of something that it says twice and takes back once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.dialogue.split_wishes import Entity
from bot.zh.correction import corrects, denies


def corrected(text: str, said: Sequence[Entity]) -> Any:
    """两个小时，哦不，三个小时: the first value that is said, unless a later one takes it back; ``text`` normalised."""
    value, end = None, 0
    for entity in without_denied(text, said):
        start = int(entity.get("start") or 0)
        if value is None or (corrects(text[end:start]) and not denies(text[:start])):
            value = entity["value"]
        end = int(entity.get("end") or 0)
    return value


def without_denied(text: str, said: Sequence[Entity]) -> list[Entity]:
    """The values without one that another of its kind takes the place of: 60平 of 不是60平，我问了一下是55平."""
    kept = []
    for number, entity in enumerate(said):
        later = [other for other in said[number + 1 :] if other.get("entity") == entity.get("entity")]
        instead = any(not denies(text[: int(other.get("start") or 0)]) for other in later)
        if not (instead and denies(text[: int(entity.get("start") or 0)])):
            kept.append(entity)
    return kept
