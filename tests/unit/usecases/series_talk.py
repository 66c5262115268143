"""A customer whose series runs, and what there is of it."""

from __future__ import annotations

from bot.domain.booking import BookingState
from bot.domain.series import Series
from tests.talker import Talker

HOME = "90平，浦东新区张杨路1458弄6号楼1202，13800138000"


async def running(text: str) -> Talker:
    talker = Talker()
    await talker.says(text, "book_service")
    assert await talker.says("好的", "affirm") == ["utter_series_booked"]
    return talker


def series_of(talker: Talker) -> Series:
    (series,) = talker.world.store.series.values()
    return series


def visits_of(talker: Talker) -> list[str]:
    visits = sorted(booking.window.start for booking in talker.bookings(BookingState.CONFIRMED))
    return [f"{start:%m-%d}" for start in visits]
