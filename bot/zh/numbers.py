"""Chinese and mixed numerals as numbers."""

from __future__ import annotations

import re

DIGITS = {
    "零": 0, "〇": 0, "○": 0, "洞": 0, "一": 1, "壹": 1, "幺": 1, "二": 2, "两": 2, "贰": 2, "俩": 2,
    "三": 3, "叁": 3, "仨": 3, "四": 4, "肆": 4, "五": 5, "伍": 5, "六": 6, "陆": 6, "七": 7, "柒": 7,
    "拐": 7, "八": 8, "捌": 8, "九": 9, "玖": 9, "勾": 9,
}  # fmt: skip
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "k": 1000, "万": 10_000, "w": 10_000}

# A numeral inside a longer pattern. HAN has no 半 and none of the digit words of the phone (幺, 洞, 拐, 勾).
HAN = r"[零〇一二两俩仨三四五六七八九十百千万廿卅]"
ABOUT = r"[多来几余]"
COUNT = rf"(?:\d{{1,5}}(?:\.\d{{1,2}})?[百千万kw]?|{HAN}{{1,7}})"
SMALL = (
    r"(?:\d{1,2}|[零〇一二两三四五六七八九]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[零〇一二两三四五六七八九])"
)

_PLAIN = re.compile(r"(\d+(?:\.\d+)?)([十百千万kw]?)")


def number(text: str) -> float | int | None:
    """The value of a numeral: 两百五 = 250, 百十来 = 110, 1w = 10000, 三十几 = 30, 二〇二六 = 2026, 一个半 = 1.5.

    About-words (多, 来, 几, 余) are left away: the number that was said counts. ``None`` if it is no numeral.
    """
    word = re.sub(r"[多来几余\s个]", "", text.lower())
    half = 0.5 if word.endswith("半") else 0
    word = word[:-1] if half else word
    if not word:
        return half or None
    value = _value(word)
    return None if value is None else value + half if half else value


def whole(text: str) -> int | None:
    """``number`` where only a whole one makes sense."""
    value = number(text)
    return int(value) if value is not None and value == int(value) else None


def _value(word: str) -> float | int | None:
    plain = _PLAIN.fullmatch(word)
    if plain:
        value = float(plain[1]) if "." in plain[1] else int(plain[1])
        value *= UNITS.get(plain[2], 1)
        return int(value) if value == int(value) else value
    word = word.replace("廿", "二十").replace("卅", "三十")
    if all(char in DIGITS for char in word):
        return int("".join(str(DIGITS[char]) for char in word))
    return _positional(word)


def _positional(word: str) -> int | None:
    total, section, digit, last_unit = 0, 0, None, 0
    zero = False
    for char in word:
        if char.isdigit() or char in DIGITS:
            value = int(char) if char.isdigit() else DIGITS[char]
            zero = zero or value == 0
            digit = value if digit is None or zero else digit * 10 + value
            continue
        unit = UNITS.get(char)
        if unit is None:
            return None
        if digit is not None and digit >= 10 and not zero:
            digit = int(str(digit)[0])  # 八九十, 两三千: the first of two neighbours
        if unit == 10_000:
            total = (total + section + (digit or 0)) * unit
            section = 0
        else:
            section += (1 if digit is None else digit) * unit
        digit, last_unit, zero = None, unit, False
    if digit is not None:
        if last_unit and digit >= 10 and not zero:
            digit = int(str(digit)[0])  # 九十七八: the first of two neighbours
        # 一百二 = 120, 一百零二 = 102, 十二 = 12
        section += digit * (last_unit // 10 if last_unit >= 100 and not zero else 1)
    return total + section
