"""Numbers, needs, services and days in words that stand beside others: which of them is meant."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.zh.amending import left_out, pieces_more
from bot.zh.choosing import takes_anybody
from bot.zh.day_asked import day_asked
from bot.zh.extract import find
from bot.zh.moving import shift_of
from bot.zh.normalise import normalise
from bot.zh.refusal import cannot_then


def values(text: str, kind: str) -> list[Any]:
    return [found.value for found in find(text) if found.kind == kind]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("手机13512345671 90平", "phone"),
        ("13512345671 2室1厅", "phone"),
        ("135123456712", "phone_invalid"),
        ("135 1234 5671 90", "phone_invalid"),
    ],
)
def test_eleven_digits_in_one_are_a_number_whatever_follows(text: str, kind: str) -> None:
    assert [found.kind for found in find(text) if found.kind.startswith("phone")] == [kind]


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("再加一台柜机 一共三台", {"空调柜机": 1}),
        ("两台挂机一台柜机，总共三台", {"空调挂机": 2, "空调柜机": 1}),
        ("空调要洗，一共三台", {"空调": 3}),
    ],
)
def test_a_sum_counts_nothing_of_its_own(text: str, counted: dict[str, int]) -> None:
    assert {one["item"]: one["count"] for one in values(text, "quantity")} == counted


@pytest.mark.parametrize(
    ("text", "services"),
    [
        ("想洗一下家里的那个油烟机", ["appliance_cleaning"]),
        ("客厅还有个柜式的也一起洗了", ["appliance_cleaning"]),
        ("洗卧室的窗帘", ["home_maintenance"]),
        ("请人来家里做收纳整理", ["organizing"]),
        ("洗下客厅", ["daily_cleaning"]),
        ("墙上有些印子能擦掉的擦掉", []),
        ("墙皮掉了想补一补", ["home_repair"]),
    ],
)
def test_where_a_thing_stands_is_not_what_is_cleaned(text: str, services: list[str]) -> None:
    assert values(text, "service") == services


@pytest.mark.parametrize(
    ("text", "wished"),
    [
        ("阿姨不怕狗吧", False),
        ("阿姨怕不怕狗", False),
        ("阿姨能接受猫的吧", False),
        ("找个不怕狗的好吗", True),
        ("不怕狗就行", True),
        ("最好不怕猫", True),
    ],
)
def test_whoever_is_asked_for_her_fear_is_not_yet_wished_without(text: str, wished: bool) -> None:
    assert ("not_afraid_of_pets" in [need["code"] for need in values(text, "need")]) is wished


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("往后挪半个钟头", 30),
        ("推迟一刻钟", 15),
        ("押后一个钟", 60),
        ("延后个半钟", 90),
        ("早半个钟头", -30),
        ("推后两小时", 120),
    ],
)
def test_how_far_a_visit_moves_is_no_length_of_it(text: str, minutes: int) -> None:
    assert (shift_of(normalise(text)), values(text, "duration")) == (timedelta(minutes=minutes), [])


@pytest.mark.parametrize(
    ("after", "cannot"),
    [("我怕还在路上", True), ("怕是赶不回来", True), ("我还没睡醒", True), ("起不来", True), ("来打扫", False)],
)
def test_a_time_may_be_told_because_it_does_not_suit(after: str, cannot: bool) -> None:
    assert cannot_then(after) is cannot


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("多加一台", 1),
        ("加多一台", 1),
        ("还有一台没说", 1),
        ("另外还有两台要洗", 2),
        ("少洗一台", -1),
        ("两台", None),
        ("还有一台冰箱", None),
    ],
)
def test_pieces_more_of_what_is_talked_of(text: str, more: int | None) -> None:
    assert pieces_more(text) == more


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("今天几号", 0),
        ("今天星期几来着", 0),
        ("明天是礼拜几啊", 1),
        ("几号了今天", 0),
        ("今天几点来", None),
        ("明天几号楼", None),
        ("今天", None),
    ],
)
def test_which_day_it_is(text: str, ahead: int | None) -> None:
    assert day_asked(text) == ahead


@pytest.mark.parametrize(
    ("text", "anybody"),
    [
        ("换谁都行", True),
        ("别人也可以", True),
        ("边个都得", True),
        ("随便派个阿姨就行", True),
        ("阿姨换不换人我无所谓的", True),
        ("换不换师傅都行", True),
        ("谁来", False),
        ("要换人", False),
    ],
)
def test_anybody_will_do(text: str, anybody: bool) -> None:
    assert takes_anybody(text) is anybody
    assert not values(text, "provider")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("时间请改为当天上午10时", [{"part": "morning", "clock": 600}]),
        ("当天能来吗", [{"day": {"in": 0}}]),
    ],
)
def test_that_day_is_the_one_that_is_talked_of(text: str, days: list[Any]) -> None:
    assert [value["start"] for value in values(text, "time")] == days


@pytest.mark.parametrize(
    ("text", "count"),
    [("周五到周日每天上午打扫，三次", 3), ("周一到周五每天接孩子", None), ("周一到周五每天打扫，三次", None)],
)
def test_as_many_visits_as_days_are_no_habit(text: str, count: int | None) -> None:
    (frequency,) = values(text, "frequency")
    assert frequency.get("count") == count


def test_two_days_with_their_two_visits_are_no_rhythm() -> None:
    assert values("周六周日那两次改到十点", "frequency") == []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("明天下午好吗", "afternoon"),
        ("明天下午好不好", "afternoon"),
        ("明天下午安排一下", "afternoon"),
        ("今朝下半天好伐", "afternoon"),
        ("下午好", None),
        ("晚上好", None),
    ],
)
def test_a_part_of_the_day_that_is_agreed_on_is_no_greeting(text: str, part: str | None) -> None:
    parts = [value["start"].get("part") for value in values(text, "time")]
    assert parts == ([part] if part else [])


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("我出差三天 找人上门喂猫 周四到周六每天一次", True),
        ("周四到周六每天来打扫", False),
        ("我经常出差，每周四到周六都要来喂猫", False),
    ],
)
def test_days_of_a_journey_are_no_habit(text: str, ends: bool) -> None:
    (frequency,) = values(text, "frequency")
    assert ("until" in frequency) is ends


@pytest.mark.parametrize(
    ("text", "heads"), [("8个人吃饭", 8), ("做饭的话，有两个人不吃辣", None), ("4个人吃，有两个不能吃海鲜", 4)]
)
def test_who_does_not_eat_something_is_no_number_of_guests(text: str, heads: int | None) -> None:
    counted = [one["count"] for one in values(text, "quantity") if one["item"] == "人"]
    assert counted == ([heads] if heads else [])


def test_a_child_that_is_fetched_wants_no_nurse() -> None:
    assert values("两点我要出门接小孩", "service") == []
    assert values("帮我接孩子放学", "service") == ["childcare"]


@pytest.mark.parametrize(("text", "services"), [("太贵了 还是普通的", ["daily_cleaning"]), ("普通的阿姨就行", [])])
def test_the_plain_one_is_the_plain_cleaning(text: str, services: list[str]) -> None:
    assert values(text, "service") == services


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("莫喊男的来哈", "female"),
        ("唔好搵男嘅嚟", "female"),
        ("男师傅就不要了", "female"),
        ("女的不要", "male"),
        ("喊个男的来", "male"),
    ],
)
def test_who_is_refused_is_refused_in_any_dialect_and_behind_the_word_too(text: str, gender: str) -> None:
    assert values(text, "provider") == [{"gender": gender}]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("写我儿子的手机吧 13795210463", []),
        ("打我女儿电话", []),
        ("我儿子在家", ["has_child"]),
        ("家里有狗，提前说一声", ["has_dog"]),
        ("没电梯，跟你们提前说一声", ["no_elevator"]),
        ("来之前提前说一声", ["call_first"]),
    ],
)
def test_whose_number_it_is_and_that_one_tells_ahead_is_no_need(text: str, codes: list[str]) -> None:
    assert [need["code"] for need in values(text, "need")] == codes


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("明天开始 朝八晚六", 480, 1080),
        ("早8晚6", 480, 1080),
        ("每天朝九晚五", 540, 1020),
        ("早10晚12", 600, 1440),
    ],
)
def test_a_working_day_is_named_by_its_two_hours(text: str, begins: int, ends: int) -> None:
    *_, time = values(text, "time")
    assert (time["start"]["clock"], time["end"]["clock"]) == (begins, ends)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("算了油烟机下次再说吧", True),
        ("油烟机那台回头再洗", True),
        ("油烟机就算了", True),
        ("油烟机先不洗了", True),
        ("不洗油烟机了", True),
        ("油煙機唔洗啦", True),
        ("油烟机也洗一台", False),
        ("要不要洗油烟机", False),
        ("能不能洗油烟机", False),
        ("油烟机下次什么时候洗合适", False),
        ("油烟机不能洗坏了", False),
    ],
)
def test_a_thing_is_left_out_after_all(text: str, expected: bool) -> None:
    plain = normalise(text)
    at = plain.find("油烟机")
    assert left_out(plain, at, at + 3) is expected
