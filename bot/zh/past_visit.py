"""A visit that is over and only told of: 上礼拜阿姨来打扫过的, 你们上个月来洗过空调."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

WHEN = (
    r"(?:上(?:上|一)?个?(?:礼拜|星期|周|月|季度)[一二三四五六日天]?|上(?:一)?[次回趟]|[大前昨]*[昨前](?:[天日晚儿]|儿个|个儿)|昨[儿个]+|寻日|琴日|"
    r"前(?:两|几|些|一阵|一段)[天日个次回]?|前阵子|之前|以前|去年|早先|头先|刚刚?|才)"
)
"""A time that is over, in a pattern."""
_WORK = r"(?:来|做|打扫|保洁|清洁|收拾|洗|擦|搞|弄|修|干|喂|带|约|订|找|请|用|叫)"
_OVER = re.compile(
    rf"{WHEN}[^,。;!?\s]{{0,10}}?{_WORK}[^,。;!?\s]{{0,6}}?(?:[过咗]了?(?:[一两几]?[次回趟])?|了[一两几]?[次回趟]|完了?)"
    rf"[^,。;!?\s]{{0,4}}?(?:的|嘅|了|呀|啊|哦|嘞|唻|哒|呢|吧)*$|"
    rf"{WHEN}[^,。;!?\s]{{0,10}}?来(?:打扫|保洁|清洁|收拾|洗|擦|搞|弄|修|做)[^,。;!?\s]{{0,4}}?[的嘅]$"
)
_NOT_OVER = re.compile(r"没|冇|未|还是|要|想|再|帮|让|派|换|改|别|请(?!过|了)|[吗么嘛伐?谁哪怎]")
_CLAUSE = re.compile(r"[^,。;!?\s]+")


_TOLD = re.compile(rf"{WHEN}[^,。;!?]{{0,12}}?(?:过|咗|刚|才|了(?!吧|吗|就)|的时候|还)")


def tells_of_past(text: str) -> bool:
    """上礼拜她妈刚来大扫除过: what was, beside a wish."""
    return _TOLD.search(normalise(text)) is not None


def without_past_visits(text: str) -> str:
    """A text with blanks for the clauses that tell of such a visit and wish nothing, at its own length."""
    for clause in _CLAUSE.finditer(normalise(text)):
        if _OVER.search(clause[0]) and not _NOT_OVER.search(clause[0]):
            text = text[: clause.start()] + " " * len(clause[0]) + text[clause.end() :]
    return text


_WHEN_WAS = re.compile(
    r"(?:哪[一]?[天日]|几号|(?:礼拜|星期|周)几|啥辰光|(?:什么|啥)时候|几时|几点钟?|边日)[^,。;!?明后下]{0,6}(?:来|做|修|洗|打扫|收拾|上门|弄|通|搞|嚟|保洁)(?:过)?(?:的|额|格|嘅|嗰)(?:呀|啊|来着|哦|\?|$)|"
    rf"{WHEN}[^,。;!?]{{0,12}}(?:是|系)(?:哪[一]?[天日]|几号|(?:礼拜|星期|周)几|(?:什么|啥)时候|几时)|"
    r"(?:上[次回趟]|那[次天回])[^,。;!?]{0,8}(?:谁|哪个阿姨|哪位|边个|啥人)[^,。;!?]{0,4}(?:来|做|修|洗|打扫)(?:过)?(?:的|额|嘅)"
)


def asks_when_it_was(text: str) -> bool:
    """师傅是礼拜几来的, 上次打扫是哪天: of a visit that is over; not 礼拜几来, 几点来的人."""
    return _WHEN_WAS.search(normalise(text)) is not None


_LAST = re.compile(
    r"上(?:一)?[次回趟]|上(?:一)?个?(?:周|礼拜|星期|月)|[昨前][天日晚儿]|寻日|琴日|前(?:两|几)[天日]|那[天次]"
)
_TO_COME = re.compile(
    r"下(?:一)?[次回趟单个]|要来的|还没(?:来|做|到|上门)的|(?:约|订|定)(?:好|了|着|下)?的(?!时候|时间)|没做的|后面(?:那|的)"
)


def speaks_of_last(text: str) -> bool:
    """上次, 昨天: a visit that is over, whether anybody knows of it or not."""
    return _LAST.search(normalise(text)) is not None


def speaks_of_future(text: str) -> bool:
    """约好的那单, 下次那单: an order that is still to come."""
    return _TO_COME.search(normalise(text)) is not None
