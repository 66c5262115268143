"""What a customer says of the data that is stored of her: which of it, whether it holds for open orders, going back."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

_PARTS = (
    ("phone", r"电话|手机|号码|号(?:码)?(?:不用|停|换|变)|换号|新号|联系方式|座机"),
    ("address", r"地址|搬家|搬到|搬了|搬去|搬屋|住址|新家|小区|楼号|门牌|换房"),
    ("name", r"名字|姓名|称呼|叫我|我姓|我叫|改名|姓写错"),
)
_ALL = re.compile(
    r"都(?:改|换|要改|用新|一起|更新)|一起改|全(?:部|都)?(?:改|换)|也(?:改|换|要改)|一并|统一|通通|^都$|^改$|^要$"
)
_LATER = re.compile(
    r"只改?以后|以后的|不用改|不改(?:了)?$|别改|就不改|先不改|旧的?不动|不动|照旧|原来的?不(?:改|变)|下次(?:再|开始)|^不用"
)
_NEW_NUMBER = re.compile(
    r"换(?:了|过|咗)?(?:个|新)?(?:手机|电话)?号(?:码)?|(?:手机|电话|手机号|号码?)(?:码)?(?:都|也|已经|刚刚?|最近)*(?:换|变|更换)(?:了|咗|过|啦|喇)|"
    r"(?:旧|老|原来的?|以前的?)(?:手机|电话)?号(?:码)?[^,。;]{0,4}(?:停|不用|注销|没用|唔用)|我(?:的)?新(?:手机|电话)?号(?:码)?"
)
_FURTHER = re.compile(
    r"(?:再|多|另外)?(?:加|添|存|增加|新增|记)(?:一?个|多个|上)?(?:另外?的?|新|备用|常用)?(?:的)?地址"
)
_BACK = re.compile(
    r"(?:改|换|挪|调|移)[回返](?:(?:去|来|原来|原(?!来)|之前|刚才)(?!的?(?:阿姨|师傅|那位))|(?=$|[吧了,。]))|(?:还是|都系|就)(?:按|用|要)?(?:原来|之前|刚才|原先)(?:的|那个|嗰个)?(?:时间|点|日子)|恢复(?:成|到)?(?:原来|之前|原先)(?:的|那个)?(?:时间|日子)"
)


def profile_part(text: str) -> str | None:
    """phone, address or name, as far as a text says which."""
    plain = normalise(text)
    return next((part for part, words in _PARTS if re.search(words, plain)), None)


_LASTING = re.compile(r"以后|今后|往后|从此|搬(?:了)?家|搬到|搬去|资料|默认|换(?:了)?(?:新)?(?:号|手机)|新(?:家|号)")


def lasts(text: str) -> bool:
    """搬家了, 以后都去新地址: it holds for all that follows."""
    return _LASTING.search(normalise(text)) is not None


def holds_for_all(text: str) -> bool | None:
    """都改 -> ``True``, 只改以后的 -> ``False``; ``None`` where neither is said."""
    plain = normalise(text)
    if _LATER.search(plain):
        return False
    return True if _ALL.search(plain) else None


def renews_phone(text: str) -> bool:
    """我换手机号了: the old number is hers no longer; a number for this one order is no such thing."""
    return _NEW_NUMBER.search(normalise(text)) is not None


def adds_address(text: str) -> bool:
    """再加一个地址: a further one, the old one stays."""
    return _FURTHER.search(normalise(text)) is not None


def goes_back(text: str) -> bool:
    """改回去: as it was before the last move."""
    return _BACK.search(normalise(text)) is not None
