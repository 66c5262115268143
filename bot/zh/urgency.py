"""Whether somebody in danger at home asks for hands: 爆管了，快派人来."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

_AT_HOME = re.compile(r"水|漏|煤气|燃气|瓦斯|电|短路|跳闸|火|烟|焦|管|爆|堵|淹|锁|阀|热水器|插座|门|气味|崩|塌|掉下来")
_COME = re.compile(
    r"派(?:个|人|[一-龥]{0,2}(?:工|师傅))(?!来的)|来(?:个|人(?!了)|师傅|修|看|弄|处理)|(?:快|赶紧|马上|立刻|赶快|速)[^,。\s]{0,3}(?:来|过来|上门)|"
    r"(?:叫|喊|搵)(?:个|人|师傅)|(?:师傅|电工|水工)[^,。\s]{0,3}(?:来|上门)"
)


def asks_for_help(text: str) -> bool:
    """Whether a message about a danger in the home asks that somebody comes."""
    plain = normalise(text)
    return _AT_HOME.search(plain) is not None and _COME.search(plain) is not None
