"""Reactions: what is written down of people who wait, speak and give back, for the audit, figures and consoles."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.audit import AuditEntry, CallTask
from bot.domain.conversation import Conversation, Note
from bot.domain.events import HandoffQueued
from bot.domain.handoff_events import (
    AgentFellSilent,
    ConversationHandedBack,
    ConversationTaken,
    HandoffRaised,
    NoteWritten,
    QueueLeft,
)
from bot.domain.handoff_reason import Reason
from bot.domain.queueing import Handoff, Outcome
from bot.domain.values import new_id
from bot.ports import Clock, UnitOfWork
from bot.usecases.handoff import BOT
from bot.usecases.policies import policies_in
from bot.zh.staff import left_alone

MODE, NOTE, LOOKING = "conversation", "note", "looking"
"""Kinds of changes beside ``message``."""


async def begin_wait(uow: UnitOfWork, event: HandoffQueued | AgentFellSilent, clock: Clock) -> None:
    now = clock.now()
    conversation = await uow.conversations.get(event.conversation.id)
    await uow.conversations.save(replace(conversation, queued_at=now))
    if isinstance(event, AgentFellSilent):
        await _end(uow, conversation.id, Outcome.AGENT_SILENT, now)
        reason, action, detail = Reason.AGENT_SILENT.value, "agent_fell_silent", {"agent": event.agent}
        await _tell_supervisor(uow, conversation, event.agent, now)
    else:
        reason, action, detail = event.reason, "handoff_queued", {"reason": event.reason}
    await uow.handoffs.add(Handoff(new_id("ho"), conversation.id, reason, now))
    await _write(uow, conversation.id, BOT, action, detail, now)


async def raise_wait(uow: UnitOfWork, event: HandoffRaised, clock: Clock) -> None:
    waiting, reason = await uow.handoffs.open_of(event.conversation.id), event.conversation.handoff_reason
    if waiting is not None:
        await uow.handoffs.save(replace(waiting, reason=reason))
    detail = {"from": event.before, "reason": reason}
    await _write(uow, event.conversation.id, BOT, "handoff_raised", detail, clock.now())


async def note_taken(uow: UnitOfWork, event: ConversationTaken, clock: Clock) -> None:
    now, conversation = clock.now(), event.conversation
    waiting = await uow.handoffs.open_of(conversation.id)
    if waiting is not None and waiting.taken_at is not None:
        await uow.handoffs.save(waiting.ended(Outcome.PASSED_ON, now))
        waiting = None
    if waiting is not None:
        await uow.handoffs.save(waiting.taken(conversation.agent, now))
    else:
        came = Handoff(new_id("ho"), conversation.id, conversation.handoff_reason or Reason.OWN_INITIATIVE.value, now)
        await uow.handoffs.add(came.taken(conversation.agent, now))
    detail = {"from": event.before.agent or event.before.mode.value}
    await _write(uow, conversation.id, actor_of(conversation), "conversation_taken", detail, now)


async def note_left(uow: UnitOfWork, event: QueueLeft, clock: Clock) -> None:
    await _end(uow, event.conversation.id, Outcome.LEFT, clock.now())
    await _write(uow, event.conversation.id, "customer", "queue_left", {}, clock.now())


async def note_handed_back(uow: UnitOfWork, event: ConversationHandedBack, clock: Clock) -> None:
    await _end(uow, event.conversation.id, event.outcome, clock.now())
    detail = {"agent": event.before.agent, "why": event.outcome.value}
    await _write(uow, event.conversation.id, event.by, "conversation_handed_back", detail, clock.now())


async def audit_note(uow: UnitOfWork, event: NoteWritten, clock: Clock) -> None:
    note = event.note
    entry = AuditEntry(clock.now(), note.author, "note_written", "conversation", note.conversation_id)
    await uow.audit.add(entry)
    await uow.changes.add(note.conversation_id, NOTE, f"note_{note.id}", clock.now())


def actor_of(conversation: Conversation) -> str:
    """Who holds it, as audit rows name her."""
    return conversation.agent if conversation.agent.startswith("kf:") else f"agent:{conversation.agent}"


async def _tell_supervisor(uow: UnitOfWork, conversation: Conversation, agent: str, now: datetime) -> None:
    minutes = (await policies_in(uow)).care.agent_silent_minutes
    text = left_alone(agent, minutes)
    await uow.call_tasks.add(CallTask(conversation.customer_id, "agent_silent", text, now))
    written = await uow.notes.add(Note(conversation.id, BOT, text, now))
    await uow.changes.add(conversation.id, NOTE, f"note_{written.id}", now)


async def _end(uow: UnitOfWork, conversation_id: str, outcome: Outcome, now: datetime) -> None:
    handoff = await uow.handoffs.open_of(conversation_id)
    if handoff is not None:
        await uow.handoffs.save(handoff.ended(outcome, now))


async def _write(
    uow: UnitOfWork, conversation_id: str, actor: str, action: str, detail: dict[str, str], now: datetime
) -> None:
    await uow.audit.add(AuditEntry(now, actor, action, "conversation", conversation_id, detail))
    await uow.changes.add(conversation_id, MODE, action, now)
