"""Whatever is done to the orders of a company, in whatever order: what must never happen does not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import combinations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.domain.booking import OCCUPYING, WORKED, Booking, BookingState
from bot.domain.errors import DomainError
from bot.domain.job import Job, OrderChange
from bot.domain.policy import Policies, ReviewLimits
from bot.domain.travel import travel_minutes
from bot.domain.values import TimeWindow, to_instant, to_local
from bot.ports import UnitOfWork
from bot.usecases.booking import cancel, confirm_hold, expire_holds, place_hold
from bot.usecases.leave import take_leave
from bot.usecases.order import change, reschedule, restore
from bot.usecases.review import APPROVE, REJECT, REPLACE, Decision, decide
from bot.usecases.visit import REPORTS, report
from tests.builders import a_customer
from tests.fakes import SHANGHAI, FakeWorld
from tests.worlds import RULES, a_catalogue, a_world, an_auntie

CUSTOMERS = ("cu_1", "cu_2", "cu_3")
PLACES = {"浦东新区": (121.544, 31.221), "静安区": (121.447, 31.228), "崇明区": (121.397, 31.623)}
LOOKED_AT = "appliance_cleaning"
MONDAY = datetime(2026, 11, 23)

_starts = st.builds(
    lambda day, step: MONDAY + timedelta(days=day, hours=8, minutes=step * 30), st.integers(0, 2), st.integers(-2, 22)
)
_customers = st.sampled_from(CUSTOMERS)
_numbers = st.integers(0, 30)


@dataclass
class _Known:
    ids: list[str] = field(default_factory=list)

    def pick(self, number: int) -> str:
        return self.ids[number % len(self.ids)] if self.ids else "bk_none"


class AnyHistory(RuleBasedStateMachine):
    """Three customers, two providers, three districts; every step may be refused and then has changed nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.known = _Known()
        self.seen: dict[str, list[BookingState]] = {}

    def teardown(self) -> None:
        self.loop.close()

    @initialize()
    def a_company(self) -> None:
        districts = frozenset(PLACES)
        providers = tuple(an_auntie(number, districts=districts) for number in (1, 2))
        self.world: FakeWorld = a_world(providers)
        self.world.store.catalogue = a_catalogue(
            rules=replace(RULES, places=PLACES), policies=Policies(review=ReviewLimits(always=frozenset({LOOKED_AT})))
        )
        for number, customer_id in enumerate(CUSTOMERS):
            customer = a_customer(id=customer_id, openid=f"oAny{number}")
            self._do(lambda uow, customer=customer: uow.customers.add(customer))

    def _do(self, step: Callable[[UnitOfWork], Awaitable[object]]) -> object:
        async def run() -> object:
            async with self.world.deps.uow() as uow:
                result = await step(uow)
                await uow.commit()
            return result

        before = self.world.store
        try:
            return self.loop.run_until_complete(run())
        except DomainError:
            assert self.world.store is before, "a refused step has changed something"
            return None

    @rule(
        customer=_customers,
        start=_starts,
        district=st.sampled_from(sorted(PLACES)),
        minutes=st.sampled_from([120, 150, 180]),
        heads=st.sampled_from([1, 1, 1, 2]),
        service=st.sampled_from(["daily_cleaning", LOOKED_AT]),
        confirms=st.booleans(),
    )
    def books(
        self, customer: str, start: datetime, district: str, minutes: int, heads: int, service: str, confirms: bool
    ) -> None:
        deps = self.world.deps
        job = Job(customer, service, district, "某路1号", "13800138000", minutes=minutes, heads=heads)
        held = self._do(lambda uow: place_hold(deps, uow, job, start, "customer"))
        if held is None:
            return
        booking: Booking = held[0]  # type: ignore[index]
        self.known.ids.append(booking.id)
        if confirms:
            self._do(lambda uow: confirm_hold(deps, uow, booking.id, customer, "customer"))

    @rule(number=_numbers, start=_starts, customer=_customers)
    def moves(self, number: int, start: datetime, customer: str) -> None:
        order = self.known.pick(number)
        self._do(lambda uow: reschedule(self.world.deps, uow, order, customer, start, "customer"))

    @rule(number=_numbers, customer=_customers, minutes=st.sampled_from([60, 150, 300]), heads=st.sampled_from([1, 2]))
    def changes(self, number: int, customer: str, minutes: int, heads: int) -> None:
        order, wanted = self.known.pick(number), OrderChange(minutes=minutes, heads=heads)
        self._do(lambda uow: change(self.world.deps, uow, order, customer, wanted, "customer"))

    @rule(number=_numbers, customer=_customers)
    def cancels(self, number: int, customer: str) -> None:
        order = self.known.pick(number)
        self._do(lambda uow: cancel(self.world.deps, uow, order, customer, "customer"))

    @rule(number=_numbers, customer=_customers)
    def restores(self, number: int, customer: str) -> None:
        order = self.known.pick(number)
        self._do(lambda uow: restore(self.world.deps, uow, order, customer, "customer"))

    @rule(number=_numbers, what=st.sampled_from(sorted(REPORTS)), provider=st.sampled_from(["p1", "p2"]))
    def reports(self, number: int, what: str, provider: str) -> None:
        order = self.known.pick(number)
        self._do(lambda uow: report(self.world.deps, uow, order, what, provider))

    @rule(number=_numbers)
    def is_done(self, number: int) -> None:
        """A whole visit, so that histories get beyond their beginnings."""
        for what in ("depart", "arrive", "finish"):
            self.reports(number, what, "p1")
            self.every_state_is_reached_from_one_that_leads_there()

    @precondition(lambda self: self._waiting())
    @rule(number=_numbers, what=st.sampled_from([APPROVE, REPLACE, REJECT]), provider=st.sampled_from(["p1", "p2"]))
    def reviews(self, number: int, what: str, provider: str) -> None:
        waiting = self._waiting()
        decision = Decision(what, "agent_li", (provider,), "那天排不开")
        self._do(lambda uow: decide(self.world.deps, uow, waiting[number % len(waiting)], decision))

    @rule(provider=st.sampled_from(["p1", "p2"]), start=_starts)
    def falls_ill(self, provider: str, start: datetime) -> None:
        begins = to_instant(start, SHANGHAI)
        window = TimeWindow(begins, begins + timedelta(hours=6))
        self._do(lambda uow: take_leave(self.world.deps, uow, provider, window, "发烧", provider))

    @rule(minutes=st.sampled_from([5, 30, 90]))
    def time_passes(self, minutes: int) -> None:
        self.world.clock.advance(minutes=minutes)
        self.loop.run_until_complete(expire_holds(self.world.deps))

    def _waiting(self) -> list[str]:
        return [booking.id for booking in self.world.store.bookings.values() if booking.awaits_review]

    def _orders(self, states: frozenset[BookingState]) -> list[Booking]:
        return [booking for booking in self.world.store.bookings.values() if booking.state in states]

    @invariant()
    def nobody_is_in_two_places_or_on_the_way_for_too_short_a_time(self) -> None:
        for one, other in combinations(self._orders(OCCUPYING), 2):
            if set(one.provider_ids) & set(other.provider_ids):
                first, second = sorted((one, other), key=lambda booking: booking.window.start)
                way = travel_minutes(replace(RULES, places=PLACES), first.district, second.district)
                assert second.window.start - first.window.end >= timedelta(minutes=way)

    @invariant()
    def nobody_works_outside_her_hours(self) -> None:
        for booking in self._orders(WORKED):
            start, end = (to_local(edge, SHANGHAI) for edge in (booking.window.start, booking.window.end))
            for provider_id in booking.provider_ids:
                assert self.world.store.providers[provider_id].works(start, end)

    @invariant()
    def nobody_works_during_her_leave_unless_staff_have_been_asked_to_call(self) -> None:
        calls = " ".join(task.text for task in self.world.store.call_tasks if task.reason == "replacement_missing")
        for leave in self.world.store.leaves.values():
            for booking in self._orders(OCCUPYING):
                if leave.provider_id in booking.provider_ids and leave.window.overlaps(booking.window):
                    assert booking.id in calls

    @invariant()
    def the_cells_are_those_of_the_orders_that_keep_their_time(self) -> None:
        owners = set(self.world.store.cells.values())
        assert owners == {booking.id for booking in self._orders(OCCUPYING)}

    @invariant()
    def every_price_is_the_sum_of_its_items_and_no_hour_is_under_fifty_yuan(self) -> None:
        for booking in self.world.store.bookings.values():
            assert booking.quote.total_fen == sum(item.fen for item in booking.quote.items)
            hours = booking.duration_minutes * len(booking.provider_ids) / 60
            assert booking.quote.total_fen >= 5000 * hours

    @invariant()
    def every_state_is_reached_from_one_that_leads_there(self) -> None:
        for booking in self.world.store.bookings.values():
            seen = self.seen.setdefault(booking.id, [booking.state])
            if seen[-1] is not booking.state:
                assert (seen[-1], booking.state) in ALLOWED
                seen.append(booking.state)


S = BookingState
ALLOWED = {
    (S.HELD, S.CONFIRMED), (S.HELD, S.EXPIRED), (S.HELD, S.CANCELLED),
    (S.CONFIRMED, S.ON_THE_WAY), (S.CONFIRMED, S.IN_SERVICE), (S.CONFIRMED, S.CANCELLED), (S.CONFIRMED, S.NO_SHOW),
    (S.ON_THE_WAY, S.IN_SERVICE), (S.ON_THE_WAY, S.CANCELLED), (S.ON_THE_WAY, S.NO_SHOW),
    (S.IN_SERVICE, S.COMPLETED), (S.CANCELLED, S.CONFIRMED),
}  # fmt: skip

TestAnyHistory = AnyHistory.TestCase
TestAnyHistory.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
