"""Survey scores in words and digits: 态度5分, 除了守时都满分, 5 4 4 5 -> points by dimension."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.zh.lexicon import any_of, words
from bot.zh.normalise import normalise
from bot.zh.numbers import number

DIMENSIONS = ("attitude", "skill", "punctuality", "result")
_FOUR = len(DIMENSIONS)
OVERALL = "overall"
HIGHEST, LOWEST = 5.0, 1.0
_TEN = 10
"""Who gives eight counts to ten; a ten alone may be a five with enthusiasm."""

_VALUE = r"(?:\d{1,2}(?:\.\d)?|[零一二两三四五六七八九十]点五|[零一二两三四五六七八九十])"
_WORST = (
    r"(?:[01零一](?:分|颗?星)(?:都|也)(?:嫌多|不想给|不给|不值|没有|多)|(?:负|-)\s?(?:分|\d{1,2}\s?分|无穷|一?百?分)|"
    r"(?<![\d十百])[0零]\s?(?:分|颗?星)|零蛋|鸭蛋)"
)
_FULL = r"(?:满分|满星|没得说|没话说|没的说|挑不出(?:啥|什么)?毛病|挑不出(?:刺|问题)|无可挑剔|(?<!\d)100\s?分|一百分)"
_FULL_BY_HUNDRED = re.compile(r"(?<!\d)100(?!\d)")
_UNIT = r"(?:/\s?10(?!\d)|分半|星半|颗半星?|个半?星|[分星颗](?!钟|之|期|别|开|头|成|辨)星?半?)"
# A digit alone is a point only where nothing else is counted by it.
_BARE = (
    r"(?<![\d.第])(?:[0-5](?:\.5)?|10|[一二两三四五](?=$|[\s,。、;!吧啊哈呀了嘛咯]))"
    r"(?![\d.]|\s?(?:点|个|号|次|天|小时|年|月|平|块|元|楼|位|遍|分钟))"
)
_POINT = re.compile(
    rf"(?P<worst>{_WORST})|(?P<full>{_FULL})|(?<![\d.第])(?P<value>{_VALUE})\s?(?P<unit>{_UNIT})|(?P<bare>{_BARE})"
)
_OTHERS = re.compile(
    r"(?:其他|其它|其余|其馀|别的|剩下|余下|另外)(?:的)?(?:几?[项样个])?(?:都|全|全部|统统)?(?:是|给|打)?"
)
_EVERY = re.compile(r"(?:都|全都|通通|统统|一律|各项|每项|样样|全|四项)(?:都)?(?:是|给|打|可以|得)?")
_ALL = re.compile(r"(?:全部|所有)(?:的|项目)?(?:都)?(?:是|给|打)?|全(?=\s?[\d一二三四五]\s?颗?星)")
_EXCEPT = re.compile(r"(?:除了|除开|除咗|除)")
_TEN_SCALE = re.compile(
    r"(?:10|十)分制|按(?:照)?\s?(?:10|十)分|满分(?:是)?(?:10|十)分?|(?:10|十)分(?:为|是)?满分|[\d一二三四五六七八九十]\s?/\s?10"
)
# 其实想打六分, 本来要给5分: no score that is given.
_WRONG_BEFORE = re.compile(
    r"(?:不是|并非|别写|不是给|打错了?不是|(?:其实|本来|原本|原来|差点|要不是[^,。]{0,8}就)(?:我)?(?:想|要|打算|会)?(?:给|打)?)\s?$"
)
# 态度3分 不是 4分: the second point takes the place of the first.
_CORRECTS = re.compile(r"[分星\d]\s+(?:哦|啊|诶|噢)?(?:不是|不对|不)\s+$|(?:不是|不对)\s?\d(?:分|星)?[\s,]?是\s?$")
# 来得准时，活儿也细，给满分: a clause of its own for all that was judged before.
_OF_ALL = re.compile(r"[,。;!\s](?:我|就|一共|总共|那就|必须)*(?:给|打|俾|值|来)(?:个|她|他|你们?)?\s?$")
_TAKEN_OFF = re.compile(r"(?:扣|减|少给?|还差|差)(?:了|掉|你们?|她|他|个)?\s?$")
# 态度没得说，5分: the words and the point say the same.
_RESTATED = re.compile(rf"{_FULL}\s?[,、]?\s?(?:的)?$")
_TAKEN_BACK = re.compile(r"\s?(?:个|你个)(?:鬼|屁|头|锤子)|\?")
_OTHERS_SCORE = re.compile(
    r"(?:(?:老公|老婆|老爸|老妈|我妈|我爸|妈妈|爸爸|婆婆|公公|孩子|儿子|女儿|闺女|先生|太太|室友|老人家?|爷爷|奶奶|"
    r"那口子|对象|爱人|老伴|媳妇|家人|我姐|我哥|我妹|我弟)(?:(?!我)[^,。;\s]){0,9}|"
    # 她迟到了十分钟给三分 is of her who came, and of nobody who judges.
    r"(?:(?<!其)他|她)(?:自己|也|就|只|倒|却|那边|可能|应该|肯定|想|要|会|说|觉得|认为)*(?:给|打|评|扣)?(?:了|个)?)$"
)
_MINE = re.compile(r"(?:我|本人)(?:自己)?(?:觉得|认为)?(?:就|只|是|还是|要)?(?:给|打)")
_THIS = re.compile(
    r"(?:这个|这项|这一?[项点块条]|这方面|这上面|呢个|依个)(?:上|嘛|就|只能|得|我|要)*(?:给|打|俾|是|算|扣到)?\s?$"
)
# A dimension that is told of and not named.
_TOLD_OF: Mapping[str, re.Pattern[str]] = {
    "punctuality": re.compile(
        r"来?晚(?:了|到)|迟(?:到|了|咗)|来得(?:晚|迟|慢)|等了[^,。]{0,6}(?:分钟|小时|半天)|早到|提前到|早走"
    ),
    "result": re.compile(
        r"(?:擦|洗|扫|拖|打扫|收拾|抹|刷|搞|弄|做|清|整理)(?:得|的|额|格)?(?:不|没|不太|不够|挺|很|真|蛮|老)?(?:干净|仔细|亮|细|清爽|到位|整齐)"
    ),
    "attitude": re.compile(
        r"客气|热情|和气|和善|好说话|(?:嘴|脾气)(?:也|很|挺|蛮)?(?:甜|好)|人(?:也|很|挺|蛮|真|老)+(?:好|nice|不错)|冷淡|凶|爱搭不理|摆脸|不耐烦|有礼貌|亲切"
    ),
    "skill": re.compile(r"麻利|利索|熟练|内行|外行|手生|笨手笨脚|专业"),
}
_CLAUSES = 2
"""So far a point reaches back to what it is of."""
_ONE = re.compile(r"[0-5]\.5|10|[0-5]|[一二三四五]")
_BREAK = r"[\s,、./|;:。!~和-]*"
_DIGITS_ONLY = re.compile(rf"(?:{_BREAK}(?:{_ONE.pattern})(?:\s?[分星])?)+{_BREAK}[吧哈啦]?{_BREAK}")


@dataclass(frozen=True)
class _Piece:
    kind: str  # dimension | point | others | every | all | except
    start: int
    end: int
    value: str | float


@dataclass(frozen=True)
class Scores:
    """``points`` by dimension, 1–5 in halves; ``comment`` the words that are no score."""

    points: Mapping[str, float]
    comment: str


@lru_cache(maxsize=1)
def _dimension() -> re.Pattern[str]:
    return re.compile(any_of(words("score_dimensions")))


def scores(text: str, asked: bool, dimensions: Sequence[str] = DIMENSIONS) -> Scores:
    """The points in a text; ``asked``: a score is what was asked for, so a bare digit is one.

    ``dimensions``: those that were asked for, in their order.
    """
    plain = normalise(text)
    if asked and _DIGITS_ONLY.fullmatch(plain) and not _FULL_BY_HUNDRED.search(plain):
        return Scores(_in_order(_bare(plain), dimensions), "")
    pieces = [piece for piece in _pieces(plain, asked) if not _is_taken_off(plain, piece)]
    if asked and (first := _all_at_first(plain, dimensions)):
        length, given = first
        later = [piece for piece in pieces if piece.start >= length]
        points = {**given, **_Assigner(plain, later, dimensions).points()}
        return Scores(points, _comment(text, plain, pieces))
    points = _Assigner(plain, pieces, dimensions).points()
    return Scores(points, _comment(text, plain, pieces) if points else text.strip())


_FIRST = re.compile(rf"(?:{_ONE.pattern})(?:[\s,、./|;:~-]+(?:{_ONE.pattern})(?![\d点个]))+(?=[\s,。;!]|$)")
# 5454 阿姨很细心: as many as there are dimensions, in one breath.
_RUN = re.compile(r"[1-5]{3,5}(?=[\s,。;!]|$)")


def _all_at_first(plain: str, dimensions: Sequence[str]) -> tuple[int, dict[str, float]] | None:
    """5 4 5 5 before words that tell more or put one of them right: how long it is, and the points."""
    first = _FIRST.match(plain.lstrip()) or _RUN.match(plain.lstrip())
    values = _bare(first[0]) if first else []
    if first is None or len(values) not in (len(dimensions), len(dimensions) + 1):
        return None
    return first.end() + len(plain) - len(plain.lstrip()), _in_order(values, dimensions)


def named(text: str) -> frozenset[str]:
    """The dimensions that a text names."""
    return frozenset(words("score_dimensions")[match[0]] for match in _dimension().finditer(normalise(text)))


def speaks_of_others(text: str) -> bool:
    """其他都4: those that were not spoken of yet."""
    return _OTHERS.search(normalise(text)) is not None


def _bare(plain: str) -> list[float]:
    return [float(number(found) or 0) for found in _ONE.findall(plain)]


def _in_order(values: list[float], dimensions: Sequence[str]) -> dict[str, float]:
    """One is the whole; as many as dimensions, or all but the last of four, these in order; one more begins with it."""
    clipped, known = [_clipped(value) for value in values], len(dimensions)
    if len(clipped) == 1:
        return {OVERALL: clipped[0]}
    if len(clipped) == known or (known == _FOUR and len(clipped) == known - 1):
        return dict(zip(dimensions, clipped, strict=False))
    if len(clipped) == known + 1:
        return dict(zip((OVERALL, *dimensions), clipped, strict=True))
    return {}


def _clipped(value: float) -> float:
    return min(HIGHEST, max(LOWEST, value))


def _pieces(plain: str, asked: bool) -> Iterator[_Piece]:
    patterns = (
        ("except", _EXCEPT),
        ("others", _OTHERS),
        ("dimension", _dimension()),
        ("point", _POINT),
        ("all", _ALL),
        ("every", _EVERY),
    )
    position = 0
    scale = _TEN_SCALE.search(plain)
    while position < len(plain):
        if scale is not None and position == scale.start() and "/" not in scale[0]:
            position = scale.end()  # 按十分制: how she counts, and no point given
            continue
        for kind, pattern in patterns:
            match = pattern.match(plain, position)
            if match is None:
                continue
            value: str | float = match[0]
            if kind == "dimension":
                value = words("score_dimensions")[match[0]]
            elif kind == "point":
                if match["bare"] and not asked:
                    continue
                value = _point(match)
            yield _Piece(kind, position, match.end(), value)
            position = match.end()
            break
        else:
            position += 1


def _point(match: re.Match[str]) -> float:
    if match["worst"]:
        return LOWEST
    if match["full"]:
        return HIGHEST
    said = match["value"] or match["bare"]
    value = float(number(said.replace("点五", "")) or 0) + (0.5 if "点五" in said else 0)
    return value + (0.5 if match["unit"] and "半" in match["unit"] else 0)


def _is_taken_off(plain: str, piece: _Piece) -> bool:
    """扣一分, 还差一分: what is missing, and no point given."""
    return piece.kind == "point" and _TAKEN_OFF.search(plain[max(0, piece.start - 5) : piece.start]) is not None


class _Assigner:
    """Reads the pieces in order: dimensions wait for the point that follows them, 其他 and 都 for what is left."""

    def __init__(self, plain: str, pieces: list[_Piece], dimensions: Sequence[str]) -> None:
        self._plain = plain
        self._dimensions = dimensions
        self._pieces = pieces
        self._halved = _TEN_SCALE.search(plain) is not None or any(
            piece.kind == "point" and HIGHEST < float(piece.value) < _TEN and not self._is_wrong(piece)
            for piece in pieces
        )
        self._points: dict[str, float] = {}
        self._named: list[str] = []
        self._passed = False
        """Another dimension was judged in words before the one that waits for its point."""
        self._corrected: list[str] = []
        self._excepted: list[str] = []
        self._excepting = False
        self._reach: str | None = None
        self._rest: float | None = None
        self._several = sum(piece.kind == "point" for piece in pieces) > 1
        self._last = 0

    def points(self) -> dict[str, float]:
        end = 0
        for index, piece in enumerate(self._pieces):
            following = self._pieces[index + 1] if index + 1 < len(self._pieces) else None
            match piece.kind:
                case "except":
                    self._excepting = True
                case "dimension":
                    self._name(str(piece.value), self._plain[end : piece.start])
                case "point":
                    self._take(piece, following)
                case _:
                    self._excepting, self._reach = False, piece.kind
                    self._named = [] if piece.kind == "others" else self._named
            end = piece.end
            self._last = piece.end if piece.kind == "point" else self._last
        if self._rest is None:
            return self._points
        rest = dict.fromkeys((name for name in self._dimensions if name not in self._excepted), self._rest)
        return {**rest, **self._points}

    def _name(self, dimension: str, between: str) -> None:
        if self._excepting:
            self._excepted.append(dimension)
            return
        if self._named and _apart(between):
            self._named, self._passed = [], True
        self._named.append(dimension)

    def _take(self, piece: _Piece, following: _Piece | None) -> None:
        value = float(piece.value)
        value = _clipped(value / 2 if self._halved else value)
        before = self._plain[max(0, piece.start - 8) : piece.start]
        again = _CORRECTS.search(before) or _RESTATED.search(before)
        if self._corrected and not self._named and again:
            self._points.update(dict.fromkeys(self._corrected, value))
            return
        if self._is_wrong(piece):
            return
        if self._is_anothers(piece.start):
            self._named = []
            return
        if self._excepting and self._excepted:
            self._points.update(dict.fromkeys(self._excepted, value))
        elif self._passed and _OF_ALL.search(self._plain[: piece.start]):
            self._points[OVERALL] = value
        elif self._named and self._reach in (None, "every"):
            self._points.update(dict.fromkeys(self._named, value))
        elif self._reach == "all":
            every = self._dimensions if self._excepted else (OVERALL, *self._dimensions)
            self._points.update({name: value for name in every if name not in self._excepted})
        elif self._reach is not None or (self._excepted and following is None):
            self._rest = value
        elif following and following.kind == "dimension" and _given(self._plain[piece.end : following.start]):
            self._points[str(following.value)] = value
        else:
            self._points[self._pointed_at(piece.start) or OVERALL] = value
        self._named, self._corrected, self._reach, self._excepting = [], self._named, None, False
        self._passed = False

    def _pointed_at(self, start: int) -> str | None:
        """来晚了20分钟，这个给3分: what was told just before, where the point is said to be of it."""
        before = self._plain[max(0, start - 24) : start]
        if not _THIS.search(before):
            if not self._several:
                return None
            before = self._plain[self._last : start]  # 人也和气 5分, beside points for the rest
            if len(re.findall(r"[^,。;!?\s]+", before)) > _CLAUSES:
                return None
        told = [(match.end(), name) for name, pattern in _TOLD_OF.items() for match in pattern.finditer(before)]
        return max(told)[1] if told else None

    def _is_wrong(self, piece: _Piece) -> bool:
        before = self._plain[max(0, piece.start - 12) : piece.start]
        return _WRONG_BEFORE.search(before) is not None or _TAKEN_BACK.match(self._plain, piece.end) is not None

    def _is_anothers(self, start: int) -> bool:
        """Whether somebody else gives this point: 我妈给3分, 我给5分."""
        return (
            _OTHERS_SCORE.search(self._plain[max(0, start - 14) : start]) is not None
            and _MINE.search(self._plain[max(0, start - 8) : start]) is None
        )


def _apart(between: str) -> bool:
    """Whether what was named before is judged in words of its own and not by the points to come."""
    return re.search(r"[,。;!?\s]", between.strip(" 、和跟与")) is not None or len(between) > 5


def _given(between: str) -> bool:
    return re.fullmatch(r"\s?(?:给|打给|是给|的是)\s?", between) is not None


def _comment(text: str, plain: str, pieces: list[_Piece]) -> str:
    """The clauses without points, as typed."""
    kept: list[str] = []
    start = 0
    for stop in [*(match.start() for match in re.finditer(r"[,。;!?\s]", plain)), len(plain)]:
        clause = text[start:stop].strip()
        if clause and not any(piece.kind == "point" and start <= piece.start < stop for piece in pieces):
            kept.append(clause)
        start = stop + 1
    return " ".join(kept)
