"""Words told beside a wish: her own doings, a resigned yes, what is wanted back, what is taken for granted."""

from __future__ import annotations

import pytest

from bot.zh.amending import adds_a_visit
from bot.zh.assuming import assumed_tools, without_assumed
from bot.zh.extract import find
from bot.zh.needs import sides_of_windows
from bot.zh.order_mention import calls_off
from bot.zh.own_doings import without_doings
from bot.zh.refusal import declines, says_no
from bot.zh.resigning import resigns
from bot.zh.series_own import asks_if_same, others_as_usual
from bot.zh.series_scope import settles_on_weekday
from bot.zh.taking_back import restoring, stays_as_it_was, wants_back


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("周四我要去上课了 时间还是下午两点", "时间还是下午两点"),
        ("礼拜四我得上夜班咯，改到周日", "，改到周日"),
        ("週六要陪我媽去醫院", ""),
        ("礼拜天阿拉要出去白相", ""),
        ("周四下昼要接仔", ""),
        ("老公说晚上他爸妈要来 还是得打扫", "还是得打扫"),
        ("周末想睡个懒觉", ""),
        ("朋友要来家里吃饭", ""),
        ("我周六不用上班", "我周六不用上班"),
        ("下班以后六点", "下班以后六点"),
        ("找人接孩子", "找人接孩子"),
        ("周六我要加班改到周日吧", "周六我要加班改到周日吧"),
    ],
)
def test_her_own_doings_are_no_part_of_a_wish(said: str, left: str):
    assert without_doings(said).strip() == left
    assert len(without_doings(said)) == len(said)


@pytest.mark.parametrize(
    ("said", "agrees"),
    [
        ("扣就扣吧 没办法", True), ("该多少多少", True), ("那也没办法", True), ("行吧 认了", True), ("扣咪扣囉 冇計", True),
        ("唉 只能这样了", True), ("扣多少都行", True), ("扣费就扣费", True),
        ("凭什么扣", False), ("没办法 孩子生病了", False), ("别扣吧", False), ("能不能不扣", False),
        ("扣钱我就不取消了", False), ("要扣多少", False),
    ],
)  # fmt: skip
def test_a_sigh_over_a_fee_is_a_yes_to_it(said: str, agrees: bool):
    assert resigns(said) is agrees


@pytest.mark.parametrize(
    ("said", "wants"),
    [
        ("哦还是留着吧", True), ("还是要的", True), ("还是叫她来吧", True), ("都系要返啦", True), ("算了别取消了", True),
        ("还是下周再约吧", False), ("不用留着", False), ("还是算了吧", False), ("还是贵了点", False), ("好的", False),
    ],
)  # fmt: skip
def test_what_was_cancelled_is_wanted_after_all(said: str, wants: bool):
    assert wants_back(said) is wants


def test_what_is_asked_back_stands_in_the_clause_that_says_so():
    assert restoring("哎呀 晚上有客人 恢复刚才那个吧") == "恢复刚才那个吧"
    assert stays_as_it_was("时间就原来的")
    assert not stays_as_it_was("改到三点")


@pytest.mark.parametrize(
    ("said", "left", "tools"),
    [
        ("工具阿姨会带的吧", "", True), ("梯子师傅会带伐", "", True), ("不用我准备工具吧", "", True),
        ("后天打扫，窗也会擦的吧", "后天打扫，", False),
        ("工具你们自己带吧", "工具你们自己带吧", False), ("加个擦窗吧", "加个擦窗吧", False),
        ("能加个擦窗吗", "能加个擦窗吗", False), ("窗也擦一下吧", "窗也擦一下吧", False), ("带工具的哦", "带工具的哦", False),
    ],
)  # fmt: skip
def test_what_is_taken_for_granted_is_no_wish(said: str, left: str, tools: bool):
    assert (without_assumed(said).strip(), assumed_tools(said)) == (left, tools)


@pytest.mark.parametrize(
    ("said", "times"),
    [
        ("先做到年底 明年再看", ["年底"]),
        ("那个先做到年底吧我年后排班还不知道", ["年底"]),
        ("从周三开始 下个月排班还没出", ["周三开始"]),
        ("周三吧 周四不一定有空", ["周三"]),
        ("明天下午两点不知道行不行", ["明天下午两点"]),
    ],
)
def test_a_time_of_which_nothing_is_known_is_not_wished(said: str, times: list[str]):
    assert [one.text for one in find(said) if one.kind == "time"] == times


@pytest.mark.parametrize(
    ("said", "usual"),
    [
        ("下周六照旧的", True), ("下个礼拜六还是要来的哦", True), ("以后该来还来", True), ("别的都不变", True),
        ("下周六来吗", False), ("下周六也不用来了", False), ("时间不变", False), ("照旧", False),
    ],
)  # fmt: skip
def test_what_comes_besides_goes_on_as_it_is(said: str, usual: bool):
    assert others_as_usual(said) is usual


@pytest.mark.parametrize(
    ("said", "settles"),
    [
        ("打扫以后固定礼拜五", True), ("今后打扫都放周五", True), ("往后就周五来打扫哈", True),
        ("以后周日也来打扫", False), ("以后再说", False), ("周五打扫", False),
    ],
)  # fmt: skip
def test_another_day_for_all_to_come_is_heard(said: str, settles: bool):
    assert settles_on_weekday(said) is settles


@pytest.mark.parametrize(
    ("said", "asks"),
    [("价钱不变的吧", True), ("阿姨不换吧", True), ("价格一样伐", True), ("阿姨换一个吧", False), ("换个阿姨", False)],
)
def test_whether_price_and_person_stay_is_asked(said: str, asks: bool):
    assert asks_if_same(said) is asks


@pytest.mark.parametrize(
    ("said", "off"),
    [
        ("今朝下半天一点钟个打扫勿要来了", True), ("今天的阿姨叫她别来了", True), ("唔使嚟喇", True), ("做不成了", True),
        ("不用带工具来", False), ("不要来太早", False), ("周六来", False),
    ],
)  # fmt: skip
def test_what_was_to_come_is_called_off(said: str, off: bool):
    assert calls_off(said) is off


def test_a_remark_refuses_nothing():
    assert not says_no("孩子第一次看海 激动得不行")
    assert not declines("孩子第一次看海 激动得不行")
    assert says_no("不行")
    assert declines("这样不行")


def test_sides_are_of_windows_spoken_of_before():
    assert sides_of_windows("里面外面都要擦") == ("windows_inside", "windows_outside")
    assert sides_of_windows("外头也要") == ("windows_outside",)
    assert sides_of_windows("外面不用擦") == ()


def test_another_visit_is_no_part_of_one():
    assert adds_a_visit("周六那个打扫再约一次")
    assert adds_a_visit("那单加一次")
    assert not adds_a_visit("那单加个擦窗")


@pytest.mark.parametrize("said", ["今个星期六", "這個星期六"])
def test_a_saturday_of_this_week_in_cantonese(said: str):
    (time,) = [one for one in find(said) if one.kind == "time"]
    assert time.value["start"]["day"] == {"weekdays": [5], "week": 0}
