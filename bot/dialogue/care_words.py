"""Tickets in the bot's words: receipts, progress."""

from __future__ import annotations

from bot.dialogue.caring import TicketView
from bot.dialogue.facts import BookingView, Facts
from bot.dialogue.orders import order_line
from bot.dialogue.step import Say
from bot.zh import tickets as zh


def receipt(ticket: TicketView, visit: BookingView | None, again: bool, facts: Facts) -> Say:
    """What is noted and by when somebody answers; never what comes of it."""
    values = {"number": ticket.id, "due": zh.by_when(ticket.due, facts.now)}
    if again:
        return Say("utter_ticket_added", {**values, "state": zh.progress(_plain(ticket), facts.now)})
    what = "refund" if ticket.type == "refund" else "ticket"
    if visit is None:
        return Say(f"utter_noted_{what}", values)
    return Say(f"utter_noted_{what}_about", {**values, "order": order_line(visit, facts)})


def progress(facts: Facts, kind: str = "") -> Say:
    """How things stand with her tickets: those of ``kind`` where there are any, the open ones before the closed."""
    of_kind = [one for one in facts.tickets if kind and (one.type == kind or one.remedy == kind)]
    asked = of_kind or list(facts.tickets)
    shown = [one for one in asked if one.is_open] or asked[:1]
    if not shown:
        return Say("utter_ticket_none")
    return Say("utter_ticket_state", {"state": "\n".join(zh.progress(_plain(one), facts.now) for one in shown)})


def _plain(ticket: TicketView) -> zh.Progress:
    return zh.Progress(
        kind="refund" if ticket.type == "complaint" and ticket.remedy == "refund" else ticket.type,
        number=ticket.id,
        state=ticket.state,
        due=ticket.due,
        taken=ticket.taken,
        responded=ticket.responded,
        solution=ticket.solution,
        refund=ticket.refund,
        refund_due=ticket.refund_due,
        refund_paid=ticket.refund_paid,
        visits=ticket.visits,
    )
