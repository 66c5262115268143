"""How a survey is spoken of: scores by dimension, and how it is to be treated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.dialogue.rating import RecordSurvey
from bot.dialogue.step import Say
from bot.domain.survey import DIMENSIONS, OVERALL
from bot.zh.surveys import DIMENSION_WORDS, points_in_words


def scored(scores: Mapping[str, float]) -> str:
    """态度5分、手艺4分."""
    known = [name for name in (OVERALL, *DIMENSIONS) if name in scores]
    return "、".join(f"{DIMENSION_WORDS[name]}{points_in_words(scores[name])}" for name in known)


def named(dimensions: Iterable[str]) -> str:
    return "、".join(DIMENSION_WORDS[name] for name in dimensions)


def of_settings(told: RecordSurvey) -> tuple[Say, ...]:
    """What is said to what she wishes beside the scores."""
    said: list[Say] = []
    if told.anonymous is not None:
        said.append(Say("utter_survey_anonymous" if told.anonymous else "utter_survey_named"))
    if told.remark:
        said.append(Say("utter_survey_noted"))
    if told.no_callback:
        said.append(Say("utter_survey_no_callback"))
    return tuple(said)
