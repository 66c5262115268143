"""Courtesy, questions, order numbers, ages, hands in danger: what is theirs and what only looks like it."""

from __future__ import annotations

import pytest

from bot.zh.address import completed
from bot.zh.ages import ages
from bot.zh.choice import leading_choice
from bot.zh.courtesy import greets, thanks
from bot.zh.extract import find
from bot.zh.heard import as_meant
from bot.zh.lexicon import rows
from bot.zh.order_mention import tells_of_order
from bot.zh.order_number import order_number
from bot.zh.place import apply_part
from bot.zh.quantities import uncounted
from bot.zh.questions import asks, asks_cancel_fee
from bot.zh.time_wishes import time_wish
from bot.zh.urgency import asks_for_help
from bot.zh.whose_home import once_more


@pytest.mark.parametrize(
    ("text", "said"), [("你好 约保洁", True), ("在吗", True), ("早上好啊", True), ("早上九点", False), ("喂猫", False)]
)
def test_a_greeting_stands_first(text: str, said: bool) -> None:
    assert greets(text) is said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("不用了，谢谢", True),
        ("唔該晒", True),
        ("唔該幫我約", False),
        ("麻烦你们来一趟", False),
        ("不用谢", False),
        ("辛苦了", True),
    ],
)
def test_thanks_are_said_in_words_and_please_is_none(text: str, said: bool) -> None:
    assert thanks(text) is said


@pytest.mark.parametrize(
    ("text", "asked"), [("多少钱", True), ("有冇人", True), ("报个价", True), ("明天来打扫", False)]
)
def test_a_question_has_its_form(text: str, asked: bool) -> None:
    assert asks(text) is asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("现在取消要扣钱吗", True),
        ("取消的话，要收费吗", True),
        ("周日那单取消的话收费吗", True),
        ("取消明天的打扫要收多少钱", True),
        ("不做了要收多少钱", True),
        ("取消 现在要扣多少钱", True),
        ("不做饭了，打扫要收多少钱", False),
        ("不做饭要收多少钱", False),
        ("取消了，洗空调要多少钱", False),
        ("取消了 洗空调要多少钱", False),
        ("不约了洗空调要多少钱", False),
        ("取消打扫改洗空调要多少钱", False),
        ("不约了，收费太贵了吧", False),
    ],
)
def test_what_a_cancel_costs_is_asked_and_not_what_other_work_does(text: str, asked: bool) -> None:
    assert asks_cancel_fee(text) is asked


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("订单号20261120001", "20261120001"),
        ("单号：BK-2026-77 到哪了", "BK-2026-77"),
        ("尾号3721那单取消", "3721"),
        ("电话13800138000", None),
    ],
)
def test_an_order_is_named_by_its_number(text: str, number: str | None) -> None:
    assert order_number(text) == number


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("5岁的姐姐跟8个月大的弟弟", {"has_child", "has_infant"}),
        ("女儿二年级", {"has_child"}),
        ("一岁半", {"has_infant"}),
        ("八十多岁", {"has_elder"}),
        ("我爸八十二了", {"has_elder"}),
        ("35岁", set()),
        ("怀孕七个月", set()),
    ],
)
def test_who_is_at_home_is_told_by_age(text: str, codes: set[str]) -> None:
    assert {code for _start, _end, code in ages(text)} == codes


@pytest.mark.parametrize(
    ("text", "asked"),
    [("水管爆了快派人来", True), ("插座冒火 叫个电工来", True), ("煤气味好重", False), ("有人一直跟着我", False)],
)
def test_danger_in_the_home_asks_for_hands_or_not(text: str, asked: bool) -> None:
    assert asks_for_help(text) is asked


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("找个保结阿姨", "找个保洁阿姨"),
        ("周刘上午", "周六上午"),
        ("周刘是我同事", "周刘是我同事"),
        ("三下五除二", "三下五除二"),
        ("还是约把,明天", "还是约吧,明天"),
        ("行叭", "行吧"),
        ("就这样罢 谢谢", "就这样吧 谢谢"),
        ("带拖把", "带拖把"),
        ("约八点", "约八点"),
    ],
)
def test_a_word_that_sounds_like_another_is_read_as_it_where_nothing_else_is_meant(heard: str, meant: str) -> None:
    assert as_meant(heard) == meant


def test_no_word_changes_its_length() -> None:
    assert all(len(written) == len(meant) for written, meant, _ in rows("homophones"))


@pytest.mark.parametrize(
    ("begun", "said", "whole"),
    [
        ("徐汇区", "徐汇区宛平南路521弄6号楼1402", "徐汇区宛平南路521弄6号楼1402"),
        ("徐汇区", "宛平南路521弄6号楼1402", "徐汇区宛平南路521弄6号楼1402"),
        ("宛平南路", "徐汇区宛平南路521弄6号楼1402", "徐汇区宛平南路521弄6号楼1402"),
        ("宛平南路", "徐汇区521弄6号楼", "徐汇区宛平南路521弄6号楼"),
        ("徐汇区宛平南路", "宛平南路521弄3号", "徐汇区宛平南路521弄3号"),
        ("徐汇区宛平南路", "521弄3号", "徐汇区宛平南路521弄3号"),
        ("花园小区", "浦东新区张杨路5号", "浦东新区张杨路5号"),
        ("靜安區", "靜安區南京西路1266號", "靜安區南京西路1266號"),
    ],
)
def test_an_address_told_bit_by_bit_has_nothing_in_it_twice(begun: str, said: str, whole: str):
    assert completed(begun, said) == whole


@pytest.mark.parametrize(
    ("address", "said", "after"),
    [
        ("浦东新区金桥路1299弄", "23号602 13585772104", "浦东新区金桥路1299弄23号602"),
        ("张杨路1458号", "5号1202室", "张杨路1458号5号1202室"),
        ("金桥路1299弄20号501", "不是20号501，是23号602", "金桥路1299弄23号602"),
        ("金桥路1299弄20号501室", "23号602", "金桥路1299弄23号602"),
    ],
)
def test_a_house_with_its_door_is_no_day(address: str, said: str, after: str):
    found = find(said)
    assert [item.kind for item in found if item.kind == "time"] == []
    assert apply_part(address, next(item.value for item in found if item.kind == "address_part")) == after


@pytest.mark.parametrize("text", ["23号来", "5号120平", "12月3号1000块", "3号1点", "23号 13800138000", "23号下午"])
def test_a_day_with_a_number_behind_it_is_no_house(text: str):
    kinds = {item.kind for item in find(text)}
    assert "time" in kinds
    assert "address_part" not in kinds


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("你好，我星期四约了打扫的", True),
        ("我周四约了做饭的嘛", True),
        ("之前订过一个洗空调", True),
        ("周四有个预约", True),
        ("周四约个打扫", False),
        ("约了吗", False),
        ("那就约了吧", False),
    ],
)
def test_an_order_that_is_there_is_told_of(text: str, told: bool):
    assert tells_of_order(text) is told


@pytest.mark.parametrize(("text", "kind"), [("上午还是下午好", "halves"), ("早上八点半到下午五点半", None)])
def test_from_morning_to_afternoon_is_no_choice_of_halves(text: str, kind: str | None):
    assert time_wish(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "行 快点",
        "好的快点哈",
        "可以，快点啊",
        "行行行快点吧",
        "得嘞 您快着点",
        "要得 搞快点嘛",
        "好嘅 快啲啦",
        "嗯嗯好 快一点",
        "確認 快點",
        "ok 快些",
    ],
)
def test_a_yes_in_a_hurry_is_a_wish_for_no_other_time(text: str):
    assert time_wish(text) is None


@pytest.mark.parametrize(
    "text", ["可以快点吗", "能不能快点来", "快一点行不", "好 早点吧", "行 早一点", "有没有更快的 快点的"]
)
def test_a_sooner_time_is_still_wished_for(text: str):
    assert time_wish(text) == "earlier"


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("有四件套两套要洗", {"四件套": 2}),
        ("四件衬衫 两套四件套", {"衬衫": 4, "四件套": 2}),
        ("三件套", {}),
        ("三件外套", {"外套": 3}),
    ],
)
def test_a_set_is_no_number_of_pieces(text: str, counted: dict[str, int]):
    assert {one.value["item"]: one.value["count"] for one in find(text) if one.kind == "quantity"} == counted


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("洗空调 一台挂机一台柜机", {"空调挂机": 1, "空调柜机": 1}),
        ("洗空调 两台挂机一台柜机", {"空调挂机": 2, "空调柜机": 1}),
        ("空调两台挂机一台柜机", {"空调挂机": 2, "空调柜机": 1}),
        ("三台挂机两台柜机一台油烟机", {"空调挂机": 3, "空调柜机": 2, "油烟机": 1}),
        ("挂机三台柜机两台油烟机一台", {"空调挂机": 3, "空调柜机": 2, "油烟机": 1}),
        ("挂机是三台柜机还是一台", {"空调挂机": 3, "空调柜机": 1}),
        ("挂机空调两台", {"空调挂机": 2}),
        ("柜机的空调一台", {"空调柜机": 1}),
        ("一台立式的空调，两台立式洗衣机", {"空调柜机": 1, "洗衣机": 2}),
        ("冷气掛機兩台，柜式冷气一台", {"空调挂机": 2, "空调柜机": 1}),
        ("挂机空调主卧一台次卧一台", {"空调挂机": 2}),
    ],
)
def test_numbers_lead_or_follow_their_things_throughout_a_list(text: str, counted: dict[str, int]):
    assert {item.value["item"]: item.value["count"] for item in find(text) if item.kind == "quantity"} == counted


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("顺便把客厅那台柜机空调也一起洗了", ("空调柜机",)),
        ("油烟机和立式的空调", ("油烟机", "空调柜机")),
        ("空调洗一下，就是书房那台挂机", ("空调挂机",)),
        ("柜机洗一下，大厅的空调也洗", ("空调柜机", "空调")),
        ("把柜机和那台空调洗了", ("空调柜机", "空调")),
        ("空调", ("空调",)),
    ],
)
def test_a_machine_and_its_kind_are_one_unless_another_is_meant(text: str, named: tuple[str, ...]):
    assert uncounted(text) == named


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("给我整一下空调 都洗洗", "appliance_cleaning"),
        ("家里空调整一整 清洗一下", "appliance_cleaning"),
        ("整一下空调", "appliance_repair"),
        ("整一下空调 不制冷 洗洗也行", "appliance_repair"),
    ],
)
def test_a_verb_that_says_nothing_gives_way_to_what_is_to_be_done(text: str, service: str):
    assert [item.value for item in find(text) if item.kind == "service"] == [service]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("2，改到周日上午十点", 2),
        ("第二个，改到周日", 2),
        ("2号，改到3号", None),
        ("两单，都取消", None),
        ("二，三都改到周日", None),
        ("1、2都取消", None),
        ("3，4点", None),
    ],
)
def test_a_number_set_apart_picks_one_of_those_on_offer(text: str, place: int | None):
    assert leading_choice(text) == place


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("再帮我约一次", True),
        ("想再约一次 周五", True),
        ("不要再约一次了", False),
        ("下次再约", False),
        ("先这样 以后再约", False),
        ("等我有空再约，拜拜", False),
        ("再约一个小时", False),
    ],
)
def test_once_more_is_a_wish_and_no_farewell(text: str, more: bool):
    assert once_more(text) is more


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("这周酒开始改", "这周就开始改"),
        ("那酒这样吧", "那就这样吧"),
        ("家里有喝酒可以吗", "家里有喝酒可以吗"),
        ("酒店保洁", "酒店保洁"),
    ],
)
def test_just_typed_as_a_drink_is_meant_before_what_no_drink_does(text: str, meant: str) -> None:
    assert as_meant(text) == meant
