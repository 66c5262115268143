"""表扬: what a customer said well of a provider; nobody sees who said it where she wished so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Praise:
    """``booking_id``: the visit that is praised; ``None`` where it is not known, or not to be told."""

    provider_id: str
    at: datetime
    words: str
    booking_id: str | None = None
    id: int = 0
