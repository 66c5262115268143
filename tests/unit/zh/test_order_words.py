"""How orders, homes and changes are spoken of."""

from __future__ import annotations

import pytest

from bot.zh.amending import amends, minutes_more, note_in, part_named, people_more, pieces, pieces_more
from bot.zh.order_mention import apart, gives_back, means_every, mention_of, place_among, several_numbers
from bot.zh.place import masked_address, shares_place
from bot.zh.profile import adds_address, goes_back, holds_for_all, profile_part
from bot.zh.whose_home import is_same_home, repeats_last, wants_other_place, whose_home


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("浦东新区张杨路1458弄6号楼1202", "浦东新区张杨路1458弄****"),
        ("静安区南京西路100号502", "静安区南京西路100号****"),
        ("徐汇区漕溪北路398号2号楼803", "徐汇区漕溪北路398号****"),
        ("浦东新区锦绣花园12栋3单元501", "浦东新区锦绣花园****"),
        ("阳光花园5-2-301", "阳光花园****"),
        ("万科城 1502", "万科城****"),
        ("張楊路1458弄6號樓1202", "張楊路1458弄****"),
        ("浦东新区", "浦东新区"),
        ("徐汇区翠湖天地A座8B", "徐汇区翠湖天地****"),
        ("徐汇区老洋房二楼东户", "徐汇区****"),
        ("张江路88", "张江路88"),
    ],
)
def test_a_stored_address_keeps_road_and_number_and_hides_the_door(address: str, shown: str):
    assert masked_address(address) == shown


def test_a_place_is_named_by_some_of_its_words():
    assert shares_place("张杨路那个", "浦东新区张杨路1458弄6号楼1202")
    assert not shares_place("周日那个", "浦东新区张杨路1458弄6号楼1202")
    assert not shares_place("8号楼那个", "浦东新区张杨路1458弄6号楼1202")


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("周六那单加个擦窗", "周六那单"),
        ("把空调那个改到周五", "把空调那个"),
        ("改到周五，空调那个", "空调那个"),
        ("地址改成上次那个地址", ""),
        ("加个擦窗", ""),
        ("喂你好那个我约了洗空调的那一单能不能弄到周五", "我约了洗空调的那"),
        ("嗯那个打扫那单改到周五", "打扫那单"),
        ("那个改到周五", "那个"),
    ],
)
def test_the_words_that_name_the_order_are_told_from_what_is_to_change(text: str, mention: str):
    assert mention_of(text) == mention


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("不是空调,是保洁那个", ("空调",)),
        ("除了周日的都取消", ("周日的",)),
        ("空调那单取消,保洁的留着", ("保洁的留着",)),
        ("周日的取消", ()),
    ],
)
def test_what_is_not_meant_is_set_apart(text: str, refused: tuple[str, ...]):
    assert apart(text)[1] == refused


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("刚才约的那个", "newest"), ("上面那个", "spoken"), ("恢复刚才那个", "spoken"), ("这单", "spoken"),
        ("最近那单", "first"), ("最早的", "first"), ("最后一单", "last"), ("第二单", 2), ("空调那个", None),
    ],
)  # fmt: skip
def test_an_order_is_named_by_its_place(text: str, place: object):
    assert place_among(text) == place


def test_all_are_meant_only_where_as_many_are_there_as_are_said():
    assert means_every("两个都取消", 2)
    assert not means_every("两个都取消", 3)
    assert means_every("全退了", 3)
    assert not means_every("取消吧", 2)


def test_several_numbers_are_a_choice_only_alone():
    assert several_numbers("1和3") == (1, 3)
    assert several_numbers("1、2都取消") == (1, 2)
    assert several_numbers("1号和3号下午") == ()


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("我妈家那单", "妈妈家"), ("给我爸妈约个打扫", "爸妈家"), ("丈母娘家", "岳父母家"),
        ("去我奶奶那边打扫", "奶奶家"),
        ("给公司约个保洁", "公司"), ("公司的地址", "公司"),
        ("我妈帮我约的", None), ("钥匙在我妈那边", None), ("我在公司", None), ("我家", None),
    ],
)  # fmt: skip
def test_whose_home_is_spoken_of(text: str, label: str | None):
    assert whose_home(text) == label


def test_her_mothers_home_is_that_of_her_parents():
    assert is_same_home("妈妈家", "爸妈家")
    assert not is_same_home("妈妈家", "婆婆家")


@pytest.mark.parametrize("text", ["还是上次那样", "跟上次一样", "老样子 明天上午", "按上次那样再来一次", "和上回一样"])
def test_the_last_booking_is_wished_again(text: str):
    assert repeats_last(text)


@pytest.mark.parametrize("text", ["洗完还是老样子", "上次那个阿姨", "还是老地方", "上次的单取消"])
def test_other_words_of_last_time_repeat_nothing(text: str):
    assert not repeats_last(text)


def test_another_place_is_wished():
    assert wants_other_place("不是这个地址")
    assert wants_other_place("换个地址")
    assert not wants_other_place("地址不变")


@pytest.mark.parametrize(
    ("reader", "text", "value"),
    [
        (minutes_more, "多加一小时", 60), (minutes_more, "少做半小时", -30), (minutes_more, "加到三小时", None),
        (people_more, "多派一个人过来", 1), (people_more, "再加两个阿姨", 2), (people_more, "少来一个人", -1),
        (people_more, "换个阿姨", None), (pieces_more, "再加一台", 1), (pieces, "两台改三台", 3),
        (part_named, "电话写错了", "phone"), (part_named, "地址改一下", "address"), (part_named, "加个擦窗", None),
        (note_in, "门禁密码1234", "门禁密码1234"), (note_in, "跟师傅说走后门进", "走后门进"), (note_in, "加个擦窗", ""),
    ],
)  # fmt: skip
def test_a_change_is_read_from_what_is_said(reader, text, value):
    assert reader(text) == value


def test_what_amends_is_told_from_a_new_wish():
    assert amends("对了再加个擦玻璃")
    assert amends("电话写错了")
    assert not amends("明天下午打扫")


@pytest.mark.parametrize(
    ("text", "every"), [("都改", True), ("一起改吧", True), ("只改以后的", False), ("不用改", False), ("谢谢", None)]
)
def test_open_orders_follow_or_stay(text: str, every: bool | None):
    assert holds_for_all(text) is every


def test_what_of_the_profile_is_meant():
    assert [profile_part(text) for text in ("我换号了", "我搬家了", "名字写错了", "改资料")] == [
        "phone", "address", "name", None,
    ]  # fmt: skip
    assert adds_address("再加一个地址 我爸妈家")
    assert goes_back("还是改回去吧")
    assert goes_back("都係改返原來嗰個時間啦")
    assert not goes_back("改到周五")


def test_an_order_given_back_is_told_from_money():
    assert gives_back("那单退了吧")
    assert not gives_back("把钱退给我")
    assert not gives_back("什么时候退款")
