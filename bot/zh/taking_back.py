"""Taking back a cancel: 恢复刚才那个, 还是留着吧, 时间就原来的."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

_RESTORES = re.compile(
    r"恢复|撤回|撤销|回复(?=刚|那)|要回来|(?:弄|改|加|拿|调)回来|还原|反悔|收回|取消(?:掉)?(?:的)?取消"
)
_WANTS_BACK = re.compile(
    r"(?<![不别])(?<!不用)(?<!不要)(?:留着|留下|保留|留返)|(?:还是|又|仍旧?|[仲还都]系)(?:又|想)?(?:得|要|想|需要|决定)(?:的|返|回|来|做|打扫|洗|他|它|她|那个|这个|约|请|吧|了|啦|唻|呀|哦|嘅|$)|还是(?:叫|让|请|派|喊|畀)?(?:她|他|佢|阿姨|师傅|人)?(?:再|过|照常|上门)?(?:来|做|打扫|洗|弄|嚟)(?:吧|的|一下|好|啦|嘛|$)|"
    r"(?:先)?(?:不|别|勿要|唔好|唔)取消(?:了|啦|吧|住|先)*|取消(?:错|早)了|反悔|后悔|恢复|撤回|要回来|[弄改加拿调]回来|照(?:旧|常|原样)"
)
_FURTHER = re.compile("再(?:约|订|来|加)一|另外|重新约|换|改")
_AS_IT_WAS = re.compile(r"原来|照旧|照原|老样子|老时间|一样|不变|原(?:封|样|时间|定)")
_CLAUSE = re.compile(r"[^,。;!?\s]+")


def restoring(text: str) -> str:
    """The clauses of a text that ask for something back."""
    return "，".join(clause for clause in _CLAUSE.findall(normalise(text)) if _RESTORES.search(clause))


def wants_back(text: str) -> bool:
    """Whether what was cancelled just now is wanted after all: 哦还是留着吧, 还是要的."""
    plain = normalise(text)
    return _WANTS_BACK.search(plain) is not None and _FURTHER.search(plain) is None


def stays_as_it_was(text: str) -> bool:
    """时间就原来的, 照旧: nothing of it is to become other."""
    return _AS_IT_WAS.search(normalise(text)) is not None
