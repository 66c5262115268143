"""What is said between two values when the second takes the place of the first."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

_CORRECTION = re.compile(
    r"^[,\s]*(?:就)?是$|[啊哦噢呃诶哎额喔]不是|不对|错了|哦不|噢不|不是|改(?:成|为|到|做|作)?$|改成|改为|改到|换成|不够|太(?:少|短|长|多)|加到|加成|增加到|延到|延长到|说错|还是|更正|应该是|打错"
)


_TAKES_BACK = re.compile(r"^(?:啊|哦|噢|呃|哎|额|喔|那个)?[,\s]?(?:不对|不是|错了|说错|搞错|打错|写错|更正|其实)")


_DENIES = re.compile(r"(?<![啊哦噢呃诶哎额])(?:不是|唔系|并非)$")


def takes_back(text: str) -> bool:
    """Whether a message begins by taking back what was said: 不对 两台挂机."""
    return _TAKES_BACK.match(normalise(text).strip()) is not None


def corrects(between: str) -> bool:
    """Whether what stands between two values makes the second a correction of the first."""
    return _CORRECTION.search(between) is not None


def denies(before: str) -> bool:
    """Whether a value is only said not to be it: what stands before the 90平 of 95平，不是90平."""
    return _DENIES.search(before) is not None
