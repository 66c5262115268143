"""Of the times in a wish to move a visit: which one is the visit's, and which one is wished."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from bot.zh.measures import seconds_of
from bot.zh.normalise import normalise

# 改到周五, 往后挪到, 换成后天, 提前到三点, 推迟到下周; 最好是, 能不能 … 来.
_NEW_BEFORE = re.compile(
    r"(?:[改换调挪移推延搬拖顺提](?:[前后迟晚早期约个一下]{0,4})?(?:时间|日子|期)?(?:到|成|为|至|去|在|做|作)|"
    r"(?:改|换|挪|移|推|延|调)(?:个|一下)?|(?:改|另|重新)约(?:在|到|成)?|(?:变|约|定|安排|排|放|弄|搞)(?:到|成|在)|推迟|提前|延后|延到|往后|顺延|过到|转去|"
    r"(?:能不能|可不可以|可以|可唔可以|想|要|就|不如)(?:是|在|约|放)?|到|成|为)\s?$"
)
# 周三那单, 周三的, 原来约的是周三, 周三来不了, 周三没空, 周三下午那个.
_OLD_AFTER = re.compile(
    r"\s?(?:的?(?:那|这|嗰)(?:个|一?单|次|趟|场|档)?|的(?:保洁|打扫|清洁|单|预约|订单|服务|上门|阿姨|师傅|时间|擦|洗|那|这|约|次)|"
    r"的(?=$|[\s,。;]|[改换调挪移推延能可想给帮要]|取消|退|不要|不用|别来)|(?:我|我们|家里|突然|临时|可能)?(?:临时)?(?:来不了|没空|不行|不在|有事|不方便|没时间|冇时间|唔得|唔得闲|不得空|要出差|"
    r"去不了|赶不上|要加班|要开会|加班|出差))"
)
_ORDER_AFTER = re.compile(
    r"\s?(?:的?(?:那|这|嗰)(?:个|一?单|次|趟|场)?(?:订单|预约|单)?(?=$|[\s,。;取退不别先就也给帮])|的(?:订单|预约|单)|的(?=取消|退|不要|不用|别来))"
)
_OLD_BEFORE = re.compile(
    r"(?:原来|原本|本来|原先|之前|原定|(?<![改另])约的?(?:是)?|定的?(?:是)?|订的?(?:是)?|把|将|预约的?(?:是)?|我约了|订了|约了|下了)\s?$"
)


# 往后挪俩钟头, 推迟一周, 提前半小时.
_SHIFT = re.compile(r"(?P<later>往后|向后|推后|推迟|延后|顺延|押后|延|晚|迟|晏)|(?P<earlier>提前|往前|向前|提早|早)")
_LONGEST_SHIFT = 366 * 86_400
_SHIFT_GAP = re.compile(r"(?:[挪推延移拖提调改]|个|一下|到|来|上门|点)*\s?$")
_SAME_HOUR = re.compile(
    r"同(?:一|样)(?:的)?(?:个)?(?:时间|钟点|点)|时间不变|还是(?:这|那|原来)(?:个)?(?:点|时间)|原(?:来的)?时间|钟点不变"
)


_CHANGE = re.compile(
    r"[改换挪移]|推迟|推后|提前|延[后期到迟]|调[到整成个]|往[前后]|顺延|变更|取消|不要了|[多加减少](?:一|两|个|点|加)|原来|之前|那[单次]|我约"
)


def speaks_of_change(text: str) -> bool:
    """Whether a text says that something is to become other, or speaks of what was ordered."""
    return _CHANGE.search(normalise(text)) is not None


_ANOTHER_DAY = re.compile(
    r"改天|改日|改期|换一?[天日]|(?:改|换|调)(?:个|一?下)?(?:时间|日子|日期)|[推延]迟?(?:几天|一下)|往后[推挪延](?:一?[推挪延]|几天)"
)


def asks_for_another_day(text: str) -> bool:
    """能改天吗, 换个时间: another time, whichever."""
    return _ANOTHER_DAY.search(normalise(text)) is not None


def shift_of(text: str) -> timedelta | None:
    """How far a visit is to be moved from where it is; ``None`` where that is not said."""
    for start, _end, seconds in seconds_of(text):
        before = text[max(0, start - 8) : start]
        for match in _SHIFT.finditer(before):
            if seconds <= _LONGEST_SHIFT and _SHIFT_GAP.match(before, match.end()):
                return timedelta(seconds=seconds if match["later"] else -seconds)
    return None


_WHY_BEHIND = re.compile(
    r"(?:那天|那日|上午|下午|早上|晚上)?\s?(?:我们?|她|他|俺|咱们?|阮|佢|家里|屋里|老人|孩子|小孩|妈|爸|老婆|老公)?(?:要|得|有|约了|临时|突然|正好|刚好)"
    r"(?!空|时间|[^,。;!?]{0,6}(?:也行|可以|都行|有空|方便))(?=[^,。;!?\s])"
)


def tells_why(text: str, start: int, end: int) -> bool:
    """周四她要去打麻将, that begins its clause: what there is on that day, and no time that is wished."""
    begins = start == 0 or text[start - 1 : start] in tuple(" ,。;!?") or text[start - 2 : start] in ("因为", "主要")
    return begins and _WHY_BEHIND.match(text, end) is not None


_COMES = re.compile(r"\s?(?:再|才|就|左右)?(?:来|过来|上门|到(?!不)|嚟|开始)(?!的|不了|不及)")


def comes_to(text: str, start: int, end: int) -> bool:
    """往后推一个小时，三点来: the hour at ``start``–``end`` is where the visit goes, told behind how far."""
    moved = shift_of(text[:start]) is not None
    return moved and _COMES.match(text, end) is not None


def keeps_hour(text: str) -> bool:
    """下周一同一时间: another day, the hour of the visit as it stands."""
    return _SAME_HOUR.search(text) is not None


def is_old(text: str, start: int, end: int) -> bool:
    """Whether the time at ``start``–``end`` of a normalised text names the visit as it stands."""
    if _OLD_AFTER.match(text[end : end + 12]) and not is_new(text, start):
        return True
    return was_ordered(text, start)


def was_ordered(text: str, start: int) -> bool:
    """Whether what stands before ``start`` says that the visit was to be then: 本来约的周三."""
    return _OLD_BEFORE.search(text[max(0, start - 10) : start]) is not None


def names_order(text: str, end: int) -> bool:
    """Whether a time that ends at ``end`` stands for an order as a whole: 周日那单, 周三的取消."""
    return _ORDER_AFTER.match(text, end) is not None


def _says_new(before: str) -> bool:
    found = _NEW_BEFORE.search(before)
    return found is not None and found[0].strip() not in ("想", "要", "就", "到")


def before_new(text: str, starts: Sequence[int]) -> str:
    """What stands before the word that moves something to one of the times at ``starts``: 空调的 of 空调的改到周日."""
    for start in sorted(starts):
        found = _NEW_BEFORE.search(text[max(0, start - 10) : start])
        if found is not None and _says_new(text[max(0, start - 10) : start]):
            return text[: max(0, start - 10) + found.start()]
    return ""


def is_new(text: str, start: int) -> bool:
    """Whether what stands before ``start`` says that the visit is to be moved there."""
    return _says_new(text[max(0, start - 10) : start])
