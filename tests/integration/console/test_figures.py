"""Figures over the API, as a file, as pages and as a report, of orders that were really made."""

from __future__ import annotations

import csv
import io
from datetime import date

from bot.commands.report_text import as_markdown
from bot.domain.access import Role
from bot.usecases.figure_review import Period, period_of, reviewed
from tests.support.office import Office

TODAY = {"from": "2026-11-23T00:00:00+08:00", "to": "2026-11-24T00:00:00+08:00"}


async def test_figures_are_told_with_their_targets_and_nothing_is_null(office: Office):
    senior = await office.agent(Role.SUPERVISOR)
    await office.booked()
    _, answer = await senior.get("/api/figures", **TODAY)
    totals = {one["key"]: one for one in answer["totals"]}
    assert (answer["empty"], answer["by"], len(answer["groups"])) == (False, "day", 1)
    assert totals["orders"] == {
        "key": "orders", "name": "新订单", "unit": "count", "value": 1.0, "of": 1, "target": None, "at_most": False,
        "kept": None,
    }  # fmt: skip
    assert (totals["matching_success"]["value"], totals["matching_success"]["kept"]) == (1.0, True)
    assert (totals["score"]["value"], totals["score"]["target"], totals["score"]["kept"]) == (None, 4.5, None)


async def test_an_empty_day_is_empty(office: Office):
    senior = await office.agent(Role.SUPERVISOR)
    empty = {"from": "2026-11-01T00:00:00+08:00", "to": "2026-11-02T00:00:00+08:00"}
    _, answer = await senior.get("/api/figures", **empty)
    assert answer["empty"] is True
    assert {one["value"] for one in answer["totals"]} == {None}
    assert answer["funnel"] == {"reached": {}, "stopped": []}


async def test_the_table_comes_as_a_file(office: Office):
    senior = await office.agent(Role.SUPERVISOR)
    await office.booked()
    text = await senior.text("/api/figures.csv", by="service", **TODAY)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    found = {(row["group"], row["figure"]): (row["group_name"], row["value"], row["kept"]) for row in rows}
    assert found["daily_cleaning", "orders"] == ("日常保洁", "1.0", "")
    assert found["total", "score"] == ("", "", "")


async def test_only_supervisors_see_figures(office: Office):
    agent = await office.agent()
    for path in ("/api/figures", "/api/figures.csv", "/figures", "/figures/review", "/misses"):
        assert (await agent.status(path)) == 403


async def test_pages_show_charts_and_an_empty_time_says_so(office: Office):
    senior = await office.agent(Role.SUPERVISOR)
    empty = await senior.text("/figures", **{"from": "2026-11-01", "to": "2026-11-02"})
    assert "还没有任何记录" in empty
    assert '<svg viewBox="0 0 640' not in empty
    await office.booked()
    page = await senior.text("/figures", **{"from": "2026-11-22", "to": "2026-11-23"})
    assert "新订单：23日周一 1" in page
    assert "目标 ≥ 80%" in page
    for by in ("provider", "agent", "nonsense"):
        assert "分开看" in await senior.text("/figures", by=by)
    weekly = await senior.text("/figures/review", day="2026-11-23")
    assert "周检" in weekly
    assert "/api/figures.csv?from=2026-11-22T16%3A00%3A00%2B00%3A00&amp;to=2026-11-29T16" in weekly
    assert "月评" in await senior.text("/figures/review", kind="monthly", day="2026-11-23")
    assert "这一期没有任何记录" in await senior.text("/figures/review", kind="weekly")


async def test_a_review_is_written_with_what_to_look_at(office: Office):
    await office.booked()
    first, last = period_of(Period.WEEKLY, date(2026, 11, 23), date(2026, 11, 25))
    assert (first, last) == (date(2026, 11, 23), date(2026, 11, 29))
    async with office.deps.uow() as uow:
        text = as_markdown(Period.WEEKLY, first, last, await reviewed(office.deps, uow, first, last))
    assert text.startswith("# 周检 2026-11-23 – 2026-11-29\n\n## 要看一看的\n\n没有未达标的指标。\n")
    assert "| 新订单 | 1 | — |  |  | 1 |" in text
    assert "| 平均评分 | — | — | ≥ 4.50 |  | 0 |" in text
    assert "| 日常保洁 | 1 | — | 100% | — | — | — |" in text


async def test_of_a_month_the_month_before_is_told(office: Office):
    assert period_of(Period.MONTHLY, date(2026, 12, 5), None) == (date(2026, 11, 1), date(2026, 11, 30))
    async with office.deps.uow() as uow:
        review = await reviewed(office.deps, uow, date(2026, 11, 1), date(2026, 11, 30))
    assert review.now.is_empty
    empty = as_markdown(Period.MONTHLY, date(2026, 11, 1), date(2026, 11, 30), review)
    assert empty == "# 月评 2026-11-01 – 2026-11-30\n\n这一期没有任何记录。\n"
