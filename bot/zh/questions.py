"""Whether a text asks something."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

_ASKS = re.compile(
    r"[吗么嘛呢伐?几谁哪怎咋啥咩]|什么|多少|如何|是否|为何|好多|多久|多大|点样|边个|边度|几多|有冇|系咪|定系|还是(?=[^,。]{1,8}(?:$|[?\s]))|乜|"
    r"([\u4e00-\u9fff])[不没唔](?:\1|有)|[不没冇未](?=$|[\s,。!])|问|请教|了解|想知道|说说|讲讲|介绍|看看有|报个?价|价格|价钱|收费|费用|价目|知道|啷个|哪里|便宜|优惠|打折|贵"
)


def asks(text: str) -> bool:
    """Whether anything in a text has the form of a question or names what is asked for."""
    return _ASKS.search(normalise(text)) is not None
