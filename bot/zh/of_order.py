"""What shows that a message is of an order that is there, though it names its work and its day like a new wish."""

from __future__ import annotations

import re

from bot.zh.adding import books_another
from bot.zh.amending import adds_a_visit, amends, is_mistaken
from bot.zh.moving import shift_of
from bot.zh.normalise import normalise
from bot.zh.questions import asks
from bot.zh.refusal import books, wants_another_person

_ORDERED = re.compile(
    r"(?:预约|约|订|预定|定|下单)(?:好了?|过了?|了|的)|(?:预约|订单|单子)(?=[那的]|号|$)|合约|约摸|约莫|大约"
)
_MOVES = re.compile(
    r"[挪推延](?!拿|荐|车)|改(?!善|造|良)|换|调(?:个|一?下)?(?:人|阿姨|师傅|到|成|整|时间)|提前|顺延|移到|"
    r"[放排弄搬](?:到|去|在)|(?:早|晚)(?:一?点|些)(?:来|到|开始|上门|过来)"
)
_AMOUNT = re.compile(
    r"不够|够了|够用|就够|只(?:要|做|用|需)|光(?:做|打|洗|擦)|(?:要|得)(?:喂|洗|做|修|擦|来)|(?:来|派|叫|要)[一两二三四1-4]个(?:人|阿姨|师傅)|"
    r"多(?:来|派|洗|做|喂|擦|一)|少(?:来|派|洗|做|喂|擦|一)"
)
_UNSUITED = re.compile(
    r"(?:来不了|没空|不行|不方便|没时间|冇时间|冇空|唔得闲|唔喺|不得空|走不开|有事|不在|要去|要出差|要上班|要加班|要开会)"
)
_COMES = re.compile(
    r"(?:来|到|嚟|开始|上门|过来)?(?:好不好|好伐|行不行|行不|行吗|可以吗|可不可以|成不|中不|得唔得|得不得|要得不|能行不|好吗|好哇|方便吗|行伐)|"
    r"(?:能不能|可不可以|能|可以)[^,。;!?]{0,10}(?:来|到|嚟|开始|上门)"
)
_WHOLE = re.compile(r"只(?:做|洗|弄|擦|搞|要|打)|光(?:做|洗|弄|擦|搞|打)|就(?:做|洗|弄|擦|搞|打)|单(?:做|洗|弄|打)")


_REMIND = re.compile(
    r"(?:[^,。;!?\s]{0,8}(?:来|到|做|喂|打扫|洗|修|搞|弄)?的?(?:时候|辰光)[,\s]*)?(?:请|麻烦|让她|让他|叫她|叫他)*(?P<words>(?:记得|别忘了?|覅忘记|注意|当心|小心)(?!我|你)[^。;]{2,50})"
)
_WHILE_THERE = re.compile(
    r"(?:师傅|阿姨|她|他|你们|人|护工|家政员?)(?:明天|后天|今天|到时候?|上门)?(?:来|到|上门|过来)(?:的)?(?:时候|辰光|那会儿?|时|之前)"
)
_TELLS_STATE = re.compile(r"在家|在屋|家里有|有人|钥匙|开门|门口|密码|敲门|按铃|开会|上班|睡觉|不在|电话")


def for_the_visit(text: str) -> str:
    """What whoever comes is to mind or to know: 记得看看水够不够; 师傅来的时候我在开会 我妈在家; else empty."""
    plain = normalise(text)
    reminds = _REMIND.search(plain)
    if reminds is not None:
        start, end = reminds.span("words")
        return text[start:end].strip(" ,，。!！")
    told = _WHILE_THERE.search(plain) and _TELLS_STATE.search(plain) and not asks(text)
    return text.strip(" ,，。!！") if told else ""


def wishes_a_new_one(text: str) -> bool:
    """再约个打扫, 周六叫个阿姨: a visit of its own; 我约了的那个 speaks of one that is there."""
    plain = _ORDERED.sub(" ", normalise(text))
    return books(plain) or books_another(text) or adds_a_visit(text)


_BESIDE_VISIT = re.compile(
    r"\s?的?(?:那|这|当|同)一?(?:天|日|次|趟|回)|的(?:时候|辰光)|(?:做|弄|搞|打扫)?完(?:了|之后|以后|后)?"
)


def beside_a_visit(text: str, end: int) -> bool:
    """Whether work named before ``end`` only says when: 打扫那天, 打扫完."""
    return _BESIDE_VISIT.match(normalise(text), end) is not None


def says_to_change(text: str) -> bool:
    """挪一下, 电话改成…, 面积报错了, 调个人: something that is there is to become other."""
    plain = normalise(text)
    said = _MOVES.search(plain) is not None or shift_of(plain) is not None or amends(text)
    return said or is_mistaken(text) or wants_another_person(text)


def asks_to_move(text: str) -> bool:
    """家里没人 能不能改到下午: it is to be at another time."""
    return _MOVES.search(normalise(text)) is not None


def says_how_much(text: str) -> bool:
    """两个小时不够, 要喂两只, 能不能来两个人: more or less of the work."""
    return _AMOUNT.search(normalise(text)) is not None


_SOONER = re.compile(
    r"(?<!最)(?:早|晚|迟|晏|提前)(?:一?[点些滴]|一?点儿|啲|些个|一哈)(?!的|都|就行|出门|睡|下班|回)|提早|提前(?!$|说|讲|通知|告诉|打)"
)


def says_sooner_or_later(text: str) -> bool:
    """不过早点嘛 四点半: a visit that comes is to begin sooner, or later."""
    return _SOONER.search(normalise(text)) is not None


def asks_for_other_time(text: str) -> bool:
    """礼拜三上午我要去医院 下午来好不好: why it does not suit, and when it would."""
    plain = normalise(text)
    return _COMES.search(plain) is not None and _UNSUITED.search(plain) is not None


def leaves_a_part(text: str) -> bool:
    """沙发不做了 只做地板: what is left of it is said."""
    return _WHOLE.search(normalise(text)) is not None
