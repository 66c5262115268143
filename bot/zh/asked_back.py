"""Whether what was told is asked back, so that it is neither a yes nor a wish: 那周四还是下午一点对吧."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

_SO = re.compile(
    r"[,\s]*(?:[对是][吧叭罢吗么伐不哇嘛]|是不是|对不对|系咪|系唔系|系吗|啱唔啱|啱[吗嘛]|[没冇]错吧|(?:没有?|不)[变改动]吧|没问题吧|没记错吧)"
    r"[呀啊哦?!。~\s]*$"
)
# 还是周四吧 is a wish.
_STILL_SO = re.compile(
    r"(?:还是|仍然?是?|仍旧|照旧|依旧|照常|仲系)[^,。;!?]{1,14}?(?:[伐吗咩哇]|[吧叭][?]+)[?!。~\s]*$"
)
_AS_EVER = re.compile("照旧|照常|即系|[仲还]系|仍然|仍旧|依旧|还是|不变|没变")


def asks_back(text: str) -> bool:
    """那周四还是下午一点对吧, 地址还是天平路吧？: asked back, and no wish."""
    plain = normalise(text).strip()
    return _SO.search(plain) is not None or _STILL_SO.search(plain) is not None


def without_asking(text: str) -> str:
    """咁礼拜三 朝早十点嚟, of 咁礼拜三即系照旧朝早十点嚟，系咪: what is asked of."""
    return _AS_EVER.sub(" ", _SO.sub("", normalise(text))).strip()
