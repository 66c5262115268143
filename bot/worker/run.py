"""Starts and stops the loops of the worker role."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.ports import Deps
from bot.usecases.agent_score import agent_score_next
from bot.usecases.booking import expire_holds
from bot.usecases.chase_talks import chase_talks, forget_changes
from bot.usecases.day_ahead import tell_day_ahead
from bot.usecases.inquiries import expire_inquiries
from bot.usecases.keep_media import keep_media
from bot.usecases.plan_reminders import plan_missing
from bot.usecases.reminding import remind_next
from bot.usecases.retention import forget
from bot.usecases.review import chase_reviews
from bot.usecases.series_ahead import make_visits
from bot.usecases.sla import watch_tickets
from bot.usecases.surveying import survey_next
from bot.usecases.visit import chase_reports
from bot.usecases.waitlist import offer_freed
from bot.worker.inbound import InboundWorker
from bot.worker.loops import run_loop
from bot.worker.outbox import OutboxWorker

_POLL_HOLDS = timedelta(seconds=5)
_POLL_INQUIRIES = timedelta(seconds=5)
_POLL_WAITLIST = timedelta(seconds=5)
_POLL_REMINDERS = timedelta(seconds=2)
_POLL_DAY_AHEAD = timedelta(seconds=30)
_POLL_CHASING = timedelta(seconds=30)
_POLL_SURVEYS = timedelta(seconds=5)
_POLL_TALKS = timedelta(seconds=2)
_POLL_CHANGES = timedelta(minutes=10)
_POLL_SERIES = timedelta(seconds=30)
_POLL_SLA = timedelta(seconds=10)
_POLL_MEDIA = timedelta(seconds=10)
_POLL_RETENTION = timedelta(seconds=60)


async def run_worker(deps: Deps, owner: str) -> None:
    """Runs until cancelled."""
    reminders_are_complete = False

    async def let_go() -> bool:
        await expire_holds(deps)
        return False

    async def close_inquiries() -> bool:
        await expire_inquiries(deps)
        return False

    async def offer() -> bool:
        await offer_freed(deps)
        return False

    async def remind() -> bool:
        nonlocal reminders_are_complete
        if not reminders_are_complete:  # Once: from then on every change plans its own.
            await plan_missing(deps)
            reminders_are_complete = True
        return await remind_next(deps)

    async def survey() -> bool:
        return await survey_next(deps) or await agent_score_next(deps)

    async def tell_providers() -> bool:
        await tell_day_ahead(deps)
        return False

    async def chase() -> bool:
        await chase_reviews(deps)
        await chase_reports(deps)
        return False

    async def chase_people() -> bool:
        await chase_talks(deps)
        return False

    async def forget_seen() -> bool:
        await forget_changes(deps)
        return False

    async def make_ahead() -> bool:
        return await make_visits(deps) > 0

    async def watch() -> bool:
        await watch_tickets(deps)
        return False

    async def keep() -> bool:
        await keep_media(deps)
        return False

    async def forget_old() -> bool:
        return await forget(deps)

    async with asyncio.TaskGroup() as group:
        group.create_task(InboundWorker(deps, owner).run())
        group.create_task(OutboxWorker(deps).run())
        group.create_task(run_loop(deps, "holds", None, _POLL_HOLDS, let_go))
        group.create_task(run_loop(deps, "inquiries", None, _POLL_INQUIRIES, close_inquiries))
        group.create_task(run_loop(deps, "waitlist", None, _POLL_WAITLIST, offer))
        group.create_task(run_loop(deps, "reminders", None, _POLL_REMINDERS, remind))
        group.create_task(run_loop(deps, "surveys", None, _POLL_SURVEYS, survey))
        group.create_task(run_loop(deps, "day_ahead", None, _POLL_DAY_AHEAD, tell_providers))
        group.create_task(run_loop(deps, "chasing", None, _POLL_CHASING, chase))
        group.create_task(run_loop(deps, "talks", None, _POLL_TALKS, chase_people))
        group.create_task(run_loop(deps, "changes", None, _POLL_CHANGES, forget_seen))
        group.create_task(run_loop(deps, "series", None, _POLL_SERIES, make_ahead))
        group.create_task(run_loop(deps, "sla", None, _POLL_SLA, watch))
        group.create_task(run_loop(deps, "media", None, _POLL_MEDIA, keep))
        group.create_task(run_loop(deps, "retention", None, _POLL_RETENTION, forget_old))
