"""One understood turn: the dialogue decides, the booking core acts, the words come back (called by the actions)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.dialogue import stack
from bot.dialogue.asking import InquiryAnswered
from bot.dialogue.frame_text import as_json
from bot.dialogue.step import Say
from bot.dialogue.talk import talk_from, talk_to
from bot.dialogue.understanding import frame_from
from bot.domain.conversation import Mode
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
        if conversation.mode is Mode.AGENT:
            return ()
        scene = await scene_of(deps, uow, conversation, command.message_id)
        said = await (_said if conversation.mode is Mode.BOT else _said_in_queue)(scene, command)
        await uow.results.put(key, _to_plain(said), deps.clock.now())
        await uow.commit()
    return said


async def _said_in_queue(scene: Scene, command: TakeTurn) -> tuple[Say, ...]:
    """A person is waited for: only what concerns the waiting is answered."""
    text = str(command.parse.get("text") or "")
    said = await about_waiting(scene.uow, scene.clock, scene.conversation, text)
    if said is None:
        return ()
    if said is not Waiting.LEAVES:
        return await answered_in_queue(scene, said, text, await facts_of(scene))
    left = await leave_queue(scene.uow, scene.conversation)
    here = await scene_of(scene.deps, scene.uow, await scene.uow.conversations.get(left.id), command.message_id)
    return await _said(here, command, left_queue=True)


async def _said(scene: Scene, command: TakeTurn, left_queue: bool = False) -> tuple[Say, ...]:
    """Hears the turn and does what it leads to; the dialogue's new state is saved."""
    came = await facts_of(scene, command.media, command.events)
    facts = replace(came, attached=command.attached, place=command.place, left_queue=left_queue)
    talk = talk_from(scene.conversation.dialogue)
    frame = frame_from(command.parse, facts.at, talk.asked, talk.is_of_series)
    if frame.text:
        await scene.uow.results.put(f"{UNDERSTOOD}{command.message_id}", as_json(frame), scene.now)
    step = stack.hear(talk, frame, facts)
    said = list(step.say)
    effects = 0
    while step.effect is not None:
        effects += 1
        if effects > _MOST_EFFECTS:
            raise RuntimeError(f"turn {command.message_id} asks for effects without end")
        outcome = await perform(scene, step.effect)
        if isinstance(outcome, InquiryAnswered):
            facts = replace(facts, inquiry=await asked_of(scene))
        step = stack.learn(step.talk, outcome, facts)
        said += step.say
    ended, words = stack.closed(talk, step.talk, said)
    current = await scene.uow.conversations.get(scene.conversation.id)
    await note_turn(scene, frame, talk, ended, words)
    after = replace(ended, script=written_in(frame.text) or talk.script)
    await scene.uow.conversations.save(replace(current, dialogue=talk_to(after)))
    if current.mode is Mode.QUEUED:
        draft = tuple(words_of(after, facts).values())
        angry = is_angry(frame.text) or is_angry(talk.heard)
        words_for_agent = handoff_note(current.handoff_reason, draft, frame.text, angry)
        await note(scene.uow, scene.clock, current.id, BOT, words_for_agent)
    return words


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
