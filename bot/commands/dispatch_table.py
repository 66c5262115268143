"""A day's plan as a table for the terminal: who goes where, what changes, and what that is worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from unicodedata import east_asian_width
from zoneinfo import ZoneInfo

from bot.commands.job_arguments import day_in_words
from bot.domain.calendar import instant_of
from bot.domain.dispatch import Plan, rounds, value, way_minutes, wishes_met
from bot.domain.plan_changes import Change, unserved
from bot.domain.values import to_local
from bot.usecases.dispatch import Accepted, Preview

_HEAD = ("家政员", "时间", "服务", "区", "路上", "单号")


def preview_lines(seen: Preview, services: Mapping[str, str], zone: ZoneInfo) -> Iterator[str]:
    """``services`` are names by code."""
    current = seen.day.current()
    yield f"{day_in_words(seen.on)}：{len(seen.day.visits)}单，{len(rounds(seen.day, current))}位家政员"
    yield ""
    yield "现在"
    yield from _table([_HEAD, *_rows(seen, current, services, zone, ())])
    if not seen.changes:
        yield ""
        yield "没有更好的安排，保持现状。"
    else:
        changed = [change.booking_id for change in seen.changes]
        yield ""
        yield "建议（* 换人）"
        yield from _table([_HEAD, *_rows(seen, seen.proposed, services, zone, changed)])
        yield ""
        yield from _table(_totals(seen, current))
        yield ""
        yield from (_change_line(seen, change, zone) for change in seen.changes)
    for visit in unserved(seen.day, seen.proposed):
        yield f"{visit.booking_id} {_clock(visit.starts, zone)} {visit.district}：没有人能去，请人工处理"


def accepted_lines(done: Accepted) -> Iterator[str]:
    yield ""
    for title, changes in (("已调整", done.applied), ("已请客户确认", done.asked), ("情况已变，没有动", done.stale)):
        if changes:
            yield f"{title}：{'、'.join(change.booking_id for change in changes)}"


def _rows(
    seen: Preview, plan: Plan, services: Mapping[str, str], zone: ZoneInfo, changed: Sequence[str]
) -> Iterator[tuple[str, ...]]:
    for provider_id, visits in sorted(rounds(seen.day, plan).items()):
        ways = [seen.day.usual_way, *(seen.day.way(one.district, other.district) for one, other in pairwise(visits))]
        name = seen.providers[provider_id].name
        for place, (visit, way) in enumerate(zip(visits, ways, strict=True)):
            star = " *" if visit.booking_id in changed else ""
            times = f"{_clock(visit.starts, zone)}–{_clock(visit.ends, zone)}"
            service = services.get(visit.service, visit.service)
            yield ("" if place else name, times, service, visit.district, f"{way}分钟", visit.booking_id + star)


def _totals(seen: Preview, current: Plan) -> list[tuple[str, ...]]:
    day, proposed = seen.day, seen.proposed
    return [
        ("", "现在", "建议"),
        ("路上", f"{way_minutes(day, current)}分钟", f"{way_minutes(day, proposed)}分钟"),
        ("满足的愿望", f"{wishes_met(day, current)}个", f"{wishes_met(day, proposed)}个"),
        ("最长的一天", _longest(seen, current), _longest(seen, proposed)),
        ("得分", _points(value(day, current)), f"{_points(value(day, proposed))}（上限{_points(seen.bound)}）"),
    ]


def _longest(seen: Preview, plan: Plan) -> str:
    minutes = [sum(visit.minutes for visit in visits) for visits in rounds(seen.day, plan).values()]
    return f"{max(minutes, default=0) / 60:g}小时"


def _points(hundredths: int) -> str:
    return f"{hundredths / 100:.1f}"


def _change_line(seen: Preview, change: Change, zone: ZoneInfo) -> str:
    (visit,) = (one for one in seen.day.visits if one.booking_id == change.booking_id)
    before, after = _names(seen, change.before), _names(seen, change.after)
    asked = "（要先问客户）" if change.needs_yes else ""
    return (
        f"{change.booking_id} {_clock(visit.starts, zone)} {visit.district}：{before} → {after}，{change.reason}{asked}"
    )


def _names(seen: Preview, provider_ids: Sequence[str]) -> str:
    return "、".join(seen.providers[one].name for one in provider_ids) or "无人"


def _clock(minute: int, zone: ZoneInfo) -> str:
    return f"{to_local(instant_of(minute), zone):%H:%M}"


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns that stand under each other, with Chinese as wide as it is shown."""
    widths = [max(_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
        yield f"  {'  '.join(cells)}".rstrip()


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
