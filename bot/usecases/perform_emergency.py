"""The effect of a danger told of: those on duty are called at once, and told more as it is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.dialogue.effects import Done, Outcome, ReportEmergency
from bot.domain.events import CallTaskNeeded
from bot.usecases.scene import Performer, Scene
from bot.zh.staff import emergency

EMERGENCY = "emergency"
"""The reason of the call task."""


async def report(scene: Scene, effect: ReportEmergency) -> Outcome:
    text = emergency(effect.dangers, effect.told, effect.address, effect.phone, effect.over)
    calls = scene.uow.call_tasks
    raised = None if effect.first else await calls.latest(scene.customer.id, EMERGENCY)
    if raised is None:
        scene.uow.happened(CallTaskNeeded(scene.customer.id, EMERGENCY, text))
    else:
        await calls.save(replace(raised, text=text))
    return Done()


PERFORMERS: Mapping[type, Performer] = {ReportEmergency: report}
