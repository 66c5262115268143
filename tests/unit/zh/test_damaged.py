from __future__ import annotations

import pytest

from bot.zh.damaged import tells_how_it_was, tells_of_damage


@pytest.mark.parametrize(
    "text",
    [
        "您好，昨儿来做保洁的师傅把我们家茶几给刮了，好大一道",
        "你们阿姨把我的玻璃锅打碎了",
        "搬东西的小哥把墙撞了个坑",
        "前天洗空调嘞师傅把墙纸整烂了",
        "師傅將我個花樽打爛咗",
        "阿姨拖地把实木地板泡变形了",
        "她把我真丝裙熨糊了",
        "修水管那师傅把瓷砖敲得不说 还把台盆磕掉漆了",
        "新买的柜门被师傅划了",
        "我家电视让你们的人碰坏了",
        "贵司人员将本人书桌刮出一道划痕",
        "伊拿阿拉门口头把漆蹭掉漆了",
    ],
)
def test_what_somebody_who_came_has_broken_is_told(text: str):
    assert tells_of_damage(text)


@pytest.mark.parametrize(
    "text",
    [
        "怕师傅把地板划了",
        "让师傅把旧柜子搬走",
        "阿姨把厨房擦得很干净",
        "要是阿姨把东西打碎了怎么算",
        "师傅会不会把墙弄坏",
        "叫阿姨小心点 别把花瓶打碎了",
        "孩子把碗打碎了 来个阿姨收拾",
        "我把地板划了 能修吗",
        "师傅把手划了个大口子",
        "猫把沙发抓破了",
        "想找师傅把门修好",
        "阿姨把碗洗了",
    ],
)
def test_where_nothing_was_broken_by_who_came_none_is_told(text: str):
    assert not tells_of_damage(text)


@pytest.mark.parametrize(
    "text",
    ["准是搬床那会儿磕的", "他走的时候才四点多", "我不在场，我婆婆看着的", "就在门边上 肯定是抬冰箱蹭的"],
)
def test_how_it_was_is_told(text: str):
    assert tells_how_it_was(text)


@pytest.mark.parametrize("text", ["周六九点来打扫", "走的时候要关灯吗", "退款", "你们几点上班"])
def test_what_is_asked_or_wished_tells_nothing_of_how_it_was(text: str):
    assert not tells_how_it_was(text)
