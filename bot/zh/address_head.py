"""Where an address begins: the district, city or road name in front of its numbers."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.zh.address_grammar import HAN
from bot.zh.lexicon import any_of, rows
from bot.zh.normalise import normalise

# 南京西路, 福州路, 和平二路: a name that goes on like this is the road's.
NOT_A_ROAD = (
    r"(?!(?:[东西南北中]|[一二三四五六七八九十]{1,2}|环城|支)?(?:路|街(?!道)|大街|大道|道(?!里|外)|支路|巷|胡同|弄(?!堂)|高架|"
    r"公路|广场|公园))"
)
_PIECE = re.compile(rf"[{HAN}·()a-z]+")
_GAP = re.compile(r"[\s,]{0,4}")
# 3点半中山路5号, 12月5号中山路12号: what a number in front of the place counts.
_COUNTED = re.compile(
    r"月|[日号]|点(?:半|整|钟|左右|多|[以之]?[前后])*|个?(?:半?小时|钟头|钟)|小时|分钟?|平米?|平方米?|[块元台人室层楼岁]|个(?:人|阿姨|师傅)?"
)
# 元朗yoho town: Latin names go on over a blank.
_LATIN_END = re.compile(r"[a-z]$")
_NUMBER_GAP = re.compile(r"\s{0,2}")
_FAR = 40
"""Characters looked back over; an address names its place within them."""

_NAME_SUFFIX = (
    r"(?:公路|大道|大街|路|街|巷|胡同|弄|道|里|坊|小区|花园|花苑|家园|公寓|大厦|广场|新村|[一二三四五六七八九十]{1,2}村|苑|府|城|湾|"
    r"庭|园|名邸|国际|中心|大楼|山庄|别墅|新城|社区|公馆|郡|轩|阁|邸|宿舍|居|院)"
)
_SUFFIXED = re.compile(rf"(?P<name>.*?)[东西南北中]?{_NAME_SUFFIX}{{1,3}}(?:附近|旁边|口)?$")
# A piece of an address that the customer set apart: 上海市 浦东新区 张杨路 5号楼.
_APART = re.compile(rf"(?:省|市|区|县|镇|乡|街道|[{HAN}]{{2}}(?:路|大道|街|巷|花园|小区|花苑|家园|公寓|大厦|新村|苑))$")

# Words that stand before an address and in no place's name.
_BEFORE = re.compile(
    r"地址(?:是|在|为|改成|改为|改到|换成|写|发你|如下|给你)?|位置(?:是|在)?|住址(?:是)?|我家(?:在|是|住)?|"
    r"家(?:在|住)|住(?:在|到)|搬(?:到|去|至|来)|送(?:到|去)|改(?:成|到|为|做)|换(?:成|到|做)|位于|喺|系(?!统)|俺家?|咱家?|填|小时|钟头|点[半整钟]|周[一二三四五六日天末]|星期[一二三四五六日天]|礼拜[一二三四五六日天]|在(?!水)|过来|不是|"
    r"是|我们|我的|我(?!格)|你们?|上门|应该|写错了?|不对|错了?|打扫|保洁|卫生|师傅|阿姨|女士|先生|小姐|太太|麻烦|叫|"
    r"了|吧|呢|啊|呀|嘛|清洗|楼号|门牌号?|号楼|维修|做饭|今天|明天|后天|上午|下午|晚上|早上|中午|周末|[这本下]周|[一二三四五六七八九十两]点(?:半|整)?|"
    r"(?<![^小社园校景片]区)(?<![省市县镇])的|[(]|"
    r"(?:爸妈|爸爸妈妈|父母|爷爷奶奶|外公外婆|公公|婆婆|公婆|岳母|岳父|丈母娘|老丈人|奶奶|爷爷|外婆|外公|姥姥|姥爷|儿子|女儿|闺女|姑娘|"
    r"姐姐?|妹妹?|哥哥?|弟弟?|妈妈?|爸爸?)(?:家里?|那边|那里|那套)|(?:^|(?<=我)|(?<=们))(?:公司|单位|办公室|店里|店铺)(?:那边)?"
)
# Words that stand before an address but also inside names (国和路, 哈密路, 来安路, 从化路).
_MAYBE = re.compile(r"从|到|去|来|约|给|帮|请|派|和|哈|再|还|住|送")
FILLER = re.compile(r"那个|这个|嗯+|呃+")


# 汇景新城: without its 区 such a name is the end of an estate's name.
_ALSO_ESTATES = (
    "市中",
    "新城",
    "城中",
    "龙城",
    "金湾",
    "清水",
    "太平",
    "观音",
    "泰山",
    "复兴",
    "红旗",
    "丰满",
    "海港",
    "路北",
    "路南",
    "城东",
    "城西",
    "城北",
    "老城",
    "七星",
    "平房",  # and this is a kind of house
)


@lru_cache(maxsize=1)
def districts() -> dict[str, str]:
    """Full name or the name without 区 -> full name."""
    known: dict[str, str] = {}
    for _city, name in rows("districts"):
        known[normalise(name)] = name
    for _city, name in rows("districts"):
        short = re.sub("(?:新区|回族区|区|县|街道)$", "", name)
        if len(short) >= 2 and short not in _ALSO_ESTATES:
            known.setdefault(normalise(short), name)
    return known


@lru_cache(maxsize=1)
def district_pattern() -> re.Pattern[str]:
    return re.compile(any_of(districts()) + NOT_A_ROAD)


@lru_cache(maxsize=1)
def _admin() -> re.Pattern[str]:
    cities = any_of({normalise(row[0]) for row in rows("districts")})
    return re.compile(
        rf"[{HAN}]{{2,3}}省|{cities}市?{any_of(districts())}{NOT_A_ROAD}|{any_of(districts())}{NOT_A_ROAD}|{cities}市?{NOT_A_ROAD}"
    )


@lru_cache(maxsize=1)
def _names() -> re.Pattern[str]:
    return re.compile(any_of({normalise(row[0]) for row in rows("place_names")}))


def head_start(text: str, end: int) -> int:
    """Where the words before ``end`` begin to be part of the address; ``end`` itself where none are."""
    low = max(0, end - _FAR)
    pieces = [(match.start(), match.end()) for match in _PIECE.finditer(text, low, end)]
    begin = limit = end
    for start, stop in reversed(pieces):
        gap = _NUMBER_GAP if limit == end else _GAP
        if gap.fullmatch(text, stop, limit) is None:
            break
        piece = text[start:stop]
        counted = _COUNTED.match(piece) if text[start - 1 : start].isdigit() else None
        cut = max(_cut(piece), counted.end() if counted else 0)
        rest = piece[cut:]
        joined = _APART.search(rest) or rest in districts() or _admin().fullmatch(rest)
        if begin < end and not joined and not (_LATIN_END.search(rest) and text[begin].isascii()):
            break
        if not rest:
            break
        begin = limit = start + cut
        if cut:
            break
    return begin


def _cut(piece: str) -> int:
    """How much of a run of characters stands before the place."""
    strong = max((match.end() for match in _BEFORE.finditer(piece)), default=0)
    rest = piece[strong:]
    admin = _admin().search(rest)
    if admin:
        return strong + admin.start()
    named = [match.span() for match in _names().finditer(rest)]
    begin = 0
    for word in _MAYBE.finditer(rest):
        if any(low <= word.start() < high for low, high in named):
            continue
        suffixed = _SUFFIXED.match(rest[word.end() :])
        if suffixed is None or len(suffixed["name"]) >= 2:
            begin = word.end()
    filler = FILLER.match(rest, begin)
    return strong + (filler.end() if filler else begin)


def is_admin(words: str) -> bool:
    """Whether a head names only a province, city or district: 徐汇, 上海市 浦东新区."""
    return bool(words.strip()) and _admin().sub("", words).strip(" ,市区县") == ""


def as_said(text: str) -> str:
    """An address without line breaks and without what was said only to gain time (静安区那个武宁路)."""
    apart = re.sub(r"(?<=[0-9A-Za-z])\s*[\r\n]+\s*(?=[0-9A-Za-z])", " ", text)
    joined = re.sub(r"\s*[\r\n]+\s*", "", apart)
    return re.sub(r"那[个個](?!小[区區]|[楼樓栋棟门門巷])|[嗯呃]|(?<=[省市区區县縣镇鎮])的", "", joined).strip()
