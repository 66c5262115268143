"""Whether a message tells of danger now, or of one that is past and leads to an ordinary booking."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from bot.dialogue.frame import Frame, Request
from bot.zh.danger import (
    DRAIN,
    ELECTRICITY,
    THREAT,
    WATER,
    all_is_well,
    can_wait,
    dangers,
    is_at_a_loss,
    is_earlier,
    is_past,
    names_trouble,
    presses,
    will_not_light,
)
from bot.zh.hurt import somebody_hurt
from bot.zh.solving import says_solved

URGENT, ORDINARY = "emergency_repair", "home_repair"

_NOW = re.compile("现在|現在|而家|目前|这会儿?")
_LATER = timedelta(hours=12)
_REPAIRED = frozenset({ELECTRICITY, WATER, DRAIN})


def kinds_in(frame: Frame) -> tuple[str, ...]:
    """The dangers named; harassment by a provider whatever its words."""
    kinds = dangers(frame.text)
    complaint = frame.complaint
    if complaint and complaint.category == "harassment" and THREAT not in kinds:
        return (THREAT, *kinds)
    return kinds


def tells_of_danger(frame: Frame) -> bool:
    """Danger to people or home now, or somebody is asked to come at once."""
    if frame.has("report_emergency"):
        return not _is_good_news(frame)
    if not frame.intents and is_at_a_loss(frame.text) and dangers(frame.text) and not is_earlier(frame.text):
        return True  # 灯一闪一闪的还有烧焦的味道 怎么办啊, which the model takes for nothing
    urgent = any(request.service == URGENT for request in frame.requests)
    if urgent and frame.has("book_service"):
        return True
    if frame.has("ask_availability", "ask_provider") and (urgent or presses(frame.text)) and _names_repair(frame):
        return True  # 水漏得厉害，师傅现在有空吗
    complaint = frame.complaint
    if complaint is None or is_earlier(frame.text) or _is_good_news(frame):
        return False
    return complaint.severity == "critical" or THREAT in kinds_in(frame)


def _is_good_news(frame: Frame) -> bool:
    """解决了, which the model hardly knows; 师傅换好了 现在没事了, which it takes for alarm."""
    if all_is_well(frame.text) and not somebody_hurt(frame.text) and not presses(_NOW.sub("", frame.text)):
        return True
    return frame.is_doubtful and says_solved(frame.text) is True and not dangers(frame.text)


def _names_repair(frame: Frame) -> bool:
    return names_trouble(frame.text) and not _REPAIRED.isdisjoint(dangers(frame.text))


def calm_as_booking(frame: Frame, now: datetime) -> Frame:
    """昨天漏水现在好了，想约个人检修; 有点渗水，不急: a wish for a repair like any other, on a day still to come."""
    if will_not_light(frame.text):
        return _broken(frame)
    is_calm = is_past(frame.text) or can_wait(frame.text) or _is_for_later(frame, now)
    if not is_calm or not _names_repair(frame) or not frame.has("report_emergency", "book_service", "inform"):
        return frame
    intents = tuple(intent for intent in frame.intents if intent != "report_emergency")
    if "report_emergency" in frame.intents and not frame.has("book_service", "inform"):
        intents = ("book_service", *intents)
    first, *others = frame.requests or (Request(),)
    window = first.window if first.window and not first.window.past else None
    service = ORDINARY if first.service in (None, URGENT) else first.service
    return replace(frame, intents=intents, requests=(replace(first, service=service, window=window), *others))


def _broken(frame: Frame) -> Frame:
    """热水器打不着火: a thing to be repaired, whatever fire the words name."""
    if not frame.has("report_emergency"):
        return frame
    intents = tuple(intent for intent in frame.intents if intent != "report_emergency") or ("inform",)
    kept = (replace(one, service=None if one.service == URGENT else one.service) for one in frame.requests)
    requests = tuple(
        replace(one, window=None) if one.window and one.window.precision == "asap" else one for one in kept
    )
    return replace(frame, intents=intents, requests=tuple(one for one in requests if not one.is_empty))


def _is_for_later(frame: Frame, now: datetime) -> bool:
    """跳闸，约后天下午电工看看: whoever can wait for that long reports no danger."""
    window = frame.request.window
    if frame.has("report_emergency") or window is None or window.start is None:
        return False
    return window.start - now > _LATER
