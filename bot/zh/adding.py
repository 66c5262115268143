"""Whether what was just asked about is to be added or left out: 那加上吧, 那算了不加了."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

_ADDS = re.compile(
    r"(?<![不别])加(?:上|一下|进去|了?吧|了$|个吧|呗|嘛|啦|喇)|算(?:上|进去)|安排上|(?<![不])要的|(?:那|就|也)要(?:吧|了|啦|呗|$)|"
    r"(?:那|就|也|一起|一道|顺便)+(?:帮我|给我)?(?:擦|洗|做|带|弄|搞)(?:一下|一擦|了|上)?(?:吧|呗|嘛|好了|$)|来一个|要得"
)
_LEAVES = re.compile(
    r"不(?:用|要|必)?(?:加|擦|带|做|洗|弄)(?:了|吧|$)|不加|唔(?:加|要)|别加|(?:太)?贵了?(?:吧|点)?[,。\s]*(?:算了|不)|那?算了(?:吧)?$|那?不要了?$|那?不用了?$"
)
_WHOLE = re.compile("约|订|预约|这单|都不")
"""It is the whole booking that is spoken of."""


def adds_it(text: str) -> bool:
    plain = normalise(text).strip()
    return _ADDS.search(plain) is not None and not leaves_it(text)


def leaves_it(text: str) -> bool:
    plain = normalise(text).strip()
    return _LEAVES.search(plain) is not None and _WHOLE.search(plain) is None
