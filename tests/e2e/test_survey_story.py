"""A visit from its end to what comes of it: the question on the phone, a low score, the ticket, nobody asked again."""

from __future__ import annotations

import time

import pytest

from tests.e2e.test_core_story import ADDRESS, _advance, _order, _provider, _told
from tests.support.product import Product

pytestmark = [pytest.mark.slow, pytest.mark.model]


def _survey(product: Product, state: str, within: float = 30) -> dict[str, object]:
    """The one survey there is, once it is in this state."""
    ends = time.monotonic() + within
    while True:
        (survey,) = product.export("surveys")
        if survey["state"] == state or time.monotonic() > ends:
            assert survey["state"] == state
            return survey
        time.sleep(0.2)


def test_a_visit_that_was_not_well_done_leads_to_a_ticket_by_itself(a_product) -> None:
    product: Product = a_product()
    product.start()
    customer = product.customer("擦得不好的")
    customer.says(f"明天下午两点打扫，90平，地址{ADDRESS}，电话13800138000")
    assert "约好了" in customer.says("好的")
    order = _order(product, customer)

    provider = _provider(product, order["provider_id"])
    _advance(product, "28h")
    for report in ("depart", "arrive"):
        provider.call(f"/visits/{order['id']}/report", {"report": report})
    _advance(product, "3h")
    provider.call(f"/visits/{order['id']}/report", {"report": "finish"})
    assert _survey(product, "due")["kind"] == "visit"
    _advance(product, "61m")
    assert "不评" in _told(customer, "1到5分")
    assert _survey(product, "asked")["customer"] == customer.openid

    assert "抱歉" in customer.says("2分，窗户擦得一塌糊涂")
    told = _survey(product, "answered")
    assert (told["scores"], told["low"], told["comment"]) == ({"overall": 2.0}, True, "窗户擦得一塌糊涂")
    (ticket,) = product.export("tickets", customer)
    assert (ticket["type"], ticket["linked_to"]) == ("complaint", order["id"])
    assert "电话" in customer.says("给我回个电话吧")
    assert "survey_low" in [row["reason"] for row in product.export("call_tasks")]
    assert _order(product, customer)["score"] == 2.0

    customer.says("匿名吧")
    hidden = _survey(product, "answered")
    told = [hidden[name] for name in ("booking_id", "customer", "anonymous", "due_at")]
    assert (told, _order(product, customer)["score"]) == ([None, None, True, None], None)
    assert product.export("surveys", customer) == []
    (ticket,) = product.export("tickets", customer)
    assert "一塌糊涂" not in str(ticket)
