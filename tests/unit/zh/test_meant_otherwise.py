"""Words that sound like a wish or a question they are not: 早了我不在家, 两边都打我手机, 打完蜡要多久才能踩."""

from __future__ import annotations

import pytest

from bot.zh.extract import find
from bot.zh.services import done_to
from bot.zh.wonders import DURATION, wonders


def _needs(text: str) -> list[str]:
    return [one.value["code"] for one in find(text) if one.kind == "need"]


def _services(text: str) -> list[str]:
    return [one.value for one in find(text) if one.kind == "service"]


@pytest.mark.parametrize(
    "text",
    [
        "两点半 早了我不在家",
        "三点以后来 太早家里没人",
        "六点半吧 六点之前我不在家",
        "就周六上午 其他时间家里没人",
        "下午兩點 早咗屋企冇人 遲啲好啲 太早屋企冇人",
        "晚点来 不然我不在家",
    ],
)
def test_who_is_out_at_another_hour_is_at_home_for_the_visit(text: str):
    assert "nobody_home" not in _needs(text)


@pytest.mark.parametrize("text", ["那天家里没人 钥匙在物业", "我不在家 密码1234", "周三我上班家里没人 你们自己进"])
def test_who_is_out_during_the_visit_is_noted(text: str):
    assert "nobody_home" in _needs(text)


@pytest.mark.parametrize(
    "text", ["两边都打我手机13482095516", "打我电话就行 13482095516", "联系就打我的手机号码13482095516"]
)
def test_a_number_to_call_is_no_call_beforehand(text: str):
    assert "call_first" not in _needs(text)


@pytest.mark.parametrize("text", ["到了打我手机13482095516", "来之前打我电话 13482095516", "上门前先打电话"])
def test_a_call_beforehand_is_noted(text: str):
    assert "call_first" in _needs(text)


@pytest.mark.parametrize(
    "text",
    [
        "想找个固定的钟点工阿姨每个礼拜来两趟",
        "要一个固定钟点工 一周一次",
        "想請個固定嘅鐘點工 一個禮拜兩次",
    ],
)
def test_a_fixed_hourly_help_is_one_who_cleans(text: str):
    assert _services(text) == ["daily_cleaning"]


def test_the_cleaner_of_last_time_is_a_person():
    assert _services("还是上次那个保洁阿姨") == []


@pytest.mark.parametrize(
    "text",
    ["整理陽台的花草", "帮我整理一下阳台上的绿植", "帮忙打理一下月季和绿萝", "院子里的花草整理一下"],
)
def test_plants_put_in_order_are_work_for_a_gardener(text: str):
    assert _services(text)[:1] == ["gardening"]
    assert "balcony" not in _needs(text)


@pytest.mark.parametrize(("text", "code"), [("整理一下衣柜", "organizing"), ("儿童房整理收纳", "organizing")])
def test_what_else_is_put_in_order_is_not(text: str, code: str):
    assert code in _services(text)


@pytest.mark.parametrize(
    ("text", "service", "work"),
    [
        ("我家厨房水池下水很慢，想找个人来通一通。", "home_repair", "水池下水很慢"),
        ("马桶不冲水了，今晚派个人来修", "home_repair", "马桶不冲水"),
        ("冰箱整坏了不制冷了，明天上午十点派个师傅来瞅瞅呗", "appliance_repair", "冰箱整坏了不制冷了"),
        ("把插座换掉", "home_repair", "换插座"),
    ],
)
def test_what_is_to_be_repaired_is_noted_in_her_words(text: str, service: str, work: str):
    assert done_to(text, service) == work


@pytest.mark.parametrize(
    "text", ["打完蜡要多久才能踩", "沙发洗好多久可以坐", "做完消毒以后几个小时能回去住", "打蜡之後幾耐先可以行"]
)
def test_when_the_home_can_be_used_again_is_not_how_long_it_takes(text: str):
    assert DURATION not in wonders(text)


@pytest.mark.parametrize("text", ["打蜡要多久", "多久能打扫完", "洗好要几个小时", "做完大概要多长时间"])
def test_how_long_the_work_takes_is_asked(text: str):
    assert DURATION in wonders(text)


@pytest.mark.parametrize(
    "text",
    [
        "小囡房间格台勿汏了 挂机就两台 柜机还是一台",
        "小房间那台不洗了",
        "书房搿台勿汏",
        "主卧嗰台唔洗住",
        "儿子房间的台先不洗",
        "卧室这台不用清洗了",
    ],
)
def test_a_machine_of_a_room_that_is_not_washed_is_no_cleaning(text: str):
    assert "daily_cleaning" not in _services(text)


@pytest.mark.parametrize("text", ["书房那台面也擦一擦", "厨房的台面打扫一下", "主卧那边打扫一下", "阳台上打扫干净"])
def test_a_room_or_a_worktop_is_still_cleaned(text: str):
    assert _services(text) == ["daily_cleaning"]
