"""Machines that are counted room by room: 主卧一台次卧一台客厅一台柜机, 三个房间各一台挂机."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.zh.item_words import item_words
from bot.zh.lexicon import any_of
from bot.zh.numbers import HAN, whole

MACHINES = (
    "空调挂机", "空调柜机", "中央空调", "空调", "油烟机", "洗衣机", "冰箱", "热水器", "微波炉", "燃气灶", "饮水机",
)  # fmt: skip
MEASURES = frozenset({"台", "部", "架"})
"""Rooms are never counted with these: 小房间还有一台 is a machine in it."""

ROOM = re.compile("[房卧厅室]|阳台")
_N = rf"(?:\d{{1,2}}|{HAN}{{1,2}})"
_ROOM = (
    r"(?:主卧|次卧|客卧|侧卧|儿童房|老人房|小孩房|(?:大|小|主|次|朝南|朝北)?(?:卧室|房间|间|卧)|卧房|书房|客厅|大厅|餐厅|厨房|"
    r"阳台|保姆房|客房|阁楼|过道|楼上|楼下|[一二三四]楼|厅里|房里|屋里)"
)
_IN_A_ROOM = re.compile(
    rf"(?P<room>{_ROOM})(?:里|的|那|那边|也|都|还|又|是|有|另外|装了?|放了?|共){{0,3}}\s?(?P<n>{_N})\s?[台部架]"
)
_EACH_ROOM = re.compile(
    rf"(?P<rooms>\d|{HAN})\s?(?:个|间)(?:房间?|卧室|屋子?|卧房)(?:里|的|都|有|装了?)*(?:各|每[间个](?:房间?|屋)?|一[间个](?:房间?|屋)?|分别)"
    rf"(?:有|装了?|是|都|洗)*\s?(?P<n>{_N})\s?[台部架]\s?"
)
_OF_ROOMS = re.compile(
    r"(?P<n>\d|[一二两三四五六七八九])\s?(?:个|间)(?:房间?|卧室|屋子?|卧房)"
    r"(?:里|里头|里面)?(?:的|都有|都装了?|都是)\s?"
)
_ALL_ARE = re.compile(r"(?:全|都)(?:是|系)\s?")


@lru_cache(maxsize=1)
def _machine() -> re.Pattern[str]:
    known = item_words()
    return re.compile(any_of(word for word in known if known[word] in MACHINES))


def per_room(text: str) -> list[tuple[int, int, str, int]]:
    """(start, end, machine, count) of what is counted by rooms, every machine once with its sum."""
    found = [
        (match.start(), stop, machine, (whole(match["rooms"]) or 0) * (whole(match["n"]) or 0))
        for match in _EACH_ROOM.finditer(text)
        for machine, stop in (_machine_of(text, match.start(), match.end()),)
        if machine
    ]
    found += [
        (match.start(), named.end(), item_words()[named[0]], whole(match["n"]) or 0)
        for match in _OF_ROOMS.finditer(text)
        if (named := _machine().match(text, match.end())) is not None
    ]
    return found + _in_rooms(text)


def _in_rooms(text: str) -> list[tuple[int, int, str, int]]:
    rooms = list(_IN_A_ROOM.finditer(text))
    sums: dict[str, tuple[int, int, int]] = {}
    for match in rooms if len(rooms) > 1 else ():
        machine, stop = _machine_of(text, rooms[0].start(), match.end())
        if machine:
            start, _, count = sums.get(machine, (match.start(), stop, 0))
            sums[machine] = start, stop, count + (whole(match["n"]) or 0)
    return [(start, stop, machine, count) for machine, (start, stop, count) in sums.items()]


def _machine_of(text: str, begin: int, end: int) -> tuple[str | None, int]:
    """The machine named behind a number, in 都是挂机 after all, or last before them."""
    behind = _machine().match(text, end)
    if behind:
        return item_words()[behind[0]], behind.end()
    every = _ALL_ARE.search(text, end)
    meant = _machine().match(text, every.end()) if every else None
    before = list(_machine().finditer(text, max(0, begin - 15), begin))
    named = meant or (before[-1] if before else None)
    return (item_words()[named[0]] if named else None), end
