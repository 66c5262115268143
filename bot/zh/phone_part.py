"""A few digits of a phone that were wrong: 尾号是2234, 不是2233是2234, 最后一位是5."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise
from bot.zh.numbers import DIGITS

_DIGIT = "[0-9零〇洞一壹幺二两贰三叁四肆五伍六陆七柒拐八捌九玖勾]"
# 尾号2234那单, 最后9点前: an order by its end, and what is no digit of a number.
_ENDS = r"(?![\d])(?!的?(?:那|这)|的?(?:单|订单|号|点|楼|层|个|天|次|小时|分|室|栋|幢|块|元|位|人|台|月|日|周|岁|平))"
_SOME = rf"(?:{_DIGIT}[\s-]?){{1,8}}{_ENDS}"
_FEW = rf"(?:{_DIGIT}[\s-]?){{2,8}}{_ENDS}"
_IS = r"(?:[号码数字]|写错|打错|发错|输错|弄错|错|不对|了|[\s,。:]|应该|其实|才|改成|改为|换成|改|换|就?是|系|为)*"
_PLACES = r"(?:位数?|个数字?|个号)"
# Which digits are told, by how many they are: 尾号, 后四位, 最后一位, 前三位, 中间四位.
_LAST_ONE = re.compile(rf"(?:最后|后面|末|尾)[一1]{_PLACES}{_IS}(?P<told>{_DIGIT}){_ENDS}")
_LAST = re.compile(
    rf"(?:尾号|末尾|尾数|(?:最后|后面?|末|尾)[二两三四五六2-6几]{_PLACES}|"
    rf"(?:电话|手机|号码)号?码?最后(?:是|系|应该是))"
    rf"{_IS}(?P<told>{_FEW})"
)
_FIRST = re.compile(rf"(?:最前|前面?)[二两三四五六七2-7几]{_PLACES}{_IS}(?P<told>{_FEW})")
_MIDDLE = re.compile(rf"中间[四4几]{_PLACES}{_IS}(?P<told>{_FEW})")
_NOT_BUT = re.compile(rf"不是(?P<wrong>{_SOME})[\s,。]*(?:而?是|应该是|系)(?P<told>{_SOME})")
_BUT_NOT = re.compile(rf"(?:是|系)(?P<told>{_SOME})[\s,。]*(?:而?不是|唔系)(?P<wrong>{_SOME})")
_OF_PHONE = re.compile(r"电话|手机|号码|尾号")
_LENGTH = 11
_PLAIN = 4
"""Digits: so many that are put right are a phone's."""


def corrected(phone: str, text: str) -> str | None:
    """``phone`` (digits) with those that ``text`` puts right; ``None`` where it tells of no part of it."""
    plain = normalise(text)
    if len(phone) != _LENGTH:
        return None
    found = next(
        (_exchanged(phone, match, plain) for one in (_NOT_BUT, _BUT_NOT) if (match := one.search(plain))), None
    )
    for pattern, place in ((_LAST_ONE, -1), (_LAST, -1), (_FIRST, 0), (_MIDDLE, 3)):
        match = pattern.search(plain)
        if found is None and match is not None:
            found = _put(phone, _digits(match["told"]), place)
    return None if found == phone else found


def _exchanged(phone: str, match: re.Match[str], plain: str) -> str | None:
    """The digits that were wrong stand in the number; few of them are a phone's only where it is named."""
    wrong, told = _digits(match["wrong"]), _digits(match["told"])
    if len(wrong) != len(told) or wrong not in phone or not (len(wrong) >= _PLAIN or _OF_PHONE.search(plain)):
        return None
    at = phone.rindex(wrong)
    return phone[:at] + told + phone[at + len(wrong) :]


def _put(phone: str, told: str, place: int) -> str | None:
    at = _LENGTH - len(told) if place < 0 else place
    made = phone[:at] + told + phone[at + len(told) :]
    return made if re.fullmatch(r"1[3-9]\d{9}", made) else None


def _digits(said: str) -> str:
    return "".join(char if char.isdigit() else str(DIGITS[char]) for char in said if char.isdigit() or char in DIGITS)
