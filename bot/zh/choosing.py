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


_ANYBODY = re.compile(
    r"(?:随便)?(?:换|派|叫|让|是|来)?(?:谁|哪个|哪位|边个|任何人|哪个阿姨|哪位阿姨)(?:来|嚟|做|去|上门)?(?:都|也)(?:行|可以|好|得|成|中|无所谓|冇所谓|没问题|一样|OK|ok)|"
    r"(?:随便|任意)(?:换|派|来|安排|找|叫)?一?(?:谁|哪个人?|[个位])(?:人|阿姨|师傅)?(?:来|去|做|就行|都行|吧|好了)+|(?:不|唔)(?:挑|限|拣)(?:人|阿姨|师傅)|"
    r"换不换(?:个|掉|别的)?(?:人|阿姨|师傅|谁)?[^,。;!?\s]{0,4}(?:都|也)?(?:行|可以|好|得|无所谓|冇所谓|没关系|没所谓|不要紧|随便|一样)|"
    r"(?:别人|其他人|别的阿姨|其他阿姨|换个人)(?:来|做)?也(?:行|可以|好|成|得)"
)


def takes_anybody(text: str) -> bool:
    """换谁都行, 别人也可以: whoever was wished need not be the one who comes."""
    return _ANYBODY.search(normalise(text)) is not None


def leaves_it_open(text: str) -> bool:
    """随便, 你看着办: any of what was asked for will do."""
    plain = normalise(text)
    return len(plain) <= _LONGEST and _OPEN.search(plain) is not None and not _HOW_MUCH.search(plain)
