"""Catalogue and providers as plain JSON values and back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, time
from typing import Any

from bot.adapters.db.repositories.policy_data import policies_of, policies_to
from bot.domain.catalogue import (
    OTHER,
    AgreedPrices,
    AreaStep,
    Catalogue,
    HourTier,
    Package,
    RoomStep,
    Rules,
    Service,
    Surcharge,
    VisitTier,
)
from bot.domain.provider import Provider, Shift


def provider_to(provider: Provider) -> dict[str, Any]:
    """All but id, name and active, which have columns of their own."""
    return {
        "gender": provider.gender,
        "skills": sorted(provider.skills),
        "districts": sorted(provider.districts),
        "hours": {str(day): [shift.start.isoformat(), shift.end.isoformat()] for day, shift in provider.hours.items()},
        "rating": provider.rating,
        "languages": sorted(provider.languages),
        "pets": sorted(provider.pets),
        "smoker": provider.smoker,
        "experience_years": provider.experience_years,
        "days_off": sorted(day.isoformat() for day in provider.days_off),
        "certificates": {name: until.isoformat() for name, until in sorted(provider.certificates.items())},
        "levels": dict(sorted(provider.levels.items())),
        "openid": provider.openid,
        "cost_fen_per_hour": provider.cost_fen_per_hour,
        "max_minutes_per_week": provider.max_minutes_per_week,
    }


def provider_of(row: Any) -> Provider:
    data = row.data
    return Provider(
        id=row.id,
        name=row.name,
        gender=data["gender"],
        skills=frozenset(data["skills"]),
        districts=frozenset(data["districts"]),
        hours={
            int(day): Shift(time.fromisoformat(start), time.fromisoformat(end))
            for day, (start, end) in data["hours"].items()
        },
        rating=data["rating"],
        languages=frozenset(data["languages"]),
        pets=frozenset(data["pets"]),
        smoker=data["smoker"],
        experience_years=data["experience_years"],
        days_off=frozenset(date.fromisoformat(day) for day in data["days_off"]),
        active=row.active,
        # Older rows lack what follows.
        certificates={name: date.fromisoformat(until) for name, until in data.get("certificates", {}).items()},
        levels=data.get("levels", {}),
        openid=data.get("openid", ""),
        cost_fen_per_hour=data.get("cost_fen_per_hour", 0),
        max_minutes_per_week=data.get("max_minutes_per_week", 0),
    )


def catalogue_to(catalogue: Catalogue) -> dict[str, Any]:
    rules = catalogue.rules
    return {
        "services": [asdict(service) for service in catalogue.services.values()],
        "surcharges": [asdict(surcharge) for surcharge in catalogue.surcharges],
        "rules": {
            **asdict(rules),
            "opens": rules.opens.isoformat(),
            "closes": rules.closes.isoformat(),
            "night_from": rules.night_from.isoformat(),
            "holidays": sorted(day.isoformat() for day in rules.holidays),
            "closed": sorted(day.isoformat() for day in rules.closed),
        },
        "answers": dict(catalogue.answers),
        "policies": policies_to(catalogue.policies),
        "packages": [asdict(package) for package in catalogue.packages],
        "loyalty": [asdict(tier) for tier in catalogue.loyalty],
    }


def catalogue_of(data: dict[str, Any]) -> Catalogue:
    rules = data["rules"]
    return Catalogue(
        services={plain["code"]: _service_of(plain) for plain in data["services"]},
        surcharges=tuple(_surcharge_of(plain) for plain in data["surcharges"]),
        rules=Rules(
            **{
                **rules,
                "opens": time.fromisoformat(rules["opens"]),
                "closes": time.fromisoformat(rules["closes"]),
                "night_from": time.fromisoformat(rules["night_from"]),
                "holidays": frozenset(date.fromisoformat(day) for day in rules["holidays"]),
                "cities": tuple(rules["cities"]),
                "closed": frozenset(date.fromisoformat(day) for day in rules.get("closed", ())),
                "places": {name: (place[0], place[1]) for name, place in rules.get("places", {}).items()},
            }
        ),
        answers=data["answers"],
        # Older rows lack what follows.
        policies=policies_of(data.get("policies", {})),
        packages=tuple(Package(**plain) for plain in data.get("packages", ())),
        loyalty=tuple(VisitTier(**plain) for plain in data.get("loyalty", ())),
    )


def agreed_to(agreed: AgreedPrices) -> dict[str, Any]:
    return {**asdict(agreed), "since": agreed.since.isoformat()}


def agreed_of(data: dict[str, Any]) -> AgreedPrices:
    return AgreedPrices(
        since=date.fromisoformat(data["since"]),
        service=_service_of(data["service"]),
        surcharges=tuple(_surcharge_of(plain) for plain in data["surcharges"]),
        packages=tuple(Package(**plain) for plain in data["packages"]),
        loyalty=tuple(VisitTier(**plain) for plain in data["loyalty"]),
    )


def _service_of(plain: dict[str, Any]) -> Service:
    lists = {name: tuple(plain.get(name, ())) for name in ("asks", "certificates", "synonyms")}
    steps = {
        name: tuple(step(**one) for one in plain.get(name, ()))
        for name, step in (
            ("by_area", AreaStep),
            ("by_rooms", RoomStep),
            ("hour_tiers", HourTier),
            ("series_tiers", VisitTier),
        )
    }
    return Service(**{**plain, **lists, **steps, "minutes_per_item": _by_kind(plain.get("minutes_per_item", {}))})


def _by_kind(minutes: dict[str, int] | int) -> dict[str, int]:
    """Minutes by kind of thing; older rows have one number for all of them, or 0."""
    if isinstance(minutes, dict):
        return minutes
    return {OTHER: minutes} if minutes else {}


def _surcharge_of(plain: dict[str, Any]) -> Surcharge:
    return Surcharge(**{**plain, **{name: tuple(plain.get(name, ())) for name in ("needs", "services")}})
