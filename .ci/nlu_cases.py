"""The development messages as Rasa reads test data: a message and its first intent."""

from __future__ import annotations

import json
from pathlib import Path

from progress import ROOT

MESSAGES = ROOT / "tests" / "golden" / "understanding"
FALLBACK = "nlu_fallback"


def write(file: Path) -> int:
    """Writes those that answer no question, for Rasa has no place for one; how many there are."""
    blocks: dict[str, list[str]] = {}
    for source in sorted(MESSAGES.glob("*.jsonl")):
        for line in source.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            if case["context"] == "none":
                first = next(iter(case["gold"]["intents"]), FALLBACK)
                blocks.setdefault(first, []).append(" ".join(case["text"].split()))
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = ['version: "3.1"', "nlu:"]
    for intent, texts in blocks.items():
        lines += [f"- intent: {intent}", "  examples: |", *(f"    - {text}" for text in texts)]
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return sum(map(len, blocks.values()))
