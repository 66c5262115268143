"""Which visits of a series stay, how many there are to be, and which is the last."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.zh.extract import find
from bot.zh.normalise import normalise
from bot.zh.recurrence import visits_said
from bot.zh.series_scope import lasts_until, wants_same_person
from bot.zh.visits_off import days_kept, days_off, last_day

NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
NOV_24, NOV_26, DEC_1, DEC_2, DEC_3, DEC_8 = (
    date(2026, 11, 24),
    date(2026, 11, 26),
    date(2026, 12, 1),
    date(2026, 12, 2),
    date(2026, 12, 3),
    date(2026, 12, 8),
)


@pytest.mark.parametrize(
    ("text", "kept", "off"),
    [
        ("这个礼拜四照常来下个礼拜四不要来", [NOV_26], [DEC_3]),
        ("下周四不来这周四照旧", [NOV_26], [DEC_3]),
        ("這個禮拜四照樣嚟，下個禮拜四唔使嚟", [NOV_26], [DEC_3]),
        ("这周四别取消，取消下周四的", [NOV_26], [DEC_3]),
        ("明儿个那趟该来还来", [NOV_24], []),
        ("明天那次可别给弄没了", [NOV_24], []),
        ("明天那次别给我弄没了", [NOV_24], []),
        ("这周四还要来的", [NOV_26], []),
        ("这周四你照常来不了吗", [], []),
        ("下周四停掉", [], [DEC_3]),
    ],
)
def test_a_visit_that_stays_is_told_from_one_that_goes(text, kept, off):
    assert list(days_kept(text, NOW)) == kept
    assert list(days_off(text, NOW)) == off


@pytest.mark.parametrize(
    "text", ["下礼拜二、下下礼拜二都没人在家", "下周二跟下下周二我们出门", "下周二，下下周二，屋里厢没人"]
)
def test_days_without_anybody_at_home_are_off_where_a_break_is_spoken_of(text):
    assert list(days_off(text, NOW, away=True)) == [DEC_1, DEC_8]
    assert not days_off(text, NOW)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("就是这周三 下周三还来 再后面的全部停掉", DEC_2),
        ("这周三来，下周三也来，之后都不要了", DEC_2),
        ("下周三照常，往后就取消", DEC_2),
        ("下周三不来，后面照常", None),
        ("后面的都不要了", None),
        ("下周三还来，周四那个不要了", None),
    ],
)
def test_the_last_visit_before_all_others_are_given_up(text, last):
    assert last_day(text, NOW) == last


@pytest.mark.parametrize("text", ["做完下周三那次就不做了", "下周三是最后一次，后面都不来了", "做到下周三就不做了哈"])
def test_words_for_the_last_visit(text):
    assert lasts_until(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("先定六次，之后再看是否继续", 6),
        ("先烧八次试试看", 8),
        ("六次就够了", 6),
        ("试个四次", 4),
        ("暂定八次", 8),
        ("八次先", 8),
        ("先嚟五次睇下", 5),
        ("只要五趟", 5),
        ("先遛十回", 10),
        ("每周做两次", None),
        ("一个礼拜来两次就够了", None),
        ("一周2次就可以", None),
        ("上次做了六次", None),
        ("这两次就算了", None),
        ("前三次试试看", None),
        ("我约了三次都没人来", None),
    ],
)
def test_a_number_of_visits_by_itself(text, count):
    assert visits_said(normalise(text)) == count


def test_nobody_is_refused_by_not_wishing_for_a_change():
    said = [item.value for item in find("希望每次都固定是李阿姨，不要换人") if item.kind == "provider"]
    assert said == [{"name": "李阿姨", "fixed": True}]
    assert [item.value for item in find("李阿姨不要了") if item.kind == "provider"] == [{"exclude": ["李阿姨"]}]
    assert wants_same_person("希望每次都固定是李阿姨")
