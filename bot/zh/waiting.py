"""候补 in a message: whether the waiting list is spoken of."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

_NAMED = re.compile("候补|排队等|等空位")


def names_waitlist(text: str) -> bool:
    """帮我候补, 不候补了: what is wanted of the list is for the intents to say."""
    return _NAMED.search(normalise(text)) is not None
