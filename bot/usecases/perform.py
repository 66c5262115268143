"""Does what the dialogue asks for: one table from effect to the use case behind it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue.effects import Effect, Outcome, Refused
from bot.domain.errors import DomainError
from bot.usecases import (
    perform_asking,
    perform_booking,
    perform_care,
    perform_emergency,
    perform_media,
    perform_order,
    perform_privacy,
    perform_profile,
    perform_series,
    perform_survey,
)
from bot.usecases.scene import Performer, Scene

PERFORMERS: Mapping[type, Performer] = {
    **perform_booking.PERFORMERS,
    **perform_order.PERFORMERS,
    **perform_asking.PERFORMERS,
    **perform_profile.PERFORMERS,
    **perform_series.PERFORMERS,
    **perform_emergency.PERFORMERS,
    **perform_media.PERFORMERS,
    **perform_care.PERFORMERS,
    **perform_survey.PERFORMERS,
    **perform_privacy.PERFORMERS,
}


async def perform(scene: Scene, effect: Effect) -> Outcome:
    """The outcome of an effect; where the business says no, ``Refused`` with its code, and nothing of it is done."""
    try:
        async with scene.uow.savepoint():
            return await PERFORMERS[type(effect)](scene, effect)
    except DomainError as error:
        return Refused(error.code)
