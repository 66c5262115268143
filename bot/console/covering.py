"""An answer of the API as a page may have it: personal data masked, which only a noted call reveals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.masking import masked_address, masked_name, masked_phone, masked_text

_MASKS: Mapping[str, Callable[[str], str]] = {
    "phone": masked_phone,
    "address": masked_address,
    "addresses": masked_address,
    "contact_name": masked_name,
    "text": masked_text,
    "notes": masked_text,
    "words": masked_text,
    "comment": masked_text,
}


def covered(answer: Any, field: str = "") -> Any:
    """The same answer with every value masked that stands under the name of something personal."""
    if isinstance(answer, dict):
        return {name: covered(value, name) for name, value in answer.items()}
    if isinstance(answer, list):
        return [covered(value, field) for value in answer]
    mask = _MASKS.get(field)
    return mask(answer) if mask is not None and isinstance(answer, str) else answer
