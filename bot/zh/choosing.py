"""Choosing without a number: the last one, the earliest, whatever you like."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

_LAST = re.compile("最后(?:一个|那个|面)(?!问)|^最后的?$|最晚")
_FIRST = re.compile("最早|最前|头一个|第一个时间|越早越好")
_OPEN = re.compile(
    "随便|随你|都行|都可以|都好(?=$|[,。吧呀啊的])|都得(?=$|[,。吧呀啊的])|看着办|看着来|无所谓|哪天都|几点都|你定|你们定|你安排|你们安排"
)
_HOW_MUCH = re.compile("多少|多久|几(?:个|天|小时)|吗$|么$|[?]$")
_LONGEST = 14
"""Characters; in a longer sentence such a word belongs to something else."""


def place_in_list(text: str) -> int | None:
    """The place meant in a list in time order, as a Python index; ``None`` when none is named in words."""
    plain = normalise(text)
    if len(plain) > _LONGEST or _HOW_MUCH.search(plain):
        return None
    if _LAST.search(plain):
        return -1
    return 0 if _FIRST.search(plain) else None


def leaves_it_open(text: str) -> bool:
    """随便, 你看着办: any of what was asked for will do."""
    plain = normalise(text)
    return len(plain) <= _LONGEST and _OPEN.search(plain) is not None and not _HOW_MUCH.search(plain)
