"""How bad a complaint is and what is wanted for it: one line of the golden table per way of saying it."""

from __future__ import annotations

import pytest

from bot.zh.grievance import (
    category_of,
    remedy_of,
    severity_of,
    spares_the_refund,
    tells_of_fault,
    tells_of_fault_besides,
    tells_of_lateness,
    waits_at_home,
)
from tests.unit.zh.tables import rows


@pytest.mark.parametrize("row", rows("grievance"), ids=lambda row: row["text"])
def test_a_complaint_tells_its_severity_and_remedy(row: dict[str, str]) -> None:
    remedy = remedy_of(row["text"])
    assert (severity_of(row["text"], row["category"] or None, remedy), remedy or "") == (row["severity"], row["remedy"])


@pytest.mark.parametrize(
    ("text", "spared"),
    [
        ("钱就不用退了", True),
        ("修不好再说退钱", True),
        ("我也不得要你们退钱", True),
        ("钱不得要你退", True),
        ("退钱", False),
        ("恨不得马上退钱走人", False),
        ("不得不喊你们退钱", False),
        ("你好", False),
    ],
)
def test_a_refund_that_is_only_spoken_of_is_spared(text: str, spared: bool) -> None:
    assert spares_the_refund(text) is spared


@pytest.mark.parametrize(
    ("text", "remedy"),
    [("给我换个人", "replacement"), ("换不换人都行", None), ("不换人也可以", None), ("换不换阿姨无所谓", None)],
)
def test_somebody_else_who_need_not_come_is_no_remedy(text: str, remedy: str | None) -> None:
    assert remedy_of(text) == remedy


@pytest.mark.parametrize(
    ("text", "waits"),
    [
        ("联系电话留我妈的，她在家等着", True),
        ("到了有人开门", True),
        ("屋企有人等你哋", True),
        ("我等到现在没人来", False),
        ("我在家等了一个小时", False),
        ("快点，都在等着", False),
    ],
)
def test_who_is_at_home_to_open_the_door_is_not_impatient(text: str, waits: bool) -> None:
    assert waits_at_home(text) is waits


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("昨天约的十点，阿姨快十一点才到，害我白等", True),
        ("对了上次那个阿姨态度很差，一直玩手机", True),
        ("前天来的师傅把花瓶打碎了", True),
        ("怕阿姨迟到，早点来", False),
        ("上次那个阿姨很好，别派迟到的", False),
        ("约上次那个阿姨", False),
    ],
)
def test_a_fault_of_a_visit_is_told_in_plain_words(text: str, told: bool) -> None:
    assert tells_of_fault(text) is told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("阿姨迟到了，另外周五的改到周六", True),
        ("上次擦得不干净，另外再帮我约个周六的保洁", True),
        ("昨天擦得不干净，另外周五约个保洁", True),
        ("周五的改到周六，对了昨天那个阿姨态度很差", True),
        ("阿姨把家里花瓶打碎了，另外周五的取消", True),
        ("约个保洁，家里地上不干净，另外油烟机也洗一下", False),
        ("约个保洁家里地上不干净，另外油烟机也洗一下", False),
        ("马桶被我弄坏了，叫师傅来修，另外周六打扫", False),
        ("叫师傅来修被我弄坏的马桶，另外周六打扫", False),
        ("昨天孩子把地毯弄脏了，另外周五约个保洁", False),
        ("阿姨从来不迟到，还有，周五再约她", False),
        ("阿姨从不迟到，还有，周五再约她", False),
        ("阿姨没迟到过，另外周五再约她", False),
        ("昨天师傅才来过，另外周五再约一次", False),
        ("麻烦阿姨打扫下不干净的厨房，另外洗个空调", False),
    ],
)
def test_a_fault_beside_a_wish_is_of_who_came_and_not_of_the_family(text: str, told: bool) -> None:
    assert tells_of_fault_besides(text) is told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("阿拉昨日叫㑚来做深度保洁 讲好早浪八点钟 伊快九点刚刚到", True),
        ("约的十点，快十一点才到", True),
        ("说好两点来的 结果师傅三点半才上门", True),
        ("订好嗰九点，十点先到 佢十点半才来", True),
        ("约好十点，我怕她十一点才来", False),
        ("约的十点，改到十一点来", False),
        ("约了九点，我十点才到家", False),
        ("约好明天九点", False),
    ],
)
def test_an_hour_agreed_and_a_later_one_at_which_she_came(text: str, told: bool) -> None:
    assert tells_of_lateness(text) is told


@pytest.mark.parametrize(
    "text",
    [
        "师傅动手动脚还骂人",
        "他摸我手，说话也很难听",
        "阿姨冲我吼还要打我",
        "那个男的威胁我，说话很凶",
        "他喝多了酒，骂骂咧咧堵在门口",
        "师傅拿刀吓唬我还骂我",
        "进门就推了我一把，还骂人",
    ],
)
def test_who_was_touched_or_attacked_complains_of_more_than_words(text: str):
    assert category_of(text, "safety") == "safety"


@pytest.mark.parametrize("text", ["阿姨对我妈说话很凶", "师傅在厨房抽烟", "他冲我吼，说话很冲"])
def test_harsh_words_and_smoking_are_of_the_attitude(text: str):
    assert category_of(text, "safety") == "attitude"
