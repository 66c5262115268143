"""The effects on orders that are there: cancelled, moved, changed, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.dialogue.effects import (
    Cancelled,
    CancelOrder,
    CancelOrders,
    Changed,
    ChangeOrder,
    ChangeOrders,
    ChangePreviewed,
    FindMoves,
    Moved,
    MoveOrder,
    MovePreviewed,
    OrdersCancelled,
    OrdersChanged,
    OrdersRestored,
    Outcome,
    PreviewChange,
    PreviewMove,
    RestoreOrders,
)
from bot.dialogue.facts import BookingView
from bot.domain.booking import Booking
from bot.domain.errors import DomainError
from bot.domain.series import visit_day
from bot.domain.values import to_local
from bot.usecases import booking as core
from bot.usecases import order, series
from bot.usecases.perform_booking import found
from bot.usecases.scene import Performer, Scene
from bot.usecases.series_parts import change_parts


async def cancel(scene: Scene, effect: CancelOrder) -> Cancelled:
    """A visit of a series is skipped: its plan must not have it any more."""
    deps, uow, customer_id = scene.deps, scene.uow, scene.customer.id
    booking = await uow.bookings.get(effect.booking_id)
    if booking.series_id is not None:
        day, told = visit_day(booking.id), effect.fee_fen
        await series.skip_visit(deps, uow, booking.series_id, customer_id, day, scene.by, told)
        return Cancelled(scene.view(await uow.bookings.get(booking.id)))
    return Cancelled(scene.view(await core.cancel(deps, uow, effect.booking_id, customer_id, scene.by, effect.fee_fen)))


async def cancel_several(scene: Scene, effect: CancelOrders) -> Outcome:
    """What has begun meanwhile stays, the others go."""
    gone, kept = [], []
    for wanted in effect.orders:
        try:
            async with scene.uow.savepoint():
                gone.append((await cancel(scene, wanted)).booking)
        except DomainError:
            kept.append(wanted.booking_id)
    return OrdersCancelled(tuple(gone), tuple(kept))


async def find_moves(scene: Scene, effect: FindMoves) -> Outcome:
    window = effect.window
    moves = await order.find_moves(
        scene.deps, scene.uow, effect.booking_id, scene.customer.id, window.start, window.end, window.precision,
        effect.change, effect.look,
    )  # fmt: skip
    return found(moves)


async def preview_move(scene: Scene, effect: PreviewMove) -> Outcome:
    deps, uow, customer_id = scene.deps, scene.uow, scene.customer.id
    preview = await order.preview_move(deps, uow, effect.booking_id, customer_id, effect.start, scene.by)
    return MovePreviewed(scene.view(preview))


async def move(scene: Scene, effect: MoveOrder) -> Outcome:
    deps, uow, customer_id = scene.deps, scene.uow, scene.customer.id
    booking = await uow.bookings.get(effect.booking_id)
    if booking.series_id is not None:
        return Moved(await _placed(scene, booking, effect.start))
    moved = await order.reschedule(deps, uow, effect.booking_id, customer_id, effect.start, scene.by, effect.priced_at)
    return Moved(scene.view(moved))


async def preview_change(scene: Scene, effect: PreviewChange) -> Outcome:
    deps, uow, customer_id = scene.deps, scene.uow, scene.customer.id
    preview = await order.preview_change(
        deps, uow, effect.booking_id, customer_id, effect.change, scene.by, effect.start
    )
    return ChangePreviewed(scene.view(preview))


async def change(scene: Scene, effect: ChangeOrder) -> Outcome:
    """A visit of a series keeps its place in the plan; with ``every_visit`` the series and all its visits change."""
    deps, uow, customer_id, wanted = scene.deps, scene.uow, scene.customer.id, effect.change
    booking = await uow.bookings.get(effect.booking_id)
    if booking.series_id is not None and effect.every_visit:
        _, kept = await change_parts(deps, uow, booking.series_id, customer_id, wanted, scene.by)
        return Changed(scene.view(await uow.bookings.get(booking.id)), len(kept))
    if booking.series_id is not None and effect.start is not None:
        await order.preview_change(deps, uow, booking.id, customer_id, wanted, scene.by, effect.start)
        await _placed(scene, booking, effect.start)
        return Changed(scene.view(await order.change(deps, uow, booking.id, customer_id, wanted, scene.by)))
    changed = await order.change(
        deps, uow, effect.booking_id, customer_id, wanted, scene.by, effect.start, effect.priced_at
    )
    return Changed(scene.view(changed))


async def change_several(scene: Scene, effect: ChangeOrders) -> Outcome:
    """What has begun meanwhile stays as it is; a series changes with its visits, those not made yet too."""
    deps, uow, customer_id, wanted = scene.deps, scene.uow, scene.customer.id, effect.change
    done, kept = list[BookingView](), list[str]()
    visits = {booking_id: (await uow.bookings.get(booking_id)).series_id for booking_id in effect.booking_ids}
    for series_id in dict.fromkeys(one for one in visits.values() if one is not None):
        _, stay = await change_parts(deps, uow, series_id, customer_id, wanted, scene.by)
        first = next(booking_id for booking_id, of in visits.items() if of == series_id)
        kept += stay
        done += [scene.view(await uow.bookings.get(first))] if first not in stay else []
    for booking_id in (one for one, series_id in visits.items() if series_id is None):
        try:
            async with uow.savepoint():
                changed = await order.change(deps, uow, booking_id, customer_id, wanted, scene.by)
        except DomainError:
            kept.append(booking_id)
        else:
            done.append(scene.view(changed))
    return OrdersChanged(tuple(done), tuple(kept))


async def restore(scene: Scene, effect: RestoreOrders) -> Outcome:
    """Those whose time and people are free still."""
    back, gone = [], []
    for booking_id in effect.booking_ids:
        try:
            async with scene.uow.savepoint():
                back.append(await _restored(scene, booking_id))
        except DomainError:
            gone.append(booking_id)
    return OrdersRestored(tuple(back), tuple(gone))


async def _restored(scene: Scene, booking_id: str) -> BookingView:
    booking = await scene.uow.bookings.get(booking_id)
    if booking.series_id is not None:
        return await _placed(scene, booking, to_local(booking.window.start, scene.deps.zone))
    return scene.view(await order.restore(scene.deps, scene.uow, booking_id, scene.customer.id, scene.by))


async def _placed(scene: Scene, visit: Booking, start: datetime) -> BookingView:
    """A visit of a series at a local start, in its plan too; also one that was skipped."""
    deps, uow, customer_id = scene.deps, scene.uow, scene.customer.id
    await series.move_visit(deps, uow, visit.series_id or "", customer_id, visit_day(visit.id), start, scene.by)
    return scene.view(await uow.bookings.get(visit.id))


PERFORMERS: Mapping[type, Performer] = {
    CancelOrder: cancel,
    CancelOrders: cancel_several,
    FindMoves: find_moves,
    PreviewMove: preview_move,
    MoveOrder: move,
    PreviewChange: preview_change,
    ChangeOrder: change,
    ChangeOrders: change_several,
    RestoreOrders: restore,
}
