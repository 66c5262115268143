"""The labels that an example carries."""

from __future__ import annotations

from bot.nlu.labels import Labels, labels_of


def test_an_example_without_metadata_has_its_intent_alone() -> None:
    assert labels_of("greet", None) == Labels(frozenset({"greet"}))


def test_further_intents_of_the_block_are_labels_too() -> None:
    metadata = {"intent": {"also": ["greet", "thank"]}}
    assert labels_of("ask_price", metadata) == Labels(frozenset({"ask_price", "greet", "thank"}))


def test_what_had_been_asked_and_the_topic_are_told_by_the_block() -> None:
    metadata = {"intent": {"context": "survey", "topic": "refund"}}
    assert labels_of("ask_policy", metadata) == Labels(frozenset({"ask_policy"}), "survey", {"topic": "refund"})


def test_a_graded_complaint_without_a_category_names_no_fault() -> None:
    assert labels_of("complain", {"intent": {"severity": "low"}}).details == {"category": "none", "severity": "low"}
    assert labels_of("complain", {"intent": {"category": "late"}}).details == {"category": "late"}


def test_metadata_that_means_something_else_is_left_alone() -> None:
    metadata = {"intent": {"note": "x"}, "example": {"also": ["thank"]}}
    assert labels_of("greet", metadata) == Labels(frozenset({"greet"}))
