"""How many of what: 三台挂机, 衣柜两个, 十二扇."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.zh.found import Found
from bot.zh.item_words import KINDS, item_pattern, item_words
from bot.zh.lexicon import any_of
from bot.zh.normalise import normalise
from bot.zh.numbers import HAN, whole
from bot.zh.per_room import MACHINES, MEASURES, ROOM, per_room

_MEASURE = (
    r"(?:个|台|扇|张|床|件(?!套)|只|条|盏|套|幅|副|组|块|箱|把|双|袋|樘|樽|部|间|棵|盆|"
    r"匹|座|架|道|支|根|位|份|包|桶|碗|面|部|樽|顶|艘|筐|瓶|盘|卷)"
)
_N = rf"(?P<n>\d{{1,3}}|{HAN}{{1,4}})"
_FORBIDDEN = r"(?<![\d第周期月点:.])"
_MEASURED = {"扇": ("窗户", "门"), "盏": ("灯",), "樘": ("门",)}
_ALONE = re.compile(rf"{_FORBIDDEN}{_N}\s?(?P<measure>[扇盏樘])(?!门|窗|玻璃)")
_COUNT = re.compile(
    rf"{_FORBIDDEN}(?P<n>\d{{1,3}}|{HAN}{{1,4}})[来多几]?\s?(?P<measure>{_MEASURE}|(?<=[俩仨]))(?![半月小钟人阿师次点头礼事样周]|情)"
)
_COUNTED = re.compile(
    r"(?:的)?[\s,:]?(?:[要先就只也]?(?:清洗|拆洗|洗|擦|修|换|装|保养)|有|是|一共|共|大概|总共|大约|约|还有|还是|也是|就|只有)?\s?$"
)
# 挂机是三台柜机还是一台: what stands behind a number has its own.
_OWN_NUMBER = re.compile(
    rf"(?:的)?(?:还是|也是|是|还有|有|要|就|只有|改成)?\s?(?:\d{{1,3}}|{HAN}{{1,4}})\s?[台个张扇件]"
)
_KIND = r"(?:大|小|旧|新|大的|小的|实木|双人|单人|三人|立式|挂式|布艺|真皮|家里的|厚|薄|白|黑|老|坏的|坏掉的)?"
# Things of the laundry and the removal are named by what they end on: 羊毛大衣两件, 五件白衬衫.
_NOUN_END = (
    r"(?:衣|裤|裙|褛|衫|被|毯|服(?!务)|袜|帽|巾|鞋|套装|西装|毛衫|外套|衣裳|衬衣|窗纱|床品|"
    r"柜|桌|椅|床|架|书|画|琴|凳|树)"
)
_LETTER = r"(?:(?![一二两三四五六七八九十几])[\u4e00-\u9fff])"
_NOUN_LEFT = re.compile(rf"{_LETTER}{{0,4}}{_NOUN_END}$")
_NOUN_RIGHT = re.compile(rf"{_LETTER}{{0,4}}?{_NOUN_END}(?:外套|大衣|上衣)?(?!架|柜|子|机|房)")
_NO_NOUN = re.compile(r"^.*(?:[我你他她们把将要想洗搬有和跟送取熨烫干收拿的是这那还])")
_SUM = re.compile(r"(?:一共|总共|统共|拢共|合计|共计|加起来|加一起|通共|攏總)(?:就|是|有|要|洗|有了|的话)*\s?$")
# 两张, 两个都滴: counted again what was named before.
_APART = re.compile(
    r"\s?(?:(?:我|刚才)?(?:数|说|记|搞|弄|写)错|才对|都(?!\s?(?:在|去|到|送))|一起|一道|全|吧|要|$|[\s,。;!])"
)
# 油烟机同洗衣机 各一部: the number holds for each of what stands before it.
_EACH = re.compile(rf"各(?:洗|修|要|来|有)?{_N}\s?{_MEASURE}")
_VERB_ONE = re.compile(r"(?<=[洗修装拆有换买搬清])[台个]")
_LOADS = ("行李", "东西", "货", "书", "杂物", "家当")
# 空调三个挂的一个柜的
_SHORT_KINDS = {"挂": "空调挂机", "柜": "空调柜机", "立": "空调柜机"}
_SHORT_KIND = re.compile(rf"{_N}\s?(?:个|台|(?<=[俩仨]))\s?(?P<kind>[挂柜立])式?的(?!空调|窗|衣)")
_AIRCON = re.compile("空调|冷气|挂机|柜机|挂的.*[柜立]的|[柜立]的.*挂的")
_BARE = re.compile(rf"{_FORBIDDEN}{_N}\s?[台扇件张条盏床套樘](?=$|[\s,。;!?呢吧啊呀的都一要起])")
# 柜机洗一下，卧室的空调也洗: a kind and what it is a kind of, and yet two machines.
_ANOTHER = re.compile(r"[,。;!?\s].*也|还[有要]|另外|再(?!说)|[和跟同加]|以及|、")


def bare_count(text: str) -> int | None:
    """那三台呢 -> 3, of whatever is talked of."""
    match = _BARE.search(normalise(text))
    return whole(match["n"]) if match else None


def uncounted(text: str) -> tuple[str, ...]:
    """The things that a text names, whatever number stands beside them: 把油烟机也洗了 -> 油烟机.

    空调洗一下，就是客厅那台柜机 is one machine.
    """
    plain, known = normalise(text), item_words()
    named = [(match, known[match[0]]) for match in item_pattern().finditer(plain)]
    kinds = {item: match for match, kind in named for item in KINDS if kind in KINDS[item]}
    kept = [item for match, item in named if item not in kinds or _is_another(plain, match, kinds[item])]
    return tuple(dict.fromkeys(kept))


def _is_another(text: str, *named: re.Match[str]) -> bool:
    first, second = sorted(named, key=re.Match.start)
    return _ANOTHER.search(text, first.end(), second.end() + 3) is not None


@lru_cache(maxsize=1)
def _item_left() -> re.Pattern[str]:
    return re.compile(f"(?:{any_of(item_words())})$")


@lru_cache(maxsize=1)
def _times_sign() -> re.Pattern[str]:
    return re.compile(rf"(?P<item>{any_of(item_words())})\s?[x×*]\s?{_N}")


_NOT = re.compile(r"(?:(?<![哦啊噢呃诶哎])不是|唔系|并非|不止)\s?$")


_PAIR = re.compile(r"(?P<n>俩|仨)(?=$|[\s,。;、])")


def quantities(text: str, original: str) -> list[Found]:
    """``quantity`` {"item", "count"} by the keys of the requirement schema; other nouns as they are written."""
    found: list[Found] = []

    def add(start: int, end: int, item: str, count: int) -> None:
        if not any(other.start < end and start < other.end for other in found):
            found.append(Found("quantity", start, end, original[start:end], {"item": item, "count": count}))

    for start, end, item, count in _counted(text, original):
        if 1 <= count <= 500 and not _NOT.search(text[max(0, start - 4) : start]):
            add(start, end, item, count)
    for match in _ALONE.finditer(text):
        item = _last_named(text[: match.start()], _MEASURED[match["measure"]])
        add(match.start(), match.end(), item, whole(match["n"]) or 1)
    return [one for one in found if not _is_sum(one, found)]


def _is_sum(one: Found, found: Sequence[Found]) -> bool:
    """三台空调，两台挂机一台柜机: counted together, then by kind."""
    counts = {other.value["item"]: other.value["count"] for other in found}
    item = one.value["item"]
    return bool(counts[item] == sum(counts.get(kind, 0) for kind in KINDS.get(item, ())))


def _counted(text: str, original: str) -> list[tuple[int, int, str, int]]:
    """(start, end, item, count): each number with the thing before it, unless that has its number, else behind it."""
    known = item_words()
    done: list[tuple[int, int, str, int]] = []

    def is_free(start: int, end: int) -> bool:
        return all(other_end <= start or end <= other_start for other_start, other_end, _, _ in done)

    done += [
        (match.start(), match.end(), known[match["item"]], whole(match["n"]) or 0)
        for match in _times_sign().finditer(text)
    ]
    by_room = per_room(text)
    done += by_room
    done += [
        (match.start(), match.end(), _SHORT_KINDS[match["kind"]], whole(match["n"]) or 0)
        for match in _SHORT_KIND.finditer(text)
        if _AIRCON.search(text)
    ]
    for match in _COUNT.finditer(text):
        count = whole(match["n"])
        if count is None or not is_free(match.start(), match.end()):
            continue
        left = _no_room(match, _left_of(text, original, match.start()))
        right = _no_room(match, _right_of(text, original, match))
        if left is not None and match["measure"] in ("箱", "件") and left[2] in _LOADS:
            left = (left[0], left[1], match["measure"])  # 行李6箱
        touches = left is not None and left[1] == match.start()
        apart = right is not None and _has_own_number(text, right[1])
        if left is not None and right is not None and not apart and right[2] in KINDS.get(left[2], ()):
            left = None  # 空调两台挂机一台柜机
        if left is not None and is_free(left[0], left[1]) and (touches or right is None or apart):
            done.append((left[0], match.end(), left[2], count))
        elif right is not None and not (apart and text[match.end()] == " " and _named_before(text, match)):
            done.append((match.start(), right[1], right[2], count))
        elif done and _SUM.search(text, max(0, match.start() - 8), match.start()):
            continue  # 再加一台柜机 一共三台: all of them, whatever of
        elif match["measure"] in ("箱", "件"):
            done.append((match.start(), match.end(), match["measure"], count))
        elif _APART.match(text, match.end()) and (before := _named_before(text, match)) is not None:
            done.append((match.start(), match.end(), before, count))
    for match in _PAIR.finditer(text):
        left = _left_of(text, original, match.start())
        if left is not None and left[1] == match.start() and is_free(left[0], match.end()):
            done.append((left[0], match.end(), left[2], whole(match["n"]) or 2))
    for match in _EACH.finditer(text):
        if any(start <= match.start() < end for start, end, _, _ in by_room):
            continue
        count = whole(match["n"])
        named = item_pattern().finditer(text, max(0, match.start() - 20), match.start())
        done += [(one.start(), one.end(), known[one[0]], count or 0) for one in named if is_free(*one.span())]
    for match in _VERB_ONE.finditer(text):
        item = item_pattern().match(text, match.end())
        if item and known[item[0]] in MACHINES and is_free(match.start(), item.end()):
            done.append((match.start(), item.end(), known[item[0]], 1))
    return done


def _has_own_number(text: str, end: int) -> bool:
    """Whether a number behind a thing is of that thing; in 一台挂机一台柜机 it leads the next one."""
    own = _OWN_NUMBER.match(text, end)
    if own is None:
        return False
    following = item_pattern().match(text, own.end())
    return following is None or _has_own_number(text, following.end())


def _no_room(match: re.Match[str], named: tuple[int, int, str] | None) -> tuple[int, int, str] | None:
    """小房间还有一台: a machine in the room, not the room."""
    return None if named and match["measure"] in MEASURES and ROOM.search(named[2]) else named


# 两个都要带鞋套, 三个一起改: what all of them have, and no thing.
_NO_THING = re.compile(r"的|^\s?(?:都|全|一起|一块|也|要)")


def _left_of(text: str, original: str, end: int) -> tuple[int, int, str] | None:
    """The thing named right before a number, with little between."""
    gap = _COUNTED.search(text, max(0, end - 6), end)
    stop = gap.start() if gap else end
    low = max(0, stop - 8)
    item = _item_left().search(text[low:stop])
    noun = _NOUN_LEFT.search(text[low:stop])
    if noun is not None and (item is None or noun.start() < item.start()):
        said = _NO_NOUN.sub("", noun[0])
        if len(said) >= 2 and (item is None or len(said) > len(item[0])):
            return stop - len(said), stop, item_words().get(said, original[stop - len(said) : stop])
    return None if item is None else (low + item.start(), stop, item_words()[item[0]])


def _right_of(text: str, original: str, match: re.Match[str]) -> tuple[int, int, str] | None:
    """The thing named right behind a number."""
    between = re.compile(rf"\s?{_KIND}").match(text, match.end())
    start = between.end() if between else match.end()
    kinds = [item_pattern().match(text, place) for place in (match.end(), start)]  # 两台立式的空调, 两台立式洗衣机
    item = max((one for one in kinds if one), key=re.Match.end, default=None)
    noun = _NOUN_RIGHT.match(text, match.end())
    if noun is not None and (item is None or noun.end() > item.end()) and not _NO_THING.search(noun[0]):
        named = original[noun.start() : noun.end()].strip()
        return match.start(), noun.end(), item_words().get(noun[0], named)
    if item is None or re.match(r"间隔|店|铺|盖|遮|房", text[item.end() :]):
        return None
    return match.start(), item.end(), item_words()[item[0]]


def _named_before(text: str, match: re.Match[str]) -> str | None:
    """The last thing named in what is said just before; no room where machines are counted."""
    known, end = item_words(), match.start()
    named = [known[one[0]] for one in item_pattern().finditer(text, max(0, end - 15), end)]
    pieces = [item for item in named if match["measure"] not in MEASURES or not ROOM.search(item)]
    return pieces[-1] if pieces else None


def _last_named(before: str, candidates: tuple[str, ...]) -> str:
    places = {item: before.rfind("窗" if item == "窗户" else item) for item in candidates}
    return max(candidates, key=lambda item: places[item])
