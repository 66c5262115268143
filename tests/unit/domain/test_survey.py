from __future__ import annotations

import pytest

from bot.domain.survey import Answers, Survey, SurveyPolicy
from tests.builders import NOW


@pytest.mark.parametrize(
    ("scores", "average", "low"),
    [
        ({}, None, False),
        ({"quality": 4.0, "attitude": 4.0}, 4.0, False),
        ({"quality": 3.0, "attitude": 4.5}, 3.75, True),
    ],
)
def test_a_survey_is_low_below_four(scores: dict[str, float], average: float | None, low: bool):
    survey = Survey("bk_1", NOW).answered(Answers(scores), SurveyPolicy(), NOW)
    assert (survey.average, survey.low) == (average, low)
