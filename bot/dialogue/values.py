"""What a customer wishes and may choose from, as the dialogue keeps it between turns; all plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.zh.normalise import normalise

CLEANINGS = frozenset({"daily_cleaning", "deep_cleaning"})
"""Of a whole home; of one home at one time there is either."""

REPAIRS = frozenset({"appliance_repair", "home_repair", "emergency_repair"})
"""Done once, and on nothing but what is named to be broken."""


@dataclass(frozen=True)
class WindowDraft:
    """A wish for a time, local: see section 4 of the requirement schema for ``precision``."""

    start: datetime | None
    end: datetime | None
    precision: str
    past: bool = False


@dataclass(frozen=True)
class FrequencyDraft:
    """How often, as far as it was said: a rule of the requirement schema, without days where they are still open.

    ``times`` visits in each period, from two up. ``begins`` and ``until`` are included.
    """

    rule: str = ""
    times: int = 0
    count: int | None = None
    begins: date | None = None
    until: date | None = None
    left_out: tuple[date, ...] = ()


@dataclass(frozen=True)
class BookingDraft:
    """One booking being gathered; ``None`` and empty mean not said yet.

    With a ``frequency`` it is a series: ``window`` then stands for the hour of its visits, whatever its day.
    """

    service: str | None = None
    window: WindowDraft | None = None
    or_window: WindowDraft | None = None
    """A later time that would do as well, where that one is full."""
    duration_minutes: int | None = None
    area_sqm: float | None = None
    rooms: str = ""
    quantities: dict[str, int] = field(default_factory=dict)
    providers: int = 1
    special_needs: tuple[str, ...] = ()
    address: str = ""
    district: str = ""
    phone: str = ""
    contact_name: str = ""
    provider_name: str | None = None
    provider_gender: str | None = None
    provider_exclude: tuple[str, ...] = ()
    same_provider: bool | None = None
    """Whether the one who came last is wished (True) or not wanted again (False)."""
    notes: str = ""
    whose: str = ""
    """Whose home the address is, where it is not her own: 爸妈家."""
    not_at: tuple[str, ...] = ()
    """Known addresses that she has said it is not."""
    frequency: FrequencyDraft | None = None
    fixed: bool = False
    """Nobody else is to come to the visits of the series."""


@dataclass(frozen=True)
class Seeks:
    """Which free times are looked for: in the words of ``bot.zh.time_wishes``, or empty for any in the window.

    ``edge``: which end of what is free, in the words of ``bot.domain.looking``. ``left_to_us``: the best is taken
    instead of offered. ``than``: the start beside which another one is wished.
    """

    kind: str = ""
    edge: str = ""
    left_to_us: bool = False
    than: datetime | None = None


@dataclass(frozen=True)
class Option:
    """One thing offered for choice; ``value`` says what choosing it means (a start, a booking id, a word).

    ``best``: it is taken where the choice is left to us.
    """

    value: str
    title: str
    best: bool = False

    @property
    def is_thing(self) -> bool:
        """Whether it is one of several things in order (a start, an order), so that 最早 can mean it; else a word."""
        return any(char.isdigit() or char == "_" for char in self.value)

    def is_titled(self, said: str) -> bool:
        """Whether ``said`` is its title, in whatever script she reads it."""
        return normalise(self.title) == normalise(said.strip())
