"""How many people: providers who come (要三个师傅), and who eats (六口人吃饭)."""

from __future__ import annotations

import re

from bot.zh.found import Found
from bot.zh.normalise import normalise
from bot.zh.numbers import HAN, whole

_N = rf"(?P<n>\d{{1,3}}|{HAN}{{1,4}})"
_FORBIDDEN = r"(?<![\d第周期月点:.])"
_TRADE = (
    r"(?:保洁阿姨|保洁员|保洁师傅|保洁|阿姨|师傅|工人|小哥|月嫂|护工|护理员|钟点工|"
    r"大姐|保姆|搬运工|小工|家政|小伙子|小伙|人手|帮手|清洁工|厨师|厨子|大厨|老师|壮劳力|劳力|"
    r"女工|男工|育儿嫂|收纳师|整理师|嬢嬢|姨姨|阿嫂|工友|师父|帮工|水电工|油漆工|姐姐|大哥|人(?!份|用餐|吃|家|来吃|的饭|的份|左右吃))"
)
# 两个地方的保洁, 两个月的保姆: so many places or so long, and no people.
_OF_OTHERS = (
    r"(?!(?:不同的?)?(?:地方|地点|地址|房|屋|家|小区|门店|店|公司|办公|卧|厅|卫|厨|阳台|楼|月|星期|礼拜|周|半天|早|晚)"
    r"[^\s,。;的]{0,2}的)"
)
_PROVIDERS = re.compile(
    rf"{_FORBIDDEN}(?:[^\s,。]{{0,3}}?)?{_N}\s?(?:个|位|名)(?:男|女|{_OF_OTHERS}[^\s,。;的]{{1,6}}的)?{_TRADE}"
)
_WANTED = re.compile(r"(?:要|来|派|叫|安排|请|找|约|需要|加|喊|出|上|配|想要|得|订|最好|雇|用)[^\s,。;]{0,2}$")
_STRESSED = re.compile(r"(?:就|只|只要|只用|仅|一共|仅要)(?:要|来|派|用|需要)?$")
_REFUSED = re.compile(r"(?:别|不要|不用|不必|甭|莫|唔使|唔好)(?:派|来|叫|安排|找|请)?$")
_BARE = re.compile(
    rf"(?:派|叫|来|要|安排|排|改成|改为|换成|加到|增加到|变成|请|找|出){_N}(?:个|位|名)(?:人手?)?(?=$|[\s,。;!吧来哈啊呀]|就|行|好|够)"
)
# 师傅来4个, 人也要两个.
_TRADE_FIRST = re.compile(rf"{_TRADE}(?:也|得|要|来|派|需要|安排|就|排)+\s?{_N}(?:个|位|名)?(?=$|[\s,。;!吧就行够])")
# 保洁 / 后天 / 2个人: a line of its own.
_ALONE = re.compile(rf"(?:^|[\s,;/\x00]){_N}(?:个人|位|名)(?=$|[\s,;/])")
_PAIR = re.compile(rf"(?P<n>俩|仨)(?={_TRADE})")
_WE_TWO = re.compile(r"(?:我|咱|他|她)(?:们)?(?P<n>俩|仨)(?:人|口子)?(?:吃|用|$|[\s,。])")
_DINERS = re.compile(
    rf"{_FORBIDDEN}{_N}\s?(?:个大人|个人|口人|位|人|口)(?:份|用餐|吃饭|吃|食|的饭|的份|的量|左右|聚餐)?(?!\s?(?:都|是|有)?(?:不|唔|忌|吃素|对|过敏|怀孕|只吃|要忌))"
)
_DINING = re.compile(r"[吃饭餐菜宴聚厨席]|用餐|烧|[煮斋](?!水)|开伙|个人食")
_MEN_OF = "人"


def heads(text: str, original: str) -> list[Found]:
    """``providers`` from two up or where one is stressed, and ``quantity`` of diners."""
    found: list[Found] = []

    def add(kind: str, start: int, end: int, value: object) -> None:
        if not any(item.start < end and start < item.end for item in found):
            found.append(Found(kind, start, end, original[start:end], value))

    for match in _PROVIDERS.finditer(text):
        count = whole(match["n"])
        if count and _means_providers(text, match, match.start("n"), count):
            add("providers", match.start("n"), match.end(), count)
    for pattern in (_BARE, _TRADE_FIRST, _PAIR):
        for match in pattern.finditer(text):
            count = whole(match["n"])
            if (
                count
                and 2 <= count <= 20
                and not _REFUSED.search(text[max(0, match.start("n") - 5) : match.start("n")])
            ):
                add("providers", match.start("n"), match.end(), count)
    if not _DINING.search(text):
        for match in _ALONE.finditer(text):
            count = whole(match["n"])
            if count and 2 <= count <= 20:
                add("providers", match.start("n"), match.end(), count)
    else:
        for match in _WE_TWO.finditer(text):
            add("quantity", match.start(), match.end(), {"item": _MEN_OF, "count": whole(match["n"])})
        for match in _DINERS.finditer(text):
            count = whole(match["n"])
            if count and 1 <= count <= 200 and not _WANTED.search(text[max(0, match.start() - 3) : match.start()]):
                add("quantity", match.start(), match.end(), {"item": _MEN_OF, "count": count})
    return found


_MORE_DINERS = re.compile(
    rf"(?:再|又|还|另外)?(?:多|加|添|来|增加)(?:了|咗|到)?\s?{_N}\s?(?:个|位|口)(?!\s?人?(?:阿姨|师傅|保洁|帮手|帮忙|干活|菜))"
)
_FEWER_DINERS = re.compile(rf"(?:少|减)(?:了|咗)?\s?{_N}\s?(?:个|位|口)(?:大人|人|客人|客)?")
_ANEW = re.compile(
    r"(?:(?:变|改|加|增加)(?:成|到|做)?(?:了|咗)|变(?:成|到|做)?|现在(?:有|是)?|"
    r"改成?|改为|一共|总共|共|拢共|合共|成了?|加到|增加到|凑|有|是|就|得)\s?$"
)


def diners_now(text: str, before: int) -> int | None:
    """How many eat, where ``before`` was told: 变成十个人了, 再加两个人; ``None`` where it is not said."""
    plain = normalise(text)
    for match in reversed(list(_DINERS.finditer(plain))):
        count = whole(match["n"])
        if count and _ANEW.search(plain[max(0, match.start() - 4) : match.start()]):
            return count if 1 <= count <= 200 else None
    for pattern, sign in ((_MORE_DINERS, 1), (_FEWER_DINERS, -1)):
        said = pattern.search(plain)
        if said and before and (count := whole(said["n"])):
            return max(1, before + sign * count)
    return None


def _means_providers(text: str, match: re.Match[str], start: int, count: int) -> bool:
    before = text[max(0, start - 5) : start]
    if count == 1:
        enough = re.match(r"(?:来)?就?(?:足?够|行|可以|好|成|得|中)", text[match.end() :])
        return bool(_STRESSED.search(before) or enough)
    if not 2 <= count <= 30 or _REFUSED.search(before):
        return False
    if not match[0].endswith(_MEN_OF):
        return not re.search(r"(?:上次|之前|那|这|换了)[^\s]{0,2}$", before)
    return bool(
        _WANTED.search(before) or re.match(r"(?:一起)?(?:来|上门|过来|打扫|干|搬|做|弄|搞)", text[match.end() :])
    )
