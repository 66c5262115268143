"""An address that is put right in the same breath: …5号楼301 哦不对是3号楼501, 浦电路…啊不是是浦建路…."""

from __future__ import annotations

import re

from bot.zh.address_grammar import DIGITS, SPOKEN_DOOR
from bot.zh.address_part import address_parts
from bot.zh.place import apply_part, numbers_corrected

_SIGH = r"[\s,。;!]*(?:[啊哦噢呃诶哎额喔唉欸]+|那个)?[\s,]*"
_TAKEN_BACK = re.compile(
    rf"{_SIGH}(?:(?:不对|(?:不是|唔系|弗是)(?!\d)|唔啱|错了|错咗|(?:说|讲|写|打|发|搞|弄)错(?:了|咗)?|更正)[\s,。;!]*)+"
    r"(?:一?下)?[\s,。;!]*(?:应该|其实)?(?:是|系)?\s?"
)
_RATHER = re.compile(rf"[\s,]*(?:不是|唔系|弗是)\s?(?={DIGITS}\s?(?:号楼|弄|栋|幢|座|单元|室|号))")
_NUMBERS = re.compile(
    rf"{_SIGH}(?:不是|唔系|弗是)\s?[a-z]?\d{{1,5}}\s?,?\s?(?:是|而是|系)\s?[a-z]?\d{{1,5}}(?![\d:点月号平楼栋室])"
)
_DOOR = re.compile(rf"(?:[a-z]?\d{{3,4}}[a-z]?|{SPOKEN_DOOR})(?:室|房)?(?=$|[\s,。;!\x00\x01]|才|吧|啊|哈)")
_HAS_DOOR = re.compile(rf"(?:[a-z]?\d{{3,4}}[a-z]?|{SPOKEN_DOOR})(?:室|房)?$")
_NEAR = 14
"""Characters between a correction's word and the part that is right: 不对，楼号应该是."""


def put_right(text: str, original: str, start: int, end: int) -> tuple[int, str] | None:
    """Where the correction ends that follows the address at ``start``–``end``, and the address as it is meant."""
    said = original[start:end]
    if (numbers := _NUMBERS.match(text, end)) is not None:
        rather = numbers_corrected(said, numbers[0])
        return (numbers.end(), rather) if rather != said else None
    match = _TAKEN_BACK.match(text, end) or _RATHER.match(text, end)
    if match is None:
        return None
    at = match.end() if match.re is _TAKEN_BACK else end
    door = _DOOR.match(text, at) if at > end else None
    if door is not None and (old := _HAS_DOOR.search(text[start:end])) is not None:
        return door.end(), said[: old.start()] + original[door.start() : door.end()]
    parts = address_parts("\x00" * end + text[end:], original)
    if not parts or parts[0].start - at > _NEAR:
        return None
    unit = parts[0].value["unit"]
    if unit not in said and not (unit == "号楼" and re.search(r"[栋幢座]", said)):
        return None  # …301，不对，4楼没电梯: of no part that was told
    return parts[0].end, apply_part(said, parts[0].value)


def takes_back(text: str, start: int, end: int) -> bool:
    """Whether nothing stands between two addresses but that the first was wrong."""
    return _TAKEN_BACK.fullmatch(text, start, end) is not None
