"""What follows the place's name in an address: numbers with their units, buildings between them, the door, a shop."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.zh.lexicon import any_of, rows

HAN = "\u4e00-\u9fff"
_HAN_NUMBER = "一二三四五六七八九十百千零〇"
DIGITS = (
    r"(?:[甲乙丙丁]?[a-z]{0,2}\d{1,5}[a-z]?(?:[-/之附]\d{1,5}[a-z]?(?![a-z\d]))*|"
    rf"[{_HAN_NUMBER}][{_HAN_NUMBER}幺]{{0,6}}(?:之[一二三四五六七八九十]{{1,2}})?|幺[零〇一二三四五六七八九]{{1,4}}|"
    rf"[a-z]|[甲乙丙丁]|(?<![{HAN}])[东南西北中]|[东南西北](?!区)|[东西中左右](?=单元|门|户))"
)
# 三室两厅, 5号线, 二楼的楼上, 一层楼, 一户一: units that count a home or name something else.
_NO_HOME = r"(?!户|\s?[一二两三四\d]\s?个?[厅卫厨])"
UNIT = (
    r"(?:号楼|号(?:宿舍|教学|办公|综合|公寓)楼|号院|号门|号公馆|号[甲乙丙丁]?(?!线)|支弄|(?<!弄一)弄|衖|巷|街(?![道区上边头])|段|栋|幢|座|单元|层(?!楼)|"
    rf"室{_NO_HOME}|户|门(?!口|锁|禁|铃|窗|诊|路|街|大街|桥)|"
    rf"房(?!间|子|产|租|\s?[一二两三四\d]\s?个?[厅卫厨])|"
    r"期|区|组|梯|斋|舍|排|楼(?!上(?!午)|下(?![午周个昼])|梯|道)|#楼?|/?f(?![a-z\d])|首层)"
)
STEP = rf"(?:第?附?{DIGITS}\s?{UNIT}(?:之\s?[\d一二三四五六七八九十]{{1,3}})?)"
# 二零三, 一幺零二, 二百零三: a door as it is read out.
SPOKEN_DOOR = (
    r"(?:[一二三四五六七八九幺][零〇一二三四五六七八九幺]{2,4}|"
    r"[一二三四五六七八九]百零?[一二三四五六七八九]十?[一二三四五六七八九]?)"
)
_NO_COUNT = (
    r"(?!\d|[个天次点月年块元平㎡小分台位人条件把箱度折:]|"
    r"(?<!\d)[零〇一二三四五六七八九十百千万两幺]|"
    r"[零〇一二三四五六七八九十百千万两幺](?![零〇一二三四五六七八九十百]{0,4}(?:多|来|几|个)?[平㎡])|"
    r"\s?(?:[平㎡]|kg)|号|-\d|[a-z])"
)
_DOOR = re.compile(
    rf"-\d{{1,4}}{_NO_COUNT}|[\s-]?(?:(?:[a-z]-?)?\d{{2,5}}[a-z]?(?:-\d{{1,4}})*|\d{{1,3}}(?:-\d{{1,4}}){{1,3}}|\d{{1,2}}[a-z]|[a-z]\d{{1,2}}|"
    rf"{SPOKEN_DOOR}){_NO_COUNT}(?:室{_NO_HOME}|房(?!间|子|产|租)|户)?|"
    rf"(?<=[楼座层fl栋])[a-z](?![a-z\d])|(?:地下|地铺|地舖)(?=$|[\s,。;])|首层"
)
_SIDE = re.compile(r"[东南西北左右](?:侧|户|边|门|手)(?:边)?(?![的有没])")
FIRST = re.compile(STEP)
"""The number with its unit with which the numbers of an address begin."""
# A floor told for itself (三楼没电梯) after a blank is a need, no part of the address.
_NEXT = re.compile(rf"[\s,-]?(?!(?<=[\s,]){DIGITS}[楼层]\s?(?:没|无|冇|不带)(?:有)?电梯){STEP}")
_ROOM = re.compile(r"(?:室|户|房)$|\d{3}[a-z]?$")
# Words that no building's name holds.
_STOP = (
    r"[的了吧呢吗啊呀我你他她您咱请约给帮把从到或很每俺喺系唔冇嘅哋咗是在有没要不去找叫想能需让就也都还再被得过]|上午|下午|中午|早上|晚上|"
    r"今天|明天|后天|明早|明晚|[这本下]周|周[一二三四五六日末]|星期|礼拜|[\d一二两三四五六七八九十半]点|电话|手机|联系|打扫|保洁|清洁|清洗|阿姨|"
    r"师傅|维修|急|谢谢|多谢|麻烦|平米|平方|[三两二四]房|女士|先生|小姐|太太|家里|屋里|屋头|电梯|密码|门口|楼下|楼上|"
    r"附近|旁边|对面|隔壁|等|搬"
)
_NAME_CHAR = rf"(?:(?!{_STOP})[{HAN}a-z·])"
# 未来城, 和家园, 在水一方 hold such characters and end as a place does.
_SOFT_STOP = (
    r"[的了吧呢吗啊呀我你他她您咱]|上午|下午|早上|晚上|今天|明天|后天|周[一二三四五六日末]|打扫|保洁|清洁|阿姨|师傅|家里|屋里|屋头|"
    r"门口|楼下|楼上|附近|对面|电梯|搬到|搬去|还是|不是|或者"
)
_SOFT_CHAR = rf"(?:(?!{_SOFT_STOP})[{HAN}a-z0-9·])"


@lru_cache(maxsize=1)
def suffixes() -> dict[str, tuple[str, ...]]:
    """Kind (estate, building, shop) -> what its names end with."""
    kinds: dict[str, tuple[str, ...]] = {}
    for kind, suffix in rows("place_suffixes"):
        kinds[kind] = (*kinds.get(kind, ()), suffix)
    return kinds


@lru_cache(maxsize=1)
def _between() -> tuple[re.Pattern[str], ...]:
    """A name with the building or door after it, the strongest sign first."""
    places = any_of((*suffixes()["estate"], *suffixes()["building"]))
    door = (
        rf"(?:[a-z]?\d{{3,4}}[a-z]?|\d{{1,3}}(?:-\d{{1,4}}){{1,3}}|{SPOKEN_DOOR}|"
        rf"[a-z]\d{{1,2}}[\s-]\d{{3,4}}){_NO_COUNT}"
    )
    named = rf"{_SOFT_CHAR}{{1,12}}?{places}(?:[东南西北]?[区院门])?"
    return (
        re.compile(rf"[\s,(]{{0,2}}{named}\)?[\s,]?(?:{STEP}|{door}室?)"),
        re.compile(rf"{_NAME_CHAR}{{1,12}}?\s?(?:{STEP}|{door}室?)"),
    )


@lru_cache(maxsize=1)
def _ends() -> re.Pattern[str]:
    """A name that ends the address: 33号老乡早点, 1618号永红村, 12号(老乡早点)."""
    places = any_of(
        {suffix for kind in suffixes().values() for suffix in kind} - {"里", "居", "院", "台", "座", "早餐"}
    )
    return re.compile(
        rf"(?:\({_SOFT_CHAR}{{0,10}}?{places}\)|\s?{_NAME_CHAR}{{0,8}}?{places}(?:[东南西北]?[区院门])?)(?=$|[^{HAN}a-z\d(]|的)"
    )


def tail_end(text: str, at: int, named: bool = True) -> int:
    """Where the address ends whose first number with a unit ends at ``at``.

    ``named``: estates, buildings and shops may stand between and after the numbers.
    """
    end = at
    while True:
        following = _NEXT.match(text, end)
        if following and _ROOM.search(text[max(0, end - 4) : end]) and text[end] in " ,":
            following = None  # 602室 三楼没电梯: after the door nothing but what is written to it
        if following is None and named:
            following = next((found for pattern in _between() if (found := pattern.match(text, end))), None)
        if following is None or following.end() == end:
            break
        end = following.end()
    door = None if _ROOM.search(text[max(0, end - 4) : end]) else _DOOR.match(text, end)
    end = door.end() if door else end
    side = _SIDE.match(text, end)
    end = side.end() if side else end
    shop = _ends().match(text, end) if named else None
    return shop.end() if shop else end
