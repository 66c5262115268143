"""What staff and providers do with the API on a day, from the first review to the last report."""

from __future__ import annotations

from typing import Any

from bot.domain.access import Role
from tests.support.office import TOMORROW_TWO, Answered, Caller, Office

DAY = {"from": "2026-11-23T00:00:00+08:00", "to": "2026-11-25T00:00:00+08:00"}


async def _report(caller: Caller, booking_id: str, what: str, **more: str) -> Answered:
    return await caller.post(f"/api/visits/{booking_id}/report", {"report": what, **more})


def _counts(figures: Any) -> tuple[Any, ...]:
    names = ("decided", "approved", "replaced", "rejected", "overruled", "overruled_share", "waiting")
    return tuple(figures[name] for name in names)


async def test_a_first_elder_care_is_given_to_another_who_then_does_it(office: Office):
    agent, supervisor = await office.agent(), await office.agent(Role.SUPERVISOR, "王经理")
    booking = await office.booked(service="elder_care")
    proposed, other = await office.provider("p1"), await office.provider("p2")
    assert booking.provider_ids == ("p1",)

    _, waiting = await agent.get("/api/reviews")
    (review,) = waiting["reviews"]
    assert (review["booking"]["id"], review["reasons"]) == (booking.id, ["第一次约老人陪护"])
    assert review["proposed"] == [{"id": "p1", "name": "李秀英"}]
    ranked = [one["provider_id"] for one in review["ranking"]]
    assert ranked == ["p1", "p2", "p3", "p4"]
    assert all(round(sum(one["points"].values()), 1) == round(one["score"], 1) for one in review["ranking"])
    assert (await proposed.get("/api/me/visits"))[1] == {"visits": []}, "nobody is promised yet"
    assert (await _report(proposed, booking.id, "accept"))[0] == 404

    status, decided = await supervisor.post(
        f"/api/reviews/{booking.id}", {"decision": "replace", "provider_ids": ["p2"], "reason": "有护理经验"}
    )
    assert (status, decided["provider_ids"]) == (200, ["p2"])
    assert decided["review"] == {"state": "replaced", "reasons": ["第一次约老人陪护"], "by": "agent:王经理"}
    assert (await agent.get("/api/reviews"))[1] == {"reviews": []}
    assert (await supervisor.post(f"/api/reviews/{booking.id}", {"decision": "approve"}))[0] == 409

    _, mine = await other.get("/api/me/visits")
    (visit,) = mine["visits"]
    assert (visit["id"], visit["state"], visit["accepted"]) == (booking.id, "confirmed", False)
    assert visit["window"] == {"start": "2026-11-24T14:00:00+08:00", "end": "2026-11-24T18:00:00+08:00"}
    assert (visit["address"], visit["phone"]) == ("张杨路1458弄6号楼1202", "13800138000")
    assert (await proposed.get("/api/me/visits"))[1] == {"visits": []}
    assert [notice["kind"] for notice in (await other.get("/api/me/notices"))[1]["notices"]] == ["new_visit"]

    assert (await _report(other, booking.id, "finish"))[0] == 409, "an end before a beginning"
    _, accepted = await _report(other, booking.id, "accept")
    assert accepted == {"id": booking.id, "state": "confirmed", "accepted_by": ["p2"]}
    office.clock.advance(hours=27, minutes=30)
    states = []
    for step in ("depart", "arrive", "finish"):
        states.append((await _report(other, booking.id, step))[1]["state"])
        office.clock.advance(minutes=30)
    assert states == ["on_the_way", "in_service", "completed"]
    assert (await _report(other, booking.id, "finish"))[0] == 200, "told twice, it changes nothing"

    _, shown = await agent.get(f"/api/bookings/{booking.id}")
    assert [(step["name"], step["by"]) for step in shown["events"]][2:] == [
        ("provider_replaced", "agent:王经理"),
        ("review_replaced", "agent:王经理"),
        ("accepted", "p2"),
        ("departed", "p2"),
        ("checked_in", "p2"),
        ("checked_out", "p2"),
    ]
    audit = [(row["action"], row["actor"]) for row in await office.rows("audit") if row["entity_id"] == booking.id]
    assert audit == [(step["name"], step["by"]) for step in shown["events"]]


async def test_how_often_people_overrule_is_counted(office: Office):
    agent = await office.agent()
    assert _counts((await agent.get("/api/reviews/figures", **DAY))[1]) == (0, 0, 0, 0, 0, 0.0, 0)
    bookings = [await office.booked(service="elder_care") for _ in range(3)]
    for number, start in enumerate((9, 13)):
        bookings.append(await office.booked(TOMORROW_TWO.replace(day=26 + number, hour=start), "elder_care", "cu_2"))
    decisions: list[dict[str, Any]] = [
        {"decision": "approve"},
        {"decision": "replace", "provider_ids": ["p4"]},
        {"decision": "reject", "reason": "需要专业护理"},
        {"decision": "approve"},
    ]
    for booking, decision in zip(bookings, decisions, strict=False):
        assert (await agent.post(f"/api/reviews/{booking.id}", decision))[0] == 200
    assert _counts((await agent.get("/api/reviews/figures", **DAY))[1]) == (4, 2, 1, 1, 2, 0.5, 1)
    assert (await agent.get("/api/reviews/figures"))[1]["decided"] == 4, "the last days, and today"
    later = {"from": DAY["to"], "to": "2026-11-26T00:00:00+08:00"}
    assert _counts((await agent.get("/api/reviews/figures", **later))[1])[:6] == (0, 0, 0, 0, 0, 0.0)
    assert (await office.stored(bookings[2].id)).fee_fen == 0


async def test_a_provider_takes_leave_and_another_comes_or_staff_call(office: Office):
    booking = await office.booked()
    alone = await office.booked(TOMORROW_TWO.replace(day=25), provider_name="李阿姨")
    ill = await office.provider("p1")
    assert booking.provider_ids == alone.provider_ids == ("p1",)
    leave = {"start": "2026-11-24T00:00:00+08:00", "end": "2026-11-25T00:00:00+08:00", "reason": "发烧"}
    status, taken = await ill.post("/api/me/leave", leave)
    assert status == 200
    assert taken["visits"] == [
        {
            "booking_id": booking.id,
            "window": {"start": "2026-11-24T14:00:00+08:00", "end": "2026-11-24T17:00:00+08:00"},
            "outcome": "replaced",
            "replaced_by": ["张玉梅"],
        }
    ]
    assert (await office.stored(booking.id)).provider_ids == ("p2",)
    assert (await ill.get("/api/me/leave"))[1]["leaves"] == [taken["leave"]]
    assert [visit["id"] for visit in (await ill.get("/api/me/visits"))[1]["visits"]] == [alone.id]

    agent = await office.agent()
    for provider_id in ("p2", "p3", "p4"):
        everywhere = {"start": "2026-11-25T00:00:00+08:00", "end": "2026-11-26T00:00:00+08:00"}
        assert (await agent.post(f"/api/providers/{provider_id}/leave", everywhere))[1]["visits"] == []
    _, more = await ill.post("/api/me/leave", {**leave, "start": leave["end"], "end": "2026-11-26T00:00:00+08:00"})
    assert [(one["booking_id"], one["outcome"], one["replaced_by"]) for one in more["visits"]] == [
        (alone.id, "staff_calls", [])
    ]
    assert [(task["customer_id"], task["reason"]) for task in await office.rows("call_tasks")] == [
        ("cu_1", "replacement_missing")
    ]

    assert (await ill.delete(f"/api/me/leave/{taken['leave']['id']}"))[0] == 200
    assert [one["id"] for one in (await ill.get("/api/me/leave"))[1]["leaves"]] == [more["leave"]["id"]]
    assert (await agent.delete(f"/api/leave/{more['leave']['id']}"))[0] == 200
    assert (await ill.get("/api/me/leave"))[1] == {"leaves": []}
    assert (await office.stored(booking.id)).provider_ids == ("p2",), "what others have taken over stays theirs"


async def test_why_somebody_is_ill_stands_in_no_order_and_in_no_audit_row(office: Office):
    booking, ill = await office.booked(), await office.provider("p1")
    leave = {"start": "2026-11-24T00:00:00+08:00", "end": "2026-11-25T00:00:00+08:00", "reason": "流感"}
    _, taken = await ill.post("/api/me/leave", leave)
    assert taken["leave"]["reason"] == "流感"
    assert "流感" not in str(await office.stored(booking.id))
    assert "流感" not in str(await office.rows("audit"))
