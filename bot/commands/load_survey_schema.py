"""What an entry of the section ``surveys``, and the part ``survey`` of the policies, may say."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from bot.commands.load_values import Entry, Id, Text, listed
from bot.domain.survey import SurveyPolicy

Dimension = Literal["attitude", "skill", "punctuality", "result"]
Points = Annotated[float, Field(ge=1, le=5, multiple_of=0.5)]
Hours = Annotated[int, Field(gt=0, le=24 * 60)]


class SurveyEntry(Entry):
    """Without scores and comment it is due: at ``due_at``, else so long after the visit as the policies say."""

    booking_id: Id
    due_at: datetime | None = None
    scores: dict[Literal["overall"] | Dimension, Points] = Field(default_factory=dict)
    comment: str = ""
    anonymous: bool = False
    answered_at: datetime | None = None


def _in_order(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(names)) < len(names):
        raise ValueError("the same dimension stands here twice")
    return names


def _fillable(text: str) -> str:
    try:
        text.format(visit="", dimensions="", digits="")
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        raise ValueError("only {visit}, {dimensions} and {digits} may stand in braces") from error
    return text


Own = Annotated[Text, AfterValidator(_fillable)]


class SurveyPolicyEntry(Entry):
    dimensions: Annotated[
        tuple[Dimension, ...] | None, BeforeValidator(listed), Field(min_length=1), AfterValidator(_in_order)
    ] = None
    low_below: Annotated[float, Field(ge=1, le=5)] | None = None
    low_score: Annotated[float, Field(ge=0, le=5)] | None = None
    remind_after_hours: Hours | None = None
    lapse_after_hours: Hours | None = None
    agent_after_minutes: Annotated[int, Field(ge=0, le=120)] | None = None
    texts: dict[Literal["invite", "return", "remind"], Own] | None = None

    def over(self, current: SurveyPolicy) -> SurveyPolicy:
        """The policy with what is given here; raises ``ValueError`` where old and new do not go together."""
        names = SurveyPolicyEntry.model_fields
        given = {name: value for name in names if (value := getattr(self, name)) is not None}
        policy = replace(current, **given)
        if policy.remind_after_hours >= policy.lapse_after_hours:
            raise ValueError("survey: remind_after_hours must be before lapse_after_hours")
        return policy
