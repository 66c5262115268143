"""Needs that are only told of: why a visit is left out, praise, what is on that day; and extras left out in dialect."""

from __future__ import annotations

import pytest

from bot.zh.ages import has_other_age
from bot.zh.extract import find


def _needs(text: str) -> dict[str, bool]:
    return {one.value["code"]: one.value["denied"] for one in find(text) if one.kind == "need"}


def _services(text: str) -> list[str]:
    return [str(one.value) for one in find(text) if one.kind == "service"]


@pytest.mark.parametrize(
    "text",
    [
        "下下周二我们不在家 那天别来",
        "12月10号那次别来 我不在家",
        "礼拜五上午家里没人的呀能不能改到那天下午",
        "周三家里没人 取消吧",
        "明天我不在家，挪到后天",
        "屋企冇人 唔好嚟住",
    ],
)
def test_an_absence_that_moves_or_ends_a_visit_is_no_need(text: str):
    assert "nobody_home" not in _needs(text)


@pytest.mark.parametrize(
    "text",
    ["家里没人 钥匙放门卫", "周四白天家里没人，密码我发你", "周二来的时候我不在家", "改到周二吧 家里没人 钥匙在物业"],
)
def test_an_absence_during_the_visit_is_one(text: str):
    assert _needs(text).get("nobody_home") is False


@pytest.mark.parametrize(
    "text", ["上回来那个王大姐干活老利索了", "上次那个阿姨很麻利", "她人很勤快 还是她吧", "之前做过的"]
)
def test_praise_wishes_nothing(text: str):
    assert "experienced" not in _needs(text)


@pytest.mark.parametrize(
    "text", ["找个手脚麻利的阿姨", "要干活利索点的", "派个勤快的", "阿姨要有经验的", "上次那个不行，换个麻利的"]
)
def test_somebody_able_is_wished(text: str):
    assert _needs(text).get("experienced") is False


@pytest.mark.parametrize("text", ["小囡学堂里开家长会", "新的灯我女儿已经买好了", "娃儿要办生日", "儿子结婚"])
def test_what_there_is_on_that_day_tells_of_no_child(text: str):
    assert not {"has_child", "has_infant"} & set(_needs(text))


@pytest.mark.parametrize("text", ["家里有小孩", "孩子在家上网课", "有两个娃儿要吃"])
def test_a_child_at_home_is_told_of(text: str):
    assert _needs(text).get("has_child") is False


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("外头个窗勿要揩了 太贵", {"windows_outside": True}),
        ("外面的窗弗要擦了", {"windows_outside": True}),
        ("冰箱覅汰了", {"fridge": True}),
        ("外面的玻璃就不用擦了", {"windows_outside": True}),
        ("外窗不擦了，里面的窗擦一下", {"windows_outside": True, "windows_inside": False}),
    ],
)
def test_an_extra_is_left_out_in_any_dialect(text: str, needs: dict[str, bool]):
    assert _needs(text) == needs


@pytest.mark.parametrize(
    "text", ["让师傅来之前打个电话 门铃坏了", "门铃坏了 到了敲门", "电梯坏了要爬楼梯", "门禁坏了 到楼下我下来开门"]
)
def test_the_way_in_is_nothing_to_repair(text: str):
    assert "home_repair" not in _services(text)


@pytest.mark.parametrize("text", ["门铃坏了找人修", "门铃坏了 换个新的 来之前打电话"])
def test_a_bell_may_be_repaired(text: str):
    assert "home_repair" in _services(text)


@pytest.mark.parametrize(
    ("text", "other"), [("孩子牛奶过敏", False), ("还有个姐姐", True), ("老大上幼儿园", True), ("小孩怕生", False)]
)
def test_another_child_has_a_name_of_its_own(text: str, other: bool):
    assert has_other_age(text) is other
