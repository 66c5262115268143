"""回访: what a customer is asked after a visit, and what she answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

_LOW_BELOW = 4.0
"""Of 5: somebody must ask what was wrong."""


class SurveyState(Enum):
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Survey:
    """One for each visit that was completed, rectification visits included. ``scores`` are by question, of 5."""

    booking_id: str
    due_at: datetime
    state: SurveyState = SurveyState.DUE
    scores: Mapping[str, float] = field(default_factory=dict)
    comment: str = ""
    anonymous: bool = False
    version: int = 0

    @property
    def average(self) -> float | None:
        return sum(self.scores.values()) / len(self.scores) if self.scores else None

    @property
    def low(self) -> bool:
        return self.average is not None and self.average < _LOW_BELOW
