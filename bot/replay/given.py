"""Makes true what a transcript gives: a customer with orders that the company could really have promised."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.booking import CUSTOMER, Booking, BookingEvent, BookingState, ProviderWish
from bot.domain.conversation import Customer
from bot.domain.errors import DomainError, InvalidData, NoProviderAvailable, WindowTaken
from bot.domain.events import CustomerChanged
from bot.domain.job import Job
from bot.domain.provider import Provider
from bot.domain.series_plan import SeriesPlan
from bot.domain.survey import falls_due
from bot.domain.values import TimeWindow, new_id, to_instant
from bot.ports import Deps, UnitOfWork
from bot.replay.road import Broken
from bot.replay.transcript import Given, GivenBooking, GivenSeries, GivenWork, Taken
from bot.usecases.booking import cancel, must_be_free, occupy_loaded, plan_booking
from bot.usecases.policies import policies_in
from bot.usecases.pricing import price_of
from bot.usecases.series import start_series
from bot.usecases.windows import minutes_of, service_of
from bot.zh.address import district

_BY = "replay"
_SOMEBODY = "somebody else"
_HALF_HOUR = 30


async def arrange(deps: Deps, given: Given, openid: str, other: str, began: datetime) -> None:
    """Stores the customer ``openid`` with her orders; who takes others' time has the openid ``other``.

    Raises ``Broken`` where the company could not have promised that.
    """
    try:
        async with deps.uow() as uow:
            setting = _Setting(deps, uow, began)
            await setting.customer(given, openid)
            for taken in given.taken:
                await setting.take(taken, other)
            await uow.commit()
    except DomainError as error:
        raise Broken(f"what is given cannot be: {error}") from error


class _Setting:
    """The transaction in which everything is made true."""

    def __init__(self, deps: Deps, uow: UnitOfWork, began: datetime) -> None:
        self._deps = deps
        self._uow = uow
        self._began = began
        self._other: Customer | None = None
        self._survey_due = ""

    async def customer(self, given: Given, openid: str) -> None:
        told = given.customer
        customer = await self._new(openid, told.name, told.phone, told.addresses)
        self._survey_due = given.survey_due
        for booking in sorted(given.bookings, key=lambda one: one.at.earliest(self._began)):
            await self._book(booking, customer)
        for series in given.series:
            await self._begin(series, customer)

    async def take(self, taken: Taken, openid: str) -> None:
        provider = await self._provider(taken.provider)
        self._other = other = self._other or await self._new(openid, _SOMEBODY, "", ())
        start, minutes = taken.at.earliest(self._began), taken.duration_minutes
        if await self._is_taken(other, provider, start, minutes):
            return
        # Somebody has a part of it as it is: the rest is taken by the half hour.
        for begin in range(0, minutes, _HALF_HOUR):
            rest = min(_HALF_HOUR, minutes - begin)
            await self._is_taken(other, provider, start + timedelta(minutes=begin), rest)

    async def _is_taken(self, other: Customer, provider: Provider, start: datetime, minutes: int) -> bool:
        """Takes it for the other customer; whether it was free."""
        job = Job(other.id, min(provider.skills), "", "", "", minutes=minutes)
        loaded = await self._as_loaded(job, start, provider, BookingState.CONFIRMED)
        booking = replace(loaded, window=self._window(start, minutes))
        try:
            await must_be_free(self._deps, self._uow, booking)
        except WindowTaken:
            return False
        await occupy_loaded(self._uow, booking)
        return True

    async def _new(self, openid: str, name: str, phone: str, addresses: tuple[str, ...]) -> Customer:
        customer = Customer(new_id("cu"), openid, self._deps.clock.now(), name, phone, addresses)
        await self._uow.customers.add(customer)
        self._uow.happened(CustomerChanged(customer.id, _BY, ("created",)))
        return customer

    async def _book(self, given: GivenBooking, customer: Customer) -> None:
        start = given.at.earliest(self._began)
        job = await self._job(given, customer)
        if given.past:
            if start >= self._began:
                raise InvalidData(f"a past visit at {given.at.written} has not been yet")
            booking = await self._as_loaded(job, start, await self._who_was_there(given, job), BookingState.COMPLETED)
            await occupy_loaded(self._uow, replace(booking, score=given.score))
            if given.id and given.id == self._survey_due:
                await self._ask_about(booking)
            return
        try:
            planned, _ = await plan_booking(self._deps, self._uow, job, start, _BY)
        except NoProviderAvailable as error:
            who = f"{given.provider} cannot" if given.provider else "nobody can"
            raise InvalidData(f"{who} come for {given.service} on {start:%Y-%m-%d %H:%M}") from error
        confirmed = replace(planned, state=BookingState.CONFIRMED, events=self._loaded())
        await must_be_free(self._deps, self._uow, confirmed)
        await occupy_loaded(self._uow, confirmed)
        if given.state == "cancelled":
            await cancel(self._deps, self._uow, confirmed.id, customer.id, CUSTOMER, told_fen=0)

    async def _ask_about(self, booking: Booking) -> None:
        """As if the invitation had just reached her."""
        now = self._deps.clock.now()
        await self._uow.surveys.add(falls_due(booking.id, now).asked(now, (await policies_in(self._uow)).survey))

    async def _begin(self, given: GivenSeries, customer: Customer) -> None:
        job = await self._job(given, customer)
        service = service_of(await self._uow.catalogue.get(), given.service)
        plan = SeriesPlan.of(given.rrule, given.at.earliest(self._began), minutes_of(job, service))
        until = given.until.earliest(self._began).date() if given.until else None
        wish = None
        if given.provider:
            who = ((await self._provider(given.provider)).id,)
            wish = ProviderWish(only=who) if given.fixed else ProviderWish(preferred=who)
        plan = replace(plan, count=given.count, until=until)
        await start_series(self._deps, self._uow, job, plan, CUSTOMER, wish, given.fixed)

    async def _job(self, given: GivenWork, customer: Customer) -> Job:
        address = given.address or customer.addresses[0]
        return Job(
            customer_id=customer.id,
            service=given.service,
            district=district(address) or "",
            address=address,
            phone=given.phone or customer.phone,
            contact_name=given.contact_name or customer.name,
            minutes=given.duration_minutes,
            area_sqm=given.area_sqm,
            rooms=given.rooms,
            heads=given.providers,
            needs=given.special_needs,
            quantities=given.quantities,
            provider_only=((await self._provider(given.provider)).id,) if given.provider else (),
            notes=given.notes,
        )

    async def _who_was_there(self, given: GivenBooking, job: Job) -> Provider:
        if given.provider:
            return await self._provider(given.provider)
        able = await self._uow.providers.able(job.service, job.district or None)
        if not able:
            raise InvalidData(f"nobody does {job.service} at {job.address}")
        return able[0]

    async def _provider(self, name: str) -> Provider:
        found = next((one for one in await self._uow.providers.all() if one.name == name), None)
        if found is None:
            raise InvalidData(f"no provider is called {name}")
        return found

    async def _as_loaded(self, job: Job, start: datetime, provider: Provider, state: BookingState) -> Booking:
        service = service_of(await self._uow.catalogue.get(), job.service)
        return Booking(
            id=new_id("bk"),
            customer_id=job.customer_id,
            state=state,
            service=job.service,
            window=self._window(start, minutes_of(job, service)),
            provider_ids=(provider.id,),
            address=job.address,
            phone=job.phone,
            quote=await price_of(self._deps, self._uow, job, start),
            created_at=self._deps.clock.now(),
            created_by=_BY,
            contact_name=job.contact_name,
            district=job.district,
            area_sqm=job.area_sqm,
            rooms=job.rooms,
            special_needs=job.needs,
            quantities=job.quantities,
            notes=job.notes,
            events=self._loaded(),
        )

    def _window(self, start: datetime, minutes: int) -> TimeWindow:
        begins = to_instant(start, self._deps.zone)
        return TimeWindow(begins, begins + timedelta(minutes=minutes))

    def _loaded(self) -> tuple[BookingEvent, ...]:
        return (BookingEvent(self._deps.clock.now(), "booking_loaded", _BY),)
