"""What only may be a complaint: she is asked whether it is one, and nothing of what she tells is lost."""

from __future__ import annotations

import pytest

from bot.domain.conversation import Mode
from tests.talker import Talker
from tests.unit.usecases.test_care_talk import _customer, _mode, _tickets, _visit


async def _maybe(talker: Talker) -> list[str]:
    return await talker.says("上次那个也就那样吧", "complain", category="quality", confidence=0.4)


async def test_what_only_may_be_a_complaint_is_noted_once_she_says_that_it_is_one():
    talker = await _customer(_visit(1, 1))
    assert (await _maybe(talker), _tickets(talker)) == (["utter_care_ask_meant"], [])
    assert await talker.says("是的", "affirm") == ["utter_noted_ticket_about", "utter_care_ask_remedy"]
    (ticket,) = _tickets(talker)
    assert (ticket.said, ticket.category, ticket.linked_to) == ("上次那个也就那样吧", "quality", "bk_1")


async def test_what_is_no_complaint_leaves_no_ticket():
    talker = await _customer(_visit(1, 1))
    await _maybe(talker)
    assert await talker.says("不是，随便说说", "deny") == ["utter_care_not_noted"]
    assert (_tickets(talker), _mode(talker)) == ([], Mode.BOT)


async def test_who_tells_more_instead_of_a_yes_has_complained():
    talker = await _customer(_visit(1, 1))
    await _maybe(talker)
    await talker.says("地都没拖", "complain", category="quality", confidence=0.5)
    assert [ticket.said for ticket in _tickets(talker)] == ["上次那个也就那样吧\n地都没拖"]


@pytest.mark.parametrize("text", ["是的，地板没拖干净", "对，记下来，地板没拖干净"])
async def test_what_she_tells_beside_her_yes_is_noted_with_it(text: str):
    talker = await _customer(_visit(1, 1))
    await _maybe(talker)
    await talker.says(text, "affirm")
    assert [ticket.said for ticket in _tickets(talker)] == [f"上次那个也就那样吧\n{text}"]


@pytest.mark.parametrize("intents", [("inform",), ("chitchat",), ()])
async def test_what_is_told_instead_of_an_answer_is_kept_and_she_is_asked_once_more(intents: tuple[str, ...]):
    talker = await _customer(_visit(1, 1))
    await _maybe(talker)
    assert await talker.says("主要是那个地板，你懂的", *intents) == ["utter_care_ask_meant"]
    await talker.says("是的", "affirm")
    assert [ticket.said for ticket in _tickets(talker)] == ["上次那个也就那样吧\n主要是那个地板，你懂的"]


async def test_a_question_beside_is_answered_and_whether_it_is_a_complaint_asked_once_more_only():
    talker = await _customer(_visit(1, 1))
    await _maybe(talker)
    said = await talker.says("擦窗多少钱", "ask_price")
    assert (said[-1], len(said)) == ("utter_care_ask_meant", 2)
    assert "utter_care_ask_meant" not in await talker.says("擦窗多少钱", "ask_price")
    assert await talker.says("好的", "affirm") == ["utter_nothing_open"]


async def test_who_would_order_something_instead_is_not_asked_again():
    talker = await _customer(_visit(1, 1))
    await _maybe(talker)
    await talker.says("约周六上午打扫", "book_service")
    assert "utter_care_ask_meant" not in await talker.says("算了不约了", "abandon")


@pytest.mark.parametrize(("text", "intent"), [("3", "inform"), ("帮我转人工吧", "request_human")])
async def test_who_would_rather_have_a_person_gets_one_who_sees_what_she_has_told(text: str, intent: str):
    talker = await _customer(_visit(1, 1))
    await _maybe(talker)
    assert await talker.says(text, intent) == ["utter_complaint_to_person"]
    assert [ticket.said for ticket in _tickets(talker)] == ["上次那个也就那样吧"]
    assert _mode(talker) is Mode.QUEUED
