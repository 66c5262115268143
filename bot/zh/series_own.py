"""What is told of visits that come already: 我约了每周三的保洁, 每周五来的那个阿姨, 这周照常."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise
from bot.zh.refusal import also_another

_PERIOD = r"(?:每|逢)一?个?(?:周|星期|礼拜|月|天|日)|隔周|隔天|天天"
_HAS = re.compile(
    r"(?:约|订|定|预约|预订|订购|办|请|安排)(?:好|下)?(?:了|过|咗|着)(?!吧|没|吗|么)|"
    r"(?:一直|已经?|本来|原来|之前|平时)(?:都)?(?:是|在|有|约|订|定|请)|有(?:一)?(?:个|单|份)?(?:长期|定期|固定|周期)"
)
_OF_VISITS = re.compile(
    rf"(?:我|我们|我家|阮|俺|咱)的?(?:{_PERIOD})[^,。;!?]{{0,10}}(?:的|那(?:个|单)|嗰)|"
    rf"(?:{_PERIOD})[^,。;!?]{{0,10}}(?:来|过来|上门|做|嚟)?[^,。;!?]{{0,6}}(?:的|嘅)(?:那|这|嗰)(?:个|位|单|次)?|"
    rf"(?:{_PERIOD})[^,。;!?]{{0,10}}?(?:不是)?(?:都)?有(?:一)?(?:个|位)?(?:阿姨|嬢嬢|孃孃|师傅|大姐|人|保洁|打扫|清洁)(?!吗|么|没|不|可以|能)"
)
_AS_USUAL = re.compile(
    r"照常|照旧|照样|如常|照来|正常(?:来|做|进行|上门|就)|(?:就|恢复|都|又)正常|老样子|(?<!要)(?:不变|不用改|不改|不动|[唔勿弗](?:使|要)?(?:变|改|动|郁))|按(?:原来|老|原)(?:的|时间|计划)|一切照"
)
_OTHERS = re.compile(
    r"下(?:一?个)?(?:周|星期|礼拜|次|回|趟|月)|以后|之后|后面|后头|后边|后尾|往后|其[他它余]|别[的个嘅]|另外|余下|剩下|旁的|(?:别|其它|其他)(?:几|那几)?(?:次|趟)|(?<![第十\d])二(?:天|回)(?!的)"
)
_PART = re.compile(r"时间|[点钟]|价|费|钱|阿姨|师傅|人|地址|地方|时长|小时|上午|下午|早上|晚上")
_COMES = re.compile(
    r"还是(?=每?一?个?(?:周|星期|礼拜|月|原|老)|[上下早晚中]?[午上]?[\d一二两三四五六七八九十]{1,3}点)|还是?(?:要|得|会|照)?(?:来|做|打扫)(?!吗|么|不)|继续|接着|再来|要来的|(?:一样|仍旧|仍然|依旧)(?:来|做)?|"
    r"该(?:咋|怎么?|点|啷个|哪能|几时)?(?:个)?(?:来|做|样|弄|办)(?:的|就|还)?(?:咋|怎么?|点|啷个|哪能|几时)?(?:来|做|样|弄|办)|不(?:用|要|受)?(?:停|影响|取消)"
)
_IF_SAME = re.compile(
    r"(?:价钱?|价格|钱|费用?|收费|阿姨|师傅|人|家政员|时长|时间|钟点)[^,。;!?]{0,4}(?:不变|不换|没变|还是|一样|照旧|照原|原来|不涨|唔变|冇变)"
    r"[^,。;!?]{0,8}(?:吧|吗|么|伐|咩|嘛|嚒|哦|呀)?[?]?$|"
    r"(?:阿姨|师傅|大姐|嬢嬢|姐)[^,。;!?]{0,6}(?:来得了|来得成|能来|可以来|会来|有空|得空|还来|也来)(?:的)?(?:吧|吗|么|伐|不|嘛)"
)
_WISHES = re.compile(r"(?:想|要|帮我|给我|麻烦|能不能|可以|可不可以)(?:再)?(?:约|订|定|预约|请|找|安排|来)")
_DAYS = r"(?:[这本下]一?个?(?:周|星期|礼拜|月)[一二三四五六日天]?|[今明后]天|听日|\d+[号日])"
_STARTS = re.compile(
    r"从[^,。;]{1,10}(?:开始|起|就(?:改|换|按|照))|(?:开始|起)(?:即可|就行|就可以|吧|好了|就?(?:改|换|按|照|变|调|实行|执行|这样)|$)|"
    rf"(?:即日|马上|立刻|立即)(?:起|开始|生效)|{_DAYS}(?:就|再|才|先)(?:开始)?(?:改|换|按|照|变|调|实行|执行|这样)"
)
_FOR_NOW = re.compile(
    r"[这本](?:一)?个?(?:次|回|周|星期|礼拜|月)[一二三四五六日天]?(?:那次|的|就|先|都|仍|我){0,2}"
    r"(?:还是|照|仍|依旧|不变|不改|不动|不换|先不|按(?:原|老|以前)|老(?:时间|样子)|原来|之前|以前)"
)


def tells_of_own(text: str) -> bool:
    """Whether visits that come already are spoken of, and none is asked for."""
    plain = normalise(text)
    if also_another(text) or _WISHES.search(plain):
        return False
    return bool(_HAS.search(plain) or _OF_VISITS.search(plain) or _AS_USUAL.search(plain))


def as_usual(text: str) -> bool:
    """这周照常, 时间不变: nothing is to become other."""
    return _AS_USUAL.search(normalise(text)) is not None


def asks_if_same(text: str) -> bool:
    """价钱不变的吧, 阿姨不换吧: of what a change was shown with."""
    return _IF_SAME.search(normalise(text)) is not None


def others_as_usual(text: str) -> bool:
    """下个礼拜照旧: what comes besides the visit that is spoken of."""
    plain = normalise(text)
    return _OTHERS.search(plain) is not None and (as_usual(text) or _COMES.search(plain) is not None)


def part_as_usual(text: str) -> bool:
    """下午两点钟照旧, 阿姨不变: a part of what is to become other stays."""
    plain = normalise(text)
    asked = re.search(r"(?:吧|吗|么|伐|咩|嘛)[?]?$", plain)
    return as_usual(text) and asked is None and _PART.search(plain) is not None


def as_before_for_now(text: str) -> bool:
    """这周还是老时间: what is to become other does so later."""
    return _FOR_NOW.search(normalise(text)) is not None


def says_since_when(text: str) -> bool:
    """从本周开始即可: from when on what was shown holds."""
    return _STARTS.search(normalise(text)) is not None
