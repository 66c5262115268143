"""A small company to act in: a catalogue, some providers, and a world of fakes that has both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from bot.domain.catalogue import OTHER, AreaStep, Catalogue, Rules, Service, Surcharge
from bot.domain.inbox import Patience
from bot.domain.messages import InboundMessage, Kind
from bot.domain.provider import Provider, Shift
from bot.usecases.conversation import Received, receive
from tests.fakes import FakeWorld

OPENID = "oTestCustomer000000000000001"
EVERY_DAY = {day: Shift(time(8), time(20)) for day in range(1, 8)}

CLEANING = Service(
    code="daily_cleaning",
    name="日常保洁",
    fen_per_hour=6000,
    min_minutes=120,
    max_minutes=480,
    default_minutes=180,
    bookable=True,
    includes="客厅、卧室、厨房、卫生间的日常清洁",
    excludes="外窗",
    asks=("area",),
    by_area=(AreaStep(60, 120), AreaStep(90, 180), AreaStep(120, 240)),
)
APPLIANCES = Service(
    "appliance_cleaning",
    "家电清洗",
    9000,
    60,
    480,
    120,
    True,
    includes="拆洗",
    excludes="维修",
    minutes_per_item={OTHER: 60},
)
NANNY = Service("childcare", "育儿看护", 7000, 240, 600, 480, bookable=False, includes="看护", excludes="家务")

RULES = Rules(
    opens=time(8),
    closes=time(20),
    min_notice_minutes=120,
    horizon_days=60,
    hold_minutes=10,
    travel_minutes=30,
    night_from=time(18),
    holidays=frozenset({date(2027, 1, 1)}),
    cities=("上海",),
)

SURCHARGES = (
    Surcharge("night", "晚间服务", "night", percent=20),
    Surcharge("holiday", "节假日", "holiday", percent=100),
    Surcharge("outside", "擦外窗", "need:windows_outside", fen=5000),
)


def a_catalogue(**changes: Any) -> Catalogue:
    services = {service.code: service for service in (CLEANING, APPLIANCES, NANNY)}
    catalogue = Catalogue(services, SURCHARGES, RULES, {"tools": "工具我们自带。"})
    return replace(catalogue, **changes)


def an_auntie(number: int, **changes: Any) -> Provider:
    """A 家政员 who cleans in 浦东新区 and 静安区 every day and minds no pets."""
    provider = Provider(
        id=f"p{number}",
        name=("王桂兰", "李秀英", "张玉梅", "刘凤霞")[number % 4],
        gender="female",
        skills=frozenset({"daily_cleaning", "appliance_cleaning"}),
        districts=frozenset({"浦东新区", "静安区"}),
        hours=EVERY_DAY,
        rating=4.8,
        pets=frozenset({"pet"}),
    )
    return replace(provider, **changes)


def a_world(providers: Sequence[Provider] = (an_auntie(1), an_auntie(2)), **options: Any) -> FakeWorld:
    world = FakeWorld(**options)
    world.store.catalogue = a_catalogue()
    world.store.providers = {provider.id: provider for provider in providers}
    return world


def without_waiting() -> Patience:
    """The road's numbers without the quiet window: a message is ripe at once."""
    return replace(Patience(), quiet=Patience().quiet * 0)


def a_text(text: str = "你好", number: int = 1, openid: str = OPENID, **changes: Any) -> InboundMessage:
    sent_at = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    message = InboundMessage(openid, Kind.TEXT, f"{openid}:{number}", sent_at, text)
    return replace(message, **changes)


async def heard(world: FakeWorld, *messages: InboundMessage) -> list[Received]:
    return [await receive(world.deps, message) for message in messages]
