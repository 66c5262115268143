"""Of which visit a complaint is: asked where two fit, taken where one is named, never picked silently."""

from __future__ import annotations

import pytest

from bot.domain.booking import BookingState
from tests.unit.usecases.test_care_talk import _customer, _tickets, _visit


async def test_between_two_visits_it_is_asked_which_and_never_picked():
    talker = await _customer(_visit(1, 1), _visit(2, 3, "appliance_cleaning"))
    said = await talker.says("我要投诉，活干得不干净", "complain", category="quality")
    assert said == ["utter_noted_ticket", "utter_care_ask_which"]
    assert [ticket.linked_to for ticket in _tickets(talker)] == [None]
    assert len(talker.choices) == 3
    assert await talker.says("洗空调那次", "inform") == ["utter_care_noted_about", "utter_care_ask_remedy"]
    assert [ticket.linked_to for ticket in _tickets(talker)] == ["bk_2"]


async def test_the_visit_is_picked_by_its_number():
    talker = await _customer(_visit(1, 1), _visit(2, 3, "appliance_cleaning"))
    await talker.says("我要投诉，活干得不干净", "complain", category="quality")
    assert await talker.says("1", "inform") == ["utter_care_noted_about", "utter_care_ask_remedy"]
    assert [ticket.linked_to for ticket in _tickets(talker)] == ["bk_1"]


async def test_a_visit_that_is_named_is_not_asked_for():
    talker = await _customer(_visit(1, 1), _visit(2, 3, "appliance_cleaning"))
    said = await talker.says("上次洗空调没洗干净", "complain", category="quality")
    assert said == ["utter_noted_ticket_about", "utter_care_ask_remedy"]
    assert [ticket.linked_to for ticket in _tickets(talker)] == ["bk_2"]


async def test_the_visit_that_runs_is_the_one_that_is_meant():
    running = _visit(1, 0.05, state=BookingState.IN_SERVICE)
    talker = await _customer(running, _visit(2, 3, "appliance_cleaning"))
    await talker.says("这个阿姨一直在玩手机", "complain", category="attitude")
    assert [ticket.linked_to for ticket in _tickets(talker)] == ["bk_1"]


async def test_asked_what_she_wishes_she_names_the_visit_and_no_order_is_looked_for():
    talker = await _customer(_visit(1, 1), _visit(2, 3))
    assert (await talker.says("阿姨迟到了一个小时", "complain", category="late"))[-1] == "utter_care_ask_which"
    assert (await talker.says("都不是", "inform"))[-1] == "utter_care_ask_remedy"
    assert await talker.says("昨天上午那单", "reschedule_booking") == ["utter_care_noted_about"]
    (ticket,) = _tickets(talker)
    assert ticket.linked_to == "bk_1"


async def test_of_a_visit_that_nobody_knows_her_words_are_noted():
    talker = await _customer()
    await talker.says("说好两点来，等到三点半", "complain", category="late")
    assert await talker.says("昨天下午那单", "reschedule_booking") == ["utter_care_noted"]
    (ticket,) = _tickets(talker)
    assert "昨天下午那单" in ticket.said


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("上次来的阿姨地都没拖", "quality"),
        ("昨天那个阿姨态度好差", "attitude"),
        ("深度保洁做得一塌糊涂", "quality"),
        ("日常保洁那个阿姨边做边玩手机", "attitude"),
        ("昨天你们多收了我六十块", "overcharge"),
        ("上礼拜的师傅迟到一个钟头", "late"),
        ("前天的保洁把我杯子打碎了", "damage"),
    ],
)
async def test_a_past_visit_that_nobody_knows_is_not_the_one_to_come(text: str, category: str):
    talker = await _customer(_visit(1, -2, "daily_cleaning", state=BookingState.CONFIRMED))
    said = await talker.says(text, "complain", category=category)
    assert said[0] == "utter_noted_ticket"
    assert [ticket.linked_to for ticket in _tickets(talker)] == [None]


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("价格比我约的时候多收了", "overcharge"),
        ("后天那单你们给我换了人，事先也不说", "wrong_person"),
        ("后天的保洁说是给我取消了，太不像话", "other"),
        ("到现在都没人联系我，不会没人来吧", "no_show"),
    ],
)
async def test_of_an_order_that_is_at_fault_before_it_begins_the_ticket_is(text: str, category: str):
    talker = await _customer(_visit(1, -2, "daily_cleaning", state=BookingState.CONFIRMED))
    await talker.says(text, "complain", category=category)
    assert [ticket.linked_to for ticket in _tickets(talker)] == ["bk_1"]
