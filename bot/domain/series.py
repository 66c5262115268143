"""A recurring order (周期单) and its life: active, paused and active again, ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum

from bot.domain.booking import ProviderWish
from bot.domain.catalogue import AgreedPrices
from bot.domain.errors import IllegalTransition
from bot.domain.job import Job
from bot.domain.series_plan import Pause, Rhythm, SeriesPlan


class SeriesState(Enum):
    ACTIVE = "active"
    PAUSED = "paused"
    """Until the customer takes it up again; a pause with an end needs no state."""
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class SeriesEvent:
    """One step of a series' life, as the audit shows it."""

    at: datetime
    name: str
    by: str
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Series:
    """What is done at every visit, by whom, and when. ``heads`` come to each of them."""

    id: str
    customer_id: str
    state: SeriesState
    plan: SeriesPlan
    service: str
    address: str
    phone: str
    made_until: date
    """The last local day for which its visits have been made."""
    created_at: datetime
    created_by: str
    contact_name: str = ""
    district: str = ""
    area_sqm: float | None = None
    rooms: str = ""
    heads: int = 1
    special_needs: tuple[str, ...] = ()
    quantities: Mapping[str, int] = field(default_factory=dict)
    notes: str = ""
    wish: ProviderWish = field(default_factory=ProviderWish)
    agreed: tuple[AgreedPrices, ...] = ()
    """By the first day of each, ascending."""
    events: tuple[SeriesEvent, ...] = ()
    version: int = 0

    def agreed_on(self, day: date) -> AgreedPrices | None:
        """The prices that hold for a day of the rule; ``None``: none were agreed to, the catalogue's hold."""
        return next((prices for prices in reversed(self.agreed) if prices.since <= day), None)

    def agreed_to(self, prices: AgreedPrices) -> Series:
        """With these prices from their first day on."""
        earlier = (one for one in self.agreed if one.since < prices.since)
        return replace(self, agreed=(*earlier, prices))

    @property
    def made_to(self) -> date:
        """The last day of the rule of which a visit may have been made: one that is moved is made at once."""
        return max((self.made_until, *self.plan.moved))

    def started(self, now: datetime, by: str) -> Series:
        return self._with(SeriesEvent(now, "series_started", by))

    def skipped(self, day: date, now: datetime, by: str) -> Series:
        event = SeriesEvent(now, "visit_skipped", by, {"day": day.isoformat()})
        return replace(self._living(event), plan=self.plan.without(day))

    def moved(self, day: date, start: datetime, now: datetime, by: str) -> Series:
        detail = {"day": day.isoformat(), "to": _minute(start)}
        return replace(self._living(SeriesEvent(now, "visit_moved", by, detail)), plan=self.plan.with_move(day, start))

    def changed(self, rhythm: Rhythm, wish: ProviderWish, now: datetime, by: str) -> Series:
        """Another rule, time, length or provider from the day of ``rhythm.start`` on."""
        detail = {"from": _minute(rhythm.start), "rule": rhythm.rule, "minutes": str(rhythm.minutes)}
        event = SeriesEvent(now, "series_changed", by, detail)
        return replace(self._living(event), plan=self.plan.changed(rhythm), wish=wish)

    def with_parts(self, job: Job, now: datetime, by: str) -> Series:
        """Every visit from now on is this job; when and by whom stays."""
        event = SeriesEvent(now, "series_parts_changed", by)
        return replace(
            self._living(event),
            address=job.address,
            district=job.district,
            phone=job.phone,
            contact_name=job.contact_name,
            area_sqm=job.area_sqm,
            rooms=job.rooms,
            heads=job.heads,
            special_needs=job.needs,
            quantities=job.quantities,
            notes=job.notes,
        )

    def paused(self, pause: Pause, now: datetime, by: str) -> Series:
        detail = {"from": pause.first.isoformat(), "until": pause.last.isoformat() if pause.last else ""}
        living = self._living(SeriesEvent(now, "series_paused", by, detail))
        state = SeriesState.PAUSED if pause.last is None else self.state
        return replace(living, plan=self.plan.paused(pause), state=state)

    def resumed(self, on: date, now: datetime, by: str) -> Series:
        living = self._living(SeriesEvent(now, "series_resumed", by, {"from": on.isoformat()}))
        return replace(living, plan=self.plan.resumed(on), state=SeriesState.ACTIVE)

    def ended(self, on: date, now: datetime, by: str) -> Series:
        """停了: no visits from ``on`` on."""
        living = self._living(SeriesEvent(now, "series_ended", by, {"from": on.isoformat()}))
        return replace(living, plan=self.plan.ended(on), state=SeriesState.ENDED)

    def finished(self, now: datetime) -> Series:
        """Its last visit has been."""
        return replace(self._living(SeriesEvent(now, "series_finished", "system")), state=SeriesState.ENDED)

    def missing(self, day: date, now: datetime, reason: str) -> Series:
        """A visit for which there is nobody, or no time."""
        return self._with(SeriesEvent(now, "visit_missing", "system", {"day": day.isoformat(), "reason": reason}))

    def _living(self, event: SeriesEvent) -> Series:
        if self.state is SeriesState.ENDED:
            raise IllegalTransition(f"series {self.id} has ended")
        return self._with(event)

    def _with(self, event: SeriesEvent) -> Series:
        return replace(self, events=(*self.events, event))


def visit_id(series_id: str, day: date) -> str:
    """The id of the booking for a day of the rule: one and the same whoever makes it, so that it is made once."""
    return f"bk_{series_id.removeprefix('se_')}_{day:%y%m%d}"


def visit_day(booking_id: str) -> date:
    """The day of the rule of a booking that is a visit of a series."""
    return date.fromisoformat(f"20{booking_id[-6:]}")


def _minute(start: datetime) -> str:
    return start.isoformat(timespec="minutes")
