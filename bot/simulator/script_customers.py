"""The part of the script API that acts as a customer and reads what the customer saw."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping

from aiohttp import web

from bot.simulator.api import PLATFORM
from bot.simulator.customers import Customer
from bot.simulator.errors import ScriptError
from bot.simulator.platform import Platform
from bot.simulator.push import Settled
from bot.simulator.script import script_answer, script_body
from bot.simulator.wire import Value

ELEMENT_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


async def add_customer(request: web.Request) -> web.StreamResponse:
    platform, body = request.app[PLATFORM], await script_body(request)
    name, openid = body.get("name"), body.get("openid")
    follows = body.get("follow") is not False
    customer = platform.customers.add(
        str(name) if name else None, platform.clock.now(), openid=str(openid) if openid else None, follows=follows
    )
    if follows and body.get("announce") is True:
        platform.follow(customer)
    told = customer.to_json(platform.clock.now())
    platform.feed.publish("customer", told)
    return script_answer(told, 201)


async def list_customers(request: web.Request) -> web.StreamResponse:
    platform = request.app[PLATFORM]
    return script_answer([customer.to_json(platform.clock.now()) for customer in platform.customers.all()])


async def write_message(request: web.Request) -> web.StreamResponse:
    platform, customer, body = await _acting(request)
    msg_id, task = platform.write_message(customer, body, str(request.url.origin()))
    return script_answer({"msg_id": msg_id, **await _settled(body, task)}, 201)


async def tap_item(request: web.Request) -> web.StreamResponse:
    platform, customer, body = await _acting(request)
    bubble_id, item_id = body.get("bubble_id"), body.get("item_id")
    if not isinstance(bubble_id, int) or not isinstance(item_id, str):
        raise ScriptError("bubble_id is a number, item_id a text")
    msg_id, task = platform.tap(customer, bubble_id, item_id)
    return script_answer({"msg_id": msg_id, **await _settled(body, task)}, 201)


async def make_event(request: web.Request) -> web.StreamResponse:
    platform, customer, body = await _acting(request)
    event, key = body.get("event"), body.get("key", "")
    if not isinstance(event, str) or not event or not isinstance(key, str):
        raise ScriptError("event and key are texts")
    if event == "subscribe":
        task = platform.follow(customer, key)
    elif event == "unsubscribe":
        task = platform.unfollow(customer)
    elif event == "SCAN":
        task = platform.scan(customer, key)
    else:
        task = platform.other_event(customer, event, key, _elements(body.get("fields", {})))
    platform.feed.publish("customer", customer.to_json(platform.clock.now()))
    return script_answer(await _settled(body, task), 201)


async def give_consent(request: web.Request) -> web.StreamResponse:
    platform, customer, body = await _acting(request)
    rows = body.get("items", [body])
    items = [_consent(row) for row in rows] if isinstance(rows, list) else []
    in_settings = body.get("via") == "settings"
    if not items or (in_settings and any(status != "reject" for _, status in items)):
        raise ScriptError("at least one item; settings only report reject")
    task = platform.consent(customer, items, in_settings=in_settings)
    platform.feed.publish("customer", customer.to_json(platform.clock.now()))
    return script_answer({"consents": dict(customer.consents), **await _settled(body, task)}, 201)


async def read_journal(request: web.Request) -> web.StreamResponse:
    platform, customer = _customer(request)
    after = request.query.get("after", "0")
    if not after.isdecimal():
        raise ScriptError("after is a number")
    return script_answer([entry.to_json() for entry in platform.journal.of(customer.openid, int(after))])


async def read_quota(request: web.Request) -> web.StreamResponse:
    platform, customer = _customer(request)
    return script_answer(customer.quota_json(platform.clock.now()))


def _customer(request: web.Request) -> tuple[Platform, Customer]:
    platform = request.app[PLATFORM]
    return platform, platform.customers.known(request.match_info["openid"])


async def _acting(request: web.Request) -> tuple[Platform, Customer, dict[str, object]]:
    platform, customer = _customer(request)
    return platform, customer, await script_body(request)


def _elements(value: object) -> dict[str, Value]:
    if not isinstance(value, Mapping) or not all(ELEMENT_NAME.fullmatch(name) for name in value):
        raise ScriptError("fields are an object with XML names")
    return {name: _element(inside) for name, inside in value.items()}


def _element(value: object) -> Value:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return value
    if isinstance(value, list):
        return [_element(item) for item in value]
    return _elements(value)


def _consent(row: object) -> tuple[str, str]:
    template_id = row.get("template_id") if isinstance(row, Mapping) else None
    status = row.get("status", "accept") if isinstance(row, Mapping) else None
    if not isinstance(template_id, str) or not template_id or status not in ("accept", "reject"):
        raise ScriptError("a consent has a template_id and the status accept or reject")
    return template_id, status


async def _settled(body: Mapping[str, object], task: asyncio.Task[Settled]) -> dict[str, object]:
    """How the push ended, if the caller wants to wait for that."""
    if body.get("wait") is not True:
        return {}
    settled = await asyncio.shield(task)
    return {
        "outcome": settled.outcome,
        "reply": settled.entry.to_json() if settled.entry else None,
        "pushes": [attempt.to_json() for attempt in settled.attempts],
    }


ROUTES = [
    web.post("/sim/customers", add_customer),
    web.get("/sim/customers", list_customers),
    web.post("/sim/customers/{openid}/messages", write_message),
    web.post("/sim/customers/{openid}/events", make_event),
    web.post("/sim/customers/{openid}/menu-taps", tap_item),
    web.post("/sim/customers/{openid}/consents", give_consent),
    web.get("/sim/customers/{openid}/journal", read_journal),
    web.get("/sim/customers/{openid}/quota", read_quota),
]
