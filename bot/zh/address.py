"""Addresses in a text: road and number, estate and building, landmark and direction; parts that come alone."""

from __future__ import annotations

import re
from typing import Any

from bot.zh.address_head import as_said, district_pattern, districts, head_start, is_admin
from bot.zh.found import Found
from bot.zh.lexicon import rows
from bot.zh.normalise import normalise

SAVED = "@saved"

_HAN = "\u4e00-\u9fff"
_DIGITS = (
    r"(?:[a-z]{0,2}\d{1,5}[a-z]?(?:[-/]\d{1,5}[a-z]?)*|[一二三四五六七八九十百千零〇][一二三四五六七八九十百千零〇幺]{0,6}|幺[零〇一二三四五六七八九]{1,4}|"
    r"[a-z]|[甲乙丙丁]|(?<![\u4e00-\u9fff])[东南西北]|[东南西北](?!区))"
)
_UNIT = (
    r"(?:号楼|号院|号门|号[甲乙丙丁]?(?!线)|支弄|弄|栋|幢|座|单元|层|室(?!户|\s?[一二两三四\d]\s?个?[厅卫厨])|户|门(?!口|锁|禁|铃|"
    r"窗|诊|路|街|大街|桥)|房(?!间|子|产|租|\s?[一二两三四\d]\s?个?[厅卫厨])|期|区|组|梯|斋|楼(?![上下梯道])|#楼?)"
)
# 二零三, 一幺零二, 二百零三: a door as it is read out.
_SPOKEN_DOOR = (
    r"(?:[一二三四五六七八九幺][零〇一二三四五六七八九幺]{2,4}|"
    r"[一二三四五六七八九]百零?[一二三四五六七八九]十?[一二三四五六七八九]?)"
)
_STEP = rf"(?:第?{_DIGITS}\s?{_UNIT})"
_NAME = (
    r"(?:[\u4e00-\u9fffa-z]{2,12}?(?:小区|花园|花苑|公寓|大厦|广场|新村|家园|苑|府|"
    r"城|湾|庭|园|名邸|国际|中心|大楼|山庄|别墅|新城|社区|公馆|郡|轩|阁|邸|宿舍|"
    r"里|坊|居|院))"
)
_CHAIN = re.compile(
    rf"{_STEP}(?:[\s,]?(?:{_NAME})?\s?{_STEP})*(?:\s?(?:{_NAME}\s?(?=[a-z]?\d{{3}}))?(?:[a-z]?\d{{2,5}}[a-z]?(?:-\d{{1,4}})*|\d{{1,3}}(?:-\d{{1,4}}){{1,3}}|{_SPOKEN_DOOR})(?!\d|"
    rf"[个天次点月年块元平㎡小分台位人:]|[零〇一二三四五六七八九十百千万两幺]|\s?[平㎡]|号)(?:室|房|户)?)?"
    rf"(?:[东南西北](?:侧|户|边|门))?"
)
# Estate and door without a unit between: 阳光花园5-2-301, 万科城 1502.
_DOORS = re.compile(
    rf"(?P<head>[{_HAN}]{{2,14}}?(?:小区|花园|花苑|公寓|大厦|新村|家园|苑|府|城|"
    rf"湾|庭|园|国际|山庄|公馆|郡|里|居|路|街))\s?(?P<door>[a-z]?\d{{1,4}}(?:-\d{{1,4}}){{1,3}}|"
    rf"[a-z]?\d{{3,4}})(?![\d个天次点月年块元平㎡小分台位人:])"
)
_ROAD_ONLY = re.compile(
    rf"(?P<head>[{_HAN}]{{1,12}}?(?:路|大道|大街|街|巷|胡同)(?:[{_HAN}]{{1,6}}(?:小区|"
    rf"花园|公寓|大厦|广场|新村|家园|苑|府|口|交叉口))?)"
)
_ESTATE_ONLY = re.compile(
    rf"(?P<head>[{_HAN}]{{2,12}}?(?:小区|花园|花苑|公寓|大厦|新村|家园|家苑|雅苑|"
    rf"嘉苑|华府|山庄|公馆|新城|国际城|名邸|名苑))(?![{_HAN}]{{0,2}}(?:打理|养护|"
    rf"里的|有没有|怎么|多少钱|才|附近))"
)
_LANDMARK = re.compile(
    rf"(?P<head>[{_HAN}a-z0-9]{{2,12}}?(?:地铁站|站|广场|医院|学校|小学|中学|大学|"
    rf"商场|超市|万达|公园|银行|百货|市场|路口|酒店|大厦|体育馆|图书馆|派出所|幼儿园|"
    rf"火车站|机场|加油站|桥|家乐福|沃尔玛|永辉|盒马|吾悦|印象城))"
    r"(?:的)?(?P<where>旁边|对面|附近|隔壁|后面|后门|前面|斜对面|边上|楼上|那边|"
    r"门口|东边|西边|南边|北边|东侧|西侧|南侧|北侧|背后|后头|往[东南西北]\d{1,4}米|"
    r"[a-z0-9]号?口)(?:的?(?:那个)?(?:小区|那栋楼|巷子|那栋))?"
)
_SAVED_PLACE = re.compile(
    r"老地方|老地址|(?:还是)?(?:上次|之前|原来|以前|上回|登记|预留|存|留)(?:的)?(?:那个)?(?:的)?(?:地址|"
    r"地方|那个地址|地点)|地址(?:还是)?(?:不变|没变|一样|跟上次一样|同上次|同上|"
    r"照旧|老样子|没换)|(?:还是|就)?(?:我家|家里)?老(?:地方|地址)|地址你们(?:有|"
    r"都有)|跟上次(?:一样的)?(?:同一个)?地址|还是原来那里|(?:还是)?上次那(?:边|"
    r"里|儿)(?:的)?(?:地址)?(?=$|[\s,。])"
)
_PIECE_EDGE, _PIECE_EDGE_AFTER = re.compile(r"(?:^|[\s,。;])$"), re.compile(r"[\s,。;]|的(?=\s|$)|$")
_SIZE_BEFORE = re.compile(r"(?:\d|十|百|[十百零][一二三四五六七八九])[多来几余]?(?:平|平米|平方米?|个平方)(?:左右)?$")
# 徐汇 三室: a size of home, no door.
_HOME = re.compile(r"(?:[1-9]|[一二三四五六七八九])(?:室|房|层|户|楼|期|区|组|梯|门)")
_WEAK_STEP = re.compile(rf"第?{_DIGITS}\s?(?:号|组|门|梯|期|区|层|户|房|楼|斋|#)")
_STREET = re.compile(
    r"(?:[路街道巷弄里村坊镇乡屯庄苑园城湾府庭轩阁邸院居郡社寨沟岭桥厝巿]|大道|胡同|小区|花园|花苑|公寓|大厦|广场|新村|家园|国际|"
    r"中心|大楼|山庄|别墅|新城|社区|公馆|宿舍|学校|医院|市场|厂|附近|对面|旁边|隔壁|[东南西北]|号|弄|段|公路|环|高地|天地|都|家|堡)$"
)
_PART = re.compile(
    rf"(?P<number>{_DIGITS})\s?(?P<unit>号楼|号院|号门|弄|栋|幢|座|单元|室(?!户|\s?[一二两三四\d]\s?个?[厅卫厨])|层|楼(?![上下梯道])|"
    rf"号(?=$|[\s,。;!]|才|不是))"
)
_WRONG_BEFORE = re.compile(r"(?:不是|别写|写成了?|写错成|说成|而不是|并不是|误写成)\s?$")


_ANY_DISTRICT = re.compile(
    rf"(?:市|省|^|[\s,在住])(?P<name>(?![{_HAN}]{{0,2}}(?:小|社|园|校|景|片|地|市|"
    rf"郊|灾|山)区)[{_HAN}]{{2,4}}?(?:新区|区|县))(?!域|别|间|分)"
)


def district(text: str) -> str | None:
    """The 区 or 县 named in a text, by its full name; ``None`` if there is none."""
    plain = normalise(text)[:500]
    match = district_pattern().search(plain)
    if match:
        return districts()[match[0]]
    other = _ANY_DISTRICT.search(plain)
    return other["name"] if other else None


def addresses(text: str, original: str) -> list[Found]:
    """``address`` as typed (or "@saved") and ``address_part`` for a building or door that comes alone or corrects."""
    found: list[Found] = []

    def add(start: int, end: int, value: Any, kind: str = "address") -> None:
        if not any(item.start < end and start < item.end for item in found):
            found.append(Found(kind, start, end, original[start:end], value))

    chains = []
    for match in _CHAIN.finditer(text):
        start = head_start(text, match.start())
        head = text[start : match.start()]
        no_door = (is_admin(head) and _HOME.fullmatch(match[0].strip())) or not _leads_to(head, match[0])
        if start < match.start() and _is_place(head) and not no_door:
            end = match.start() + len(match[0].rstrip(" ,"))
            add(start, end, as_said(original[start:end]))
        else:
            chains.append(match)
    for pattern in (_DOORS, _LANDMARK, _ROAD_ONLY, _ESTATE_ONLY):
        for match in pattern.finditer(text):
            start = head_start(text, match.end("head"))
            if match.end("head") - start < 3 or not _told(text, start, match, pattern):
                continue
            add(start, match.end(), as_said(original[start : match.end()]))
    for match in _SAVED_PLACE.finditer(text):
        add(match.start(), match.end(), SAVED)
    if not found:
        _add_parts(text, original, add)
    if not found:
        _add_district(text, original, add)
    return found


def _leads_to(head: str, steps: str) -> bool:
    """Whether a lone 号, 组, 期 … can be a place of ``head``: 每月1号跟15号 and 床垫一组 name none."""
    return _WEAK_STEP.fullmatch(steps.strip()) is None or _STREET.search(head.strip()) is not None


def _is_place(head: str) -> bool:
    words = head.strip()
    if len(words) < 2 or re.fullmatch(r"[\d\s]+", words) or _SIZE_BEFORE.search(words):
        return False
    return (
        re.search(
            r"(?:家|楼|房|个|这|那|第|共|一|几|今天|明天|地铁|电梯|爬|是在|门牌|人|台|单|"
            r"订单|尾号|编号|桌|共计|下|上|往|楼层|住|月|年|点|天|日|周.|期.|星期)$",
            words,
        )
        is None
    )


def _told(text: str, start: int, match: re.Match[str], pattern: re.Pattern[str]) -> bool:
    """Names without a number are places only where the customer gives an address."""
    if pattern is _DOORS or pattern is _LANDMARK:
        return True
    before = text[max(0, start - 6) : start]
    whole = text.strip(" ,。.!") == text[start : match.end()].strip()
    return (
        whole
        or bool(re.search(r"(?:地址|住在?|家在|位置|在|搬到|搬去|换成|改成|改到)[是:为\s]{0,2}$", before))
        or district(text[start : match.end()]) is not None
    )


def _add_parts(text: str, original: str, add: Any) -> None:
    parts = list(_PART.finditer(text))
    wrong = [match for match in parts if _WRONG_BEFORE.search(text[max(0, match.start() - 4) : match.start()])]
    right = [match for match in parts if match not in wrong]
    if not right:
        return
    short = len(text.strip()) <= 12
    telling = re.search(
        r"(?:楼号|门牌|单元|楼栋|楼层|房号|室号|写错|不对|错了|应该是|是|改成|改为|"
        r"更正|地址|换成|住|栋|号楼)",
        text,
    )
    for match in right[:1]:
        if match["unit"] in ("号", "楼", "层") and not (
            wrong or re.search(r"楼号|门牌|房号|写错|更正|楼层|改成|应该|不对|错了", text)
        ):
            return
        if match["unit"] == "号" and not re.search(r"楼|门牌|地址|路|弄|街|房号", text):
            return  # 不是三号是十三号 corrects a day
        if not (short or wrong or telling) or re.search(
            r"(?:从|往|爬|搬)$", text[max(0, match.start() - 2) : match.start()]
        ):
            return
        end = max(
            [
                match.end(),
                *[
                    item.end()
                    for item in right
                    if text[match.end() : item.start()].strip() == "" or item.start() == match.end()
                ],
            ]
        )
        door = re.match(rf"\s?(?:\d{{3,4}}(?!\d)|{_SPOKEN_DOOR}(?![\u4e00-\u9fff]))", text[end:])
        end += len(door[0]) if door else 0
        value: dict[str, Any] = {"unit": match["unit"], "text": original[match.start() : end]}
        other = next((item for item in wrong if item["unit"] == match["unit"]), None) or (wrong[0] if wrong else None)
        if other is not None:
            value["not"] = original[other.start() : other.end()]
        add(match.start(), end, value, "address_part")


def _add_district(text: str, original: str, add: Any) -> None:
    for match in district_pattern().finditer(text):
        full = match[0] in {normalise(name) for _city, name in rows("districts")}
        alone = text.strip(" ,。!吧的在住我") == match[0]
        said = re.search(r"(?:在|住|家在|搬到|去|位于)$", text[max(0, match.start() - 3) : match.start()])
        apart = _PIECE_EDGE.search(text[: match.start()]) and _PIECE_EDGE_AFTER.match(text, match.end())
        if full or alone or said or apart:
            start = head_start(text, match.end())
            start = min(start, match.start())
            add(start, match.end(), as_said(original[start : match.end()]))
            return
