"""Whether somebody is angry with whom she writes to, by what she calls it and how she shouts."""

from __future__ import annotations

import re

_ABUSE = re.compile(
    "垃圾(?:机器人|玩意|东西|系统|客服|公司|平台|软件)|(?:什么|啥)(?:破|狗屁|烂)(?:机器人|玩意|东西|系统|软件|服务|公司)?"
    "|破(?:机器人|系统|玩意|软件)|人工智障|智障|弱智|脑残|傻[逼叉缺子]|煞笔|蠢(?:货|死|得)|滚(?:蛋|开|你)?(?:[!！。]|$)"
    "|听不懂人话|不说人话|废物|废话|有病吧|神经病|他妈|妈的|草泥|狗屁|气死|烦死|受够了|忍不了|火大|去死"
)
_SHOUT = re.compile("[!！]{3,}|[?？]{4,}|[!！?？]{5,}")


def is_angry(text: str) -> bool:
    return _ABUSE.search(text) is not None or _SHOUT.search(text) is not None
