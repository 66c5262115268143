"""What first comers tell in their own way: one visit before a rhythm, what grows, what is ironed, what may be new."""

from __future__ import annotations

import pytest

from bot.zh.either import either
from bot.zh.extract import find
from bot.zh.extras import bought_things, dearer_times
from bot.zh.normalise import normalise
from bot.zh.recurrence import repeats

ONE_VISIT = """先试一次，满意的话再每周都约|先来一趟试试，行的话每个礼拜都请你们|这次先打扫一回 弄得好以后每周六都来
先約一次睇下，好嘅話以後每個禮拜都搵你哋|先搞一次嘛 搞得好二天每周都喊你们|侬先来一趟，灵额话以后每个礼拜都叫侬
先做一回看看，要是满意，往后每周五都来|就先一次吧，做得不错再每两周一次|先做一次，如果合适，以后每周一次"""
A_RHYTHM = """每周三下午两点，做得好的话做到年底|每周一次，先做四次|先每周来一次，好的话再加到两次|好的，以后每周三都来
可以的话每周三下午来|先来一次深度的，以后每周三日常|先打扫一次，每周三下午好了|先来一次试试 好的 每周都要"""


def _services(text: str) -> list[str]:
    return [str(one.value) for one in find(text) if one.kind == "service"]


@pytest.mark.parametrize("text", ONE_VISIT.replace("\n", "|").split("|"))
def test_a_rhythm_that_hangs_upon_how_the_first_visit_is_is_not_ordered(text: str) -> None:
    assert [one.value for one in repeats(normalise(text))] == [{"once": True}]


@pytest.mark.parametrize("text", A_RHYTHM.replace("\n", "|").split("|"))
def test_a_rhythm_that_is_ordered_stays_one(text: str) -> None:
    assert "rrule" in repeats(normalise(text))[0].value


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("屋里有个小院子，桂花树长得太乱了，叫个师傅修修", "gardening"),
        ("家里院子的草疯长，找人来剪剪", "gardening"),
        ("屋里厢小院子里树长得乱七八糟想寻人修一修", "gardening"),
        ("家里太乱了，找人打扫下", "daily_cleaning"),
        ("阳台花盆边上脏得很 打扫一下", "daily_cleaning"),
        ("想搵人燙衫", "laundry"),
        ("上门烫恤衫", "laundry"),
        ("熨几条西裤", "laundry"),
        ("整面墙的墙皮掉了要修", "home_repair"),
    ],
)
def test_the_work_that_is_meant(text: str, service: str) -> None:
    assert set(_services(text)) == {service}


@pytest.mark.parametrize("text", ["客厅一整面墙的书柜 一个人肯定弄不完", "整面墙的柜子都满了", "整块地都要擦到"])
def test_a_whole_wall_is_not_repaired(text: str) -> None:
    assert "home_repair" not in _services(text)


@pytest.mark.parametrize("text", ["打扫改到周日 空调还是九点不动", "修锁挪到周三下午 冰箱还是周二上午不变"])
def test_what_stays_at_its_time_is_not_broken(text: str) -> None:
    assert "appliance_repair" not in _services(text)


@pytest.mark.parametrize("text", ["空调还是不动", "空调到了九点不动 来修一下", "洗衣机到周日都不转"])
def test_what_stands_still_is_broken(text: str) -> None:
    assert "appliance_repair" in _services(text)


@pytest.mark.parametrize("text", ["空调还是九点不动", "保洁还是周六不动", "油烟机还是上午不改"])
def test_what_stays_is_no_question(text: str) -> None:
    assert either(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "灯要是得换新的怎么收费",
        "阀门坏了换个新的钱谁出",
        "水喉要換新嘅幾多錢㗎",
        "锁换新的要另外算钱吗",
        "马桶换成新的钱怎么算",
    ],
)
def test_what_is_new_is_bought(text: str) -> None:
    assert "材料" in bought_things(text)


@pytest.mark.parametrize("text", ["换个新的阿姨要加钱吗", "床单换新的怎么收费", "换个新地址要钱吗", "龙头换一下多少钱"])
def test_other_new_things_are_not(text: str) -> None:
    assert bought_things(text) == ()


@pytest.mark.parametrize("text", ["周六我要加班 换周日 行不", "晚上会加班 改到早上好伐", "周末要加课 下周来得不"])
def test_working_late_costs_nothing_more(text: str) -> None:
    assert dearer_times(text) == ()


@pytest.mark.parametrize("text", ["周末要加钱吗", "晚上会加收吗"])
def test_what_costs_more_is_asked(text: str) -> None:
    assert dearer_times(text) != ()
