"""What the tickets of a data file may say."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from bot.commands.load_values import Entry, Id, Text, Texts, Yuan, listed
from bot.domain.ticket import Severity, TicketState, TicketType

Names = Annotated[tuple[Annotated[str, Field(pattern=r"^in_\d+$")], ...], BeforeValidator(listed)]


class RefundEntry(Entry):
    """Approved; ``paid`` where the money has gone out."""

    amount_yuan: Yuan
    approved_at: datetime
    approved_by: Text = "load"
    paid_at: datetime | None = None


class TicketEntry(Entry):
    """``opened_at``: an ISO time, local unless it has an offset; now where it is left out. The dues follow from it."""

    id: Id
    type: TicketType
    severity: Severity = Severity.NORMAL
    state: TicketState = TicketState.OPEN
    customer: Id | None = None
    openid: str | None = None
    linked_to: Id | None = None
    category: str = ""
    remedy: str = ""
    words: Texts = ()
    attachments: Names = ()
    assignee: str = ""
    opened_at: datetime | None = None
    responded_at: datetime | None = None
    solution: str = ""
    refund: RefundEntry | None = None

    @model_validator(mode="after")
    def _says_whose_and_what_was_done(self) -> Self:
        if (self.customer is None) == (self.openid is None):
            raise ValueError("give either customer or openid")
        if self.state is TicketState.SOLVED and not self.solution:
            raise ValueError("a solved ticket needs its solution, in words for the customer")
        return self
