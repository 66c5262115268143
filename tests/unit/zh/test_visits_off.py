"""Which visits of a series are not wanted, and when it goes on."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from bot.zh.visits_off import day_instead, days_off, on_again, until_notice, visits_off

NOW = datetime(2026, 11, 23, 10, tzinfo=timezone(timedelta(hours=8)))
NOVEMBER_26, DECEMBER_3, DECEMBER_10 = date(2026, 11, 26), date(2026, 12, 3), date(2026, 12, 10)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("停两回", 2), ("先停三次", 3), ("接下来两次都不用来了", 2), ("两趟都甭来", 2), ("跳过两次", 2),
        ("这两个礼拜四都别来", 2), ("停俩回", 2), ("兩次都唔使嚟", 2), ("呢两个星期四都唔使嚟住", 2),
        ("每周来两次", None), ("两次都不用给钱", None),
        ("停两周", None), ("两次不行，三次", None),
    ],
)  # fmt: skip
def test_how_many_visits_there_are_not_to_be(text: str, count: int | None):
    assert visits_off(text) == count


@pytest.mark.parametrize(
    ("text", "off", "again"),
    [
        ("停两回 这礼拜四跟下礼拜四都甭来了 再下个礼拜四接着来", (NOVEMBER_26, DECEMBER_3), DECEMBER_10),
        ("这周四、下周四不来，12月10号恢复", (NOVEMBER_26, DECEMBER_3), DECEMBER_10),
        ("這週四和下週四都不用來，下下週四再來", (NOVEMBER_26, DECEMBER_3), DECEMBER_10),
        ("这周四，下周四，都别来", (NOVEMBER_26, DECEMBER_3), None),
        ("这个礼拜四就不要来了下礼拜四来", (NOVEMBER_26,), None),
        ("这周四跟12月10号停一下", (NOVEMBER_26, DECEMBER_10), None),
        ("下周四照常", (), DECEMBER_3),
        ("每周四的打扫先停停", (), None),
        ("这周四我不在家，改到周五", (), None),
        ("从下周四开始停两次", (), None),
    ],
)
def test_the_days_off_and_the_day_it_goes_on(text: str, off: tuple[date, ...], again: date | None):
    assert (days_off(text, NOW), on_again(text, NOW)) == (off, again)


@pytest.mark.parametrize("text", ["等我通知", "回来再跟你们说", "还没定", "先停着，啥时候回来不知道", "停到我回来"])
def test_it_is_open_when_it_goes_on(text: str):
    assert until_notice(text)


@pytest.mark.parametrize("text", ["停两周", "停到月底", "12月10号再来", "下周再约一次"])
def test_it_is_said_when_it_goes_on(text: str):
    assert not until_notice(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("哎呀聚会是下个礼拜四不是这个礼拜四这个礼拜四阿姨还是来的", (DECEMBER_3, NOVEMBER_26)),
        ("是下周四，不是这周四", (DECEMBER_3, NOVEMBER_26)),
        ("不是这周四，是下周四", (DECEMBER_3, NOVEMBER_26)),
        ("說錯了，是下週四而不是這週四", (DECEMBER_3, NOVEMBER_26)),
        ("唔係呢個星期四，係下個星期四", (DECEMBER_3, NOVEMBER_26)),
        ("弗是这个礼拜四 是下个礼拜四", (DECEMBER_3, NOVEMBER_26)),
        ("搞错了11月26号才是不是12月3号", (NOVEMBER_26, DECEMBER_3)),
        ("是12月3号不是11月26号", (DECEMBER_3, NOVEMBER_26)),
        ("下周四也不来，是不是这周四也不来", None),
        ("这周四不来，下周四来", None),
        ("不是这周四", None),
        ("每周四的，不是这周四", None),
    ],
)
def test_one_day_in_the_place_of_another(text: str, days: tuple[date, date] | None):
    assert day_instead(text, NOW) == days
