"""What a turn teaches: whether it was misunderstood, and how far an attempt to book has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.dialogue.frame import Frame
from bot.dialogue.step import Say
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import BookingTask
from bot.domain.attempt import Attempt, Stage
from bot.domain.miss import Miss, MissReason
from bot.domain.values import to_local
from bot.usecases.scene import Scene
from bot.zh.correction import takes_back

_NOT_UNDERSTOOD = ("utter_fallback", "utter_narrow_")
"""How the names of the words begin that say so."""
_NOBODY = ("utter_no_window", "utter_wish_not_met", "utter_wish_not_met_again", "utter_not_covered")
"""Said when a search has found nobody who could come."""
_BOOKED = ("utter_booked", "utter_series_booked")


async def note_turn(scene: Scene, frame: Frame, before: Talk, after: Talk, words: Sequence[Say]) -> None:
    """Steps of the turn's own transaction; neither changes what is answered."""
    await _note_miss(scene, frame, before, words)
    await _note_attempt(scene, before, after, words)


async def _note_miss(scene: Scene, frame: Frame, before: Talk, words: Sequence[Say]) -> None:
    reason = _missed(frame, before, words)
    if reason is None:
        return
    miss = Miss(
        conversation_id=scene.conversation.id,
        turn_id=scene.turn_id,
        at=scene.now,
        reason=reason,
        asked=before.asked,
        text=frame.text,
        intents=frame.intents,
        confidence=frame.confidence,
        before=before.heard,
        answer=",".join(say.response for say in words),
    )
    await scene.uow.misses.add(miss)


def _missed(frame: Frame, before: Talk, words: Sequence[Say]) -> MissReason | None:
    if not frame.text:
        return None
    if any(say.response.startswith(_NOT_UNDERSTOOD) for say in words):
        return MissReason.FALLBACK
    read_back = before.waits_for_yes and not before.offered_human
    return MissReason.CORRECTED if read_back and takes_back(frame.text) else None


async def _note_attempt(scene: Scene, before: Talk, after: Talk, words: Sequence[Say]) -> None:
    task, booked = _booking(after), any(say.response.startswith(_BOOKED) for say in words)
    if task is None and _booking(before) is None and not booked:
        return
    attempts, now = scene.uow.attempts, scene.now
    known = await attempts.open_of(scene.conversation.id)
    if known is not None and _is_over(scene, before):
        await attempts.save(known.ended(False, known.touched_at))
        known = None
    attempt = known or Attempt(scene.conversation.id, now, now)
    if task is not None:
        unmet = any(say.response in _NOBODY for say in words)
        attempt = attempt.came_to(_stage(task), after.asked, task.draft.service or "", now, unmet)
    if booked or task is None:
        attempt = attempt.ended(booked, now)
    await (attempts.save(attempt) if known else attempts.add(attempt))


def _is_over(scene: Scene, before: Talk) -> bool:
    """The draft's time was over: what she writes now begins another attempt."""
    longest = timedelta(hours=scene.catalogue.policies.draft_hours)
    return before.touched_at is not None and to_local(scene.now, scene.deps.zone) - before.touched_at > longest


def _booking(talk: Talk) -> BookingTask | None:
    return next((task for task in reversed(talk.tasks) if isinstance(task, BookingTask)), None)


def _stage(task: BookingTask) -> Stage:
    if task.shown or "confirm" in task.asked:
        return Stage.SHOWN
    times = task.asked == "booking:window" and any(option.is_thing for option in task.options)
    if task.offered or task.held is not None or times:
        return Stage.OFFERED
    return Stage.SERVICE if task.draft.service else Stage.STARTED
