"""What is said of who comes and where we go: only what the providers' data and the company's own words hold."""

from __future__ import annotations

from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.step import Say
from bot.dialogue.values import BookingDraft
from bot.domain.matching import is_called
from bot.domain.provider import Provider
from bot.zh.address import cities, district
from bot.zh.wonders import CERTIFICATE, GENDER, WHOM


def provider(frame: Frame, facts: Facts, held_with: tuple[str, ...]) -> Say:
    """Who somebody is and what she holds; ``held_with`` are the names of whom the hold is with."""
    name = frame.about_provider or (frame.provider.name if frame.provider else None)
    if name is not None:
        meant = named(name, facts)
        return _of_one(frame, meant[0], facts) if meant else Say("utter_provider_unknown", {"name": name})
    coming = [one for one in facts.providers if one.name in held_with]
    if coming:
        return _of_one(frame, coming[0], facts)
    if GENDER in frame.wonders:
        return Say("utter_provider_gender")
    if WHOM in frame.wonders:
        return Say("utter_provider_choosable")
    if CERTIFICATE in frame.wonders and (words := facts.catalogue.answers.get("vetting")):
        return Say("utter_policy", {"policy": words})
    return Say("utter_provider_facts")


def named(name: str, facts: Facts) -> list[Provider]:
    """Everybody who may be meant by it, the best rated first."""
    return sorted((one for one in facts.providers if is_called(one, name)), key=lambda one: -one.rating)


def coverage(frame: Frame, facts: Facts, draft: BookingDraft) -> Say | None:
    """Whether somebody works in the district that is named; ``None`` where none is."""
    place = district(frame.text)
    if place is None:
        return None
    about = frame.about[0] if frame.about else frame.request
    service = facts.service(about.service or draft.service)
    there = [
        one for one in facts.providers if place in one.districts and (service is None or service.code in one.skills)
    ]
    where = facts.catalogue.answers.get("coverage", "")
    ours = {cities().get(one) for provider in facts.providers for one in provider.districts}
    if where and not there and cities().get(place) not in ours:
        return Say("utter_where_we_go", {"policy": where})  # 工业园区: of another town
    values = {"district": place, "service": service.name if service else "上门"}
    return Say("utter_covered" if there else "utter_not_covered_there", values)


def _of_one(frame: Frame, one: Provider, facts: Facts) -> Say:
    if CERTIFICATE in frame.wonders:
        valid = [name for name, until in one.certificates.items() if until >= facts.now.date()]
        if valid:
            return Say("utter_provider_certified", {"name": one.name, "certificates": "、".join(sorted(valid))})
        if words := facts.catalogue.answers.get("vetting"):
            return Say("utter_policy", {"policy": words})
        return Say("utter_policy_unknown")
    skills = [service.name for code, service in facts.catalogue.services.items() if code in one.skills]
    years = f"从业{one.experience_years}年，" if one.experience_years else ""
    values = {"name": one.name, "years": years, "rating": f"{one.rating:g}", "skills": "、".join(skills)}
    return Say("utter_provider_named", values)
