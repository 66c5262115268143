"""Pictures of open tickets fetched before the channel forgets them, after three days."""

from __future__ import annotations

from datetime import timedelta

import structlog

from bot.domain.errors import ChannelError, NotFound, Remedy
from bot.ports import Deps

log = structlog.get_logger()

_REMEMBERED = timedelta(days=3)


async def keep_media(deps: Deps) -> int:
    """Fetches what is not kept yet; how many were kept. What the channel has forgotten is left."""
    kept = 0
    for name, media_id in await _missing(deps):
        try:
            media = await deps.channel.download_media(media_id)
        except ChannelError as error:
            if error.remedy in (Remedy.RETRY, Remedy.WAIT):
                continue
            log.warning("media_lost", attachment=name, errcode=error.errcode)
            continue
        async with deps.uow() as uow:
            await uow.attachments.add(name, media, deps.clock.now())
            await uow.commit()
        kept += 1
    return kept


async def _missing(deps: Deps) -> list[tuple[str, str]]:
    """Name and media id of each picture of a ticket that is neither kept nor forgotten by the channel."""
    found, now = [], deps.clock.now()
    async with deps.uow() as uow:
        wanted = await uow.tickets.pictures()
        there = await uow.attachments.kept(wanted) if wanted else frozenset()
        for name in wanted:
            if name in there:
                continue
            try:
                item = await uow.inbox.get(int(name.removeprefix("in_")))
            except (NotFound, ValueError):
                continue
            media_id = str(item.message.fields.get("media_id", ""))
            if media_id and now - item.message.sent_at < _REMEMBERED:
                found.append((name, media_id))
    return found
