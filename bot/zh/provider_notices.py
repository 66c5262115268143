"""What providers are told about their visits: values in, words out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.zh.notices import day, span
from bot.zh.say import needs, quantities


@dataclass(frozen=True)
class OrderWords:
    """A visit as the one who does it needs it. Naive local times."""

    service: str
    start: datetime
    end: datetime
    district: str
    address: str
    contact_name: str
    phone: str
    area_sqm: float | None
    needs: Sequence[str]
    quantities: Mapping[str, int]
    notes: str


def new_visit(order: OrderWords) -> str:
    return f"新派单：{_whole(order)}"


def taken_over(order: OrderWords) -> str:
    return f"转给您的单：{_whole(order)}"


def moved(order: OrderWords, before: OrderWords) -> str:
    return f"改期：原来{span(before.start, before.end)}的{before.service}，现在{_whole(order)}"


def changed(order: OrderWords) -> str:
    return f"单子有变动，以这条为准：{_whole(order)}"


def restored(order: OrderWords) -> str:
    return f"恢复的单：{_whole(order)}"


def cancelled(order: OrderWords) -> str:
    return f"已取消：{_brief(order)}，不用去了。"


def given_away(order: OrderWords) -> str:
    return f"已转给别人：{_brief(order)}，不用去了。"


def day_ahead(orders: Sequence[OrderWords], *, is_read_on_the_eve: bool) -> str:
    """A day's visits, a line each; 明天 only where it is that when it is read."""
    lines = [f"{number}. {_whole(order)}" for number, order in enumerate(orders, start=1)]
    when = f"{'明天' if is_read_on_the_eve else ''}{day(orders[0].start)}"
    return "\n".join([f"{when}您有{len(orders)}单：", *lines])


def _brief(order: OrderWords) -> str:
    return f"{span(order.start, order.end)} {order.service}，{order.district or order.address}"


def _whole(order: OrderWords) -> str:
    minutes = int((order.end - order.start).total_seconds() // 60)
    asked = [*needs(order.needs), *quantities(order.quantities)]
    size = f"，{order.area_sqm:g}平" if order.area_sqm else ""
    parts = (
        f"{span(order.start, order.end)} {order.service}（{minutes / 60:g}小时{size}）",
        order.address if order.district in order.address else f"{order.district}{order.address}",
        f"要求：{'、'.join(asked)}" if asked else "",
        f"备注：{order.notes}" if order.notes else "",
        f"{order.contact_name or '客户'}，电话尾号{order.phone[-4:]}",
    )
    return "；".join(filter(None, parts)) + "。"
