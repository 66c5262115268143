"""An answer of the API as a page may have it: personal data masked, which only a noted call reveals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.domain.masking import masked_address, masked_id, masked_name, masked_phone, masked_text

_MASKS: Mapping[str, Callable[[str], str]] = {
    "phone": masked_phone,
    "address": masked_address,
    "address_to": masked_address,
    "addresses": masked_address,
    "contact_name": masked_name,
    "openid": masked_id,
}
_WORDS = frozenset(
    {"text", "notes", "words", "comment", "solution", "cancel_reason", "detail", "draft", "understood", "choices"}
)
"""Free text, and what holds nothing but text or what was read of it."""


def covered(answer: Any) -> Any:
    """The same answer with every value masked that stands under the name of something personal.

    An address that the answer holds anywhere is masked in its texts too.
    """
    return _covered(answer, "", frozenset(_addresses(answer)))


def _addresses(answer: Any, field: str = "") -> Iterator[str]:
    if isinstance(answer, dict):
        for name, value in answer.items():
            yield from _addresses(value, name)
    elif isinstance(answer, list):
        for value in answer:
            yield from _addresses(value, field)
    elif isinstance(answer, str) and field.startswith("address") and answer:
        yield answer


def _covered(answer: Any, field: str, addresses: frozenset[str]) -> Any:
    if isinstance(answer, dict):
        return {name: _in(answer, name, field, addresses) for name in answer}
    if isinstance(answer, list):
        return [_covered(value, field, addresses) for value in answer]
    if not isinstance(answer, str):
        return answer
    if field in _WORDS:
        return masked_text(answer, addresses)
    mask = _MASKS.get(field)
    return mask(answer) if mask is not None else answer


def _in(answer: dict[str, Any], name: str, field: str, addresses: frozenset[str]) -> Any:
    value = answer[name]
    if name == "media":
        return {}  # Where a picture or a place is found: pictures are shown by a call that is noted.
    if isinstance(value, str):
        of_customer = "customer_id" in answer or field == "understood"
        if name == "name" and of_customer:
            return masked_name(value)
        if name == "customer" and of_customer:
            return masked_id(value)
        if name == "text" and answer.get("kind") == "location":
            return masked_address(value)
    inherits = field in _WORDS and name not in _MASKS
    return _covered(value, field if inherits else name, addresses)
