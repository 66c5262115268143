"""The training data itself: what a labeller can get wrong without Rasa noticing."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.nlu.labels import DETAILS
from bot.nlu.together import GROUP_OF
from bot.zh.asked import GROUPS

ROOT = Path(__file__).parents[3]
FALLBACK = "nlu_fallback"
SHORTEST = 4
SEVERITIES = {"low", "normal", "high", "critical"}
TOPICS = {
    "tools",
    "insurance",
    "damage",
    "refund",
    "cancellation",
    "invoice",
    "payment",
    "vetting",
    "privacy",
    "hours",
    "coverage",
    "difference",
    "aftersales",
}
CATEGORIES = {
    "late",
    "no_show",
    "left_early",
    "attitude",
    "quality",
    "damage",
    "theft",
    "overcharge",
    "cancelled_by_us",
    "safety",
    "harassment",
    "privacy",
    "refund_delay",
    "wrong_person",
    "other",
}


def letters(text: str) -> str:
    """Without punctuation, width and case."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(char for char in folded if unicodedata.category(char)[0] in "LN")


def test_the_company_has_an_answer_to_every_topic() -> None:
    catalogue = yaml.safe_load((ROOT / "bot/demo/catalogue.yml").read_text("utf-8"))
    assert set(catalogue["answers"]) == TOPICS


def blocks() -> Iterator[dict[str, Any]]:
    for file in sorted((ROOT / "nlu_data/nlu").glob("*.yml")):
        yield from yaml.safe_load(file.read_text("utf-8"))["nlu"]


def examples(block: dict[str, Any]) -> list[str]:
    return [line.removeprefix("- ").strip() for line in block["examples"].splitlines()]


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, str]]:
    return [(text, block["intent"]) for block in blocks() for text in examples(block)]


def test_every_intent_has_at_least_forty_examples(texts: list[tuple[str, str]]) -> None:
    counts = Counter(intent for _, intent in texts)
    assert {intent: counts[intent] for intent in GROUP_OF | {FALLBACK: 0} if counts[intent] < 40} == {}


def test_no_message_is_an_example_twice_under_the_same_question() -> None:
    said = Counter((block.get("metadata", {}).get("context"), text) for block in blocks() for text in examples(block))
    assert [text for text, number in said.items() if number > 1] == []


def test_no_development_message_is_trained_on(texts: list[tuple[str, str]]) -> None:
    apart = {
        letters(json.loads(line)["text"])
        for file in (ROOT / "tests/golden/understanding").glob("*.jsonl")
        for line in file.read_text("utf-8").split("\n")
        if line
    }
    # 取消 or 转人工 is what everybody says; it cannot be kept apart.
    assert {text for text in apart if len(text) >= SHORTEST} & {letters(text) for text, _ in texts} == set()


def test_blocks_say_only_what_the_classifier_reads() -> None:
    known = {"topic": TOPICS, "category": CATEGORIES, "severity": SEVERITIES, "context": set(GROUPS)}
    wrong = []
    for block in blocks():
        metadata = dict(block.get("metadata", {}))
        wrong += [intent for intent in metadata.pop("also", []) if intent not in GROUP_OF]
        wrong += [f"{key}: {value}" for key, value in metadata.items() if value not in known.get(key, set())]
        named = {block["intent"], *block.get("metadata", {}).get("also", [])}
        wrong += [
            f"{detail} without {intent}"
            for detail, intent in DETAILS.items()
            if detail in metadata and intent not in named
        ]
    assert wrong == []


def test_the_first_intent_of_a_block_stands_first_by_the_schema() -> None:
    wrong = [
        (block["intent"], other)
        for block in blocks()
        for other in block.get("metadata", {}).get("also", [])
        if GROUP_OF[other] < GROUP_OF[block["intent"]]
    ]
    assert wrong == []
