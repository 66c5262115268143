"""What one message means: the frame of the requirement schema as types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.zh.window import Window

SURE = 0.6
"""The confidence below which a reading is doubtful."""


@dataclass(frozen=True, slots=True)
class Request:
    """One wish of a message; what was not said is ``None`` or empty.

    ``day_said``: the window names its day. ``half_open``: it is an hour that may be of either half of the day (八点).
    ``from_window``: the time of the existing order that is spoken of.
    ``follows``: it is to begin when the request before it is done (接着洗空调).
    ``said``: the piece of the message that is of it alone, where it has one.
    """

    service: str | None = None
    window: Window | None = None
    day_said: bool = False
    half_open: bool = False
    from_window: Window | None = None
    duration_minutes: int | None = None
    frequency: Mapping[str, object] | None = None
    area_sqm: float | None = None
    rooms: str | None = None
    quantities: Mapping[str, int] = field(default_factory=dict)
    providers: int | None = None
    special_needs: tuple[str, ...] = ()
    denied_needs: tuple[str, ...] = ()
    notes: str = ""
    follows: bool = False
    said: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Request()


@dataclass(frozen=True, slots=True)
class ProviderWish:
    """Which provider the customer wants, or does not want."""

    name: str | None = None
    gender: str | None = None
    same_as_last: bool | None = None
    fixed: bool = False
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Complaint:
    """What went wrong, how bad it is, and what is wanted for it."""

    category: str | None = None
    severity: str = "normal"
    remedy: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """What one message means. ``intents`` is empty when it has no meaning for us."""

    text: str
    intents: tuple[str, ...] = ()
    confidence: float = 0.0
    topic: str | None = None
    requests: tuple[Request, ...] = ()
    address: str | None = None
    address_part: Mapping[str, str] | None = None
    address_to: str | None = None
    phone: str | None = None
    phone_invalid: bool = False
    name: str | None = None
    order_no: str | None = None
    provider: ProviderWish | None = None
    complaint: Complaint | None = None
    scores: Mapping[str, float] = field(default_factory=dict)
    comment: str = ""
    choice: int | None = None
    wonders: frozenset[str] = frozenset()
    """What a question in it is about, in the words of bot.zh.wonders and bot.dialogue.asked."""
    about: tuple[Request, ...] = ()
    """What a question names; only what is told of a booking stands in ``requests``."""
    about_provider: str | None = None
    """Whom a question names."""

    @property
    def request(self) -> Request:
        """The first request, or an empty one."""
        return self.requests[0] if self.requests else Request()

    @property
    def is_doubtful(self) -> bool:
        """Whether the model is not sure of what it has read."""
        return self.confidence < SURE

    @property
    def said_of_request(self) -> str:
        """What is said of the first request: all of the message, where that has no others."""
        return self.request.said or self.text

    def has(self, *intents: str) -> bool:
        return any(intent in self.intents for intent in intents)

    @property
    def asks(self) -> bool:
        """Whether it asks something that is answered before anything is done."""
        return any(intent.startswith("ask_") for intent in self.intents)

    @property
    def has_details(self) -> bool:
        """Whether it carries anything that fills or changes a booking."""
        return bool(
            any(not request.is_empty for request in self.requests)
            or self.address
            or self.address_part
            or self.phone
            or self.phone_invalid
            or self.name
            or self.provider
        )
