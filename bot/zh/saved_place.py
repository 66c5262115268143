"""The place that is known already: 老地方, 地址照旧, 上次那个地址."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

_EARLIER = r"(?:上次|上回|上趟|之前|以前|原来|原先|登记|预留|默认|系统里?|资料里?|记录|存|留)"
_PLACE = r"(?:地址|住址|地方|地点|位置|那度)"
_LIKE = rf"(?:跟|和|同|与|照|按|就?用)?(?:回)?{_EARLIER}(?:的|存|留|登记|里|一样|那个|嗰个|个|填)*"
_SAVED = re.compile(
    rf"(?:还是|就|我家|家里|依旧)?(?:老|旧){_PLACE}|"
    rf"(?:还是|仍是|就)?{_LIKE}(?:同一个)?{_PLACE}|"
    rf"{_PLACE}(?:嘛|呢|的话)?(?:还是|都|就|也)?(?:不变|冇变|没变|不用变|没改|没有变|一样|同上|照旧|照常|老样子|没换|没动|不改|唔变|唔使改|唔改|不用改|没换过|没变过|"
    rf"{_LIKE}(?:一样|那个|嗰个|一致|吧|$|(?=[\s,。])))|"
    rf"{_PLACE}(?:嘛|呢)?(?:还是|依旧是?)(?:那|这|嗰)(?:个|里|儿)?(?=$|[\s,。!吧啊呀哈的])|还是(?:那|嗰)个{_PLACE}|"
    rf"{_PLACE}你们(?:都)?(?:有|知道|晓得)|"
    rf"(?:还是|就)(?:在|去|到)?(?:原来|上次|之前|上回|以前)那(?:里|儿|边|个(?:房子|家|屋|小区|地址))|"
    rf"(?:还是)?(?:上次|上回)(?:那|嗰)(?:边|里|儿|度)(?:的)?(?:地址)?(?=$|[\s,。])"
)
_STAYS = re.compile(
    rf"{_PLACE}(?:嘛|呢|的话)?(?:还是|都|就|也)?(?:不变|冇变|没变|不用变|没改|一样|照旧|照常|没换|没动|不改|不动|唔变|唔使改|唔改|不用改)"
)
# 之前的地址不用了, 老地址要改: it is the one that holds no longer.
_GONE = re.compile(
    r"[\s,]?(?:已经|现在|就|都|里|那个)*(?:不对|错|不用了|不要了|作废|不能用|不住了|要?改(?!不)|要?换|需要改|要?删|删|是(?:啥|什么|哪)|发|有误|填错|写错)"
)
_GOING = re.compile(
    r"(?:删除?|删掉|改|换|清掉|清除|不是|不用|别用|唔好用|不去|查)(?:一下|下|掉|了)?(?:我)?(?:的)?$|把(?:我)?(?:的)?$"
)


def stays_there(text: str) -> bool:
    """地址不变, 时间地址照旧: the place is to be what it is, wherever that is."""
    return _STAYS.search(normalise(text)) is not None


def saved_places(text: str) -> list[tuple[int, int]]:
    """Where a normalised text names the place that is known already."""
    return [
        match.span()
        for match in _SAVED.finditer(text)
        if not _GONE.match(text, match.end()) and not _GOING.search(text[max(0, match.start() - 5) : match.start()])
    ]
