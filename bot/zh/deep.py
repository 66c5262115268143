"""Cleaning that goes deep: by how it is done (彻底弄一弄), and by when (刚装修完, 好几年没打扫)."""

from __future__ import annotations

import re

# What is taken in hand: 弄一弄, 搞一次, 收拾一遍, 清理干净.
_DONE = r"(?:打扫|清扫|清洁|清理|收拾|打理|拾掇|捯饬|归置|打整|弄|搞|整|做|清|洗刷|扫)"
_ONCE = r"(?:一?(?:弄|搞|整)(?!得)|上?一?(?:下|遍|次|通|番|回|趟|把)子?|个?干净|干干净净|卫生|清爽)"
# 彻底, 里里外外: nothing is left out.
_THROUGH = r"(?:彻彻底底|彻底|里里外外|上上下下|从里到外|从头到尾|边边角角|角角落落|旮旮旯旯|犄角旮旯|每个角落)"
# 下水道彻底弄一下, 窗户里里外外弄干净: of a thing with a work of its own.
_OF_ANOTHER_KIND = re.compile(
    r"修|换|窗|玻璃|搬|删|取消|退|下水|管|马桶|龙头|电|机|空调|柜|橱|衣服|花园|院子|草|沙发|床垫|地毯|人|孩|娃"
)
_THOROUGHLY = re.compile(
    rf"{_THROUGH}(?:地|的|都|给我|帮我|给|好好|来)*(?P<between>[^\s,。;!?]{{0,4}}?){_DONE}(?:{_ONCE}|(?=[\s,。;!?吧嘛呗]|$))"
)
# After the builders, before anybody has lived there. 退租打扫 is as deep as is said.
_OCCASION = re.compile(
    r"收房|交房|交楼|入伙|(?:装修|装潢|翻新)(?:刚|才|已经)?(?:[完好]|结束|弄好|搞好|之?后)|[刚才]装(?:修)?(?:[完好]|过)"
)
_LONG_NEGLECTED = re.compile(
    r"(?:[一二两三四五六七八九十几多\d]|好几|好多|很多)+年(?:多|了|都|也|一直|基本|从来|就)*(?:没|冇|未)(?:有|怎么)?(?:人)?"
    rf"(?:住人|{_DONE})"
)
_CLAUSE_END = re.compile(r"[\s,。;!?、]")
_PLAINLY = re.compile(r"日常|普通|简单|常规|平时|保洁阿姨长期|每[周天月]|民宿|窗|玻璃")


def goes_deep(text: str) -> bool:
    """Whether cleaning that is named in ``text`` (normalised) is the deep one by what is told beside it."""
    if _PLAINLY.search(text):
        return False
    return _OCCASION.search(text) is not None or _LONG_NEGLECTED.search(text) is not None


def thoroughly(text: str) -> list[tuple[int, int]]:
    """Where ``text`` (normalised) asks for cleaning through and through."""
    return [
        match.span()
        for match in _THOROUGHLY.finditer(text)
        if _OF_ANOTHER_KIND.search(_CLAUSE_END.split(text[: match.start()])[-1] + match[0]) is None
    ]
