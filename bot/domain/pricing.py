"""Quote from catalogue and request: itemised, in 分, with its reasons.

The work stands first at its list price, then what is taken off, then what comes on top. Whole 分 throughout: prices of
work are rounded up, reductions and surcharges down. Percentages of surcharges are of the list price. However much is
taken off, the work costs at least 50 yuan for each hour of each provider, and the service's minimum charge.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.catalogue import FLOOR_FEN_PER_HOUR, OTHER, Catalogue, Service, Surcharge, VisitTier
from bot.domain.errors import InvalidData
from bot.domain.values import yuan
from bot.domain.work import Work, by_kind

EXTRA = "extra"
"""The code of an item that was agreed to after the order."""


@dataclass(frozen=True, slots=True)
class QuoteItem:
    """One line of a quote."""

    code: str
    label: str
    fen: int


@dataclass(frozen=True, slots=True)
class Quote:
    """报价: the items and their sum; all-in, nothing is added later without the customer's yes."""

    items: tuple[QuoteItem, ...]

    @property
    def total_fen(self) -> int:
        return sum(item.fen for item in self.items)

    def in_words(self) -> str:
        """The sum, and how it comes about when there is more than one item."""
        if len(self.items) == 1:
            return f"{yuan(self.total_fen)}（{self.items[0].label}）"
        parts = "，".join(f"{item.label}={yuan(item.fen)}" for item in self.items)
        return f"{yuan(self.total_fen)}（{parts}）"


@dataclass(frozen=True, slots=True)
class PricedJob:
    """One visit as its price sees it. ``start`` and ``booked_at`` are local times; ``minutes`` are of each provider."""

    service: Service
    start: datetime
    minutes: int
    work: Work = field(default_factory=Work)
    visits_done: int = 0
    """The customer's completed visits."""
    series_visits: int = 0
    """Visits of the series that it belongs to; 0 for a single one."""
    booked_at: datetime | None = None
    """``None``: long before."""
    rectifies: bool = False
    """Whether it makes up for another one (返工), at no cost."""


def quote(catalogue: Catalogue, job: PricedJob) -> Quote:
    """The price of one visit."""
    if job.rectifies:
        return Quote((QuoteItem("rectification", "免费返工", 0),))
    listed = list_price(job.service, job.minutes, job.work)
    labour = sum(item.fen for item in listed)
    on_top = [
        QuoteItem(surcharge.code, surcharge.name, surcharge.fen or labour * surcharge.percent // 100)
        for surcharge in _surcharges(catalogue, job)
    ]
    return Quote((*listed, *_corrections(catalogue, job, labour), *on_top))


def costs_more(catalogue: Catalogue, start: datetime, minutes: int, booked_at: datetime) -> bool:
    """Whether something comes on top for the time alone: at night, on a holiday, at short notice; local times."""
    rules = catalogue.rules
    ends = start.hour * 60 + start.minute + minutes
    for surcharge in catalogue.surcharges:
        late = surcharge.when == "night" and ends > rules.night_from.hour * 60 + rules.night_from.minute
        off = surcharge.when == "holiday" and start.date() in rules.holidays
        soon = surcharge.when == "urgent" and start - booked_at < timedelta(minutes=surcharge.within_minutes)
        if late or off or soon:
            return True
    return False


def list_price(service: Service, minutes: int, work: Work) -> tuple[QuoteItem, ...]:
    """The work before anything is taken off or comes on top; ``InvalidData`` where the home's size is missing."""
    if service.fen_per_item:
        # Whoever names a service and no number means one.
        counted: Mapping[str, int] = work.quantities or {OTHER: 1}
        return tuple(_pieces(service, kind, count) for kind, count in counted.items())
    if service.fen_per_sqm:
        if work.area_sqm is None:
            raise InvalidData(f"the price of {service.code} needs the size of the home")
        fen = -(-service.fen_per_sqm * round(work.area_sqm * 100) // 100)
        return (QuoteItem("labour", f"{price_in_words(service)} × {work.area_sqm:g}平方米", fen),)
    heads = f" × {work.providers}人" if work.providers > 1 else ""
    label = f"{price_in_words(service)} × {hours_in_words(minutes)}{heads}"
    return (QuoteItem("labour", label, _by_hour(service.fen_per_hour, minutes * work.providers)),)


def price_in_words(service: Service, counted: Collection[str] = ()) -> str:
    """What a unit costs: ``55元/小时``, ``6元/平方米``, ``空调挂机90元、其他100元``; only the pieces ``counted``."""
    if service.fen_per_sqm:
        return f"{yuan(service.fen_per_sqm)}/平方米"
    if service.fen_per_item and counted:
        return "、".join(f"{kind}{yuan(by_kind(service.fen_per_item, kind))}" for kind in counted)
    if service.fen_per_item:
        kinds = [f"{kind}{yuan(fen)}" for kind, fen in service.fen_per_item.items() if kind != OTHER]
        rest = yuan(service.fen_per_item[OTHER])
        return "、".join((*kinds, f"其他{rest}")) if kinds else f"每件{rest}"
    return f"{yuan(service.fen_per_hour)}/小时"


def hours_in_words(minutes: int) -> str:
    """180 -> ``3小时``, 150 -> ``2.5小时``, 100 -> ``1小时40分钟``."""
    if minutes % 30 == 0:
        return f"{minutes / 60:g}小时"
    hours, rest = divmod(minutes, 60)
    return f"{hours}小时{rest}分钟" if hours else f"{rest}分钟"


def _pieces(service: Service, kind: str, count: int) -> QuoteItem:
    fen = by_kind(service.fen_per_item, kind)
    name = service.name if kind == OTHER else kind
    return QuoteItem("labour", f"{name} {yuan(fen)} × {count}", fen * count)


def _by_hour(fen_per_hour: int, minutes: int) -> int:
    return -(-fen_per_hour * minutes // 60)


def _corrections(catalogue: Catalogue, job: PricedJob, labour: int) -> list[QuoteItem]:
    """What is taken off, as far as the least price of such a visit allows; or what lifts the work to it."""
    least, because = _least(job)
    if labour < least:
        return [QuoteItem("minimum", because, least - labour)]
    room, items = labour - least, list[QuoteItem]()
    for item in _reductions(catalogue, job, labour):
        given = min(-item.fen, room)
        room -= given
        items.append(item if given == -item.fen else QuoteItem(item.code, f"{item.label}（{because}）", -given))
    return items


def _least(job: PricedJob) -> tuple[int, str]:
    floor = _by_hour(FLOOR_FEN_PER_HOUR, job.minutes * job.work.providers)
    if job.service.min_fen > floor:
        return job.service.min_fen, f"起步价{yuan(job.service.min_fen)}"
    return floor, f"最低每人每小时{yuan(FLOOR_FEN_PER_HOUR)}"


def _reductions(catalogue: Catalogue, job: PricedJob, labour: int) -> list[QuoteItem]:
    """The better of tier and package, and on what is left the better of series and loyalty; never all of them."""
    items = []
    packages = [item for item in _packaged(catalogue, job) if item.fen < labour]
    cheaper = min((*_tiered(job), *packages), key=lambda item: item.fen, default=None)
    if cheaper is not None:
        items.append(QuoteItem(cheaper.code, cheaper.label, cheaper.fen - labour))
    left = labour + sum(item.fen for item in items)
    series, loyalty = (
        _reached(job.service.series_tiers, job.series_visits),
        _reached(catalogue.loyalty, job.visits_done),
    )
    if series and (loyalty is None or series.percent >= loyalty.percent):
        label = f"长期预约{series.from_visits}次以上减{series.percent}%"
        items.append(QuoteItem("series", label, -(left * series.percent // 100)))
    elif loyalty:
        label = f"老客户（服务过{loyalty.from_visits}次以上）减{loyalty.percent}%"
        items.append(QuoteItem("loyalty", label, -(left * loyalty.percent // 100)))
    return items


def _tiered(job: PricedJob) -> list[QuoteItem]:
    """The work at the price of its length, but never for less than a shorter visit at the price of that length."""
    reached = [tier for tier in job.service.hour_tiers if tier.from_minutes <= job.minutes]
    if not reached:
        return []
    before, shorter = job.service.fen_per_hour, 0
    for tier in reached:
        shorter = max(shorter, _by_hour(before, tier.from_minutes * job.work.providers))
        before = tier.fen_per_hour
    fen = _by_hour(before, job.minutes * job.work.providers)
    label = f"满{hours_in_words(reached[-1].from_minutes)}，每小时{yuan(before)}"
    if fen < shorter:
        return [QuoteItem("hours", f"{label}（不低于时间短一些的价格）", shorter)]
    return [QuoteItem("hours", label, fen)]


def _packaged(catalogue: Catalogue, job: PricedJob) -> list[QuoteItem]:
    """The work bought as a package, and what goes beyond it by the hour."""
    minutes = job.minutes * job.work.providers
    return [
        QuoteItem(
            "package",
            package.name,
            package.fen + _by_hour(job.service.fen_per_hour, max(minutes - package.minutes, 0)),
        )
        for package in catalogue.packages
        if package.service == job.service.code
    ]


def _reached(tiers: Sequence[VisitTier], visits: int) -> VisitTier | None:
    return next((tier for tier in reversed(tiers) if tier.from_visits <= visits), None)


def _surcharges(catalogue: Catalogue, job: PricedJob) -> list[Surcharge]:
    """All that apply, in the catalogue's order; of several for urgency only that for the shortest notice."""
    found = [one for one in catalogue.surcharges if _applies(one, catalogue, job)]
    urgent = [one for one in found if one.when == "urgent"]
    nearest = min(urgent, key=lambda one: one.within_minutes, default=None)
    return [one for one in found if one.when != "urgent" or one is nearest]


def _applies(surcharge: Surcharge, catalogue: Catalogue, job: PricedJob) -> bool:
    rules, start = catalogue.rules, job.start
    if surcharge.services and job.service.code not in surcharge.services:
        return False
    if surcharge.when == "night":
        ends = start.hour * 60 + start.minute + job.minutes
        return ends > rules.night_from.hour * 60 + rules.night_from.minute
    if surcharge.when == "holiday":
        return start.date() in rules.holidays
    if surcharge.when == "urgent":
        return job.booked_at is not None and start - job.booked_at < timedelta(minutes=surcharge.within_minutes)
    if surcharge.when == "risk":
        return not job.work.needs.isdisjoint(surcharge.needs)
    return surcharge.when.removeprefix("need:") in job.work.needs
