"""An order from the chat through a person's review and the visit to its survey, with everybody told in between."""

from __future__ import annotations

import json
import re
import time
import urllib.error
from typing import Any

import pytest

from tests.support.product import Customer, Product, call

ADDRESS = "浦东新区张杨路1458弄6号楼1202"
CARE = f"明天上午九点找个护工照顾老人，四个小时，地址{ADDRESS}，电话13800138000"

pytestmark = pytest.mark.slow


class Staff:
    """Somebody with a token of the API."""

    def __init__(self, product: Product, token: str) -> None:
        self._base = f"http://127.0.0.1:{product.ports['CONSOLE']}/api"
        self._token = token

    def call(self, path: str, body: dict[str, Any] | None = None) -> Any:
        return call(f"{self._base}{path}", body, token=self._token)


def _agent(product: Product) -> Staff:
    tokens = json.loads((product.var / "demo_agents.json").read_text())
    return Staff(product, tokens["agent"])


def _provider(product: Product, provider_id: str) -> Staff:
    told = product.command("provider", "token", provider_id)
    (token,) = re.findall(r"[A-Za-z0-9_-]{24,}", told)
    return Staff(product, token)


def _advance(product: Product, how_far: str) -> None:
    product.command("clock", "advance", how_far)


def _told(customer: Customer, words: str, within: float = 30) -> str:
    """The bubble with ``words`` on the phone."""
    ends = time.monotonic() + within
    while time.monotonic() < ends:
        found = [entry["text"] for entry in customer.bubbles() if words in entry["text"]]
        if found:
            return str(found[-1])
        time.sleep(0.1)
    raise AssertionError(f"nobody told {words!r}: {[entry['text'] for entry in customer.bubbles()]}")


def _order(product: Product, customer: Customer) -> dict[str, Any]:
    (booking,) = product.export("bookings", customer)
    return booking


def test_an_order_of_care_goes_from_the_chat_through_review_and_visit_to_its_survey(a_product) -> None:
    product: Product = a_product()
    product.start()
    customer, agent = product.customer("要护工的"), _agent(product)

    assert "240元" in customer.says(CARE)
    assert "同事先看一遍" in customer.says("好的")
    order = _order(product, customer)
    assert (order["state"], order["review"]["state"]) == ("confirmed", "pending")

    (waiting,) = agent.call("/reviews")["reviews"]
    assert waiting["booking"]["id"] == order["id"]
    assert waiting["reasons"] == ["第一次约老人病人护理"]
    agent.call(f"/reviews/{order['id']}", {"decision": "approve"})
    provider_id = order["provider_id"]
    names = {row["id"]: row["name"] for row in product.export("providers")}
    assert names[provider_id] in _told(customer, "上门")

    provider = _provider(product, provider_id)
    assert [visit["id"] for visit in provider.call("/me/visits")["visits"]] == [order["id"]]
    provider.call(f"/visits/{order['id']}/report", {"report": "accept"})
    with pytest.raises(urllib.error.HTTPError, match="409"):
        provider.call(f"/visits/{order['id']}/report", {"report": "finish"})

    _advance(product, "8h30m")
    assert "明天" in _told(customer, "提醒")
    _advance(product, "14h")
    for report in ("depart", "arrive"):
        provider.call(f"/visits/{order['id']}/report", {"report": report})
    assert _order(product, customer)["state"] == "in_service"
    _advance(product, "4h30m")
    provider.call(f"/visits/{order['id']}/report", {"report": "finish"})
    assert _order(product, customer)["state"] == "completed"
    assert [(row["booking_id"], row["state"]) for row in product.export("surveys")] == [(order["id"], "due")]
    steps = [event["name"] for event in _order(product, customer)["events"]]
    assert steps == [
        "hold_placed", "booking_confirmed", "review_approved", "accepted", "departed", "checked_in", "checked_out",
    ]  # fmt: skip


def test_a_provider_who_falls_ill_is_replaced_and_the_customer_says_whether_she_minds(a_product) -> None:
    product: Product = a_product()
    product.start()
    customer = product.customer("约了保洁的")
    customer.says(f"大后天下午两点打扫，90平，地址{ADDRESS}，电话13800138000")
    assert "约好了" in customer.says("好的")
    order = _order(product, customer)
    provider = _provider(product, order["provider_id"])
    leave = {"start": "2026-11-26T08:00:00+08:00", "end": "2026-11-26T20:00:00+08:00", "reason": "发烧"}
    provider.call("/me/leave", leave)
    asked = _told(customer, "来不了")
    assert "发烧" not in asked
    after = _order(product, customer)
    assert (after["state"], after["window"]) == ("confirmed", order["window"])
    assert after["provider_id"] != order["provider_id"]
    customer.says("不要")
    assert "取消" in customer.says("取消")
    assert _order(product, customer)["state"] == "cancelled"
