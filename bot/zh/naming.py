"""How one of several wishes is named in a sentence, and where: 我妈家, 第二套, 周五那次, 另一个地址, 公司那边."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.zh.normalise import normalise
from bot.zh.numbers import SMALL, whole
from bot.zh.order_mention import STAYS
from bot.zh.whose_home import homes_named

LAST, OTHER, NEXT, THEIRS = -1, -2, -3, -4
"""The last one; the one that is not spoken of yet; the same or one more; the one at somebody else's home."""

_UNIT = r"(?:套|间|家|处|户|个(?:地址|地方|房子|家|点)|个(?!小时|钟|半|多|月|星期|礼拜)|单(?!元)|[项样次趟回件盘])"
_HOME_UNITS = r"(?:套|间|家|处|户|个(?:地址|地方|房子|家))"
_PLACES = (
    (OTHER, re.compile(rf"另(?:外)?(?:那|一|那一){_UNIT}|别的那{_UNIT}")),
    (
        NEXT,
        re.compile(rf"(?:下|再|还有|另外还有|再有|另外)(?:来|加|有)?一{_HOME_UNITS}|还有(?:一)?个(?:地址|地方|房子)"),
    ),
    (LAST, re.compile(rf"最后(?:那|一|那一)?{_UNIT}|(?<![往推延靠之])后(?:面|头)?(?:那|一|那一){_UNIT}")),
    (
        0,
        re.compile(
            rf"(?<![提往目])前(?:面|头)?(?:那|的|一|那一){_UNIT}|头一?{_UNIT}|上面(?:那|的)?{_UNIT}|首(?:套|单|次)"
        ),
    ),
)
# 第二次约你们, 进门第二家: of no wish.
_NTH = re.compile(
    rf"(?<!倒数)第(?P<n>{SMALL})\s?(?![家户])(?P<unit>{_UNIT})(?!约|找|用|请|叫|下单|预约|打电话|联系|跟|给你|人|来你)(?:房子|出租房|房|地址)?"
)
_DAY = (
    r"(?:(?:这|本|下|下个|这个|呢个|上)?(?:周|星期|礼拜)(?:[一二三四五六日天]|末)|今[天日朝晚]|明[天日朝晚儿]|听日|后[天日儿]|大后[天日]|"
    rf"\d{{1,2}}月\d{{1,2}}[号日]|(?:\d{{1,2}}|{SMALL})[号日])"
)
_HALF = r"(?:早上|早晨|上午|中午|下午|晚上|傍晚|朝早|上昼|下昼|晏昼|夜晚|早浪|上半天|下半天)"
_HOUR = rf"(?:(?:\d{{1,2}}|{SMALL})[点时](?:半|钟|整)?)"
# 周五那次, 周五的改到…, 周五改四点, 早上那个; 周五晚上有空 names none.
_NAMED_BY_TIME = re.compile(
    rf"(?:{_DAY}的?{_HALF}?的?{_HOUR}?|{_HALF}{_HOUR}?|{_HOUR})(?P<mark>"
    r"\s?的?(?:那|这|嗰)(?:一)?(?:个(?!时间|时候|点)|次|趟|回|单|天|场|套|家|边|盘)|的(?:保洁|打扫|那(?!么)|(?=[改换挪推提取延往调]|先?不[要约来做用]))|"
    r"(?=(?:那天)?(?:我|家里)?(?:临时|突然|可能)?(?:有事|不行|不方便|没空|不在|来不了|去不了|要?加班|要?出差|要?开会))|"
    r"(?=(?:的)?(?:就|我)?(?:想|要|也|先|给我|帮我)?(?:改|换|挪|往[前后]|推迟|推后|提前|延后|延到|调到|取消|不要了|不来了|不用来|不约了))|"
    rf"(?=[^,。;!?\d\s周拜期点]{{0,5}}?(?:{STAYS})))"
)
_STAYS_AFTER = re.compile(rf"[^,。;!?\d周拜期]{{0,6}}?(?:{STAYS})")
# 只要周四那次, 就留第一个.
_ONLY_BEFORE = re.compile(r"(?:只|就|单|仅)(?:要|留|做|约|保留|来|剩)下?\s?$|(?:保留|(?<!都)留下)\s?$")
_ONLY_AFTER = re.compile(r"\s?(?:就(?:行|好|够)了?|(?:就)?(?:够了|足够))")
# 她那边挪到周四, 伊拉屋里改到下半日
_THEIRS = re.compile(
    r"(?:[她他佢伊]|老人家?|老太太|老爷子)(?:们|哋|拉)?(?:自己)?(?:的?家(?!人|政|具|电|里人)|那边|那儿|那里|那头|嗰边|个边|屋里|屋头|屋企|那套|那单|那次|那个(?!时|人))"
)
_HOME_UNIT = re.compile("[套间家处户]|地址|地方|房子")


@dataclass(frozen=True)
class Mention:
    """A name of a wish: ``place`` in the order they were told, or ``label``, whose home it is ("": her own)."""

    start: int
    end: int
    place: int | None = None
    label: str | None = None
    of_a_home: bool = False


def mentions(text: str) -> tuple[Mention, ...]:
    """The names by home and by place in the list, in text order; none within another."""
    plain = normalise(text)
    found = [Mention(start, end, label=label, of_a_home=True) for start, end, label in homes_named(plain)]
    for match in _NTH.finditer(plain):
        place = (whole(match["n"]) or 0) - 1
        found.append(Mention(match.start(), match.end(), place, None, _HOME_UNIT.search(match["unit"]) is not None))
    for place, pattern in _PLACES:
        for match in pattern.finditer(plain):
            of_a_home = _HOME_UNIT.search(match[0]) is not None
            found.append(Mention(match.start(), match.end(), place, None, of_a_home))
    found += [Mention(match.start(), match.end(), THEIRS, None, True) for match in _THEIRS.finditer(plain)]
    found.sort(key=lambda one: (one.start, -one.end))
    apart: list[Mention] = []
    for one in found:
        if not apart or one.start >= apart[-1].end:
            apart.append(one)
    return tuple(apart)


def names_by_time(text: str) -> tuple[tuple[int, int, int], ...]:
    """Every name by a time, 周五那次: where it begins, where its time ends, and where the name does."""
    found = _NAMED_BY_TIME.finditer(normalise(text))
    return tuple((match.start(), match.start("mark"), match.end()) for match in found)


def stays(plain: str, end: int) -> bool:
    """Whether what a name ending at ``end`` stands for is to stay as it is: 周四不变."""
    return _STAYS_AFTER.match(plain, end) is not None


_JUST = re.compile(r"(?:只|就|单|仅|净|光)(?:要|留|做|约|保留|来|剩|订|是)?下?\s?$|(?:保留|(?<!都)留下?|剩下?)\s?$")
_JUST_THEN = re.compile(
    r"\s?的?(?:这|那)?(?:[两三四五六]|俩)?(?:次|趟|回|天)?(?:来|做|要|就)*(?:行|好|够|可以|得|成|吧|呗|了|啦|哈|哦|啊|咯|嘞)*\s?(?=$|[,。;!])"
)


def keeps_only_days(plain: str, start: int, end: int) -> bool:
    """Whether the days from ``start`` to ``end`` are all that is wished any more: 就周五周六, 只要周五和周六两次."""
    return _JUST.search(plain[max(0, start - 6) : start]) is not None and _JUST_THEN.match(plain, end) is not None


def keeps_only(plain: str, start: int, end: int) -> bool:
    """Whether nothing but what is named there is wished any more: 只要周四那次."""
    only = _ONLY_BEFORE.search(plain[max(0, start - 6) : start])
    return only is not None or (plain[:start].strip() == "" and _ONLY_AFTER.match(plain, end) is not None)
