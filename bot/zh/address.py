"""Addresses in a text: road and number, estate and building, landmark and direction; parts that come alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.zh.address_corrected import put_right, takes_back
from bot.zh.address_grammar import DIGITS, FIRST, HAN, tail_end
from bot.zh.address_head import as_said, district_pattern, districts, head_start, is_admin
from bot.zh.address_part import address_parts
from bot.zh.found import Found
from bot.zh.lexicon import rows
from bot.zh.normalise import normalise
from bot.zh.saved_place import saved_places

SAVED = "@saved"

# Estate and door without a unit between: 阳光花园5-2-301, 万科城 1502, 望京soho t3 1502.
_DOORS = re.compile(
    rf"(?P<head>[{HAN}]{{2,14}}?(?:小区|花园|花苑|公寓|大厦|新村|家园|苑|府|城|名都|天地|[东南西北]区|"
    rf"湾|庭|园|国际|山庄|公馆|郡|里|居|轩|阁|邨|村|路|街|(?<=[{HAN}])soho))\s?(?P<door>[a-z]?\d{{1,4}}(?:-\d{{1,4}}){{1,3}}|"
    rf"[a-z]\d[\s-]\d{{3,4}}|[a-z]\d{{1,2}}|[a-z]?\d{{3,4}}[a-z]?)(?![\da-z个天次点月年块元平㎡小分台位人把:]|\s?[平㎡])"
)
_ROAD_ONLY = re.compile(
    rf"(?P<head>[{HAN}]{{1,12}}?(?:路|大道|大街|街|巷|胡同)(?:[{HAN}]{{1,6}}(?:小区|"
    rf"花园|公寓|大厦|广场|新村|家园|苑|府|口|交叉口))?)"
)
_ESTATE_ONLY = re.compile(
    rf"(?P<head>[{HAN}]{{2,12}}?(?:小区|花园|花苑|公寓|大厦|新村|家园|家苑|雅苑|"
    rf"嘉苑|华府|山庄|公馆|新城|国际城|名邸|名苑))(?![{HAN}]{{0,2}}(?:打理|养护|"
    rf"里的|有没有|怎么|多少钱|才|附近))"
)
_LANDMARK = re.compile(
    rf"(?P<head>[{HAN}a-z0-9]{{2,12}}?(?P<kind>地铁站|站|广场|医院|学校|小学|中学|大学|"
    rf"商场|超市|万达|公园|银行|百货|市场|路口|酒店|大厦|体育馆|图书馆|派出所|幼儿园|"
    rf"火车站|机场|加油站|桥|家乐福|沃尔玛|永辉|盒马|吾悦|印象城))"
    r"(?:的)?(?P<where>旁边|对面|附近|隔壁|后面|后门|前面|斜对面|边上|楼上|那边|"
    r"门口|东边|西边|南边|北边|东侧|西侧|南侧|北侧|背后|后头|往[东南西北]\d{1,4}米|"
    r"[a-z0-9]号?口)(?:的?(?:那个)?(?:小区|那栋楼|巷子|那栋))?"
)
# 学校门口, 钱原路退, 小区: words for a thing of that kind, no place's name.
_NO_NAME = re.compile(
    r"(?:[^路街]{0,3}(?:原|半|一|走|顺|带|马|公|铁|线|电|水|管|气|油|思|短|回|迷|修|让|问|认|赶|绕|堵|网|岔|十字|高速|来|去|过|同|这条|那条|哪条)路|"
    r"[上逛]街|.{0,3}(?:这|那|哪|我们?|咱们?|你们?|隔壁|附近|到|老|旧|新|同|本|整个|全|别的|其他|楼下|半|点)?(?:小区|学校|医院|超市|银行|公园|车站|地铁站|高铁站|火车站|机场|幼儿园|小学|中学|"
    r"大学|市场|菜市场|商场|酒店|花园|公寓|别墅|路口|桥|大厦))"
)
# 从学院路15号搬到…; 从化路 and 从文路 are names.
_FROM_THERE = re.compile(r"从(?![化文政])(?=[^,。;]{4,40}?(?:搬|到|去|至))")
_PIECE_EDGE, _PIECE_EDGE_AFTER = re.compile(r"(?:^|[\s,。;])$"), re.compile(r"[\s,。;]|的(?=\s|$)|$")
_SIZE_BEFORE = re.compile(r"(?:\d|十|百|[十百零][一二三四五六七八九])[多来几余]?(?:平|平米|平方米?|个平方)(?:左右)?$")
# 徐汇 三室: a size of home, no door.
_HOME = re.compile(r"(?:[1-9]|[一二三四五六七八九])(?:室|房|层|户|楼|期|区|组|梯|门)")
_WEAK_STEP = re.compile(rf"第?{DIGITS}\s?(?:号|组|门|梯|期|区|层|户|房|楼|斋|#|段|巷|舍|排|/?f|首层)")
_STREET = re.compile(
    r"(?:[路街道巷弄里村邨坊镇乡屯庄苑园城湾府庭轩阁邸院居郡社寨沟岭桥厝巿围衖湖港]|大道|胡同|小区|花园|花苑|公寓|大厦|广场|新村|家园|国际|"
    r"中心|大楼|山庄|别墅|新城|社区|公馆|宿舍|学校|医院|市场|厂|附近|对面|旁边|隔壁|[东南西北]|(?:大道|路|街)中|号|弄|段|条|[一二三四五六七八九十东南西北a-z]区|公路|环|高地|天地|都|家|堡|[a-z]{2})$"
)
_NO_PLACE = re.compile(
    r"(?:(?<![皇世])家|(?:^|[栋幢座号整层上下这那几住在\d一二三四五六七八九十])楼|房|个|这|那|第|共|一|几|今天|明天|地铁|电梯|爬|是在|门牌|人|台|单|"
    r"订单|尾号|编号|桌|共计|下|上|往|楼层|住|月|年|点|天|日|周.|期.|星期|不是|唔系|应该是|[家屋店]里|屋头|(?:层|栋|幢|座|门牌)数?(?:打|写|填|搞|弄|讲)?错[了咗]?)$"
)
_TELLS = re.compile(
    r"(?:地址|(?<![来借入居])住(?:[在到]|(?=[^\s])|$)|家在|位置|在|搬到|搬去|换成|改成|改到|改做|不是|(?<!还)是)[是系:为\s]{0,2}$"
)
_REFUSED = re.compile(r"(?:不是|唔系|别去|不去|别写|写成了?|打成了?|填成了?)\s?$")
_ROAD_WRONG = re.compile(r"(?:路名|街名|地址|位置|小区名?|路)[^,。]{0,4}[写打填搞弄说讲]?错")

_ANY_DISTRICT = re.compile(
    rf"(?:市|省|^|[\s,在住])(?P<name>(?![{HAN}]{{0,2}}(?:小|社|园|校|景|片|地|市|"
    rf"郊|灾|山)区)[{HAN}]{{2,4}}?(?:新区|区|县))(?!域|别|间|分)"
)


def district(text: str) -> str | None:
    """The 区 or 县 named in a text, by its full name; ``None`` if there is none."""
    plain = normalise(text)[:500]
    match = district_pattern().search(plain)
    if match:
        return districts()[match[0]]
    other = _ANY_DISTRICT.search(plain)
    return other["name"] if other else None


def completed(begun: str, said: str) -> str:
    """An address without a door, and what is said of it next: nothing stands in it twice (徐汇区 … 徐汇区宛平路5号)."""
    named, place, rest = district(said), _below_district(begun), _below_district(said)
    if place in rest:
        return said if named else begun[: len(begun) - len(place)] + said
    if named is None:
        return begun + said
    return said[: len(said) - len(rest)] + place + rest if rest[:1].isdigit() else said


def _below_district(address: str) -> str:
    """An address without its city and district at the front."""
    match = district_pattern().search(address)
    full = _ANY_DISTRICT.match(address) if match is None else None
    end = match.end() if match else full.end() if full else 0
    return address[end:]


def addresses(text: str, original: str) -> list[Found]:
    """``address`` as typed (or "@saved") and ``address_part`` for a building or door that comes alone or corrects."""
    spans: list[tuple[int, int]] = []
    for reader in (_numbered, _named):
        for start, end in reader(text):
            if not any(low < end and start < high for low, high in spans):
                spans.append((start, end))
    right = [span for span in spans if not _REFUSED.search(text[max(0, span[0] - 5) : span[0]])]
    found = _meant(text, original, sorted(right or spans))
    for start, end in saved_places(text):
        if not any(item.start < end and start < item.end for item in found):
            found.append(Found("address", start, end, original[start:end], SAVED))
    return found or address_parts(text, original) or _districts(text, original)


def _meant(text: str, original: str, spans: list[tuple[int, int]]) -> list[Found]:
    """The addresses, each with what is put right of it in the same breath, by a part or by a whole one."""
    found: list[Found] = []
    for start, end in spans:
        if found and start < found[-1].end:
            continue
        if found and takes_back(text, found[-1].end, start):
            before, place = found.pop(), _address(original, start, end)
            named = "" if district(place.value) else district(before.value) or ""
            found.append(Found("address", before.start, end, original[before.start : end], named + place.value))
            continue
        later = next((one for one in spans if one[0] >= end), None)
        corrected = None if later and takes_back(text, end, later[0]) else put_right(text, original, start, end)
        if corrected is None:
            found.append(_address(original, start, end))
        else:
            upto, right = corrected
            found.append(Found("address", start, upto, original[start:upto], as_said(right)))
    return found


def _address(original: str, start: int, end: int) -> Found:
    said = original[start:end]
    return Found("address", start, end, said, as_said(said))


def _numbered(text: str) -> Iterator[tuple[int, int]]:
    """Places with numbers: a name in front, a number with its unit, and what goes on from there."""
    at = low = 0
    while match := FIRST.search(text, at):
        start = max(head_start(text, match.start()), low)
        head = text[start : match.start()]
        no_door = is_admin(head) and _HOME.fullmatch(match[0].strip()) and tail_end(text, match.end()) == match.end()
        if start < match.start() and _is_place(head) and not no_door and _leads_to(head, match[0]):
            end = tail_end(text, match.end())
            start += 1 if _FROM_THERE.match(text, start) else 0
            yield start, start + len(text[start:end].rstrip(" ,"))
            at = low = end
        else:
            at = match.end() if match.end() - match.start() > 1 else match.start() + 1
            low = at if at == match.end() else low  # 1号楼1单元: what is left of a step names no place


def _named(text: str) -> Iterator[tuple[int, int]]:
    """Places without a unit: a door right after the estate, a landmark, a road or an estate alone."""
    for pattern in (_DOORS, _LANDMARK, _ROAD_ONLY, _ESTATE_ONLY):
        for match in pattern.finditer(text):
            start = head_start(text, match.end("head"))
            if match.end("head") - start >= 3 and _is_told(text, start, match, pattern):
                yield start, match.end()


def _leads_to(head: str, steps: str) -> bool:
    """Whether a lone 号, 组, 期 … can be a place of ``head``: 每月1号跟15号 and 床垫一组 name none."""
    return _WEAK_STEP.fullmatch(steps.strip()) is None or _STREET.search(head.strip()) is not None


def _is_place(head: str) -> bool:
    words = head.strip()
    if len(words) < 2 or re.fullmatch(r"[\d\sa-z]+", words) or _SIZE_BEFORE.search(words):
        return False
    return _NO_PLACE.search(words) is None


def _is_told(text: str, start: int, match: re.Match[str], pattern: re.Pattern[str]) -> bool:
    """Names without a number are places only where the customer gives an address."""
    if pattern is _DOORS:
        return True
    if _NO_NAME.fullmatch(text[start : match.end("head")]):
        return False
    if pattern is _LANDMARK:
        return True
    before = text[max(0, start - 6) : start]
    whole = text.strip(" ,。.!") == text[start : match.end()].strip()
    told = _TELLS.search(before)
    if told and told[0].startswith(("是", "不是")):
        told = told if _ROAD_WRONG.search(text[:start]) else None  # 路名错了 是文三路
    return whole or told is not None or district(text[start : match.end()]) is not None


def _districts(text: str, original: str) -> list[Found]:
    for match in district_pattern().finditer(text):
        alone = text.strip(" ,。!吧的在住我") == match[0]
        said = re.search(r"(?:在|住|家在|搬到|去|位于)$", text[max(0, match.start() - 3) : match.start()])
        apart = _PIECE_EDGE.search(text[: match.start()]) and _PIECE_EDGE_AFTER.match(text, match.end())
        if match[0] in _full_names() or alone or said or apart:
            start = min(head_start(text, match.end()), match.start())
            return [_address(original, start, match.end())]
    return []


@lru_cache(maxsize=1)
def _full_names() -> frozenset[str]:
    return frozenset(normalise(name) for _city, name in rows("districts"))


@lru_cache(maxsize=1)
def cities() -> dict[str, str]:
    """The city of each 区 or 县, by its full name; of some names there are several, and the last counts."""
    return {name: city for city, name in rows("districts")}
