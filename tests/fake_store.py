"""In-memory repositories and their unit of work: the same promises as the database, kept in dictionaries."""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from bot.domain.audit import AuditEntry, CallTask
from bot.domain.booking import OCCUPYING, Booking, BookingState
from bot.domain.calendar import Visit, visit_of
from bot.domain.catalogue import Catalogue
from bot.domain.conversation import Conversation, Customer
from bot.domain.errors import NotFound, WindowTaken
from bot.domain.events import Event
from bot.domain.inbox import InboxItem, InboxState, Patience, Turn
from bot.domain.messages import InboundMessage
from bot.domain.provider import Provider
from bot.domain.sending import Ledger, Outbound, OutboundState
from bot.domain.values import TimeWindow, new_id
from bot.ports import UnitOfWork

if TYPE_CHECKING:
    from tests.fakes import FakeWorld

T = TypeVar("T")


@dataclass
class Store:
    """All rows; a unit of work works on a copy and puts it back on commit."""

    customers: dict[str, Customer] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    leases: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    inbox: dict[int, InboxItem] = field(default_factory=dict)
    outbox: dict[int, Outbound] = field(default_factory=dict)
    ledgers: dict[str, Ledger] = field(default_factory=dict)
    bookings: dict[str, Booking] = field(default_factory=dict)
    cells: dict[tuple[str, datetime], str] = field(default_factory=dict)
    occupied: dict[str, TimeWindow] = field(default_factory=dict)
    providers: dict[str, Provider] = field(default_factory=dict)
    catalogue: Catalogue | None = None
    results: dict[str, Any] = field(default_factory=dict)
    audit: list[AuditEntry] = field(default_factory=list)
    call_tasks: list[CallTask] = field(default_factory=list)

    def copy(self) -> Store:
        return Store(**{name: copy.copy(value) for name, value in vars(self).items()})


def _found(value: T | None, what: str) -> T:
    if value is None:
        raise NotFound(what)
    return value


class FakeCustomers:
    def __init__(self, store: Store) -> None:
        self._rows = store.customers

    async def get(self, customer_id: str) -> Customer:
        return _found(self._rows.get(customer_id), customer_id)

    async def by_openid(self, openid: str) -> Customer | None:
        return next((row for row in self._rows.values() if row.openid == openid), None)

    async def by_phone(self, phone: str) -> Sequence[Customer]:
        return [row for row in self._rows.values() if row.phone == phone]

    async def add(self, customer: Customer) -> None:
        self._rows[customer.id] = customer

    async def save(self, customer: Customer) -> None:
        self._rows[customer.id] = replace(customer, version=customer.version + 1)


class FakeConversations:
    def __init__(self, store: Store) -> None:
        self._rows = store.conversations

    async def get(self, conversation_id: str) -> Conversation:
        return _found(self._rows.get(conversation_id), conversation_id)

    async def by_openid(self, openid: str) -> Conversation | None:
        return next((row for row in self._rows.values() if row.openid == openid), None)

    async def add(self, conversation: Conversation) -> None:
        self._rows[conversation.id] = conversation

    async def save(self, conversation: Conversation) -> None:
        self._rows[conversation.id] = replace(conversation, version=conversation.version + 1)


class FakeInbox:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._rows = store.inbox

    async def add(self, conversation_id: str, message: InboundMessage, now: datetime) -> InboxItem | None:
        if any(row.message.dedup_key == message.dedup_key for row in self._rows.values()):
            return None
        number = len(self._rows) + 1
        item = InboxItem(number, conversation_id, message.openid, message, now, push_started_at=now)
        self._rows[number] = item
        return item

    async def pushed_again(self, dedup_key: str, now: datetime) -> InboxItem:
        known = next(row for row in self._rows.values() if row.message.dedup_key == dedup_key)
        self._rows[known.id] = replace(known, pushes=known.pushes + 1, push_started_at=now)
        return self._rows[known.id]

    async def get(self, inbox_id: int) -> InboxItem:
        return _found(self._rows.get(inbox_id), str(inbox_id))

    async def claim_turn(self, now: datetime, patience: Patience, owner: str) -> Turn | None:
        for conversation in self._store.conversations.values():
            lease = self._store.leases.get(conversation.id)
            if lease is not None and lease[1] > now:
                continue
            rows = [row for row in self._rows.values() if row.conversation_id == conversation.id]
            left = [row for row in rows if row.state is InboxState.CLAIMED]
            fresh = [row for row in rows if row.state is InboxState.NEW]
            if not left and not self._ripe(fresh, now, patience):
                continue
            turn_id = left[0].turn_id if left else new_id("turn")
            items = left or [replace(row, state=InboxState.CLAIMED, turn_id=turn_id) for row in fresh]
            self._rows.update({row.id: row for row in items})
            self._store.leases[conversation.id] = (owner, now + patience.lease)
            return Turn(turn_id, conversation.id, conversation.openid, tuple(items))
        return None

    @staticmethod
    def _ripe(rows: Sequence[InboxItem], now: datetime, patience: Patience) -> bool:
        if not rows:
            return False
        return rows[-1].received_at <= now - patience.quiet or rows[0].received_at <= now - patience.longest_burst

    async def finish_turn(self, turn: Turn, owner: str) -> bool:
        if self._store.leases.get(turn.conversation_id, ("", None))[0] != owner:
            return False
        for item in turn.items:
            self._rows[item.id] = replace(self._rows[item.id], state=InboxState.DONE)
        del self._store.leases[turn.conversation_id]
        return True

    async def of_turn(self, turn_id: str) -> Sequence[InboxItem]:
        return [row for row in self._rows.values() if row.turn_id == turn_id]


class FakeOutbox:
    def __init__(self, store: Store) -> None:
        self._rows = store.outbox

    async def add(self, outbound: Outbound) -> Outbound:
        stored = replace(outbound, id=len(self._rows) + 1)
        self._rows[stored.id] = stored
        return stored

    async def get(self, outbound_id: int) -> Outbound:
        return _found(self._rows.get(outbound_id), str(outbound_id))

    async def of_turn(self, turn_id: str) -> Sequence[Outbound]:
        return [row for row in self._rows.values() if row.turn_id == turn_id]

    async def claim_for_push(
        self, conversation_id: str, turn_id: str, inbox_id: int, now: datetime, lease: timedelta
    ) -> Sequence[Outbound]:
        own = [row for row in self._rows.values() if row.conversation_id == conversation_id]
        answered = any(row.turn_id == turn_id for row in own)
        of_turn = [row for row in own if row.turn_id == turn_id or not answered]
        last = max((row.id for row in of_turn if self._free(row, now)), default=0)
        earlier = [row for row in own if row.id <= last]
        if any(row.state is OutboundState.CLAIMED and not self._free(row, now) for row in earlier):
            return []
        return [self._claim(row, now, lease, inbox_id) for row in earlier if self._free(row, now)]

    async def claim_due(self, now: datetime, lease: timedelta) -> Outbound | None:
        for row in self._rows.values():
            if not self._free(row, now) or (row.not_before is not None and row.not_before > now):
                continue
            others = [other for other in self._rows.values() if other.conversation_id == row.conversation_id]
            earlier = [other for other in others if other.id < row.id]
            if any(other.state in (OutboundState.PENDING, OutboundState.CLAIMED) for other in earlier):
                continue
            return self._claim(row, now, lease, None)
        return None

    @staticmethod
    def _free(row: Outbound, now: datetime) -> bool:
        lapsed = row.state is OutboundState.CLAIMED and row.lease_until is not None and row.lease_until <= now
        return row.state is OutboundState.PENDING or lapsed

    def _claim(self, row: Outbound, now: datetime, lease: timedelta, inbox_id: int | None) -> Outbound:
        claimed = replace(
            row,
            state=OutboundState.CLAIMED,
            lease_until=now + lease,
            carried_by=inbox_id,
            attempts=row.attempts + (inbox_id is None),
        )
        self._rows[row.id] = claimed
        return claimed

    async def carried_by(self, inbox_id: int) -> Sequence[Outbound]:
        return [row for row in self._rows.values() if row.carried_by == inbox_id]

    async def settle(self, outbound: Outbound) -> bool:
        stored = self._rows[outbound.id]
        if stored.state is not OutboundState.CLAIMED or stored.lease_until != outbound.lease_until:
            return False
        self._rows[outbound.id] = replace(outbound, lease_until=None)
        return True


class FakeLedgers:
    def __init__(self, store: Store) -> None:
        self._rows = store.ledgers

    async def get(self, conversation_id: str) -> Ledger:
        return self._rows.get(conversation_id, Ledger())

    async def save(self, conversation_id: str, ledger: Ledger) -> None:
        self._rows[conversation_id] = ledger


class FakeBookings:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, booking: Booking, occupied: TimeWindow) -> None:
        keys = [(provider, cell) for provider in booking.provider_ids for cell in occupied.cells()]
        if booking.state in OCCUPYING:
            if any(key in self._store.cells for key in keys):
                raise WindowTaken(f"{booking.id} at {occupied.start}")
            self._store.cells.update(dict.fromkeys(keys, booking.id))
        self._store.bookings[booking.id] = booking
        self._store.occupied[booking.id] = occupied

    async def save(self, booking: Booking) -> None:
        self._store.bookings[booking.id] = replace(booking, version=booking.version + 1)
        if booking.state not in OCCUPYING:
            for key in [key for key, owner in self._store.cells.items() if owner == booking.id]:
                del self._store.cells[key]

    async def move(self, booking: Booking, occupied: TimeWindow) -> None:
        keys = [(provider, cell) for provider in booking.provider_ids for cell in occupied.cells()]
        if any(self._store.cells.get(key, booking.id) != booking.id for key in keys):
            raise WindowTaken(f"{booking.id} at {occupied.start}")
        for key in [key for key, owner in self._store.cells.items() if owner == booking.id]:
            del self._store.cells[key]
        self._store.cells.update(dict.fromkeys(keys, booking.id))
        self._store.bookings[booking.id] = replace(booking, version=booking.version + 1)
        self._store.occupied[booking.id] = occupied

    async def move_all(self, moves: Sequence[tuple[Booking, TimeWindow]]) -> None:
        before = dict(self._store.cells), dict(self._store.bookings), dict(self._store.occupied)
        moved = {booking.id for booking, _ in moves}
        for key in [key for key, owner in self._store.cells.items() if owner in moved]:
            del self._store.cells[key]
        try:
            for booking, occupied in moves:
                await self.move(booking, occupied)
        except WindowTaken:
            self._store.cells, self._store.bookings, self._store.occupied = before
            raise

    async def get(self, booking_id: str) -> Booking:
        return _found(self._store.bookings.get(booking_id), booking_id)

    async def of_customer(self, customer_id: str, states: frozenset[BookingState]) -> Sequence[Booking]:
        own = [b for b in self._store.bookings.values() if b.customer_id == customer_id and b.state in states]
        return sorted(own, key=lambda booking: booking.window.start)

    async def of_series(self, series_id: str) -> Sequence[Booking]:
        return self._sorted(lambda booking: booking.series_id == series_id)

    async def awaiting_review(self) -> Sequence[Booking]:
        return self._sorted(lambda booking: booking.awaits_review)

    async def between(self, window: TimeWindow, states: frozenset[BookingState]) -> Sequence[Booking]:
        return self._sorted(lambda one: window.start <= one.window.start < window.end and one.state in states)

    def _sorted(self, condition: Callable[[Booking], bool]) -> Sequence[Booking]:
        found = [booking for booking in self._store.bookings.values() if condition(booking)]
        return sorted(found, key=lambda booking: (booking.window.start, booking.id))

    async def busy(
        self, search: TimeWindow, provider_ids: Collection[str] | None = None
    ) -> Mapping[str, Sequence[Visit]]:
        visits: dict[str, list[Visit]] = {}
        for booking in self._sorted(lambda one: one.state in OCCUPYING):
            taken = self._store.occupied[booking.id]
            if not taken.overlaps(search):
                continue
            for provider in booking.provider_ids:
                if provider_ids is None or provider in provider_ids:
                    visit = visit_of(booking.id, booking.window, taken, booking.district)
                    visits.setdefault(provider, []).append(visit)
        return visits

    async def lapsed_holds(self, now: datetime) -> Sequence[Booking]:
        held = [b for b in self._store.bookings.values() if b.state is BookingState.HELD]
        return [b for b in held if b.hold_expires_at is not None and b.hold_expires_at <= now]


class FakeProviders:
    def __init__(self, store: Store) -> None:
        self._rows = store.providers

    async def all(self) -> Sequence[Provider]:
        return list(self._rows.values())

    async def get(self, provider_id: str) -> Provider:
        return _found(self._rows.get(provider_id), provider_id)

    async def put(self, provider: Provider) -> None:
        self._rows[provider.id] = provider


class FakeCatalogues:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def get(self) -> Catalogue:
        return _found(self._store.catalogue, "catalogue")

    async def put(self, catalogue: Catalogue) -> None:
        self._store.catalogue = catalogue


class FakeResults:
    def __init__(self, store: Store) -> None:
        self._rows = store.results

    async def get(self, key: str) -> Any | None:
        return self._rows.get(key)

    async def put(self, key: str, result: Any, now: datetime) -> None:
        self._rows[key] = result


class FakeLog(Generic[T]):
    def __init__(self, rows: list[T]) -> None:
        self._rows = rows

    async def add(self, entry: T) -> None:
        self._rows.append(entry)


class FakeUnitOfWork:
    """One copy of the store; only ``commit`` puts it back."""

    def __init__(self, world: FakeWorld, react: Callable[[UnitOfWork, Event], Awaitable[None]]) -> None:
        self._world = world
        self._react = react
        self._events: deque[Event] = deque()

    async def __aenter__(self) -> Self:
        await self._world.lock.acquire()
        self._store = self._world.store.copy()
        self.customers = FakeCustomers(self._store)
        self.conversations = FakeConversations(self._store)
        self.inbox = FakeInbox(self._store)
        self.outbox = FakeOutbox(self._store)
        self.ledgers = FakeLedgers(self._store)
        self.bookings = FakeBookings(self._store)
        self.providers = FakeProviders(self._store)
        self.catalogue = FakeCatalogues(self._store)
        self.results = FakeResults(self._store)
        self.audit: FakeLog[AuditEntry] = FakeLog(self._store.audit)
        self.call_tasks: FakeLog[CallTask] = FakeLog(self._store.call_tasks)
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._world.lock.release()

    def happened(self, event: Event) -> None:
        self._events.append(event)

    async def commit(self) -> None:
        while self._events:
            await self._react(self, self._events.popleft())
        self._world.store = self._store
