"""What stands beside a size, a phone or an address: a question, and a wish to whoever comes."""

from __future__ import annotations

import pytest

from bot.zh.questions import closing_question
from bot.zh.services import services
from tests.talker import Talker

HOME = "浦东新区张杨路1458弄6号楼1202"


@pytest.mark.parametrize("asked", ["要断电吗", "风轮要拆的吧", "会推轮椅的吧", "阿姨要换鞋的吧", "机器能搬得动的吧"])
@pytest.mark.parametrize("detail", ["13800138000 ", "13800138000，"])
async def test_a_question_beside_a_phone_is_answered_honestly(detail: str, asked: str):
    talker = Talker()
    await talker.says(f"后天上午九点洗两台空调，{HOME}", "book_service")
    assert await talker.says(detail + asked, "inform") == ["utter_policy_unknown", "utter_summary"]


async def test_a_question_beside_an_address_begins_nothing_else():
    talker = Talker()
    await talker.says("后天上午九点洗两台空调", "book_service")
    said = await talker.says(f"{HOME} 要断电吗", "inform")
    assert said == ["utter_policy_unknown", "utter_noted", "utter_ask_phone"]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [("要断电吗", "utter_policy_unknown"), ("风轮要拆吗", "utter_policy_unknown"), ("你们去吗", "utter_covered")],
)
async def test_a_question_behind_an_address_is_of_the_place_only_where_it_says_so(asked: str, answer: str):
    talker = Talker()
    await talker.says("后天上午九点洗两台空调", "book_service")
    said = await talker.says(f"{HOME} {asked}", "inform", "ask_policy", topic="coverage")
    assert said == [answer, "utter_noted", "utter_ask_phone"]


async def test_a_question_of_which_the_company_has_words_is_answered_with_them():
    talker = Talker()
    await talker.says(f"后天上午九点洗两台空调，{HOME}", "book_service")
    assert (await talker.says("13800138000 工具你们会带的吧", "inform"))[0] == "utter_policy"
    assert talker.values["policy"] == "工具我们自带。"


@pytest.mark.parametrize(
    "text",
    [
        "90平，就这样吧", "90平，不用了吧", "90平，那就周六要来的吧", "90平，我要打扫的吧", "张三，电话是这个吧",
        "90平，可以吗", "要断电吗",
    ],
)  # fmt: skip
def test_what_settles_something_is_no_question(text: str):
    assert closing_question(text) == ""


@pytest.mark.parametrize(
    ("text", "is_service"), [("要先断电吗", False), ("需要我提前断电吗", False), ("家里断电了", True)]
)
def test_what_is_to_be_switched_off_has_not_failed(text: str, is_service: bool):
    assert bool(services(text, text)) is is_service


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ("90平，敲门敲响点", "敲门敲响点"),
        ("90平 到了楼下喊一声", "到了楼下喊一声"),
        ("90平，说话声音大点", "说话声音大点"),
        ("90平，小心点别弄坏东西", "小心点别弄坏东西"),
        ("90平，记得关好院子门", "记得关好院子门"),
    ],
)
async def test_a_wish_to_whoever_comes_is_noted_beside_a_detail(said: str, note: str):
    talker = Talker()
    await talker.says("后天上午九点打扫", "book_service")
    await talker.says(said, "inform")
    assert f"备注“{note}”" in talker.values["noted"]
    await talker.says(HOME, "inform")
    await talker.says("13800138000", "inform")
    await talker.says("好的", "affirm")
    (booking,) = talker.bookings()
    assert booking.notes == note


@pytest.mark.parametrize("said", ["90平", "90平，早点来", "90平 要换鞋吗", "90平，谢谢", "90平，电话等下给"])
async def test_nothing_else_beside_a_detail_is_a_note(said: str):
    talker = Talker()
    await talker.says("后天上午九点打扫", "book_service")
    await talker.says(said, "inform")
    assert "备注" not in talker.values["noted"]
