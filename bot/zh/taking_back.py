"""Taking back a cancel: 恢复刚才那个, 还是留着吧, 时间就原来的."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

_RESTORES = re.compile(
    r"恢复|撤回|撤销|回复(?=刚|那)|要回来|(?:弄|改|加|拿|调)回来|还原|反悔|收回|取消(?:掉)?(?:的)?取消"
)
_WANTS_BACK = re.compile(
    r"(?<![不别])(?<!不用)(?<!不要)(?:留着|留下|保留|留返)|(?:还是|又|仍旧?|[仲还都]系)(?:又|想)?(?:得|要|想|需要|决定)(?:的|返|回|来|做|打扫|洗|他|它|她|那个|这个|约|请|吧|了|啦|唻|呀|哦|嘅|$)|还是(?:叫|让|请|派|喊|畀)?(?:她|他|佢|阿姨|师傅|人)?(?:再|过|照常|上门)?(?:来|做|打扫|洗|弄|嚟|干|搞|整)(?:吧|的|一下|好|啦|嘛|$)|"
    r"(?:先)?(?:不|别|勿要|唔好|唔)取消(?:了|啦|吧|住|先)*|取消(?:错|早)了|反悔|后悔|恢复|撤回|要回来|[弄改加拿调]回来|^[^,。;!?\s]{0,4}照(?:旧|常|原样)"
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


_AFTER_ALL = re.compile(
    r"(?:还是|就)?(?:照|按)(?:着)?(?:原来|原先|原定|之前|老)?(?:的)?(?:时间|日子|样子)?(?:旧|常|样)?(?:过?来|上门|嚟|打扫|做|进行)|"
    r"还是(?:让|叫|请)?(?:她|他|阿姨|师傅|人)?(?:按|照)?[^,。;!?]{0,6}(?:来|嚟|做)(?:吧|罢|啦|啊|好了|就好|就行|$)|(?:让|叫)(?:她|他|阿姨|师傅)(?:还是|照常|照旧)?(?:来|过来)吧?"
)


def comes_after_all(text: str) -> bool:
    """还是照原来的时间来吧, 让她来吧: nothing is called off after all."""
    return _AFTER_ALL.search(normalise(text)) is not None


_WRONG_ONE = re.compile(
    r"(?:弄|搞|讲|说|取消|点|按|记|选|退|看)(?:咗|了)?(?:反|错|倒|混)|(?:反|错|倒)(?:了|咗)(?!过)|取消错|不是(?:这|那|打扫|保洁|做饭)[^,。;!?]{0,4}[单个次]"
)


def cancelled_wrongly(text: str) -> bool:
    """弄反了, 我讲错咗: what was said last was meant of another one."""
    return _WRONG_ONE.search(normalise(text)) is not None


def stays_as_it_was(text: str) -> bool:
    """时间就原来的, 照旧: nothing of it is to become other."""
    return _AS_IT_WAS.search(normalise(text)) is not None
