"""The ruler of ``make evaluate-dialogue``: what played conversations are worth."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import pairwise

from bot.replay.judging import Deviation, Kind
from bot.replay.play import Exchange, Played
from bot.replay.road import Row

FALLBACK = "utter_fallback"
_NO_SERVICE = ""

_ASKS = re.compile(r"utter_ask_(service|window|time|area|address|phone)(?:_of|_again|_once_more|_another_way)?")
"""Plain questions for a field, in whichever words; one that offers times, or says why one cannot be, is none."""

_FIELDS = {"time": ("window",), "area": ("area_sqm", "rooms")}
"""Of the drafts, where they are called otherwise than in the question."""

_HERS = ("address", "phone")
"""The customer's own: another wish has them too, while its service and time are its own."""


@dataclass(frozen=True)
class Tally:
    """Sums over conversations. ``booking_turns`` and ``bookings`` are of those that were to book and did."""

    conversations: int = 0
    finished: int = 0
    turns: int = 0
    bookings: int = 0
    booking_turns: int = 0
    asked_again: int = 0
    wrong_fields: int = 0
    loops: int = 0
    fallbacks: int = 0
    typed: int = 0
    """Characters, in those that finished their task."""

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def success(self) -> float | None:
        return _over(self.finished, self.conversations)

    @property
    def turns_per_booking(self) -> float | None:
        return _over(self.booking_turns, self.bookings)

    @property
    def fallback_rate(self) -> float | None:
        return _over(self.fallbacks, self.turns)

    @property
    def effort(self) -> float | None:
        return _over(self.typed, self.finished)


def tally(played: Played) -> Tally:
    spoken = [one for one in played.exchanges if one.said]
    booked = _new_orders(played) if played.succeeded else 0
    return Tally(
        conversations=1,
        finished=int(played.succeeded),
        turns=len(spoken),
        bookings=booked,
        booking_turns=len(spoken) if booked else 0,
        asked_again=sum(1 for _ in asked_again(played)),
        wrong_fields=sum(_fields_of(one, played) for one in played.deviations),
        loops=sum(1 for one, then in pairwise(spoken) if one.reply.text and one.reply.text == then.reply.text),
        fallbacks=sum(any(name.startswith(FALLBACK) for name in one.reply.responses) for one in spoken),
        typed=sum(one.typed for one in spoken) if played.succeeded else 0,
    )


def total(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())


def _new_orders(played: Played) -> int:
    before = [one for one in played.conversation.given.bookings if not one.past and one.state == "confirmed"]
    return max(len(played.conversation.ends.bookings or ()) - len(before), 0)


def asked_again(played: Played) -> Iterator[Exchange]:
    """Turns whose reply asks for what is known: held by this wish's draft before, or the customer's own."""
    if played.before is None:
        return
    own = {name for name in _HERS if played.before.profile.get(name)}
    of_wish: dict[str, set[str]] = {}
    drafts = 0
    for exchange in played.exchanges:
        if len(exchange.state.drafts) != drafts:
            # One is booked or dropped, or another begun: what belongs to one order alone is open anew.
            of_wish.clear()
            drafts = len(exchange.state.drafts)
        held = exchange.state.draft
        wish = of_wish.setdefault(held.get("service") or _NO_SERVICE, set())
        named = {"service"} if any(service != _NO_SERVICE for service in of_wish) else set()
        if _asked(exchange) & (own | wish | named):
            yield exchange
        wish |= _held(held)
        own |= _held(held).intersection(_HERS)


def _asked(exchange: Exchange) -> set[str]:
    """The fields of a draft that its reply asks for."""
    found = [_ASKS.fullmatch(response) for response in exchange.reply.responses]
    return {name for match in found if match for name in _FIELDS.get(match[1], (match[1],))}


def _held(draft: Row) -> set[str]:
    return {name for name in ("service", "window", "area_sqm", "rooms", *_HERS) if draft.get(name)}


def _fields_of(deviation: Deviation, played: Played) -> int:
    """How many values are wrong or lost by it; a missing order has lost all that was named of it."""
    if deviation.kind is Kind.FIELD:
        return 1
    name, _, number = deviation.what.partition(" ")
    if deviation.kind is Kind.STATE and name == "booking" and deviation.came == "none":
        return len((played.conversation.ends.bookings or ())[int(number) - 1])
    return 0


def _over(part: int, whole: int) -> float | None:
    return part / whole if whole else None
