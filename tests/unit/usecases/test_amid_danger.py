"""Danger has been told of and a person is waited for: she is answered all the same, until an agent speaks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.conversation import Mode
from tests.talker import Talker
from tests.unit.usecases.test_waiting import taken, the_conversation
from tests.worlds import CLEANING, a_catalogue, a_world

HOME = "浦东新区张杨路1458弄6号楼1202"
WHERE, PHONE = "长宁区茅台路815弄11号603", "13916273380"
GAS = "一返到屋企就闻到好大阵煤气味 点算好"
HURT = "阿姨从梯子上摔下来，头流了好多血"


async def _in_danger(text: str) -> Talker:
    talker = Talker(a_world())
    repair = replace(CLEANING, code="home_repair", name="家居维修", asks=())
    talker.world.store.catalogue = a_catalogue(services={"home_repair": repair})
    assert (await talker.says(text, "report_emergency"))[-1] == "utter_emergency_to_person"
    assert the_conversation(talker.world).mode is Mode.QUEUED
    return talker


def _told(talker: Talker) -> str:
    (task,) = talker.world.store.call_tasks
    return task.text


@pytest.mark.parametrize(
    ("danger", "text", "intents", "said"),
    [
        (GAS, "可唔可以開燈搵下邊度漏㗎", ("ask_policy",), ["utter_danger_may_gas"]),
        (GAS, "脱排好开伐 气味重来", ("chitchat",), ["utter_danger_may_gas"]),
        (HURT, "120打过了 现在好搀伊起来伐", ("inform",), ["utter_danger_may_injury"]),
        (GAS, "我能上去拿个手机吗", (), ["utter_danger_may_gas"]),
        (GAS, "咁而家我打邊個電話先", ("complain",), ["utter_danger_call_gas"]),
        (HURT, "现在我该干嘛 能扶她起来吗", ("complain",), ["utter_danger_may_injury"]),
        (HURT, "要不要打120", ("inform",), ["utter_danger_call_injury"]),
        (HURT, "医药费算谁的啊 不会要我出吧", ("ask_policy",), ["utter_emergency_who_pays"]),
        (HURT, "人多咱能到啊急死我了", ("chitchat",), ["utter_emergency_when"]),
        ("厨房着火了", "油锅用水浇行不行", (), ["utter_danger_may_fire"]),
        ("有人在砸我家门", "我该打给谁", (), ["utter_danger_call_threat"]),
        ("有人在砸我家门", "现在怎么办 你们多久到", (), ["utter_danger_may_threat", "utter_emergency_when"]),
    ],
)
async def test_what_she_asks_in_danger_is_answered_while_she_waits(
    danger: str, text: str, intents: tuple[str, ...], said: list[str]
):
    talker = await _in_danger(danger)
    assert await talker.says(text, *intents) == said
    assert the_conversation(talker.world).mode is Mode.QUEUED


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("我抱着孩子到楼下了", "complain"),
        ("我同個仔已經落咗樓下喇", "complain"),
        ("人也出来了", "report_emergency"),
        ("你们快点呀", "inform"),
    ],
)
async def test_what_she_tells_is_acknowledged_and_told_to_those_on_duty(text: str, intent: str):
    talker = await _in_danger(GAS)
    assert await talker.says(text, intent) == ["utter_emergency_noted"]
    assert _told(talker).endswith(f"又说：“{text}”。")
    assert not talker.world.store.tickets


async def test_what_dispatch_needs_is_taken_and_the_rest_asked_for_once_she_tells_it():
    talker = await _in_danger(GAS)
    assert await talker.says(f"地址係{WHERE}", "inform") == ["utter_emergency_details", "utter_emergency_ask_phone"]
    assert await talker.says("幺三九幺六二七三三八零", "inform") == ["utter_emergency_details"]
    assert WHERE in _told(talker)
    assert PHONE in _told(talker)


async def test_a_street_without_a_door_is_asked_about():
    talker = await _in_danger(GAS)
    assert (await talker.says("我在长宁区茅台路", "inform"))[-1] == "utter_emergency_ask_door"
    assert await talker.says("815弄11号603", "inform") == ["utter_emergency_details", "utter_emergency_ask_phone"]


async def test_thanks_are_returned():
    talker = await _in_danger(HURT)
    assert await talker.says("谢谢", "thank") == ["utter_thank"]


async def test_once_it_is_over_a_wish_is_taken():
    talker = await _in_danger("厨房着火了")
    assert await talker.says("灭了，没事了", "inform") == ["utter_emergency_over"]
    said = await talker.says("明天上午十点约个师傅换插座，家居维修", "book_service")
    assert said[:2] == ["utter_queue_left", "utter_noted"]
    assert the_conversation(talker.world).mode is Mode.BOT


async def test_where_it_was_and_whom_to_ring_are_not_asked_again_of_the_visit_behind_it():
    talker = Talker()
    await talker.says("厨房着火了", "report_emergency")
    await talker.says(f"{HOME} {PHONE}", "inform")
    await talker.says("灭了，没事了", "inform")
    said = await talker.says("明天上午十点来打扫 90平", "book_service")
    assert said == ["utter_queue_left", "utter_summary"]
    assert talker.values["address"] == HOME


async def test_a_visit_to_another_home_behind_it_has_another_place():
    talker = await _in_danger("厨房着火了")
    await talker.says(f"{HOME} {PHONE}", "inform")
    said = await talker.says("明天上午十点给我妈家约个家居维修", "book_service")
    assert "utter_ask_address" in said


async def test_a_wish_for_another_day_needs_no_person_any_more():
    talker = await _in_danger("厨房着火了")
    said = await talker.says("约明天上午十点家居维修", "book_service")
    assert said[0] == "utter_queue_left"


@pytest.mark.parametrize("text", ["马上派个师傅来修", "约个师傅现在过来"])
async def test_who_wants_somebody_now_keeps_her_place(text: str):
    talker = await _in_danger("厨房着火了")
    await talker.says(text, "book_service")
    assert the_conversation(talker.world).mode is Mode.QUEUED


@pytest.mark.parametrize("text", ["能扶她起来吗", WHERE, "谢谢", "灭了，没事了", "约明天上午十点家居维修"])
async def test_beside_an_agent_nothing_is_said(text: str):
    talker = await _in_danger(HURT)
    await taken(talker.world)
    assert await talker.says(text, "inform") == []
