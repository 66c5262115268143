"""What is said around tickets: due times in words, anger, whether it is solved, whether progress is asked for."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.zh.anger import swears, tells_what
from bot.zh.mood import is_angry
from bot.zh.solving import asks_progress, says_solved, tells_solved
from bot.zh.tickets import Progress, by_when, progress
from bot.zh.wonders import is_rude

NOW = datetime(2026, 11, 23, 10, 0)
"""A Monday."""


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (datetime(2026, 11, 23, 17), "今天下午5点前"),
        (datetime(2026, 11, 23, 12), "今天中午12点前"),
        (datetime(2026, 11, 24, 10, 30), "明天上午10点半前"),
        (datetime(2026, 11, 24, 21), "明天晚上9点前"),
        (datetime(2026, 11, 30, 8, 15), "周一（11月30日）上午8点15分前"),
        (datetime(2026, 11, 23, 9), "尽快"),
    ],
)
def test_a_due_time_is_told_by_its_day_and_hour(due: datetime, words: str):
    assert by_when(due, NOW) == words


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"state": "open"}, "排着队，明天上午10点前回复您。"),
        ({"state": "in_progress", "taken": True}, "已经有同事接手，明天上午10点前回复您。"),
        ({"state": "in_progress", "responded": True}, "同事正在处理，还没结果，有结果马上告诉您。"),
        ({"state": "in_progress", "refund": "80元", "refund_due": datetime(2026, 11, 26, 18)},
         "：80元已经批了，最晚周四（11月26日）原路退回。"),
        ({"state": "in_progress", "refund": "80元", "refund_paid": True}, "：80元已经原路退出去了。"),
        ({"state": "in_progress", "visits": (datetime(2026, 11, 25, 9),)},
         "：周三（11月25日）上午9点上门返工，不收费。"),
        ({"state": "solved", "solution": "补擦了窗。"}, "同事说处理好了：补擦了窗，等您确认。"),
        ({"state": "closed"}, "已经处理完了，您确认过的。"),
    ],
)  # fmt: skip
def test_progress_is_told_as_it_is(state: dict[str, object], words: str):
    ticket = Progress(kind="refund", number="tk_1", due=datetime(2026, 11, 24, 10), **state)
    assert progress(ticket, NOW) == f"退款的事（工单tk_1）{words}"


def test_a_due_time_that_is_over_is_not_told_as_a_promise():
    ticket = Progress(kind="complaint", number="tk_1", due=datetime(2026, 11, 23, 9), state="open")
    assert progress(ticket, NOW) == "您反映的问题（工单tk_1）还没有同事接手，已经在催，尽快回复您。"


@pytest.mark.parametrize(
    ("text", "angry"),
    [
        ("垃圾公司", True),
        ("你们就是骗子", True),
        ("你听不懂人话吗 垃圾机器人", True),
        ("气死我了", True),
        ("说了三次了还没人管", True),
        ("垃圾没带走", False),
        ("阿姨迟到了", False),
        ("地板还是脏的", False),
        ("你们他妈的怎么回事", True),
        ("妈的又没来", True),
        ("你妈的", True),
        ("打扫这单联系电话留我妈的 13671820945，她在家等着", False),
        ("孩子他妈在家", False),
        ("打他妈的手机，他妈开门", False),
        ("妈妈的衣服要洗", False),
    ],
)
def test_who_swears_at_us_is_told_from_who_complains(text: str, angry: bool):
    assert swears(text) is angry
    if "妈" in text:
        assert is_angry(text) is is_rude(text) is angry


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("我要投诉", False),
        ("你好，我要退款", False),
        ("把钱退给我！", False),
        ("窗没擦，我要投诉", True),
        ("退款，阿姨没来", True),
    ],
)
def test_a_bare_demand_tells_nothing_of_what_happened(text: str, told: bool):
    assert tells_what(text) is told


@pytest.mark.parametrize(
    ("text", "solved"),
    [
        ("解决了", True),
        ("已经好了，谢谢", True),
        ("收到退款了", True),
        ("没解决", False),
        ("还没收到", False),
        ("还是脏的", False),
        ("没有", False),
        ("还有问题", False),
        ("没问题解决了", True),
        ("不好意思已经解决了", True),
        ("没事了好了", True),
        ("还是谢谢你们", None),
        ("好的谢谢", None),
        ("收到", None),
        ("明天下午", None),
    ],
)
def test_whether_it_is_solved_is_read_from_the_answer(text: str, solved: bool | None):
    assert says_solved(text) is solved


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("问题解决了", True),
        ("嗯，已经修好了，谢谢", True),
        ("没问题，都弄好了", True),
        ("好了", False),
        ("弄好了吗", False),
        ("弄好了没", False),
        ("等修好了再说", False),
        ("没修好", False),
        ("什么时候能处理好了", False),
        ("谢谢", False),
    ],
)
def test_that_a_matter_is_solved_is_heard_unasked_where_it_is_named(text: str, told: bool):
    assert tells_solved(text) is told


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("我的退款呢", True),
        ("投诉处理得怎么样了", True),
        ("退款什么时候到账", True),
        ("帮我查一下退款", True),
        ("什么时候有人联系我", True),
        ("能退款吗", False),
        ("我要退款", False),
        ("我要投诉阿姨迟到", False),
    ],
)
def test_whether_progress_is_asked_for(text: str, asks: bool):
    assert asks_progress(text) is asks
