"""What was found in a text: one value and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Found:
    """``start`` and ``end`` are offsets into the original text; ``value`` is JSON-able."""

    kind: str
    start: int
    end: int
    text: str
    value: Any
