"""What sealed values look like when they are forgotten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.adapters.db.cipher import Cipher
from bot.domain.errors import InvalidData

BLANK: Mapping[str, Mapping[str, Any]] = {
    "inbox": {"text": "", "fields": {}},
    "outbox": {"text": "", "choices": [], "notice": None, "purpose": "answer", "lapses_at": None},
    "booking": {"address": "", "phone": "", "contact_name": "", "notes": "", "cancel_reason": ""},
    "call_task": {"text": ""},
    "provider_notice": {"text": ""},
}
"""By what they are sealed as."""


def blanked(*names: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """A value whose ``names`` hold nothing any more."""

    def blank(value: dict[str, Any]) -> dict[str, Any]:
        return {**value, **{name: "" for name in names if value.get(name)}}

    return blank


def edited(
    cipher: Cipher, sealed: bytes, purpose: str, edit: Callable[[dict[str, Any]], dict[str, Any]]
) -> bytes | None:
    """The value sealed anew as ``edit`` makes it; ``None`` where that is as before, or no key opens it any more."""
    try:
        value = cipher.open(sealed, purpose)
    except InvalidData:
        return None
    changed = edit(value)
    return None if changed == value else cipher.seal(changed, purpose)
