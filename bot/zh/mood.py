"""Whether somebody is angry with whom she writes to, by what she calls it and how she shouts."""

from __future__ import annotations

import re

_HERS = "(?:那个?|新|老|旧)?(?:电话|手机|号|联系|微信|家|房|住|地址|名|身份证|钥匙|衣|被|床|药|病|腿|生日)"
BY_A_MOTHER = (
    f"(?<![我俺咱阿老她伊佢姑舅姨婆公家娃宝儿女妈干后])妈的(?!{_HERS})|"
    f"(?<![娃子宝儿女])他妈(?!妈|家|在家|[来去说讲开接]|的?{_HERS})|(?<![和跟给])你妈(?!妈|家|在家|[来去说讲开接]|的?{_HERS})"
)
"""他妈的 swears; the mother herself does not: 电话留我妈的, 孩子他妈在家."""
_ABUSE = re.compile(
    f"{BY_A_MOTHER}|"
    "垃圾(?:机器人|玩意|东西|系统|客服|公司|平台|软件)|(?:什么|啥)(?:破|狗屁|烂)(?:机器人|玩意|东西|系统|软件|服务|公司)?"
    "|破(?:机器人|系统|玩意|软件)|人工智障|智障|弱智|脑残|傻[逼叉缺子]|煞笔|蠢(?:货|死|得)|滚(?:蛋|开|你)?(?:[!！。]|$)"
    "|听不懂人话|不说人话|废物|废话|有病吧|神经病|草泥|狗屁|气死|烦死|受够了|忍不了|火大|去死"
)
_SHOUT = re.compile("[!！]{3,}|[?？]{4,}|[!！?？]{5,}")


def is_angry(text: str) -> bool:
    return _ABUSE.search(text) is not None or _SHOUT.search(text) is not None
