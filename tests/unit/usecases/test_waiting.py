"""A customer waits for a person: what she hears, and that she may call, leave, or be left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.dialogue.effects import Queued
from bot.dialogue.in_queue import place_words, still_words
from bot.dialogue.step import Say
from bot.domain.conversation import Conversation, Mode
from bot.domain.queueing import Handoff
from bot.ports import CompanyClock
from bot.usecases.agent_talk import reply_as_agent
from bot.usecases.chase_talks import chase_talks
from bot.usecases.conversation import receive
from bot.usecases.handoff import take_over
from tests.builders import a_message
from tests.fakes import SHANGHAI, FakeWorld
from tests.talker import Talker
from tests.worlds import a_world


def the_conversation(world: FakeWorld) -> Conversation:
    (conversation,) = world.store.conversations.values()
    return conversation


def clock_of(world: FakeWorld) -> CompanyClock:
    return CompanyClock(world.clock, SHANGHAI)


async def taken(world: FakeWorld, agent: str = "小李") -> None:
    async with world.deps.uow() as uow:
        await take_over(uow, clock_of(world), the_conversation(world).id, agent)
        await uow.commit()


async def replied(world: FakeWorld, text: str = "您好") -> None:
    async with world.deps.uow() as uow:
        await reply_as_agent(uow, clock_of(world), the_conversation(world).id, "小李", text)
        await uow.commit()


async def wrote(world: FakeWorld, text: str = "在吗") -> None:
    openid = the_conversation(world).openid
    await receive(world.deps, a_message(text, openid=openid, dedup_key=text, sent_at=world.clock.now()))


def others_waited(world: FakeWorld, *minutes: int) -> None:
    for number, waited in enumerate(minutes):
        at = world.clock.now() - timedelta(minutes=30)
        handoff = Handoff(f"ho{number}", "cv_x", "request_human", at, at + timedelta(minutes=waited), "小李")
        world.store.handoffs[handoff.id] = handoff
    world.store.presence["小李", ""] = world.clock.now()


@pytest.fixture
async def talker() -> Talker:
    talker = Talker(hears_place=True)
    assert await talker.says("转人工", "request_human") == ["utter_handoff_queued", "utter_queue_next"]
    return talker


async def test_she_hears_minutes_only_where_others_have_waited_lately():
    talker = Talker(hears_place=True)
    others_waited(talker.world, 7, 8, 9)
    said = await talker.says("转人工", "request_human")
    assert said == ["utter_handoff_queued", "utter_queue_next_minutes"]
    assert talker.values["minutes"] == "10"


def test_she_hears_how_many_are_before_her():
    assert place_words(Queued(3)) == Say("utter_queue_place", {"ahead": "2"})
    assert place_words(Queued(3, 15)) == Say("utter_queue_place_minutes", {"ahead": "2", "minutes": "15"})
    assert still_words(Queued(3, 15)) == Say("utter_queue_still_place_minutes", {"ahead": "2", "minutes": "15"})


async def test_of_the_queue_of_wechats_own_agents_neither_place_nor_hours_are_told():
    talker = Talker(a_world(own_agents=True), hears_place=True)
    talker.world.clock.advance(hours=13)  # 23:00
    assert await talker.says("转人工", "request_human") == ["utter_handoff_queued"]
    assert await talker.says("还要等多久啊", "ask_policy") == ["utter_queue_elsewhere"]
    assert await talker.says("回个电话给我吧13800138000", "inform") == ["utter_queue_call_noted"]
    assert talker.values == {"when": "同事会尽快", "phone": "138****8000"}
    talker.world.clock.advance(hours=12)
    assert await chase_talks(talker.world.deps) == 0


async def test_who_comes_after_an_agent_that_fell_silent_is_none_of_ours_there():
    talker = Talker(a_world(own_agents=True), hears_place=True)
    await talker.says("转人工", "request_human")
    await taken(talker.world)
    talker.world.clock.advance(minutes=11)
    assert await chase_talks(talker.world.deps) == 1
    assert "微信客服" in list(talker.world.store.outbox.values())[-1].bubble.text


async def test_while_she_waits_what_she_says_is_for_the_person(talker: Talker):
    assert await talker.says("我家厨房下水堵了，急", "inform") == []
    assert the_conversation(talker.world).mode is Mode.QUEUED


async def test_asked_how_long_it_takes_it_says_so_in_other_words_and_then_once_in_a_while(talker: Talker):
    assert await talker.says("还要等多久啊", "ask_policy") == ["utter_queue_still_next"]
    assert await talker.says("人呢", "complain") == ["utter_queue_asks_on"]
    talker.world.clock.advance(minutes=6)
    assert await talker.says("还要等多久啊", "ask_policy") == ["utter_queue_still_next"]
    assert await talker.says("人呢", "complain") == ["utter_queue_asks_on"]


async def test_who_has_just_come_into_the_queue_is_not_told_of_the_waiting_unasked(talker: Talker):
    assert await chase_talks(talker.world.deps) == 0
    talker.world.clock.advance(minutes=11)
    assert await chase_talks(talker.world.deps) == 1


@pytest.mark.parametrize("words", ["不用人工了", "算了 你来吧", "不等了", "唔使人工喇"])
async def test_who_would_rather_not_wait_is_with_the_bot_again(talker: Talker, words: str):
    assert await talker.says(words, "abandon") == ["utter_queue_left"]
    assert the_conversation(talker.world).mode is Mode.BOT
    (handoff,) = talker.world.store.handoffs.values()
    assert handoff.outcome is not None
    assert handoff.outcome.value == "left"


async def test_what_she_was_ordering_goes_on_when_she_leaves_the_queue():
    talker = Talker(hears_place=True)
    await talker.says("明天下午打扫，90平", "book_service")
    await talker.says("转人工", "request_human")
    said = await talker.says("不用人工了", "deny")
    assert said[0] == "utter_queue_left"
    assert len(said) == 2


async def test_at_night_she_hears_when_somebody_is_there_and_is_called_if_she_likes():
    talker = Talker(hears_place=True)
    talker.world.clock.advance(hours=13)  # 23:00
    await talker.says("在吗", "greet")
    (customer,) = talker.world.store.customers.values()
    talker.world.store.customers[customer.id] = replace(customer, phone="13800138000")
    assert await talker.says("转人工", "request_human") == ["utter_handoff_queued", "utter_queue_closed_call"]
    assert talker.values == {"opens": "明天（11月24日 周二）08:00", "phone": "138****8000"}
    assert await talker.says("好的", "affirm") == ["utter_queue_call_noted"]
    assert the_conversation(talker.world).callback == "wished"
    (task,) = talker.world.store.call_tasks
    assert task.reason == "callback"
    assert "13800138000" in task.text


async def test_a_call_that_is_taken_up_is_no_complaint_however_it_is_read():
    talker = Talker(hears_place=True)
    talker.world.clock.advance(hours=13)
    await talker.says("转人工", "request_human")
    assert await talker.says("好的，打给我，13900139000", "request_refund") == ["utter_queue_call_noted"]
    assert talker.world.store.tickets == {}


async def test_a_complaint_and_a_call_that_is_wished_are_both_noted():
    talker = Talker(hears_place=True)
    talker.world.clock.advance(hours=13)
    await talker.says("转人工", "request_human")
    said = await talker.says("你们阿姨把我家地板弄坏了，给我回个电话，13900139000", "complain")
    assert said[-1] == "utter_queue_call_noted"
    assert len(talker.world.store.tickets) == 1
    assert the_conversation(talker.world).callback == "wished"


async def test_at_night_without_a_phone_a_number_is_enough():
    talker = Talker(hears_place=True)
    talker.world.clock.advance(hours=13)
    assert (await talker.says("转人工", "request_human"))[-1] == "utter_queue_closed"
    assert await talker.says("13900139000", "inform") == ["utter_queue_call_noted"]
    assert talker.values["phone"] == "139****9000"


async def test_a_call_that_is_not_wanted_is_not_made():
    talker = Talker(hears_place=True)
    talker.world.clock.advance(hours=13)
    await talker.says("转人工", "request_human")
    assert await talker.says("不用了", "deny") == ["utter_queue_call_declined"]
    assert talker.world.store.call_tasks == []
    assert the_conversation(talker.world).mode is Mode.QUEUED


async def test_danger_is_told_nothing_of_a_queue():
    talker = Talker(hears_place=True)
    said = await talker.says("着火了", "report_emergency")
    assert [one for one in said if one.startswith("utter_queue")] == []


# --- while an agent speaks, and after -----------------------------------------------------------------------------


async def test_while_an_agent_speaks_the_bot_is_silent(talker: Talker):
    await taken(talker.world)
    assert await talker.says("明天上午九点打扫", "book_service") == []
    assert await talker.says("不用人工了", "abandon") == []


async def test_what_an_agent_writes_in_the_chat_answers_the_ticket(talker: Talker):
    await talker.says("你们阿姨把地板弄坏了，要投诉", "complain", category="damage")
    await taken(talker.world)
    await replied(talker.world, "对不起，我来处理")
    (ticket,) = talker.world.store.tickets.values()
    assert ticket.responded_at == talker.world.clock.now()
    assert ticket.events[-1].name == "ticket_answered"


async def test_an_agent_who_does_not_answer_loses_the_customer_to_the_queue(talker: Talker):
    world = talker.world
    await taken(world)
    await replied(world)
    world.clock.advance(minutes=1)
    await wrote(world)
    world.clock.advance(minutes=9)
    assert await chase_talks(world.deps) == 0
    world.clock.advance(minutes=2)
    assert await chase_talks(world.deps) == 1
    conversation = the_conversation(world)
    assert (conversation.mode, conversation.handoff_reason, conversation.agent) == (Mode.QUEUED, "agent_silent", "")
    assert [task.reason for task in world.store.call_tasks] == ["agent_silent"]
    assert "没能接着回您" in list(world.store.outbox.values())[-1].bubble.text
    assert [one.outcome and one.outcome.value for one in world.store.handoffs.values()] == ["agent_silent", None]


async def test_who_was_taken_out_of_the_queue_waits_for_the_first_word(talker: Talker):
    await taken(talker.world)
    talker.world.clock.advance(minutes=11)
    assert await chase_talks(talker.world.deps) == 1


async def test_a_customer_who_does_not_answer_for_hours_is_with_the_bot_again(talker: Talker):
    world = talker.world
    await taken(world)
    await replied(world)
    world.clock.advance(hours=3)
    assert await chase_talks(world.deps) == 0
    world.clock.advance(hours=2)
    assert await chase_talks(world.deps) == 1
    assert the_conversation(world).mode is Mode.BOT
    event = list(world.store.inbox.values())[-1].message.event
    assert await talker.says("", events=(event,)) == ["utter_customer_silent"]


async def test_a_long_wait_gets_one_honest_word_as_long_as_the_agent_has_words_left(talker: Talker):
    world = talker.world
    await wrote(world, "在等")
    world.clock.advance(minutes=11)
    assert await chase_talks(world.deps) == 1
    assert "让您久等了" in list(world.store.outbox.values())[-1].bubble.text
    assert await chase_talks(world.deps) == 0
    ledger = world.store.ledgers[the_conversation(world).id]
    world.store.ledgers[the_conversation(world).id] = ledger.spent(world.clock.now()).spent(world.clock.now())
    world.clock.advance(minutes=11)
    assert await chase_talks(world.deps) == 0


@pytest.mark.parametrize("said", ["好的谢谢", "谢谢您啊", "收到", "麻烦了，谢谢！"])
async def test_thanks_want_no_answer(talker: Talker, said: str):
    await taken(talker.world)
    await replied(talker.world)
    talker.world.clock.advance(minutes=1)
    await wrote(talker.world, said)
    talker.world.clock.advance(minutes=30)
    assert await chase_talks(talker.world.deps) == 0


async def test_thanks_with_a_question_want_one(talker: Talker):
    await taken(talker.world)
    await replied(talker.world)
    talker.world.clock.advance(minutes=1)
    await wrote(talker.world, "谢谢，那几点到？")
    await wrote(talker.world, "谢谢")
    talker.world.clock.advance(minutes=11)
    assert await chase_talks(talker.world.deps) == 1


async def test_an_agent_who_came_by_herself_keeps_nobody_waiting_until_she_writes():
    talker = Talker(hears_place=True)
    await talker.says("你好", "greet")
    talker.world.clock.advance(minutes=1)
    await taken(talker.world)
    talker.world.clock.advance(minutes=30)
    assert await chase_talks(talker.world.deps) == 0
    await wrote(talker.world, "几点上门")
    talker.world.clock.advance(minutes=11)
    assert await chase_talks(talker.world.deps) == 1


async def test_what_was_answered_before_a_colleague_took_it_stays_answered(talker: Talker):
    await taken(talker.world)
    await replied(talker.world)
    talker.world.clock.advance(minutes=1)
    async with talker.world.deps.uow() as uow:
        await take_over(uow, clock_of(talker.world), the_conversation(talker.world).id, "小周", "小李")
        await uow.commit()
    talker.world.clock.advance(minutes=30)
    assert await chase_talks(talker.world.deps) == 0


async def test_who_was_promised_word_is_not_the_one_who_was_silent(talker: Talker):
    await taken(talker.world)
    await replied(talker.world, "我核实清楚就回您")
    talker.world.clock.advance(minutes=1)
    await wrote(talker.world, "好的谢谢")
    talker.world.clock.advance(hours=5)
    assert await chase_talks(talker.world.deps) == 1
    conversation = the_conversation(talker.world)
    assert (conversation.mode, conversation.handoff_reason) == (Mode.QUEUED, "agent_silent")
    assert [task.reason for task in talker.world.store.call_tasks] == ["agent_silent"]
