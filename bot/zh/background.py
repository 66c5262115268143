"""Times that are told and not wished for: 年底这阵太忙, 白天家里没人, 下周三照旧, 明早四点就得开火."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.zh.moving import was_ordered
from bot.zh.time_expression import FROM
from bot.zh.time_grammar import Span

_WHO = (
    r"(?:我们?|俺们?|咱们?|阿拉|家里|家中|屋头|屋里|屋企|全家|老公|老婆|爸妈|我妈|我爸|孩子|娃|小孩|"
    r"这阵|那阵|这阵子|正好|刚好|临时|又|都|还|才|可能|也|要|得|就得|就要|会)"
)
_REASON = re.compile(
    rf"[\s,]?{_WHO}{{0,3}}(?:(?!周|星期|礼拜|[今明后]天|别|其他|其它)[^,。;!?\s]){{0,2}}?"
    r"(?:太忙|忙(?!吗|嘛|不)|要?上班(?![前后])|加班|开会|有会|出差|来客|有客|请客|待客|不在(?!吗)|没人|冇人|没空|开饭|开席|开餐|入席|睡觉|要睡|午睡|(?<![我们])休息|"
    r"回(?:老家|娘家|国|来)|去(?:外地|旅游|三亚|医院|出差|爬山|扫墓|玩|奔丧)|要?出(?:门|去)|出院|开火|开业|开工|开学|考试|"
    r"留着|留下|落地|(?:才|就)?到家|才回(?=$|[\s,。])|保留|照旧|照常|不变|不动|照样|照来|自己(?:弄|来|做|搞|在)|上网课|装修完|交房|到期|"
    r"带(?:孩子|娃|宝宝|小孩|儿子|女儿|老人|我?[妈爸])去?(?:看(?![护着])|打针|打疫苗|上课|体检|复查|出去|玩|回))"
)
# 年后排班还不知道, 下个月再看: of such a day nothing is known, so nothing is wished.
_OPEN = re.compile(
    r"(?:[的我们家里后前]|几点|行不行|(?:排|上|值)?班|课|行程|工作|安排|情况|时间|具体|怎么样|啥样|什么样|还|就|都|也|又|嘛|呢|咋样|能不能|要不要|做不做|来不来|会不会|[在回]){0,6}?"
    r"(?:不知道|不确定|没(?:有)?(?:定|数|确定|排|出)|不(?:好|一)?(?:说|定|清楚)|说不(?:准|好|定)|再(?:说|看|定|讲|议|商量|联系|通知|决定)|另说|看情况|晓不得|不晓得|唔知|未知|未定|勿晓得)(?!行|能|可|有没有|有冇|方便|来得及|约|成不成)"
)
_OWN = re.compile(r"[我俺咱阿家公婆]|自己")
_ORDERED = re.compile(
    r"\s?(?:我|刚|就|才|在你们(?:这|家)?|跟你们){0,2}(?:预约|约|订|定|下|取消|退|付)(?:好|了|掉|单|完)?(?:的|了|咗)"
)
_THAT_DAY = re.compile(r"(?:那|当|这)天\s?$")
_ASKED_OF = re.compile(r"(?:谁(?:跟|同|和)你(?:说|讲)|我(?:没|又没|几时)(?:说|讲))[^,。]{0,2}$")


def is_background(text: str, span: Span) -> bool:
    """Whether what stands around a time makes it a reason or a report."""
    if is_open(text, span):
        return True
    behind = _REASON.match(text, span.end)
    if behind and (was_ordered(text, span.start) or (behind[0].endswith("去医院") and "陪" in text)):
        return False  # 原先定的周六，跟考试撞上了; 周二要去医院，找个人陪
    if behind and behind[0].endswith("上班") and span.meaning.bound == FROM:
        return _OWN.search(text[max(0, span.start - 3) : span.start]) is not None  # 下周一开始上班 is the provider's
    return behind is not None or _ASKED_OF.search(text[max(0, span.start - 8) : span.start]) is not None


def is_open(text: str, span: Span) -> bool:
    """年后排班还不知道: of that time it is only said that it is not known."""
    return _OPEN.match(text, span.end) is not None


def _is_when_it_was_ordered(text: str, span: Span) -> bool:
    """昨天约好的那个保洁, 前天退掉的单: the day of the order, not of the visit."""
    day = span.meaning.start.day or {}
    return day.get("in", 0) < 0 and _ORDERED.match(text, span.end) is not None


def _is_taken_up(text: str, following: Sequence[Span]) -> bool:
    """儿子除夕回来 请个师傅那天下午四点来: the day of the reason is the day that is meant."""
    return any(_THAT_DAY.search(text[max(0, span.start - 4) : span.start]) is not None for span in following)


def wished(text: str, spans: Sequence[Span], alone: bool) -> list[Span]:
    """The times without those in the background; where every time is one, all stay unless there is a wish besides.

    ``alone``: no other wish for a time was found.
    """
    spans = [span for span in spans if not _is_when_it_was_ordered(text, span)]
    kept = [
        span
        for index, span in enumerate(spans)
        if span.excluded or not is_background(text, span) or _is_taken_up(text, spans[index + 1 : index + 2])
    ]
    wishes = [span for span in kept if not span.excluded]
    if wishes or not alone:
        return kept
    # 周六我不在家 alone is what was said of a time; a mere part of the day (白天家里没人) is not even that.
    return [span for span in spans if span in kept or (span.meaning.has_day and not is_open(text, span))]
