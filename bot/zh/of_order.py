"""What shows that a message is of an order that is there, though it names its work and its day like a new wish."""

from __future__ import annotations

import re

from bot.zh.adding import books_another
from bot.zh.amending import adds_a_visit, amends, is_mistaken
from bot.zh.moving import shift_of
from bot.zh.normalise import normalise
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


def wishes_a_new_one(text: str) -> bool:
    """再约个打扫, 周六叫个阿姨: a visit of its own; 我约了的那个 speaks of one that is there."""
    plain = _ORDERED.sub(" ", normalise(text))
    return books(plain) or books_another(text) or adds_a_visit(text)


def says_to_change(text: str) -> bool:
    """挪一下, 电话改成…, 面积报错了, 调个人: something that is there is to become other."""
    plain = normalise(text)
    said = _MOVES.search(plain) is not None or shift_of(plain) is not None or amends(text)
    return said or is_mistaken(text) or wants_another_person(text)


def says_how_much(text: str) -> bool:
    """两个小时不够, 要喂两只, 能不能来两个人: more or less of the work."""
    return _AMOUNT.search(normalise(text)) is not None


def asks_for_other_time(text: str) -> bool:
    """礼拜三上午我要去医院 下午来好不好: why it does not suit, and when it would."""
    plain = normalise(text)
    return _COMES.search(plain) is not None and _UNSUITED.search(plain) is not None


def leaves_a_part(text: str) -> bool:
    """沙发不做了 只做地板: what is left of it is said."""
    return _WHOLE.search(normalise(text)) is not None
