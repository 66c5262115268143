"""A customer is angry with the bot."""

from __future__ import annotations

from bot.domain.conversation import Mode
from tests.talker import Talker


async def test_the_bot_is_sorry_once_and_keeps_what_was_told():
    talker = Talker()
    await talker.says("约明天上午打扫，90平", "book_service")
    said = await talker.says("说了明天上午!!你听不懂人话吗 垃圾机器人", "inform")
    assert said[0] == "utter_anger"
    (conversation,) = talker.world.store.conversations.values()
    assert conversation.mode is Mode.BOT
    assert conversation.dialogue["tasks"][0]["wishes"][0]["draft"]["window"]["start"].startswith("2026-11-24")


async def test_who_is_angry_again_gets_a_person():
    talker = Talker()
    await talker.says("约明天上午打扫", "book_service")
    await talker.says("你是不是傻逼", "inform")
    assert await talker.says("废物，问来问去", "inform") == ["utter_anger_handoff"]
    (conversation,) = talker.world.store.conversations.values()
    assert (conversation.mode, conversation.handoff_reason) == (Mode.QUEUED, "anger")
    assert "情绪激动" in talker.world.store.notes[-1].text


async def test_anger_is_over_with_a_calm_word():
    talker = Talker()
    await talker.says("约明天上午打扫", "book_service")
    await talker.says("垃圾机器人", "inform")
    await talker.says("上午九点", "inform")
    assert (await talker.says("破机器人", "inform"))[0] == "utter_anger"


async def test_a_mother_who_is_called_for_the_visit_is_no_oath():
    talker = Talker()
    await talker.says("约明天上午打扫，90平", "book_service")
    said = await talker.says("联系电话留我妈的 13671820945，她在家等着", "inform")
    assert "utter_anger" not in said
