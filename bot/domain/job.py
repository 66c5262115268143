"""What is to be done for a customer, complete enough to search, price and hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.booking import Booking, ProviderWish
from bot.domain.catalogue import Service
from bot.domain.matching import Wish
from bot.domain.work import Work

UNWELCOME_SCORE = 2.0
"""Who got so little from a customer is not sent to her again."""


@dataclass(frozen=True, slots=True)
class History:
    """Whom a customer knows."""

    known: tuple[str, ...] = ()
    """Ids of those who have served her, the last one first."""
    scores: Mapping[str, float] = field(default_factory=dict)
    """What she gave them, the average of each."""
    visits: int = 0
    """Completed ones, without those that made up for another."""
    services: frozenset[str] = frozenset()
    """What has been done for her."""
    last_score: float | None = None

    @property
    def unwelcome(self) -> frozenset[str]:
        return frozenset(provider for provider, score in self.scores.items() if score <= UNWELCOME_SCORE)


@dataclass(frozen=True, slots=True)
class Job:
    """Times are local."""

    customer_id: str
    service: str
    district: str
    address: str
    phone: str
    contact_name: str = ""
    minutes: int | None = None
    area_sqm: float | None = None
    rooms: str = ""
    heads: int = 1
    needs: tuple[str, ...] = ()
    quantities: dict[str, int] = field(default_factory=dict)
    provider_name: str | None = None
    provider_gender: str | None = None
    provider_exclude: tuple[str, ...] = ()
    provider_only: tuple[str, ...] = ()
    """Ids of those who alone will do."""
    provider_preferred: tuple[str, ...] = ()
    same_provider: bool | None = None
    """Whoever came last: wished, refused, or not spoken of."""
    notes: str = ""
    series_visits: int = 0
    """Visits of the series that it belongs to."""

    @property
    def work(self) -> Work:
        """What its duration and its price follow from."""
        return Work(self.area_sqm, self.rooms, self.quantities, frozenset(self.needs), self.heads)

    def provider_wish(self, history: History) -> ProviderWish:
        """What was said about who comes, with the last provider by her id."""
        only = history.known if self.same_provider else ()
        refused = history.known[:1] if self.same_provider is False else ()
        return ProviderWish(
            gender=self.provider_gender,
            name=self.provider_name,
            exclude=(*self.provider_exclude, *refused),
            only=self.provider_only or only,
            preferred=self.provider_preferred,
        )

    def wish(self, history: History, service: Service) -> Wish:
        """What a provider must be."""
        said = self.provider_wish(history)
        named = said.only or said.name
        return Wish(
            service=self.service,
            district=self.district or None,
            needs=frozenset(self.needs),
            gender=said.gender,
            name=said.name,
            exclude=frozenset(said.exclude) | (frozenset() if named else history.unwelcome),
            only=frozenset(said.only),
            certificates=frozenset(service.certificates),
            level=service.level,
            preferred=frozenset(said.preferred),
        )


@dataclass(frozen=True, slots=True)
class OrderChange:
    """Parts of an order that are to become others; ``None`` stays as it is. Whole values, not what is added."""

    address: str | None = None
    district: str | None = None
    phone: str | None = None
    contact_name: str | None = None
    minutes: int | None = None
    heads: int | None = None
    area_sqm: float | None = None
    rooms: str | None = None
    needs: tuple[str, ...] | None = None
    quantities: dict[str, int] | None = None
    notes: str | None = None
    provider_name: str | None = None
    provider_gender: str | None = None
    provider_exclude: tuple[str, ...] | None = None

    @property
    def is_empty(self) -> bool:
        return self == OrderChange()


def job_of(booking: Booking) -> Job:
    """A booking as the job it is, to be done at another time or by others."""
    return Job(
        customer_id=booking.customer_id,
        service=booking.service,
        district=booking.district,
        address=booking.address,
        phone=booking.phone,
        contact_name=booking.contact_name,
        minutes=booking.duration_minutes,
        area_sqm=booking.area_sqm,
        rooms=booking.rooms,
        heads=len(booking.provider_ids),
        needs=booking.special_needs,
        quantities=dict(booking.quantities),
        provider_name=booking.wish.name,
        provider_gender=booking.wish.gender,
        provider_exclude=booking.wish.exclude,
        provider_only=booking.wish.only,
        provider_preferred=booking.wish.preferred,
        notes=booking.notes,
    )
