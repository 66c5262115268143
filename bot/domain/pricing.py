"""Quote from catalogue and request: itemised, in 分, with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.catalogue import Catalogue, Service, Surcharge
from bot.domain.values import yuan


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


def quote(
    catalogue: Catalogue, service: Service, start: datetime, minutes: int, providers: int, needs: frozenset[str]
) -> Quote:
    """The price of one visit; ``start`` is local time."""
    labour = service.fen_per_hour * minutes * providers // 60
    heads = f" × {providers}人" if providers > 1 else ""
    label = f"{yuan(service.fen_per_hour)}/小时 × {hours_in_words(minutes)}{heads}"
    items = [QuoteItem("labour", label, labour)]
    items += [
        QuoteItem(surcharge.code, surcharge.name, surcharge.fen or labour * surcharge.percent // 100)
        for surcharge in catalogue.surcharges
        if _applies(surcharge, catalogue, start, minutes, needs)
    ]
    return Quote(tuple(items))


def hours_in_words(minutes: int) -> str:
    """180 -> ``3小时``, 150 -> ``2.5小时``, 100 -> ``1小时40分钟``."""
    if minutes % 30 == 0:
        return f"{minutes / 60:g}小时"
    hours, rest = divmod(minutes, 60)
    return f"{hours}小时{rest}分钟" if hours else f"{rest}分钟"


def _applies(surcharge: Surcharge, catalogue: Catalogue, start: datetime, minutes: int, needs: frozenset[str]) -> bool:
    rules = catalogue.rules
    if surcharge.when == "night":
        ends = start.hour * 60 + start.minute + minutes
        return ends > rules.night_from.hour * 60 + rules.night_from.minute
    if surcharge.when == "holiday":
        return start.date() in rules.holidays
    return surcharge.when.removeprefix("need:") in needs
