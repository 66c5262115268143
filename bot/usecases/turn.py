"""One understood turn: the dialogue decides, the booking core acts, the words come back (called by the actions)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.dialogue import emergency_task, stack, while_waiting
from bot.dialogue.asking import InquiryAnswered
from bot.dialogue.danger_told import tells_of_danger
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.frame_text import as_json
from bot.dialogue.step import Say, Step
from bot.dialogue.talk import Talk, talk_from, talk_to
from bot.dialogue.understanding import frame_from
from bot.domain.conversation import Conversation, Mode
from bot.domain.inbox import UNDERSTOOD
from bot.domain.messages import Choice
from bot.ports import Deps
from bot.usecases.agent_talk import note
from bot.usecases.conversation import turn_key
from bot.usecases.draft_view import words_of
from bot.usecases.handoff import BOT, leave_queue
from bot.usecases.perform import perform
from bot.usecases.scene import Scene, asked_of, facts_of, scene_of
from bot.usecases.turn_notes import note_turn
from bot.usecases.waiting import Waiting, about_waiting, answered_in_queue
from bot.zh.grievance import tells_of_visit
from bot.zh.mood import is_angry
from bot.zh.normalise import written_in
from bot.zh.staff import handoff_note

_MOST_EFFECTS = 60
"""A release, a search and a hold for each of a dozen wishes; a turn that asks for more has lost its way."""


@dataclass(frozen=True, slots=True)
class TakeTurn:
    """``parse`` is Rasa's reading of the text; ``message_id`` the turn's id, the idempotency key.

    The rest is what came beside the words, as ``bot.usecases.spoken`` tells it.
    """

    conversation_id: str
    message_id: str
    parse: Mapping[str, Any]
    media: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    attached: tuple[str, ...] = ()
    place: str = ""


async def take_turn(deps: Deps, command: TakeTurn) -> tuple[Say, ...]:
    """The words that answer a turn; a second delivery of the same turn gets the first one's words."""
    key = turn_key(command.message_id)
    async with deps.uow() as uow:
        first = await uow.results.get(key)
        if first is not None:
            return _from_plain(first)
        conversation = await uow.conversations.get(command.conversation_id)
        scene = await scene_of(deps, uow, conversation, command.message_id)
        said = await _HEARD_IN[conversation.mode](scene, command)
        await uow.results.put(key, _to_plain(said), deps.clock.now())
        await uow.commit()
    return said


async def _beside_agent(scene: Scene, command: TakeTurn) -> tuple[Say, ...]:
    """An agent speaks, and the bot is silent: but those on duty are called where there is danger."""
    _, frame, facts = await _heard(scene, command)
    told = while_waiting.as_told(frame, facts)
    if tells_of_danger(told):
        effect = emergency_task.told_more(Talk(), told, facts).effect
        if effect is not None:
            await perform(scene, effect)
    return ()


async def _said_in_queue(scene: Scene, command: TakeTurn) -> tuple[Say, ...]:
    """A person is waited for: answered is what concerns the waiting, danger before it, and a complaint is noted."""
    text = str(command.parse.get("text") or "")
    talk, frame, came = await _heard(scene, command)
    facts = replace(came, waits_for=scene.conversation.handoff_reason)
    told = while_waiting.as_told(frame, facts)
    step, said = None, None
    if while_waiting.goes_on_with_bot(talk, told, facts):
        said = Waiting.LEAVES
    elif (step := while_waiting.danger_heard(talk, told, facts)) is None:
        said = await about_waiting(scene.uow, scene.clock, scene.conversation, text)
    if step is None and not _is_of_waiting_alone(said, text):
        step = while_waiting.complaint_heard(talk, told, facts)
    if step is None and said is None:
        step = while_waiting.question_heard(talk, told, facts) or while_waiting.amid_danger(talk, told, facts)
    noted = () if step is None else await _while_waiting(scene, talk, step, told, facts)
    if said is None:
        return noted
    if said is not Waiting.LEAVES:
        here = replace(scene, conversation=await scene.uow.conversations.get(scene.conversation.id))
        return (*noted, *await answered_in_queue(here, said, text, facts))
    left = await leave_queue(scene.uow, scene.conversation)
    here = await scene_of(scene.deps, scene.uow, await scene.uow.conversations.get(left.id), command.message_id)
    return await _said(here, command, left_queue=True)


def _is_of_waiting_alone(said: Waiting | None, text: str) -> bool:
    """不等了; 好的，打给我, which may be read as a wish for money: what becomes a ticket tells of a visit."""
    return said is Waiting.LEAVES or (said in (Waiting.CALL, Waiting.NO_CALL) and not tells_of_visit(text))


async def _heard(scene: Scene, command: TakeTurn) -> tuple[Talk, Frame, Facts]:
    """The talk as it stands, and the message with what is true around it."""
    came = await facts_of(scene, command.media, command.events)
    facts = replace(came, attached=command.attached, place=command.place)
    talk = talk_from(scene.conversation.dialogue)
    asked = stack.asked_last(talk, facts) if scene.conversation.mode is Mode.BOT else talk.asked
    frame = frame_from(command.parse, facts.at, asked, talk.is_of_series)
    key = f"{UNDERSTOOD}{command.message_id}"
    if frame.text and await scene.uow.results.get(key) is None:  # who leaves the queue is heard twice in one turn
        await scene.uow.results.put(key, as_json(frame), scene.now)
    return talk, frame, facts


async def _said(scene: Scene, command: TakeTurn, left_queue: bool = False) -> tuple[Say, ...]:
    """Hears the turn and does what it leads to; the dialogue's new state is saved."""
    talk, frame, came = await _heard(scene, command)
    facts = replace(came, left_queue=left_queue)
    ended, words, facts = await _carried_out(scene, talk, stack.hear(talk, frame, facts), facts)
    current = await scene.uow.conversations.get(scene.conversation.id)
    await note_turn(scene, frame, talk, ended, words)
    after = replace(ended, script=written_in(frame.text) or talk.script)
    await scene.uow.conversations.save(replace(current, dialogue=talk_to(after)))
    if current.mode is Mode.QUEUED:
        await _note_for_agent(scene, current, after, facts, frame, is_angry(frame.text) or is_angry(talk.heard))
    return words


async def _while_waiting(scene: Scene, talk: Talk, step: Step, frame: Frame, facts: Facts) -> tuple[Say, ...]:
    """As ``_said``, of what is heard in the queue; the note tells why she waits now, if that has changed."""
    after, words, _ = await _carried_out(scene, talk, step, facts)
    current = await scene.uow.conversations.get(scene.conversation.id)
    await scene.uow.conversations.save(replace(current, dialogue=talk_to(after)))
    if current.handoff_reason != scene.conversation.handoff_reason:
        await _note_for_agent(scene, current, after, facts, frame, is_angry(frame.text))
    return words


async def _carried_out(scene: Scene, talk: Talk, step: Step, facts: Facts) -> tuple[Talk, tuple[Say, ...], Facts]:
    """Does what a step asks for until nothing is left; the talk and the words at the end of it."""
    said = list(step.say)
    effects = 0
    while step.effect is not None:
        effects += 1
        if effects > _MOST_EFFECTS:
            raise RuntimeError(f"turn {scene.turn_id} asks for effects without end")
        outcome = await perform(scene, step.effect)
        if isinstance(outcome, InquiryAnswered):
            facts = replace(facts, inquiry=await asked_of(scene))
        step = stack.learn(step.talk, outcome, facts)
        said += step.say
    ended, words = stack.closed(talk, step.talk, said)
    return ended, words, facts


async def _note_for_agent(
    scene: Scene, current: Conversation, talk: Talk, facts: Facts, frame: Frame, angry: bool
) -> None:
    draft = tuple(words_of(talk, facts).values())
    await note(scene.uow, scene.clock, current.id, BOT, handoff_note(current.handoff_reason, draft, frame.text, angry))


_HEARD_IN = {Mode.BOT: _said, Mode.QUEUED: _said_in_queue, Mode.AGENT: _beside_agent}


def _to_plain(said: Sequence[Say]) -> list[dict[str, Any]]:
    return [
        {"response": s.response, "values": dict(s.values), "choices": [[c.id, c.title] for c in s.choices]}
        for s in said
    ]


def _from_plain(plain: Sequence[Mapping[str, Any]]) -> tuple[Say, ...]:
    return tuple(
        Say(item["response"], item["values"], tuple(Choice(id_, title) for id_, title in item["choices"]))
        for item in plain
    )
