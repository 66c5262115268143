"""Times that are told and not wished for: 年底这阵太忙, 白天家里没人, 下周三照旧, 明早四点就得开火."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.zh.moving import is_new, was_ordered
from bot.zh.own_doings import tells_of_herself
from bot.zh.time_expression import FROM
from bot.zh.time_grammar import Span

_WHO = (
    r"(?:我们?|俺们?|咱们?|阿拉|家里|家中|屋头|屋里|屋企|全家|老公|老婆|爸妈|我妈|我爸|孩子|娃|小孩|"
    r"儿子|女儿|闺女|媳妇|先生|太太|室友|我?朋友|亲戚|同学|[她他佢伊]们?|姆妈|老人家?|爷爷|奶奶|外公|外婆|婆婆|公公|"
    r"这阵|那阵|这阵子|正好|刚好|临时|又|都|还|才|可能|也|要|得|就得|就要|会)"
)
_REASON = re.compile(
    rf"[\s,]?{_WHO}{{0,3}}(?:(?!周|星期|礼拜|[今明后]天|别|其他|其它)[^,。;!?\s]){{0,2}}?"
    r"(?:太忙|(?<![帮连急])忙(?!吗|嘛|不)|要?上班(?![前后])|加班|开会|有会|出差|来客|有客|请客|待客|不在(?!吗)|没人|冇人|没空|开饭|开席|开餐|入席|睡觉|要睡|午睡|(?<![我们])休息|"
    r"回(?:老家|娘家|国|来)|去(?:外地|旅游|三亚|医院|出差|爬山|扫墓|玩|奔丧)|要?出(?:门|去)|出院|开火|开业|开工|开学|考试|"
    r"留着|留下|落地|(?:才|就)?到家|才回(?=$|[\s,。])|保留|照旧|照常|不变|不动|照样|照来|自己(?:弄|来|做|搞|在)|上网课|装修完|交房|到期|"
    r"(?:想|打算|准备)?(?:好好)?(?:睡(?:个)?懒觉|补(?:个)?觉|歇歇|躺平)|排班|的?班表|看海|露营|爬山|"
    r"(?:就)?(?:要|得)?(?:到|搬到|搬去)[^,。;!?\s改换]{1,6}(?:去|住)(?=$|[,。!\s了啦咯喽哉住玩])|"
    r"上(?:瑜伽|钢琴|英语|美术|舞蹈|游泳|兴趣|补习|培训|网|什么)?(?:课|班)(?=$|[,。!\s的了所要改])|"
    r"(?:(?<=得)|(?<=要去)|(?<=得去)|(?<=[要得去]切)|(?<=我要))(?:接|送|接送|辅导|陪)(?:孩子|娃儿?|宝宝|小孩|儿子|女儿|闺女|我[妈爸妹姐哥弟])(?:放学|上学|写作业|去)?(?=$|[,。!\s了的所要改])|"
    r"(?:要|得|会|可能|约了?人|约了?朋友|跟人约了?){0,2}(?:去|切|克)?(?:打(?:太极拳?|麻将|牌|桥牌|乒乓球?|羽毛球|网球|点滴)|练功|做头发|烫头|理发|"
    r"(?:看|睇)(?:电影|戏|牙医?)|喝喜酒|吃喜酒|吃席|吃酒席|喝茶|饮茶|唱歌|唱戏|钓鱼|拜年|走亲戚|上坟|烧香|逛街|游泳)|"
    r"返工|开工会|体检|复查|做手术|值班|上夜班|赶(?:飞机|火车|高铁)|聚(?:餐|会)|打球|健身|跳(?:广场)?舞|考(?:试|研|证|驾照)|"
    r"过生日(?=[,。\s!].*(?:周|星期|礼拜|[明后]天|号|点))|(?:爸妈|亲戚|朋友|同学|公婆|岳父母|老丈人|亲家|他们|丈母娘|老公|老婆|我?[妈爸](?!妈|爸|家))(?:要)?(?:来|过来|到|在家|在(?=$|[,。!\s]))(?:玩|住|吃饭|家里)?(?=$|[,。!\s了])|"
    r"带(?:孩子|娃|宝宝|小孩|儿子|女儿|老人|我?[妈爸])去?(?:看(?![护着])|打针|打疫苗|上课|体检|复查|出去|玩|回))"
)
_OWN_DOING = re.compile(r"[^,。;!?\s]{0,5}?(?:上班|加班|开会|值班|上课|上学|考试|健身|体检|接孩子|接娃|有会)")
# 周六来客人，晚上五点来烧一顿饭: what the visit is for.
_GUESTS = re.compile(r"[^,。;!?\s]{0,5}?(?:来客|有客|请客|待客|家宴|聚餐|聚会|摆酒|过生日|办生日)")
_KEPT_HOUR = re.compile(r"时间|还是|照旧|照样|钟点|也是|[改换周]")
# 我妈说冬衣明天就寄到了, 刷墙的师傅周五中午就走: what others do then.
_OTHERS = re.compile(
    r"(?:妈|爸|老公|老婆|婆婆|公公|爷|奶|他|她|佢|房东|物业|快递|孩子|儿子|女儿|朋友|同事)们?[^,。;!?\s]{0,2}(?:说|讲|话)[^,。;!?\s]{0,10}$|"
    r"(?:师傅|工人|装修队?|施工队?|租客|房客|客人|亲戚|快递|货|包裹|家具|沙发|床垫|冰箱|邻居|隔壁|楼上|冬衣|行李)[^,。;!?\s]{0,4}$"
)
_OTHERS_DO = re.compile(
    r"[^,。;!?\s]{0,3}?(?:就|才|会|要|可能)*(?:走(?!前)|撤|寄|送(?:到|来|货)|到货|运到|拆完|收工|完工|搬走|退房|回来|到家|到(?=$|[,。;!?\s了])|(?:要|就|会|过)来(?=$|[,。;!?\s了住玩吃]))"
)
# 周末想睡个懒觉: not even a day on which she is not at home.
_AT_LEISURE = re.compile(
    r"[^,。;!?\s]{0,4}?(?:睡(?:个)?懒觉|补(?:个)?觉|歇歇|躺平|(?:的)?排班|的?班表|看海)|"
    r"(?:我|孩子|娃)[^,。;!?\s]{0,3}(?:过生日)(?=[^,。;!?\s]{0,2}$)"
)
# 年后排班还不知道, 下个月再看: of such a day nothing is known, so nothing is wished.
_OPEN = re.compile(
    r"(?:[的我们家里后前]|几点|行不行|(?:排|上|值)?班|课|行程|工作|安排|情况|时间|具体|怎么样|啥样|什么样|还|就|都|也|又|嘛|呢|咋样|能不能|要不要|做不做|来不来|会不会|[在回]){0,6}?"
    r"(?:不知道|不确定|没(?:有)?(?:定|数|确定|排|出)|不(?:好|一)?(?:说|定|清楚)|说不(?:准|好|定)|再(?:说|看|定|讲|议|商量|联系|通知|决定)|另说|看情况|晓不得|不晓得|唔知|未知|未定|勿晓得)(?!行|能|可|有没有|有冇|方便|来得及|约|成不成)"
)
# 跟昨天一样80平, 照上周六那次那样: what it is to be like.
_LIKE = re.compile(r"(?:跟|和|同|像|照|按|与|参照|按照)(?:着)?我?\s?$")
_LIKE_IT = re.compile(
    r"(?:那?一?[次回趟单天个]|[来约做弄订定说讲]?的|打扫|保洁|时候){0,3}(?:一模一样|一样|同样|差不多|那样|那么|咁样|一式一样)"
)
_STOP = re.compile(r"[,。;!?\s]")
_OWN = re.compile(r"[我俺咱阿家公婆]|自己")
_ORDERED = re.compile(
    r"\s?(?:我|刚|就|才|在你们(?:这|家)?|跟你们){0,2}(?:预约|约|订|定|下|取消|退|付)(?:好|了|掉|单|完)?(?:的|了|咗)"
)
_THAT_DAY = re.compile(r"(?:那|当|这)天\s?$")
# 只调整这一次，之后仍是周四: what comes later is as it was.
_STAYS_LATER = re.compile(
    r"(?:之后|以后|往后|后面|后头|过后|其[他它余]的?|别的|平时|余下|剩下|下次|再往后)[^,。;!?\s]{0,4}?"
    r"(?:[仍还]是?|仍旧|仍然|依旧|依然|照旧|照样|照|还按|按)(?:是|在|按|做|来|要)?(?:原来|老|每)?(?:的)?个?\s?$"
)
_ASKED_OF = re.compile(r"(?:谁(?:跟|同|和)你(?:说|讲)|我(?:没|又没|几时)(?:说|讲))[^,。]{0,2}$")


def is_background(text: str, span: Span) -> bool:
    """Whether what stands around a time makes it a reason or a report."""
    if is_open(text, span) or _is_likened(text, span):
        return True
    if is_new(text, span.start):
        return False  # 换到周六，钟点不变
    if _STAYS_LATER.search(text[max(0, span.start - 12) : span.start]):
        return True
    behind = _REASON.match(text, span.end)
    if behind and (was_ordered(text, span.start) or (behind[0].endswith("去医院") and "陪" in text)):
        return False  # 原先定的周六，跟考试撞上了; 周二要去医院，找个人陪
    if behind and behind[0].endswith("上班") and span.meaning.bound == FROM:
        return _OWN.search(text[max(0, span.start - 3) : span.start]) is not None  # 下周一开始上班 is the provider's
    if _is_of_others(text, span):
        return True
    return behind is not None or _ASKED_OF.search(text[max(0, span.start - 8) : span.start]) is not None


def _is_of_others(text: str, span: Span) -> bool:
    before = text[max(0, span.start - 18) : span.start]
    return _OTHERS.search(before) is not None and _OTHERS_DO.match(text, span.end) is not None


def _is_likened(text: str, span: Span) -> bool:
    """昨天 of 跟昨天一样: a day that is over, and how it was then."""
    day = span.meaning.start.day or {}
    is_over = day.get("in", 0) < 0 or day.get("week", 0) < 0
    like = text.startswith("一样", span.end) or _LIKE.search(text[max(0, span.start - 4) : span.start]) is not None
    return is_over and like and _LIKE_IT.match(text, span.end) is not None


def is_open(text: str, span: Span) -> bool:
    """年后排班还不知道: of that time it is only said that it is not known."""
    return _OPEN.match(text, span.end) is not None


def _is_when_it_was_ordered(text: str, span: Span) -> bool:
    """昨天约好的那个保洁, 前天退掉的单: the day of the order, not of the visit."""
    day = span.meaning.start.day or {}
    return day.get("in", 0) < 0 and _ORDERED.match(text, span.end) is not None


def _without_own_hours(text: str, spans: Sequence[Span]) -> list[Span]:
    """八点半吧，我九点半要去买菜: an hour of her own doings, beside one that is none."""
    hours = [span for span in spans if span.meaning.start.clock is not None]
    own = [span for span in hours if not span.meaning.has_day and _is_own(text, span, spans)]
    return [span for span in spans if span not in own] if len(own) < len(hours) else list(spans)


# 改到四点吧 三点那会儿楼里要检修电梯
_THEN = re.compile(r"那(?:会儿?|阵儿?|歇|辰光|个?(?:时候?|时间|钟头|点(?!儿)))$")
_THEN_BEHIND = re.compile(r"\s?(?:那|嗰)(?:会儿?|阵儿?|歇|辰光|个?(?:时候?|时间|钟头|点(?!儿)))")
_SUITS = re.compile(
    r"[,\s]?(?:再|你们?|您|师傅|阿姨|也|都|就|比较|最|应该|我|家里){0,3}(?:来|到|上门|过来|开始|吧|行|可以|好|成|方便|有空|在家|合适|怎么样|正好|得|能)"
)


def _without_given_up(text: str, spans: Sequence[Span]) -> list[Span]:
    """改到四点吧 三点那会儿要检修电梯: behind the hour to which a visit goes, what happens at the one it had."""
    new = [span for span in spans if is_new(text, span.start)]
    return [span for span in spans if not (new and new[0].end <= span.start and _tells_of_then(text, span))]


def _tells_of_then(text: str, span: Span) -> bool:
    behind = _THEN_BEHIND.match(text, span.end)
    if behind is None and _THEN.search(text[span.start : span.end]) is None:
        return False
    end = behind.end() if behind else span.end
    return not is_new(text, span.start) and end < len(text) and _SUITS.match(text, end) is None


def _is_own(text: str, span: Span, spans: Sequence[Span]) -> bool:
    low = max((other.end for other in spans if other.end <= span.start), default=0)
    high = min((other.start for other in spans if other.start >= span.end), default=len(text))
    begin = max((match.end() for match in _STOP.finditer(text, low, span.start)), default=low)
    stop = _STOP.search(text, span.end, high)
    return tells_of_herself(text[begin : stop.start() if stop else high])


def _is_taken_up(text: str, following: Sequence[Span]) -> bool:
    """儿子除夕回来 请个师傅那天下午四点来: the day of the reason is the day that is meant."""
    return any(_THAT_DAY.search(text[max(0, span.start - 4) : span.start]) is not None for span in following)


def _names_its_day(text: str, span: Span, following: Span) -> bool:
    """我明天上班，晚上八点能来吗: the hours that follow a day which is told of are of that day."""
    day = span.meaning.start.day
    wants_day = following.meaning.start.day is None and following.meaning.end is None and following.meaning.has_hours
    doing = _OWN_DOING.match(text, span.end) or _GUESTS.match(text, span.end)
    if day is None or doing is None or not wants_day:
        return False
    return _KEPT_HOUR.search(text[doing.end() : following.start]) is None  # 周四我要去上课了 时间还是下午两点


def _on_the_day_of(span: Span, following: Span) -> Span:
    start = replace(following.meaning.start, day=span.meaning.start.day)
    return replace(following, meaning=replace(following.meaning, start=start))


def wished(text: str, spans: Sequence[Span], alone: bool) -> list[Span]:
    """The times without those in the background; where every time is one, all stay unless there is a wish besides.

    ``alone``: no other wish for a time was found.
    """
    spans = _without_given_up(text, spans)
    spans = _without_own_hours(text, [span for span in spans if not _is_when_it_was_ordered(text, span)])
    kept: list[Span] = []
    for index, span in enumerate(spans):
        following = spans[index + 1 : index + 2]
        if span.excluded or not is_background(text, span) or _is_taken_up(text, following):
            kept.append(span)
        elif following and not kept and _names_its_day(text, span, following[0]):
            spans[index + 1] = _on_the_day_of(span, following[0])
    wishes = [span for span in kept if not span.excluded]
    if wishes or not alone:
        return kept
    spans = [
        span
        for span in spans
        if span in kept
        or not (_AT_LEISURE.match(text, span.end) or _is_of_others(text, span) or _is_likened(text, span))
    ]
    # 周六我不在家 alone is what was said of a time; a mere part of the day (白天家里没人) is not even that.
    return [span for span in spans if span in kept or (span.meaning.has_day and not is_open(text, span))]
