"""What is asked of an order that is there: when it was that somebody comes."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

_DAY = r"(?:(?:礼拜|星期|周)几|几号|哪一?[天日]|几点钟?|啥辰光|什么时[候间]|啥时候?|几时|边日)"
_FORGOT = re.compile(r"忘|记(?:不(?:得|清|住|起)|唔(?:得|清)|性)|唔记得|想不起|搞不清|弄不清")
_WHEN_COMES = re.compile(
    rf"(?:师傅|阿姨|姑娘|大姐|嬢嬢|姐姐|人|打扫|保洁|约)[^,。;!?]{{0,6}}{_DAY}"
    r"[^,。;!?]{0,3}(?:来|到|上门|嚟|的|啊|呀|$|[,。?])"
)
_IS_COMING = re.compile(rf"是{_DAY}(?:来|到|上门|嚟)的?")


def has_forgotten_when(text: str) -> bool:
    """修水龙头的师傅是礼拜几来的: of a visit that is agreed, its day or hour."""
    plain = normalise(text)
    return _WHEN_COMES.search(plain) is not None and bool(_FORGOT.search(plain) or _IS_COMING.search(plain))
