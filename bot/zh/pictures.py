"""Pictures and films in the notes of an order: for those who look them up, and for her."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SENT = "客户发了"
_NUMBER = re.compile(r"（in_\d+）")


def noted_as(attached: Sequence[str]) -> str:
    """How they stand in the notes: 客户发了图片（in_7）."""
    return f"{_SENT}{'、'.join(attached)}"


def as_told(notes: str) -> str:
    """The notes as she reads them: the pictures are hers, and have no number."""
    return _NUMBER.sub("", notes.replace(_SENT, "您发的"))
