"""Conversations, messages and notes as the API tells them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field

from bot.console.fields import Answer
from bot.domain.conversation import Note
from bot.domain.sending import Outbound
from bot.ports import Deps
from bot.ports.watching import Row
from bot.usecases.agent_talk import Reach
from bot.zh.say import masked_phone


class MessageAnswer(Answer):
    """``state`` of what was written to her: pending, claimed, sent, failed (then ``error`` says why)."""

    id: str = Field(description="in_12 or out_7, as in export messages")
    direction: str
    kind: str = Field(description="text, image, voice, video, location, link, sticker, event, notice, …")
    text: str
    event: str = Field(description="what has happened, of an event; its text may be the same")
    choices: list[str] = Field(description="what she may tap")
    author: str = Field(description="customer, bot, or the name of the agent")
    way: str | None = Field(description="passive, custom, template, notice, console")
    state: str
    error: str = Field(description="taken_over: an agent was quicker, and she has not read it")
    at: datetime
    turn_id: str
    media: dict[str, Any] = Field(description="media_id, pic_url, …: where a picture or a voice is found")
    understood: dict[str, Any] | None = Field(
        None, description="how the bot read the turn that this message ends, as a frame of the requirement schema"
    )


class NoteAnswer(Answer):
    id: str
    author: str = Field(description="bot, or agent:NAME")
    text: str
    at: datetime


class ReachAnswer(Answer):
    messages: int = Field(description="that may still be written to her before she writes again")
    until: datetime | None


class Entry(Answer):
    """A line of the inbox."""

    id: str
    customer_id: str
    openid: str
    name: str
    phone: str = Field(description="masked")
    mode: str
    agent: str = Field(description="who holds it; kf:… in WeChat's own agent system")
    reason: str
    place: int | None = Field(description="in the queue, 1 is next")
    queued_at: datetime | None
    taken_at: datetime | None
    callback: str = Field(description="offered, or wished: she waits for a call")
    unread: int
    unanswered: bool = Field(description="the last word is the customer's")
    last: MessageAnswer | None
    heard: MessageAnswer | None = Field(description="her last words")


class Inbox(Answer):
    conversations: list[Entry]
    queued: int = Field(description="how many wait for a person, whatever was asked for")
    held: int = Field(description="how many agents hold")
    mine: int


class ConversationAnswer(Answer):
    id: str
    customer_id: str
    openid: str
    name: str
    phone: str = Field(description="masked")
    addresses: list[str] = Field(description="hers that are stored")
    mode: str
    agent: str
    reason: str
    queued_at: datetime | None
    callback: str
    draft: dict[str, str] = Field(description="what is being ordered, in words, by field")
    reach: ReachAnswer
    looking: list[str] = Field(description="agents who have it open, besides the caller")
    messages: list[MessageAnswer] = Field(description="in order of time; earlier ones with before")
    notes: list[NoteAnswer]


def entry_answer(row: Row, deps: Deps, place: int | None) -> Entry:
    zone = deps.zone
    return Entry(
        **{name: row[name] for name in ("id", "customer_id", "openid", "name", "mode", "agent", "reason", "callback")},
        phone=masked_phone(row["phone"]) if row["phone"] else "",
        place=place,
        queued_at=_at(row["queued_at"], zone),
        taken_at=_at(row["taken_at"], zone),
        unread=row["unread"],
        unanswered=row["unanswered"],
        last=message_answer(row["last"], zone) if row["last"] else None,
        heard=message_answer(row["heard"], zone) if row["heard"] else None,
    )


def message_answer(row: Row, zone: ZoneInfo) -> MessageAnswer:
    known = {name: value for name, value in row.items() if name in MessageAnswer.model_fields}
    return MessageAnswer(**{**known, "at": row["at"].astimezone(zone)})


def written_answer(row: Outbound, zone: ZoneInfo) -> MessageAnswer:
    """An outbox row that was stored just now."""
    return MessageAnswer(
        id=f"out_{row.id}",
        direction="out",
        kind="text",
        text=row.bubble.text,
        event="",
        choices=[choice.title for choice in row.bubble.choices],
        author=row.author or "bot",
        way=row.way.value if row.way else None,
        state=row.state.value,
        error=row.error,
        at=row.created_at.astimezone(zone),
        turn_id=row.turn_id,
        media={},
    )


def note_answer(note: Note, zone: ZoneInfo) -> NoteAnswer:
    return NoteAnswer(id=f"note_{note.id}", author=note.author, text=note.text, at=note.created_at.astimezone(zone))


def reach_answer(reach: Reach, zone: ZoneInfo) -> ReachAnswer:
    return ReachAnswer(messages=reach.messages, until=_at(reach.until, zone))


def _at(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return moment.astimezone(zone) if moment else None
