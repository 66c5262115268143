"""A choice from a numbered list, only where the whole message is that."""

from __future__ import annotations

import re

from bot.zh.found import Found
from bot.zh.normalise import normalise
from bot.zh.numbers import SMALL, whole

_CHOICE = re.compile(
    rf"\s*(?:(?:我?(?:就)?(?:选|要|挑)|就|那就?)\s?)?(?:第\s?(?P<nth>{SMALL})\s?(?:个|"
    rf"种|项|位|条|款|档)?|(?P<number>{SMALL})\s?(?:号|\.|、|️⃣)?)\s?(?:吧|呗|哈|"
    rf"呀|啊|好了|就行|可以|谢谢|的|嘛|那个)?[\s.。!~]*"
)


def choice(text: str, original: str) -> Found | None:
    """2, 选2, 第二个, 二号 -> 2; ``None`` in a longer message."""
    match = _CHOICE.fullmatch(text)
    if match is None:
        return None
    value = whole(match["nth"] or match["number"])
    if value is None or not 1 <= value <= 99:
        return None
    begin = len(original) - len(original.lstrip())
    end = max(len(original.rstrip()), begin + 1)
    return Found("choice", begin, end, original[begin:end], value)


_LEADING = re.compile(rf"\s*(?:第\s?(?P<nth>{SMALL})\s?(?:个|单|号)?|(?P<number>\d))[\s,、.:。]+(?=[^\d\s])")
_OF_SEVERAL = re.compile(rf"都|全|^\s*{SMALL}[\s,、.和跟]+{SMALL}(?![点:月号])")


def leading_choice(text: str) -> int | None:
    """2，改到周日上午十点 -> 2: a number that is set apart, before what is to become of it; ``None`` of several."""
    plain = normalise(text)
    match = _LEADING.match(plain)
    return whole(match["nth"] or match["number"]) if match and not _OF_SEVERAL.search(plain) else None
