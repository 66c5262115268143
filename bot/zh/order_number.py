"""An order's number in a text: 订单号20261120001, 单号 A-3721, 尾号3721那单."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

_NUMBER = re.compile(
    r"(?:订单|预约单|工单|单|订单编|编)号?(?:码|编号)?(?:尾号|后四位)?\s?(?:是|为|:|#|叫)?\s?#?\s?"
    r"(?P<long>[a-z]{0,6}-?\d[\da-z-]{3,31})"
    r"|尾号\s?(?:是|为|:)?\s?(?P<tail>\d{3,8})(?=[^\d]{0,3}(?:单|订单|预约))"
)


def order_number(text: str) -> str | None:
    """The first order number as typed, without blanks; ``None`` where none is named as one."""
    match = _NUMBER.search(normalise(text))
    if match is None:
        return None
    start, end = match.span("long" if match["long"] else "tail")
    return text[start:end].strip()
