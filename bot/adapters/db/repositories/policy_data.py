"""Policies as plain JSON values and back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import time
from typing import Any

from pydantic import TypeAdapter

from bot.domain.care_policy import CarePolicy
from bot.domain.figures import Targets
from bot.domain.policy import FeeStep, NoticeTimes, Policies, Retention, ReviewLimits, Weights
from bot.domain.survey import SurveyPolicy

_CARE = TypeAdapter(CarePolicy)
_TIMES = ("day_starts", "day_ends", "eve_at")


def policies_to(policies: Policies) -> dict[str, Any]:
    review, notices = asdict(policies.review), asdict(policies.notices)
    return {
        **asdict(policies),
        "templates": dict(policies.templates),
        "scenes": dict(policies.scenes),
        "care": _CARE.dump_python(policies.care, mode="json"),
        "review": {**review, "always": sorted(review["always"]), "first_time": sorted(review["first_time"])},
        "survey": {**asdict(policies.survey), "dimensions": list(policies.survey.dimensions)},
        "notices": {**notices, **{name: notices[name].isoformat() for name in _TIMES}},
    }


def policies_of(data: dict[str, Any]) -> Policies:
    """What is missing has its default."""
    review, notices = dict(data.get("review", {})), dict(data.get("notices", {}))
    survey = dict(data.get("survey", {}))
    for name in ("always", "first_time"):
        if name in review:
            review[name] = frozenset(review[name])
    if "words" in review:
        review["words"] = tuple(review["words"])
    parts = {
        "cancellation": tuple(FeeStep(**step) for step in data.get("cancellation", ())),
        "review": ReviewLimits(**review),
        "survey": SurveyPolicy(**{**survey, **({"dimensions": tuple(survey["dimensions"])} if survey else {})}),
        "weights": Weights(**data.get("weights", {})),
        "targets": Targets(**data.get("targets", {})),
        "retention": Retention(**data.get("retention", {})),
        "care": _CARE.validate_python(data.get("care", {})),
        "notices": NoticeTimes(**{**notices, **{n: time.fromisoformat(notices[n]) for n in _TIMES if n in notices}}),
    }
    return Policies(**{**data, **parts})
