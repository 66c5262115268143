from __future__ import annotations

from dataclasses import replace

from bot.domain.dispatch import Promise, a_day, at_most, in_order, strain, value, violations, way_minutes, wishes_met
from bot.domain.plan_changes import changes, together, unserved
from bot.domain.policy import Weights
from tests.days import WEIGHTS, a_day_visit, carers, way

MORNING, NOON, EVENING = 8 * 60, 12 * 60, 16 * 60


def crosswise(**changed: object):
    """Two who each go from one end of the town to the other."""
    return a_day(
        [
            a_day_visit("a", MORNING, "东", ("p1",), **changed),
            a_day_visit("b", MORNING, "西", ("p2",)),
            a_day_visit("c", NOON, "西", ("p1",)),
            a_day_visit("d", NOON, "东", ("p2",)),
        ],
        way,
        30,
        WEIGHTS,
    )


STRAIGHT = {"a": ("p1",), "b": ("p2",), "c": ("p2",), "d": ("p1",)}


def test_a_plan_is_worth_who_comes_less_the_way_beyond_the_usual():
    day = crosswise()
    served = 4 * (100_000 + 4800)
    strained = 2 * strain(day, 360)
    assert value(day, day.current()) == served + strained - 2 * 60 * 30
    assert value(day, STRAIGHT) == served + strained
    reluctant = replace(day, weights=replace(WEIGHTS, change=-6.0))
    assert value(reluctant, STRAIGHT) == served + strained - 2 * 600
    assert (way_minutes(day, day.current()), way_minutes(day, STRAIGHT)) == (240, 120)


def test_long_days_weigh_more_than_in_proportion():
    day = crosswise()
    assert [strain(day, hours * 60) for hours in (2, 4, 6, 8)] == [0, -600, -1800, -3600]


def test_no_weight_makes_long_days_or_ways_a_gain():
    day = replace(crosswise(), weights=Weights(load=2.0, travel=1.0))
    assert (strain(day, 600), day.way_points(*day.visits[1:3])) == (0, 0)


def test_a_plan_says_what_it_breaks():
    day = crosswise()
    assert violations(day, day.current()) == violations(day, STRAIGHT) == ()
    assert violations(day, STRAIGHT | {"a": ("p2",)}) == ("p2 cannot do a and then b",)
    assert violations(day, STRAIGHT | {"a": ("p9",)}) == ("p9 cannot come to a",)
    assert violations(day, STRAIGHT | {"a": ()}) == ("nobody comes to a any more",)
    assert violations(day, STRAIGHT | {"a": ("p1", "p2")}) == ("a takes 1, not 2", "p2 cannot do a and then b")


def test_the_way_between_two_visits_must_fit():
    day = a_day([a_day_visit("a", MORNING, "东"), a_day_visit("b", MORNING + 240, "西", ("p2",))], way, 30, WEIGHTS)
    assert violations(day, {"a": ("p1",), "b": ("p1",)}) == ("p1 cannot do a and then b",)
    near = replace(day, visits=(day.visits[0], replace(day.visits[1], district="东")))
    assert violations(near, {"a": ("p1",), "b": ("p1",)}) == ()


def test_what_stands_already_is_no_fault_of_a_plan():
    visits = [a_day_visit("a", MORNING, "东"), a_day_visit("b", MORNING + 240, "西")]
    day = a_day(visits, way, 30, WEIGHTS, limits={"p1": 60})
    assert violations(day, day.current()) == ()


def test_nobody_works_beyond_her_limit():
    day = replace(crosswise(), limits={"p1": 300})
    assert violations(day, STRAIGHT) == ()
    assert violations(day, STRAIGHT | {"c": ("p1",), "d": ("p2",)}) == ()
    tight = a_day([a_day_visit("a", MORNING), a_day_visit("b", NOON, sent=("p2",))], way, 30, WEIGHTS, {"p1": 300})
    assert violations(tight, {"a": ("p1",), "b": ("p1",)}) == ("p1 would work 360 minutes",)


def test_a_firm_promise_is_not_changed():
    day = crosswise(promise=Promise.FIRM)
    assert violations(day, {"a": ("p2",), "b": ("p1",), "c": ("p1",), "d": ("p2",)}) == ("a was promised p1",)


def test_nobody_is_planned_into_the_time_of_a_promise_that_awaits_a_yes():
    day = crosswise(promise=Promise.TOLD)
    by_id = {visit.booking_id: sorted(visit.worth) for visit in day.visits}
    assert by_id == {"a": ["p1", "p2", "p3"], "b": ["p2", "p3"], "c": ["p1", "p2", "p3"], "d": ["p1", "p2", "p3"]}


def test_a_visit_whose_provider_can_no_longer_come_counts_as_open():
    ill = a_day_visit("a", MORNING, sent=("p9",))
    day = a_day([ill], way, 30, WEIGHTS)
    assert day.current() == {"a": ()}
    assert [visit.booking_id for visit in unserved(day, {"a": ()})] == ["a"]
    (change,) = changes(day, {"a": ("p1",)}, carers())
    assert (change.before, change.after, change.reasons) == (("p9",), ("p1",), ("p9去不了这一单",))


def test_who_stays_keeps_her_place():
    visit = a_day_visit("a", MORNING, sent=("p1", "p2"), heads=2)
    assert in_order(visit, {"p2", "p3"}) == ("p3", "p2")
    assert in_order(visit, {"p1", "p3"}) == ("p1", "p3")
    assert in_order(a_day_visit("a", MORNING, sent=()), {"p2"}) == ("p2",)


def test_changes_say_why_in_plain_words():
    assert [(change.booking_id, change.reason) for change in changes(crosswise(), STRAIGHT, carers())] == [
        ("c", "路上少60分钟"),
        ("d", "路上少60分钟"),
    ]


def test_a_change_that_only_makes_room_says_for_which_visit():
    wished = a_day_visit("a", MORNING, "东", ("p2",), wished=frozenset({"p1"}))
    day = a_day([wished, a_day_visit("b", MORNING, "西", ("p1",))], way, 30, WEIGHTS)
    plan = {"a": ("p1",), "b": ("p2",)}
    assert wishes_met(day, plan) - wishes_met(day, day.current()) == 1
    assert [change.reason for change in changes(day, plan, carers())] == ["客户想要王桂兰", "腾出王桂兰去东那一单"]


def test_a_customer_who_was_told_a_name_must_be_asked():
    day = crosswise(promise=Promise.TOLD)
    (change,) = changes(day, day.current() | {"a": ("p3",)}, carers())
    assert (change.booking_id, change.needs_yes) == ("a", True)


def test_changes_that_share_a_provider_hang_together():
    def change(name: str, before: str, after: str):
        (one,) = changes(a_day([a_day_visit(name, MORNING, sent=(before,))], way, 30), {name: (after,)}, carers())
        return one

    first, second, third = change("a", "p1", "p2"), change("b", "p3", "p4"), change("c", "p2", "p5")
    assert together([first, second, third]) == [[second], [first, third]]


def test_no_plan_is_worth_more_than_the_quick_bound():
    day = crosswise()
    assert value(day, STRAIGHT) <= at_most(day, day.visits) == 4 * (100_000 + 4800)
