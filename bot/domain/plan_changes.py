"""What one plan of a day does otherwise than another, in plain words, and what of it hangs together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.domain.dispatch import Day, DayVisit, Plan, Promise, rounds
from bot.domain.provider import Provider


@dataclass(frozen=True, slots=True)
class Change:
    """Others come to a visit. ``before`` is who was sent, even where she can no longer come."""

    booking_id: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    needs_yes: bool
    reasons: tuple[str, ...]

    @property
    def reason(self) -> str:
        return "，".join(self.reasons)


def changes(day: Day, proposed: Plan, providers: Mapping[str, Provider]) -> tuple[Change, ...]:
    """Every visit to which others would come, in order of the day."""
    current = day.current()
    changed = [
        visit
        for visit in day.visits
        if proposed[visit.booking_id] and set(proposed[visit.booking_id]) != set(visit.current)
    ]
    return tuple(
        Change(
            visit.booking_id,
            visit.current,
            proposed[visit.booking_id],
            visit.promise is Promise.TOLD,
            _reasons(day, visit, current, proposed, changed, providers),
        )
        for visit in changed
    )


def unserved(day: Day, proposed: Plan) -> tuple[DayVisit, ...]:
    """Visits for which nobody is found: a person must see to them."""
    return tuple(visit for visit in day.visits if not proposed[visit.booking_id])


def together(parts: Sequence[Change]) -> list[list[Change]]:
    """Changes in groups that need each other, because one provider has a part in both."""
    groups: list[tuple[set[str], list[Change]]] = []
    for change in parts:
        people, own = {*change.before, *change.after}, [change]
        apart = []
        for others, members in groups:
            if others & people:
                people, own = people | others, members + own
            else:
                apart.append((others, members))
        groups = [*apart, (people, own)]
    return [members for _, members in groups]


def _reasons(
    day: Day,
    visit: DayVisit,
    current: Plan,
    proposed: Plan,
    changed: Sequence[DayVisit],
    providers: Mapping[str, Provider],
) -> tuple[str, ...]:
    sent = proposed[visit.booking_id]
    gone = [one for one in visit.current if one not in sent]
    new = [one for one in sent if one not in visit.current]

    def names(ids: Sequence[str]) -> str:
        return "、".join(providers[one].name if one in providers else one for one in ids)

    unable = [one for one in gone if one not in visit.worth]
    saved = _detour(day, current, visit) - _detour(day, proposed, visit)
    freed = _freed(day, visit, gone, proposed, changed)
    eased = [one for one in gone if _minutes(day, current, one) - _minutes(day, proposed, one) >= visit.minutes]
    gains = (
        (bool(unable), f"{names(unable)}去不了这一单"),
        (not visit.current, "还没有安排人"),
        (bool(visit.wished & set(new)), f"客户想要{names([one for one in new if one in visit.wished])}"),
        (bool(visit.known & set(new) - visit.wished), f"{names([one for one in new if one in visit.known])}去过这家"),
        (saved > 0, f"路上少{saved}分钟"),
    )
    said = [words for holds, words in gains if holds]
    if freed is not None and not said:
        said.append(f"腾出{names([one for one in gone if one in proposed[freed.booking_id]])}去{freed.district}那一单")
    elif eased and not unable:
        said.append(f"{names(eased)}当天少{visit.minutes / 60:g}小时")
    if not said and new and gone:
        said.append(f"评分{_rating(providers, new):.1f}，原来{_rating(providers, gone):.1f}")
    return tuple(said)


def _freed(
    day: Day, visit: DayVisit, gone: Sequence[str], proposed: Plan, changed: Sequence[DayVisit]
) -> DayVisit | None:
    """The visit for which somebody is taken off this one, because she cannot do both."""
    for other in changed:
        if other is not visit and set(gone) & set(proposed[other.booking_id]):
            earlier, later = sorted((visit, other), key=lambda one: one.starts)
            if not day.are_apart(earlier, later):
                return other
    return None


def _detour(day: Day, plan: Plan, visit: DayVisit) -> int:
    """Minutes that the way to a visit and on from it takes its providers beyond what they would go without it."""
    total = 0
    by_provider = rounds(day, plan)
    for provider_id in plan[visit.booking_id]:
        her = by_provider[provider_id]
        place = her.index(visit)
        doors = [one.district for one in her[max(0, place - 1) : place + 2]]
        total += sum(day.way(one, other) - day.usual_way for one, other in pairwise(doors))
        if 0 < place < len(her) - 1:
            total -= day.way(doors[0], doors[-1]) - day.usual_way
    return total


def _minutes(day: Day, plan: Plan, provider_id: str) -> int:
    return sum(visit.minutes for visit in rounds(day, plan).get(provider_id, ()))


def _rating(providers: Mapping[str, Provider], ids: Sequence[str]) -> float:
    return sum(providers[one].rating for one in ids if one in providers) / len(ids)
