"""Which order a description fits: by service, thing, time, place, person, need, number; or which it does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.dialogue.facts import BookingView, Facts
from bot.dialogue.requests import day_named
from bot.zh.address import district
from bot.zh.extract import find
from bot.zh.order_mention import (
    FIRST,
    LAST,
    NEWEST,
    SPOKEN,
    apart,
    means_every,
    mention_of,
    place_among,
    several_numbers,
)
from bot.zh.order_number import order_number
from bot.zh.place import shares_place
from bot.zh.things import is_of, things
from bot.zh.time_expression import TimeExpression
from bot.zh.when import resolve
from bot.zh.whose_home import is_same_home, whose_home
from bot.zh.window import Window

_COUNTED_BESIDE = frozenset({"人", "猫", "狗"})
"""Who eats and which animals there are: no things that are worked on."""
_FOR_PEOPLE = frozenset({"elder_care", "childcare"})

_Test = Callable[[BookingView], bool]


@dataclass(frozen=True)
class Described:
    """What a text says of orders; beside each window whether it names no day."""

    text: str
    mention: str = ""
    """The part of it that names an order: 有猫那个."""
    services: frozenset[str] = frozenset()
    things: Mapping[str, frozenset[str]] = field(default_factory=dict)
    windows: tuple[tuple[Window, bool], ...] = ()
    needs: Mapping[str, str] = field(default_factory=dict)
    """By code, the words that say so."""
    counts: tuple[tuple[str, int], ...] = ()
    persons: tuple[str, ...] = ()
    number: str | None = None


@dataclass(frozen=True)
class Meant:
    """``named``: the description says which; ``every``: all of them are meant."""

    orders: tuple[BookingView, ...]
    named: bool
    every: bool = False

    @property
    def only(self) -> BookingView | None:
        """The one order that is meant."""
        return self.orders[0] if len(self.orders) == 1 else None


def meant(bookings: Sequence[BookingView], text: str, facts: Facts, spoken_of: str | None = None) -> Meant:
    """The orders that a text fits; all where it does not say which. ``spoken_of``: the one talked of last."""
    kept, refused = apart(text)
    told = _described(kept, facts)
    if all(booking.start >= facts.now for booking in bookings):
        told = replace(told, windows=tuple(one for one in told.windows if not one[0].past))  # 冰箱昨天坏掉了
    left = tuple(bookings)
    numbers = several_numbers(text)
    if numbers and max(numbers) <= len(left):
        chosen = tuple(left[number - 1] for number in numbers)
        return Meant(chosen, named=True, every=True)
    left, named = _narrowed(left, told, facts)
    for one in refused:
        others, speaks = _narrowed(tuple(bookings), _described(one, facts), facts)
        if speaks and others:
            left, named = tuple(booking for booking in left if booking not in others), True
    every = means_every(kept, len(left))
    if every:
        return Meant(left, named, every=True)
    placed = _placed(left, kept, spoken_of)
    return Meant(left, named) if placed is None else Meant(placed, named=True)


def _described(text: str, facts: Facts) -> Described:
    found = find(text)
    values = {kind: [item.value for item in found if item.kind == kind] for kind in {item.kind for item in found}}
    windows = []
    for value in values.get("time", ()):
        expression = TimeExpression.from_dict(day_named(value))
        window = resolve(expression, facts.at)
        if window is not None and window.precision != "asap":  # 现在取消扣不扣钱: when it is asked
            windows.append((window, not expression.has_day))
    services = frozenset(values.get("service", ()))
    return Described(
        text=text,
        mention=mention_of(text),
        services=services,
        things=_free_things(text, [item.text for item in found if item.kind == "need"], services),
        windows=tuple(windows),
        needs={item.value["code"]: item.text for item in found if item.kind == "need" and not item.value["denied"]},
        counts=tuple((item["item"], item["count"]) for item in values.get("quantity", ())),
        persons=_persons(text, values, facts),
        number=order_number(text),
    )


def _free_things(text: str, needs: Sequence[str], said: frozenset[str]) -> Mapping[str, frozenset[str]]:
    """The things of a service that is named, else all that are no part of a need (有猫) and no people (我妈家)."""
    at_home = whose_home(text) is not None
    return {
        thing: services
        for thing, services in things(text).items()
        if services & said
        or not (said or any(thing in need for need in needs) or (at_home and services <= _FOR_PEOPLE))
    }


def _persons(text: str, values: Mapping[str, Sequence[object]], facts: Facts) -> tuple[str, ...]:
    named = [str(one) for one in values.get("person", ())]
    for wish in values.get("provider", ()):
        if isinstance(wish, Mapping):
            named += [str(wish["name"])] if "name" in wish else []
            named += [str(one) for one in wish.get("exclude", ())]
    named += [name for name in facts.provider_names if name in text]
    return tuple(dict.fromkeys(named))


def _narrowed(bookings: tuple[BookingView, ...], told: Described, facts: Facts) -> tuple[tuple[BookingView, ...], bool]:
    """What fits, and whether the text says which at all."""
    left, named = bookings, False
    for test in _said(told):
        left, named = tuple(booking for booking in left if test(booking)), True
    for test, must_fit in _hinted(told, facts):
        fitting = tuple(booking for booking in left if test(booking))
        if fitting or must_fit:
            named = named or must_fit or len(fitting) < len(left)
            left = fitting
    return left, named


def _said(told: Described) -> list[_Test]:
    """What must fit: said of an order, it can mean nothing else."""
    tests: list[_Test] = []
    if told.number:
        number = _plain_number(told.number)
        tests.append(lambda booking: _plain_number(booking.id).endswith(number))
    if told.services:
        tests.append(lambda booking: booking.service in told.services)
    if told.windows:
        tests.append(lambda booking: any(begins_in(booking, *one) for one in told.windows))
    if told.persons:
        tests.append(lambda booking: any(_is_by(booking, name) for name in told.persons))
    return tests


def _hinted(told: Described, facts: Facts) -> list[tuple[_Test, bool]]:
    """What counts where it fits an order; it must fit where it stands in the order's very name: 空调那个."""
    hints: list[tuple[_Test, bool]] = []
    for thing, services in told.things.items():
        must_fit = thing in told.mention
        hints.append((lambda booking, t=thing, s=services: _works_on(booking, t, s), must_fit))  # type: ignore[misc]
    for code, words in told.needs.items():
        must_fit = not told.services and words in told.mention  # 洗油烟机那个: the hood is what the service works on
        hints.append((lambda booking, c=code: c in booking.special_needs, must_fit))  # type: ignore[misc]
    for item, count in told.counts:
        hints.append((lambda booking, i=item, n=count: _has_count(booking, i, n), False))  # type: ignore[misc]
    label = whose_home(told.text)
    if label is not None:
        doors = {home.address for home in facts.homes if home.label and is_same_home(home.label, label)}
        hints.append((lambda booking: booking.address in doors, whose_home(told.mention) is not None))
    area = district(told.text)
    if area is not None:
        hints.append((lambda booking: booking.district == area or district(booking.address) == area, False))
    hints.append((lambda booking: shares_place(told.text, booking.address), False))
    return hints


def _works_on(booking: BookingView, thing: str, services: frozenset[str]) -> bool:
    if booking.service not in services:
        return False
    pieces = [item for item in booking.quantities if item not in _COUNTED_BESIDE]
    return not pieces or any(is_of(thing, item) for item in pieces)


def _has_count(booking: BookingView, item: str, count: int) -> bool:
    return any(n == count and is_of(item, name) for name, n in booking.quantities.items())


_EARLY, _LATE_MORNING = 8, 11


def begins_in(booking: BookingView, window: Window, hours_only: bool) -> bool:
    """Whether the visit begins in the window; of a time of day said without a day only the hours count."""
    start, end, begins = window.start, window.end, booking.start
    if start is None:
        return end is None or begins < end
    if hours_only and window.precision in ("time", "part"):
        shift = begins.date() - start.date()
        start, end = start + shift, end + shift if end else None
    if window.precision == "time":
        return begins == start
    if window.precision == "part" and end is not None and start.hour < _EARLY <= end.hour < _LATE_MORNING:
        end = end.replace(hour=_LATE_MORNING)  # 早上那次 may begin at half past ten
    if begins.date() in window.exclude:
        return False
    return start <= begins and (end is None or begins < end)


def _is_by(booking: BookingView, name: str) -> bool:
    surname = name.lstrip("小老阿")[:1]
    return any(name in provider or provider.startswith(surname) for provider in booking.providers)


def _plain_number(number: str) -> str:
    return "".join(char for char in number.lower() if char.isalnum())


def _placed(bookings: tuple[BookingView, ...], text: str, spoken_of: str | None) -> tuple[BookingView, ...] | None:
    """The one at a place among them; ``None`` where no place is said, or it tells nothing."""
    place = place_among(text)
    if place is None or not bookings:
        return None
    if isinstance(place, int):
        return bookings[place - 1 : place] or None
    if place == SPOKEN:
        spoken = tuple(booking for booking in bookings if booking.id == spoken_of)
        return spoken or _newest(bookings, "touched_at")
    if place == NEWEST:
        return _newest(bookings, "touched_at" if "取消" in text else "made_at")
    edge = {FIRST: min, LAST: max}[place](booking.start for booking in bookings)
    return tuple(booking for booking in bookings if booking.start == edge)


def _newest(bookings: tuple[BookingView, ...], by: str) -> tuple[BookingView, ...] | None:
    """Those that were made, or had something done to them, last."""
    times = [getattr(booking, by) for booking in bookings if getattr(booking, by) is not None]
    return tuple(booking for booking in bookings if getattr(booking, by) == max(times)) if times else None
