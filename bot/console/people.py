"""The company's providers (家政员), as staff see them."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from bot.console.calls import Call, Route
from bot.console.fields import Answer, Nothing
from bot.domain.access import STAFF
from bot.domain.provider import Provider


class Named(Answer):
    id: str
    name: str


class ProviderAnswer(Answer):
    id: str
    name: str
    active: bool
    gender: str
    rating: float
    skills: dict[str, int]
    """Each with its level, 1 to 5."""
    districts: list[str]
    hours: dict[int, str]
    """Working time by ISO weekday (1 = Monday); a missing day is a day off."""
    certificates: dict[str, date]
    """Each with its last day."""
    languages: list[str]
    pets: list[str]
    smoker: bool
    experience_years: int


class Providers(Answer):
    providers: list[ProviderAnswer]


class PraiseAnswer(Answer):
    at: datetime
    words: str
    booking_id: str | None = Field(description="null where the customer wishes to stay unknown")


class Praises(Answer):
    praises: list[PraiseAnswer]


async def list_praises(call: Call[Nothing]) -> Praises:
    provider = await call.uow.providers.get(call.id)
    found = await call.uow.praises.of_provider(provider.id)
    zone = call.deps.zone
    return Praises(
        praises=[
            PraiseAnswer(at=praise.at.astimezone(zone), words=praise.words, booking_id=praise.booking_id)
            for praise in found
        ]
    )


async def list_providers(call: Call[Nothing]) -> Providers:
    everybody = sorted(await call.uow.providers.all(), key=lambda provider: provider.id)
    return Providers(providers=[_answer(provider) for provider in everybody])


def _answer(provider: Provider) -> ProviderAnswer:
    return ProviderAnswer(
        id=provider.id,
        name=provider.name,
        active=provider.active,
        gender=provider.gender,
        rating=provider.rating,
        skills={skill: provider.level(skill) for skill in sorted(provider.skills)},
        districts=sorted(provider.districts),
        hours={day: f"{shift.start:%H:%M}-{shift.end:%H:%M}" for day, shift in sorted(provider.hours.items())},
        certificates=dict(provider.certificates),
        languages=sorted(provider.languages),
        pets=sorted(provider.pets),
        smoker=provider.smoker,
        experience_years=provider.experience_years,
    )


ROUTES = (
    Route("GET", "/api/providers", STAFF, "Everybody who works for the company", list_providers, Providers),
    Route("GET", "/api/providers/{id}/praises", STAFF, "What customers said well of her", list_praises, Praises),
)
