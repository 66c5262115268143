"""数据看板: figures of a time with targets and charts, apart by whom or what; weekly check and monthly review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from bot.console.figures import MOST_DAYS, SENIOR
from bot.console.pages.charts import Chart, chart
from bot.console.pages.page import Page, PageCall, Shown
from bot.domain.figure_groups import By
from bot.domain.values import TimeWindow, to_instant, to_local
from bot.usecases.figure_review import Period, period_of, reviewed
from bot.usecases.figures import FigureReport, Group, figure_reports
from bot.zh import figures as zh
from bot.zh.handoff_words import handoff_of

CHARTED = (
    "orders", "booking_success", "first_reply", "score", "survey_coverage", "first_response", "handling",
    "misunderstood",
)  # fmt: skip
APART = (By.SERVICE, By.PROVIDER, By.AGENT)
_COLUMNS: Mapping[By, tuple[str, ...]] = {
    By.SERVICE: (
        "orders", "booking_success", "matching_success", "change_in_time", "score", "survey_coverage", "complaints",
    ),
    By.PROVIDER: ("orders", "matching_success", "score", "survey_coverage", "low_scores", "complaints"),
    By.AGENT: (
        "handoff_wait", "complaints", "first_response", "handling", "disputes_solved", "refund_in_time", "agent_score",
    ),
}  # fmt: skip
_LONGEST_BY_DAY, _LONGEST_BY_WEEK = 31, 120
_USUAL = 7
_WEEKDAYS = "一二三四五六日"


async def figures_page(call: PageCall) -> Shown:
    today = to_local(call.deps.clock.now(), call.deps.zone).date()
    first, last = _days(call, today)
    window = _window(call, first, last)
    days = (last - first).days + 1
    by = By.DAY if days <= _LONGEST_BY_DAY else By.WEEK if days <= _LONGEST_BY_WEEK else By.MONTH
    wanted = call.query.get("by", "")
    apart = By(wanted) if wanted in {one.value for one in APART} else By.SERVICE
    report, groups = await figure_reports(call.deps, call.uow, window, by, apart)
    values = {
        "report": report,
        "charts_of": _charts(report),
        "first": first,
        "last": last,
        "today": today,
        "spans": _spans(today),
        "file": _file(window, by),
        "apart": apart.value,
        "columns": _COLUMNS[apart],
        "rows": [_row(group, _COLUMNS[apart]) for group in groups.groups],
        "funnel": _funnel(report),
        "zh": zh,
        "handoff_of": handoff_of,
    }
    return Shown("figures.html", values)


async def review_page(call: PageCall) -> Shown:
    """The weekly check or the monthly review of the period that a day belongs to; the last whole one without a day."""
    today = to_local(call.deps.clock.now(), call.deps.zone).date()
    kind = Period.MONTHLY if call.query.get("kind") == "monthly" else Period.WEEKLY
    first, last = period_of(kind, today, _day(call.query.get("day", "")))
    review = await reviewed(call.deps, call.uow, first, last)
    values = {
        "review": review,
        "kind": kind.value,
        "first": first,
        "last": last,
        "file": _file(_window(call, first, last), By.DAY),
        "before": first - timedelta(days=1),
        "after": last + timedelta(days=1),
        "charts_of": _charts(review.now),
        "service_columns": _COLUMNS[By.SERVICE],
        "provider_columns": _COLUMNS[By.PROVIDER],
        "services": [_row(group, _COLUMNS[By.SERVICE]) for group in review.by_service],
        "providers": [_row(group, _COLUMNS[By.PROVIDER]) for group in review.by_provider],
        "funnel": _funnel(review.now),
        "zh": zh,
        "handoff_of": handoff_of,
    }
    return Shown("figure_review.html", values)


def _days(call: PageCall, today: date) -> tuple[date, date]:
    first, last = _day(call.query.get("from", "")), _day(call.query.get("to", ""))
    last = last or today
    first = first or last - timedelta(days=_USUAL - 1)
    if first > last or (last - first).days >= MOST_DAYS:
        return today - timedelta(days=_USUAL - 1), today
    return first, last


def _day(said: str) -> date | None:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return None
    return day if 2000 < day.year < 2099 else None


def _window(call: PageCall, first: date, last: date) -> TimeWindow:
    edges = [to_instant(datetime.combine(day, time()), call.deps.zone) for day in (first, last + timedelta(days=1))]
    return TimeWindow(edges[0], edges[1])


def _file(window: TimeWindow, by: By) -> str:
    """What asks the API for the same as a file."""
    return urlencode({"from": window.start.isoformat(), "to": window.end.isoformat(), "by": by.value})


def _spans(today: date) -> list[tuple[str, date, date]]:
    month = today.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    return [
        ("今天", today, today),
        ("7天", today - timedelta(days=6), today),
        ("30天", today - timedelta(days=29), today),
        ("本月", month, today),
        ("上月", before, month - timedelta(days=1)),
    ]


def _charts(report: FigureReport) -> list[Chart]:
    labels = [_label(group.key, report.by, len(report.groups)) for group in report.groups]
    by_key = [{figure.key: figure for figure in group.figures} for group in report.groups]
    return [chart(labels, [figures[key] for figures in by_key]) for key in CHARTED] if by_key else []


def _label(key: str, by: By, number: int) -> str:
    day = date.fromisoformat(key)
    if by is By.MONTH:
        return f"{day.month}月"
    if by is By.DAY and number <= _USUAL:
        return f"{day.day}日周{_WEEKDAYS[day.weekday()]}"
    return f"{day.month}/{day.day}"


def _row(group: Group, columns: Sequence[str]) -> dict[str, Any]:
    by_key = {figure.key: figure for figure in group.figures}
    return {"key": group.key, "name": group.name, "figures": [by_key[key] for key in columns]}


def _funnel(report: FigureReport) -> list[dict[str, Any]]:
    """Each stage with its width in a drawing of 400, and its share of those who began."""
    began = report.funnel.reached.get("started", 0)
    return [
        {
            "name": zh.STAGES[stage],
            "count": count,
            "width": round(400 * count / began, 1),
            "share": zh.value_of("share", count / began),
        }
        for stage, count in report.funnel.reached.items()
    ]


PAGES = (
    Page("/figures", SENIOR, figures_page, nav="数据", place=70, sign="chart"),
    Page("/figures/review", SENIOR, review_page),
)
