"""The effects on orders that are there: cancelled, moved, taken back."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue.effects import (
    Cancelled,
    CancelOrder,
    FindMoves,
    Moved,
    MoveOrder,
    MovePreviewed,
    Outcome,
    PreviewMove,
    Restored,
    RestoreOrder,
)
from bot.usecases import booking as core
from bot.usecases import order
from bot.usecases.perform_booking import found
from bot.usecases.scene import Performer, Scene


async def cancel(scene: Scene, effect: CancelOrder) -> Outcome:
    deps, uow, customer_id = scene.deps, scene.uow, scene.customer.id
    return Cancelled(scene.view(await core.cancel(deps, uow, effect.booking_id, customer_id, scene.by, effect.fee_fen)))


async def find_moves(scene: Scene, effect: FindMoves) -> Outcome:
    window = effect.window
    moves = await order.find_moves(
        scene.deps, scene.uow, effect.booking_id, scene.customer.id, window.start, window.end, window.precision
    )
    return found(moves)


async def preview_move(scene: Scene, effect: PreviewMove) -> Outcome:
    deps, uow, customer_id = scene.deps, scene.uow, scene.customer.id
    preview = await order.preview_move(deps, uow, effect.booking_id, customer_id, effect.start, scene.by)
    return MovePreviewed(scene.view(preview))


async def move(scene: Scene, effect: MoveOrder) -> Outcome:
    deps, uow, customer_id = scene.deps, scene.uow, scene.customer.id
    moved = await order.reschedule(deps, uow, effect.booking_id, customer_id, effect.start, scene.by, effect.priced_at)
    return Moved(scene.view(moved))


async def restore(scene: Scene, effect: RestoreOrder) -> Outcome:
    restored = await order.restore(scene.deps, scene.uow, effect.booking_id, scene.customer.id, scene.by)
    return Restored(scene.view(restored))


PERFORMERS: Mapping[type, Performer] = {
    CancelOrder: cancel,
    FindMoves: find_moves,
    PreviewMove: preview_move,
    MoveOrder: move,
    RestoreOrder: restore,
}
