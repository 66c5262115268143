"""A conversation in the hands of an agent: seen, taken over, answered, noted, given back. On both databases."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.access import Role
from bot.domain.handoff_reason import Reason
from bot.domain.messages import Bubble, Kind
from bot.domain.sending import Outbound, Purpose
from bot.domain.ticket import OpenTicket, Severity, Ticket, TicketType
from bot.ports import CompanyClock
from bot.usecases.conversation import advance, receive
from bot.usecases.handoff import queue_handoff
from bot.usecases.sending import send_next
from bot.usecases.ticket import open_ticket
from tests.builders import a_message
from tests.support.office import Caller, Office

CV = "/api/conversations/cv_1"


async def she_writes(office: Office, text: str, key: str, **changes: Any) -> str:
    message = a_message(text, openid="oOffice1", dedup_key=key, sent_at=office.clock.now(), **changes)
    received = await receive(office.deps, message)
    office.clock.advance(seconds=2)
    async with office.deps.uow() as uow:
        turn = await uow.inbox.claim_turn(office.clock.now(), office.deps.patience, "worker")
        await uow.commit()
    assert turn is not None
    assert await advance(office.deps, turn, "worker")
    return f"in_{received.item.id}"


async def she_waits(office: Office, customer: int = 1, reason: str = "request_human") -> None:
    async def step(uow: Any) -> None:
        await queue_handoff(uow, await uow.conversations.get(f"cv_{customer}"), Reason(reason))

    await office.done(step)


async def everything_is_sent(office: Office) -> None:
    office.clock.advance(seconds=10)  # no push comes any more that could carry it
    while await send_next(office.deps):
        pass


def sent_to_her(office: Office) -> list[str]:
    return [what.text for _, openid, what in office.deps.channel.sent if openid == "oOffice1"]  # type: ignore[attr-defined]


@pytest.fixture
async def agent(office: Office) -> Caller:
    return await office.agent(Role.AGENT, "小李")


async def test_a_shift_with_one_customer(office: Office, agent: Caller):
    first = await she_writes(office, "约明天上午擦玻璃", "m1")
    await everything_is_sent(office)
    office.clock.advance(minutes=1)
    await she_waits(office)

    status, inbox = await agent.get("/api/conversations", mode="queued")
    assert (status, inbox["queued"], inbox["held"]) == (200, 1, 0)
    (entry,) = inbox["conversations"]
    assert (entry["id"], entry["place"], entry["reason"], entry["mode"]) == ("cv_1", 1, "request_human", "queued")
    assert entry["last"]["text"] == "好的"

    assert (await agent.post(f"{CV}/take-over", {}))[1] == {"id": "cv_1", "mode": "agent", "agent": "小李"}
    status, said = await agent.post(f"{CV}/reply", {"text": "您好我是小李，几点方便？"})
    assert (status, said["message"]["author"], said["reach"]["messages"]) == (200, "小李", 4)
    await everything_is_sent(office)
    assert sent_to_her(office) == ["好的", "您好我是小李，几点方便？"]
    office.clock.advance(seconds=5)
    hour = await she_writes(office, "9点", "m2")
    assert (await agent.post(f"{CV}/note", {"text": "急，先安排"}))[0] == 200

    status, talk = await agent.get(CV)
    assert [(one["id"], one["author"], one["text"]) for one in talk["messages"]] == [
        (first, "customer", "约明天上午擦玻璃"),
        ("out_1", "bot", "好的"),
        ("out_2", "小李", "您好我是小李，几点方便？"),
        (hour, "customer", "9点"),
    ]
    assert [one["way"] for one in talk["messages"]] == [None, "custom", "console", None]
    assert [(one["author"], one["text"]) for one in talk["notes"]] == [("agent:小李", "急，先安排")]
    (waiting,) = (await agent.get("/api/conversations", mine="true", waiting="true"))[1]["conversations"]
    assert (waiting["unread"], waiting["unanswered"], waiting["last"]["text"]) == (1, True, "9点")

    status, back = await agent.post(f"{CV}/hand-back", {"agreed": {"heard": [hour], "needs": ["擦玻璃"]}})
    assert (status, back) == (200, {"id": "cv_1", "mode": "bot", "agent": ""})
    office.clock.advance(seconds=2)
    async with office.deps.uow() as uow:
        turn = await uow.inbox.claim_turn(office.clock.now(), office.deps.patience, "worker")
    assert turn is not None
    assert [item.message.text for item in turn.items] == ["9点\n擦玻璃"]
    actions = [row["action"] async for row in office.deps.views.rows("audit", "oOffice1")]
    assert actions == ["handoff_queued", "conversation_taken", "note_written", "conversation_handed_back"]


async def test_what_the_channel_does_not_deliver_becomes_a_call_and_the_agent_sees_it(office: Office, agent: Caller):
    await she_writes(office, "在吗", "m1")
    await everything_is_sent(office)
    await agent.post(f"{CV}/take-over", {})
    office.clock.advance(hours=49)
    status, said = await agent.post(f"{CV}/reply", {"text": "您好"})
    assert (status, said["reach"]) == (200, {"messages": 0, "until": None})
    await everything_is_sent(office)
    message = (await agent.get(CV))[1]["messages"][-1]
    assert (message["text"], message["state"], message["error"]) == ("您好", "failed", "no_way_open")
    assert [row["text"] async for row in office.deps.views.rows("call_tasks")] == ["您好"]


async def test_the_bots_answer_is_dropped_where_an_agent_was_quicker_and_she_sees_what_was_not_said(
    office: Office, agent: Caller
):
    await she_writes(office, "约明天上午擦玻璃", "m1")
    await agent.post(f"{CV}/take-over", {})
    await everything_is_sent(office)
    await agent.post(f"{CV}/hand-back", {})
    await everything_is_sent(office)
    assert sent_to_her(office) == []
    bot = (await agent.get(CV))[1]["messages"][1]
    assert (bot["text"], bot["state"], bot["error"]) == ("好的", "failed", "taken_over")


async def test_a_conversation_is_taken_from_another_agent_by_her_name_alone(office: Office, agent: Caller):
    other = await office.agent(Role.AGENT, "小周")
    await she_waits(office)
    await agent.post(f"{CV}/take-over", {})
    assert (await other.post(f"{CV}/take-over", {}))[0] == 409
    assert (await other.post(f"{CV}/reply", {"text": "您好"}))[0] == 409
    assert (await other.post(f"{CV}/hand-back", {}))[0] == 409
    assert (await other.post(f"{CV}/take-over", {"instead_of": "小李"}))[1]["agent"] == "小周"
    supervisor = await office.agent(Role.SUPERVISOR, "老陈")
    assert (await supervisor.post(f"{CV}/hand-back", {}))[1]["mode"] == "bot"
    given_back = [row["actor"] for row in await office.rows("audit") if row["action"] == "conversation_handed_back"]
    assert given_back == ["agent:老陈"]


async def test_a_reply_that_is_delivered_twice_is_written_once(office: Office, agent: Caller):
    await she_writes(office, "在吗", "m1")
    await agent.post(f"{CV}/take-over", {})
    answers = [await agent.post(f"{CV}/reply", {"text": "在的"}, key="r-1") for _ in range(2)]
    assert answers[0] == answers[1]
    await everything_is_sent(office)
    assert sent_to_her(office) == ["在的"]


async def test_what_is_agreed_must_be_readable(office: Office, agent: Caller):
    await agent.post(f"{CV}/take-over", {})
    for agreed in ({"heard": ["out_1"]}, {"on": "2026-02-30"}, {"at": "25:00"}, {"heard": ["in_x"]}):
        assert (await agent.post(f"{CV}/hand-back", {"agreed": agreed}))[0] == 400
    assert (await agent.post(f"{CV}/hand-back", {"agreed": {"heard": ["in_99"]}}))[0] == 404
    assert (await agent.get(CV))[1]["mode"] == "agent"


async def test_the_longest_wait_stands_first_and_danger_before_it(office: Office, agent: Caller):
    await she_writes(office, "在吗", "m1")
    await she_waits(office)
    office.clock.advance(minutes=5)
    await receive(office.deps, a_message("着火了", openid="oOffice2", dedup_key="n1", sent_at=office.clock.now()))
    await she_waits(office, 2, "report_emergency")
    _, inbox = await agent.get("/api/conversations")
    assert [(one["id"], one["place"]) for one in inbox["conversations"]] == [("cv_2", 1), ("cv_1", 2)]


async def test_who_waits_longest_stands_on_the_first_page(office: Office, agent: Caller):
    await she_writes(office, "在吗", "m1")
    await she_waits(office)
    office.clock.advance(minutes=5)
    await receive(office.deps, a_message("人工", openid="oOffice2", dedup_key="n1", sent_at=office.clock.now()))
    await she_waits(office, 2)
    pages = [(await agent.get("/api/conversations", limit=1, offset=offset))[1] for offset in range(2)]
    assert [[(one["id"], one["place"]) for one in page["conversations"]] for page in pages] == [
        [("cv_1", 1)],
        [("cv_2", 2)],
    ]


async def test_earlier_messages_come_page_by_page(office: Office, agent: Caller):
    for number in range(4):
        await she_writes(office, f"第{number}句", f"m{number}")
    pages: list[list[str]] = []
    query: dict[str, Any] = {"limit": 3}
    while messages := (await agent.get(CV, **query))[1]["messages"]:
        pages.append([one["text"] for one in messages])
        query["before"] = messages[0]["id"]
    # Each is written in the second in which the one before is answered: then hers comes first.
    assert pages == [["第3句", "好的", "好的"], ["好的", "第2句", "好的"], ["第0句", "第1句"]]
    assert (await agent.get(CV, before="in_99"))[0] == 404
    assert (await agent.get("/api/conversations/cv_2", before=query["before"]))[0] == 404
    assert (await agent.get(CV, before="yesterday"))[0] == 400


async def test_who_else_has_it_open_is_told(office: Office, agent: Caller):
    async def look(uow: Any) -> None:
        await uow.presence.seen("小周", "cv_1", office.clock.now())
        await uow.presence.seen("小李", "cv_1", office.clock.now())

    await office.done(look)
    assert (await agent.get(CV))[1]["looking"] == ["小周"]
    office.clock.advance(minutes=2)
    assert (await agent.get(CV))[1]["looking"] == []


async def test_a_notice_of_an_order_goes_out_while_an_agent_speaks(office: Office, agent: Caller):
    await she_writes(office, "在吗", "m1")
    await everything_is_sent(office)
    await agent.post(f"{CV}/take-over", {})

    async def write(uow: Any) -> None:
        for text, purpose in (("明天两点上门", Purpose.REMINDER), ("换成王阿姨可以吗", Purpose.QUESTION)):
            row = Outbound(0, "cv_1", "oOffice1", Bubble(text), office.clock.now(), purpose=purpose)
            await uow.outbox.add(row)

    await office.done(write)
    await everything_is_sent(office)
    assert sent_to_her(office) == ["好的", "明天两点上门"]
    await agent.post(f"{CV}/hand-back", {})
    office.clock.advance(minutes=2)
    await everything_is_sent(office)
    assert sent_to_her(office) == ["好的", "明天两点上门", "换成王阿姨可以吗"]


async def test_messages_become_part_of_a_ticket(office: Office, agent: Caller):
    words = await she_writes(office, "花瓶碎了，照片发你", "m1")
    photo = await she_writes(office, "", "m2", kind=Kind.IMAGE, fields={"media_id": "M1", "pic_url": "http://p/1"})

    async def opened(uow: Any) -> Ticket:
        command = OpenTicket("cu_1", TicketType.DAMAGE, Severity.NORMAL, "customer", "花瓶碎了")
        return await open_ticket(uow, CompanyClock(office.clock, office.deps.zone), command)

    ticket = await office.done(opened)
    body = {"ticket_id": ticket.id, "messages": [words, photo]}
    assert (await agent.post(f"{CV}/attach", body))[1] == {"ticket_id": ticket.id, "attachments": [photo]}
    async with office.deps.uow() as uow:
        kept = await uow.tickets.get(ticket.id)
    assert [note.text for note in kept.notes] == ["花瓶碎了", "花瓶碎了，照片发你"]
    assert (await agent.post("/api/conversations/cv_2/attach", body))[0] == 404
    media = [one["media"] for one in (await agent.get(CV))[1]["messages"] if one["id"] == photo]
    assert media == [{"media_id": "M1", "pic_url": "http://p/1"}]
