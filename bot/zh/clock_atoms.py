"""Clock times in a text: 3点半, 15:30, 差一刻五点, 两三点, 9-11点."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bot.zh.numbers import number

_N = r"(?:2[0-4]|[01]?\d|二?十[一二三四五六七八九]?|[零〇一二两三四五六七八九])"
_MINUTE = r"(?:[0-5]?\d|[零〇][一二三四五六七八九]|[二三四五]?十[一二三四五六七八九]?|[一二三四五六七八九])"
# A point that is no clock time: 一点儿, 三点建议, 两点原因.
_NO_CLOCK = r"(?!儿|点|建议|要求|意见|原因|问题|理由|疑问|想法|说明|注意|[%％])"
_NO_UNIT = r"(?!个|小时|钟头|天|平|人|号|月|点|台|次|楼|室|栋|岁|块|元|间|位|名|扇|\d|:)"
_OCLOCK = r"(?:点|时(?![候间尚段不常长而代期]))"
_TAIL = (
    rf"(?:(?:钟|整|正)|(?:过|多)?\s?(?P<half>半)(?![天个小])|(?P<quarter>[一三])刻|"
    rf"[零过]?(?P<minute>{_MINUTE})分(?!钟)|[零〇过]?(?P<bare>[0-5]\d|[零〇][一二三四五六七八九]|"
    rf"[二三四五]十[一二三四五六七八九]?|十[一二三四五六七八九]?){_NO_UNIT})?"
)
_NOT_AFTER = r"(?<![\d.:小第几])"

Meaning = Callable[["re.Match[str]"], Any]

_DIGITAL = re.compile(
    r"(?<![\d:.])(?P<hour>[01]?\d|2[0-4])[:](?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:])(?:分|"
    r"点)?\s?(?P<half>am|pm)?"
)
_ENGLISH = re.compile(r"(?<![\d:.a-z])(?P<hour>1[0-2]|0?[1-9])\s?(?P<half>am|pm)(?![a-z])")
_SPOKEN = re.compile(rf"{_NOT_AFTER}(?P<hour>{_N}){_OCLOCK}{_NO_CLOCK}{_TAIL}")
_TO_THE_HOUR = re.compile(rf"差(?P<left>一刻|{_MINUTE}分?钟?)(?:到)?(?P<hour>{_N})点")
_SHARED = re.compile(
    rf"{_NOT_AFTER}(?P<from>{_N})(?P<from_half>点半)?\s?(?:-|~|到|至|—|、)\s?(?P<hour>{_N}){_OCLOCK}{_NO_CLOCK}{_TAIL}"
)
_NEIGHBOURS = re.compile(
    rf"{_NOT_AFTER}(?P<from>十?[一二两三四五六七八九])(?P<hour>[二三四五六七八九十]){_OCLOCK}(?:钟|"
    rf"来钟|多)?"
)
# 朝九晚五, 早8晚6
_WORKING_DAY = re.compile(
    r"(?<![今明后昨一])[朝早](?P<from>1[0-2]|[5-9]|十[一二]?|[五六七八九])点?\s?(?:到|至|-)?晚上?(?P<hour>1[0-2]|[3-9]|十[一二]?|[三四五六七八九])点?"
)
_MIDNIGHT = re.compile(r"(?:零点|午夜)(?:整|钟)?")


def _minutes(match: re.Match[str]) -> int | None:
    hour = number(match["hour"])
    if hour is None or hour > 24:
        return None
    return int(hour) * 60 + _past_hour(match)


def _past_hour(match: re.Match[str]) -> int:
    if match["half"]:
        return 30
    if match["quarter"]:
        return 15 if match["quarter"] == "一" else 45
    said = match["minute"] or match["bare"]
    value = number(said) if said else 0
    return int(value or 0)


def _spoken(match: re.Match[str]) -> int | None:
    text, start = match.string, match.start()
    if match[0] in ("一点", "1点") and not _alone(text, start, match.end()):
        return None
    return _minutes(match)


_BEFORE_ONE = re.compile(r"(?:^|[\s,。;:!?、到至从在约改是就午昼晚上天早晨里间日号儿后六二三四五~-]|那就|凌晨)$")
_AFTER_ONE = re.compile(
    r"\s*(?:$|[,。;!?、吧到至前后左右来开过就行可上之以~-]|的时|那|好|能|有|方便|"
    r"见|我|你|您|帮|请|打|做|洗|保|约|没|都|也)"
)
_DAY = re.compile(r"[天日六号儿后]$")
_AFTER_DAY = re.compile(r"\s?(?:想|要|需|找|叫|喊|派|给|替|安排|修|擦|搞|弄|收拾|喂|遛|搬|陪|接|先|再)")
_HALF_OF_DAY = re.compile(r"(?:[上下中][午昼]|[上下]半天|午后|[晚夜]上|凌晨|半夜|夜里)$")
# 下午一点空都没有, 晚上一点也睡不着: none at all.
_NONE_AT_ALL = re.compile(
    r"[^,。;!?、\s]{0,4}(?:都|也)[^,。;!?、\s]{0,2}?(?:没(?!问题|关系|事|所谓)|不(?!晚|迟|影响|是)|唔|冇)"
)


def _alone(text: str, start: int, end: int) -> bool:
    """Whether 一点 is one o'clock and not "a little" (早一点, 利索一点, 有一点贵)."""
    if text[max(0, start - 1) : start] in ("早", "晚"):
        return text[max(0, start - 2) : start - 1] in ("今", "明", "后", "昨")
    if _HALF_OF_DAY.search(text[:start][-3:]):
        return _NONE_AT_ALL.match(text, end) is None
    if _DAY.search(text[:start]) and _AFTER_DAY.match(text, end):
        return True
    return bool(_BEFORE_ONE.search(text[:start][-3:]) and _AFTER_ONE.match(text, end))


def _digital(match: re.Match[str]) -> int:
    minutes = int(match["hour"]) * 60 + int(match["minute"])
    return minutes + 720 if match["half"] == "pm" and minutes < 720 else minutes


def _english(match: re.Match[str]) -> int:
    hour = int(match["hour"]) % 12
    return (hour + (12 if match["half"] == "pm" else 0)) * 60


def _to_the_hour(match: re.Match[str]) -> int | None:
    hour = number(match["hour"])
    left = 15 if match["left"] == "一刻" else number(re.sub("[分钟]", "", match["left"]))
    if not hour or left is None:
        return None
    return int(hour) * 60 - int(left)


def _shared(match: re.Match[str]) -> tuple[int, int] | None:
    first, last = number(match["from"]), _minutes(match)
    if first is None or last is None or first > 24:
        return None
    return int(first) * 60 + (30 if match["from_half"] else 0), last


def _neighbours(match: re.Match[str]) -> tuple[int, int] | None:
    first, last = number(match["from"]), number(match["hour"])
    if first is None or last is None:
        return None
    if first > 10:
        last += 10
    return (int(first) * 60, int(last) * 60) if last == first + 1 else None


def _working_day(match: re.Match[str]) -> tuple[int, int] | None:
    first, last = number(match["from"]), number(match["hour"])
    return None if first is None or last is None else (int(first) * 60, (int(last) + 12) * 60)  # 早10晚12: midnight


CLOCKS: tuple[tuple[re.Pattern[str], Meaning, bool], ...] = (
    (_WORKING_DAY, _working_day, True),
    (_DIGITAL, _digital, False),
    (_ENGLISH, _english, False),
    (_TO_THE_HOUR, _to_the_hour, False),
    (_SHARED, _shared, True),
    (_NEIGHBOURS, _neighbours, True),
    (_MIDNIGHT, lambda match: 0, False),
    (_SPOKEN, _spoken, False),
)
