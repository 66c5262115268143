"""What is true around a turn, as the dialogue sees it; all plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.dialogue.asking import InquiryView
from bot.dialogue.caring import TicketView
from bot.dialogue.rating import AgentScoreView, SurveyView
from bot.dialogue.recurring import SeriesView
from bot.domain.catalogue import Catalogue, Service
from bot.domain.provider import Provider


@dataclass(frozen=True)
class BookingView:
    """A booking as the dialogue speaks of it; times local."""

    id: str
    service: str
    start: datetime
    minutes: int
    address: str
    phone: str
    providers: tuple[str, ...]
    reasons: tuple[str, ...]
    price: str
    total_fen: int = 0
    special_needs: tuple[str, ...] = ()
    quantities: Mapping[str, int] = field(default_factory=dict)
    awaits_review: bool = False
    fee_fen: int = 0
    """What a cancel costs now, or cost."""

    series_id: str | None = None
    district: str = ""
    contact_name: str = ""
    area_sqm: float | None = None
    rooms: str = ""
    notes: str = ""
    heads: int = 1
    gender: str = ""
    """Whom she wants to come: female, male or either."""
    made_at: datetime | None = None
    touched_at: datetime | None = None
    """When the last thing was done to it."""

    @property
    def in_review(self) -> str:
        """What the names of responses about it end with while a colleague still looks at it."""
        return "_in_review" if self.awaits_review else ""


@dataclass(frozen=True)
class Home:
    """A place that the customer has booked for; ``label`` says whose it is where it is not her own: 爸妈家."""

    address: str
    label: str = ""
    district: str = ""
    area_sqm: float | None = None
    phone: str = ""
    """Who opens there, where that is somebody else."""


@dataclass(frozen=True)
class Facts:
    """What is true around this turn; ``now`` is local time, ``at`` the same instant, aware."""

    now: datetime
    at: datetime
    catalogue: Catalogue
    providers: tuple[Provider, ...] = ()
    """Everybody who works here."""
    known_phone: str = ""
    known_name: str = ""
    known_address: str = ""
    known_district: str = ""
    known_area: float | None = None
    """The size of the home at the known address, from an earlier booking."""
    homes: tuple[Home, ...] = ()
    """Every known address, her own first."""
    typed: tuple[str, ...] = ()
    """Addresses that she has written in this talk; any other is shown without building and door."""
    last: BookingView | None = None
    """Her latest booking, done or still to come."""
    upcoming: tuple[BookingView, ...] = ()
    cancelled: tuple[BookingView, ...] = ()
    """Cancelled orders whose time is still to come."""
    media: tuple[str, ...] = ()
    """Kinds of non-text messages in this turn: image, voice, sticker, …"""
    attached: tuple[str, ...] = ()
    """Pictures and films of this turn in words, with what they are found by: 图片（in_12）."""
    place: str = ""
    """What the place is called that she has sent."""
    subscribed_now: bool = False
    scanned_now: bool = False
    """She came by a QR code."""
    handed_back: bool = False
    """An agent has given the conversation back; the turn's words are what was agreed."""
    waits_for: str = ""
    """Why a person is waited for; empty while the bot speaks."""
    left_queue: bool = False
    """She waits for a person no longer, and the turn's words say so."""
    fell_silent: bool = False
    """She has not answered an agent for hours."""
    inquiry: InquiryView | None = None
    """The newest question of the company's that the customer has not answered."""
    survey: SurveyView | None = None
    """The one that was put to her last, else that of her latest visit."""
    agent_score: AgentScoreView | None = None
    """The question how a colleague was, while it waits for an answer."""
    series: tuple[SeriesView, ...] = ()
    """Those that run or are paused."""
    visits: tuple[BookingView, ...] = ()
    """Those that a complaint may be about, because they have begun or should have, the latest first."""
    tickets: tuple[TicketView, ...] = ()
    """Those not closed, and those closed not long ago, the newest first."""
    waits: bool = False
    """Whether the customer is on the waiting list."""

    @property
    def provider_names(self) -> tuple[str, ...]:
        return tuple(provider.name for provider in self.providers)

    def upcoming_order(self, booking_id: str | None) -> BookingView | None:
        return next((booking for booking in self.upcoming if booking.id == booking_id), None)

    def service(self, code: str | None) -> Service | None:
        return self.catalogue.service(code) if code else None

    def service_name(self, code: str | None) -> str:
        service = self.service(code)
        return service.name if service else ""
