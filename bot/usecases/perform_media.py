"""The effect of a picture sent: a line in the notes of the order that it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.dialogue.effects import Done, NoteOnOrder, Outcome
from bot.domain.booking import BookingState
from bot.domain.events import BookingChanged
from bot.usecases.booking import own_booking
from bot.usecases.scene import Performer, Scene


async def note(scene: Scene, effect: NoteOnOrder) -> Outcome:
    """An order that is agreed to tells its change; one that is only held does not."""
    before = await own_booking(scene.uow, effect.booking_id, scene.customer.id)
    notes = "；".join((*filter(None, (before.notes,)), effect.line))
    if before.state is not BookingState.CONFIRMED:
        await scene.uow.bookings.save(replace(before, notes=notes))
        return Done()
    changed = before.changed(scene.now, scene.by, before.provider_ids, notes=notes)
    await scene.uow.bookings.save(changed)
    scene.uow.happened(BookingChanged(changed, before))
    return Done()


PERFORMERS: Mapping[type, Performer] = {NoteOnOrder: note}
