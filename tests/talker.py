"""A customer talking to the dialogue and the booking core over fakes: real reading of values, intents given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.dialogue.rewording import OTHER_WORDS
from bot.dialogue.step import Say
from bot.domain.booking import Booking, BookingState
from bot.domain.values import to_local
from bot.usecases.turn import TakeTurn, take_turn
from bot.zh.extract import find
from tests.fakes import FakeWorld
from tests.worlds import a_text, a_world, heard


def parse_of(text: str, *intents: str, confidence: float = 0.99) -> dict[str, Any]:
    """What Rasa would hand over for ``text`` if it classified it as ``intents``."""
    entities: list[dict[str, Any]] = [
        {"entity": found.kind, "start": found.start, "end": found.end, "value": found.value} for found in find(text)
    ]
    first = intents[0] if intents else "nlu_fallback"
    readings = {"none": {"intents": [{"name": name, "confidence": confidence} for name in intents], "clauses": []}}
    return {"text": text, "intent": {"name": first}, "readings": readings, "entities": entities}


class Talker:
    """One conversation; ``says`` names the responses by their first wording, ``values`` the last turn's.

    ``hears_place``: also what is said of her place in the queue, when she is next.
    """

    def __init__(self, world: FakeWorld | None = None, hears_place: bool = False) -> None:
        self.world = world or a_world()
        self.hears_place = hears_place
        self.turns = 0
        self.said: tuple[Say, ...] = ()

    async def says(
        self,
        text: str,
        *intents: str,
        media: tuple[str, ...] = (),
        topic: str | None = None,
        category: str | None = None,
        confidence: float = 0.99,
        **came: Any,
    ) -> list[str]:
        """``came``: what else came with the words, as in ``TakeTurn``."""
        if not self.world.store.conversations:
            await heard(self.world, a_text())
        (conversation,) = self.world.store.conversations
        self.turns += 1
        read = parse_of(text, *intents, confidence=confidence)
        parse = {**read, "topic": {"name": topic}, "category": {"name": category}}
        command = TakeTurn(conversation, f"turn{self.turns}", parse, media, **came)
        self.said = await take_turn(self.world.deps, command)
        plain = {other: first for first, other in reversed(OTHER_WORDS.items())}
        said = (plain.get(say.response, say.response) for say in self.said)
        left_out = {"utter_data_use", *(() if self.hears_place else ("utter_queue_next",))}
        return [response for response in said if response not in left_out]

    @property
    def values(self) -> Mapping[str, str]:
        """All values of the last turn's responses together."""
        return {key: value for say in self.said for key, value in say.values.items()}

    @property
    def choices(self) -> list[str]:
        return [choice.title for say in self.said for choice in say.choices]

    def confirmed_at(self, form: str = "%a %H:%M") -> list[str]:
        """When the confirmed visits begin, by the clock where they are."""
        zone = self.world.deps.zone
        return sorted(f"{to_local(one.window.start, zone):{form}}" for one in self.bookings(BookingState.CONFIRMED))

    def bookings(self, *states: BookingState) -> list[Booking]:
        return [b for b in self.world.store.bookings.values() if not states or b.state in states]
