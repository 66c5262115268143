"""To which day a visit is moved, where another day is told of as well."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.dialogue.named_wishes import values_of
from bot.dialogue.requests import requests_from

NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Asia/Shanghai")).replace(tzinfo=None)


@pytest.mark.parametrize(
    "text",
    [
        "改到周五吧 周四她要去打麻将",
        "改到礼拜五好了，礼拜四我得加班",
        "周四那单改到周五",
    ],
)
def test_a_day_told_of_behind_is_why(text):
    (request,) = requests_from(text, values_of(text), NOW, moving=True)
    assert request.window is not None
    assert request.window.start is not None
    assert request.window.start.date() == date(2026, 11, 27)
