"""Which fault a complaint with several is about."""

from __future__ import annotations

import numpy as np

from bot.nlu.gravest import gravest

VALUES = ("damage", "late", "none", "quality", "safety")


def row(**chances: float) -> list[float]:
    return [chances.get(value, 0.0) for value in VALUES]


def named(rows: list[list[float]], complaining: list[float]) -> str:
    return gravest(VALUES, np.array(rows), complaining)[0]


def test_a_graver_fault_in_one_clause_counts_more_than_the_message_as_a_whole() -> None:
    assert named([row(late=0.9, damage=0.1), row(late=0.9), row(damage=0.9)], [1.0, 1.0]) == "damage"


def test_of_equal_faults_the_first_one_counts_where_the_message_leaves_it_open() -> None:
    assert named([row(quality=0.5, late=0.4), row(late=0.8), row(quality=0.9)], [1.0, 1.0]) == "late"


def test_a_clear_message_is_what_it_is_as_a_whole() -> None:
    assert named([row(quality=0.9), row(late=0.8), row(quality=0.9)], [1.0, 1.0]) == "quality"


def test_a_clause_that_complains_of_nothing_names_no_fault() -> None:
    assert named([row(late=0.5, safety=0.2), row(safety=0.9)], [0.1]) == "late"


def test_a_message_without_clauses_is_judged_alone() -> None:
    assert named([row(none=0.8)], []) == "none"
