"""Sessions of WeChat's own agent system (客服系统), as its events tell of them: in any order, and more than once."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.messages import InboundMessage

CREATE, SWITCH, CLOSE = "kf_create_session", "kf_switch_session", "kf_close_session"


def tells_of_session(message: InboundMessage) -> bool:
    return message.event in (CREATE, SWITCH, CLOSE) and bool(account_in(message))


def account_in(message: InboundMessage) -> str:
    return str(message.fields.get("kf_account", ""))


def holders(held_by: str, events: Sequence[InboundMessage]) -> tuple[str, ...]:
    """The accounts that hold the session one after the other, from ``held_by`` on; empty: nobody.

    ``events`` in the order in which they happened. The close of another account's session changes nothing.
    """
    found = [held_by]
    for event in events:
        if event.event != CLOSE:
            found.append(account_in(event))
        elif account_in(event) == found[-1]:
            found.append("")
    return tuple(found)
