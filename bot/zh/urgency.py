"""Whether somebody in danger at home asks for hands: 爆管了，快派人来."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

_AT_HOME = re.compile(r"水|漏|煤气|燃气|瓦斯|电|短路|跳闸|火|烟|焦|管|爆|堵|淹|锁|阀|热水器|插座|门|气味|崩|塌|掉下来")
_COME = re.compile(
    r"派(?:个|人|师傅|[一-龥]{0,2}(?:工|师傅))|来(?:个|人|师傅|修|看|弄|处理|一下|帮)|(?:过|上)(?:来|门)|叫(?:个|人)|喊(?:个|人)|搵人|师傅|師傅|救(?:命|急)|快来|快點來|帮(?:忙|我)"
)


def asks_for_help(text: str) -> bool:
    """Whether a message about a danger in the home asks that somebody comes."""
    plain = normalise(text)
    return _AT_HOME.search(plain) is not None and _COME.search(plain) is not None
