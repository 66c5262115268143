"""The read models of questions to customers and of the waiting list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from bot.adapters.db.cipher import Cipher
from bot.adapters.db.repositories.asking import entry_of, inquiry_of
from bot.adapters.db.rows import CustomerRow, InquiryRow, WaitlistRow, table

_INQUIRIES = table(InquiryRow)
_WAITLIST = table(WaitlistRow)
_CUSTOMERS = table(CustomerRow)
_OPENID = _CUSTOMERS.c.openid.label("customer_openid")

At = Callable[[datetime | None], str | None]
"""An instant as it is told."""


def all_inquiries(openid: str | None) -> Select[Any]:
    statement = select(_INQUIRIES, _OPENID).join(_CUSTOMERS).order_by(_INQUIRIES.c.created_at, _INQUIRIES.c.id)
    return _own(statement, openid)


def waitlist(openid: str | None) -> Select[Any]:
    statement = select(_WAITLIST, _OPENID).join(_CUSTOMERS).order_by(_WAITLIST.c.created_at, _WAITLIST.c.id)
    return _own(statement, openid)


def inquiry_as_plain(row: Any, cipher: Cipher, at: At) -> Mapping[str, Any]:
    inquiry = inquiry_of(row, cipher)
    return {
        "id": inquiry.id,
        "kind": inquiry.kind.value,
        "state": inquiry.state.value,
        "booking_id": inquiry.booking_id,
        "customer": row.customer_openid,
        "content": asdict(inquiry.content),
        "created_at": at(inquiry.created_at),
        "expires_at": at(inquiry.expires_at),
        "answered_at": at(inquiry.answered_at),
    }


def waitlist_as_plain(row: Any, cipher: Cipher, at: At) -> Mapping[str, Any]:
    """``window`` is what is wished; ``exact``: that hour and no other."""
    entry = entry_of(row, cipher)
    return {
        "id": entry.id,
        "state": entry.state.value,
        "customer": row.customer_openid,
        "service": entry.job.service,
        "district": entry.job.district,
        "address": entry.job.address,
        "window": {"start": at(entry.wanted.start), "end": at(entry.wanted.end)},
        "exact": entry.exact,
        "booking_id": entry.booking_id,
        "created_at": at(entry.created_at),
    }


def _own(statement: Select[Any], openid: str | None) -> Select[Any]:
    return statement if openid is None else statement.where(_CUSTOMERS.c.openid == openid)
