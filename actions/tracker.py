"""Typed view of the tracker: the turn that Rasa has just understood."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker

from bot.usecases.turn import TakeTurn


def turn_of(tracker: Tracker) -> TakeTurn:
    """The latest message as a command; conversation and turn came in as message metadata."""
    message: dict[str, Any] = tracker.latest_message or {}
    metadata: dict[str, Any] = message.get("metadata") or {}
    # A message that came from elsewhere than our worker (Rasa's own shell) still has an id of its own.
    message_id = metadata.get("message_id") or message.get("message_id") or ""
    spoken = metadata.get("spoken", message.get("text"))
    return TakeTurn(
        conversation_id=str(metadata.get("conversation_id") or tracker.sender_id),
        message_id=str(message_id),
        parse={**message, "text": spoken},
        media=tuple(metadata.get("media") or ()),
        events=tuple(metadata.get("events") or ()),
        attached=tuple(metadata.get("attached") or ()),
        place=str(metadata.get("place") or ""),
    )
