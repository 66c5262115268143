"""What a customer is about to order, in words for whoever takes the conversation."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue import wishes
from bot.dialogue.facts import Facts
from bot.dialogue.talk import Talk, talk_from
from bot.dialogue.tasks import BookingTask
from bot.domain.conversation import Conversation
from bot.ports import Deps, UnitOfWork
from bot.usecases.scene import facts_of, scene_of


async def draft_in_words(deps: Deps, uow: UnitOfWork, conversation: Conversation) -> Mapping[str, str]:
    """By field; empty where nothing is being gathered."""
    talk = talk_from(conversation.dialogue)
    if _gathering(talk) is None:
        return {}
    return words_of(talk, await facts_of(await scene_of(deps, uow, conversation, "")))


def words_of(talk: Talk, facts: Facts) -> Mapping[str, str]:
    task = _gathering(talk)
    return wishes.in_words(task, facts) if task is not None else {}


def _gathering(talk: Talk) -> BookingTask | None:
    return next((task for task in reversed(talk.tasks) if isinstance(task, BookingTask)), None)
