"""One part of an address that comes alone or corrects another: 9栋, 是15楼不是16楼, 房号写错了 应该是802."""

from __future__ import annotations

import re

from bot.zh.address_grammar import DIGITS, HAN, SPOKEN_DOOR
from bot.zh.found import Found

_PART = re.compile(
    rf"(?P<number>{DIGITS})\s?(?P<unit>号楼|号院|号门|(?<!弄一)弄|巷|段|栋|幢|座|单元|室(?!户|\s?[一二两三四\d]\s?个?[厅卫厨])|层(?!楼)|"
    rf"楼(?!上(?!午)|下(?!午)|梯|道)|号(?=$|[\s,。;!]|才|不是|唔系|而)|梯)(?:之[\d一二三四五六七八九十]{{1,2}})?"
)
# 23号602 in a lane that is told
_HOUSE_AND_DOOR = re.compile(
    rf"(?<![月\d路街弄道巷]){DIGITS}号\s?(?:\d{{3,4}}(?![\d{HAN}:])|\d{{3,4}}(?:室|房))(?:室|房)?"
)
# 房号是1203: a door without a unit, only where its kind is named.
_DOOR = re.compile(
    rf"(?:门牌号?|房间?号|室号|门号|(?<![\u4e00-\u9fff\d])室(?=\s?(?:是|应该|写错|改)))(?:码)?(?:写错了?|打错了?|填错了?|错了?|不对|搞错了?|不是\d{{2,5}}|[\s,。]|应该|其实|改成|改为|改做|换成|是|系|为|:)*"
    rf"(?P<number>[a-z]?\d{{2,5}}[a-z]?(?:-\d{{1,4}})*|{SPOKEN_DOOR})(?=$|[^\d{HAN}]|不是|唔系|而|才|[啊呀吧哦呢哈])"
)
_DOOR_WRONG = re.compile(rf"[\s,]?(?:不是|唔系|而不是|并不是)\s?(?P<number>[a-z]?\d{{2,5}}[a-z]?|{SPOKEN_DOOR})")
_WRONG_BEFORE = re.compile(r"(?:不是|唔系|毋是|别写|写成了?|写错成|打成了?|填成了?|说成|误写成|[把将])\s?(?:的)?$")
_WRONG_AFTER = re.compile(r"\s?(?:是)?(?:改成|改为|改做|改到|换成|写错|打错|填错|搞错|错了|是错的|不对|应该?[是为])")
_TELLING = re.compile(
    r"楼号|门牌|单元|楼栋|楼层|层数|栋数|幢号|座数|房号|室号|写错|打错|填错|搞错|弄错|不对|错了|错咗|应该是|是|系|改成|改为|改做|更正|地址|换成|住|栋|号楼"
)
_WEAK_TELLING = re.compile(r"楼号|门牌|房号|[写打填搞弄讲说]错|更正|楼层|层数|改成|改做|应该|不对|错了|错咗")
_HOUSE = re.compile(r"楼|门牌|地址|路|弄|街|房号|巷")
_SHORT = 12
"""Characters; a message of this length that holds a building says nothing else."""


def address_parts(text: str, original: str) -> list[Found]:
    """``address_part`` with its unit, its text as typed and, where one is named, the part that is wrong (``not``)."""
    if houses := list(_HOUSE_AND_DOOR.finditer(text)):
        return [_house(houses, text, original)]
    parts = list(_PART.finditer(text))
    wrong = [match for match in parts if _is_wrong(text, match, parts)]
    right = [match for match in parts if match not in wrong]
    if not right:
        return [] if parts else _doors(text, original)
    first = right[0]
    if not _is_told(text, first, bool(wrong)):
        return []
    end = first.end()
    for item in right:
        if end <= item.start() and text[end : item.start()].strip() == "":
            end = item.end()
    door = re.match(rf"\s?(?:[a-z]?\d{{3,4}}[a-z]?(?![\d{HAN}])|{SPOKEN_DOOR}(?![{HAN}]))", text[end:])
    end += len(door[0]) if door else 0
    value = {"unit": first["unit"], "text": original[first.start() : end]}
    other = next((item for item in wrong if item["unit"] == first["unit"]), None) or (wrong[0] if wrong else None)
    if other is not None:
        value["not"] = original[other.start() : other.end()]
    return [Found("address_part", first.start(), end, original[first.start() : end], value)]


def _house(houses: list[re.Match[str]], text: str, original: str) -> Found:
    """A house with its door, and the one that it is not."""
    wrong = [house for house in houses if _is_wrong(text, house, houses)]
    right = next((house for house in houses if house not in wrong), houses[-1])
    value = {"unit": "号", "text": original[right.start() : right.end()]}
    if wrong and wrong[0] is not right:
        value["not"] = original[wrong[0].start() : wrong[0].end()]
    return Found("address_part", right.start(), right.end(), original[right.start() : right.end()], value)


def _is_wrong(text: str, match: re.Match[str], parts: list[re.Match[str]]) -> bool:
    before = text[max(0, match.start() - 4) : match.start()]
    return _WRONG_BEFORE.search(before) is not None or (
        _WRONG_AFTER.match(text, match.end()) is not None and match is not parts[-1]
    )


def _is_told(text: str, match: re.Match[str], corrects: bool) -> bool:
    if match["unit"] in ("号", "楼", "层", "段", "巷", "梯") and not (corrects or _WEAK_TELLING.search(text)):
        return False
    if match["unit"] == "号" and not _HOUSE.search(text):
        return False  # 不是三号是十三号 corrects a day
    if re.search(r"(?:从|往|爬|搬|上|下|第)$", text[max(0, match.start() - 2) : match.start()]):
        return False
    return len(text.strip()) <= _SHORT or corrects or _TELLING.search(text) is not None


def _doors(text: str, original: str) -> list[Found]:
    match = _DOOR.search(text)
    if match is None:
        return []
    start, end = match.span("number")
    value = {"unit": "", "text": original[start:end]}
    wrong = _DOOR_WRONG.match(text, end)
    if wrong:
        value["not"] = original[slice(*wrong.span("number"))]
    return [Found("address_part", start, end, original[start:end], value)]
