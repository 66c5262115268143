"""The word lists of nlu_data/lexicon: which word means which value."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from bot.zh.normalise import normalise

_FOLDER = Path(__file__).resolve().parents[2] / "nlu_data" / "lexicon"


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The lines of a list without its head; blank lines and lines that begin with # are left out."""
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        lines = [tuple(cell.strip() for cell in row) for row in csv.reader(file) if row and not row[0].startswith("#")]
    return tuple(lines[1:])


@cache
def words(name: str) -> dict[str, str]:
    """Word -> value of a list of (value, word), the words normalised."""
    return {normalise(row[1]): row[0] for row in rows(name)}


def any_of(items: Iterable[str]) -> str:
    """A pattern for any of the words, the longest one first."""
    return "(?:" + "|".join(re.escape(item) for item in sorted(items, key=lambda item: (-len(item), item))) + ")"
