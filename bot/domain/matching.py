"""Who can serve a request, ranked, and why; when somebody can."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.calendar import Visit, instant_of
from bot.domain.catalogue import Rules
from bot.domain.provider import PET_NEEDS, Provider
from bot.domain.values import CELL, TimeWindow, to_instant, to_local

# What a fitting provider is ranked by; the weights are the company's taste, stated once.
WEIGHT_RATING = 10.0
WEIGHT_LOAD_PER_HOUR = -1.5
WEIGHT_KNOWN = 15.0
WEIGHT_EXPERIENCE_PER_YEAR = 0.4


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

    @property
    def is_choosy(self) -> bool:
        """Whether it asks for more than somebody who can do the work."""
        return self != self.anyone()

    def anyone(self) -> Wish:
        """The same work by whoever can do it; animals in the home stay a hard condition."""
        needs = frozenset(need for need in self.needs if need in PET_NEEDS)
        return Wish(self.service, self.district, needs, certificates=self.certificates)


@dataclass(frozen=True, slots=True)
class Workload:
    """Providers' visits and the ids of those that the customer knows."""

    busy: Mapping[str, Sequence[Visit]]
    known: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A provider who fits, her score and the reasons in plain words; ``points`` are what the score is made of."""

    provider: Provider
    score: float
    reasons: tuple[str, ...]
    points: Mapping[str, float] = field(default_factory=dict)


def occupied(window: TimeWindow, rules: Rules) -> TimeWindow:
    """What a visit takes out of a provider's day: the visit and the way there, in whole cells of the grid."""
    cells = window.padded(before=timedelta(minutes=rules.travel_minutes), after=timedelta(0)).cells()
    return TimeWindow(cells[0], cells[-1] + CELL)


def refusals(provider: Provider, wish: Wish) -> tuple[str, ...]:
    """Every hard condition that she misses, in plain words; none of them depends on time."""
    missed = (
        (not provider.active, "已停用"),
        (wish.service not in provider.skills, "不做这项服务"),
        (wish.district is not None and wish.district not in provider.districts, f"不跑{wish.district}"),
        *((name not in provider.certificates, f"没有{name}") for name in sorted(wish.certificates)),
        (not provider.accepts_pets(wish.needs), "不接有宠物的家"),
        ("non_smoker" in wish.needs and provider.smoker, "抽烟"),
        (wish.gender is not None and provider.gender != wish.gender, "性别不合要求"),
        (wish.name is not None and not is_called(provider, wish.name), f"不是{wish.name}"),
        (
            provider.id in wish.exclude or any(is_called(provider, name) for name in wish.exclude),
            "客户不要",
        ),
        (bool(wish.only) and provider.id not in wish.only, "不是客户要的那位"),
    )
    return tuple(words for misses, words in missed if misses)


def fits(provider: Provider, wish: Wish) -> bool:
    """The hard conditions that do not depend on time."""
    return not refusals(provider, wish)


_TITLE = re.compile("^(?:小|老|阿|大)(?=.)|(?:阿姨|师傅|大姐|大哥|姐|哥|嫂|叔|老师|女士|先生|小姐)$")


def is_called(provider: Provider, name: str) -> bool:
    """Whether customers could mean her by ``name``: 王桂兰 is 王阿姨 and 小王, 王秀英 is not."""
    bare = _TITLE.sub("", _TITLE.sub("", name))
    return bool(bare) and (provider.name == bare or (len(bare) == 1 and provider.name.startswith(bare)))


def unable_because(
    provider: Provider, wish: Wish, window: TimeWindow, load: Workload, rules: Rules, zone: ZoneInfo
) -> str | None:
    """Why somebody who fits cannot come in ``window``, in plain words; ``None`` where she can."""
    day = to_local(window.start, zone).date()
    for name in sorted(wish.certificates):
        valid_until = provider.certificates.get(name)
        if valid_until is not None and valid_until < day:
            return f"{name}{valid_until}到期"
    if not provider.works(to_local(window.start, zone), to_local(window.end, zone)):
        return "不在上班时间"
    taken = occupied(window, rules)
    return "那时已有安排" if any(other.overlaps(taken) for other in load.busy.get(provider.id, ())) else None


def is_able(provider: Provider, wish: Wish, window: TimeWindow, load: Workload, rules: Rules, zone: ZoneInfo) -> bool:
    return unable_because(provider, wish, window, load, rules, zone) is None


def rank(
    providers: Iterable[Provider], wish: Wish, window: TimeWindow, load: Workload, rules: Rules, zone: ZoneInfo
) -> list[Candidate]:
    """Everybody who fits and is free in ``window``, the best first; equal scores in order of id."""
    found = [
        _scored(provider, wish, window, load, zone)
        for provider in providers
        if fits(provider, wish) and is_able(provider, wish, window, load, rules, zone)
    ]
    return sorted(found, key=lambda candidate: (-candidate.score, candidate.provider.id))


def _scored(provider: Provider, wish: Wish, window: TimeWindow, load: Workload, zone: ZoneInfo) -> Candidate:
    day = to_local(window.start, zone).date()
    hours = sum(
        (other.ends - other.starts) / 60
        for other in load.busy.get(provider.id, ())
        if to_local(instant_of(other.starts), zone).date() == day
    )
    is_known = provider.id in load.known
    points = {
        "rating": WEIGHT_RATING * provider.rating,
        "load": WEIGHT_LOAD_PER_HOUR * hours,
        "experience": WEIGHT_EXPERIENCE_PER_YEAR * min(provider.experience_years, 10),
        "known": WEIGHT_KNOWN if is_known else 0.0,
    }
    reasons = [f"评分{provider.rating:g}"]
    if provider.experience_years:
        reasons.append(f"从业{provider.experience_years}年")
    if is_known:
        reasons.append("服务过您家")
    if wish.district:
        reasons.append(f"常在{wish.district}")
    return Candidate(provider, sum(points.values()), tuple(reasons), points)


def start_times(
    search: TimeWindow,
    minutes: int,
    providers: Sequence[Provider],
    wish: Wish,
    load: Workload,
    rules: Rules,
    zone: ZoneInfo,
    now: datetime,
    heads: int = 1,
) -> list[datetime]:
    """Starts (UTC) inside ``search`` at which ``heads`` fitting providers are free for ``minutes``.

    "上午" is when somebody comes, not when she has finished: the visit starts inside ``search`` and ends within the
    opening hours; the minimum notice and the horizon hold.
    """
    fitting = [provider for provider in providers if fits(provider, wish)]
    earliest = max(search.start, now + timedelta(minutes=rules.min_notice_minutes))
    latest = min(search.end, now + timedelta(days=rules.horizon_days))
    found = []
    start = _ceil(earliest)
    while start < latest:
        window = TimeWindow(start, start + timedelta(minutes=minutes))
        if within_opening(window, rules, zone):
            free = sum(is_able(provider, wish, window, load, rules, zone) for provider in fitting)
            if free >= heads:
                found.append(start)
        start += CELL
    return found


def within_opening(window: TimeWindow, rules: Rules, zone: ZoneInfo) -> bool:
    start, end = to_local(window.start, zone), to_local(window.end, zone)
    return start.date() == end.date() and rules.opens <= start.time() and end.time() <= rules.closes


def nearest(starts: Sequence[datetime], wanted: datetime, limit: int = 3) -> list[datetime]:
    """The ``limit`` starts closest to ``wanted``, in time order."""
    return sorted(sorted(starts, key=lambda start: abs(start - wanted))[:limit])


def opening_day(day: datetime, rules: Rules, zone: ZoneInfo) -> TimeWindow:
    """The opening hours of a local day as instants."""
    return TimeWindow(
        to_instant(datetime.combine(day.date(), rules.opens), zone),
        to_instant(datetime.combine(day.date(), rules.closes), zone),
    )


def _ceil(instant: datetime) -> datetime:
    over = timedelta(minutes=instant.minute % 30, seconds=instant.second, microseconds=instant.microsecond)
    return instant if not over else instant - over + CELL
