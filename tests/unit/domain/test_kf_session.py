"""Who holds a session of WeChat's own agents, from events in the order in which they happened."""

from __future__ import annotations

import pytest

from bot.domain.kf_session import CLOSE, CREATE, SWITCH, holders, tells_of_session
from bot.domain.messages import InboundMessage, Kind
from tests.builders import NOW


def told(event: str, account: str = "a@home") -> InboundMessage:
    return InboundMessage("o1", Kind.EVENT, f"o1:{event}:{account}", NOW, "", {"event": event, "kf_account": account})


@pytest.mark.parametrize(
    ("held_by", "events", "expected"),
    [
        ("", [told(CREATE)], ("", "a@home")),
        ("a@home", [told(SWITCH, "b@home")], ("a@home", "b@home")),
        ("a@home", [told(CLOSE)], ("a@home", "")),
        ("b@home", [told(CLOSE)], ("b@home",)),
        ("", [told(CLOSE)], ("",)),
        ("", [told(CREATE), told(SWITCH, "b@home"), told(CLOSE, "b@home")], ("", "a@home", "b@home", "")),
        ("a@home", [told(CLOSE), told(CREATE)], ("a@home", "", "a@home")),
    ],
    ids=["create", "switch", "close", "close of another", "close of nobody's", "a whole session", "a second session"],
)
def test_the_account_that_holds_a_session_follows_its_events(held_by, events, expected):
    assert holders(held_by, events) == expected


def test_an_event_without_an_account_tells_of_no_session():
    assert [tells_of_session(told(CREATE)), tells_of_session(told(CREATE, "")), tells_of_session(told("view"))] == [
        True,
        False,
        False,
    ]
