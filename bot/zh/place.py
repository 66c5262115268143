"""Addresses in talk: is one precise enough to ring the bell, and one part of it corrected."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.zh.normalise import normalise

_UNITS = "号|號|弄|栋|棟|幢|座|室|单元|單元|楼|樓|层|層|户|戶|门|門"
_DOOR = re.compile(rf"[\d一二三四五六七八九十百零〇]+\s*(?:{_UNITS})|\d{{2,}}")


def has_detail(address: str) -> bool:
    """Whether it names a door, a building or at least a number in a street, not only a district or a road."""
    return _DOOR.search(address) is not None


_NO_DOOR_YET = re.compile(r"[\da-zA-Z一二三四五六七八九十]\s*(?:弄|号楼|號樓|号院|号|號|栋|棟|幢|座|单元|單元)$")
_DOOR_ALONE = re.compile(
    r"\s*(?:(?:\d{1,2}-)?[a-z]?\d{3,4}[a-z]?|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[楼层]\s?\d{2,4})\s*(?:室|房|号房)?\s*[吧。.]?\s*"
)


_NO_HOUSE_YET = re.compile(r"(?:弄|[路街道巷村苑园城坊里湾])$")
_HOUSE_ALONE = re.compile(r"\s*\d{1,4}号\s*")


def lacks_house(address: str) -> bool:
    """Whether it ends at a lane, a road or an estate."""
    return _NO_HOUSE_YET.search(normalise(address)) is not None


def house_number(said: str) -> str:
    """The number of a house that is said alone: 22号; else empty."""
    return said.strip() if _HOUSE_ALONE.fullmatch(normalise(said)) else ""


def with_door(address: str, said: str) -> str | None:
    """An address that ends at its building, with the number of the door that is said alone: 1202; else ``None``."""
    if not _NO_DOOR_YET.search(address) or not _DOOR_ALONE.fullmatch(normalise(said)):
        return None
    return address + said.strip(" 吧。.")


_HAN = re.compile(r"[\u4e00-\u9fff]")
_SHARED = 3
"""Characters in a row, two of them Chinese, that name a place: 张杨路."""


def shares_place(text: str, address: str) -> bool:
    """Whether a text names the address by some of its words: 张杨路那个."""
    said, place = normalise(text), normalise(address)
    pieces = (place[at : at + _SHARED] for at in range(len(place) - _SHARED + 1))
    return any(piece in said and len(_HAN.findall(piece)) >= _SHARED - 1 for piece in pieces)


_ROAD = re.compile(r"[\u4e00-\u9fff]{2,8}?(?:公路|大道|大街|路|街|弄|巷|村|苑|园|城|里|坊)")
_UP_TO_DISTRICT = re.compile(r"^(?:.{2,3}市)?.{2,5}?(?:新区|区|县)")


def place_words(district: str, address: str) -> frozenset[str]:
    """What a place is called for short: its district, with and without 区, and its road or estate."""
    road = _ROAD.match(_UP_TO_DISTRICT.sub("", normalise(address)))
    short = re.sub("(?:新区|区|县)$", "", district)
    return frozenset(word for word in (short, road[0] if road else "") if len(word) >= 2)


_THAT_ONE = (
    r"(?:新区|区|县)?(?:\d+弄|\d+号)?(?:的?(?:那|这|嗰|个)(?:一)?"
    r"(?:个(?!时间|周|礼拜|星期|月|阿姨|师傅|价|钟)|边|套|家|处|头|里|间)|的?(?:房子|家|屋)(?!政|电|具))"
)


def names_place(plain: str, its_district: str | None, address: str) -> bool:
    """虹口那套, 凉城路那个, in a normalised text: a home that is known, by where it is."""
    words = place_words(its_district or "", address)
    return any(re.search(f"(?<!不是)(?<!不在){re.escape(word)}{_THAT_ONE}", plain) for word in words)


_UP_TO_THE_HOUSE = re.compile(
    rf"^.*?(?:\d+\s*(?:弄|号(?!楼|院|门|房))|(?<=[路街道巷])\s*\d+(?!\s*(?:{_UNITS})))|"
    rf"^.*?[\u4e00-\u9fff](?=\s*[a-zA-Z]?\d+\s*(?:号楼|栋|棟|幢|座|单元|單元|室|楼|樓|[-－]))"
)

_BEFORE_A_DOOR = re.compile(r"^.*?[^\d\s路街道巷弄](?=\s*\d{3,4}室?$)")


_BEFORE_A_NUMBER = re.compile(r"^[^\dA-Za-z]*[^\dA-Za-z\s](?=\s*[\dA-Za-z])")


def masked_address(address: str) -> str:
    """浦东新区张杨路1458弄6号楼1202 -> 浦东新区张杨路1458弄****: road, estate and number stay, building and door go."""
    match = _UP_TO_THE_HOUSE.match(address) or _BEFORE_A_DOOR.match(address) or _BEFORE_A_NUMBER.match(address)
    shown = match[0].rstrip() if match is not None else _district_in(address)
    return address if shown == address else f"{shown}****"


def _district_in(address: str) -> str:
    """The beginning of an address up to its district; nothing where that is not named."""
    named = re.match(r".{1,8}?[区區县縣]", address)
    return named[0] if named else ""


_HOME = re.compile(r"\d\s*(?:室|户|戶|房)|(?:号楼|號樓|栋|棟|幢|单元|單元)|弄.*\d+号")


def has_door(address: str) -> bool:
    """Whether it goes on behind the street's number, to a building or a door."""
    return _HOME.search(address) is not None


def apply_part(address: str, part: Mapping[str, str]) -> str:
    """The address with one part corrected: 3号楼 -> 5号楼 for {"unit": "号楼", "text": "5号楼"}.

    The part named as wrong (``not``) goes first; else the last one with the same unit; else it is added at the end.
    """
    text, wrong = part["text"], part.get("not")
    if wrong and wrong in address:
        before, _, rest = address.partition(wrong)
        return before + text + _without_told(rest, text)
    matches = list(re.finditer(rf"[\dA-Za-z一二三四五六七八九十百零〇]+{re.escape(part['unit'])}", address))
    if part["unit"] == "号" and not text.endswith("号"):
        matches = [match for match in matches if address[match.start() - 1 : match.start()] not in tuple("路街道巷")]
    if not matches:
        return address + text
    last = matches[-1]
    return address[: last.start()] + text + _without_told(address[last.end() :], text)


_STEP = re.compile(rf"\s*-?[\dA-Za-z一二三四五六七八九十百零〇]+(?P<unit>{_UNITS}|房)?")


def _without_told(rest: str, text: str) -> str:
    """What stood behind a part that is replaced, without what the new one tells itself: the door of 3号楼501."""
    steps = list(_STEP.finditer(text))
    if len(steps) < 2:
        return rest
    told = steps[-1]["unit"]
    if told is None or told in "室房":
        match = re.match(rf"(?:{_STEP.pattern.replace('?P<unit>', '?:')})+", rest)
    else:
        match = re.match(rf"\s*[\dA-Za-z一二三四五六七八九十百零〇]+{told}", rest)
    return rest[match.end() :] if match else rest


_HOUSE_UNIT = r"号楼|号|弄|栋|棟|幢|座|单元|單元|室|楼|层"
_NO = r"(?:而?不是|(?:唔|勿|弗|毋|冇)(?:是|系)|不系|非)"
_SAID = r"(?P<{}>[\dA-Za-z]{{1,5}})\s?(?P<{}>{})"
_RIGHT_ONE, _WRONG_ONE = _SAID.format("right", "unit", _HOUSE_UNIT), _SAID.format("wrong", "of", _HOUSE_UNIT)
_PAUSE = r"[\s,，。]*"
_MISTAKEN = r"(?:是)?(?:写|讲|说|打|记|搞|弄)?错[了脱咗的]*"
_UNITS_TOLD = (
    re.compile(rf"{_RIGHT_ONE}{_PAUSE}(?:才对)?{_PAUSE}{_NO}\s?{_WRONG_ONE}"),
    re.compile(
        rf"(?:{_NO}|[把将])\s?{_WRONG_ONE}{_PAUSE}(?:{_MISTAKEN})?{_PAUSE}(?:而?是|系|应该是|改成|改为|换成)?\s?{_RIGHT_ONE}"
    ),
    re.compile(rf"{_WRONG_ONE}\s?{_MISTAKEN}{_PAUSE}(?:应该)?(?:是|系)\s?{_RIGHT_ONE}"),
)


def houses_corrected(address: str, text: str) -> str:
    """The address with a house, lane or building put right: 27号 勿是7号; as it is where the wrong one is not in it."""
    plain = normalise(text)
    for match in (one for pattern in _UNITS_TOLD for one in pattern.finditer(plain)):
        wrong = re.compile(rf"(?<![\dA-Za-z]){re.escape(match['wrong'])}(?=\s?{match['of']})", re.IGNORECASE)
        if match["unit"] == match["of"] and len(wrong.findall(address)) == 1:
            return wrong.sub(match["right"], address)
    return address


_NUMBER = r"[\dA-Za-z]{1,5}"
_RATHER = re.compile(
    rf"(?:是|应该是|改成|换成)\s?(?P<right>{_NUMBER})\s?[,，]?\s?(?:不是|而不是|唔系|弗是)\s?(?P<wrong>{_NUMBER})(?![\d:点月号平楼栋室])|"
    rf"(?:不是|唔系|弗是)\s?(?P<wrong2>{_NUMBER})\s?[,，]?\s?(?:是|而是|系)\s?(?P<right2>{_NUMBER})(?![\d:点月平])"
)


def numbers_corrected(address: str, text: str) -> str:
    """The address with a number in it put right: 是603不是602; as it is where the wrong one is not in it."""
    match = _RATHER.search(text)
    if match is None:
        return address
    wrong, right = match["wrong"] or match["wrong2"], match["right"] or match["right2"]
    return re.sub(rf"(?<![\dA-Za-z]){re.escape(wrong)}(?![\dA-Za-z])", right, address)
