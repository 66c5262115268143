"""The effects of a booking in progress: starts looked for, a hold placed, let go, confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.dialogue.draft import full_address
from bot.dialogue.effects import (
    Booked,
    ConfirmHold,
    Done,
    FindStarts,
    HoldPlacedFor,
    Outcome,
    PlaceHold,
    ReleaseHolds,
    StartsFound,
)
from bot.dialogue.values import BookingDraft
from bot.domain.conversation import Customer
from bot.domain.job import Job
from bot.usecases import booking as core
from bot.usecases.profile import change_profile
from bot.usecases.scene import Performer, Scene
from bot.usecases.windows import Starts, find_starts


async def find(scene: Scene, effect: FindStarts) -> Outcome:
    window = effect.draft.window
    start, end, precision = (window.start, window.end, window.precision) if window else (None, None, "asap")
    job = job_from(effect.draft, scene.customer)
    return found(await find_starts(scene.deps, scene.uow, job, start, end, precision, look=effect.look))


async def hold(scene: Scene, effect: PlaceHold) -> Outcome:
    job = job_from(effect.draft, scene.customer)
    booking, chosen = await core.place_hold(scene.deps, scene.uow, job, effect.start, scene.by)
    view = scene.view(booking, chosen[0].reasons)
    if await core.reasons_for_review(scene.uow, booking):
        view = replace(view, awaits_review=True, providers=(), reasons=())  # a person says who comes
    return HoldPlacedFor(view)


async def release(scene: Scene, effect: ReleaseHolds) -> Outcome:
    for booking_id in effect.booking_ids:
        await core.release_hold(scene.deps, scene.uow, booking_id, scene.customer.id)
    return Done()


async def confirm(scene: Scene, effect: ConfirmHold) -> Outcome:
    held = await core.confirm_hold(scene.deps, scene.uow, effect.booking_id, scene.customer.id, scene.by)
    if effect.whose:
        await change_profile(scene.uow, scene.customer.id, scene.by, address=held.address, label=effect.whose)
    return Booked(scene.view(held))


PERFORMERS: Mapping[type, Performer] = {FindStarts: find, PlaceHold: hold, ReleaseHolds: release, ConfirmHold: confirm}


def found(starts: Starts) -> StartsFound:
    return StartsFound(starts.exact, starts.nearby, starts.covered, starts.unmet, starts.best, starts.others)


def job_from(draft: BookingDraft, customer: Customer) -> Job:
    """A complete draft as the job it describes."""
    return Job(
        customer_id=customer.id,
        service=draft.service or "",
        district=draft.district,
        address=full_address(draft),
        phone=draft.phone,
        contact_name=draft.contact_name,
        minutes=draft.duration_minutes,
        area_sqm=draft.area_sqm,
        rooms=draft.rooms,
        heads=max(draft.providers, 1),
        needs=draft.special_needs,
        quantities=dict(draft.quantities),
        provider_name=draft.provider_name,
        provider_gender=draft.provider_gender,
        provider_exclude=draft.provider_exclude,
        same_provider=draft.same_provider,
        notes=draft.notes,
    )
