"""``replay`` on a real database: what is given is really so, what is said arrives, and nothing stays behind."""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import bootstrap
from bot.commands import demo, replay
from bot.domain.conversation import Conversation, Mode
from bot.domain.messages import Bubble, Choice
from bot.ports import Deps
from bot.replay.bot_road import BotRoad, message_of
from bot.replay.road import Broken, Reply
from bot.replay.transcript import Given, Saying
from bot.settings import Settings, SettingsError
from tests.support.road import BRISK, a_road

PUDONG = "浦东新区张杨路1458弄6号楼1202"
ZHOU = {"name": "周敏", "phone": "13800138000", "addresses": [PUDONG, "静安区南京西路1000弄2号301"]}
CLEANING = {"service": "daily_cleaning", "at": "+2 09:00", "area_sqm": 90}
GARDEN = {"service": "gardening", "duration_minutes": 120, "provider": "曾国平"}


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    given = {
        "BOT_DATABASE_URL": database_url,
        "BOT_SECRET_KEYS": "a-key-of-the-tests-only",
        "BOT_VAR": str(tmp_path),
        "BOT_CLOCK": "2026-11-23T10:00:00+08:00",
        "RASA_URL": "http://127.0.0.1:9",
    }
    return Settings.from_env(given, env_file=None)


@pytest.fixture
async def deps(settings: Settings, capsys: pytest.CaptureFixture[str]) -> AsyncIterator[Deps]:
    await demo.run(argparse.Namespace(), settings)
    async with bootstrap.open_deps(settings) as opened:
        yield opened


def given(**parts: Any) -> Given:
    return Given.model_validate({"customer": ZHOU, **parts})


async def stored(deps: Deps, what: str, openid: str) -> list[Mapping[str, Any]]:
    return [row async for row in deps.views.rows(what, openid)]


async def test_orders_that_are_given_are_as_the_company_would_have_made_them(deps: Deps):
    road = BotRoad(deps)
    past = {"service": "daily_cleaning", "at": "-7 09:00", "past": "yes", "provider": "李秀英", "score": "4"}
    gone = {"service": "laundry", "at": "+3 10:00", "state": "cancelled"}
    await road.arrange(given(bookings=[{**CLEANING, "provider": "孙爱琴", "address": "徐汇区漕溪北路1号"}, past, gone]))
    state = await road.look()
    told = [(row["state"], row["provider"], row["duration_minutes"], row["district"]) for row in state.bookings[:2]]
    assert told == [("completed", "李秀英", 180, "浦东新区"), ("confirmed", "孙爱琴", 180, "徐汇区")]
    assert (state.bookings[2]["state"], state.bookings[2]["events"][-1]["by"]) == ("cancelled", "customer")
    assert state.profile == {"name": "周敏", "phone": "13800138000", "address": PUDONG}
    assert (state.mode, state.asked, state.drafts, state.waiting) == ("bot", "none", [], 0)


async def test_a_series_that_is_given_has_its_visits(deps: Deps):
    road = BotRoad(deps)
    weekly = {"service": "daily_cleaning", "rrule": "FREQ=WEEKLY;BYDAY=SA", "at": "周六 09:00", "area_sqm": 80}
    await road.arrange(given(series=[{**weekly, "provider": "李秀英", "fixed": "yes", "count": "3"}]))
    state = await road.look()
    (series,) = state.series
    assert (series["provider"], series["fixed"], series["frequency"]["count"]) == ("李秀英", True, 3)
    starts = [row["window"]["start"][:16] for row in state.bookings]
    assert starts == ["2026-11-28T09:00", "2026-12-05T09:00", "2026-12-12T09:00"]


async def test_time_that_somebody_else_has_taken_is_gone(deps: Deps):
    busy = given(taken=[{"provider": "曾国平", "at": "+2 08:00", "duration_minutes": "240"}])
    first, second = BotRoad(deps), BotRoad(deps)
    await first.arrange(busy)
    wanted = given(bookings=[{**GARDEN, "at": "+2 09:00"}])
    with pytest.raises(Broken, match="曾国平 cannot come"):
        await second.arrange(wanted)
    await first.leave()
    await second.arrange(wanted)


async def test_what_is_taken_in_part_already_is_taken_for_the_rest(deps: Deps):
    first, second, third = BotRoad(deps), BotRoad(deps), BotRoad(deps)
    await first.arrange(given(taken=[{"provider": "曾国平", "at": "+2 09:00", "duration_minutes": "60"}]))
    await second.arrange(given(taken=[{"provider": "曾国平", "at": "+2 08:00", "duration_minutes": "300"}]))
    for hour in ("08:00", "11:00"):
        with pytest.raises(Broken, match="曾国平 cannot come"):
            await third.arrange(given(bookings=[{**GARDEN, "at": f"+2 {hour}"}]))


@pytest.mark.parametrize(
    ("order", "why"),
    [
        ({**CLEANING, "provider": "王桂花"}, "no provider is called 王桂花"),
        (
            {**CLEANING, "at": "+2 14:00", "provider": "王桂兰"},
            "王桂兰 cannot come for daily_cleaning on 2026-11-25 14:00",
        ),
        ({**CLEANING, "at": "+2 03:00"}, "nobody can come for daily_cleaning on 2026-11-25 03:00"),
        ({**CLEANING, "past": "yes"}, "a past visit at \\+2 09:00 has not been yet"),
        ({**CLEANING, "service": "window_cleaning"}, "no service 'window_cleaning'"),
    ],
)
async def test_what_the_company_could_not_have_promised_is_refused(deps: Deps, order: dict[str, Any], why: str):
    road = BotRoad(deps)
    with pytest.raises(Broken, match=f"what is given cannot be: {why}"):
        await road.arrange(given(bookings=[order]))
    assert await stored(deps, "customers", road.openid) == []


async def test_a_conversation_gives_everything_back_and_nobody_pays(deps: Deps):
    road = BotRoad(deps)
    weekly = {"service": "daily_cleaning", "rrule": "FREQ=WEEKLY;BYDAY=SA", "at": "周六 09:00", "area_sqm": 80}
    soon = {"service": "daily_cleaning", "at": "+0 13:00", "area_sqm": 60}
    await road.arrange(given(bookings=[soon, CLEANING], series=[weekly]))
    async with deps.uow() as uow:
        customer = await uow.customers.by_openid(road.openid)
        assert customer is not None
        await uow.conversations.add(Conversation("cv_replay", customer.id, road.openid, mode=Mode.QUEUED))
        await uow.commit()
    await road.leave()
    state = await road.look()
    assert {row["state"] for row in state.bookings} == {"cancelled"}
    assert {row["fee_fen"] for row in state.bookings} == {0}
    assert [row["state"] for row in state.series] == ["ended"]
    assert state.mode == "bot"
    assert await stored(deps, "messages", road.openid) == []


async def test_the_clock_is_moved_only_where_it_can_be(deps: Deps):
    moved: list[timedelta] = []
    await BotRoad(deps, moved.append).advance(timedelta(hours=2))
    await BotRoad(deps).advance(timedelta(0))
    with pytest.raises(Broken, match="the bot's clock cannot be moved"):
        await BotRoad(deps).advance(timedelta(hours=2))
    assert moved == [timedelta(hours=2)]


async def test_a_burst_is_answered_by_one_reply_and_a_report_by_none(migrated_sqlite_url: str):
    # Long enough that three messages are one burst however busy the machine is.
    async with a_road(migrated_sqlite_url, patience=replace(BRISK, quiet=timedelta(seconds=2))) as running:
        running.dialogue.says = (Bubble("几点？", (Choice("1", "九点"),)),)
        road = BotRoad(running.deps)
        burst = [Saying(text="约保洁"), Saying(kind="voice", recognition="明天"), Saying(kind="image")]
        assert await road.say(burst) == Reply("几点？\n1. 九点")
        assert await road.say([Saying(event="VIEW", key="https://example.com/")]) == Reply()
        assert [(text, metadata["media"]) for _, text, metadata in running.dialogue.asked] == [
            ("约保洁\n明天", ["image"])
        ]


async def test_what_the_bot_writes_by_itself_is_heard_once(migrated_sqlite_url: str):
    async with a_road(migrated_sqlite_url) as running:
        road = BotRoad(running.deps)
        await road.say([Saying(text="约保洁")])
        assert await road.meanwhile() == Reply()


def test_a_message_is_what_the_gateway_would_have_decoded():
    at = datetime.fromisoformat("2026-11-23T10:00:00+08:00")
    sayings = [
        Saying(event="subscribe", key="spring"),
        Saying(event="SCAN", key="spring"),
        Saying(kind="location", label="张杨路1458弄", latitude=31.2, longitude=121.5),
        Saying(kind="link", title="保洁攻略", url="https://example.com/1"),
        Saying(kind="sticker"),
    ]
    told = [(one.kind.value, one.text, dict(one.fields)) for one in (message_of(it, "oMe", at) for it in sayings)]
    assert told == [
        ("event", "", {"event": "subscribe", "event_key": "qrscene_spring", "scene": "spring"}),
        ("event", "", {"event": "scan", "event_key": "spring", "scene": "spring"}),
        ("location", "张杨路1458弄", {"latitude": 31.2, "longitude": 121.5, "label": "张杨路1458弄"}),
        ("link", "保洁攻略", {"title": "保洁攻略", "description": "", "url": "https://example.com/1"}),
        ("sticker", "", {}),
    ]


async def test_without_a_running_bot_nothing_is_played(deps: Deps, settings: Settings, tmp_path: Path):
    (tmp_path / "one.yml").write_text("- {name: one, talk: [{customer: 你好}]}\n", encoding="utf-8")
    parser = argparse.ArgumentParser()
    replay.add_arguments(parser)
    with pytest.raises(SettingsError, match="no bot is running here"):
        await replay.run(parser.parse_args([str(tmp_path / "one.yml")]), settings)


async def test_a_survey_that_is_due_waits_for_her_answer(deps: Deps):
    road = BotRoad(deps)
    past = {"id": "S", "service": "daily_cleaning", "at": "-1 09:00", "past": "yes", "provider": "李秀英"}
    await road.arrange(given(bookings=[past], survey_due="S"))
    state = await road.look()
    assert (state.survey["state"], state.survey["scores"], state.tickets) == ("asked", {}, [])
    with pytest.raises(ValueError, match="no past booking has the id 'X'"):
        given(bookings=[past], survey_due="X")
