"""What a training example says about itself: its intent, further intents, and a detail of it."""

from __future__ import annotations

from typing import Any

Label = tuple[str, str]
"""(kind, name): ("intent", "ask_policy"), ("topic", "tools")."""

# Which detail belongs to which intent; nlu_data/README.md tells how it is written.
DETAILS = {"topic": "ask_policy", "category": "complain"}


def labels_of(intent: str, metadata: dict[str, Any] | None) -> frozenset[Label]:
    """The labels of an example; `metadata` as Rasa keeps it: what stands at its block is under "intent"."""
    block = (metadata or {}).get("intent") or {}
    labels = {("intent", intent)}
    labels.update(("intent", other) for other in block.get("also", ()))
    labels.update((detail, block[detail]) for detail in DETAILS if detail in block)
    return frozenset(labels)
