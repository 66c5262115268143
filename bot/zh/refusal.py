"""Whether a verb is meant or refused: 取消 against 不取消了, 别取消."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

_NOT = "不是|不用|不要|不想|不必|不再|别再|不|别|甭|莫|勿|唔使|唔好|唔|没"


def refuses(text: str, verb: str) -> bool:
    """Whether ``verb`` stands in the text only under a negation."""
    plain = normalise(text)
    meant = len(re.findall(re.escape(verb), plain))
    denied = len(re.findall(f"(?:{_NOT}){re.escape(verb)}", plain))
    return denied > 0 and denied == meant
