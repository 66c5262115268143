"""Rules in words, and what a sentence wishes of a series that runs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.zh.series_say import days_in_words, feast_in_words, rule_in_words
from bot.zh.series_scope import (
    asks_fee,
    asks_to_go_on,
    break_length,
    ends,
    gives_up,
    goes_on,
    never_ends,
    scope_of,
    wants_break,
)


@pytest.mark.parametrize(
    ("rule", "times", "words"),
    [
        ("FREQ=WEEKLY;BYDAY=WE", 0, "每周三"),
        ("FREQ=WEEKLY;BYDAY=TU,FR", 0, "每周二、周五"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", 0, "每个工作日"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", 0, "隔周周六"),
        ("FREQ=WEEKLY;INTERVAL=3;BYDAY=SA", 0, "每三周周六"),
        ("FREQ=WEEKLY", 2, "每周两次"),
        ("FREQ=DAILY", 0, "每天"),
        ("FREQ=DAILY;INTERVAL=2", 0, "隔天"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", 0, "每月1号和15号"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", 0, "每月最后一天"),
        ("FREQ=MONTHLY;BYDAY=1SA", 0, "每月第一个周六"),
        ("FREQ=MONTHLY;INTERVAL=3", 0, "每三个月"),
        ("", 0, "定期"),
    ],
)
def test_a_rule_is_said_as_people_say_it(rule, times, words):
    assert rule_in_words(rule, times) == words


def test_a_month_and_a_year_are_said_once():
    days = [date(2026, 12, 23), date(2026, 12, 30), date(2027, 1, 6), date(2027, 1, 13)]
    assert days_in_words(days, date(2026, 11, 23)) == "12月23日、30日、2027年1月6日、13日"


def test_a_holiday_has_its_name():
    assert feast_in_words(date(2027, 1, 1)) == "元旦1月1日（周五）"
    assert feast_in_words(date(2026, 12, 2)) == "12月2日（周三）"


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("这次不来了", "one"),
        ("下次跳过", "one"),
        ("这周六那次不用来", "one"),
        ("12月9号别来", "one"),
        ("以后都改成周五", "all"),
        ("从下周起改成两周一次", "all"),
        ("每次都做三个小时", "all"),
        ("定期的那个不做了", "all"),
        ("周六的取消", None),
        ("改到周日", None),
        ("往后挪一天", None),
    ],
)
def test_one_visit_or_all_from_here_on(text, scope):
    assert scope_of(text) == scope


@pytest.mark.parametrize(
    "text",
    [
        "暂停一个月",
        "过年期间先停",
        "先停一停，等我通知",
        "停两周",
        "先不用来了，回来再说",
        "先给停停呗",
        "先帮我停一停",
        "先歇歇",
        "周四的先别来了",
    ],
)
def test_a_break_is_wished(text):
    assert wants_break(text)


@pytest.mark.parametrize("text", ["这周六那次不来了", "改到周日", "继续", "停电了", "先停车再上楼"])
def test_no_break_is_wished(text):
    assert not wants_break(text)


def test_a_break_is_as_long_as_it_is_said():
    assert break_length("停两周") == timedelta(days=14)
    assert break_length("暂停三小时") is None
    assert break_length("停到12月9号") is None
    assert break_length("停三个月") == timedelta(days=90)


@pytest.mark.parametrize("text", ["继续", "接着做吧", "恢复每周的打扫", "可以开始了"])
def test_it_goes_on(text):
    assert goes_on(text)


@pytest.mark.parametrize(
    ("text", "gives", "is_end"),
    [("不做了", True, True), ("停掉吧", True, True), ("以后都不用来了", True, True), ("这周别来", True, False),
     ("跳过一次", True, False), ("我想停车方便的", False, False), ("周五再来一次", False, False)],
)  # fmt: skip
def test_a_visit_is_given_up_or_all_of_them(text, gives, is_end):
    assert (gives_up(text), ends(text)) == (gives, is_end)


def test_a_visit_is_given_up_in_the_words_of_shanghai():
    assert gives_up("就这一趟覅来了")


@pytest.mark.parametrize(
    "text",
    [
        "冇话几时完 一直做落去先",
        "没说什么时候结束，一直做下去",
        "沒有說什麼時候停",
        "就一直这么做下去吧",
        "先一直做着",
        "不设期限",
        "没有结束日期",
        "做到我喊停",
        "长期做下去",
        "勿晓得啥辰光结束，一直做下去好了",
    ],
)
def test_it_has_no_end(text):
    assert never_ends(text)


@pytest.mark.parametrize(
    "text",
    [
        "一直做到年底",
        "一直做得很好",
        "能一直做下去吗",
        "几时完",
        "没说什么时候来",
        "长期有冇得平啲㗎",
        "没有说什么时候付钱",
        "一直做到中午",
        "一直是她来的",
    ],
)
def test_it_has_an_end_or_nothing_is_said_of_it(text):
    assert not never_ends(text)


@pytest.mark.parametrize(
    "text",
    ["停的那两回不能收钱吧", "停掉的不算钱哈", "暂停期间扣不扣钱", "不来的那次不用给钱的吧", "要收费吗", "要加钞票伐"],
)
def test_what_giving_visits_up_costs_is_asked(text):
    assert asks_fee(text)


@pytest.mark.parametrize(
    "text", ["上次的钱怎么退", "长期有没有优惠", "怎么付钱", "停两周吧", "不收钱就好", "一次多少钱", "开发票要加钱吗"]
)
def test_no_fee_of_visits_is_asked_about(text):
    assert not asks_fee(text)


@pytest.mark.parametrize("text", ["停了以后怎么恢复", "还能恢复吗", "到时候自动接着来吗", "停了咋接着做"])
def test_how_it_goes_on_is_asked(text):
    assert asks_to_go_on(text)


@pytest.mark.parametrize("text", ["下周四接着来", "恢复吧", "怎么收费"])
def test_how_it_goes_on_is_not_asked(text):
    assert not asks_to_go_on(text)
