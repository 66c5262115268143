"""The smallest pieces of a time expression: days, parts of day, clock times, and the words between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.zh.clock_atoms import CLOCKS
from bot.zh.day_atoms import DAYS
from bot.zh.lexicon import any_of, words

DAY, PART, DAY_PART, CLOCK, CLOCKS_SPAN = "day", "part", "day_part", "clock", "clocks"
TO, AND, BOUND, ABOUT, FROM_WORD, NOT = "to", "and", "bound", "about", "from", "not"


@dataclass(frozen=True)
class Atom:
    kind: str
    start: int
    end: int
    value: Any


Rule = tuple[str, "re.Pattern[str]", Callable[["re.Match[str]"], Any]]

_WORDS: tuple[tuple[str, str, str | None], ...] = (
    (BOUND, r"(?:这|那)?(?:之后|以后|过后|往后(?![推挪延移顺改调拖]))", "after"),
    (BOUND, r"(?:之前|以前)", "before"),
    (BOUND, r"(?:之内|以内|内)(?![部容衣裤心向侧蒙江])", "within"),
    (ABOUT, r"(?:左右|前后|上下|附近|的样子|那会儿|那阵|光景|来钟|许)", None),
    (BOUND, r"(?:(?:再|才|先|正式)?开始|算起|起(?:始|步)?(?![床来飞火码诉不得晚]))", "from"),
    (BOUND, r"(?:为止|截止)", "until"),
    (BOUND, r"后(?![天日儿面边门院台续悔备勤仓座排半])", "after"),
    (BOUND, r"前(?![天日儿面台门后几两院边排提半任往台])", "before"),
    (TO, r"\s?(?:一直到|直到|到|至|—|~|-{1,2}|→|~~)\s?", None),
    (AND, r"\s?(?:还有|以及|或者|或是|要么|和|跟|与|或|同埋|、|,|;|&|\+)\s?", None),
    (ABOUT, r"(?:大概|大约|约莫|差不多|约|估计|大致|大抵)(?:在|是)?", None),
    (FROM_WORD, r"(?:从|自|打|由)", None),
    (
        NOT,
        r"(?:除了|除开|除去|(?<![扫清免拆祛删解])除|避开|跳过|(?<!要)不要|(?<!是)不是(?!\s)|唔系|别|唔好|甭|(?<!能)不能|(?<!想)不想)(?:在|约|安排|选|排|是)?",
        None,
    ),
)


# 下午好 greets; 明天下午好吗 and 明天下午安排一下 name a time.
_NO_GREETING = r"(?!好(?![吗么嘛伐咩呢不没了点的啦唻噶])|安(?!排))"


@lru_cache(maxsize=1)
def _rules() -> tuple[Rule, ...]:
    parts = words("parts_of_day")
    part = re.compile(any_of(parts) + _NO_GREETING)
    single = re.compile(
        r"(?<![最趁尽])(?:早|晚|夜)(?!一点(?![钟半]))(?=[\s的]?(?:\d|[零一二两三四五六七八九十])[\d一二两三四五六七八九十]?(?:点|"
        r":|时)(?!一?点))"
    )
    rules: list[Rule] = [(DAY_PART, _DAY_PART, _day_part)]
    rules += [(DAY, pattern, meaning) for pattern, meaning in DAYS]
    rules += [
        (PART, part, lambda match: parts[match[0]]),
        (PART, single, lambda match: _SINGLE[match[0]]),
    ]
    rules += [(CLOCKS_SPAN if many else CLOCK, pattern, meaning) for pattern, meaning, many in CLOCKS]
    rules += [(kind, re.compile(pattern), _constant(value)) for kind, pattern, value in _WORDS]
    return tuple(rules)


_SINGLE = {
    "早": "early",
    "晨": "early",
    "晚": "evening",
    "夜": "evening",
    "午": "noon",
    "上": "morning",
    "下": "afternoon",
}
_DAY_PART = re.compile(
    r"(今|明|(?<![然随最之])后|昨|前|当|听|聽)(?:(?:天|日|儿)?(早|晚|晨|夜|午)(?!点|[饭餐一]点?[^钟半])(?:上|"
    r"间|里|晨|黑)?|(上|下)午)" + _NO_GREETING
)
_DAY_CHAR = {"今": 0, "当": 0, "明": 1, "听": 1, "后": 2, "昨": -1, "前": -2}
_TRAILING_PART = re.compile(r"\s?(早|晚|夜)(?![点到于一起会了先])(?:上|间|里)?")


def _day_part(match: re.Match[str]) -> tuple[dict[str, Any], str]:
    return {"in": _DAY_CHAR[match[1]]}, _SINGLE[match[2] or match[3]]


def _constant(value: str | None) -> Callable[[re.Match[str]], Any]:
    return lambda match: value


@lru_cache(maxsize=1)
def _triggers() -> re.Pattern[str]:
    """Characters that can begin an atom; everything else is passed over at once."""
    begin = {word[0] for name in ("parts_of_day", "days") for word in words(name)}
    begin |= set(
        "双今明后昨前当听才先0123456789零〇一二两俩三四五六七八九十廿半过再等上下这本那算往周星礼拜月元正冬腊农阴旧阳初大年除"
    )
    begin |= set(
        "春清端中国劳儿妇情圣双母父教七重平小立感万六新未接之以内左附的开起为截到至~-—→、,;&+和跟与或还要同约差估从自打由避跳不别唔甭早晚夜光许来愚植感龙青建女尽越马立火即现而随凌直一第最"
    )
    return re.compile("[" + re.escape("".join(sorted(begin))) + "]")


def atoms(text: str) -> Iterator[Atom]:
    """Atoms in text order, the first rule that fits at a place wins; ``text`` is normalised."""
    trigger, rules = _triggers(), _rules()
    position, last = 0, None
    while True:
        start = trigger.search(text, position)
        if start is None:
            return
        position = start.start()
        found = _at(text, position, rules, last)
        if found is None:
            position += 1
            continue
        yield found
        last, position = found, found.end


def _at(text: str, position: int, rules: tuple[Rule, ...], last: Atom | None) -> Atom | None:
    if last is not None and last.kind == DAY and text[last.end : position].strip() == "":
        part = _TRAILING_PART.match(text, position)
        if part:
            return Atom(PART, position, part.end(), _SINGLE[part[1]])
    for kind, pattern, meaning in rules:
        match = pattern.match(text, position)
        if match is not None and match.end() > position:
            value = meaning(match)
            if value is not None or kind in (TO, AND, ABOUT, FROM_WORD, NOT):
                return Atom(kind, position, match.end(), value)
    return None
