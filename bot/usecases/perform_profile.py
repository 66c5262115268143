"""The effect on what is stored of a customer."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue.effects import Outcome, ProfileSaved, SaveProfile
from bot.usecases.profile import change_profile
from bot.usecases.scene import Performer, Scene


async def save(scene: Scene, effect: SaveProfile) -> Outcome:
    await change_profile(
        scene.uow, scene.customer.id, scene.by, effect.phone, effect.name, effect.address, effect.label, effect.further
    )
    return ProfileSaved()


PERFORMERS: Mapping[type, Performer] = {SaveProfile: save}
