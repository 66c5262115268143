"""快捷回复 as agents use them and supervisors set them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from bot.console.calls import Call, Route
from bot.console.fields import Answer, Body, Line, Note, Nothing
from bot.domain.access import STAFF, Role
from bot.domain.events import ConsoleSet
from bot.domain.quick_replies import DEFAULTS, SETTING, QuickReply
from bot.ports import UnitOfWork

SENIOR = frozenset({Role.SUPERVISOR, Role.ADMIN})


class Reply(Body):
    title: Annotated[Line, StringConstraints(max_length=20)]
    text: Annotated[Note, StringConstraints(min_length=1, max_length=600)]


class Replies(Body):
    """All of them, in the order in which they are shown."""

    replies: Annotated[list[Reply], Field(max_length=60)]


class ReplyAnswer(Answer):
    title: str
    text: str = Field(description="what is put into the reply box")


class RepliesAnswer(Answer):
    replies: list[ReplyAnswer]


async def quick_replies_of(uow: UnitOfWork) -> tuple[QuickReply, ...]:
    """What was set, else what a company begins with."""
    kept = await uow.console_settings.get(SETTING)
    return DEFAULTS if kept is None else tuple(QuickReply(one["title"], one["text"]) for one in kept)


async def list_quick_replies(call: Call[Nothing]) -> RepliesAnswer:
    return _answer(await quick_replies_of(call.uow))


async def set_quick_replies(call: Call[Replies]) -> RepliesAnswer:
    value = [{"title": one.title, "text": one.text} for one in call.given.replies]
    await call.uow.console_settings.put(SETTING, value, call.by, call.deps.clock.now())
    call.uow.happened(ConsoleSet(SETTING, call.by))
    return _answer(await quick_replies_of(call.uow))


def _answer(replies: tuple[QuickReply, ...]) -> RepliesAnswer:
    return RepliesAnswer(replies=[ReplyAnswer(title=one.title, text=one.text) for one in replies])


_PATH = "/api/quick-replies"

ROUTES = (
    Route("GET", _PATH, STAFF, "Sentences that agents use often", list_quick_replies, RepliesAnswer),
    Route("POST", _PATH, SENIOR, "Set all of them", set_quick_replies, RepliesAnswer, Replies),
)
