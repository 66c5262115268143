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
    rf"{_THROUGH}(?:地|的|都|给我|帮我|给|好好|来)*[^\s,。;!?]{{0,4}}?(?P<done>{_DONE})"
    rf"(?:{_ONCE}|(?=[\s,。;!?吧嘛呗]|$))"
)
# 从头到尾做一遍饭, 彻底做一次辅导: 做 is of cleaning only where nothing else is done.
_OF_CLEANING = re.compile(r"[了吧嘛呗哈的]*(?:$|[\s,。;!?]|(?P<work>保洁|清洁|打扫|卫生|扫除|大扫除|深度|家务))")
# 我每天上上下下收拾: what the family does.
_HABIT = re.compile(r"每天|天天|平时|自己|已经")
_RATHER_LIGHTLY = re.compile(
    rf"(?:不用|不要|不必|不需要|无需|没必要)(?:做|搞|弄|那么|太|这么)?(?:{_THROUGH}|深度)[^\s,。;!?]{{0,4}}[\s,。;!]+"
    rf"(?:就|只要|只|帮我|给我)*(?P<light>(?:简单|普通|日常|随便|大概|稍微)(?:地|的)?{_DONE}(?:{_ONCE})?)"
)
# After the builders, before anybody has lived there. 退租打扫 is as deep as is said.
_OCCASION = re.compile(
    r"收房(?!租)|交房(?!租)|交楼(?!层)|入伙|(?:装修|装潢|翻新)(?:刚|才|已经)?(?:[完好]|结束|弄好|搞好|之?后)|[刚才]装修过|"
    r"房子?[刚才]装[完好]了?(?=$|[\s,。;!])"
)
# 交房一年了, 装修之后一直住着: long after.
_LONG_AFTER = re.compile(r"一直住|(?<!没)住[了着过]|年(?:多|来)?(?:了|的|以?后)")
_OFTEN = re.compile(
    r"每[^,。;!?]{0,3}(?:[周天月日]|星期|礼拜)|隔[一两]?[天周日]|[一两]个?(?:周|星期|礼拜|月)[一二两三四]次|定期|长期"
)
_LONG_NEGLECTED = re.compile(
    r"(?:[一二两三四五六七八九十几多\d]|好几|好多|很多)+年(?:多|了|都|也|一直|基本|从来|就)*(?:没|冇|未)(?:有|怎么)?(?:人)?"
    rf"(?:住人|{_DONE})"
)
_CLAUSE_END = re.compile(r"[\s,。;!?、]")
_PLAINLY = re.compile("日常|普通|简单|常规|平时|民宿|窗|玻璃")


def goes_deep(text: str) -> bool:
    """Whether cleaning that is named in ``text`` (normalised) is the deep one by what is told beside it."""
    if _PLAINLY.search(text) or _OFTEN.search(text):
        return False
    occasion = _OCCASION.search(text)
    is_fresh = occasion is not None and _LONG_AFTER.search(text, occasion.end()) is None
    return is_fresh or _LONG_NEGLECTED.search(text) is not None


def lightly(text: str) -> tuple[int, int] | None:
    """Where the plain cleaning is asked for in place of the deep one: 不用彻底打扫，简单弄一下."""
    match = _RATHER_LIGHTLY.search(text)
    return match.span("light") if match else None


def thoroughly(text: str) -> list[tuple[int, int]]:
    """Where ``text`` (normalised) asks for cleaning through and through."""
    return [(match.start(), _end(text, match)) for match in _THOROUGHLY.finditer(text) if _is_of_cleaning(text, match)]


def _end(text: str, match: re.Match[str]) -> int:
    """彻底做一次保洁 is one work."""
    work = _OF_CLEANING.match(text, match.end())
    return work.end() if work and work["work"] else match.end()


def _is_of_cleaning(text: str, match: re.Match[str]) -> bool:
    before = _CLAUSE_END.split(text[: match.start()])[-1]
    if _OF_ANOTHER_KIND.search(before + match[0]) or _HABIT.search(before):
        return False
    return match["done"] != "做" or _OF_CLEANING.match(text, match.end()) is not None
