"""How many of what: 三台挂机, 衣柜两个, 十二扇; and how many providers."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.zh.found import Found
from bot.zh.lexicon import any_of, words
from bot.zh.numbers import HAN, whole

_MEASURE = (
    r"(?:个|台|扇|张|床|件|只|条|盏|套|幅|副|组|块|箱|把|双|袋|樘|樽|部|间|棵|盆|"
    r"匹|座|架|道|支|根|位|份|包|桶|碗|面)"
)
_N = rf"(?P<n>\d{{1,3}}|{HAN}{{1,4}})"
_FORBIDDEN = r"(?<![\d第周期月点:.])"
_TRADE = (
    r"(?:保洁阿姨|保洁员|保洁师傅|保洁|阿姨|师傅|工人|小哥|月嫂|护工|护理员|钟点工|"
    r"大姐|保姆|搬运工|小工|家政|小伙子|小伙|人手|帮手|清洁工|厨师|壮劳力|劳力|"
    r"女工|男工|育儿嫂|姐姐|大哥|人(?!份|用餐|吃|家|来吃|的饭|的份|左右吃))"
)
_PROVIDERS = re.compile(
    rf"{_FORBIDDEN}(?:[^\s,。]{{0,3}}?)?{_N}\s?(?:个|位|名)(?:男|女|强壮的|年轻的|"
    rf"有力气的|熟练的)?{_TRADE}"
)
_WANTED = re.compile(r"(?:要|来|派|叫|安排|请|找|约|需要|加|喊|出|上|配|想要|得|订|最好|雇|用)[^\s,。;]{0,2}$")
_STRESSED = re.compile(r"(?:就|只|只要|只用|仅|一共|仅要)(?:要|来|派|用|需要)?$")
_BARE = re.compile(rf"(?:派|叫|来|要|安排){_N}(?:个|位|名)(?=$|[\s,。;!吧来])")
_DINERS = re.compile(rf"{_FORBIDDEN}{_N}\s?(?:个大人|个人|口人|位|人|口)(?:份|用餐|吃饭|吃|的饭|的份|的量|左右|聚餐)?")
_DINING = re.compile(r"[吃饭餐菜宴聚厨席]|用餐|烧")
_MEASURED = {"扇": ("窗户", "门"), "盏": ("灯",), "樘": ("门",)}
_ALONE = re.compile(rf"{_FORBIDDEN}{_N}\s?(?P<measure>[扇盏樘])(?!门|窗|玻璃)")
_COUNT = re.compile(
    rf"{_FORBIDDEN}(?P<n>\d{{1,3}}|{HAN}{{1,4}})\s?(?P<measure>{_MEASURE})(?![半月小钟人阿师次点头礼事样周]|情)"
)
_COUNTED = re.compile(r"(?:的)?[\s,:]?(?:要洗|要修|要换|有|是|一共|共|大概|总共|大约|约|还有)?\s?$")
_KIND = r"(?:大|小|旧|新|大的|小的|实木|双人|单人|三人|立式|挂式|布艺|真皮|家里的|厚|薄|白|黑|老|坏的|坏掉的)?"
# Things of the laundry and the removal are named by what they end on: 羊毛大衣两件, 五件白衬衫.
_NOUN_END = r"(?:衣|裤|裙|衫|被|毯|服|袜|帽|巾|鞋|套装|西装|毛衫|柜|桌|椅|床|架|书|画|琴|凳)"
_LETTER = r"(?:(?![一二两三四五六七八九十几])[\u4e00-\u9fff])"
_NOUN_LEFT = re.compile(rf"{_LETTER}{{0,4}}{_NOUN_END}$")
_NOUN_RIGHT = re.compile(rf"{_LETTER}{{0,4}}?{_NOUN_END}(?!架|柜|子|机)")
_NO_NOUN = re.compile(r"^.*(?:[我你他她们把将要想洗搬有和跟送取熨烫干收拿的是这那还])")
# 两张, 两个都滴: counted again what was named before.
_APART = re.compile(r"\s?(?:都|一起|一道|全|吧|要|$|[\s,。;!])")
_VERB_ONE = re.compile(r"(?<=[洗修装拆有换买搬清])[台个]")
_APPLIANCES = (
    "空调挂机",
    "空调柜机",
    "中央空调",
    "空调",
    "油烟机",
    "洗衣机",
    "冰箱",
    "热水器",
    "微波炉",
    "燃气灶",
    "饮水机",
)


@lru_cache(maxsize=1)
def _items() -> re.Pattern[str]:
    return re.compile(any_of(words("items")))


@lru_cache(maxsize=1)
def _item_left() -> re.Pattern[str]:
    return re.compile(f"(?:{any_of(words('items'))})$")


@lru_cache(maxsize=1)
def _times_sign() -> re.Pattern[str]:
    return re.compile(rf"(?P<item>{any_of(words('items'))})\s?[x×*]\s?{_N}")


def quantities(text: str, original: str) -> list[Found]:
    """``quantity`` {"item", "count"} by the keys of the requirement schema, and ``providers``."""
    found: list[Found] = []

    def add(kind: str, start: int, end: int, value: object) -> None:
        if not any(item.start < end and start < item.end for item in found):
            found.append(Found(kind, start, end, original[start:end], value))

    for match in _PROVIDERS.finditer(text):
        count = whole(match["n"])
        start = match.start("n")
        if count and _means_providers(text, match, start, count):
            add("providers", start, match.end(), count)
    for match in _BARE.finditer(text):
        count = whole(match["n"])
        if count and 2 <= count <= 20:
            add("providers", match.start("n"), match.end(), count)
    for start, end, item, count in _counted(text):
        if 1 <= count <= 500:
            add("quantity", start, end, {"item": item, "count": count})
    for match in _ALONE.finditer(text):
        count, item = whole(match["n"]), _last_named(text[: match.start()], _MEASURED[match["measure"]])
        if count:
            add("quantity", match.start(), match.end(), {"item": item, "count": count})
    if _DINING.search(text):
        for match in _DINERS.finditer(text):
            count = whole(match["n"])
            if count and 1 <= count <= 200 and not _WANTED.search(text[max(0, match.start() - 3) : match.start()]):
                add("quantity", match.start(), match.end(), {"item": "人", "count": count})
    return found


def _counted(text: str) -> list[tuple[int, int, str, int]]:
    """(start, end, item, count): each number with the thing before it, unless that has its number, else behind it."""
    known = words("items")
    done: list[tuple[int, int, str, int]] = []

    def is_free(start: int, end: int) -> bool:
        return all(other_end <= start or end <= other_start for other_start, other_end, _, _ in done)

    for match in _times_sign().finditer(text):
        done.append((match.start(), match.end(), known[match["item"]], whole(match["n"]) or 0))
    for match in _COUNT.finditer(text):
        count = whole(match["n"])
        if count is None or not is_free(match.start(), match.end()):
            continue
        left = _left_of(text, match.start())
        right = _right_of(text, match)
        touches = left is not None and left[1] == match.start()
        if left is not None and is_free(left[0], left[1]) and (touches or right is None):
            done.append((left[0], match.end(), left[2], count))
        elif right is not None:
            done.append((match.start(), right[1], right[2], count))
        elif match["measure"] in ("箱", "件"):
            done.append((match.start(), match.end(), match["measure"], count))
        elif _APART.match(text, match.end()) and (named := _named_before(text, match.start())) is not None:
            done.append((match.start(), match.end(), named, count))
    for match in _VERB_ONE.finditer(text):
        item = _items().match(text, match.end())
        if item and known[item[0]] in _APPLIANCES and is_free(match.start(), item.end()):
            done.append((match.start(), item.end(), known[item[0]], 1))
    return done


def _left_of(text: str, end: int) -> tuple[int, int, str] | None:
    """The thing named right before a number, with little between."""
    gap = _COUNTED.search(text, max(0, end - 6), end)
    stop = gap.start() if gap else end
    low = max(0, stop - 8)
    item = _item_left().search(text[low:stop])
    noun = _NOUN_LEFT.search(text[low:stop])
    if noun is not None and (item is None or noun.start() < item.start()):
        said = _NO_NOUN.sub("", noun[0])
        if len(said) >= 2 and (item is None or len(said) > len(item[0])):
            return stop - len(said), stop, words("items").get(said, said)
    return None if item is None else (low + item.start(), stop, words("items")[item[0]])


def _right_of(text: str, match: re.Match[str]) -> tuple[int, int, str] | None:
    """The thing named right behind a number."""
    between = re.compile(rf"\s?{_KIND}").match(text, match.end())
    start = between.end() if between else match.end()
    item = _items().match(text, start)
    noun = _NOUN_RIGHT.match(text, match.end())
    if noun is not None and (item is None or noun.end() > item.end()) and "的" not in noun[0]:
        return match.start(), noun.end(), words("items").get(noun[0], noun[0])
    if item is None or re.match(r"间隔|店|铺|盖|遮", text[item.end() :]):
        return None
    return match.start(), item.end(), words("items")[item[0]]


def _named_before(text: str, end: int) -> str | None:
    """The last thing named in what is said just before."""
    named = list(_items().finditer(text, max(0, end - 15), end))
    return words("items")[named[-1][0]] if named else None


def _means_providers(text: str, match: re.Match[str], start: int, count: int) -> bool:
    before = text[max(0, start - 5) : start]
    if count == 1:
        return bool(_STRESSED.search(before) or re.match(r"就(?:够|行|可以|好)", text[match.end() :]))
    if not 2 <= count <= 30:
        return False
    if not match[0].endswith("人"):
        return not re.search(r"(?:上次|之前|那|这|换了)[^\s]{0,2}$", before)
    return bool(_WANTED.search(before) or re.match(r"(?:一起)?(?:来|上门|过来|打扫|干|搬|做)", text[match.end() :]))


def _last_named(before: str, candidates: tuple[str, ...]) -> str:
    places = {item: before.rfind("窗" if item == "窗户" else item) for item in candidates}
    return max(candidates, key=lambda item: places[item])
