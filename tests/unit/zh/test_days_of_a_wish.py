"""The days of a wish: guests, one visit on each of several, the week of a feast, two that are left out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.zh.both_homes import both_homes, is_one_visit
from bot.zh.day_resolve import resolve_day
from bot.zh.extract import find
from bot.zh.normalise import normalise
from bot.zh.order_mention import asks_if_still
from bot.zh.time_expression import TimeExpression
from bot.zh.visits_off import visits_off
from bot.zh.when import resolve
from bot.zh.whose_home import names_own_home

NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def _values(text: str, kind: str) -> list[Any]:
    return [one.value for one in find(text) if one.kind == kind]


def _start(text: str) -> str:
    window = resolve(TimeExpression.from_dict(_values(text, "time")[-1]), NOW)
    assert window is not None
    assert window.start is not None
    return f"{window.start:%m-%d %H}"


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("周六来客人 8个人 晚上五点来烧一顿饭", "11-28 17"),
        ("礼拜天家里有客 上午十点来烧菜", "11-29 10"),
        ("周五我请客 下午四点半来做饭", "11-27 16"),
        ("周六帮忙照看孩子 从早上十点到晚上六点", "11-28 10"),
        ("周日帮忙遛一下狗 下午五点", "11-29 17"),
    ],
)
def test_the_day_told_first_is_that_of_the_hour(text: str, start: str):
    assert _start(text) == start


@pytest.mark.parametrize("text", ["周四我太忙了 改到周五下午三点", "周四要去上课了 时间还是下午两点"])
def test_a_day_that_does_not_suit_is_none(text: str):
    assert _start(text) != "11-26 15"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("周五周六周日都来喂一次猫", None),
        ("周一周三都来打扫一次", None),
        ("礼拜二礼拜四都要来一趟", None),
        ("每周五周六都来喂一次猫", "FREQ=WEEKLY;BYDAY=FR,SA"),
        ("以后周五周六都来喂一次猫", "FREQ=WEEKLY;BYDAY=FR,SA"),
        ("周一周三都来打扫", "FREQ=WEEKLY;BYDAY=MO,WE"),
    ],
)
def test_one_visit_on_each_of_several_days_is_no_rhythm(text: str, rule: str | None):
    assert [one.get("rrule") for one in _values(text, "frequency") if one.get("rrule")] == ([rule] if rule else [])


@pytest.mark.parametrize("text", ["元旦那周", "元旦那个星期", "元旦那一周", "元旦那个礼拜"])
def test_the_week_of_a_feast_is_all_of_its_days(text: str):
    days = resolve_day(_values(text, "time")[0]["start"]["day"], NOW.date())
    assert (days[0], days[-1]) == (date(2026, 12, 28), date(2027, 1, 3))


def test_a_weekday_behind_a_feast_is_not_its_week():
    assert resolve_day(_values("元旦那天", "time")[0]["start"]["day"], NOW.date()) == (date(2027, 1, 1),)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("这两个礼拜三阿姨都别来", 2),
        ("下两个周五师傅不用来", 2),
        ("这两个礼拜三她都不来", 2),
        ("这两个礼拜三阿姨来吗", None),
        ("每两个礼拜来一次", None),
    ],
)
def test_so_many_visits_are_left_out(text: str, count: int | None):
    assert visits_off(text) == count


@pytest.mark.parametrize(
    "text",
    [
        "下周还是周四对吧",
        "那这周五还是两点来 对吧",
        "咁禮拜三即係照舊朝早十點嚟，係咪？",
        "明天还是上午九点吗",
        "周六照常来的是吧",
        "礼拜二还是老时间对伐",
    ],
)
def test_it_is_asked_whether_a_visit_is_when_it_was(text: str):
    assert asks_if_still(text)


@pytest.mark.parametrize("text", ["还是改到周四吧", "周四还是周五", "下周还是周四", "换成周四行吗", "周四打扫对吧"])
def test_nothing_of_that_is_asked(text: str):
    assert not asks_if_still(text)


@pytest.mark.parametrize(
    ("text", "homes"),
    [
        ("想给我家和我爸妈家各约一次打扫", ("我家", "我爸妈家")),
        ("我跟我婆婆家都要做保洁", ("我", "我婆婆家")),
        ("给我妈家和我姐家各安排一次保洁", ("我妈家", "我姐家")),
        ("我家和我妈家分别洗一台油烟机", ("我家", "我妈家")),
        ("我家打扫，我妈家不用", None),
        ("我家和我妈家哪个先打扫都行吗", None),
        ("给我妈家约一次", None),
    ],
)
def test_the_same_is_wished_for_two_homes(text: str, homes: tuple[str, str] | None):
    assert both_homes(normalise(text)) == homes


@pytest.mark.parametrize(("text", "one"), [("九点一次", True), ("九点来一趟", True), ("九点", False)])
def test_an_hour_has_a_visit_of_its_own(text: str, one: bool):
    assert is_one_visit(normalise(text), 2) is one


@pytest.mark.parametrize(("text", "own"), [("不是我家 是我妈家", False), ("我家在四楼", True), ("不去我家", False)])
def test_a_home_that_it_is_not_is_not_her_own(text: str, own: bool):
    assert names_own_home(text) is own


@pytest.mark.parametrize(
    "text",
    [
        "周五那次改到四点吧 三点那会儿楼里要检修电梯",
        "改到四点吧 三点那个时候楼里要停电",
        "改到四点 三点那阵有人来修水管",
        "挪到四点吧，两点那会儿物业要停水",
        "改成四点 嗰三點嗰陣要停電",
    ],
)
def test_what_happens_at_the_old_hour_is_why_it_is_moved(text: str):
    clocks = {one.value["start"]["clock"] for one in find(text) if one.kind == "time"}
    assert clocks == {240}


@pytest.mark.parametrize("text", ["三点那会儿来吧", "三点那会儿楼里要停电", "改到四点吧 要不三点那会儿来也行"])
def test_an_hour_that_suits_is_still_one_to_come_at(text: str):
    assert 180 in {one.value["start"]["clock"] for one in find(text) if one.kind == "time"}
