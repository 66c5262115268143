"""Tickets of a data file: stored once, with due times that follow from when they were opened."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.commands.load import load
from bot.commands.load_text import FileFaults
from bot.domain.ticket import Severity, TicketState, TicketType
from tests.builders import a_booking, a_customer
from tests.fakes import FakeWorld
from tests.worlds import a_catalogue

TICKETS = """
tickets:
- id: tk_old
  customer: cu_1
  linked_to: bk_1
  type: refund
  severity: high
  state: in_progress
  category: quality
  remedy: refund
  words: [没擦干净]
  assignee: li
  opened_at: 2026-11-20T10:00
  refund: {amount_yuan: 80, approved_at: 2026-11-20T15:00}
- {id: tk_done, customer: cu_1, type: invoice, state: closed}
"""


@pytest.fixture
def world() -> FakeWorld:
    world = FakeWorld()
    world.store.catalogue = a_catalogue()
    world.store.customers["cu_1"] = a_customer()
    world.store.bookings["bk_1"] = a_booking()
    return world


def a_file(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "tickets.yml"
    file.write_text(text, encoding="utf-8")
    return file


async def test_tickets_are_stored_once_and_their_dues_follow_from_when_they_were_opened(
    world: FakeWorld, tmp_path: Path
):
    file = a_file(tmp_path, TICKETS)
    assert await load(world.deps, file) == "2 tickets"
    ticket = world.store.tickets["tk_old"]
    assert (ticket.type, ticket.severity, ticket.state) == (
        TicketType.REFUND, Severity.HIGH, TicketState.IN_PROGRESS,
    )  # fmt: skip
    assert (ticket.said, ticket.assignee, ticket.linked_to) == ("没擦干净", "agent:li", "bk_1")
    assert ticket.due_first_response == datetime(2026, 11, 20, 4, 0, tzinfo=UTC), "two working hours later"
    assert ticket.refund is not None
    assert ticket.refund.due == datetime(2026, 11, 25, 10, 0, tzinfo=UTC), "Wednesday evening"
    assert [(entry.action, entry.entity_id) for entry in world.store.audit] == [
        ("ticket_loaded", "tk_old"),
        ("ticket_loaded", "tk_done"),
    ]
    stored = dict(world.store.tickets)
    await load(world.deps, file)
    assert world.store.tickets == stored


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("{id: tk_1, customer: cu_9, type: complaint}", "ticket tk_1: unknown customer cu_9"),
        ("{id: tk_1, customer: cu_1, type: complaint, linked_to: bk_9}", "no booking bk_9 of this customer"),
        ("{id: tk_1, customer: cu_1, type: complaint, state: solved}", "a solved ticket needs its solution"),
        ("{id: tk_1, type: complaint}", "give either customer or openid"),
        ("{id: tk_1, customer: cu_1, type: complain}", "type"),
    ],
)
async def test_what_is_wrong_with_a_ticket_is_said_with_its_line(
    world: FakeWorld, tmp_path: Path, entry: str, problem: str
):
    with pytest.raises(FileFaults) as faults:
        await load(world.deps, a_file(tmp_path, f"tickets:\n- {entry}\n"))
    assert problem in str(faults.value)
    assert world.store.tickets == {}


async def test_two_open_tickets_of_one_matter_are_refused(world: FakeWorld, tmp_path: Path):
    text = "tickets:\n- {id: tk_1, customer: cu_1, type: complaint}\n- {id: tk_2, customer: cu_1, type: refund}\n"
    with pytest.raises(FileFaults, match="the same matter"):
        await load(world.deps, a_file(tmp_path, text))
