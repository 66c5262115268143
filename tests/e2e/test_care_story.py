"""A complaint from the chat to the customer's word: noted, refunded, solved; and watched where nobody acts."""

from __future__ import annotations

import json
import time
import urllib.error
from typing import Any

import pytest

from tests.support.product import Customer, Product, call

pytestmark = pytest.mark.slow

GIVEN = """
bookings:
- {{id: bk_{name}, openid: {openid}, service: daily_cleaning, provider_ids: [pr_01], in_days: -1, at: "{at}",
   state: completed, minutes: 180, quote_yuan: 165, address: 浦东新区张杨路1458弄6号楼1202, phone: "13671820042"}}
"""


def _visited(product: Product, customer: Customer, name: str, at: str) -> str:
    """She was cleaned for yesterday, for 165 yuan."""
    customer.says("你好")
    file = product.var / "care.yml"
    file.write_text(GIVEN.format(name=name, openid=customer.openid, at=at), encoding="utf-8")
    product.command("load", str(file))
    return f"bk_{name}"


def _staff(product: Product, who: str) -> Any:
    token = json.loads((product.var / "demo_agents.json").read_text())[who]
    base = f"http://127.0.0.1:{product.ports['CONSOLE']}/api"

    def staff(path: str, body: dict[str, Any] | None = None) -> Any:
        return call(f"{base}{path}", body, token=token)

    return staff


def _told(customer: Customer, words: str, within: float = 40) -> str:
    ends = time.monotonic() + within
    while time.monotonic() < ends:
        found = [entry["text"] for entry in customer.bubbles() if words in entry["text"]]
        if found:
            return str(found[-1])
        time.sleep(0.1)
    raise AssertionError(f"nobody told {words!r}: {[entry['text'] for entry in customer.bubbles()]}")


def _kept(agent: Any, name: str, within: float = 40) -> None:
    """The picture can be looked at by staff once the worker has fetched it."""
    ends = time.monotonic() + within
    while True:
        try:
            picture = agent(f"/attachments/{name}")
        except urllib.error.HTTPError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.5)
            continue
        assert picture["content_type"].startswith("image/")
        return


def test_a_complaint_is_noted_worked_and_closed_by_the_customers_word(a_product) -> None:
    product: Product = a_product()
    product.start()
    customer, agent = product.customer("沈恬"), _staff(product, "agent")
    visit = _visited(product, customer, "care", "10:00")

    receipt = customer.says("我要投诉，昨天的阿姨窗户根本没擦")
    (ticket,) = product.export("tickets", customer)
    assert ticket["id"] in receipt
    assert "明天" in receipt
    assert (ticket["state"], ticket["linked_to"], ticket["category"]) == ("open", visit, "quality")
    customer.send(kind="image")
    assert "收到" in _told(customer, ticket["id"] + "了")
    kept = product.export("tickets", customer)[0]["attachments"]
    _kept(agent, kept[0])

    path = f"/tickets/{ticket['id']}"
    assert [one["id"] for one in agent("/tickets")["tickets"]] == [ticket["id"]]
    agent(f"{path}/take", {})
    _told(customer, "接手")
    agent(f"{path}/refund", {"amount_fen": 5000})
    assert "50元" in _told(customer, "退款批下来了")
    assert "50元已经批了" in customer.says("我的退款呢")
    agent(f"{path}/refund/paid", {})
    _told(customer, "已经退出去了")
    agent(f"{path}/solve", {"text": "退了50元，也跟阿姨说了"})
    _told(customer, "您看解决了吗")
    assert "结了" in customer.says("解决了，谢谢")
    (ticket,) = product.export("tickets", customer)
    assert ticket["state"] == "closed"
    assert (ticket["refund"]["amount_fen"], ticket["events"][-1]["name"]) == (5000, "ticket_closed")


def test_a_ticket_that_nobody_takes_up_is_brought_to_a_supervisor_and_the_customer_is_told(a_product) -> None:
    product: Product = a_product()
    product.start()
    customer = product.customer("没人管")
    _visited(product, customer, "late", "14:00")
    customer.says("我要投诉，昨天的阿姨窗户根本没擦")
    product.command("clock", "advance", "10h30m")
    assert "请主管盯着" in _told(customer, "还在处理")
    (ticket,) = product.export("tickets", customer)
    assert sorted(ticket["escalated"]) == ["due_first_response", "due_resolution"]
    reasons = [row["reason"] for row in product.export("call_tasks", customer)]
    assert reasons.count("ticket_escalated") == 2
