"""What is said between two values when the second takes the place of the first."""

from __future__ import annotations

import re

_CORRECTION = re.compile(
    r"^[,\s]*(?:就)?是$|[啊哦噢呃诶哎额喔]不是|不对|错了|哦不|噢不|不是|改(?:成|为|到|做|作)?$|改成|改为|改到|换成|不够|太(?:少|短|长|多)|加到|加成|增加到|延到|延长到|说错|还是|更正|应该是|打错"
)


def corrects(between: str) -> bool:
    """Whether what stands between two values makes the second a correction of the first."""
    return _CORRECTION.search(between) is not None
