"""Whether this is the moment to ask a customer something that she has not come for."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.dialogue.rating import AgentScoreTask, SurveyTask
from bot.dialogue.talk import talk_from
from bot.domain.conversation import Conversation, Mode
from bot.domain.values import to_instant, to_local
from bot.ports import Deps, UnitOfWork

_TALKED_OF = timedelta(minutes=30)
"""So long after the last word of something it is still being talked of."""
LATER = timedelta(minutes=30)


async def busy_until(deps: Deps, uow: UnitOfWork, conversation: Conversation) -> datetime | None:
    """Until when something else goes on: a person talks with her, or a booking or a question of ours is open."""
    now, zone = deps.clock.now(), deps.zone
    if conversation.mode is not Mode.BOT:
        return now + LATER
    talk = talk_from(conversation.dialogue)
    others = any(not isinstance(task, SurveyTask | AgentScoreTask) for task in talk.tasks) or talk.offered_human
    if others and talk.touched_at is not None and talk.touched_at > to_local(now - _TALKED_OF, zone):
        return to_instant(talk.touched_at, zone) + _TALKED_OF
    return now + LATER if await uow.inquiries.open_of(conversation.customer_id) else None
