"""The error family: states of the world, each with a code.

BotError
├── DomainError              the business says no; the customer hears utter_error_<code>
│   ├── WindowTaken          somebody else holds the window
│   ├── NoProviderAvailable  nobody fits the request
│   ├── HoldExpired          the window was kept for a while and is free again
│   ├── IllegalTransition    a booking cannot go from this state to that
│   ├── NotFound             no such thing, or not this customer's
│   ├── PastWindow           the window has begun already
│   ├── NotAllowed           a supervisor decides this
│   └── InvalidData          a file or request says something that cannot be
└── AdapterError             the outside failed
    ├── ChannelError         the channel refused or failed; carries what to do about it
    ├── DialogueUnavailable  Rasa cannot be reached, is too slow or answers with an error
    ├── DialogueSilent       Rasa answered 200 with nothing to say
    ├── StoreBusy            the database is locked or gone for a moment
    └── StoreNotMigrated     the database has not got the schema this program needs
"""

from __future__ import annotations

from enum import Enum


class BotError(Exception):
    """Base of everything this program raises on purpose."""

    code = "unexpected"


class DomainError(BotError):
    """The business says no."""


class WindowTaken(DomainError):
    code = "window_taken"


class NoProviderAvailable(DomainError):
    code = "no_provider_available"


class HoldExpired(DomainError):
    code = "hold_expired"


class IllegalTransition(DomainError):
    code = "illegal_transition"


class NotFound(DomainError):
    code = "not_found"


class PastWindow(DomainError):
    code = "past_window"


class NotAllowed(DomainError):
    code = "not_allowed"


class InvalidData(DomainError):
    code = "invalid_data"


class AdapterError(BotError):
    """The outside failed."""


class Remedy(Enum):
    """What a failed send asks for (classes A, B, W, N, C of the protocol's error table)."""

    RETRY = "retry"  # back off and repeat: the other side is busy
    WAIT = "wait"  # a rate limit: repeat when its window is over
    OTHER_WAY = "other_way"  # this way is closed (window, count, consent); another may be open
    GIVE_UP = "give_up"  # never repeat: a person must look, or nobody can
    IGNORE = "ignore"  # a normal outcome, nothing to do


class ChannelError(AdapterError):
    """The channel refused or failed.

    ``errcode`` is WeChat's number, or 0 where there was none (a timeout, a 502).
    """

    code = "channel_error"

    def __init__(self, remedy: Remedy, errcode: int = 0, detail: str = "") -> None:
        super().__init__(f"{remedy.value} errcode={errcode} {detail}".strip())
        self.remedy = remedy
        self.errcode = errcode
        self.detail = detail


class DialogueUnavailable(AdapterError):
    code = "dialogue_unavailable"


class DialogueSilent(AdapterError):
    code = "dialogue_silent"


class StoreBusy(AdapterError):
    code = "store_busy"


class StoreNotMigrated(AdapterError):
    code = "store_not_migrated"
