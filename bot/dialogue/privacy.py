"""A customer's own data in the talk: what she may ask the business to do with it, and what comes back. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class LookAtStored:
    """What is stored of her?"""


@dataclass(frozen=True)
class Stored:
    """What is stored, in values; ``since`` is local.

    ``running`` counts orders and series that are not over, ``tickets`` complaints that are being seen to.
    ``leaving``: she has asked already to be forgotten afterwards.
    """

    name: str
    phone: str
    addresses: tuple[str, ...]
    orders: int
    since: datetime
    running: int = 0
    tickets: int = 0
    muted: bool = False
    leaving: bool = False


@dataclass(frozen=True)
class EraseStored:
    """Deletes her data, or only ``parts`` of it; the order history stays as figures."""

    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Erased:
    """It is gone; ``needed``: but for what orders that run still need, which goes when they are done."""

    needed: bool = False


@dataclass(frozen=True)
class EraseLater:
    """As ``EraseStored``, when nothing of hers runs any more; ``wanted`` is False to take that back."""

    wanted: bool = True


@dataclass(frozen=True)
class EraseNoted:
    wanted: bool


@dataclass(frozen=True)
class MuteMessages:
    """Nothing is written to her of its own that she need not know; ``muted`` is False to take that back."""

    muted: bool = True


@dataclass(frozen=True)
class MessagesMuted:
    """``before``: it was so already."""

    muted: bool
    before: bool
