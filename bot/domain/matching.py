"""Who can serve a request, ranked, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.calendar import Visit, instant_of, minute_of
from bot.domain.catalogue import Rules
from bot.domain.policy import Weights
from bot.domain.provider import PET_NEEDS, Provider
from bot.domain.room import hours_lost
from bot.domain.scarcity import Scarcity
from bot.domain.travel import travel_minutes
from bot.domain.values import CELL, TimeWindow, monday_of, to_local


@dataclass(frozen=True, slots=True)
class Wish:
    """What must hold for a provider: the hard side of a request."""

    service: str
    district: str | None
    needs: frozenset[str]
    gender: str | None = None
    name: str | None = None
    exclude: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    """Ids; where it is not empty nobody else will do."""
    certificates: frozenset[str] = frozenset()
    """What must be held, and valid on the day."""
    level: int = 1
    """How well she must do the work, 1 to 5."""
    preferred: frozenset[str] = frozenset()
    """Ids of those who are wished, where it can be."""

    @property
    def is_choosy(self) -> bool:
        """Whether it asks for more than somebody who can do the work."""
        return replace(self, preferred=frozenset()) != self.anyone()

    def anyone(self) -> Wish:
        """The same work by whoever can do it; animals in the home stay a hard condition."""
        needs = frozenset(need for need in self.needs if need in PET_NEEDS)
        return Wish(self.service, self.district, needs, certificates=self.certificates, level=self.level)

    def work(self) -> Wish:
        """The work itself, wherever it is: what nobody may be sent to without."""
        return replace(self.anyone(), district=None)


@dataclass(frozen=True, slots=True)
class Workload:
    """What providers have to do, and what this customer knows of them."""

    busy: Mapping[str, Sequence[Visit]]
    """Visits by provider, in order of their start."""
    known: frozenset[str] = frozenset()
    """Ids of those who have served the customer."""
    leaves: Mapping[str, Sequence[TimeWindow]] = field(default_factory=dict)
    scores: Mapping[str, float] = field(default_factory=dict)
    """What the customer has given them, 1 to 5."""
    weeks: Mapping[tuple[str, date], int] = field(default_factory=dict)
    """Minutes of visits by provider and Monday of the week."""
    scarcity: Scarcity = field(default_factory=Scarcity)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A provider who fits, her score and the reasons in plain words; ``points`` are what the score is made of."""

    provider: Provider
    score: float
    reasons: tuple[str, ...]
    points: Mapping[str, float] = field(default_factory=dict)


def occupied(window: TimeWindow, rules: Rules) -> TimeWindow:
    """What a visit takes out of a provider's day: the visit and the way there, in whole cells of the grid."""
    return _in_cells(window, rules.travel_minutes)


@lru_cache(maxsize=1024)
def _in_cells(window: TimeWindow, travel: int) -> TimeWindow:
    """Asked of every provider for one and the same window."""
    cells = window.padded(before=timedelta(minutes=travel), after=timedelta(0)).cells()
    return TimeWindow(cells[0], cells[-1] + CELL)


def refusals(provider: Provider, wish: Wish) -> tuple[str, ...]:
    """Every hard condition that she misses, in plain words; none of them depends on time."""
    return tuple(_misses(provider, wish))


def fits(provider: Provider, wish: Wish) -> bool:
    """The hard conditions that do not depend on time."""
    return next(_misses(provider, wish), None) is None


def _misses(provider: Provider, wish: Wish) -> Iterator[str]:
    if not provider.active:
        yield "已停用"
    if wish.service not in provider.skills:
        yield "不做这项服务"
    elif provider.level(wish.service) < wish.level:
        yield f"这项服务不到{wish.level}级"
    if wish.district is not None and wish.district not in provider.districts:
        yield f"不跑{wish.district}"
    for name in sorted(wish.certificates - provider.certificates.keys()):
        yield f"没有{name}"
    if wish.needs:
        yield from _needs_missed(provider, wish.needs)
    if wish.gender is not None and provider.gender != wish.gender:
        yield "性别不合要求"
    if wish.name is not None and not is_called(provider, wish.name):
        yield f"不是{wish.name}"
    if wish.exclude and (provider.id in wish.exclude or any(is_called(provider, name) for name in wish.exclude)):
        yield "客户不要"
    if wish.only and provider.id not in wish.only:
        yield "不是客户要的那位"


def _needs_missed(provider: Provider, needs: frozenset[str]) -> Iterator[str]:
    if not provider.accepts_pets(needs):
        yield "不接有宠物的家"
    if "not_afraid_of_pets" in needs and not provider.pets:
        yield "怕宠物"
    if "non_smoker" in needs and provider.smoker:
        yield "抽烟"
    if "experienced" in needs and provider.experience_years < EXPERIENCED_YEARS:
        yield "从业不到三年"
    if "certified" in needs and not provider.certificates:
        yield "没有证书"
    if "speaks_dialect" in needs and not provider.languages - {"普通话"}:
        yield "只会普通话"


EXPERIENCED_YEARS = 3
"""Who has worked so long counts as experienced where a customer asks for it."""

_NEUTRAL_SCORE = 3
_MOST_YEARS = 10

_TITLE = re.compile("^(?:小|老|阿|大)(?=.)|(?:阿姨|师傅|大姐|大哥|姐|哥|嫂|叔|嬢嬢|孃孃|姨|婶|老师|女士|先生|小姐)$")


def is_called(provider: Provider, name: str) -> bool:
    """Whether customers could mean her by ``name``: 王桂兰 is 王阿姨 and 小王, 王秀英 is not."""
    bare = _TITLE.sub("", _TITLE.sub("", name))
    return bool(bare) and (provider.name == bare or (len(bare) == 1 and provider.name.startswith(bare)))


def unable_because(
    provider: Provider, wish: Wish, window: TimeWindow, load: Workload, rules: Rules, zone: ZoneInfo
) -> str | None:
    """Why somebody who fits cannot come in ``window``, in plain words; ``None`` where she can."""
    start, end = to_local(window.start, zone), to_local(window.end, zone)
    for name in sorted(wish.certificates):
        valid_until = provider.certificates.get(name)
        if valid_until is not None and valid_until < start.date():
            return f"{name}{valid_until}到期"
    if not provider.works(start, end):
        return "不在上班时间"
    if any(leave.overlaps(window) for leave in load.leaves.get(provider.id, ())):
        return "那时请假"
    if is_overworked(provider, monday_of(start.date()), int(window.duration.total_seconds()) // 60, load):
        return "这周工时已满"
    visits = load.busy.get(provider.id, ())
    taken = occupied(window, rules)
    if any(visit.overlaps(taken) for visit in visits):
        return "那时已有安排"
    return "前后赶不过来" if any(_is_too_close(visit, window, wish, rules) for visit in visits) else None


def _is_too_close(visit: Visit, window: TimeWindow, wish: Wish, rules: Rules) -> bool:
    """Whether the way between the two takes longer than the time between them."""
    way = travel_minutes(rules, visit.district, wish.district or "")
    return minute_of(window.start) < visit.ends + way and minute_of(window.end) + way > visit.starts


def is_overworked(provider: Provider, monday: date, minutes: int, load: Workload) -> bool:
    """Whether ``minutes`` more in that week are beyond her limit."""
    limit = provider.max_minutes_per_week
    return limit > 0 and load.weeks.get((provider.id, monday), 0) + minutes > limit


def is_able(provider: Provider, wish: Wish, window: TimeWindow, load: Workload, rules: Rules, zone: ZoneInfo) -> bool:
    return unable_because(provider, wish, window, load, rules, zone) is None


def rank(
    providers: Iterable[Provider],
    wish: Wish,
    window: TimeWindow,
    load: Workload,
    rules: Rules,
    zone: ZoneInfo,
    weights: Weights | None = None,
) -> list[Candidate]:
    """Everybody who fits and is free in ``window``, the best first; equal scores in order of id."""
    found = [
        _scored(provider, wish, window, load, rules, zone, weights or Weights())
        for provider in providers
        if fits(provider, wish) and is_able(provider, wish, window, load, rules, zone)
    ]
    return sorted(found, key=lambda candidate: (-candidate.score, candidate.provider.id))


def standing(provider: Provider, wish: Wish, load: Workload, weights: Weights) -> Mapping[str, float]:
    """The points that are the same whenever she comes."""
    given = load.scores.get(provider.id)
    return {
        "rating": weights.rating * provider.rating,
        "satisfaction": weights.satisfaction * (given - _NEUTRAL_SCORE) if given is not None else 0.0,
        "known": weights.known if provider.id in load.known else 0.0,
        "wished": weights.wished if provider.id in wish.preferred else 0.0,
        "level": weights.level * max(provider.level(wish.service) - wish.level, 0),
        "experience": weights.experience * min(provider.experience_years, _MOST_YEARS),
        "scarce": weights.scarce * load.scarcity.of(provider.id),
        "cost": weights.cost * provider.cost_fen_per_hour / 100,
    }


def _scored(
    provider: Provider, wish: Wish, window: TimeWindow, load: Workload, rules: Rules, zone: ZoneInfo, weights: Weights
) -> Candidate:
    begins = to_local(window.start, zone)
    day, shift = begins.date(), provider.shift_on(begins.date())
    visits = load.busy.get(provider.id, ())
    today = [visit for visit in visits if to_local(instant_of(visit.starts), zone).date() == day]
    hours = sum(visit.ends - visit.starts for visit in today) / 60
    week_hours = load.weeks.get((provider.id, monday_of(day)), 0) / 60
    lost = hours_lost(today, shift, window, begins, rules, load.scarcity) if shift else 0.0
    points = {
        **standing(provider, wish, load, weights),
        "travel": weights.travel * _detour(today, window, wish, rules),
        "load": weights.load * hours,
        "week": weights.week * week_hours,
        "lost": weights.lost * lost * load.scarcity.of(provider.id),
    }
    given = load.scores.get(provider.id)
    reasons = [f"评分{provider.rating:g}"]
    if provider.experience_years:
        reasons.append(f"从业{provider.experience_years}年")
    if provider.id in load.known:
        reasons.append("服务过您家")
    if given is not None and given > _NEUTRAL_SCORE:
        reasons.append(f"您给过{given:g}分")
    if wish.district:
        reasons.append(f"常在{wish.district}")
    return Candidate(provider, sum(points.values()), tuple(reasons), points)


def _detour(today: Sequence[Visit], window: TimeWindow, wish: Wish, rules: Rules) -> int:
    """Minutes on the way from the visit before and to the one after, beyond the usual time."""
    start = minute_of(window.start)
    before = [visit for visit in today if visit.starts < start][-1:]
    after = [visit for visit in today if visit.starts >= start][:1]
    ways = (travel_minutes(rules, visit.district, wish.district or "") for visit in (*before, *after))
    return sum(way - rules.travel_minutes for way in ways)
