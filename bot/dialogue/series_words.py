"""A series that runs and its changes in words: what is asked before the yes, and what was done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.dialogue.facts import Facts
from bot.dialogue.recurring import PlannedVisit, SeriesChange, SeriesChangedTo, SeriesChangeSeen, SeriesView
from bot.dialogue.step import Say
from bot.domain.pricing import hours_in_words
from bot.domain.values import yuan
from bot.zh.series_say import day_in_words, rule_in_words
from bot.zh.time_say import say
from bot.zh.window import Window


def series_line(series: SeriesView, facts: Facts) -> str:
    """每周三14:00 日常保洁."""
    return f"{rule_in_words(series.rule)}{series.at:%H:%M} {facts.service_name(series.service)}"


def series_order(series: SeriesView, facts: Facts) -> str:
    """A series among other orders: 每周三14:00 日常保洁，下一次12月2日（周三）14:00."""
    state = "已暂停" if series.paused else f"下一次{_next(series.visits)}"
    return f"{series_line(series, facts)}，{state}"


def series_detail(series: SeriesView, facts: Facts) -> Say:
    """A series by itself: its next visits and who comes."""
    values = {"series": series_line(series, facts), "hours": hours_in_words(series.minutes)}
    if not series.visits:
        return Say("utter_series_paused_detail" if series.paused else "utter_series_no_visits", values)
    made = next((visit for visit in series.visits if visit.providers), None)
    values["visits"] = "\n".join(f"· {visit_line(visit, series, facts)}" for visit in series.visits[:3])
    if made is None:
        return Say("utter_series_detail_in_review", values)
    return Say("utter_series_detail", {**values, "provider": "、".join(made.providers), "price": made.price})


def start_line(visit: PlannedVisit, facts: Facts) -> str:
    return say(Window(visit.start, None, "time"), facts.at)


def visit_line(visit: PlannedVisit, series: SeriesView, facts: Facts) -> str:
    window = Window(visit.start, visit.start + timedelta(minutes=series.minutes), "time")
    return f"{say(window, facts.at)} {facts.service_name(series.service)}"


def ask_yes(change: SeriesChange, series: SeriesView, seen: SeriesChangeSeen, facts: Facts) -> Say:
    """What would become of it, and what that costs."""
    costs = "_with_fee" if seen.fee_fen else ""
    values = {
        "series": series_line(series, facts),
        "fee": yuan(seen.fee_fen),
        "next": _next(seen.visits),
    }
    match change.act:
        case "skip":
            gone = [visit for visit in series.visits if visit.day in change.days]
            values["visits"] = "\n".join(visit_line(visit, series, facts) for visit in gone)
            return Say(f"utter_ask_skip{costs}", values)
        case "pause":
            values |= _break_in_words(change, seen.visits, series, facts)
            return Say(f"utter_ask_pause{costs}", values)
        case "end":
            values["from"] = day_in_words(change.first or facts.now.date())
            return Say(f"utter_ask_end_series{costs}", values)
        case "resume":
            return Say("utter_ask_resume", values)
        case "move":
            return Say("utter_ask_move", {**values, **_moved_in_words(change, series, seen.visits, facts)})
        case "change":
            return _ask_change(change, series, seen, values, facts)


def done(change: SeriesChange, before: SeriesView, outcome: SeriesChangedTo, facts: Facts) -> tuple[Say, ...]:
    """What was done, and when the next visit is."""
    after = outcome.series
    costs = "_with_fee" if outcome.fee_fen else ""
    values = {
        "series": series_line(after, facts),
        "fee": yuan(outcome.fee_fen),
        "next": _next(after.visits),
    }
    match change.act:
        case "skip":
            gone = [visit for visit in before.visits if visit.day in change.days]
            values["visits"] = "\n".join(visit_line(visit, before, facts) for visit in gone)
            return (Say(f"utter_skipped{costs}", values),)
        case "pause":
            behind = [visit for visit in after.visits if change.last is not None and visit.start.date() > change.last]
            values |= _break_in_words(change, tuple(behind), after, facts)
            return (Say(f"utter_series_paused{costs}", values),)
        case "end":
            return (_ended(change, before, costs, values, facts),)
        case "resume":
            return (Say("utter_series_resumed", values),)
        case "move":
            visit = tuple(one for one in after.visits if one.day in change.days)
            moved = _moved_in_words(change, before, visit, facts)
            return (Say("utter_moved", {**moved, "order": moved["new"]}),)
        case "change":
            said = Say("utter_series_changed_to", {**values, "provider": "、".join(after.team) or "同事正在安排"})
            return (said, Say("utter_series_staff_search")) if outcome.missing else (said,)


def _ended(change: SeriesChange, before: SeriesView, costs: str, values: dict[str, str], facts: Facts) -> Say:
    """That nobody comes any more, or from when on; up to then the visits stay."""
    left = [visit for visit in before.visits if change.first is not None and visit.start.date() < change.first]
    if not left or change.first is None:
        return Say(f"utter_series_ended{costs}", values)
    days = "、".join(day_in_words(visit.start.date()) for visit in left[:3]) + ("等" if len(left) > 3 else "")
    return Say(f"utter_series_ended_from{costs}", {**values, "visits": days, "from": day_in_words(change.first)})


def moves_undone(series: SeriesView, seen: SeriesChangeSeen, facts: Facts) -> tuple[Say, ...]:
    """Single visits that were moved before and go by the new rhythm again."""
    if not seen.undone:
        return ()
    return (
        Say("utter_series_moves_undone", {"visits": "\n".join(visit_line(one, series, facts) for one in seen.undone)}),
    )


def _break_in_words(
    change: SeriesChange, behind: tuple[PlannedVisit, ...], series: SeriesView, facts: Facts
) -> dict[str, str]:
    """Its days, and the first visit behind it."""
    first = day_in_words(change.first or facts.now.date())
    if change.last is None:
        return {"days": f"{first}起", "next": "等您说“继续”"}
    return {"days": f"{first}到{day_in_words(change.last)}", "next": _next(behind)}


def _moved_in_words(
    change: SeriesChange, series: SeriesView, visits: tuple[PlannedVisit, ...], facts: Facts
) -> dict[str, str]:
    old = next((visit for visit in series.visits if visit.day in change.days), None)
    new = next(iter(visits), None)
    return {
        "old": visit_line(old, series, facts) if old else "",
        "new": visit_line(new, series, facts) if new else "",
        "provider": "、".join(new.providers) if new and new.providers else "同事会去找人",
        "price": new.price if new else "",
    }


def _ask_change(
    change: SeriesChange, series: SeriesView, seen: SeriesChangeSeen, values: dict[str, str], facts: Facts
) -> Say:
    after = replace(series, rule=change.rule or series.rule, at=change.at or series.at)
    after = replace(after, minutes=change.minutes or series.minutes)
    first = next((visit for visit in seen.visits if not visit.dropped), None)
    who = next((visit.providers for visit in seen.visits if visit.providers), ())
    from_then = tuple(visit for visit in seen.visits if change.first is None or visit.start.date() >= change.first)
    only_person = after == series and change.exclude
    return Say(
        "utter_ask_series_provider" if only_person else "utter_ask_series_change",
        {
            **values,
            "next": _next(from_then or seen.visits),
            "old": f"{series_line(series, facts)}，每次{hours_in_words(series.minutes)}",
            "new": f"{series_line(after, facts)}，每次{hours_in_words(after.minutes)}",
            "provider": "、".join(who) or "同事会去找人",
            "price": first.price if first else "",
        },
    )


def _next(visits: tuple[PlannedVisit, ...]) -> str:
    visit = next((visit for visit in visits if not visit.dropped), None)
    if visit is None:
        return "暂时没有"
    start: date = visit.start.date()
    return f"{day_in_words(start)}{visit.start:%H:%M}"
