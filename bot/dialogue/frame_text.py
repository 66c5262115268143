"""A frame as the JSON of the requirement schema."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.dialogue.frame import Complaint, Frame, ProviderWish, Request
from bot.zh.window import Window

_CONFIDENCE_DIGITS = 3


def as_json(frame: Frame) -> dict[str, Any]:
    """Keys that were not said are left out; times are local, ISO 8601 to the minute."""
    provider = _provider(frame.provider) if frame.provider else {}
    said = {
        "topic": frame.topic,
        "order_no": frame.order_no,
        "requests": [found for request in frame.requests if (found := _request(request))],
        "address": frame.address or (frame.address_part or {}).get("text"),
        "address_to": frame.address_to,
        "phone": frame.phone,
        "name": frame.name,
        "provider": provider,
        "complaint": _complaint(frame.complaint) if frame.complaint else None,
        "scores": {name: _plain(points) for name, points in frame.scores.items()},
        "comment": frame.comment,
        "choice": frame.choice,
    }
    head = {"intents": list(frame.intents), "confidence": round(frame.confidence, _CONFIDENCE_DIGITS)}
    return {**head, **_without_empty(said)}


def _request(request: Request) -> dict[str, Any]:
    return _without_empty(
        {
            "service": request.service,
            "window": _window(request.window),
            "from_window": _window(request.from_window),
            "duration_minutes": request.duration_minutes,
            "frequency": dict(request.frequency) if request.frequency else None,
            "area_sqm": request.area_sqm,
            "rooms": request.rooms,
            "quantities": dict(request.quantities),
            "providers": request.providers,
            "special_needs": list(request.special_needs),
            "notes": request.notes,
        }
    )


def _window(window: Window | None) -> dict[str, Any] | None:
    if window is None:
        return None
    times: dict[str, Any] = {"start": _minute(window.start), "end": _minute(window.end)}
    times["precision"] = window.precision
    if window.exclude:
        times["exclude"] = [day.isoformat() for day in window.exclude]
    if window.past:
        times["past"] = True
    return times


def _minute(at: datetime | None) -> str | None:
    return at.isoformat(timespec="minutes") if at is not None else None


def _provider(wish: ProviderWish) -> dict[str, Any]:
    known = {"name": wish.name, "gender": wish.gender, "fixed": wish.fixed, "exclude": list(wish.exclude)}
    same = {} if wish.same_as_last is None else {"same_as_last": wish.same_as_last}
    return {**_without_empty(known), **same}


def _complaint(complaint: Complaint) -> dict[str, Any]:
    return _without_empty({"category": complaint.category, "severity": complaint.severity, "remedy": complaint.remedy})


def _plain(points: float) -> float | int:
    return int(points) if points == int(points) else points


def _without_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "", [], {}, (), False)}
