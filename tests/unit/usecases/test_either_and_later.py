"""Two times of which either will do, a series that begins later, and what a cancel would cost."""

from __future__ import annotations

import pytest

from tests.talker import Talker
from tests.unit.usecases.series_talk import HOME, running
from tests.worlds import a_world, an_auntie


def _one_provider() -> Talker:
    return Talker(a_world([an_auntie(1)]))


@pytest.mark.parametrize(
    "said",
    [
        "周六上午九点或者周日下午三点都行",
        "周日下午三点或者周六上午九点",
        "周六上午九点行，周日下午三点也行",
        "周六上午九点可以的，周日下午三点也可以",
        "要么周六上午九点要么周日下午三点",
        "周六上午九点或者下午三点都行",
        "周六上午九点、周日下午三点哪个都行",
    ],
)
async def test_of_two_times_the_first_that_is_free_is_proposed(said: str):
    for first, second in ((f"{said}打扫，{HOME}", ""), (f"打扫，{HOME}", said)):
        talker = _one_provider()
        words = await talker.says(first, "book_service")
        words = await talker.says(second, "inform") if second else words
        assert words == ["utter_summary"]
        assert talker.values["window"] == "11月28日（周六）09:00–12:00，3小时"


async def test_where_the_first_is_full_the_second_is_proposed():
    talker = _one_provider()
    await talker.says(f"周六上午九点打扫，{HOME}", "book_service")
    await talker.says("好的", "affirm")
    said = await talker.says("另外约洗两台空调，周六上午九点或者周日下午三点都行", "book_service")
    assert said == ["utter_first_time_full", "utter_summary"]
    assert talker.values["window"] == "11月29日（周日）15:00–17:00，2小时"


@pytest.mark.parametrize(
    ("said", "window"),
    [
        ("周六上午九点不行，周日下午三点可以", "11月29日（周日）15:00–18:00，3小时"),
        ("不是周六上午九点，是周日下午三点", "11月29日（周日）15:00–18:00，3小时"),
        ("周六上午九点 不对 周日下午三点", "11月29日（周日）15:00–18:00，3小时"),
        ("周六九点吧，都可以", "11月28日（周六）09:00–12:00，3小时"),
    ],
)
async def test_a_time_that_is_refused_or_corrected_is_none_of_two(said: str, window: str):
    talker = _one_provider()
    await talker.says(f"打扫，{HOME}", "book_service")
    assert await talker.says(said, "inform") == ["utter_summary"]
    assert talker.values["window"] == window


async def test_either_half_of_a_day_is_still_that_day():
    talker = _one_provider()
    await talker.says(f"打扫，{HOME}", "book_service")
    await talker.says("周六上午下午都行", "inform")
    assert "11月28日（周六）" in str(talker.values) + str(talker.choices)


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("第一次下周二来，明天别来", "12月1日（周二）"),
        ("明天先别来，第一次下周二", "12月1日（周二）"),
        ("首次是下周二，明天不用来", "12月1日（周二）"),
        ("头一回12月8号来吧", "12月8日（周二）"),
        ("从下周二开始", "12月1日（周二）"),
        ("过完年再开始", "2027年2月16日（周二）"),
        ("等年过完了再开始", "2027年2月16日（周二）"),
        ("年后再开始", "2027年2月9日（周二）"),
    ],
)
async def test_the_first_visit_of_a_series_is_when_it_is_said_to_begin(said: str, first: str):
    talker = Talker()
    await talker.says(f"每周二下午两点打扫，{HOME}", "book_service")
    assert await talker.says(said, "inform") == ["utter_series_summary_moved"]
    assert talker.values["first"].startswith(first)
    assert talker.values["rule"].startswith("每周二14:00")


@pytest.mark.parametrize("said", ["先停一停，过完年再开始", "过完年再来吧，这阵子先不来"])
async def test_a_break_lasts_until_the_new_year_is_over(said: str):
    talker = await running(f"每周三下午两点来打扫，{HOME}")
    assert await talker.says(said, "change_booking") == ["utter_ask_pause"]
    assert talker.values["next"] == "2月17日（周三）14:00"


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("现在11点了 现在取消扣多少", "complain"),
        ("都十一点半了，这会儿取消要扣多少钱", "complain"),
        ("现在取消扣多少", "ask_policy"),
    ],
)
async def test_what_a_cancel_would_cost_is_told_of_the_order(said: str, intent: str):
    talker = Talker()
    await talker.says(f"明天下午两点打扫，{HOME}", "book_service")
    await talker.says("好的", "affirm")
    assert await talker.says(said, intent) == ["utter_cancel_costs"]


@pytest.mark.parametrize(
    "said",
    ["取消了还扣我钱 凭什么", "上次取消扣了我50 什么意思", "阿姨没来 现在取消还要扣多少"],
)
async def test_a_fee_that_was_taken_is_still_complained_about(said: str):
    talker = Talker()
    await talker.says(f"明天下午两点打扫，{HOME}", "book_service")
    await talker.says("好的", "affirm")
    assert "utter_cancel_costs" not in await talker.says(said, "complain")
