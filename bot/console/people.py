"""The company's providers (家政员), as staff see them."""

from __future__ import annotations

from datetime import date

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


ROUTES = (Route("GET", "/api/providers", STAFF, "Everybody who works for the company", list_providers, Providers),)
