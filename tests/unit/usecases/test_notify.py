"""What customers are told of what others do to their bookings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapters.wechat.notices import subscription_data
from bot.domain.booking import BookingEvent, Review, ReviewState
from bot.domain.conversation import Mode
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
from bot.domain.messages import Notice
from bot.domain.notices import NoticeKind
from bot.domain.policy import Policies
from bot.domain.pricing import Quote, QuoteItem
from bot.domain.sending import Ledger, Outbound, Purpose
from bot.usecases.sending import send_next
from tests.builders import NOW, OPENID, a_booking, a_conversation, a_customer, a_window
from tests.fakes import FakeWorld
from tests.worlds import a_catalogue, a_world

OTHERS = ("p1", "agent", "system")
CONFIRMED = a_booking(
    state="confirmed", hold_expires_at=None, events=(BookingEvent(NOW, "booking_confirmed", "customer"),)
)
TO_REVIEW = replace(CONFIRMED, review=Review(ReviewState.PENDING, ("第一次约",)))
DEARER = Quote((QuoteItem("labour", "60元/小时 × 4小时", 24000),))


def _confirmed(by: str) -> Event:
    return BookingConfirmed(a_booking().confirmed(NOW, by))


def _risky(by: str) -> Event:
    return BookingConfirmed(a_booking().confirmed(NOW, by, ("第一次约",)))


def _rectification(by: str) -> Event:
    return BookingConfirmed(a_booking(kind="rectification").confirmed(NOW, by))


def _cancelled(by: str) -> Event:
    return BookingCancelled(CONFIRMED.cancelled(NOW, by, "内部原因"), CONFIRMED)


def _cancelled_with_fee(by: str) -> Event:
    return BookingCancelled(CONFIRMED.cancelled(NOW, by, fee_fen=3300), CONFIRMED)


def _moved(by: str) -> Event:
    later = a_window(timedelta(days=3, hours=4))
    return BookingRescheduled(CONFIRMED.rescheduled(later, ("p2",), CONFIRMED.quote, NOW, by), CONFIRMED)


def _moved_and_dearer(by: str) -> Event:
    return BookingRescheduled(CONFIRMED.rescheduled(a_window(hours=4), ("p1",), DEARER, NOW, by), CONFIRMED)


def _changed(by: str) -> Event:
    return BookingChanged(CONFIRMED.changed(NOW, by, ("p1",), address="别处", special_needs=()), CONFIRMED)


def _longer(by: str) -> Event:
    changed = CONFIRMED.changed(NOW, by, ("p2",), window=a_window(hours=4), quote=DEARER)
    return BookingChanged(changed, CONFIRMED)


def _dearer(by: str) -> Event:
    return BookingChanged(CONFIRMED.changed(NOW, by, ("p1",), quote=DEARER), CONFIRMED)


def _replaced(by: str) -> Event:
    return ProviderReplaced(CONFIRMED.reassigned(("p2",), NOW, by, "请假"), CONFIRMED)


def _approved(by: str) -> Event:
    return ReviewDecided(TO_REVIEW.reviewed(ReviewState.APPROVED, NOW, by), TO_REVIEW)


def _approved_with_another(by: str) -> Event:
    another = TO_REVIEW.reassigned(("p2",), NOW, by, "")
    return ReviewDecided(another.reviewed(ReviewState.REPLACED, NOW, by), TO_REVIEW)


def _rejected(by: str) -> Event:
    rejected = TO_REVIEW.reviewed(ReviewState.REJECTED, NOW, by)
    return BookingCancelled(rejected.cancelled(NOW, by, "那天没有会照顾老人的家政员"), TO_REVIEW)


def _restored(by: str) -> Event:
    return BookingRestored(CONFIRMED.cancelled(NOW, "customer").restored(NOW, by))


def _departed(by: str) -> Event:
    return VisitReported(CONFIRMED.departed(NOW, by))


def _finished(by: str) -> Event:
    return VisitReported(CONFIRMED.checked_in(NOW, by).completed(NOW, by))


def _missed(by: str) -> Event:
    return VisitReported(CONFIRMED.missed(NOW, by))


TOLD: list[tuple[Callable[[str], Event], str, Purpose]] = [
    (_confirmed, "已为您约好日常保洁：11月24日（周二）10:00–13:00，李秀英上门。", Purpose.NOTICE),
    (_risky, "已为您登记日常保洁：11月24日（周二）10:00–13:00。同事核对后就告诉您谁来。", Purpose.NOTICE),
    (_rectification, "已为您约好日常保洁（免费返工）：11月24日（周二）10:00–13:00，李秀英上门。", Purpose.NOTICE),
    (_cancelled, "您11月24日（周二）10:00的日常保洁已经取消。想另约时间，回复我就好。", Purpose.NOTICE),
    (
        _cancelled_with_fee,
        "您11月24日（周二）10:00的日常保洁已经取消。取消费33元。想另约时间，回复我就好。",
        Purpose.NOTICE,
    ),
    (
        _moved,
        "您的日常保洁改了时间：原来11月24日（周二）10:00，现在11月26日（周四）14:00–17:00，张玉梅上门。不方便的话回复我，再帮您调。",
        Purpose.NOTICE,
    ),
    (
        _moved_and_dearer,
        "您的日常保洁改了时间：原来11月24日（周二）10:00，现在11月24日（周二）10:00–14:00，李秀英上门，费用现在是240元。不方便的话回复我，再帮您调。",
        Purpose.NOTICE,
    ),
    (_changed, "您11月24日（周二）10:00的日常保洁改了地址、服务要求。有不对的地方，回复我就好。", Purpose.NOTICE),
    (
        _longer,
        "您11月24日（周二）10:00的日常保洁改了时长，现在10:00–14:00，张玉梅上门，费用现在是240元。有不对的地方，回复我就好。",
        Purpose.NOTICE,
    ),
    (
        _dearer,
        "您11月24日（周二）10:00的日常保洁改了费用，费用现在是240元。有不对的地方，回复我就好。",
        Purpose.NOTICE,
    ),
    (
        _replaced,
        "您11月24日（周二）10:00的日常保洁换了家政员：原来是李秀英，现在由张玉梅上门，时间和费用不变。想换人或改时间，回复我就好。",
        Purpose.NOTICE,
    ),
    (_approved, "您的日常保洁定好了：11月24日（周二）10:00–13:00，李秀英上门。", Purpose.NOTICE),
    (_approved_with_another, "您的日常保洁定好了：11月24日（周二）10:00–13:00，张玉梅上门。", Purpose.NOTICE),
    (
        _rejected,
        "很抱歉，您11月24日（周二）10:00的日常保洁没能安排上：那天没有会照顾老人的家政员。不收费用，想换个时间或要求，回复我就好。",
        Purpose.NOTICE,
    ),
    (_restored, "您的日常保洁恢复了：11月24日（周二）10:00–13:00，李秀英上门。", Purpose.NOTICE),
    (_departed, "李秀英已经出发，10:00上门做日常保洁。", Purpose.REMINDER),
    (_finished, "您的日常保洁做完了。有没做好的地方，直接回复我。", Purpose.REMINDER),
    (_missed, "您11月24日（周二）10:00的日常保洁没有做成。想另约时间，回复我就好。", Purpose.NOTICE),
]

SILENT: list[Event] = [
    HoldPlaced(a_booking()),
    HoldReleased(a_booking().released(NOW)),
    BookingLoaded(a_booking(state="confirmed", events=(BookingEvent(NOW, "booking_loaded", "load"),))),
    VisitReported(CONFIRMED.accepted("p1", NOW)),
    VisitReported(CONFIRMED.checked_in(NOW, "p1")),
    ReviewDecided(TO_REVIEW.reviewed(ReviewState.REJECTED, NOW, "agent"), TO_REVIEW),
    ProviderReplaced(TO_REVIEW.reassigned(("p2",), NOW, "agent", "请假"), TO_REVIEW),
    BookingCancelled(a_booking().cancelled(NOW, "agent"), a_booking()),
    BookingConfirmed(a_booking(series_id="se_1").confirmed(NOW, "system")),
]


@pytest.fixture
async def world() -> FakeWorld:
    world = a_world()
    async with world.deps.uow() as uow:
        await uow.customers.add(a_customer())
        await uow.commit()
    return world


async def _after(world: FakeWorld, event: Event) -> list[Outbound]:
    """The outbox once this has happened."""
    async with world.deps.uow() as uow:
        uow.happened(event)
        await uow.commit()
    return list(world.store.outbox.values())


@pytest.mark.parametrize("by", OTHERS)
@pytest.mark.parametrize(("change", "text", "purpose"), TOLD, ids=lambda value: getattr(value, "__name__", ""))
async def test_a_customer_is_told_what_others_have_done(
    world: FakeWorld, change: Callable[[str], Event], text: str, purpose: Purpose, by: str
):
    (told,) = await _after(world, change(by))
    assert (told.openid, told.bubble.text, told.purpose) == (OPENID, text, purpose)
    assert (told.notice, told.not_before, told.bubble.choices) == (None, None, ())


@pytest.mark.parametrize("change", [change for change, _, _ in TOLD], ids=lambda change: change.__name__)
async def test_what_she_has_done_herself_is_answered_in_the_chat_alone(
    world: FakeWorld, change: Callable[[str], Event]
):
    assert await _after(world, change("customer")) == []


@pytest.mark.parametrize("event", SILENT, ids=lambda event: type(event).__name__)
async def test_what_is_no_news_for_her_is_not_told(world: FakeWorld, event: Event):
    assert await _after(world, event) == []


@pytest.mark.parametrize("change", [change for change, _, _ in TOLD], ids=lambda change: change.__name__)
async def test_a_notice_of_every_kind_can_be_shown_by_the_platform(world: FakeWorld, change: Callable[[str], Event]):
    templates = {kind.value: f"T-{kind.value}" for kind in NoticeKind}
    world.store.catalogue = a_catalogue(policies=Policies(templates=templates))
    (told,) = await _after(world, change("agent"))
    assert told.notice is not None
    assert list(subscription_data(told.notice.data)) == ["thing1", "time2", "thing3", "phrase4"]


async def test_a_notice_carries_what_when_who_and_how_it_stands(world: FakeWorld):
    world.store.catalogue = a_catalogue(policies=Policies(templates={"cancelled": "TC"}))
    (told,) = await _after(world, _cancelled("agent"))
    lines = {"thing1": "日常保洁", "time2": "2026年11月24日 10:00", "thing3": "李秀英", "phrase4": "已取消"}
    assert told.notice == Notice("TC", lines, client_msg_id="cancelled.bk_1.2")


async def test_neither_address_nor_phone_stands_in_a_notice(world: FakeWorld):
    for change, _, _ in TOLD:
        await _after(world, change("agent"))
    texts = "".join(row.bubble.text for row in world.store.outbox.values())
    booking = a_booking()
    assert [secret for secret in (booking.address, booking.phone, booking.phone[-4:]) if secret in texts] == []


async def test_at_night_a_notice_waits_for_the_morning(world: FakeWorld):
    world.clock.advance(hours=12)  # 22:00
    moved = CONFIRMED.rescheduled(a_window(timedelta(days=3)), ("p1",), CONFIRMED.quote, NOW, "agent")
    (told,) = await _after(world, BookingRescheduled(moved, replace(CONFIRMED, window=a_window(timedelta(days=2)))))
    assert told.not_before == NOW + timedelta(hours=22)
    assert world.store.call_tasks == []


@pytest.mark.parametrize("change", [_cancelled, _moved], ids=["cancelled", "moved away"])
async def test_what_cannot_wait_for_the_morning_is_a_call_for_staff_as_well(
    world: FakeWorld, change: Callable[[str], Event]
):
    event = change("p1")
    early = a_window(timedelta(hours=23, minutes=30))  # tomorrow 9:30
    world.clock.advance(hours=12)
    was = replace(CONFIRMED, window=early)
    if isinstance(event, BookingCancelled):
        event = BookingCancelled(replace(event.booking, window=early), was)
    else:
        event = replace(event, before=was)
    (told,) = await _after(world, event)
    assert told.not_before == NOW + timedelta(hours=22)
    assert [(task.reason, task.text) for task in world.store.call_tasks] == [("before_morning", told.bubble.text)]


async def test_who_has_never_written_gets_a_conversation_with_her_first_notice(world: FakeWorld):
    first, second = (await _after(world, _cancelled("agent")), await _after(world, _restored("agent")))
    (conversation,) = world.store.conversations.values()
    assert (conversation.customer_id, conversation.openid) == ("cu_1", OPENID)
    assert {row.conversation_id for row in (*first, *second)} == {conversation.id}


async def test_a_notice_goes_out_beside_an_agent_who_holds_the_conversation(world: FakeWorld):
    world.store.conversations["cv_1"] = a_conversation(mode=Mode.AGENT, agent="小陈")
    world.store.ledgers["cv_1"] = Ledger().opened("message", NOW)
    (told,) = await _after(world, _cancelled("p1"))
    assert await send_next(world.deps)
    assert world.channel.sent == [("custom", OPENID, told.bubble)]


async def test_a_service_and_a_provider_that_are_gone_do_not_stop_a_notice():
    world = a_world(providers=())
    world.store.catalogue = None
    world.store.customers["cu_1"] = a_customer()
    (told,) = await _after(world, _confirmed("agent"))
    assert told.bubble.text == "已为您约好daily_cleaning：11月24日（周二）10:00–13:00。"


@pytest.mark.parametrize("change", [_cancelled, _rejected], ids=["cancelled", "rejected"])
async def test_why_staff_have_cancelled_stands_in_no_event_and_in_no_audit(world: FakeWorld, change):
    event = change("agent")
    async with world.deps.uow() as uow:
        uow.happened(event)
        await uow.commit()
    words = event.booking.cancel_reason
    assert words in ("内部原因", "那天没有会照顾老人的家政员")
    assert [entry.detail["reason"] for entry in world.store.audit if entry.action == "booking_cancelled"] == ["given"]
    assert all(words not in str(step.detail) for step in event.booking.events)


async def test_what_the_core_itself_cancels_for_is_told_by_its_code():
    for code in ("series_ended", "replacement_refused"):
        cancelled = CONFIRMED.cancelled(NOW, "system", code)
        assert (cancelled.events[-1].detail, cancelled.cancel_reason) == ({"reason": code}, "")


async def test_a_cancel_that_is_taken_back_has_no_reason_any_more():
    assert CONFIRMED.cancelled(NOW, "agent", "内部原因").restored(NOW, "agent").cancel_reason == ""
