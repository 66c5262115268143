"""Phone numbers in a text: written, grouped, with +86, or spoken digit by digit."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.zh.found import Found
from bot.zh.normalise import script
from bot.zh.numbers import DIGITS

_SPOKEN_DIGIT = "[0-9零〇○洞一壹幺二两贰三叁四肆五伍六陆七柒拐八捌九玖勾]"
# Eleven digits in one are a whole number, whatever stands behind a blank: 13512345671 90平.
_MOBILE = re.compile(r"(?<![\d.])(?:\+?\s?86[-\s]?)?(1[3-9]\d(?:\d{8}(?!-?\d)|(?:[-\s.]{0,2}\d){8}(?![-\s]?\d)))")
_LANDLINE = re.compile(r"(?<!\d)\(?(0(?:10|2\d|[3-9]\d{2}))\)?[-\s]?([2-8]\d{6,7})(?!\d)")
_TAIWAN = re.compile(r"(?<!\d)(?:\+?\s?886[-\s]?0?|0)(9\d{2}[-\s]?\d{3}[-\s]?\d{3})(?![-\s]?\d)")
# Eight digits are a number where people write as they do in Hong Kong, or where it is called one.
_HONG_KONG = re.compile(r"(?<![\d.-])(?:\+?\s?852[-\s]?)?([5-9]\d{3}[-\s]?\d{4})(?![-\s]?\d)")
_CANTONESE = re.compile(r"[嘅喺唔冇咗嚟佢哋嘢搵睇係邨]")
_LOCAL = re.compile(r"(?:电话|座机|家里|号码|固话)[号码]{0,2}(?:是|:|换成|改成|改为|为)?\s?([2-8]\d{6,7})(?!\d)")
_CALLED = re.compile(r"(?:电话|座机|号码|固话)(?:是|:)?\s?$")
_SHORT = re.compile(r"(?<!\d)(400|800)[-\s]?(\d{3})[-\s]?(\d{4})(?!\d)")
# 四个零 is said for 0000.
_TIMES = rf"[两三四五六]个(?={_SPOKEN_DIGIT})"
_SPOKEN = re.compile(rf"(?:(?:{_TIMES})?(?:{_SPOKEN_DIGIT})[\s,、.-]{{0,2}}){{6,14}}")
_WRONG = re.compile(r"(?<![\d.])(?:\+?86[-\s]?)?1[3-9]\d(?:[-\s]?\d){5,12}(?![-\s]?\d)")
_TOLD = re.compile(
    r"(?:电话|手机|号码|联系方式|微信|打|是)[号码]{0,2}(?:是|:|换成|改成|改为|为)?\s?(?P<digits>\d{5,15})(?!\d)"
)
_ORDER = re.compile(r"(?:订单|单号|编号|卡号|账号|身份证)[号码]{0,2}(?:是|:|为)?\s?$")


def phones(text: str, original: str) -> list[Found]:
    """``phone`` as bare digits, ``phone_invalid`` for what is meant as a mobile number but has a wrong length."""
    found: list[Found] = []
    readers: list[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]]] = [
        (_MOBILE, _mobile),
        (_TAIWAN, _taiwanese),
        (_LANDLINE, _landline),
        (_SHORT, _landline),
        (_SPOKEN, _spoken),
        (_LOCAL, _local),
    ]
    if _CANTONESE.search(original) or script(original) == "traditional":
        readers.append((_HONG_KONG, _local))
    for pattern, digits in readers:
        for match in pattern.finditer(text):
            value = digits(match)
            if value is not None and not _taken(found, match.start(), match.end()):
                begin, end = _trimmed(text, match)
                found.append(Found("phone", begin, end, original[begin:end], value))
    for pattern in (_WRONG, _TOLD):
        for match in pattern.finditer(text):
            group = "digits" if pattern is _TOLD else 0
            begin, end = match.span(group)
            if _taken(found, begin, end) or _ORDER.search(text[max(0, begin - 8) : begin]):
                continue
            if pattern is _TOLD and not re.match("电话|手机|号码|联系", match[0]):
                continue
            found.append(Found("phone_invalid", begin, end, original[begin:end], re.sub(r"\D", "", text[begin:end])))
    return found


def _taken(found: list[Found], start: int, end: int) -> bool:
    return any(item.start < end and start < item.end for item in found)


def _trimmed(text: str, match: re.Match[str]) -> tuple[int, int]:
    said = match[0].rstrip(" ,、.-")
    return match.start(), match.start() + len(said)


def _mobile(match: re.Match[str]) -> str | None:
    if _ORDER.search(match.string[max(0, match.start() - 8) : match.start()]):
        return None
    return re.sub(r"\D", "", match[1])


def _taiwanese(match: re.Match[str]) -> str | None:
    if _ORDER.search(match.string[max(0, match.start() - 8) : match.start()]):
        return None
    return "0" + re.sub(r"\D", "", match[1])


def _landline(match: re.Match[str]) -> str:
    return re.sub(r"\D", "", match[0])


def _local(match: re.Match[str]) -> str | None:
    if _ORDER.search(match.string[max(0, match.start() - 8) : match.start()]):
        return None
    return re.sub(r"\D", "", match[1])


def _spoken(match: re.Match[str]) -> str | None:
    if _ORDER.search(match.string[max(0, match.start() - 8) : match.start()]):
        return None
    said = re.sub(rf"({_TIMES})(.)", lambda times: times[2] * (DIGITS[times[1][0]]), match[0])
    digits = "".join(char if char.isdigit() else str(DIGITS[char]) for char in said if char.isdigit() or char in DIGITS)
    called = _CALLED.search(match.string[max(0, match.start() - 6) : match.start()])
    return digits if re.fullmatch(r"1[3-9]\d{9}" + (r"|[2-8]\d{7}" if called else ""), digits) else None
