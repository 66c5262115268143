"""Whether a text asks something."""

from __future__ import annotations

import re

from bot.zh.heard import as_meant
from bot.zh.normalise import normalise

_ASKS = re.compile(
    r"[吗么嘛呢伐?几谁哪怎咋啥咩]|什么|多少|如何|是否|为何|好多|多久|多大|点样|边个|边度|几多|有冇|系咪|定系|还是(?=[^,。]{1,8}(?:$|[?\s]))|乜|"
    r"([\u4e00-\u9fff])[不没唔](?:\1|有)|[不没冇未](?=$|[\s,。!])|问|请教|了解|想知道|说说|讲讲|介绍|看看有|报个?价|价格|价钱|收费|费用|价目|知道|啷个|哪里|便宜|优惠|打折|贵"
)

_OUTRIGHT = re.compile(
    r"([要能会用是行可])[不唔](?:\1|可以|需要)|有没有|需不需要|使唔使|[为怎]么[^,。]{2,}|(?<!好)(?<!行)(?<!可以)(?<!干)(?<!成)(?<!得)(?:吗|伐|咩)[?!。\s]*$"
)


def asks_outright(text: str) -> bool:
    """Whether it has the form of a question that wants an answer: 要不要我在家, 会不会吵. 好吗 and 行吗 are none."""
    plain = normalise(text)
    return len(plain) >= 5 and _OUTRIGHT.search(plain) is not None


_CLAUSE = re.compile(r"[,。;!?\s]+")


def closing_question(text: str) -> str:
    """The last part of a text where it asks something of its own: 电话138…。阿姨说英文吗; else empty."""
    plain = as_meant(normalise(text))
    parts = [part for part in _CLAUSE.split(plain) if part]
    marked = plain.rstrip().endswith("?") or re.search("[吗伐咩么]$", plain.rstrip()) is not None
    return parts[-1] if len(parts) > 1 and marked and asks_outright(parts[-1]) else ""


_COST = re.compile("钱|收费|费用|加价|贵|免费|价")


def asks_the_cost(text: str) -> bool:
    """改时间不要钱吧, 要加钱吗: whether what something costs is asked, or asked back."""
    plain = normalise(text).strip()
    return _COST.search(plain) is not None and (asks(plain) or plain.rstrip("。!?~").endswith("吧"))


_CANCEL_FEE = re.compile(
    r"(?:取消|退掉|不来了?|不约了?|不做了?|不要了)[^。;!]{0,12}(?:[扣收花要][^。;!]{0,4}[钱费]|[扣收]多少|扣[吗不么]|违约金|免费|手续费)|"
    r"(?:[扣收][^。;!]{0,3}[钱费]|违约金|手续费)[^。;!]{0,6}取消"
)


def asks_cancel_fee(text: str) -> bool:
    """现在取消要扣钱吗: what it costs to call an order off."""
    plain = normalise(text)
    return _CANCEL_FEE.search(plain) is not None and asks(plain)


_ON = re.compile(r"^(?:那|那么|要是|如果|假如|换成|做|要)*[^,。;!?\s]{1,10}(?:呢|嘞|咧)[?!~。\s]*$")


def asks_on(text: str) -> bool:
    """三个小时呢: nothing but what the question before is asked of next."""
    return _ON.search(normalise(text).strip()) is not None


def asks(text: str) -> bool:
    """Whether anything in a text has the form of a question or names what is asked for."""
    return _ASKS.search(normalise(text)) is not None
