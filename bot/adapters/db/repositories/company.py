"""Providers and the catalogue: what the company is, read in every turn and seldom changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.db.repositories.company_data import catalogue_of, catalogue_to, provider_of, provider_to
from bot.adapters.db.rows import CatalogueRow, ProviderRow, table
from bot.adapters.db.statements import insert_into, put
from bot.domain.catalogue import Catalogue
from bot.domain.errors import NotFound
from bot.domain.provider import Provider
from bot.domain.scarcity import Scarcity, scarcity

_PROVIDERS = table(ProviderRow)
_CATALOGUE = table(CatalogueRow)
_THE_ROW = 1

_REVISION = select(_CATALOGUE.c.revision).where(_CATALOGUE.c.id == _THE_ROW)
_ALL_PROVIDERS = select(_PROVIDERS).order_by(_PROVIDERS.c.id)


@dataclass
class Shelf:
    """What was read last, kept for the next unit of work of this process as long as the revision is the same."""

    revision: int = -1
    providers: tuple[Provider, ...] | None = None
    catalogue: Catalogue | None = None
    able: Mapping[tuple[str, str | None], Sequence[Provider]] | None = None
    """Who does which service where; anywhere, under ``None``."""
    scarcity: Scarcity | None = None

    def forget(self, revision: int) -> None:
        self.revision, self.providers, self.catalogue, self.able, self.scarcity = revision, None, None, None, None


class CompanyReader:
    """Reads through the shelf; one for each unit of work, which asks for the revision once.

    A unit of work that has changed something reads past the shelf: what it sees may never be committed.
    """

    def __init__(self, connection: AsyncConnection, shelf: Shelf) -> None:
        self._connection = connection
        self._shared = shelf
        self._shelf: Shelf | None = None

    async def shelf(self) -> Shelf:
        if self._shelf is None:
            revision = (await self._connection.execute(_REVISION)).scalar_one_or_none() or 0
            if revision != self._shared.revision:
                self._shared.forget(revision)
            self._shelf = self._shared
        return self._shelf

    async def changed(self) -> None:
        self._shelf = Shelf()
        insert = insert_into(self._connection, _CATALOGUE).on_conflict_do_nothing(index_elements=["id"])
        await self._connection.execute(insert, {"id": _THE_ROW, "revision": 0})
        await self._connection.execute(update(_CATALOGUE).values(revision=_CATALOGUE.c.revision + 1))


class SqlProviders:
    def __init__(self, connection: AsyncConnection, reader: CompanyReader) -> None:
        self._connection = connection
        self._reader = reader

    async def all(self) -> Sequence[Provider]:
        shelf = await self._reader.shelf()
        if shelf.providers is None:
            rows = await self._connection.execute(_ALL_PROVIDERS)
            shelf.providers = tuple(provider_of(row) for row in rows)
        return shelf.providers

    async def able(self, service: str, district: str | None) -> Sequence[Provider]:
        shelf = await self._reader.shelf()
        if shelf.able is None:
            shelf.able = _by_skill_and_district(await self.all())
        return shelf.able.get((service, district), ())

    async def scarcity(self) -> Scarcity:
        shelf = await self._reader.shelf()
        if shelf.scarcity is None:
            shelf.scarcity = scarcity(await self.all())
        return shelf.scarcity

    async def lock(self, provider_ids: Sequence[str]) -> None:
        # SQLite has one writer at a time anyway, and knows no such clause.
        if self._connection.dialect.name == "postgresql":
            chosen = _PROVIDERS.c.id.in_(sorted(provider_ids))
            await self._connection.execute(select(_PROVIDERS.c.id).where(chosen).order_by("id").with_for_update())

    async def get(self, provider_id: str) -> Provider:
        row = (await self._connection.execute(select(_PROVIDERS).where(_PROVIDERS.c.id == provider_id))).one_or_none()
        if row is None:
            raise NotFound(f"no provider {provider_id}")
        return provider_of(row)

    async def put(self, provider: Provider) -> None:
        values = {
            "id": provider.id, "name": provider.name, "active": provider.active, "data": provider_to(provider),
        }  # fmt: skip
        await put(self._connection, _PROVIDERS, values)
        await self._reader.changed()


def _by_skill_and_district(providers: Sequence[Provider]) -> Mapping[tuple[str, str | None], Sequence[Provider]]:
    able: dict[tuple[str, str | None], list[Provider]] = {}
    for provider in providers:
        for key in product(provider.skills, (None, *provider.districts)) if provider.active else ():
            able.setdefault(key, []).append(provider)
    return able


class SqlCatalogues:
    def __init__(self, connection: AsyncConnection, reader: CompanyReader) -> None:
        self._connection = connection
        self._reader = reader

    async def get(self) -> Catalogue:
        shelf = await self._reader.shelf()
        if shelf.catalogue is None:
            shelf.catalogue = catalogue_of(await self._data())
        return shelf.catalogue

    async def _data(self) -> dict[str, Any]:
        statement = select(_CATALOGUE.c.data).where(_CATALOGUE.c.id == _THE_ROW)
        data: dict[str, Any] | None = (await self._connection.execute(statement)).scalar_one_or_none()
        if data is None:
            raise NotFound("there is no catalogue yet: load one with `python -m bot load`")
        return data

    async def put(self, catalogue: Catalogue) -> None:
        await self._reader.changed()
        await self._connection.execute(update(_CATALOGUE).values(data=catalogue_to(catalogue)))
