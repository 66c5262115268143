"""What is said around orders and tickets once a visit is over: whether one stands, who is not to blame, goodbye."""

from __future__ import annotations

import pytest

from bot.zh.after_visit import puts_question, spares_blame, takes_blame_back
from bot.zh.order_mention import asks_whether_it_stands, gives_back
from bot.zh.pausing import parts_for_now
from bot.zh.queue_words import calls_for_person
from bot.zh.scores import scores
from bot.zh.solving import asks_progress


@pytest.mark.parametrize(
    "text",
    [
        "這樣不影響我週四的預約吧？",
        "不会影响周六那单吧",
        "会不会影响我的订单",
        "我约的还在吗",
        "那我的预约还算数伐",
        "周四的预约照常吗",
        "不会给我取消了吧",
        "唔會影響我星期四嗰單嘛",
        "没耽误我后天的保洁吧",
        "订单会不会被取消",
    ],
)
def test_whether_an_order_stands_is_asked(text: str):
    assert asks_whether_it_stands(text)


@pytest.mark.parametrize(
    "text", ["周四的不要了", "帮我取消吧", "取消了吧", "周四影响我休息 取消", "把那单退了", "别来了吧"]
)
def test_who_calls_an_order_off_asks_nothing(text: str):
    assert not asks_whether_it_stands(text)


@pytest.mark.parametrize("text", ["这60要退给我的", "那60退我", "多收的退回给我", "把钱退给俺"])
def test_money_that_is_to_come_back_is_no_order(text: str):
    assert not gives_back(text)


@pytest.mark.parametrize("text", ["那单退了吧", "全退了", "周六的帮我退掉"])
def test_an_order_that_is_given_back(text: str):
    assert gives_back(text)


@pytest.mark.parametrize(
    "text", ["要得 二天再喊你们", "下次再找你们", "有需要再联系你", "改天再约你们", "以后再搵你哋"]
)
def test_she_parts_for_now(text: str):
    assert parts_for_now(text)


@pytest.mark.parametrize("text", ["叫人来", "找你们经理", "下次别再派她", "喊个真人"])
def test_who_calls_for_somebody_does_not_part(text: str):
    assert not parts_for_now(text)


@pytest.mark.parametrize(
    "text", ["这种事我不要跟机器讲 叫你们真人来", "换个活人来说", "我要找经理", "转人工啊", "喺度請個真人"]
)
def test_a_person_is_called_for_again(text: str):
    assert calls_for_person(text)


@pytest.mark.parametrize("text", ["不用转人工了", "叫阿姨周六来", "我家有只猫", "我等着"])
def test_nobody_is_called_for(text: str):
    assert not calls_for_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "大概几天能有消息？",
        "多久给我答复",
        "几时有结果",
        "会有人联系我吗",
        "有人会得联系我伐",
        "什么时候给个说法",
        "多咱能有人跟俺联系啊",
        "多咱有人跟我联系",
        "几时有人搵我",
        "啥辰光有人联系",
    ],
)
def test_how_it_goes_on_with_a_ticket_is_asked(text: str):
    assert asks_progress(text)


@pytest.mark.parametrize("text", ["冤枉人家了 怪不好意思的", "戒指找到了", "是我错怪阿姨了", "误会误会", "搵返咗"])
def test_what_was_told_is_taken_back(text: str):
    assert takes_blame_back(text)


@pytest.mark.parametrize("text", ["还没找到", "找到了吗", "她冤枉我", "你们搞错了", "你们弄错了吧", "花了冤枉钱"])
def test_what_stands_is_not_taken_back(text: str):
    assert not takes_blame_back(text)


@pytest.mark.parametrize("text", ["怪不到她", "不怪师傅", "唔系佢嘅错", "不是阿姨的问题", "怨不得人家"])
def test_nobody_is_to_blame(text: str):
    assert spares_blame(text)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        (
            "我按十分制给你们打哈 态度10分 手艺8分 准时9分 效果8分",
            {"attitude": 5, "skill": 4, "punctuality": 4.5, "result": 4},
        ),
        ("态度8分 手艺6分", {"attitude": 4, "skill": 3}),
        ("给8分", {"overall": 4}),
        ("准时也给10分嘛", {"punctuality": 5}),
        ("满分10分的话我给9分", {"overall": 4.5}),
        ("态度5分 手艺4分", {"attitude": 5, "skill": 4}),
    ],
)
def test_points_out_of_ten(text: str, points: dict[str, float]):
    assert dict(scores(text, asked=True).points) == points


@pytest.mark.parametrize(
    ("text", "asked"),
    [("咋说呢 这回洗得真不咋地", False), ("咋讲呢 一般般", False), ("咋没人来啊", True), ("发票咋整", True)],
)
def test_a_word_that_only_begins_to_tell_asks_nothing(text: str, asked: bool):
    assert puts_question(text) is asked


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("5 4 5 5\n啊手滑 准时给4", {"attitude": 5, "skill": 4, "punctuality": 4, "result": 5}),
        ("5 4 4 5 菜咸了一点", {"attitude": 5, "skill": 4, "punctuality": 4, "result": 5}),
        ("5、5、3、4，迟到了", {"attitude": 5, "skill": 5, "punctuality": 3, "result": 4}),
        ("5 5 5 5 5 都好", {"overall": 5, "attitude": 5, "skill": 5, "punctuality": 5, "result": 5}),
        ("5 4", {}),
        ("4 个人来的，打扫得可以", {}),
    ],
)
def test_points_in_a_row_stand_before_words(text: str, points: dict[str, float]):
    assert dict(scores(text, asked=True).points) == points
