"""The labels that an example carries."""

from __future__ import annotations

from bot.nlu.labels import labels_of


def test_an_example_without_metadata_has_its_intent_alone() -> None:
    assert labels_of("greet", None) == {("intent", "greet")}


def test_further_intents_of_the_block_are_labels_too() -> None:
    metadata = {"intent": {"also": ["greet", "thank"]}}
    assert labels_of("ask_price", metadata) == {("intent", "ask_price"), ("intent", "greet"), ("intent", "thank")}


def test_the_topic_and_the_category_of_the_block_are_labels_of_their_own_kind() -> None:
    metadata = {"intent": {"category": "late", "topic": "refund"}}
    assert labels_of("complain", metadata) == {("intent", "complain"), ("category", "late"), ("topic", "refund")}


def test_metadata_that_means_something_else_is_left_alone() -> None:
    assert labels_of("greet", {"intent": {"note": "x"}, "example": {"also": ["thank"]}}) == {("intent", "greet")}
