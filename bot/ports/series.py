"""What the core needs of the store of series."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from bot.domain.series import Series


class SeriesBook(Protocol):
    """The recurring orders; their visits are bookings."""

    async def add(self, series: Series) -> None:
        """Raises ``InvalidData`` when its id is stored already."""
        ...

    async def save(self, series: Series) -> None:
        """Stores the change; ``StoreBusy`` when somebody else has changed it since it was read."""
        ...

    async def get(self, series_id: str) -> Series: ...

    async def of_customer(self, customer_id: str) -> Sequence[Series]:
        """In the order in which they were started, ended ones too."""
        ...

    async def lagging(self, until: date) -> Sequence[str]:
        """Ids of active ones whose visits are not made up to ``until``, the one furthest behind first.

        Also of those that no key opens: ``get`` of such a one raises ``InvalidData``.
        """
        ...
