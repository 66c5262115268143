"""What is wished for with a complaint: named, or only asked about."""

from __future__ import annotations

import pytest

from bot.domain.conversation import Mode
from tests.talker import Talker
from tests.unit.usecases.test_care_talk import LATE, _customer, _tickets, _visit


@pytest.fixture
async def talker() -> Talker:
    talker = Talker()
    said = await talker.says("你们阿姨迟到一小时，我要投诉", "complain", category="late")
    assert said[-1] == "utter_care_ask_remedy"
    return talker


def _wished(talker: Talker) -> str:
    (ticket,) = talker.world.store.tickets.values()
    return ticket.remedy


async def test_a_remedy_that_is_named_answers_also_where_it_sounds_like_a_question_about_the_rules(talker: Talker):
    assert await talker.says("免费返工吧", "ask_policy", topic="rework") == ["utter_care_noted"]
    assert _wished(talker) == "rework"


async def test_a_question_about_a_remedy_is_answered_and_wishes_for_none(talker: Talker):
    assert (await talker.says("返工要另外收钱吗", "ask_policy", topic="rework"))[0] == "utter_care_rework_free"
    assert _wished(talker) == ""


async def test_details_of_the_wish_beside_a_complaint_go_to_it_and_not_to_the_ticket():
    talker = await _customer(_visit(1, 1))
    said = await talker.says(f"{LATE} 另外周六想再约一次", "complain", "book_service", category="late")
    assert said == ["utter_noted_ticket_about", "utter_care_ask_remedy"]
    details = "周六上午九点 80平 浦东新区张杨路1458弄6号楼1202 13800138000"
    assert await talker.says(details, "inform") == ["utter_summary"]
    assert talker.values["service"] == "日常保洁"
    assert [ticket.said for ticket in _tickets(talker)] == [LATE]


async def test_another_visit_wished_instead_of_a_remedy_is_booked():
    talker = await _customer(_visit(1, 1))
    await talker.says(LATE, "complain", category="late")
    assert await talker.says("周六上午九点再来打扫一次 80平", "book_service") == ["utter_summary"]


async def test_a_remedy_with_a_time_is_one():
    talker = await _customer(_visit(1, 1))
    await talker.says(LATE, "complain", category="late")
    assert await talker.says("周六上午九点免费返工吧", "inform") == ["utter_care_noted"]
    assert [ticket.remedy for ticket in _tickets(talker)] == ["rework"]


@pytest.mark.parametrize("text", ["叫人来反工一次吧", "返工一趟", "派人重新来做一次", "周六上午叫阿姨返个工吧"])
@pytest.mark.parametrize("asked", [True, False])
async def test_work_to_be_done_again_is_the_remedy_and_no_call_for_a_person(talker: Talker, text: str, asked: bool):
    if not asked:
        await talker.says("厨房油污都没擦掉 地板也粘脚的", "complain", category="quality")
    assert await talker.says(text, "book_service", "request_human") == ["utter_care_noted"]
    assert _wished(talker) == "rework"
    (conversation,) = talker.world.store.conversations.values()
    assert conversation.mode is Mode.BOT


async def test_work_to_be_done_again_is_noted_before_it_is_told_which_visit_is_meant():
    talker = await _customer(_visit(1, 1), _visit(2, 3))
    assert (await talker.says("你们做得一塌糊涂，我要投诉", "complain", category="quality"))[
        -1
    ] == "utter_care_ask_which"
    assert await talker.says("叫人来反工一次吧", "book_service", "request_human") == ["utter_care_ask_which"]
    assert [ticket.remedy for ticket in _tickets(talker)] == ["rework"]


@pytest.mark.parametrize("text", ["叫你们经理来", "叫人工来", "返工找你们客服"])
async def test_a_person_who_is_called_for_comes(talker: Talker, text: str):
    assert await talker.says(text, "request_human") == ["utter_handoff_queued"]


async def test_her_own_work_is_no_remedy(talker: Talker):
    await talker.says("厨房油污都没擦掉 地板也粘脚的", "complain", category="quality")
    await talker.says("听日我要返工", "inform")
    assert not _wished(talker)


async def test_a_picture_between_leaves_the_question_open(talker: Talker):
    assert await talker.says("", media=("image",), attached=("图片（in_12）",)) == ["utter_media_kept_ticket"]
    said = await talker.says("这个要赔偿的", "complain", confidence=0.4)
    assert said == ["utter_care_noted"]
    assert _wished(talker) == "compensation"


async def test_who_asks_whether_it_is_a_robot_is_told_and_names_no_remedy(talker: Talker):
    assert await talker.says("你是机器人吧", "bot_challenge") == ["utter_bot_challenge"]
    assert await talker.says("我也不要钱 让她跟我道个歉", "inform") == ["utter_care_noted"]
    assert _wished(talker) == "apology"


@pytest.mark.parametrize("text", ["我也不得要你们退钱 喊人来重新打一道就是了", "退钱就不必了，重新擦一遍"])
async def test_a_refund_that_is_spared_is_not_what_is_wished(talker: Talker, text: str):
    assert await talker.says(text, "request_refund") == ["utter_care_noted"]
    assert _wished(talker) == "rework"


async def test_a_refund_that_is_spared_at_once_is_not_what_is_wished():
    talker = await _customer(_visit(1, 1))
    await talker.says("上次厨房油污没擦掉，退钱就不必了，重新擦一遍", "request_refund")
    assert [ticket.remedy for ticket in _tickets(talker)] == ["rework"]
