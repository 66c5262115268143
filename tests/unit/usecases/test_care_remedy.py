"""What is wished for with a complaint: named, or only asked about."""

from __future__ import annotations

import pytest

from tests.talker import Talker


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
    assert (await talker.says("返工要另外收钱吗", "ask_policy", topic="rework"))[0] == "utter_policy_unknown"
    assert _wished(talker) == ""
