"""Which intents stand together, and where a message is cut."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.nlu.together import GROUP_OF, clauses, together


@dataclass
class Piece:
    lemma: str
    start: int
    end: int


def pieces(text: str) -> list[Piece]:
    """One piece per character, without blanks."""
    return [Piece(letter, place, place + 1) for place, letter in enumerate(text) if letter != " "]


def said(text: str) -> list[str]:
    return ["".join(piece.lemma for piece in clause.tokens) for clause in clauses(pieces(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("约保洁", ["约保洁"]),
        ("你好，约保洁", ["你好", "约保洁"]),
        ("你好 约保洁 谢谢", ["你好", "约保洁", "谢谢"]),
        ("你好， 约保洁。", ["你好", "约保洁"]),
        ("。。。", []),
        ("", []),
    ],
)
def test_a_message_is_cut_at_punctuation_and_blanks(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("one", "other"), [("greet", "book_service"), ("complain", "request_refund"), ("affirm", "inform")]
)
def test_a_pair_that_stands_together_does_so_both_ways(one: str, other: str) -> None:
    assert (together(one, other), together(other, one)) == (True, True)


@pytest.mark.parametrize(
    ("one", "other"), [("book_service", "inform"), ("affirm", "deny"), ("cancel_booking", "restore_booking")]
)
def test_a_pair_that_excludes_each_other_does_so_both_ways(one: str, other: str) -> None:
    assert (together(one, other), together(other, one)) == (False, False)


def test_groups_follow_the_order_of_the_schema() -> None:
    mixed = ["thank", "book_service", "praise", "report_emergency", "ask_price", "complain"]
    ordered = ["report_emergency", "complain", "book_service", "ask_price", "praise", "thank"]
    assert sorted(mixed, key=GROUP_OF.__getitem__) == ordered
