"""A customer whose series runs, and what there is of it."""

from __future__ import annotations

from bot.domain.booking import BookingState
from bot.domain.series import Series
from tests.talker import Talker

HOME = "90平，浦东新区张杨路1458弄6号楼1202，13800138000"


async def running(text: str, talker: Talker | None = None) -> Talker:
    talker = talker or Talker()
    await talker.says(text, "book_service")
    assert await talker.says("好的", "affirm") == ["utter_series_booked"]
    return talker


def series_of(talker: Talker) -> Series:
    (series,) = talker.world.store.series.values()
    return series


def hours_of(talker: Talker) -> list[str]:
    visits = sorted(booking.window.start for booking in talker.bookings(BookingState.CONFIRMED))
    return [f"{start:%m-%d %H:%M}" for start in visits]


def visits_of(talker: Talker) -> list[str]:
    """The days alone."""
    return [hour[:5] for hour in hours_of(talker)]
