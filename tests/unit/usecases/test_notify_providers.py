"""What providers are told about their visits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.booking import BookingEvent, BookingState, Review, ReviewState
from bot.domain.conversation import Conversation
from bot.domain.events import (
    BookingCancelled,
    BookingChanged,
    BookingConfirmed,
    BookingLoaded,
    BookingRescheduled,
    BookingRestored,
    Event,
    HoldPlaced,
    HoldReleased,
    ProviderReplaced,
    ReviewDecided,
    VisitReported,
)
from bot.domain.provider_notice import ProviderNotice, ProviderNoticeKind
from bot.domain.sending import Purpose
from tests.builders import NOW, a_booking, a_customer, a_window
from tests.fakes import FakeWorld
from tests.worlds import a_world, an_auntie

ACTORS = ("customer", "p1", "agent", "system")
CONFIRMED = a_booking(
    state="confirmed", hold_expires_at=None, events=(BookingEvent(NOW, "booking_confirmed", "customer"),)
)
TO_REVIEW = replace(CONFIRMED, review=Review(ReviewState.PENDING, ("第一次约",)))
WHOLE = (
    "11月24日（周二）10:00–13:00 日常保洁（3小时，90平）；上海市浦东新区世纪大道100号3栋502室；"
    "要求：家里有猫、range_hood×1；备注：门禁按3502；陈女士，电话尾号5678。"
)
BRIEF = "11月24日（周二）10:00–13:00 日常保洁，浦东新区"
NEW, OVER, AWAY = f"新派单：{WHOLE}", f"转给您的单：{WHOLE}", f"已转给别人：{BRIEF}，不用去了。"
CHANGED, GONE, BACK = f"单子有变动，以这条为准：{WHOLE}", f"已取消：{BRIEF}，不用去了。", f"恢复的单：{WHOLE}"
_Kind = ProviderNoticeKind


def _confirmed(by: str) -> Event:
    return BookingConfirmed(a_booking().confirmed(NOW, by))


def _approved(by: str) -> Event:
    another = TO_REVIEW.reassigned(("p2",), NOW, by, "")
    return ReviewDecided(another.reviewed(ReviewState.REPLACED, NOW, by), TO_REVIEW)


def _cancelled(by: str) -> Event:
    return BookingCancelled(CONFIRMED.cancelled(NOW, by), CONFIRMED)


def _cancelled_of_unknown_past(by: str) -> Event:
    return BookingCancelled(CONFIRMED.cancelled(NOW, by))


def _moved_to_another(by: str) -> Event:
    was = replace(CONFIRMED, window=a_window(timedelta(days=2)))
    return BookingRescheduled(was.rescheduled(CONFIRMED.window, ("p2",), was.quote, NOW, by), was)


def _moved(by: str) -> Event:
    was = replace(CONFIRMED, window=a_window(timedelta(days=2)))
    return BookingRescheduled(was.rescheduled(CONFIRMED.window, ("p1",), was.quote, NOW, by), was)


def _changed(by: str) -> Event:
    was = replace(CONFIRMED, address="别处")
    return BookingChanged(was.changed(NOW, by, ("p1",), address=CONFIRMED.address), was)


def _more_hands(by: str) -> Event:
    return BookingChanged(CONFIRMED.changed(NOW, by, ("p1", "p2"), notes=CONFIRMED.notes), CONFIRMED)


def _replaced(by: str) -> Event:
    return ProviderReplaced(CONFIRMED.reassigned(("p2",), NOW, by, "请假"), CONFIRMED)


def _one_of_two_replaced(by: str) -> Event:
    two = replace(CONFIRMED, provider_ids=("p1", "p2"))
    return ProviderReplaced(two.reassigned(("p1", "p3"), NOW, by, "请假"), two)


def _restored(by: str) -> Event:
    return BookingRestored(CONFIRMED.cancelled(NOW, by).restored(NOW, by))


MOVED_TEXT = f"改期：原来11月25日（周三）10:00–13:00的日常保洁，现在{WHOLE}"
MOVED_AWAY = "已转给别人：11月25日（周三）10:00–13:00 日常保洁，浦东新区，不用去了。"
TOLD = [
    (_confirmed, [("p1", _Kind.NEW_VISIT, NEW)]),
    (_approved, [("p2", _Kind.NEW_VISIT, NEW)]),
    (_cancelled, [("p1", _Kind.CANCELLED, GONE)]),
    (_cancelled_of_unknown_past, [("p1", _Kind.CANCELLED, GONE)]),
    (_moved, [("p1", _Kind.MOVED, MOVED_TEXT)]),
    (_moved_to_another, [("p2", _Kind.TAKEN_OVER, OVER), ("p1", _Kind.GIVEN_AWAY, MOVED_AWAY)]),
    (_changed, [("p1", _Kind.CHANGED, CHANGED)]),
    (_more_hands, [("p1", _Kind.CHANGED, CHANGED), ("p2", _Kind.TAKEN_OVER, OVER)]),
    (_replaced, [("p2", _Kind.TAKEN_OVER, OVER), ("p1", _Kind.GIVEN_AWAY, AWAY)]),
    (
        _one_of_two_replaced,
        [("p1", _Kind.CHANGED, CHANGED), ("p3", _Kind.TAKEN_OVER, OVER), ("p2", _Kind.GIVEN_AWAY, AWAY)],
    ),
    (_restored, [("p1", _Kind.RESTORED, BACK)]),
]

SILENT: list[Event] = [
    HoldPlaced(a_booking()),
    HoldReleased(a_booking().released(NOW)),
    BookingLoaded(CONFIRMED),
    BookingConfirmed(a_booking().confirmed(NOW, "customer", ("第一次约",))),
    BookingCancelled(TO_REVIEW.cancelled(NOW, "customer"), TO_REVIEW),
    BookingCancelled(a_booking().cancelled(NOW, "customer"), a_booking()),
    ReviewDecided(TO_REVIEW.reviewed(ReviewState.REJECTED, NOW, "agent"), TO_REVIEW),
    VisitReported(CONFIRMED.accepted("p1", NOW)),
    VisitReported(CONFIRMED.departed(NOW, "p1")),
    VisitReported(CONFIRMED.missed(NOW, "p1")),
]


@pytest.fixture
async def world() -> FakeWorld:
    world = a_world([an_auntie(number) for number in (1, 2, 3)])
    async with world.deps.uow() as uow:
        await uow.customers.add(a_customer())
        await uow.commit()
    return world


async def _after(world: FakeWorld, event: Event) -> list[ProviderNotice]:
    async with world.deps.uow() as uow:
        uow.happened(event)
        await uow.commit()
    return list(world.store.provider_notices)


@pytest.mark.parametrize("by", ACTORS)
@pytest.mark.parametrize(("change", "told"), TOLD, ids=lambda value: getattr(value, "__name__", ""))
async def test_every_provider_concerned_is_told_whoever_has_done_it(world: FakeWorld, change, told, by: str):
    notices = await _after(world, change(by))
    assert [(notice.provider_id, notice.kind, notice.text) for notice in notices] == told
    assert {(notice.booking_id, notice.created_at, notice.read_at) for notice in notices} == {("bk_1", NOW, None)}


@pytest.mark.parametrize("event", SILENT, ids=lambda event: type(event).__name__)
async def test_what_is_promised_to_nobody_or_told_by_herself_is_no_notice(world: FakeWorld, event: Event):
    assert await _after(world, event) == []


async def test_a_provider_reads_the_customers_phone_by_its_last_four_digits_alone(world: FakeWorld):
    (notice,) = await _after(world, _confirmed("customer"))
    assert (CONFIRMED.phone in notice.text, CONFIRMED.phone[-5:] in notice.text) == (False, False)
    assert CONFIRMED.phone[-4:] in notice.text


async def test_a_provider_who_talks_with_the_account_is_written_to_as_well(world: FakeWorld):
    world.store.providers["p1"] = an_auntie(1, openid="oProvider")
    world.store.conversations["cv_p"] = Conversation("cv_p", "cu_p", "oProvider")
    await _after(world, _confirmed("customer"))
    (row,) = world.store.outbox.values()
    assert (row.conversation_id, row.openid, row.bubble.text) == ("cv_p", "oProvider", NEW)
    assert (row.purpose, row.lapses_at) == (Purpose.REMINDER, CONFIRMED.window.start)


async def test_a_provider_who_never_wrote_is_not_written_to(world: FakeWorld):
    world.store.providers["p1"] = an_auntie(1, openid="oProvider")
    assert len(await _after(world, _confirmed("customer"))) == 1
    assert world.store.outbox == {}


def _early(event: Event) -> Event:
    """The same visit at eight in the morning."""
    window = a_window(timedelta(hours=22))
    before = replace(event.before, window=window) if event.before is not None else None  # type: ignore[attr-defined]
    return replace(event, booking=replace(event.booking, window=window), before=before)  # type: ignore[attr-defined,call-arg]


def _calls(world: FakeWorld) -> list[tuple[str, str]]:
    return [(task.customer_id, task.text) for task in world.store.call_tasks if task.reason == RING]


RING = "provider_before_morning"


async def test_at_night_staff_ring_everybody_who_would_hear_too_late_of_an_early_visit(world: FakeWorld):
    world.clock.advance(hours=12)
    notices = await _after(world, _early(_replaced("agent")))
    assert _calls(world) == [
        ("cu_1", f"请打电话给家政员{name}，消息早上才发，到时来不及了：{notice.text}")
        for name, notice in zip(("张玉梅", "李秀英"), notices, strict=True)
    ]


async def test_at_night_staff_ring_who_would_set_out_for_a_visit_that_is_cancelled_or_moved_away(world: FakeWorld):
    world.clock.advance(hours=12)
    await _after(world, _early(_cancelled("customer")))
    assert len(_calls(world)) == 1
    was = replace(CONFIRMED, window=a_window(timedelta(hours=22)))
    later = a_window(timedelta(days=3))
    await _after(world, BookingRescheduled(was.rescheduled(later, ("p2",), was.quote, NOW, "customer"), was))
    assert ["家政员李秀英" in text for _, text in _calls(world)] == [True, True]


async def test_who_has_done_it_herself_at_night_is_not_rung(world: FakeWorld):
    world.clock.advance(hours=12)
    await _after(world, _early(_replaced("p1")))
    assert ["家政员张玉梅" in text for _, text in _calls(world)] == [True]


async def test_by_day_and_for_later_visits_and_for_what_has_begun_nobody_is_rung(world: FakeWorld):
    await _after(world, _early(_replaced("agent")))
    world.clock.advance(hours=12)
    await _after(world, _replaced("agent"))  # at ten: the morning is early enough
    begun = a_window(timedelta(hours=11))
    was = replace(CONFIRMED, window=begun, state=BookingState.IN_SERVICE)
    extra = replace(was, events=(*was.events, BookingEvent(NOW, "extra_added", "customer")))
    await _after(world, BookingChanged(extra, was))
    assert _calls(world) == []
