"""The in-memory twin of the series book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain.errors import InvalidData
from bot.domain.series import Series, SeriesState
from tests.fake_found import found


class FakeSeriesBook:
    def __init__(self, rows: dict[str, Series]) -> None:
        self._rows = rows

    async def add(self, series: Series) -> None:
        if series.id in self._rows:
            raise InvalidData(f"series {series.id} is stored already")
        self._rows[series.id] = series

    async def save(self, series: Series) -> None:
        self._rows[series.id] = replace(series, version=series.version + 1)

    async def get(self, series_id: str) -> Series:
        return found(self._rows.get(series_id), series_id)

    async def of_customer(self, customer_id: str) -> Sequence[Series]:
        return [row for row in self._rows.values() if row.customer_id == customer_id]

    async def lagging(self, until: date) -> Sequence[str]:
        behind = [row for row in self._rows.values() if row.state is SeriesState.ACTIVE and row.made_until < until]
        return [row.id for row in sorted(behind, key=lambda row: (row.made_until, row.id))]
