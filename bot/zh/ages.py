"""Who is at home by age: 5岁的姐姐跟8个月大的弟弟 -> a child and an infant."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise
from bot.zh.numbers import HAN, number

_YEARS = re.compile(
    rf"(?<![\d.第])(?P<n>\d{{1,3}}|{HAN}{{1,5}})(?P<about>[多几来])?(?:周?岁|歲)(?P<half>半)?(?!以[上下内])"
)
_OLD_ONES = re.compile(
    r"(?:爸|妈|爹|娘|老人|奶奶|爷爷|老爷子|老太太|外婆|外公|姥姥|姥爷|阿婆|阿公|老伴|老头|阿嬷)[^\s,。]{0,3}?"
    r"(?:[六七八九]十[一二三四五六七八九几多来]?|[6-9]\d)[多几来]?(?=了|的|$|[\s,。])"
)
_OLD_SAID = re.compile(
    r"(?:她|他|佢|伊|都|今年)(?:今年|都|快|已经)?(?:[七八九]十[一二三四五六七八九几多来]?|[7-9]\d)(?=了|啦|咯)"
)
_MONTHS = re.compile(
    rf"(?<![\d.第])(?P<n>\d{{1,2}}|{HAN}{{1,3}})个(?:多|半)?月(?:大|的?(?:宝|娃|孩|婴|奶|小|bb|弟|妹|囡|崽|细))"
)
_BORN = re.compile(
    r"(?:刚|啱|才)(?:刚|啱)?(?:出生|满月|学[行走爬]|会[走爬]|断奶|百天)|(?:满月|百天|百日)(?!酒|宴|照)|"
    r"(?<![a-z])(?:bb|baby)(?![a-z])|吃奶|喝奶|喂奶|哺乳|吮奶|奶粉"
)
_SCHOOL = re.compile(r"[一二三四五六1-6]年级|幼儿园|幼稚园|托班|小学|放学|小升初|学龄|大班|中班|小班")
_PETS = (
    "狗|猫|金毛|泰迪|柯基|比熊|边牧|边境|哈士奇|二哈|拉布拉多|柴犬|萨摩|阿拉斯加|德牧|法斗|雪纳瑞|博美|吉娃娃|串串|"
    "布偶|橘|英短|美短|狸花|暹罗|加菲|兔子|鹦鹉"
)
_NO_PERSON = re.compile(rf"^的?(?:(?:小|大|老|公|母)?(?:{_PETS})|老房|房龄)")
# 金毛 两岁: whose age it is was said just before, unless somebody is named in between.
_OF_A_PET = re.compile(rf"(?:{_PETS})(?:(?![娃孩宝妈爸奶爷囡崽仔弟妹姐哥人]).){{0,8}}$")

INFANT_BELOW, CHILD_BELOW, ELDER_FROM = 3, 15, 65


def ages(text: str) -> list[tuple[int, int, str]]:
    """(start, end, code) of has_infant, has_child and has_elder by what a normalised text says of ages."""
    found: list[tuple[int, int, str]] = []
    for match in _YEARS.finditer(text):
        value = number(match["n"])
        if value is None or _NO_PERSON.match(text[match.end() :]) or _OF_A_PET.search(text[: match.start()]):
            continue
        code = _code(value + (0.5 if match["half"] else 0))
        if code:
            found.append((match.start(), match.end(), code))
    for pattern, code in (
        (_OLD_ONES, "has_elder"),
        (_OLD_SAID, "has_elder"),
        (_MONTHS, "has_infant"),
        (_BORN, "has_infant"),
        (_SCHOOL, "has_child"),
    ):
        found += [(match.start(), match.end(), code) for match in pattern.finditer(text)]
    return found


_OTHER_CHILD = re.compile(r"哥哥|姐姐|老大|老二|大宝|二宝|另(?:外)?(?:一|还)?个?|还有|[两俩三]个")


def has_other_age(text: str) -> bool:
    """幼儿园的, 还有个姐姐: of a child beside the one that was told of."""
    plain = normalise(text)
    return _OTHER_CHILD.search(plain) is not None or any(code == "has_child" for _, _, code in ages(plain))


def _code(years: float) -> str | None:
    if years < INFANT_BELOW:
        return "has_infant"
    if years < CHILD_BELOW:
        return "has_child"
    return "has_elder" if ELDER_FROM <= years <= 120 else None
