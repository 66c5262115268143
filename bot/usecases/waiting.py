"""Somebody waits for a person: how long it may take, and what she says about the waiting itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from enum import Enum

from bot.dialogue.effects import Queued
from bot.dialogue.facts import Facts
from bot.dialogue.in_queue import still_words
from bot.dialogue.step import Say
from bot.domain.care_policy import CarePolicy
from bot.domain.conversation import Conversation, Mode
from bot.domain.events import CallTaskNeeded
from bot.domain.handoff_reason import URGENT, Reason
from bot.domain.queueing import PRESENT_FOR, expected_minutes, place_in
from bot.domain.values import to_local
from bot.ports import Clock, CompanyClock, UnitOfWork
from bot.usecases.policies import policies_in
from bot.usecases.scene import Scene
from bot.zh import queue_words
from bot.zh.danger import calls_off, dangers
from bot.zh.extract import find
from bot.zh.say import masked_phone
from bot.zh.staff import call_back
from bot.zh.time_say import say
from bot.zh.window import Window

OFFERED, WISHED = "offered", "wished"
"""How it stands with a call to a customer who waits."""

CALLBACK = "callback"
"""The reason of the call task."""

_LATELY, _MOST = timedelta(hours=2), 20


class Waiting(Enum):
    """What is said about the waiting; anything else is for the person who comes."""

    LEAVES = "leaves"
    ASKS = "asks"
    ASKS_ON = "asks_on"
    CALL = "call"
    NO_CALL = "no_call"


async def outlook_of(uow: UnitOfWork, clock: CompanyClock, conversation: Conversation) -> Queued:
    """What can honestly be said: minutes only where others have waited lately and somebody is there."""
    now, care = clock.now(), (await policies_in(uow)).care
    customer = await uow.customers.get(conversation.customer_id)
    place = place_in(await uow.conversations.in_mode(Mode.QUEUED), conversation.id)
    urgent = conversation.handoff_reason in URGENT
    if not is_on_duty(care, clock):
        opens_at = care.duty.next_open(to_local(now, clock.zone))
        return Queued(place, None, opens_at, urgent, customer.phone)
    recent = await uow.handoffs.taken_since(now - _LATELY, _MOST)
    minutes = expected_minutes(place, recent, await uow.presence.present(now - PRESENT_FOR))
    return Queued(place, minutes, None, urgent, customer.phone)


def is_on_duty(care: CarePolicy, clock: CompanyClock) -> bool:
    return care.duty.is_open(to_local(clock.now(), clock.zone))


async def begin_outlook(uow: UnitOfWork, clock: CompanyClock, conversation_id: str) -> Queued:
    """The outlook as she comes into the queue; out of hours a call is offered with it."""
    conversation = await uow.conversations.get(conversation_id)
    outlook = await outlook_of(uow, clock, conversation)
    if outlook.opens_at is not None and not outlook.urgent and conversation.callback != WISHED:
        await uow.conversations.save(replace(conversation, callback=OFFERED))
    return outlook


async def tell_outlook(uow: UnitOfWork, clock: CompanyClock, conversation_id: str) -> Queued:
    """The outlook once more, which is noted as told."""
    outlook = await begin_outlook(uow, clock, conversation_id)
    conversation = await uow.conversations.get(conversation_id)
    await uow.conversations.save(replace(conversation, told_at=clock.now()))
    return outlook


def may_be_told(conversation: Conversation, care: CarePolicy, clock: Clock) -> bool:
    """Whether it is time for a word about the waiting again."""
    told = conversation.told_at or conversation.queued_at
    return told is None or clock.now() - told >= timedelta(minutes=care.wait_word_minutes)


def _may_be_answered(conversation: Conversation, care: CarePolicy, clock: Clock) -> bool:
    """Whether her place is told to who asks; who asks on and on hears it twice as often as who does not."""
    told = conversation.told_at
    return told is None or clock.now() - told >= timedelta(minutes=care.wait_word_minutes) / 2


async def about_waiting(uow: UnitOfWork, clock: Clock, conversation: Conversation, text: str) -> Waiting | None:
    """What a message in the queue says about the queue; ``None``: the bot has nothing to answer."""
    said = _read(conversation, text)
    if said is not Waiting.ASKS:
        return said
    if conversation.handoff_reason == Reason.EMERGENCY:
        return None
    told = _may_be_answered(conversation, (await policies_in(uow)).care, clock)
    return Waiting.ASKS if told and conversation.handoff_reason not in URGENT else Waiting.ASKS_ON


def _read(conversation: Conversation, text: str) -> Waiting | None:
    if not text.strip():
        return None
    if conversation.callback == OFFERED:
        if queue_words.agrees(text) or text.strip() == "1" or _phone_in(text):
            return Waiting.CALL
        if queue_words.leaves_queue(text):
            return Waiting.LEAVES
        if queue_words.declines_call(text) or text.strip() == "2":
            return Waiting.NO_CALL
    settled = conversation.handoff_reason == Reason.EMERGENCY and calls_off(text) and not dangers(text)
    if settled or queue_words.leaves_queue(text):
        return Waiting.LEAVES
    if queue_words.wants_call(text):
        return Waiting.CALL
    asks = queue_words.asks_how_long(text) or queue_words.calls_for_person(text)
    return Waiting.ASKS if asks else None


async def answered_in_queue(scene: Scene, said: Waiting, text: str, facts: Facts) -> tuple[Say, ...]:
    """One short word about the waiting; the customer keeps her place."""
    if said is Waiting.CALL:
        return (await _note_call(scene, text, facts),)
    if said is Waiting.NO_CALL:
        await scene.uow.conversations.save(replace(scene.conversation, callback=""))
        return (Say("utter_queue_call_declined"),)
    if said is Waiting.ASKS_ON:
        urgent = scene.conversation.handoff_reason in URGENT
        return (Say("utter_queue_urgent" if urgent else "utter_queue_asks_on"),)
    if scene.deps.account.own_agents:
        await scene.uow.conversations.save(replace(scene.conversation, told_at=scene.now))
        return (Say("utter_queue_elsewhere"),)
    outlook = await tell_outlook(scene.uow, scene.clock, scene.conversation.id)
    if outlook.opens_at is not None:
        return (Say("utter_queue_closed_still", {"opens": _when(outlook, facts)}),)
    return (still_words(outlook),)


async def _note_call(scene: Scene, text: str, facts: Facts) -> Say:
    conversation = scene.conversation
    phone = _phone_in(text) or scene.customer.phone
    if not phone:
        await scene.uow.conversations.save(replace(conversation, callback=OFFERED))
        return Say("utter_queue_call_phone")
    known = None if scene.deps.account.own_agents else await outlook_of(scene.uow, scene.clock, conversation)
    opens = _when(known, facts) if known is not None else ""
    await scene.uow.conversations.save(replace(conversation, callback=WISHED))
    when = f"{opens}上班后" if opens else "同事会尽快"
    about = call_back(phone, conversation.handoff_reason, when)
    scene.uow.happened(CallTaskNeeded(scene.customer.id, CALLBACK, about))
    return Say("utter_queue_call_noted", {"when": when, "phone": masked_phone(phone)})


def _when(outlook: Queued, facts: Facts) -> str:
    return say(Window(outlook.opens_at, None, "time"), facts.at) if outlook.opens_at is not None else ""


def _phone_in(text: str) -> str:
    return next((str(found.value) for found in find(text) if found.kind == "phone"), "")
