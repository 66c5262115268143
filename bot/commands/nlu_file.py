"""Labelled messages as a file of Rasa examples beside those that are there."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.domain.miss import Miss
from bot.zh.asked import NOTHING, group_of

LEARNED = "learned.yml"

_HEAD = """# Messages that were misunderstood and labelled by a supervisor; written by `python -m bot nlu export`.
version: "3.1"
nlu:
"""
_SHORTEST = 4
"""Shorter ones (取消, 转人工) are what everybody says; they cannot be kept apart."""

Key = tuple[str, tuple[str, ...], str, str, str]
"""Intent, further intents, topic, category, context."""


@dataclass(frozen=True, slots=True)
class LearnedFile:
    text: str
    added: int


def merged(folder: Path, labelled: Sequence[Miss], apart: Collection[str]) -> LearnedFile:
    """The learned file with what is new; nothing that stands in any file of ``folder`` under the same question."""
    known = {(context, text) for _, context, text in _examples(folder)}
    blocks: dict[Key, list[str]] = {}
    for block in _blocks(folder / LEARNED):
        blocks.setdefault(_key_of(block), []).extend(_texts(block))
    added = 0
    for miss in labelled:
        if miss.label is None:
            continue
        label, text = miss.label, _plain(miss.label.text)
        group = group_of(miss.asked)
        context = group if label.only_here and group != NOTHING else ""
        if not text or (context, text) in known or letters(text) in apart:
            continue
        known.add((context, text))
        first, *also = label.intents
        blocks.setdefault((first, tuple(also), label.topic, label.category, context), []).append(text)
        added += 1
    return LearnedFile(_HEAD + "\n".join(_block(key, texts) for key, texts in sorted(blocks.items())), added)


def messages_apart(folder: Path) -> frozenset[str]:
    """The letters of messages to measure on, of every JSON line file there."""
    lines = [line for file in sorted(folder.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines() if line]
    said = (letters(json.loads(line)["text"]) for line in lines)
    return frozenset(text for text in said if len(text) >= _SHORTEST)


def letters(text: str) -> str:
    """Without punctuation, width and case."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(char for char in folded if unicodedata.category(char)[0] in "LN")


def _examples(folder: Path) -> Iterator[tuple[str, str, str]]:
    for file in sorted(folder.glob("*.yml")):
        for block in _blocks(file):
            for text in _texts(block):
                yield block["intent"], block.get("metadata", {}).get("context", ""), text


def _blocks(file: Path) -> list[Mapping[str, Any]]:
    if not file.exists():
        return []
    found = yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"] or []
    return [block for block in found if "intent" in block]


def _texts(block: Mapping[str, Any]) -> list[str]:
    return [line.removeprefix("- ").strip() for line in block["examples"].splitlines()]


def _key_of(block: Mapping[str, Any]) -> Key:
    told = block.get("metadata", {})
    also = tuple(told.get("also", ()))
    return block["intent"], also, told.get("topic", ""), told.get("category", ""), told.get("context", "")


def _plain(text: str) -> str:
    """A line that Rasa reads as words: brackets and a dash at its beginning would mean something."""
    return text.translate(str.maketrans("[]{}", "［］｛｝")).lstrip("-*# /").strip()


def _block(key: Key, texts: Sequence[str]) -> str:
    intent, also, topic, category, context = key
    told = [f"    also: [{', '.join(also)}]"] if also else []
    named = (("topic", topic), ("category", category), ("context", context))
    told += [f"    {name}: {value}" for name, value in named if value]
    head = [f"- intent: {intent}", *(["  metadata:", *told] if told else []), "  examples: |"]
    return "\n".join([*head, *(f"    - {text}" for text in texts)]) + "\n"
