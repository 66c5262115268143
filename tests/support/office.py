"""The console over a real database: a small company that can do elder care, its customers, and who calls the API."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from aiohttp import DummyCookieJar
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy.ext.asyncio import AsyncEngine
from yarl import URL

from bot.adapters.db.cipher import Cipher
from bot.adapters.db.engine import make_engine
from bot.adapters.db.unit_of_work import unit_of_work_factory
from bot.adapters.db.views import SqlViews
from bot.console.app import create_app
from bot.domain.access import Role
from bot.domain.booking import Booking
from bot.domain.catalogue import Catalogue, Service
from bot.domain.job import Job
from bot.domain.passwords import hashed
from bot.domain.policy import Policies, ReviewLimits
from bot.domain.provider import Provider
from bot.ports import Deps, UnitOfWork
from bot.usecases.access import add_agent, give_provider_token
from bot.usecases.accounts import add_account
from bot.usecases.booking import confirm_hold, place_hold
from bot.usecases.reactions import reactor
from tests.builders import a_conversation, a_customer
from tests.fakes import SHANGHAI, EveryPlan, FakeChannel, FakeClock, FakeFeed, ScriptedDialogue
from tests.worlds import a_catalogue, an_auntie

T = TypeVar("T")

ELDER_CARE = Service("elder_care", "老人陪护", 7000, 120, 600, 240, True, includes="陪护", excludes="医疗")
TOMORROW_TWO = datetime(2026, 11, 24, 14)
PASSWORD = "a password of the tests"
SKILLS = frozenset({"daily_cleaning", "appliance_cleaning", "elder_care"})

Answered = tuple[int, Any]


def a_company() -> Catalogue:
    """First elder care is looked at by a person."""
    catalogue = a_catalogue(policies=Policies(review=ReviewLimits(first_time=frozenset({"elder_care"}))))
    return replace(catalogue, services={**catalogue.services, "elder_care": ELDER_CARE})


def four_aunties() -> list[Provider]:
    ratings = (4.9, 4.8, 4.7, 4.6)
    return [an_auntie(number + 1, rating=rating, skills=SKILLS) for number, rating in enumerate(ratings)]


@dataclass
class Office:
    client: TestClient[Any, Any]
    deps: Deps
    clock: FakeClock
    feed: FakeFeed
    engine: AsyncEngine

    async def done(self, step: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        async with self.deps.uow() as uow:
            result = await step(uow)
            await uow.commit()
        return result

    async def agent(self, role: Role = Role.AGENT, name: str | None = None) -> Caller:
        _, secret = await self.done(lambda uow: add_agent(self.deps, uow, name or role.value, role, "test"))
        return Caller(self, secret)

    async def clerk(self, name: str = "小周", role: Role = Role.AGENT) -> Clerk:
        """Somebody who has logged in to the pages."""
        await self.account(name, role)
        clerk = Clerk(self)
        assert (await clerk.log_in(name, PASSWORD)).status == 303
        return clerk

    async def account(self, name: str = "小周", role: Role = Role.AGENT) -> None:
        known = hashed(PASSWORD)
        await self.done(lambda uow: add_agent(self.deps, uow, name, role, "test"))
        await self.done(lambda uow: add_account(self.deps, uow, name, role, known, "test"))

    async def provider(self, provider_id: str) -> Caller:
        _, secret = await self.done(lambda uow: give_provider_token(self.deps, uow, provider_id, "test"))
        return Caller(self, secret)

    async def booked(
        self, start: datetime = TOMORROW_TWO, service: str = "daily_cleaning", customer: str = "cu_1", **job: Any
    ) -> Booking:
        wanted = Job(customer, service, "浦东新区", "张杨路1458弄6号楼1202", "13800138000", "陈女士", **job)
        held, _ = await self.done(lambda uow: place_hold(self.deps, uow, wanted, start, "customer"))
        return await self.done(lambda uow: confirm_hold(self.deps, uow, held.id, customer, "customer"))

    async def stored(self, booking_id: str) -> Booking:
        return await self.done(lambda uow: uow.bookings.get(booking_id))

    async def rows(self, what: str) -> list[dict[str, Any]]:
        return [dict(row) async for row in self.deps.views.rows(what)]


@dataclass(frozen=True)
class Caller:
    """Somebody with a token, or with none."""

    office: Office
    secret: str | None = None

    async def call(self, method: str, path: str, body: Any = None, **options: Any) -> Answered:
        headers = dict(options.pop("headers", {}))
        if self.secret is not None:
            headers["Authorization"] = f"Bearer {self.secret}"
        if isinstance(body, bytes):
            options["data"] = body
        elif body is not None:
            options["json"] = body
        async with self.office.client.request(method, path, headers=headers, **options) as answer:
            return answer.status, await answer.json()

    async def get(self, path: str, **query: Any) -> Answered:
        return await self.call("GET", path, params=query)

    async def text(self, path: str, **query: Any) -> str:
        """A file or a page, which is no JSON."""
        headers = {"Authorization": f"Bearer {self.secret}"}
        async with self.office.client.request("GET", path, headers=headers, params=query) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.text()

    async def status(self, path: str) -> int:
        headers = {"Authorization": f"Bearer {self.secret}"}
        async with self.office.client.request("GET", path, headers=headers) as answer:
            return answer.status

    async def post(self, path: str, body: Any = None, key: str | None = None) -> Answered:
        return await self.call("POST", path, body, headers={"Idempotency-Key": key} if key else {})

    async def delete(self, path: str) -> Answered:
        return await self.call("DELETE", path)


_TOKEN = re.compile(r'name="csrf" (?:content|value)="([0-9a-f]{64})"')


@dataclass
class Clerk:
    """Somebody at the pages: a browser's cookies, and the token that its pages show."""

    office: Office
    cookies: dict[str, str] = field(default_factory=dict)

    async def log_in(self, name: str, password: str, **more: Any) -> Page:
        return await self.page("POST", "/login", data={"name": name, "password": password}, **more)

    async def page(self, method: str, path: str | URL, **options: Any) -> Page:
        """One request that follows no redirect."""
        request = self.office.client.session.request(
            method,
            path if isinstance(path, URL) else self.office.client.make_url(path),
            allow_redirects=False,
            headers={"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            | options.pop("headers", {}),
            **options,
        )
        async with request as answer:
            for name, cookie in answer.cookies.items():
                self.cookies[name] = cookie.value
            return Page(answer.status, answer.headers, await answer.text())

    async def opens(self, path: str) -> Page:
        return await self.page("GET", path)

    async def token(self) -> str:
        shown = _TOKEN.search((await self.opens("/orders")).text)
        assert shown is not None
        return shown[1]

    async def searches(self, path: str, said: str) -> Page:
        """As the form of a page is sent."""
        return await self.page("POST", path, data={"q": said, "csrf": await self.token()})

    async def posts(self, path: str, body: Any = None) -> Page:
        """As the script of a page calls the API."""
        return await self.page("POST", path, json=body or {}, headers={"X-CSRF-Token": await self.token()})

    @property
    def cookie(self) -> str:
        return self.cookies["console"]


@dataclass(frozen=True)
class Page:
    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def goes_to(self) -> str:
        return self.headers.get("Location", "")


@asynccontextmanager
async def an_office(database_url: str) -> AsyncIterator[Office]:
    engine, cipher = make_engine(database_url), Cipher(["a secret of the tests, long enough to be one"])
    clock, feed = FakeClock(), FakeFeed()
    deps = Deps(
        clock=clock,
        uow=unit_of_work_factory(engine, cipher, reactor(clock, SHANGHAI)),
        dialogue=ScriptedDialogue(),
        channel=FakeChannel(),
        feed=feed,
        optimiser=EveryPlan(),
        views=SqlViews(engine, cipher, SHANGHAI),
        zone=SHANGHAI,
    )

    async def probe() -> dict[str, bool]:
        return {"database": await deps.views.are_reachable()}

    async with deps.uow() as uow:
        await uow.catalogue.put(a_company())
        for provider in four_aunties():
            await uow.providers.put(provider)
        for number in (1, 2):
            customer = a_customer(id=f"cu_{number}", openid=f"oOffice{number}")
            await uow.customers.add(customer)
            await uow.conversations.add(
                a_conversation(id=f"cv_{number}", customer_id=customer.id, openid=customer.openid)
            )
        await uow.commit()
    async with TestClient(TestServer(create_app(deps, probe, heartbeat=0.2)), cookie_jar=DummyCookieJar()) as client:
        yield Office(client, deps, clock, feed, engine)
    await engine.dispose()
