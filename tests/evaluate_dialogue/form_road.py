"""The road to the plain form: Rasa's own REST channel, its slots read as a booking."""

from __future__ import annotations

import asyncio
import urllib.parse
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.domain.catalogue import Catalogue
from bot.domain.values import to_instant
from bot.domain.work import Work, minutes_for
from bot.replay.road import Broken, Reply, Row, State
from bot.replay.transcript import AgentAct, Conversation, Given, Saying
from bot.zh.time_expression import TimeExpression
from bot.zh.when import resolve
from tests.evaluate_dialogue.form_model import Served
from tests.fakes import SHANGHAI
from tests.support.product import call

MONDAY_TEN = datetime(2026, 11, 23, 10)
_ASKED = {
    "service": "booking:service", "time": "booking:window", "area": "booking:area", "address": "booking:address",
    "phone": "booking:phone", "confirmed": "booking:confirm",
}  # fmt: skip
_SPOKEN = "utter_"
_BOOKED, _OVER = "utter_booked", ("utter_booked", "utter_dropped")
_FALLBACKS = {"utter_default": "utter_fallback"}


def has_a_skill_for(conversation: Conversation) -> bool:
    """Whether it is about new single orders alone: what a booking form is for."""
    ends, given = conversation.ends, conversation.given
    only_books = not (given.bookings or given.series or ends.series or ends.visits or ends.cancelled or ends.waitlist)
    return bool(ends.bookings) and only_books and ends.mode in (None, "bot")


class FormRoad:
    """Knows nothing of a customer beforehand, and takes a message at a time."""

    def __init__(self, served: Served, catalogue: Catalogue, name: str) -> None:
        self._served = served
        self._catalogue = catalogue
        self._name = name
        self._now = MONDAY_TEN
        self._events = 0
        self._bookings: list[Row] = []

    async def now(self) -> datetime:
        return self._now

    async def advance(self, by: timedelta) -> None:
        self._now += by

    async def arrange(self, given: Given) -> None:
        """A form has no memory of customers."""

    async def say(self, sayings: Sequence[Saying]) -> Reply:
        bubbles: list[str] = []
        said: list[str] = []
        for one in sayings:
            text = one.key if one.event.upper() == "CLICK" else one.typed
            if text:
                bubbles += [str(bubble.get("text", "")) for bubble in await self._post(text)]
                said += self._note(await self._tracker())
                if any(name in said for name in _OVER):
                    await self._forget()
        return Reply("\n".join(bubbles) or None, tuple(said))

    async def act(self, act: AgentAct) -> Reply:
        raise Broken("a form knows no agents")

    async def meanwhile(self) -> Reply:
        return Reply()

    async def look(self) -> State:
        tracker = await self._tracker()
        asks = bool((tracker.get("active_loop") or {}).get("name"))
        slots: Mapping[str, Any] = tracker["slots"]
        return State(
            now=self._now,
            asked=_ASKED.get(slots.get("requested_slot") or "", "none") if asks else "none",
            drafts=[self._draft(slots)] if asks else [],
            bookings=self._bookings,
            profile={name: self._bookings[-1][name] for name in ("phone", "address")} if self._bookings else {},
        )

    async def leave(self) -> None:
        """It has taken nobody's time."""

    def _note(self, tracker: Mapping[str, Any]) -> list[str]:
        """The responses since the last look; what the form has just booked is kept as an order."""
        events = tracker["events"]
        names = [event["name"] for event in events[self._events :] if event["event"] == "action"]
        # A question of the form is an utterance, and no action of its own.
        names += [
            event["metadata"]["utter_action"]
            for event in events[self._events :]
            if event["event"] == "bot" and "utter_action" in event["metadata"]
        ]
        self._events = len(events)
        said = list(dict.fromkeys(_FALLBACKS.get(name, name) for name in names if name.startswith(_SPOKEN)))
        if _BOOKED in said:
            self._book(self._draft(tracker["slots"]))
        return said

    def _draft(self, slots: Mapping[str, Any]) -> Row:
        window = self._window(slots.get("time"))
        return {
            "service": slots.get("service"),
            "window": window,
            "area_sqm": slots.get("area"),
            "address": slots.get("address"),
            "phone": slots.get("phone"),
        }

    def _window(self, value: Any) -> Row | None:
        """What is meant on the clock of this conversation."""
        if not isinstance(value, Mapping):
            return None
        window = resolve(TimeExpression.from_dict(value), to_instant(self._now, SHANGHAI))
        return {"start": window.start.isoformat(), "end": None} if window is not None and window.start else None

    def _book(self, draft: Row) -> None:
        if draft["window"] is None:
            return
        service = self._catalogue.service(draft["service"])
        minutes = minutes_for(service, Work(area_sqm=draft["area_sqm"])) if service else None
        self._bookings.append({**draft, "state": "confirmed", "duration_minutes": minutes})

    async def _post(self, text: str) -> list[dict[str, Any]]:
        url = f"{self._served.url}/webhooks/rest/webhook"
        # Rasa takes a slash at the beginning as an order of its own.
        message = {"sender": self._name, "message": text.replace("/", "／", 1) if text.startswith("/") else text}
        answer: list[dict[str, Any]] = await asyncio.to_thread(call, url, message)
        return answer

    async def _forget(self) -> None:
        """What a custom action at the end of the form would do."""
        name = urllib.parse.quote(self._name)
        url = f"{self._served.url}/conversations/{name}/tracker/events?token={self._served.token}"
        tracker = await asyncio.to_thread(call, url, {"event": "reset_slots"})
        self._events = len(tracker["events"])

    async def _tracker(self) -> Mapping[str, Any]:
        name = urllib.parse.quote(self._name)
        url = f"{self._served.url}/conversations/{name}/tracker?token={self._served.token}"
        answer: Mapping[str, Any] = await asyncio.to_thread(call, url)
        return answer
