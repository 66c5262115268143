"""Survey scores: one line of the golden table per way of saying them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.zh.scores import scores
from tests.unit.zh.tables import cases


@pytest.mark.parametrize(("text", "expected"), cases("scores"))
def test_what_is_said_of_a_visit_gives_its_points(text: str, expected: dict[str, Any]) -> None:
    assert dict(scores(text, asked=True).points) == expected


def test_a_bare_digit_is_no_score_unless_one_was_asked_for() -> None:
    assert scores("3", asked=False).points == {}


def test_what_is_no_score_is_the_comment_as_typed() -> None:
    assert scores("人挺好的，態度5分", asked=True).comment == "人挺好的"
