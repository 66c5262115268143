"""What a training example says about itself: its intents, details of them, and what had been asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.zh.asked import NOTHING

# Which detail belongs to which intent; nlu_data/README.md tells how it is written.
COMPLAIN, CATEGORY = "complain", "category"
DETAILS = {"topic": "ask_policy", CATEGORY: COMPLAIN, "severity": COMPLAIN}
# A graded complaint without a category names no fault: 我要投诉.
NO_CATEGORY = "none"


@dataclass(frozen=True)
class Labels:
    """``context``: a group of bot.zh.asked, or ``none``."""

    intents: frozenset[str]
    context: str = NOTHING
    details: Mapping[str, str] = field(default_factory=dict)


def labels_of(intent: str, metadata: dict[str, Any] | None) -> Labels:
    """The labels of an example; ``metadata`` as Rasa keeps it: what stands at its block is under "intent"."""
    block = (metadata or {}).get("intent") or {}
    details = {detail: str(block[detail]) for detail in DETAILS if detail in block}
    if "severity" in details:
        details.setdefault("category", NO_CATEGORY)
    return Labels(frozenset((intent, *block.get("also", ()))), block.get("context", NOTHING), details)
