"""Questions of somebody in danger, in all registers, and what only sounds like one."""

from __future__ import annotations

import pytest

from bot.zh.danger import asks_how, asks_when, dangers, is_over
from bot.zh.danger_asked import asks_what_to_do, asks_who_pays, asks_whom_to_call


@pytest.mark.parametrize(
    "text",
    [
        "可以开灯吗",
        "可唔可以開燈搵下邊度漏㗎",
        "能扶她起来吗",
        "现在我该干嘛",
        "能不能给她喝点水",
        "要不要把窗户打开",
        "我能上去拿个手机吗",
        "使唔使叫人落樓",
        "那我现在怎么办啊",
        "點算好呀",
        "灯敢开不敢开啊",
        "开灯要紧伐",
        "电闸可以合上了吗",
        "还需要注意什么",
        "用水浇行不行",
        "我应该站在哪里等",
        "哪能办啦",
        "脱排好开伐 味道大来",
        "格么好扶伊起来伐",
        "好喂点水伐",
        "煤气表个开关好碰勿",
    ],
)
def test_what_she_may_do_is_asked(text: str):
    assert asks_what_to_do(text)


@pytest.mark.parametrize(
    "text",
    [
        "你们能马上来吗",
        "师傅能快点到吗",
        "能不能快点派人",
        "有没有人能马上过来",
        "我们已经到楼下了",
        "她人是清醒的",
        "好的谢谢",
        "你们可以快点啊",
        "窗关好了伐",
        "好伐",
        "味道好点了",
    ],
)
def test_whether_we_come_is_another_question(text: str):
    assert not asks_what_to_do(text)


@pytest.mark.parametrize(
    "text",
    [
        "咁而家我打邊個電話先",
        "现在打哪个电话",
        "打119还是打燃气公司",
        "燃气公司电话多少",
        "要不要报警",
        "我该打给谁",
        "那我该给谁打电话",
        "煤氣公司電話幾多號",
        "是打120吗",
        "要叫救护车吗",
    ],
)
def test_whom_she_should_ring_up_is_asked(text: str):
    assert asks_whom_to_call(text)


@pytest.mark.parametrize("text", ["120打了", "我已经报警了", "我电话13916273380", "打我电话", "119说马上到"])
def test_who_has_rung_up_already_asks_no_number(text: str):
    assert not asks_whom_to_call(text)


@pytest.mark.parametrize(
    "text",
    ["这个医药费算谁的啊 不会要我出吧", "修理费用谁出", "有保险吗", "你们赔吗", "醫藥費邊個出", "这损失你们公司负责吗"],
)
def test_who_pays_is_asked(text: str):
    assert asks_who_pays(text)


@pytest.mark.parametrize(
    "text",
    [
        "我在门口等着",
        "地址发你了",
        "我们三个人都出来了",
        "快点让你们负责的人来找我",
        "叫你们负责人来",
        "责任人是谁我不管 先来人",
    ],
)
def test_where_nothing_is_said_of_money_nobody_asks_who_pays(text: str):
    assert not asks_who_pays(text)


@pytest.mark.parametrize("text", ["人多咱能到啊", "还要多大会儿", "几时到呀", "啥辰光到"])
def test_how_soon_is_asked_in_dialect(text: str):
    assert asks_when(text)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("总闸已经拉掉了，现在没有明火", ("electricity",)),
        ("冇明火 冇煙", ()),
        ("没看见火苗，就是插座焦了", ("electricity",)),
        ("有明火", ("fire",)),
        ("没人看着，厨房起火了", ("fire",)),
        ("没有浓烟，闻到煤气味", ("gas",)),
    ],
)
def test_a_flame_that_is_not_there_is_no_fire(text: str, kinds: tuple[str, ...]):
    assert tuple(kind for kind in dangers(text) if kind != "electricity" or "electricity" in kinds) == kinds


@pytest.mark.parametrize(
    "text", ["总闸拉掉了，没有明火，味道也散了", "气味没了", "今晚不用安排人过来了", "不用再派师傅上门了"]
)
def test_it_is_over_when_the_smell_has_gone(text: str):
    assert is_over(text)


@pytest.mark.parametrize("text", ["人没事，水还在流", "我们人都没事", "孩子没事 就是门打不开"])
def test_that_people_are_well_ends_no_danger(text: str):
    assert not is_over(text)


@pytest.mark.parametrize(
    "text",
    ["那个阀搁哪儿呢我瞅半天没瞅着", "总阀在哪", "水闸喺边度", "总闸到底在哪里啊", "阀门我找不到", "总阀装哪儿的"],
)
def test_where_to_shut_it_off_is_asked(text: str):
    assert asks_how(text)


@pytest.mark.parametrize("text", ["阀门关了", "总闸已经拉了 哪里都没电", "找着了拧上了"])
def test_what_is_shut_off_is_not_asked_for(text: str):
    assert not asks_how(text)
