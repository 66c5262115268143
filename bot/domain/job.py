"""What is to be done at a customer's: complete enough to search, price and hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.domain.catalogue import Service
from bot.domain.matching import Wish


@dataclass(frozen=True, slots=True)
class Job:
    """One visit as it is wished. Times local."""

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
    same_provider: bool | None = None
    notes: str = ""

    def wish(self, known: Sequence[str], service: Service) -> Wish:
        """What a provider must be; ``known`` are those who served the customer, the last one first."""
        only = frozenset(known) if self.same_provider and known else frozenset()
        refused = frozenset(known[:1]) if self.same_provider is False else frozenset()
        return Wish(
            service=self.service,
            district=self.district or None,
            needs=frozenset(self.needs),
            gender=self.provider_gender,
            name=self.provider_name,
            exclude=frozenset(self.provider_exclude) | refused,
            only=only,
            certificates=frozenset(service.certificates),
        )
