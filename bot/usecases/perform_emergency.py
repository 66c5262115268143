"""The effect of a danger told of: those on duty are called at once, and told more as it is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.dialogue.effects import Done, Outcome, ReportEmergency
from bot.dialogue.emergency_task import LASTS
from bot.domain.booking import BookingState
from bot.domain.conversation import Mode
from bot.domain.events import CallTaskNeeded
from bot.domain.handoff_reason import Reason
from bot.domain.ticket import OpenTicket, Severity, TicketType
from bot.domain.values import TimeWindow
from bot.ports import CompanyClock
from bot.usecases.handoff import queue_handoff
from bot.usecases.scene import Performer, Scene
from bot.usecases.ticket import open_ticket
from bot.zh.danger import INJURY, THREAT
from bot.zh.staff import emergency, emergency_again

EMERGENCY = "emergency"
"""The reason of the call task."""

_BY_PEOPLE = frozenset({INJURY, THREAT})
"""Dangers in which somebody who came may have a part."""
_RECENT, _SOON = timedelta(days=1), timedelta(hours=1)


async def report(scene: Scene, effect: ReportEmergency) -> Outcome:
    text = emergency(effect.dangers, effect.told, effect.address, effect.phone, effect.over)
    calls = scene.uow.call_tasks
    raised = None if effect.first else await calls.latest(scene.customer.id, EMERGENCY)
    if effect.more and raised is not None:
        if raised.done_at is None and scene.now - raised.created_at < LASTS:
            await calls.save(replace(raised, text=f"{raised.text}{emergency_again(effect.told)}"))
            return Done()
        raised = None
    is_new = effect.first or (effect.more and raised is None)
    if is_new and _BY_PEOPLE & set(effect.dangers):
        await _noted(scene, effect)
    if raised is None:
        scene.uow.happened(CallTaskNeeded(scene.customer.id, EMERGENCY, text))
    else:
        await calls.save(replace(raised, text=text))
    if scene.conversation.mode is Mode.QUEUED:
        await queue_handoff(scene.uow, await scene.uow.conversations.get(scene.conversation.id), Reason.EMERGENCY)
    return Done()


async def _noted(scene: Scene, effect: ReportEmergency) -> None:
    """What somebody who came may have done is a matter that is seen to after the danger is over."""
    states = frozenset(
        {BookingState.ON_THE_WAY, BookingState.IN_SERVICE, BookingState.COMPLETED, BookingState.CONFIRMED}
    )
    since = TimeWindow(scene.now - _RECENT, scene.now + _SOON)
    visits = [
        one for one in await scene.uow.bookings.of_customer(scene.customer.id, states) if one.window.overlaps(since)
    ]
    command = OpenTicket(
        scene.customer.id,
        TicketType.SAFETY,
        Severity.CRITICAL,
        scene.by,
        "；".join(effect.told),
        "harassment" if THREAT in effect.dangers else "safety",
        linked_to=visits[0].id if len(visits) == 1 else None,
    )
    await open_ticket(scene.uow, CompanyClock(scene.deps.clock, scene.deps.zone), command)


PERFORMERS: Mapping[type, Performer] = {ReportEmergency: report}
