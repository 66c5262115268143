"""Several wishes in one talk: which one is meant, all of them, one after the other, one less, two made one."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.zh.extract import find
from bot.zh.normalise import normalise
from bot.zh.numbers import SMALL, whole
from bot.zh.things import things

_ALL = re.compile(
    r"(?<![首成])都(?!行|可以|得|成|好|不|没|有空|方便|是你|能约)|[两三](?:个|单|项|样|次|件)(?:一起|一块儿?|全)|全部|全都|全改|统一|统统|一(?:起|块儿?)改"
)
_PLACE = re.compile(rf"(?<!倒数)第(?P<n>{SMALL})(?:个|单(?!元)|项|样|次|件|套|间|家|处|户|趟|回)")
_FORMER = re.compile(
    r"前(?:面|头)(?:那|的|一)?(?:个|单|项|样|次|趟|套)|头一(?:个|单|项|次|趟|套)|上面(?:那|的)?(?:个|单|项)"
)
_LATTER = re.compile(
    r"(?<![往推延靠之])后(?:面|头|一)(?:那|的|一)?(?:个(?!小时|钟|半|多|月|星期|礼拜)|单|项|样|次|趟|套)|最后(?:那|一)(?:个|单|项|次|趟|套)|另(?:外)?(?:那|一)(?:个|单|项|次|趟|套)"
)
_MIDDLE = re.compile(r"(?:中间|当中)的?(?:那|一|那一)?(?:个|单|项|样|次|趟|套)")
_ONE_OF_THEM = re.compile(
    r"(?:那|这|其中|有|去掉|少|减|删)一?(?:个|单|项|样|次|趟|套|天)(?!时间|时候|我|就|嗯|呃)|[她他]们?(?:家|那边|那儿|那头)"
)
_AFTER = re.compile(
    r"接(?:着|下来|到|在|住)(?!约|订)|(?:做|弄|打扫|搞|干|收拾|擦|洗|整|忙|拾掇)(?:完|好|利索)了?|完了?(?:之后|以后|后|再|就|接)|"
    r"结束(?:后|了|之后|以后)?|随后|(?:之后|然后)(?:再|就|接着|顺便|跟着)|跟住|跟手"
)
_TOGETHER = re.compile(
    r"[合并](?:在|到|成|并)?(?:一起|一块儿?|一道|一趟|一单|一次|一个)|(?:一起|一块儿?|一道|同时)(?:做|弄|来|搞|整|安排|上门)|"
    r"(?:算|当|做)(?:成)?一(?:单|次|趟)|一(?:单|趟|次)[^,。;]{0,2}(?:完|搞定|解决)|同一(?:趟|个时间|时间)|连着(?:做|来|弄)|"
    r"[放排安](?:排|到|在)*(?:一起|一块儿?|同一天|一天)|(?:一天|一次|一回)(?:里|内|就|都|全|给)*(?:做|弄|搞|整|干|打扫)(?:完|好|掉|脱)|同一天"
)
# 空调先不洗了天冷了嘛就洗油烟机: spoken without a pause.
_CLAUSE = re.compile(
    r"[,。;!?\s]+|(?<=算了)|(?<=不[洗要弄做修擦用搞整]了)|(?=[就只光](?:要|洗|做|修|擦|弄|搞|整|留|保留|打扫))"
)
_GIVEN_UP = re.compile(
    r"不(?:用|要|约|订|做|弄|搞|整|来|洗|擦|修|喂|打扫|需要|想)?了(?!解)|(?:就|先)?算了|拉倒|别(?:来|弄|做|洗|修|约|搞|整)了?|"
    r"(?:不用|不必|不要)(?:来|弄|洗|做|修|搞)|取消|去掉|删(?:了|掉)|免了|先不(?:做|弄|约|要|洗|用)|"
    r"不(?:要|用|约|做|洗)(?:$|吧|啦|咯)|唔(?:要|使(?!改|换|变|动|郁|取消)|洗|做)|莫得要|甭(?:做|洗|弄|约)?了?|"
    r"自己(?:来|搞|弄|做|整|洗|擦|扫|打扫|收拾|解决|动手)(?:一?下)?(?:了|吧|好了|就行|就好|就可以|得了|算了)*$"
)
_NOT_CANCELLED = re.compile(r"(?:不想|不要|不用|不必|别|甭|唔|不)(?:再)?取消了?")


def means_all(text: str) -> bool:
    """都改到周日, 两个一起改: every one of them."""
    return _ALL.search(normalise(text)) is not None


def place_named(text: str, count: int) -> int | None:
    """第二个, 前面那个, 后面那单: the index of one of ``count`` things in order."""
    plain = normalise(text)
    numbered = _PLACE.search(plain)
    if numbered:
        place = (whole(numbered["n"]) or 0) - 1
        return place if 0 <= place < count else None
    if _LATTER.search(plain):
        return count - 1
    if count == 3 and _MIDDLE.search(plain):
        return 1
    return 0 if _FORMER.search(plain) else None


_SWAPPED = re.compile(r"(?<!相)反(?:了|咗)|对调|调换|互换|(?:换|调|倒)(?:个)?过来|颠倒|调个个儿?")


def are_swapped(text: str) -> bool:
    """搞反了, 两个对调一下: each of two is to have what the other has."""
    return _SWAPPED.search(normalise(text)) is not None


def names_some_one(text: str) -> bool:
    """那次, 其中一个: one of several, whichever."""
    return _ONE_OF_THEM.search(normalise(text)) is not None


def services_named(text: str, among: Collection[str]) -> frozenset[str]:
    """Which of the services are named, were it only by what they work on: 空调那个 among cleaning and appliances."""
    said = {str(found.value) for found in find(text) if found.kind == "service"} & set(among)
    by_thing = {code for codes in things(text).values() for code in codes} & set(among)
    return frozenset(said | by_thing)


def clauses_of(text: str) -> list[str]:
    """What is said of one thing after the other, normalised."""
    return [clause for clause in _CLAUSE.split(normalise(text)) if clause]


def services_given_up(text: str, among: Collection[str]) -> frozenset[str]:
    """Which of the services are named only to be left out: 空调不洗了，打扫照旧."""
    up: set[str] = set()
    kept: set[str] = set()
    for clause in clauses_of(text):
        named = services_named(clause, among)
        (up if gives_up(clause) else kept).update(named)
    return frozenset(up - kept)


def gives_up(text: str) -> bool:
    """Whether something is left out: 第二个不要了."""
    return _GIVEN_UP.search(_NOT_CANCELLED.sub("", normalise(text))) is not None


def comes_after(between: str) -> bool:
    """Whether what stands between two wishes puts the second behind the first: 打扫完接着洗空调."""
    return _AFTER.search(normalise(between)) is not None


def are_one(text: str) -> bool:
    """合在一起做, 一趟搞定: two wishes for one coming."""
    return _TOGETHER.search(normalise(text)) is not None
