"""What tells of a person is forgotten when its time is over; the owner says when (``Policies.retention``)."""

from __future__ import annotations

from datetime import timedelta

from bot.ports import Deps
from bot.usecases.policies import policies_in
from bot.usecases.privacy import erase_leaving


async def forget(deps: Deps) -> bool:
    """A part of what is to be forgotten by now; True while there is more."""
    now = deps.clock.now()
    async with deps.uow() as uow:
        keep = (await policies_in(uow)).retention
        personal = uow.personal
        more = [
            await personal.forget_way_in(now - timedelta(hours=keep.access_hours)),
            await personal.forget_talks(now - timedelta(days=keep.drafts_days)),
            await personal.forget_messages(now - timedelta(days=keep.messages_days)),
            await personal.forget_visits(now - timedelta(days=keep.orders_days)),
            await personal.forget_media(now - timedelta(days=keep.media_days)),
            await personal.forget_answers(now - timedelta(days=keep.answers_days)),
        ]
        await uow.commit()
    await erase_leaving(deps)
    return any(more)
