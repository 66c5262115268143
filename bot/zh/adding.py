"""What is to be added: what was just asked about (那加上吧, 那算了不加了), or another booking (另外再约个擦玻璃)."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

_ADDS = re.compile(
    r"(?<![不别])加(?:上|一下|进去|了?吧|了$|个吧|呗|嘛|啦|喇)|算(?:上|进去)|安排上|(?<![不])要的|(?:那|就|也)要(?:吧|了|啦|呗|$)|"
    r"(?:那|就|也|一起|一道|顺便)+(?:帮我|给我)?(?:擦|洗|做|带|弄|搞)(?:一下|一擦|了|上)?(?:吧|呗|嘛|好了|$)|来一个|要得|"
    r"^(?:中|行|好的?|可以|嗯+|得|成|哦|噢)?[,\s]*(?:擦|洗|揩|抹|做|弄|搞|清)(?:一下|一擦)?(?:吧|呗|嘛|了吧)(?:$|[,。!\s])"
)
_LEAVES = re.compile(
    r"不(?:用|要|必)?(?:加|擦|带|做|洗|弄)(?:了|吧|$)|不加|唔(?:加|要)|别加|(?:太)?贵了?(?:吧|点)?[,。\s]*(?:算了|不)|那?算了(?:吧)?$|那?不要了?$|那?不用了?$"
)
_WHOLE = re.compile("约|订|预约|这单|都不")
"""It is the whole booking that is spoken of."""


def adds_it(text: str) -> bool:
    plain = normalise(text).strip()
    return _ADDS.search(plain) is not None and not leaves_it(text)


def leaves_it(text: str) -> bool:
    plain = normalise(text).strip()
    return _LEAVES.search(plain) is not None and _WHOLE.search(plain) is None


_ANOTHER = re.compile(
    r"(?:另外|另|再|也|还[想要]?|单独|顺便|顺带)(?:[想要给帮替]|我家?|咱|[你您]们?|俺|我[爸妈婆公]家?|一下|麻烦|请){0,4}"
    r"(?:预?约|订|下单|安排|[叫请派找](?=[一个两]|人|阿姨|师傅|家政))(?!到|在|成|个?一?个?(?:时间|日子|时候))"
)
_BEGINS_ANOTHER = re.compile(r"(?:^|[,。;!\s])(?:另外|还有|对了)(?![,\s]*(?:加|把|改|换|多))")


def books_another(text: str) -> bool:
    """另外再约个擦玻璃后天上午: a booking of its own; 再约个时间, 再加个擦窗 are of the one spoken of."""
    plain = normalise(text)
    return _ANOTHER.search(plain) is not None


def start_of_another(text: str) -> int:
    """Where a further booking begins behind something else: 另外 of 打扫改到周四，另外周六再约个洗油烟机的; else 0."""
    plain = normalise(text)
    for clause in _LATER_CLAUSE.finditer(plain):
        rest = plain[clause.start() :]
        if _LEADS_ON.match(rest) and (_ANOTHER.search(rest) or _CALLS_SOMEBODY.search(rest)):
            return clause.start()
    return 0


_LEADS_ON = re.compile("另外?|还有|对了|再|顺便|顺带|然后|还[想要]|同时")
_CALLS_SOMEBODY = re.compile(r"(?:约|订|叫|安排|找|派|请)(?:一?[个位]|人|师傅|阿姨)(?!时间|日子)")
_LATER_CLAUSE = re.compile(r"(?<=[,。;!?\s])[^,。;!?\s]+")


def begins_another(text: str) -> bool:
    """另外后天上午洗空调: what follows is apart from what was spoken of, so far as it is a wish of its own."""
    return _BEGINS_ANOTHER.search(normalise(text)) is not None
