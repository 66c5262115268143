"""The owner's policies as they stand."""

from __future__ import annotations

from bot.domain.errors import NotFound
from bot.domain.policy import Policies
from bot.ports import UnitOfWork


async def policies_in(uow: UnitOfWork) -> Policies:
    """The defaults where no catalogue has been loaded yet."""
    try:
        return (await uow.catalogue.get()).policies
    except NotFound:
        return Policies()
