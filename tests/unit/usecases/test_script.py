from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from bot.dialogue.talk import Talk, talk_to
from bot.domain.inbox import Turn
from bot.domain.messages import Bubble, Choice, Notice
from bot.ports import CompanyClock
from bot.usecases.conversation import advance
from bot.usecases.her_script import in_her_script
from bot.usecases.write_to import Letter, write_in
from bot.zh.normalise import normalise, to_traditional
from tests.fakes import SHANGHAI, FakeWorld
from tests.talker import Talker
from tests.worlds import a_text, a_world, an_auntie, heard

WHERE = "浦東新區張楊路1458弄6號樓1202"


async def _written(talker: Talker, text: str, choices: tuple[str, ...] = ()) -> Bubble:
    """What the customer reads of a bubble after what she has said so far."""
    (conversation,) = talker.world.store.conversations.values()
    bubble = Bubble(text, tuple(Choice(str(n), title) for n, title in enumerate(choices, 1)))
    async with talker.world.deps.uow() as uow:
        return await in_her_script(uow, conversation, bubble)


async def _after(*said: str) -> Talker:
    talker = Talker()
    for text in said:
        await talker.says(text, "inform")
    return talker


async def test_who_writes_traditional_characters_reads_them_in_dialogue_and_choices():
    talker = await _after("我想約明天下午打掃")
    assert await _written(talker, "约好了，这个时间可以吗？", ("确认预约", "再改改")) == Bubble(
        "約好了，這個時間可以嗎？", (Choice("1", "確認預約"), Choice("2", "再改改"))
    )


@pytest.mark.parametrize(
    ("said", "read"),
    [
        (("我想約打掃", "好的"), "約好了"),
        (("我想約打掃", "13800138000"), "約好了"),
        (("我想約打掃", "请帮我约一下"), "约好了"),
        (("帮我约打扫", "麻煩幫我約"), "約好了"),
        (("好的",), "约好了"),
    ],
)
async def test_the_script_changes_with_hers_and_stays_where_nothing_decides(said: tuple[str, ...], read: str):
    assert (await _written(await _after(*said), "约好了")).text == read


async def test_an_address_in_her_own_characters_is_repeated_as_she_typed_it():
    talker = Talker()
    await talker.says("明天下午兩點打掃90平", "book_service")
    await talker.says("地址在台北縣萬里路8號2樓", "inform")
    (conversation,) = talker.world.store.conversations.values()
    address = conversation.dialogue["tasks"][-1]["wishes"][0]["draft"]["address"]
    assert "萬里" in address
    assert (await _written(talker, f"地址：{address}，里面要打扫")).text == f"地址：{address}，裡面要打掃"


async def test_a_tapped_choice_in_traditional_characters_is_the_choice():
    talker = Talker()
    await talker.says("明天下午兩點打掃90平", "book_service")
    await talker.says(WHERE, "inform")
    assert "utter_summary" in await talker.says("13800138000", "inform")
    assert await talker.says(to_traditional(talker.choices[0])) == ["utter_booked"]


async def test_a_provider_named_in_traditional_characters_is_found_in_the_companys_list():
    talker = Talker(a_world((an_auntie(1), an_auntie(2))))
    assert "想要张玉梅" in await _noted(talker, "明天下午兩點打掃90平，要張玉梅")


async def _noted(talker: Talker, text: str) -> str:
    await talker.says(text, "book_service")
    return talker.values["noted"]


async def test_the_answer_in_the_outbox_is_in_her_script():
    world = a_world()
    world.dialogue.says = (Bubble("约好了！", (Choice("1", "确认预约"),)),)
    await heard(world, a_text("幫我約打掃"))
    await _writes_traditional(world)
    async with world.deps.uow() as uow:
        turn: Turn | None = await uow.inbox.claim_turn(_later(world), world.deps.patience, "w1")
        await uow.commit()
    assert turn is not None
    await advance(world.deps, turn, "w1")
    (row,) = world.store.outbox.values()
    assert row.bubble == Bubble("約好了！", (Choice("1", "確認預約"),))


async def test_notices_and_reminders_are_in_her_script_too():
    world = a_world()
    await heard(world, a_text("幫我約打掃"))
    await _writes_traditional(world)
    (conversation,) = world.store.conversations.values()
    letter = Letter(Bubble("明天下午打扫"), notice=Notice("t1", {"thing1": "日常保洁", "time2": "2026-12-01"}, "c1"))
    async with world.deps.uow() as uow:
        row = await write_in(uow, CompanyClock(world.clock, SHANGHAI), conversation, letter)
    assert row.bubble == Bubble("明天下午打掃")
    assert row.notice == Notice("t1", {"thing1": "日常保潔", "time2": "2026-12-01"}, "c1")


def test_every_response_keeps_its_placeholders_and_is_read_back_as_it_was():
    domain = yaml.safe_load(Path("domain.yml").read_text(encoding="utf-8"))
    texts = [text["text"] for texts in domain["responses"].values() for text in texts]
    for text in texts:
        traditional = to_traditional(text)
        assert re.findall(r"\{\w+\}", traditional) == re.findall(r"\{\w+\}", text)
        assert normalise(traditional).replace("回覆", "回复") == normalise(text)


def _later(world: FakeWorld):
    world.clock.advance(seconds=5)
    return world.clock.now()


async def _writes_traditional(world: FakeWorld) -> None:
    (conversation,) = world.store.conversations.values()
    talk = talk_to(Talk(script="traditional"))
    world.store.conversations[conversation.id] = replace(conversation, dialogue=talk)
