"""Labelled messages beside the examples that are there: in their format, each once, none that is measured on."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.commands.nlu_file import LEARNED, merged, messages_apart
from bot.domain.errors import InvalidData
from bot.domain.miss import NO_MEANING, RANK, Label, Miss, MissReason, in_schema_order
from bot.nlu.labels import DETAILS
from bot.nlu.together import GROUP_OF
from tests.builders import NOW

MISS = Miss("cv_1", "turn_1", NOW, MissReason.FALLBACK, "booking:window", "咋弄")


def _labelled(text: str, *intents: str, asked: str = "none", **more: object) -> Miss:
    label = Label(text, intents, **more)  # type: ignore[arg-type]
    return replace(MISS, asked=asked).labelled(label, "agent:li", NOW)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "booking.yml").write_text(
        'version: "3.1"\nnlu:\n- intent: book_service\n  examples: |\n    - 想约个阿姨\n', encoding="utf-8"
    )
    return tmp_path


def test_examples_are_written_by_what_they_mean(folder: Path):
    labelled = [
        _labelled("来个人拖个地呗", "book_service"),
        _labelled("整个阿姨来", "book_service"),
        _labelled("弄坏了咋整", "ask_policy", topic="damage"),
        _labelled("地没拖干净退我钱", "complain", "request_refund", category="quality"),
        _labelled("就那个吧", "affirm", asked="booking:confirm", only_here=True),
    ]
    file = merged(folder, labelled, frozenset())
    assert file.added == 5
    assert file.text == (
        "# Messages that were misunderstood and labelled by a supervisor; written by `python -m bot nlu export`.\n"
        'version: "3.1"\n'
        "nlu:\n"
        "- intent: affirm\n  metadata:\n    context: confirm\n  examples: |\n    - 就那个吧\n"
        "\n"
        "- intent: ask_policy\n  metadata:\n    topic: damage\n  examples: |\n    - 弄坏了咋整\n"
        "\n"
        "- intent: book_service\n  examples: |\n    - 来个人拖个地呗\n    - 整个阿姨来\n"
        "\n"
        "- intent: complain\n  metadata:\n    also: [request_refund]\n    category: quality\n  examples: |\n"
        "    - 地没拖干净退我钱\n"
    )


def test_what_is_there_is_not_added_again(folder: Path):
    labelled = [_labelled("想约个阿姨", "book_service"), _labelled("整个阿姨来", "book_service")]
    first = merged(folder, labelled, frozenset())
    assert first.added == 1
    (folder / LEARNED).write_text(first.text, encoding="utf-8")
    again = merged(folder, [*labelled, _labelled("喊个阿姨", "book_service")], frozenset())
    assert again.added == 1
    assert again.text.endswith("    - 整个阿姨来\n    - 喊个阿姨\n")
    assert merged(folder, labelled, frozenset()).added == 0


def test_what_is_measured_on_is_kept_apart(folder: Path, tmp_path: Path):
    (tmp_path / "dev.jsonl").write_text(json.dumps({"text": "整个阿姨来！"}) + "\n", encoding="utf-8")
    apart = messages_apart(tmp_path)
    assert merged(folder, [_labelled("整个阿姨，来", "book_service")], apart).added == 0


def test_what_rasa_would_read_as_a_mark_is_a_word(folder: Path):
    file = merged(folder, [_labelled("- [王阿姨](provider)来", "book_service")], frozenset())
    assert "    - ［王阿姨］(provider)来\n" in file.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"intents": ()},
        {"intents": ("nonsense",)},
        {"intents": (NO_MEANING, "greet")},
        {"intents": ("ask_policy",)},
        {"intents": ("greet",), "topic": "refund"},
        {"intents": ("greet",), "category": "late"},
        {"intents": ("greet",), "text": "一\n二"},
    ],
)
def test_a_label_that_says_what_the_classifier_cannot_read_is_refused(wrong: dict[str, object]):
    with pytest.raises(InvalidData):
        Label(**{"text": "你好", **wrong})  # type: ignore[arg-type]


def test_labels_are_those_of_the_classifier_in_its_order():
    assert GROUP_OF == RANK
    assert set(DETAILS) >= {"topic", "category"}
    assert in_schema_order(("ask_price", "complain", "book_service", "complain")) == (
        "complain",
        "book_service",
        "ask_price",
    )
