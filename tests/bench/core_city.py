"""A made-up company in a city of 16 districts, of any size, with the bookings of the weeks to come."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.adapters.db.cipher import Cipher
from bot.adapters.db.repositories.company_data import catalogue_to, provider_to
from bot.adapters.db.rows import BookingRow, CatalogueRow, CustomerRow, OccupancyRow, ProviderRow, VisitRow, table
from bot.commands.demo import FOLDER
from bot.commands.load_file import read_load_file
from bot.domain.calendar import minute_of
from bot.domain.catalogue import Catalogue
from bot.domain.matching import occupied
from bot.domain.provider import Provider, Shift
from bot.domain.values import TimeWindow, to_instant
from tests.fakes import SHANGHAI

BOOKINGS_PER_PROVIDER = 20
DAYS = 60
_CUSTOMERS = 500
_HOURS = {day: Shift(time(8), time(20)) for day in range(1, 8)}
_ROWS_AT_ONCE = 5000


def the_catalogue() -> Catalogue:
    """The demo company's own."""
    loaded = read_load_file(FOLDER / "catalogue.yml")
    services = {placed.entry.code: placed.entry.to_domain() for placed in loaded.services}
    surcharges = tuple(placed.entry.to_domain() for placed in loaded.surcharges)
    assert loaded.rules is not None
    return Catalogue(services, surcharges, loaded.rules.entry.over(None), loaded.answers)


@dataclass(frozen=True)
class City:
    """``first_day`` is a local day; every booking lies in the ``DAYS`` from it on."""

    catalogue: Catalogue
    providers: tuple[Provider, ...]
    first_day: date

    @property
    def districts(self) -> tuple[str, ...]:
        return tuple(self.catalogue.rules.places)

    def visits(self, chance: random.Random) -> Iterator[tuple[Provider, TimeWindow, str, str]]:
        """Provider, window, service and district of each booking; nobody is in two places."""
        for provider in self.providers:
            for day in chance.sample(range(DAYS), BOOKINGS_PER_PROVIDER // 2):
                district = chance.choice(sorted(provider.districts))
                for hour in (chance.choice((8, 9)), chance.choice((14, 15, 16))):
                    local = datetime.combine(self.first_day + timedelta(days=day), time(hour))
                    start = to_instant(local, SHANGHAI)
                    window = TimeWindow(start, start + timedelta(minutes=chance.choice((120, 180, 240))))
                    yield provider, window, chance.choice(sorted(provider.skills)), district


def a_city(providers: int, first_day: date, chance: random.Random) -> City:
    catalogue = the_catalogue()
    districts, services = list(catalogue.rules.places), list(catalogue.services)
    people = tuple(
        Provider(
            id=f"pr_{number:05}",
            name="王李张刘陈杨"[number % 6] + "桂兰",
            gender="female" if chance.random() < 0.8 else "male",
            skills=frozenset(chance.sample(services, 3)),
            districts=frozenset(chance.sample(districts, 3)),
            hours=_HOURS,
            rating=round(chance.uniform(4.0, 5.0), 1),
            experience_years=chance.randrange(15),
            pets=frozenset({"pet"}) if chance.random() < 0.7 else frozenset(),
            certificates={name: first_day + timedelta(days=400) for name in ("健康证", "育婴员证", "护理证")},
        )
        for number in range(providers)
    )
    return City(catalogue, people, first_day)


async def fill(engine: AsyncEngine, cipher: Cipher, city: City, chance: random.Random) -> int:
    """Stores the city as the program would have; gives the number of bookings."""
    now = to_instant(datetime.combine(city.first_day, time(0)), SHANGHAI)
    sealed = cipher.seal({"address": "张杨路1458弄", "phone": "", "contact_name": "", "notes": ""}, "booking")
    person = cipher.seal({"name": "", "phone": "", "addresses": []}, "customer")
    customers = [
        {"id": f"cu_{n}", "openid": f"oBench{n:06}", "created_at": now, "personal": person, "phone_hash": "",
         "subscribed": True, "version": 0}
        for n in range(_CUSTOMERS)
    ]  # fmt: skip
    people = [{"id": p.id, "name": p.name, "active": True, "data": provider_to(p)} for p in city.providers]
    catalogue = {"id": 1, "revision": 1, "data": catalogue_to(city.catalogue)}
    bookings, visits, cells = list[Any](), list[Any](), list[Any]()
    for number, (provider, window, service, district) in enumerate(city.visits(chance)):
        taken = occupied(window, city.catalogue.rules)
        bookings.append(
            {
                "id": f"bk_{number}", "customer_id": f"cu_{number % _CUSTOMERS}", "state": "confirmed",
                "kind": "single", "service": service, "starts_at": window.start, "ends_at": window.end,
                "occupied_start": taken.start, "occupied_end": taken.end, "provider_ids": [provider.id],
                "personal": sealed, "phone_hash": "", "district": district, "quote": [["labour", "", 16500]],
                "created_at": now, "created_by": "load", "area_sqm": None, "rooms": "", "special_needs": [],
                "quantities": {}, "linked_to": None, "series_id": None, "review": None, "data": {},
                "hold_expires_at": None, "events": [], "version": 0,
            }
        )  # fmt: skip
        visits.append(
            {
                "booking_id": f"bk_{number}", "provider_id": provider.id, "district": district,
                "starts": minute_of(window.start), "ends": minute_of(window.end),
                "occupied_from": minute_of(taken.start), "occupied_until": minute_of(taken.end),
            }
        )  # fmt: skip
        cells += [
            {"provider_id": provider.id, "cell_start": cell, "booking_id": f"bk_{number}"} for cell in taken.cells()
        ]
    rows = (
        (CatalogueRow, [catalogue]), (ProviderRow, people), (CustomerRow, customers), (BookingRow, bookings),
        (VisitRow, visits), (OccupancyRow, cells),
    )  # fmt: skip
    async with engine.begin() as connection:
        for row, values in rows:
            for first in range(0, len(values), _ROWS_AT_ONCE):
                await connection.execute(insert(table(row)), values[first : first + _ROWS_AT_ONCE])
    return len(bookings)
