"""What is told beside a wish: who is not at home, what was, what is of several things together."""

from __future__ import annotations

import pytest

from bot.zh.dirty import to_be_washed
from bot.zh.extract import find
from bot.zh.extras import bought_things
from bot.zh.heads import diners_now
from bot.zh.moving import speaks_of_change
from bot.zh.needs import sides_of_windows
from bot.zh.past_visit import tells_of_past
from bot.zh.place import houses_corrected
from bot.zh.questions import asks, asks_each_price, asks_for_somebody

ADDRESS = "虹口区曲阳路291弄7号203"


def _needs(text: str) -> set[str]:
    return {one.value["code"] for one in find(text) if one.kind == "need" and not one.value["denied"]}


@pytest.mark.parametrize(
    "text",
    [
        "外婆又回老家了",
        "我儿子在苏州也有个院子",
        "女儿出国了",
        "爸妈去三亚了",
        "爷爷去世了",
        "奶奶刚回乡下去了",
        "三點我要接仔放學，四點半先返到屋企",
        "我得去接孩子放学",
        "儿子住校",
    ],
)
def test_who_is_not_at_home_or_only_fetched_is_no_need(text: str):
    assert _needs(text) & {"has_child", "has_elder", "has_infant"} == set()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("儿子在家上网课", "has_child"),
        ("孩子在睡觉", "has_child"),
        ("外婆住在我家", "has_elder"),
        ("爷爷在床上躺着", "has_elder"),
        ("小孩放学前来", "has_child"),
        ("找个人帮我接娃放学", "has_child"),
    ],
)
def test_who_is_at_home_still_is_one(text: str, code: str):
    assert code in _needs(text)


@pytest.mark.parametrize("text", ["厨房油烟机也洗一下", "廚房抽油煙機洗一洗"])
def test_the_hood_of_a_kitchen_is_no_grease(text: str):
    assert "kitchen_grease" not in _needs(text)


def test_grease_in_the_kitchen_is():
    assert "kitchen_grease" in _needs("厨房油烟大 到处是油")


def _counted(text: str) -> dict[str, int]:
    return {one.value["item"]: one.value["count"] for one in find(text) if one.kind == "quantity"}


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("帮我洗一台冰箱，两个都在闵行区", {"冰箱": 1}),
        ("洗一台空调，两个都去我妈家", {"空调": 1}),
        ("洗空调 两台都要洗", {"空调": 2}),
    ],
)
def test_two_that_are_somewhere_are_wishes_and_no_pieces(text: str, counts: dict[str, int]):
    assert _counted(text) == counts


@pytest.mark.parametrize(
    "text",
    [
        "勿对勿对 27号 勿是7号",
        "不是7号是27号",
        "是27号，不是7号",
        "7号写错了，是27号",
        "把7号改成27号",
        "唔係7號，係27號",
        "27号才对不是7号",
    ],
)
def test_a_house_that_was_wrong_is_put_right(text: str):
    assert houses_corrected(ADDRESS, text) == "虹口区曲阳路291弄27号203"


@pytest.mark.parametrize("text", ["不是8号是9号", "27号吧", "7号下午", "不是7楼是27号", "7号可以 不要8号"])
def test_days_and_other_numbers_leave_the_address_as_it_is(text: str):
    assert houses_corrected(ADDRESS, text) == ADDRESS


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("哎呀，我幺爸他们两口子也要来，变成十个人了", 10),
        ("一共十个人吃", 10),
        ("改成6个人", 6),
        ("再加两个人", 10),
        ("多咗兩個人", 10),
        ("啱啱細佬話佢兩公婆都嚟 變咗八個人喇", 8),
        ("变了六个人了", 6),
        ("我弟也来 现在是九个人", 9),
        ("加到了十二位", 12),
        ("少两个人", 6),
        ("家里有两个人忌口", None),
        ("来两个师傅", None),
        ("多加两个菜", None),
        ("再来一个人帮忙", None),
    ],
)
def test_how_many_eat_may_change(text: str, count: int | None):
    assert diners_now(text, 8) == count


@pytest.mark.parametrize(
    ("text", "machines"),
    [
        ("我家油烟机，就一台，房东留下来的，油都滴灶台上了", {"油烟机": 1}),
        ("空调两台", {"空调": 2}),
        ("三台挂机", {"空调挂机": 3}),
        ("洗衣机一股霉味", {"洗衣机": 1}),
        ("空调不制冷", {}),
        ("家里有洗衣机", {}),
        ("油烟机坏了 油滴下来", {}),
        ("两只猫", {}),
        ("窗户十二扇 脏死了", {}),
    ],
)
def test_a_dirty_machine_is_to_be_washed(text: str, machines: dict[str, int]):
    assert to_be_washed(text) == machines


@pytest.mark.parametrize("text", ["里向外头侪要揩个", "里面和外面都擦", "里外都要", "裡面外面都要抹"])
def test_both_sides_of_a_window_are_heard(text: str):
    assert sides_of_windows(text) == ("windows_inside", "windows_outside")


@pytest.mark.parametrize("text", ["菜我们各人买起，师傅光来弄就是了哈。碗筷吃完洗不洗哦", "菜我自己买，要带锅吗"])
def test_what_she_buys_herself_is_not_asked_about(text: str):
    assert bought_things(text) == ()


@pytest.mark.parametrize("text", ["菜是谁买", "菜我们自己买还是你们买", "换灯泡的材料使唔使另外畀钱"])
def test_who_buys_is_asked(text: str):
    assert bought_things(text)


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("我老婆说上礼拜她妈刚来大扫除过不用打扫了那就改成洗空调吧", True),
        ("上周刚洗过空调", True),
        ("昨天上午九点", False),
        ("上次那个时间", False),
    ],
)
def test_what_was_is_told(text: str, tells: bool):
    assert tells_of_past(text) is tells


@pytest.mark.parametrize("text", ["两家是分开算钱的吧 各多少", "分别多少钱", "每单几多钱", "哪家贵"])
def test_the_price_of_each_is_asked(text: str):
    assert asks_each_price(text)


@pytest.mark.parametrize("text", ["一共多少钱", "多少钱一小时", "每次多少分钟"])
def test_the_price_of_all_is_no_price_of_each(text: str):
    assert not asks_each_price(text)


@pytest.mark.parametrize(
    ("text", "somebody"),
    [
        ("請問可以請人到府餵嗎", True),
        ("能不能找个人来打扫", True),
        ("滚筒洗衣机能洗不", False),
        ("请问洗空调吗", False),
    ],
)
def test_a_wish_in_the_form_of_a_question(text: str, somebody: bool):
    assert asks(text)
    assert asks_for_somebody(text) is somebody


@pytest.mark.parametrize(
    ("text", "speaks"), [("周六 下午一点半 起不来早的", False), ("改到周六", True), ("提前一小时", True)]
)
def test_a_change_is_spoken_of(text: str, speaks: bool):
    assert speaks_of_change(text) is speaks


@pytest.mark.parametrize(
    "text",
    [
        "要不先不定长期，就约这周四下午两点一次试试，满意了再说固定的",
        "先别搞长期了，这周四先来一次看看",
        "先试一次再说",
        "先不签长期，做一次试试",
        "先体验一次，满意再定长期",
    ],
)
def test_a_trial_is_no_series(text: str):
    assert [one.value for one in find(text) if one.kind == "frequency"] == [{"once": True}]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("先约一周一次", "FREQ=WEEKLY"),
        ("长期约，每周一次", "FREQ=WEEKLY"),
        ("每周六和周日各来一次", "FREQ=WEEKLY;BYDAY=SA,SU"),
        ("长期的，周六周日各来一次", "FREQ=WEEKLY;BYDAY=SA,SU"),
    ],
)
def test_a_rhythm_stays_one(text: str, rule: str):
    assert [one.value["rrule"] for one in find(text) if one.kind == "frequency"] == [rule]


@pytest.mark.parametrize("text", ["周六跟周日各来一次", "週六、週日各來一次打掃"])
def test_once_on_each_of_two_days_is_no_rhythm(text: str):
    assert {one.kind for one in find(text)} - {"service"} == {"time"}


def test_to_put_a_visit_off_is_no_removal():
    assert "moving" not in {one.value for one in find("她那边挪到大后天下午两点 我家的别动") if one.kind == "service"}
