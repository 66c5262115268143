from __future__ import annotations

import pytest

from bot.zh.access_codes import GONE, without_way_in
from bot.zh.privacy import (
    is_stop_sign,
    masked_name,
    named_parts,
    parts_of,
    plain_wish,
    says_keep,
    says_resume,
    says_stop,
    wishes_of,
)


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("你们手里有我什么资料啊", {"show"}),
        ("我的信息都给我看看", {"show"}),
        ("把我存的东西全删干净", {"erase"}),
        ("我要把号注销了", {"erase"}),
        ("这个号帮我销了嘛", {"erase"}),
        ("不许你们留我的信息", {"erase"}),
        ("存了我啥，都给我删了", {"show", "erase"}),
        ("别老给我发活动", {"stop"}),
        ("TD", {"stop"}),
        ("退訂", {"stop"}),
        ("把提醒都关掉别再发通知", {"stop"}),
        ("恢复提醒", {"resume"}),
        ("重新发提醒给我吧", {"resume"}),
        ("先别删", {"keep"}),
        ("收回授权", {"person"}),
        ("帮我导出一份个人数据", {"person"}),
        ("谁看过我的地址", {"person"}),
        ("明天下午打扫", set()),
    ],
)
def test_what_is_wished_of_ones_data(text: str, wishes: set[str]):
    assert wishes_of(text) == wishes


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("删除我的资料", ()),
        ("聊天记录删掉", ("messages",)),
        ("门锁密码删了吧", ("access",)),
        ("我的地址和电话删掉", ("address", "phone")),
        ("资料全删，电话也删", ()),
        ("地址留着，别的都删", ("messages", "access", "phone", "name")),
    ],
)
def test_which_part_alone_is_to_go(text: str, parts: tuple[str, ...]):
    assert parts_of(text) == parts


def test_a_bare_wish_to_delete_names_no_part():
    assert named_parts("确定，删吧") is None
    assert named_parts("都删了吧") is None
    assert named_parts("资料都删了") == ()


@pytest.mark.parametrize("text", ["T", "0000"])
def test_a_sign_that_may_be_an_answer_is_no_plain_stop(text: str):
    assert not says_stop(text)
    assert is_stop_sign(text)
    assert wishes_of(text) == {"stop"}


@pytest.mark.parametrize("text", ["恢复昨天取消的那单", "再发一遍地址给你", "明天提醒我一下", "重新约一个"])
def test_what_is_no_wish_for_reminders(text: str):
    assert not says_resume(text)
    assert not says_stop(text)


def test_what_was_to_be_deleted_is_to_stay():
    assert says_keep("不用删了")
    assert not says_keep("删了吧")


@pytest.mark.parametrize(
    ("text", "without", "marked"),
    [
        ("家里有猫，门禁密码1234#", "家里有猫", f"家里有猫，{GONE}"),
        ("钥匙在地垫下；别按门铃", "别按门铃", f"{GONE}别按门铃"),
        ("密码，4455#。到了打电话", "到了打电话", f"{GONE}到了打电话"),
        ("浦东新区张杨路1458弄6号楼1202", "浦东新区张杨路1458弄6号楼1202", "浦东新区张杨路1458弄6号楼1202"),
        ("电话13800138000", "电话13800138000", "电话13800138000"),
    ],
)
def test_how_to_get_in_is_taken_out_of_a_text(text: str, without: str, marked: str):
    assert without_way_in(text) == without
    assert without_way_in(text, GONE) == marked


def test_a_title_is_no_name():
    assert masked_name("周丽娟") == "周**"
    assert masked_name("周女士") == "周女士"


@pytest.mark.parametrize(
    ("text", "of_data", "wish"),
    [
        ("话说你们那边都记了我哪些信息啊", False, "show"),
        ("你哋存咗我啲乜嘢資料", False, "show"),
        ("問下你哋手頭留咗我啲咩資料", False, "show"),
        ("现在还能查到我的手机号吗", False, "show"),
        ("我的地址还留着吗", False, "show"),
        ("我月底就离开上海了 以后也用不上 帮我全部删掉吧", True, "erase"),
        ("通通删掉", True, "erase"),
        ("我的资料麻烦都清空", False, "erase"),
        ("把我个人信息删了吧", False, "erase"),
        ("帮我全部删掉吧", False, ""),
        ("把周六的预约都删了", True, ""),
        ("擦窗那项删掉", True, ""),
        ("备注删了吧", True, ""),
        ("先别删", True, ""),
        ("阿姨现在能看到我的手机号吗", False, ""),
        ("你们都做哪些服务", False, ""),
        ("需要什么信息", False, ""),
    ],
)
def test_a_wish_about_her_data_in_plain_words(text: str, of_data: bool, wish: str):
    assert plain_wish(text, of_data) == wish


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("我问一下 我的电话住址你们那里都存着的吗", "show"),
        ("我的手机号你们是不是都存下来了吗", "show"),
        ("你们存着我的地址没有", "show"),
        ("我的地址你们都记着的伐", "show"),
        ("我的地址存着的吧 就按那个", ""),
        ("我的电话改一下", ""),
        ("地址你们有的 还是老地方", ""),
    ],
)
def test_whether_her_data_are_kept_is_asked(text: str, wish: str) -> None:
    assert plain_wish(text, of_data=False) == wish
