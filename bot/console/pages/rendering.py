"""Templates and what they are given: filters that turn values into words, masks for personal data."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.console.pages import wording
from bot.console.rounds import Round
from bot.domain.masking import masked_address, masked_name, masked_phone, masked_text
from bot.zh import say

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"

_WEEKDAYS = "一二三四五六日"
_NUMBER = re.compile(r"(?<![A-Za-z0-9_])(tk|bk)_[a-z0-9_]+")
_PAGES = {"tk": "tickets", "bk": "orders"}


class Templates:
    """One environment; every value is escaped, and a name that is not given is an error."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters |= {
            "moment": self._moment,
            "day": self._day,
            "clock": self._clock,
            "span": self._span,
            "yuan": yuan,
            "phone": masked_phone,
            "person": masked_name,
            "address": masked_address,
            "words": masked_text,
            "json": _json,
            "linked": _linked,
            "needs": lambda codes: [say.NEED_WORDS.get(code, code) for code in codes],
            **wording.FILTERS,
        }
        environment.globals["part"] = self._part
        self._environment = environment

    def render(self, template: str, **values: Any) -> str:
        return self._environment.get_template(template).render(**values)

    def _part(self, shared_by: Round, what: Hashable, template: str, **values: Any) -> Markup:
        """A part that is the same for all who are shown ``what`` in a round."""
        made = shared_by.made_once((template, what), lambda: self.render(template, **values))
        return Markup(made)  # noqa: S704 -- rendered, so it is escaped

    def _local(self, at: datetime | str) -> datetime:
        at = datetime.fromisoformat(at) if isinstance(at, str) else at
        return at.astimezone(self._zone) if at.tzinfo else at

    def _moment(self, at: datetime | str | None, now: datetime | None = None) -> str:
        """今天 14:00, 11月24日 周二 14:00; nothing for no time."""
        if at is None:
            return ""
        local = self._local(at)
        return f"{self._day(local, now)} {local:%H:%M}"

    def _day(self, at: datetime | date | str | None, now: datetime | None = None) -> str:
        if at is None:
            return ""
        if isinstance(at, str):
            at = datetime.fromisoformat(at)
        day = self._local(at).date() if isinstance(at, datetime) else at
        if now is not None:
            days = (day - self._local(now).date()).days
            if days in (-1, 0, 1):
                return {-1: "昨天", 0: "今天", 1: "明天"}[days]
        return f"{day.month}月{day.day}日 周{_WEEKDAYS[day.weekday()]}"

    def _clock(self, at: datetime | str | None) -> str:
        return f"{self._local(at):%H:%M}" if at is not None else ""

    def _span(self, window: Any) -> str:
        """14:00–17:00 of anything that has a start and an end."""
        return f"{self._clock(window.start)}–{self._clock(window.end)}"


def yuan(fen: int | None) -> str:
    if fen is None:
        return ""
    return f"¥{fen / 100:.2f}".removesuffix(".00")


def _linked(text: str) -> Markup:
    """Numbers of orders and tickets lead to their pages; everything else is text."""
    return Markup(_NUMBER.sub(_link, str(escape(text))))  # noqa: S704 -- escaped before


def _link(found: re.Match[str]) -> str:
    return f'<a href="/{_PAGES[found[1]]}/{found[0]}">{found[0]}</a>'


def _json(value: Any) -> str:
    """For a ``data-…`` attribute, which escapes it as any other value."""
    return json.dumps(value, ensure_ascii=False)
