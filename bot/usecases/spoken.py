"""A turn as the dialogue hears it: its words, and what came beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.inbox import InboxItem, Turn
from bot.domain.messages import Kind
from bot.usecases.handoff import HANDED_BACK

# What is kept with an order or a call, by the word it is noted with.
_KEPT = {Kind.IMAGE: "图片", Kind.VIDEO: "视频"}
_WORDS = (Kind.TEXT, Kind.VOICE)
"""The kinds whose text is the customer's own words; the title of a link or of a place is not."""
_BY_SCENE = frozenset({"scan", "subscribe"})


def comes_by_code(turn: Turn) -> bool:
    """Whether a QR code or a new subscription is in it."""
    return any(item.message.event in _BY_SCENE for item in turn.items)


def spoken(turn: Turn, scenes: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    """The texts of its messages, one a line, and what was not text as metadata.

    ``scenes``: what the scene of a QR code says; an unknown one says nothing.
    """
    lines: list[str] = []
    metadata: dict[str, Any] = {"message_id": turn.id, "media": [], "events": [], "attached": [], "place": ""}
    for item in turn.items:
        message = item.message
        if message.kind is Kind.EVENT:
            metadata["events"].append(message.event)
            lines.append(_said_by(item, scenes))
        elif message.kind in _WORDS and message.text.strip():
            lines.append(message.text.strip())
        else:
            metadata["media"].append(message.kind.value)
            if message.kind in _KEPT:
                metadata["attached"].append(f"{_KEPT[message.kind]}（in_{item.id}）")
            if message.kind is Kind.LOCATION:
                metadata["place"] = message.text.strip() or metadata["place"]
    return "\n".join(filter(None, lines)), metadata


def _said_by(item: InboxItem, scenes: Mapping[str, str]) -> str:
    """A tap on the menu says its key; a code what the owner has laid down for its scene; an agent what was agreed."""
    message = item.message
    if message.event == HANDED_BACK:
        return message.text
    if message.event == "click":
        return str(message.fields.get("event_key", "")).strip()
    return scenes.get(str(message.fields.get("scene", "")), "") if message.event in _BY_SCENE else ""
