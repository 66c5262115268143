"""Changing what is ordered already: more and less of it, what is wrong about it, what the provider is to be told."""

from __future__ import annotations

import re

from bot.zh.measures import seconds_of
from bot.zh.normalise import normalise
from bot.zh.numbers import SMALL, whole
from bot.zh.questions import asks_outright

_MORE = r"(?:多|再|加|添|增加|追加|续|延长|延)"
_LESS = r"(?:少|减|缩短|去掉|缩)"
_LINK = r"(?:加|做|派|来|叫|请|要|洗|擦|修|上|添|干|个|一下|掉|去|长|了|弄|换|安排)*\s?"
_BEFORE = re.compile(rf"(?:(?P<more>{_MORE})|(?P<less>{_LESS})){_LINK}$")
_PEOPLE = re.compile(
    rf"(?:(?P<more>{_MORE})|(?P<less>{_LESS}))(?:派|来|叫|请|要|加|个|一下|安排)*\s?(?P<n>{SMALL})?\s?(?:个|位|名)?(?:人手?|阿姨|师傅|帮手|保洁员?|家政员?)"
)
_PIECES = re.compile(
    rf"(?:(?P<more>{_MORE})|(?P<less>{_LESS})){_LINK}(?P<n>{SMALL})\s?(?:台|扇|张|件|条|盏|套|部)(?!空|挂|柜|油|洗|冰|热)|"
    rf"(?P<also>(?:还|仲|另外?|又)(?:有|多出?)(?:着)?(?P<further>{SMALL})\s?(?:台|扇|张|件|条|盏|套|部))(?=$|[\s,。;!?没要也呢吧])"
)
_TO_PIECES = re.compile(rf"(?:改|换|变)(?:成|为|到|做)?\s?(?P<n>{SMALL})\s?(?:台|扇|张|件|条|盏|套|部)")
_NEEDED = re.compile(
    rf"(?:现在|其实|应该|一共|总共|就|只|光|改)?(?<!还)(?<!再)(?<!又)(?:要|得|只|一共|总共|应该)(?:是|有|喂|洗|擦|修|做|清洗)\s?(?P<n>{SMALL})\s?(?:台|扇|张|件|条|盏|套|部|只)(?!空|挂|柜|油|洗|冰|热)"
)
# 书房那台太旧了不洗了; 卧室那台挂机也一起洗了
_THAT_PIECE = r"(?:那|这|嗰|呢)一?(?:台|部|扇|张|件|条|盏|只)[^。;!?]{0,12}?"
_ONE_LESS = re.compile(
    rf"{_THAT_PIECE}(?:不|唔|勿|甭|别)(?:用|要|使|必|想|准备|打算)?(?:清洗|洗|修|擦|拆|弄|搞|做|管|整)?[了啦喇咯]"
)
_ONE_MORE = re.compile(
    rf"{_THAT_PIECE}(?:也|亦|一起|一齐|一道|一并|一块|顺便|顺带)[^,。;!?不别]{{0,6}}?(?:清洗|洗|修|擦|拆|弄|搞|做|整)"
)
_WRONG = re.compile(
    r"(?:写|填|打|说|报|留|发|输|搞|弄)错|错了|错咗|不对|有误|变了|换了|要改|要换|改一下|换一下|改下|换下|想改|想换|更[新改正换]|修改|[改换]个|[改换][成到]|^[改换]"
)
_PARTS = (
    ("phone", r"电话|手机|号码|联系方式"),
    ("address", r"地址|楼号|门牌|房号|小区|住址|楼栋|单元号|门牌号"),
    ("name", r"名字|姓名|称呼|联系人"),
    ("area", r"面积|平方数|平米数"),
    ("time", r"时间|日子|日期|几点"),
)
_NOTE = re.compile(
    r"(?:补充说明|备注说明|备注|留言|补充|注明|说明)(?:一下|一句|一条|一点|一件事|个|下|上|里)*(?:说|写)?[\s,:]*(?P<words>[^。;]{2,60})"
)
_TELL = re.compile(
    r"(?:跟|告诉|转告|让|叫|请|提醒|同)(?:一下|下)?(?:明天|后天|今天|到时|来)?的?(?:阿姨|师傅|她|他|家政员?|保洁员?)"
    r"(?:讲一声|说一声|说一下|讲声|说声|说|讲|来的时候|到时候|到的时候|到了)?[\s,:]*(?P<words>[^。;]{2,60})"
)
_ADDS = re.compile(r"(?:再|还要|另外|对了|哦)?[\s,]*补充(?!说明)")
_NOTHING_TO_TELL = re.compile(r"(?:别|不用|不要)(?:再)?来|约好|换|.*多少")
_CODE = re.compile(
    r"(?P<words>(?:门禁|门锁|大门|单元门|楼下|房门|入户门|门)?(?:的)?(?:密码|开门码|门禁码)(?:锁|门)?[\s,:]*(?:是|为|改成|换成|改为)?[\s,:]*[a-z0-9#*]{3,12})"
)
_SOME_ORDER = re.compile(
    r"(?:改|修改|更改|变更|调整)(?:一?下|个)?(?:我的?|那个?)?(?:[^,。;!?]{0,8}?(?:的|那个?))?(?:[^,。;!?]{0,4}?)(?:订单|单子?|预约)"
    r"(?:的?(?:内容|信息))?(?=$|[\s,。吧呀啊吗])"
)
_AMENDS = re.compile(
    r"加个|加上|加一|加[两三四]|多加|再加|添个|再添|多做|多派|多来|少做|减|写错|填错|打错|错了|改成|改为|换成|改一下|备注|顺便|顺带|去掉|"
    r"不用(?:再)?(?:带|擦|洗|做|加|自带)|不要(?:擦|洗|做|带)|也(?:帮我)?(?:擦|洗|做|打扫)|密码|忘(?:了|记)(?:跟|和|同|给)?(?:你们?|您|侬)?(?:说|讲|提|告诉|交代)|漏(?:了|说)|少说"
)


_A_VISIT = re.compile(
    r"(?:再|多|加)(?:约|订|来|加|做|安排|预约)?\s?[一两二三1-3](?:次|趟|回|单|天)|(?:再|另)(?:约|订|预约|来)|"
    r"(?:再|也|另外)[^,。;!\s]{0,6}?(?:约|来|订|定|叫|安排)(?:上)?一?(?:个|单|次|份|下)"
)


def amends(text: str) -> bool:
    """Whether a text changes what is there rather than asks for something new: 再加个擦窗, 电话写错了."""
    return _AMENDS.search(normalise(text)) is not None


def adds_a_visit(text: str) -> bool:
    """周六那个打扫再约一次, 再加一单: another one like it."""
    return _A_VISIT.search(normalise(text)) is not None


def is_mistaken(text: str) -> bool:
    """Whether something was written wrongly in an order: 电话写错了; what is stored of her is no order."""
    plain = normalise(text)
    return re.search(r"(?:写|填|打|报|留|发|输|弄|搞|说)(?:错|反)", plain) is not None and not re.search(
        "资料|登记|档案|默认|以后", plain
    )


def changes_some_order(text: str) -> bool:
    """Whether an order is to be changed without a word of what: 我想改下单子."""
    return _SOME_ORDER.search(normalise(text)) is not None


def sign_before(text: str, start: int) -> int:
    """1 or -1 where what stands at ``start`` of a normalised text is to be added or taken away, else 0."""
    match = _BEFORE.search(text[max(0, start - 8) : start])
    return 0 if match is None else 1 if match["more"] else -1


_OF_IT = r"(?:那|这|嗰)?(?:[一二两三\d]?[台个部件样])?(?:的|就|先|也|还是|要不|嘛|呢|啊|我|我们)*\s?"
_TILL_LATER = (
    r"(?:下次|下回|下趟|以后|改天|改日|回头|过阵子?|迟啲|等(?:下次|以后))(?:再|吧|好了|说|讲|洗|弄|搞|做|约|清|先|$)"
)
_NOT_AFTER_ALL = (
    r"(?:算了|免了|拉倒|取消|去掉|删掉|拿掉|不(?:要|洗|弄|做|搞|加|清洗|用洗|用弄|用)(?:了|啦|喽|咯|吧|$)|"
    r"唔(?:要|洗|整|使)|先不|[别甭](?:洗|弄|做|搞|加)|不(?:要|用)(?:洗|弄|做|搞|加))"
)
_LEFT_OUT_AFTER = re.compile(f"{_OF_IT}(?:{_TILL_LATER}|{_NOT_AFTER_ALL})")
_LEFT_OUT_BEFORE = re.compile(
    r"(?<![要用能])(?:[不别甭唔])(?:用|要|再)?(?:洗|弄|做|搞|加|清洗|要)(?:那|这)?(?:[台个部])?$"
)


def left_out(text: str, start: int, end: int) -> bool:
    """Whether a thing at ``start``–``end`` of a normalised text is not to be done after all: 油烟机下次再说吧."""
    return (
        _LEFT_OUT_AFTER.match(text, end) is not None
        or _LEFT_OUT_BEFORE.search(text[max(0, start - 8) : start]) is not None
    )


def minutes_more(text: str) -> int | None:
    """多加一小时 -> 60, 少做半小时 -> -30."""
    plain = normalise(text)
    for start, _end, seconds in seconds_of(plain):
        sign = sign_before(plain, start)
        if sign and seconds <= 12 * 3600:
            return sign * seconds // 60
    return None


def people_more(text: str) -> int | None:
    """多派一个人 -> 1."""
    match = _PEOPLE.search(normalise(text))
    if match is None:
        return None
    count = whole(match["n"]) if match["n"] else 1
    return (count or 1) * (1 if match["more"] else -1)


def pieces_more(text: str) -> int | None:
    """再加一台 -> 1, of what is ordered already."""
    match = _PIECES.search(normalise(text))
    count = whole(match["n"] or match["further"]) if match else None
    return count * (-1 if match["less"] else 1) if match and count else None


def that_piece(text: str) -> int:
    """书房那台不洗了 -> -1, 卧室那台也一起洗了 -> 1, of what is ordered already; 0 where no single one is meant."""
    plain = normalise(text)
    return -1 if _ONE_LESS.search(plain) else 1 if _ONE_MORE.search(plain) else 0


def pieces(text: str) -> int | None:
    """改成三台, 两台改三台, 现在要洗四台, 周六要喂两只 -> how many it shall be."""
    plain = normalise(text)
    match = _TO_PIECES.search(plain) or next(reversed(list(_NEEDED.finditer(plain))), None)
    return whole(match["n"]) if match else None


def part_named(text: str) -> str | None:
    """What is to become another, where a text only says so: ``phone`` of 电话写错了."""
    plain = normalise(text)
    if not _WRONG.search(plain):
        return None
    return next((part for part, words in _PARTS if re.search(words, plain)), None)


def part_kept(text: str) -> str | None:
    """What of an order a text speaks of at all: ``phone`` of 周三电话不变."""
    plain = normalise(text)
    return next((part for part, words in _PARTS if re.search(words, plain)), None)


def note_in(text: str) -> str:
    """What the provider is to know, in the customer's words: 门禁密码1234, 走后门进; empty where nothing is said."""
    return _words_of(text, _CODE, _NOTE) or _told(_words_of(text, _TELL))


def _told(words: str) -> str:
    """What is to be told; 别来了 and 修空调多少钱 are nothing for the provider to know."""
    return "" if asks_outright(words) or _NOTHING_TO_TELL.match(normalise(words)) else words


def for_the_door(text: str) -> str:
    """The code that opens it, as it is said: 门锁密码2580#; else empty."""
    return _words_of(text, _CODE)


def told_to_note(text: str) -> str:
    """What is said to be noted: 怕狗 of 备注一下怕狗; else empty."""
    return _words_of(text, _NOTE)


def only_adds(text: str) -> bool:
    """补充一点：家里有猫: what is read of it needs no note besides."""
    return _ADDS.match(normalise(text).strip()) is not None


def _words_of(text: str, *patterns: re.Pattern[str]) -> str:
    plain = normalise(text)
    for pattern in patterns:
        match = pattern.search(plain)
        if match is not None:
            start, end = match.span("words")
            return text[start:end].strip(" ,，。!！")
    return ""
