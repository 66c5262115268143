"""Where a played conversation is not as its transcript says: turn by turn, and at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from itertools import zip_longest
from typing import Any

from bot.replay.fields import differing, local_start, plain, shown
from bot.replay.road import Reply, Row, State
from bot.replay.transcript import Ends, Turn
from bot.zh.normalise import script

_CONFIRMED = ("confirmed", "on_the_way", "in_service")
_ENDED = "ended"


class Kind(Enum):
    """What is not as expected; ``FIELD`` is a value of a draft or of the end state."""

    SAYS = "says"
    NEVER = "never"
    SCRIPT = "script"
    SILENCE = "silence"
    ASKS = "asks"
    FIELD = "field"
    STATE = "state"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Deviation:
    """``what`` names the thing, ``expected`` and ``came`` in words; ``turn`` counts from 1; 0 is before the first.
    ``None`` is the end."""

    kind: Kind
    what: str
    expected: str
    came: str
    turn: int | None = None
    said: str = ""


def judge_turn(turn: Turn, reply: Reply, state: State, began: datetime) -> Iterator[Deviation]:
    """The deviations of one turn, without its number."""
    yield from _of_words(turn, reply)
    if turn.asks and state.asked not in turn.asks:
        yield Deviation(Kind.ASKS, "asks", " or ".join(turn.asks), state.asked)
    if turn.holds is not None:
        yield from _of_fields("holds", turn.holds, state.draft, began)


def _of_words(turn: Turn, reply: Reply) -> Iterator[Deviation]:
    if turn.silent or reply.text is None:
        # After a wait the bot may well have nothing to say.
        if turn.silent != (reply.text is None) and (turn.customer or turn.silent or _wants_words(turn)):
            yield Deviation(Kind.SILENCE, "reply", "no reply" if turn.silent else "a reply", reply.text or "no reply")
        return
    heard = plain(reply.text)
    for word in turn.says:
        if plain(word) not in heard:
            yield Deviation(Kind.SAYS, "says", word, reply.text)
    for group in turn.says_one_of:
        if not any(plain(word) in heard for word in group):
            yield Deviation(Kind.SAYS, "says one of", " | ".join(group), reply.text)
    for word in turn.never:
        if plain(word) in heard:
            yield Deviation(Kind.NEVER, "never", word, reply.text)
    if turn.script is not None and script(reply.text) != turn.script:
        yield Deviation(Kind.SCRIPT, "script", turn.script, reply.text)


def _wants_words(turn: Turn) -> bool:
    return bool(turn.says or turn.says_one_of or turn.script)


def judge_end(ends: Ends, state: State, began: datetime) -> list[Deviation]:
    """Everything named in ``ends`` that is otherwise."""
    found: list[Deviation] = []
    single = [row for row in state.bookings if not row.get("series_id")]
    if ends.bookings is not None:
        found += _of_rows("booking", ends.bookings, _upcoming(single, state.now), began)
    if ends.visits is not None:
        visits = _upcoming([row for row in state.bookings if row.get("series_id")], state.now)
        found += _of_rows("visit", ends.visits, visits[: len(ends.visits)], began)
    if ends.series is not None:
        wants_ended = any(one.get("state") == _ENDED or one.get("until") for one in ends.series)
        rows = [_as_series(row) for row in state.series if wants_ended or row["state"] != _ENDED]
        found += _of_rows("series", ends.series, rows, began)
    if ends.cancelled is not None:
        found += _of_state("cancelled", ends.cancelled, sum(row["state"] == "cancelled" for row in single))
    if ends.tickets is not None:
        found += _of_rows("ticket", ends.tickets, state.tickets, began)
    if ends.waitlist is not None:
        found += _of_state("waitlist", ends.waitlist, state.waiting)
    if ends.survey is not None:
        found += _of_fields("survey", ends.survey, state.survey, began)
    if ends.mode is not None:
        found += _of_state("mode", ends.mode, state.mode)
    if ends.draft is not None:
        found += _of_state("draft", ends.draft, "open" if state.drafts else "none")
    if ends.profile is not None:
        found += _of_fields("profile", ends.profile.model_dump(exclude_none=True), state.profile, began)
    return found


def _upcoming(rows: Sequence[Row], now: datetime) -> list[Row]:
    coming = [row for row in rows if row["state"] in _CONFIRMED and _starts(row) > now]
    return [_as_booking(row) for row in sorted(coming, key=_starts)]


def _starts(row: Row) -> datetime:
    start = local_start(row["window"])
    assert start is not None
    return start


def _as_booking(row: Row) -> Row:
    return {**row, "price_yuan": row["quote_fen"] / 100} if "quote_fen" in row else row


def _as_series(row: Row) -> Row:
    frequency = row["frequency"]
    return {**row, **{name: frequency[name] for name in ("rrule", "from", "until", "count")}, "at": row["time"]}


def _of_rows(
    what: str, expected: Sequence[Mapping[str, Any]], actual: Sequence[Row], began: datetime
) -> Iterator[Deviation]:
    for number, (wanted, row) in enumerate(zip_longest(expected, actual), start=1):
        name = f"{what} {number}"
        if wanted is None:
            yield Deviation(Kind.STATE, name, "none", _in_short(row))
        elif row is None:
            yield Deviation(Kind.STATE, name, shown(wanted), "none")
        else:
            yield from _of_fields(name, wanted, row, began)


def _in_short(row: Row) -> str:
    names = ("type", "service", "window", "address", "rrule", "state")
    return shown({name: row[name] for name in names if row.get(name)})


def _of_fields(what: str, expected: Mapping[str, Any], actual: Row, began: datetime) -> Iterator[Deviation]:
    for name in differing(expected, actual, began):
        yield Deviation(Kind.FIELD, f"{what} {name}", shown(expected[name]), shown(actual.get(name)))


def _of_state(what: str, expected: object, actual: object) -> Iterator[Deviation]:
    if expected != actual:
        yield Deviation(Kind.STATE, what, str(expected), str(actual))
