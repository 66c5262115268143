"""How many of what, when more is said of it: 空调三台 … 两台挂机一台柜机 are the same three."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.zh.amending import pieces_more, that_piece
from bot.zh.correction import takes_back
from bot.zh.item_words import KINDS
from bot.zh.normalise import normalise
from bot.zh.per_room import ROOM
from bot.zh.quantities import bare_count, uncounted

_MORE = re.compile(r"再|另外|还有|还要|加[一两二三四五六\d]|多[一两二三四五六\d]|顺便|顺带")


def counted(before: Mapping[str, int], said: Mapping[str, int], text: str) -> dict[str, int]:
    """The pieces of a booking after a message that counts ``said``."""
    kept = dict(before)
    said = _of_the_one_kind(before, said)
    if not _MORE.search(normalise(text)):
        for general, kinds in KINDS.items():
            told = kinds & said.keys()
            if told:
                kept.pop(general, None)
            if takes_back(text) and (told or general in said):
                kept = {item: count for item, count in kept.items() if item not in kinds}
    return {**kept, **said}


def _of_the_one_kind(before: Mapping[str, int], said: Mapping[str, int]) -> dict[str, int]:
    """空调不是两台是三台, where only 挂机 are counted: of these."""
    result = dict(said)
    for general, kinds in KINDS.items():
        counted_kinds = kinds & before.keys()
        if general in said and general not in before and len(counted_kinds) == 1 and not kinds & said.keys():
            (kind,) = counted_kinds
            result[kind] = result.pop(general)
    return result


def as_counted(before: Mapping[str, int], text: str) -> dict[str, int]:
    """The one thing of a booking in the number that a text gives without naming it: 两台 都是挂机, 多加一台."""
    if (one := that_piece(text)) != 0:
        return _one_beside(before, one, text)
    count, more = bare_count(text), pieces_more(text)
    if len(before) != 1:
        return dict(before)
    if more is not None:
        return {item: max(1, counted + more) for item, counted in before.items()}
    if count is None or _MORE.search(normalise(text)):
        return dict(before)
    return dict.fromkeys(before, count)


def _one_beside(before: Mapping[str, int], one: int, text: str) -> dict[str, int]:
    """卧室那台挂机也洗: one more of it; 书房那台不洗了: one less, as long as something is left."""
    things = (item for item in uncounted(text) if not ROOM.search(item))
    named = _of_the_one_kind(before, dict.fromkeys(things, 1)) or (before if len(before) == 1 else {})
    pieces = {item: before.get(item, 0) + one for item in named if item in before or one > 0}
    after = {item: count for item, count in {**before, **pieces}.items() if count > 0}
    return after if len(pieces) == 1 and after else dict(before)


def counted_apart(text: str) -> dict[str, int]:
    """The one thing that a text names apart from its number: 两台 都是挂机."""
    count, named = bare_count(text), uncounted(text)
    return {named[0]: count} if count is not None and len(named) == 1 else {}


def named_closer(before: Mapping[str, int], text: str) -> dict[str, int]:
    """The same pieces by the one closer name that a text without a number gives them: 挂机, 都是柜机."""
    for general, kinds in KINDS.items():
        named = kinds & set(uncounted(text))
        if general in before and len(named) == 1:
            (closer,) = named
            return {closer if item == general else item: count for item, count in before.items()}
    return dict(before)
