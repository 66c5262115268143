"""How long nobody is to come, visit by visit: 停两回, 这周四跟下周四都甭来了, 再下个周四接着来."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from bot.zh.day_resolve import resolve_day
from bot.zh.local_time import local
from bot.zh.normalise import normalise
from bot.zh.numbers import SMALL, whole
from bot.zh.series_scope import gives_up, goes_on
from bot.zh.time_expression import FROM, TimeExpression
from bot.zh.time_grammar import expressions

_N = rf"(?P<n>{SMALL}|[俩仨])"
_NOBODY = (
    r"(?:都|全|也|就|先|我们?|家里|阿姨|师傅|[她他佢伊]){0,3}(?:(?:不|别|甭|莫|唔|勿|弗|覅)(?:用|要|必|使|想|好)?"
    r"(?:来|做|上门|过来|打扫|嚟|$)|停|跳|免|取消|空着)"
)
_COUNTS = (
    re.compile(rf"(?:停|歇|空|跳过?|缺|少来|少做)(?:掉|上|他|它|个|这|那|头|前)?\s?{_N}(?:个)?(?:次|回|趟)"),
    re.compile(rf"[这那头](?:个)?{_N}(?:次|回|趟)[^,。;!?\s]{{0,6}}?{_NOBODY}"),
    re.compile(rf"(?<![每逢第周月天期拜]){_N}(?:次|回|趟){_NOBODY}"),
    re.compile(rf"[这下呢](?:来)?的?{_N}个(?:周|星期|礼拜)[一二三四五六日天](?:的)?{_NOBODY}"),
)
_CLAUSE = re.compile(
    r"[,。;!?\s]+|(?<=[来做停]了)(?=[这本下再今明后\d周星礼])|"
    r"(?:(?<=[常旧样还不要别会]来)|(?<=照[常旧样]))(?=(?:[这本]|下+)一?个?(?:周|星期|礼拜)|[今明后][天儿]|\d+[号月]|再)|"
    r"(?=(?:别|其[他它余])的?(?:都|就|全|全部|统统|也|还是|时间|时候|次数){0,3}(?:照[常旧样]|不[变动改]|正常|还来|一样|按原))"
)
# 这周四照常来, 明天那趟该来来，别给弄没了: of a visit, that it stays.
_KEPT = re.compile(
    r"照(?:常|旧|样|来)|如常|该(?:来|做|干)(?:的)?(?:还|就|照)?(?:来|做|干)|(?:还|也|仍|仍旧|依然)(?:是|要|得|会)?(?:来|嚟|做|打扫)(?!不|吗|么|几)|"
    r"正常(?:来|做|进行|上门|打扫|$)|(?:别|甭|莫|勿|不要|唔好|唔使|不用|不)(?:给)?(?:我|俺)?(?:也|一起|一块)?"
    r"(?:(?:整|弄|搞|给)(?:没|丢|掉)|停|取消|动|漏|落下|去掉|删)(?!了?(?:水|电|车))|(?:保留|留着)"
)
_COMES_NOT = re.compile(r"来不(?:了|成|及)|(?:不|唔|别)(?:用|要|能)?照")
_AWAY = re.compile(
    r"(?:没|冇|无)(?:得|有)?人(?:在|开门|了|的|$)|(?:不|唔|勿)(?:在|喺)(?:家|屋|上海|$)|(?:出|外)(?:门|差|地|去)|回(?:趟|不来|老家|娘家)"
)
# 钥匙放门卫, 密码发给阿姨, 那改到周四: whoever comes is let in all the same, or comes on another day.
_COMES_ALL_THE_SAME = re.compile(
    r"钥匙|锁匙|密码|指纹|门卫|门房|物业|保安|前台|邻居|隔壁|开门进|(?:自己|自行|直接)(?:开门|进)|没关系|不要紧|没事|无所谓|不影响|"
    r"改|换|挪|推|调|提前|延|早点|晚点|之前|以前|[前后]再|回来"
)
_COMES = re.compile(
    r"(?:再|才|照|又|还|正常)(?:开始|来|嚟|做|上门|过来|打扫)|照(?:常|旧|样|来)|如常|"
    r"(?:我|俺|咱|阮|我们)?(?:就|才|能|会|都)?(?:回来|到家|回家|回上海|转来|返嚟)(?!再|之前|以前)"
)
_STOPS = re.compile(r"[停歇空跳缺甭]|免了|休息")
_RULE = re.compile(r"(?:[每逢隔]|每一?个|隔一?个)$")
_FILLS = re.compile(r"(?:[的和跟与同及、还有也都两几次回趟那这就是先,\s]|时候)*")
_NOTICE = re.compile(
    r"(?:等|听|候|待|另行)(?:我|俺|咱|阮|我们)?(?:的)?(?:通知|消息|电话|信儿?|吩咐|回来|说)|"
    r"(?:回来|到时候?|之后|以后|完事|完了|届时|忙完)(?:了)?(?:我)?(?:再|另)(?:[跟和给同](?:你们?|您|妳))?(?:说|讲|看|定|约|联系|通知|告诉|叫)|再(?:说|看|联系|通知)(?:吧|$|[,。])|"
    r"(?:不|没|未|唔|冇)(?:知道?|确定|一定|定|想好|晓得|清楚|限)(?:到)?(?:什么时|几时|啥时|多久|哪天|呢|$|[,。])|说不[准好定]|"
    r"(?:没|冇|无|不定)(?:有)?(?:期限|准|数|日子)|长期停|一直停|停到(?:我们?|咱们?|俺)?(?:说|讲|喊|通知|回来)"
)


def visits_off(text: str) -> int | None:
    """停两回, 两次都不用来: how many visits there are not to be."""
    plain = normalise(text)
    said = next((match for pattern in _COUNTS if (match := pattern.search(plain))), None)
    return whole(said["n"]) if said else None


def days_off(text: str, now: datetime, away: bool = False) -> tuple[date, ...]:
    """这周四跟下周四都不来: the days on which nobody is to come; ``now`` is aware.

    ``away``: where a break is spoken of, days on which nobody is at home are meant as well.
    """
    return _of_clauses(
        text, now, lambda clause: _stops(clause) or (away and _AWAY.search(clause) is not None and not _keeps(clause))
    )


def days_away(text: str, now: datetime) -> tuple[date, ...]:
    """这礼拜三跟下礼拜三家里都没人: the days on which nobody is there, where nothing says that it does not matter."""
    if _COMES_ALL_THE_SAME.search(normalise(text)):
        return ()
    return _of_clauses(text, now, lambda clause: _AWAY.search(clause) is not None and not _keeps(clause))


def days_kept(text: str, now: datetime) -> tuple[date, ...]:
    """这周四照常来: the days on which somebody is to come as always; ``now`` is aware."""
    return _of_clauses(text, now, _keeps)


def _of_clauses(text: str, now: datetime, says: Callable[[str], bool]) -> tuple[date, ...]:
    """The days of the clauses that say it, with the bare ones before them: 这周三 下周三还来."""
    days: list[date] = []
    waiting: list[date] = []
    for clause, named, bare in _clauses(text, now):
        if says(clause):
            days += [*waiting, *named]
            waiting = []
        else:
            waiting = [*waiting, *named] if bare else []
    return tuple(sorted(set(days)))


def _stops(clause: str) -> bool:
    return (gives_up(clause) or _STOPS.search(clause) is not None) and not _keeps(clause)


def _keeps(clause: str) -> bool:
    return _KEPT.search(clause) is not None and _COMES_NOT.search(clause) is None


def last_day(text: str, now: datetime) -> date | None:
    """这周三下周三还来，再后面的全部停掉: the last day on which somebody is to come; ``now`` is aware."""
    kept: tuple[date, ...] = ()
    for clause, named, bare in _clauses(text, now):
        if _keeps(clause) or (bare and not _stops(clause)):
            kept = named or kept
        elif kept and _stops(clause) and not named and re.search(r"后|往下|剩下|其余", clause):
            return max(kept)
    return None


def on_again(text: str, now: datetime) -> date | None:
    """下下周四接着来: the day on which it goes on; ``now`` is aware."""
    for clause, named, _bare in _clauses(text, now):
        if named and (goes_on(clause) or _COMES.search(clause)) and not (gives_up(clause) or _STOPS.search(clause)):
            return named[0]
    return None


def until_notice(text: str) -> bool:
    """等我通知, 回来再说, 没定: it is open when it goes on."""
    return _NOTICE.search(normalise(text)) is not None


def rests_a_while(text: str) -> bool:
    """先停一停, 歇一阵: of a break that begins, and of no single visit."""
    return (
        re.search(r"停停|停一停|歇歇|歇一歇|缓一?缓|[停歇缓]一?(?:阵|段|些)|几[次周天回]", normalise(text)) is not None
    )


def _clauses(text: str, now: datetime) -> Iterator[tuple[str, tuple[date, ...], bool]]:
    """Each clause with the days that it names, and whether it names nothing else; without one that a time begins on."""
    today = local(now).date()
    for clause in _CLAUSE.split(normalise(text)):
        again = re.search(r"(?:再|才)(?:开始|起)", clause) is not None  # 过完年再开始
        times = [one for one in expressions(clause) if not _RULE.search(clause[: one.start])]
        named = (day for one in times if again or one.meaning.bound != FROM for day in _days(one.meaning, today))
        rest = clause
        for one in reversed(times):
            rest = rest[: one.start] + rest[one.end :]
        yield clause, tuple(named), bool(times) and _FILLS.fullmatch(rest) is not None


def _days(meaning: TimeExpression, today: date) -> list[date]:
    said = [resolve_day(day, today) for day in ((meaning.start.day,) if meaning.start.day else ()) + meaning.exclude]
    days = [day for found in said for day in found]
    last = resolve_day(meaning.end.day, today, days[0]) if meaning.end and meaning.end.day and days else ()
    if last:
        days += [days[0] + timedelta(days=ahead) for ahead in range((last[-1] - days[0]).days + 1)]
    return days


_A_DAY = (
    r"(?:(?:[这本呢]|下{1,3})(?:一)?个?(?:周|星期|礼拜)[一二三四五六日天]|[今明后][天日儿]|大后天|听日|"
    rf"(?:(?:\d{{1,2}}|{SMALL})月)?(?:\d{{1,2}}|{SMALL})[号日])"
)
_NO = r"(?:而)?(?:不是|弗是|勿是|伐是|唔系|毋是|并非|而非)(?:说|讲|在)?"
_BETWEEN = r"(?:那[天次回]|的|呀|啊|哦|呢|才对|才是)?[\s,。]*"
_BUT_NOT = re.compile(rf"(?P<is>{_A_DAY}){_BETWEEN}{_NO}(?P<not>{_A_DAY})")
_NOT_BUT = re.compile(rf"(?<!是){_NO}(?P<not>{_A_DAY}){_BETWEEN}(?:而)?(?:是|系)(?:说|讲|在)?(?P<is>{_A_DAY})")


def day_instead(text: str, now: datetime) -> tuple[date, date] | None:
    """喜酒是下个礼拜六不是这个礼拜六: the day that is meant, and the one that is not; ``now`` is aware."""
    plain, today = normalise(text), local(now).date()
    said = _NOT_BUT.search(plain) or _BUT_NOT.search(plain)
    if said is None:
        return None
    days = [[day for one in expressions(said[part]) for day in _days(one.meaning, today)] for part in ("is", "not")]
    if any(len(found) != 1 for found in days) or days[0] == days[1]:
        return None
    return days[0][0], days[1][0]
