"""Words beside a complaint, a danger, a survey and one's own data: what they ask, add and take back."""

from __future__ import annotations

import pytest

from bot.zh.after_visit import asks_what_for, withdraws
from bot.zh.damaged import tells_of_damage, tells_what_was_left
from bot.zh.danger import all_is_well, dangers
from bot.zh.danger_asked import asks_whom_to_call
from bot.zh.grievance import category_of, sends_somebody, tells_of_leaving_early
from bot.zh.hurt import somebody_hurt
from bot.zh.past_visit import asks_when_it_was
from bot.zh.privacy import asks_how_long_kept, asks_what_stays, asks_who_sees
from bot.zh.questions import asks_to_pay_again
from bot.zh.queue_words import asks_of_police, leaves_queue
from bot.zh.scores import scores
from bot.zh.solving import asks_progress, asks_refund_days


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("退款一般几天能到账？", True),
        ("什么时候到账", True),
        ("退錢要幾耐到戶口", True),
        ("钱啥时候能退到卡里", True),
        ("退款要几个工作日", True),
        ("阿姨几点能到", False),
        ("我的退款呢", False),
        ("钱退我 谢谢", False),
    ],
)
def test_how_long_a_refund_takes(text: str, asked: bool):
    assert asks_refund_days(text) is asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [("上午跟你们讲的事 有人在弄了没", True), ("那件事有人管吗", True), ("有人在家等着", False), ("家里没人", False)],
)
def test_whether_somebody_sees_to_it(text: str, asked: bool):
    assert asks_progress(text) is asked


@pytest.mark.parametrize(
    ("text", "taken_back"),
    [
        ("那没事了 不投诉了", True),
        ("投诉撤了吧", True),
        ("投诉的事就算了", True),
        ("不追究了", True),
        ("不投诉你们不当回事", False),
        ("你们不处理我就投诉了", False),
        ("投诉可以撤吗", False),
    ],
)
def test_a_complaint_is_withdrawn(text: str, taken_back: bool):
    assert withdraws(text) is taken_back


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("还有浴室玻璃也没擦", True),
        ("对了厨房垃圾也没带走", True),
        ("沙发底下根本没扫", True),
        ("洗完还是漏", True),
        ("玻璃没擦吗", False),
        ("我还没吃饭呢", False),
        ("没关系的", False),
        ("帮我擦下玻璃", False),
    ],
)
def test_what_else_was_left_undone(text: str, more: bool):
    assert tells_what_was_left(text) is more


@pytest.mark.parametrize(
    ("text", "sends"),
    [
        ("派人来看一下就好", True),
        ("赶紧再派人来 菜都要坏了", True),
        ("那让原来那个师傅来", True),
        ("你们派来的人不行", False),
        ("不用派人来了", False),
        ("钱退给我", False),
    ],
)
def test_somebody_is_to_come_for_it(text: str, sends: bool):
    assert sends_somebody(text) is sends


@pytest.mark.parametrize(
    ("text", "asked"),
    [("重洗不会再收我一次180吧", True), ("不用再付一次吧", True), ("再收拾一下", False), ("再付给你们", False)],
)
def test_whether_it_is_paid_for_twice(text: str, asked: bool):
    assert asks_to_pay_again(text) is asked


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("嗰個姐姐抹鏡嗰陣 整裂咗我浴室塊鏡", True),
        ("师傅把我养了三年的月季剪死了", True),
        ("阿姨打碎了我家花瓶", True),
        ("怕阿姨弄坏我的表", False),
        ("阿姨会不会打碎我家花瓶", False),
    ],
)
def test_what_was_broken_by_whom(text: str, broken: bool):
    assert tells_of_damage(text) is broken


@pytest.mark.parametrize(
    ("text", "early"),
    [
        ("阿姨做了不到三个小时就提前走了", True),
        ("昨天她早走了一个钟头", True),
        ("师傅提前半小时收工了", True),
        ("我要提前走", False),
        ("她从来没有早走过", False),
    ],
)
def test_somebody_left_early(text: str, early: bool):
    assert tells_of_leaving_early(text) is early


@pytest.mark.parametrize(
    ("text", "learned", "category"),
    [
        ("阿姨抽烟 我家里全是烟味", "safety", "attitude"),
        ("她骂我妈老不死的", "safety", "attitude"),
        ("收了我三百 修完还是不冷", "overcharge", "quality"),
        ("阿姨早走了一小时", "other", "left_early"),
        ("插座冒烟了", "safety", "safety"),
        ("多收了我五十", "overcharge", "overcharge"),
    ],
)
def test_the_kind_of_fault_by_its_words(text: str, learned: str, category: str):
    assert category_of(text, learned) == category


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("没烧起来 现在也没味了", ()),
        ("没着火", ()),
        ("人是清醒的 没流血", ()),
        ("手机快没电了", ()),
        ("家里没电了", ("electricity",)),
        ("窗帘烧起来了", ("fire",)),
    ],
)
def test_told_to_calm_it_is_no_danger(text: str, kinds: tuple[str, ...]):
    assert dangers(text) == kinds


def test_blood_that_does_not_flow_hurts_nobody():
    assert not somebody_hurt("人是清醒的 没流血")
    assert somebody_hurt("阿姨手割破了 一直流血")


@pytest.mark.parametrize(
    ("text", "well"),
    [
        ("师傅来看过了 换脱了 现在呒没事体了", True),
        ("没事了 燃气公司修好了", True),
        ("虚惊一场", True),
        ("关好了 可是还在漏", False),
        ("修好了又漏了 怎么办", False),
        ("煤气味好大", False),
        ("刚换好水龙头，现在水喷得到处都是", False),
        ("你们师傅弄好了之后插座冒火花", False),
        ("换好了灯泡，一开灯就跳闸", False),
        ("阀门修好了 但是厨房有煤气味", False),
        ("刚才煤气漏 师傅换好了 现在没事了", True),
    ],
)
def test_how_a_danger_ended(text: str, well: bool):
    assert all_is_well(text) is well


@pytest.mark.parametrize(
    ("text", "asked"),
    [("那我现在是打120还是等你们的人来", True), ("先打119还是先关阀", True), ("你们的人几时来", False)],
)
def test_whom_to_call_beside_whether_we_come(text: str, asked: bool):
    assert asks_whom_to_call(text) is asked


@pytest.mark.parametrize(
    ("text", "leaves"),
    [("那行 不用找人了", True), ("不用转人了", True), ("不用叫人来打扫了", False), ("快找人", False)],
)
def test_nobody_need_be_found(text: str, leaves: bool):
    assert leaves_queue(text) is leaves


def test_whether_to_call_the_police():
    assert asks_of_police("要不要报警")
    assert not asks_of_police("我已经报警了")


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("态度五分手艺五分准时嘛她晚了一会儿三分效果四分", (5, 5, 3, 4)),
        ("态度嘛五分手艺四分时间上她迟到了十来分钟给三分吧效果五分", (5, 4, 3, 5)),
        ("手艺5分，人也和气 5分。准时2分。效果5分", (5, 5, 2, 5)),
        ("5454 阿姨特别细心", (5, 4, 5, 4)),
    ],
)
def test_points_as_they_are_spoken(text: str, points: tuple[float, ...]):
    found = scores(text, True).points
    assert tuple(found[name] for name in ("attitude", "skill", "punctuality", "result")) == points


def test_points_of_others_and_of_the_whole_stay_what_they_were():
    assert dict(scores("他给4分，我给5分", True).points) == {"overall": 5}
    assert dict(scores("我妈觉得3分 我给5分", True).points) == {"overall": 5}
    assert dict(scores("打扫得很干净 5分", True).points) == {"overall": 5}


def test_what_a_survey_is_for():
    assert asks_what_for("打分有啥用啊")
    assert not asks_what_for("不评")
    assert not asks_what_for("都5分 没啥意见")


def test_what_is_asked_of_ones_own_data():
    assert asks_what_stays("删掉以后还会留下什么吗")
    assert not asks_what_stays("确认删除")
    assert asks_how_long_kept("那聊天记录你们存多久")
    assert not asks_how_long_kept("打扫要多久")
    assert asks_who_sees("这些哪些人能看到")
    assert not asks_who_sees("阿姨几点来")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("修水龙头的师傅是礼拜几来的", True),
        ("上次打扫是哪天", True),
        ("师傅礼拜几来", False),
        ("明天几点来", False),
    ],
)
def test_when_a_visit_was(text: str, asked: bool):
    assert asks_when_it_was(text) is asked
