from __future__ import annotations

import pytest

from bot.zh.danger import asks_how, asks_when, can_wait, dangers, is_over, is_past, names_trouble


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("洗手间水管裂开了，水哗哗往外喷", ("water",)),
        ("樓上漏水，天花板都濕了", ("water",)),
        ("热水器一直漏水", ("water",)),
        ("插座冒火花", ("electricity",)),
        ("电闸一推就跳", ("electricity",)),
        ("墙里有焦糊味，还冒烟", ("electricity",)),
        ("水漏到插线板上了", ("electricity", "water")),
        ("厨房好重的煤气味，头晕", ("gas", "injury")),
        ("屋企有瓦斯味", ("gas",)),
        ("燃气热水器漏气", ("gas",)),
        ("煤气灶着火了", ("fire",)),
        ("油锅起火，我手烫伤了", ("fire", "injury")),
        ("师傅触电了", ("injury", "electricity")),
        ("阿姨从梯子上摔下来流了好多血", ("injury",)),
        ("那个师傅一直摸我的手", ("threat",)),
        ("他堵着门不让我走", ("threat",)),
        ("孩子被反锁在屋里了", ("trapped",)),
        ("下水道堵死了，粪水往外冒", ("drain",)),
        ("马桶堵了，水漫到客厅", ("drain",)),
        ("救命", ()),
        ("明天下午打扫", ()),
        ("到了打我电话，跟我说一声", ()),
    ],
)
def test_the_kind_of_danger_is_read_the_gravest_first(text: str, kinds: tuple[str, ...]):
    assert dangers(text) == kinds


@pytest.mark.parametrize(
    "text",
    [
        "昨天漏水现在好了，想约个人检修",
        "上周跳过闸，现在正常，约个电工看看",
        "前天厨房漏过水，已经不漏了",
        "之前漏水修好了，再检查一下",
    ],
)
def test_what_happened_before_and_is_settled_is_past(text: str):
    assert is_past(text)


@pytest.mark.parametrize(
    "text", ["昨天开始漏水，越来越大", "昨天修好的水管又爆了", "水管爆了", "上次漏过，现在又漏了", "昨晚漏到现在还没好"]
)
def test_what_still_goes_on_is_not_past(text: str):
    assert not is_past(text)


@pytest.mark.parametrize(
    "text",
    [
        "已经关了，没事了",
        "不漏了",
        "物业修好了",
        "虚惊一场",
        "不用来了，谢谢",
        "水止住了",
        "冇事喇",
        "好了好了",
        "搞掂咗",
        "没得事了 不用转人工了",
        "没啥事了",
        "不用给我转客服了",
        "唔使轉人工喇",
    ],
)
def test_the_danger_is_over(text: str):
    assert is_over(text)


@pytest.mark.parametrize(
    "text",
    [
        "总阀关好了",
        "已经关了",
        "关了还在漏",
        "关不住",
        "好了吗",
        "没修好",
        "水越来越大了",
        "没事怎么办",
        "快点来",
        "没得人管",
        "给我转人工",
    ],
)
def test_the_danger_is_not_over(text: str):
    assert not is_over(text)


def test_when_somebody_comes_is_a_question():
    assert [asks_when(text) for text in ("师傅多久能到", "到哪了", "水很大")] == [True, True, False]


@pytest.mark.parametrize(
    ("text", "asks"),
    [("不知道怎么关", True), ("总阀在哪里啊", True), ("总掣点样关", True), ("已经关了总阀", False), ("关不上", False)],
)
def test_how_to_shut_off_is_a_question(text: str, asks: bool):
    assert asks_how(text) is asks


@pytest.mark.parametrize(
    ("text", "waits"),
    [("有点渗水，不急", True), ("龙头有点滴水", True), ("水管爆了，急", False), ("不急才怪，水还在漏", False)],
)
def test_what_is_no_danger_can_wait(text: str, waits: bool):
    assert can_wait(text) is waits


def test_a_thing_alone_is_no_trouble():
    assert [names_trouble(text) for text in ("马桶有点脏", "马桶堵了", "热水器不亮", "水管漏了")] == [
        False,
        True,
        False,
        True,
    ]
