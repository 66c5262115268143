"""Orders as staff find and change them over the API."""

from __future__ import annotations

from typing import Any

import pytest

from bot.usecases.inquiries import answer
from tests.support.office import TOMORROW_TWO, Answered, Caller, Office

FRIDAY_NINE = "2026-11-27T09:00:00+08:00"


async def _listed(caller: Caller, **query: Any) -> tuple[list[str], int]:
    status, answer = await caller.get("/api/bookings", **query)
    assert status == 200, answer
    return [booking["id"] for booking in answer["bookings"]], answer["total"]


async def _do(caller: Caller, booking_id: str, what: str, body: Any = None) -> Answered:
    return await caller.post(f"/api/bookings/{booking_id}/{what}", body)


async def test_orders_are_found_by_day_state_and_customer(office: Office):
    agent = await office.agent()
    early = await office.booked(TOMORROW_TWO.replace(hour=9))
    late = await office.booked(customer="cu_2")
    friday = await office.booked(TOMORROW_TWO.replace(day=27))
    assert await _listed(agent) == ([], 0)
    assert await _listed(agent, date="2026-11-24") == ([early.id, late.id], 2)
    assert await _listed(agent, date="2026-11-24", limit=1, offset=1) == ([late.id], 2)
    assert await _listed(agent, customer="oOffice1") == ([early.id, friday.id], 2)
    assert await _listed(agent, customer="cu_1", date="2026-11-27") == ([friday.id], 1)
    await _do(agent, early.id, "cancel", {"reason": "客户来电取消"})
    assert await _listed(agent, date="2026-11-24", state="cancelled") == ([early.id], 1)
    both = [("date", "2026-11-24"), ("state", "cancelled"), ("state", "confirmed")]
    _, answer = await agent.call("GET", "/api/bookings", params=both)
    assert [booking["id"] for booking in answer["bookings"]] == [early.id, late.id]
    assert (await agent.get("/api/bookings", customer="oNobody"))[0] == 404


async def test_an_order_is_shown_in_the_words_of_the_export(office: Office):
    agent, booking = await office.agent(), await office.booked(area_sqm=90, needs=("has_cat",), notes="门禁3502")
    _, shown = await agent.get(f"/api/bookings/{booking.id}")
    (exported,) = await office.rows("bookings")
    same = shown.keys() & exported.keys()
    assert {name: shown[name] for name in same} == {name: exported[name] for name in same}
    assert exported.keys() - same == {"provider_id", "providers", "customer", "frequency"}


async def test_an_order_is_cancelled_free_of_charge_and_taken_back(office: Office):
    agent, booking = await office.agent(), await office.booked()
    status, cancelled = await _do(agent, booking.id, "cancel", {"reason": "客户来电取消"})
    assert (status, cancelled["state"], cancelled["fee_fen"]) == (200, "cancelled", 0)
    last = cancelled["events"][-1]
    assert (last["name"], last["by"], last["detail"]) == ("booking_cancelled", "agent:agent", {"reason": "given"})
    assert cancelled["cancel_reason"] == "客户来电取消"
    assert (await _do(agent, booking.id, "cancel", {"reason": "再来"}))[0] == 409
    status, restored = await _do(agent, booking.id, "restore")
    assert (status, restored["state"], restored["provider_ids"]) == (200, "confirmed", ["p1"])
    assert (await _do(agent, booking.id, "restore"))[1]["error"] == "illegal_transition"


async def test_a_cancelled_order_whose_time_is_gone_stays_cancelled(office: Office):
    agent, booking = await office.agent(), await office.booked()
    await _do(agent, booking.id, "cancel", {"reason": "客户来电取消"})
    taker = await office.booked(customer="cu_2")
    assert taker.provider_ids == booking.provider_ids
    status, answer = await _do(agent, booking.id, "restore")
    assert (status, answer["error"]) == (409, "window_taken")
    assert (await office.stored(booking.id)).state.value == "cancelled"


async def test_an_order_is_moved_to_a_time_with_its_offset(office: Office):
    agent, booking = await office.agent(), await office.booked()
    status, moved = await _do(agent, booking.id, "reschedule", {"start": "2026-11-27T01:00:00Z"})
    assert (status, moved["id"], moved["window"]["start"]) == (200, booking.id, FRIDAY_NINE)
    for start, error in (
        ("2026-11-22T09:00:00+08:00", "past_window"), ("2026-11-27T03:00:00+08:00", "no_provider_available"),
    ):  # fmt: skip
        assert (await _do(agent, booking.id, "reschedule", {"start": start}))[1]["error"] == error
    assert (await office.stored(booking.id)).window.start.isoformat() == "2026-11-27T01:00:00+00:00"


async def test_parts_of_an_order_become_others_and_the_price_with_them(office: Office):
    agent, booking = await office.agent(), await office.booked(area_sqm=60)
    change = {"providers": 2, "duration_minutes": 240, "special_needs": ["windows_outside"], "notes": "带梯子"}
    status, changed = await _do(agent, booking.id, "change", change)
    assert (status, len(changed["provider_ids"]), changed["duration_minutes"]) == (200, 2, 240)
    assert (changed["special_needs"], changed["notes"]) == (["windows_outside"], "带梯子")
    assert changed["quote_fen"] == 6000 * 4 * 2 + 5000
    assert changed["events"][-1]["detail"] == {"fields": "notes,quote,special_needs,window"}


async def test_what_was_left_undone_is_put_right_free_of_charge(office: Office):
    agent, booking = await office.agent(), await office.booked()
    again = {"start": FRIDAY_NINE, "notes": "窗户没擦"}
    assert (await _do(agent, booking.id, "rectify", again))[0] == 409
    office.clock.advance(hours=27)
    for step in ("depart", "arrive", "finish"):
        await agent.post(f"/api/visits/{booking.id}/report", {"report": step, "provider_id": "p1"})
    status, order = await _do(agent, booking.id, "rectify", again)
    assert (status, order["kind"], order["linked_to"]) == (200, "rectification", booking.id)
    assert (order["quote_fen"], order["notes"], order["window"]["start"]) == (0, "窗户没擦", FRIDAY_NINE)


async def test_an_extra_waits_for_the_customers_yes(office: Office):
    agent, booking = await office.agent(name="小周"), await office.booked()
    status, asked = await _do(agent, booking.id, "extra", {"label": "加擦油烟机", "fen": 6000})
    assert (status, asked["booking_id"], asked["state"]) == (200, booking.id, "open")
    assert (await office.stored(booking.id)).quote == booking.quote
    told = [row["text"] for row in await office.rows("messages")]
    assert any("加擦油烟机" in text and "60元" in text for text in told)
    await office.done(lambda uow: answer(office.deps, uow, asked["inquiry_id"], "cu_1", yes=True))
    _, shown = await agent.get(f"/api/bookings/{booking.id}")
    assert shown["quote"][-1] == {"code": "extra", "label": "加擦油烟机", "fen": 6000}
    assert shown["quote_fen"] == booking.quote.total_fen + 6000


@pytest.mark.parametrize("fen", [0, -100, 1.5, "6000", 10_000_001])
async def test_an_extra_costs_something_in_whole_fen(sqlite_office: Office, fen: Any):
    agent, booking = await sqlite_office.agent(), await sqlite_office.booked()
    status, answered = await _do(agent, booking.id, "extra", {"label": "加擦油烟机", "fen": fen})
    assert (status, answered["message"].partition(":")[0]) == (400, "fen")


@pytest.mark.parametrize("what", ["cancel", "reschedule", "change", "restore", "rectify"])
async def test_an_order_that_is_not_there_is_named(sqlite_office: Office, what: str):
    agent = await sqlite_office.agent()
    bodies = {"cancel": {"reason": "x"}, "reschedule": {"start": FRIDAY_NINE}, "rectify": {"start": FRIDAY_NINE}}
    bodies |= {"change": {"notes": "x"}}
    assert await _do(agent, "bk_none", what, bodies.get(what)) == (
        404, {"error": "not_found", "message": "no booking bk_none"},
    )  # fmt: skip
    assert (await agent.get("/api/bookings/bk_none"))[0] == 404


async def test_staff_send_somebody_else_and_everybody_is_told(office: Office):
    agent, booking = await office.agent(), await office.booked()
    (other,) = {"p1", "p2"} - set(booking.provider_ids)
    status, order = await _do(agent, booking.id, "assign", {"provider_ids": [other]})
    assert (status, order["provider_ids"]) == (200, [other])
    assert (await _do(agent, booking.id, "assign", {"provider_ids": ["p9"]}))[0] == 404
    assert (await _do(agent, booking.id, "assign", {"provider_ids": ["p1", "p2"]}))[0] == 400
    assert [row["text"] for row in await office.rows("messages") if "换" in row["text"]] != []
    office.clock.advance(hours=29)
    assert (await _do(agent, booking.id, "assign", {"provider_ids": list(booking.provider_ids)}))[0] == 409
