"""Valid objects with everything filled in; a test names only what matters to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from bot.domain.audit import AuditEntry, CallTask
from bot.domain.booking import Booking, BookingEvent, BookingState, ProviderWish
from bot.domain.catalogue import AgreedPrices, AreaStep, HourTier, Package, Service, Surcharge, VisitTier
from bot.domain.conversation import Conversation, Customer
from bot.domain.inquiry import Extra, Inquiry
from bot.domain.job import Job
from bot.domain.messages import Bubble, Choice, InboundMessage, Kind, Notice
from bot.domain.pricing import Quote, QuoteItem
from bot.domain.provider import Provider, Shift
from bot.domain.sending import Outbound
from bot.domain.series import Series, SeriesEvent, SeriesState
from bot.domain.series_plan import Pause, SeriesPlan
from bot.domain.ticket import Severity, Ticket, TicketEvent, TicketNote, TicketType
from bot.domain.values import TimeWindow
from bot.domain.waitlist import WaitlistEntry

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""A Monday, 10:00 in Shanghai."""

OPENID = "oTestCustomer000000000000001"
PHONE = "13812345678"
ADDRESS = "上海市浦东新区世纪大道100号3栋502室"

_numbers = count(1)


def a_window(starts_in: timedelta = timedelta(days=1), hours: float = 3) -> TimeWindow:
    return TimeWindow(NOW + starts_in, NOW + starts_in + timedelta(hours=hours))


def a_customer(**changes: Any) -> Customer:
    customer = Customer(
        id="cu_1",
        openid=OPENID,
        created_at=NOW,
        name="陈女士",
        phone=PHONE,
        addresses=(ADDRESS, "静安区南京西路8号"),
        labels={"静安区南京西路8号": "爸妈家"},
    )
    return replace(customer, **changes)


def a_conversation(**changes: Any) -> Conversation:
    conversation = Conversation(id="cv_1", customer_id="cu_1", openid=OPENID, dialogue={"tasks": [{"service": "保洁"}]})
    return replace(conversation, **changes)


def a_message(text: str = "明天下午两点找个阿姨打扫", **changes: Any) -> InboundMessage:
    """A text of its own MsgId."""
    message = InboundMessage(OPENID, Kind.TEXT, f"{OPENID}:{next(_numbers)}", NOW, text)
    return replace(message, **changes)


def a_bubble(text: str = "请问家里多大面积？") -> Bubble:
    return Bubble(text, (Choice("a1", "90平以内"), Choice("a2", "90平以上")))


def a_notice(**changes: Any) -> Notice:
    return replace(Notice("TPL1", {"thing1": "日常保洁", "time2": "2026年11月24日 14:00"}, "n-1"), **changes)


def an_outbound(**changes: Any) -> Outbound:
    return replace(Outbound(0, "cv_1", OPENID, a_bubble(), NOW, turn_id="turn_1"), **changes)


def a_booking(**changes: Any) -> Booking:
    """A hold of one provider for tomorrow; ``state`` may be a ``BookingState`` or its value."""
    if isinstance(changes.get("state"), str):
        changes["state"] = BookingState(changes["state"])
    booking = Booking(
        id="bk_1",
        customer_id="cu_1",
        state=BookingState.HELD,
        service="daily_cleaning",
        window=a_window(),
        provider_ids=("p1",),
        address=ADDRESS,
        phone=PHONE,
        quote=Quote((QuoteItem("labour", "60元/小时 × 3小时", 18000), QuoteItem("night", "晚间服务", 3600))),
        created_at=NOW,
        created_by="customer",
        contact_name="陈女士",
        district="浦东新区",
        area_sqm=90.0,
        rooms="两室一厅",
        special_needs=("has_cat",),
        quantities={"range_hood": 1},
        notes="门禁按3502",
        hold_expires_at=NOW + timedelta(minutes=10),
        events=(BookingEvent(NOW, "hold_placed", "customer", {"offer": "1"}),),
    )
    return replace(booking, **changes)


AGREED = AgreedPrices(
    date(2026, 12, 2),
    Service(
        "daily_cleaning", "日常保洁", 6000, 120, 480, 180, True, "日常清洁", "外窗", ("area",), (AreaStep(60, 120),),
        hour_tiers=(HourTier(240, 5500),), series_tiers=(VisitTier(10, 5),),
    ),
    (Surcharge("risk", "高处", "risk", fen=3000, needs=("high",)), Surcharge("urgent", "加急", "urgent", 10, 0, 240)),
    (Package("half_day", "半天", "daily_cleaning", 240, 22000),),
    (VisitTier(5, 3),),
)  # fmt: skip


def a_series(**changes: Any) -> Series:
    """Every Wednesday at two from 2026-12-02 on, with an exception, a pause and an end."""
    plan = SeriesPlan.of("FREQ=WEEKLY;BYDAY=WE", datetime(2026, 12, 2, 14), 180)
    series = Series(
        id="se_1",
        customer_id="cu_1",
        state=SeriesState.ACTIVE,
        plan=replace(
            plan,
            count=20,
            until=date(2027, 6, 30),
            left_out=frozenset({date(2026, 12, 16)}),
            pauses=(Pause(date(2027, 1, 1), date(2027, 1, 10)),),
        ),
        service="daily_cleaning",
        address=ADDRESS,
        phone=PHONE,
        made_until=date(2026, 11, 30),
        created_at=NOW,
        created_by="customer",
        contact_name="陈女士",
        district="浦东新区",
        area_sqm=90.0,
        rooms="两室一厅",
        special_needs=("has_cat",),
        quantities={"range_hood": 1},
        notes="门禁按3502",
        wish=ProviderWish(gender="female", exclude=("李阿姨",), preferred=("p1",)),
        agreed=(AGREED,),
        events=(SeriesEvent(NOW, "series_started", "customer"),),
    )
    return replace(series, **changes)


def a_provider(**changes: Any) -> Provider:
    provider = Provider(
        id="p1",
        name="王桂兰",
        gender="female",
        skills=frozenset({"daily_cleaning", "appliance_cleaning"}),
        districts=frozenset({"浦东新区", "静安区"}),
        hours={day: Shift(time(8), time(20)) for day in range(1, 6)},
        rating=4.8,
        languages=frozenset({"普通话", "上海话"}),
        pets=frozenset({"cat"}),
        experience_years=6,
        days_off=frozenset({(NOW + timedelta(days=9)).date()}),
        certificates={"健康证": (NOW + timedelta(days=300)).date()},
        levels={"daily_cleaning": 4, "appliance_cleaning": 3},
        openid="oTestProvider00000000000001",
        cost_fen_per_hour=4000,
        max_minutes_per_week=2400,
    )
    return replace(provider, **changes)


def an_audit_entry(**changes: Any) -> AuditEntry:
    entry = AuditEntry(NOW, "customer", "customer_changed", "customer", "cu_1", {"fields": "phone"})
    return replace(entry, **changes)


def a_call_task(**changes: Any) -> CallTask:
    return replace(CallTask("cu_1", "no_way_open", "您的预约已确认", NOW), **changes)


def an_inquiry(**changes: Any) -> Inquiry:
    """An open question about an extra, for twelve hours."""
    extra = Extra("擦外窗", 5000, "p1")
    return replace(Inquiry("iq_1", "cu_1", "bk_1", extra, NOW, NOW + timedelta(hours=12)), **changes)


def a_job(**changes: Any) -> Job:
    job = Job("cu_1", "daily_cleaning", "浦东新区", ADDRESS, PHONE, minutes=180, area_sqm=90.0, notes="门禁按3502")
    return replace(job, **changes)


def a_waitlist_entry(**changes: Any) -> WaitlistEntry:
    """Somebody waits for tomorrow, 10:00–13:00 in Shanghai, and for no other time."""
    return replace(WaitlistEntry("wl_1", "cu_1", a_job(), a_window(), True, NOW), **changes)


def a_ticket(**changes: Any) -> Ticket:
    """An open complaint about a visit, due tomorrow."""
    ticket = Ticket(
        id="tk_1",
        customer_id="cu_1",
        type=TicketType.COMPLAINT,
        severity=Severity.NORMAL,
        created_at=NOW,
        created_by="customer",
        due_first_response=NOW + timedelta(days=1),
        due_resolution=NOW + timedelta(hours=4),
        category="late",
        remedy="refund",
        linked_to="bk_1",
        attachments=("in_7",),
        notes=(TicketNote(NOW, "customer", "迟到一个小时"),),
        events=(TicketEvent(NOW, "ticket_opened", "customer", {"type": "complaint", "severity": "normal"}),),
    )
    return replace(ticket, **changes)
