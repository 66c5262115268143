"""A draft in words for the customer: all of it, or what has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.dialogue import known_places as places
from bot.dialogue import series_draft
from bot.dialogue.facts import Facts
from bot.dialogue.values import BookingDraft
from bot.domain.pricing import hours_in_words
from bot.zh.address import district
from bot.zh.pictures import as_told
from bot.zh.say import masked_phone, needs, quantities
from bot.zh.time_say import hour_in_words, say
from bot.zh.window import Window

GENDERS = {"female": "要女性", "male": "要男性"}
_SAME_WORDS = {True: "还是上次那位", False: "不要上次那位", None: ""}


def changes(old: BookingDraft, new: BookingDraft, facts: Facts) -> dict[str, str]:
    """The fields that differ, in words; a phone number stays masked."""
    words = {
        name: phrase for name, phrase in _phrases(new, facts) if getattr(old, name) != getattr(new, name) and phrase
    }
    noted = as_told(new.notes.removeprefix(old.notes).strip("；"))
    if new.notes != old.notes and noted:
        words["notes"] = f"备注“{noted}”"
    gone = [code for code in old.special_needs if code not in new.special_needs]
    if gone and old.service == new.service:
        words["special_needs_gone"] = f"去掉{'、'.join(needs(gone))}"
    if new.providers == 1 < old.providers:
        words["providers"] = "1位家政员"
    if old.frequency is not None and new.frequency is None:
        words["frequency"] = "只约这一次"
    return words or ({"": "已更新"} if old != new else {})


def in_words(draft: BookingDraft, facts: Facts) -> dict[str, str]:
    """What is known, in words, by field."""
    return {name: phrase for name, phrase in _phrases(draft, facts) if phrase}


def _phrases(draft: BookingDraft, facts: Facts) -> list[tuple[str, str]]:
    window = draft.window
    spoken = say(Window(window.start, window.end, window.precision), facts.at) if window and not window.past else ""
    if draft.frequency is not None and window is not None:
        spoken = hour_in_words(Window(window.start, window.end, window.precision))
    return [
        ("service", facts.service_name(draft.service)),
        ("frequency", series_draft.in_words(draft.frequency) if draft.frequency else ""),
        ("window", spoken),
        ("duration_minutes", hours_in_words(draft.duration_minutes) if draft.duration_minutes else ""),
        ("area_sqm", f"{draft.area_sqm:.0f}平" if draft.area_sqm else ""),
        ("rooms", draft.rooms),
        ("providers", f"{draft.providers}位家政员" if draft.providers > 1 else ""),
        ("quantities", "，".join(quantities(draft.quantities))),
        ("special_needs", "，".join(needs(draft.special_needs))),
        ("fixed", "固定同一位家政员" if draft.fixed else ""),
        ("provider_name", f"想要{draft.provider_name}" if draft.provider_name else ""),
        ("provider_gender", GENDERS.get(draft.provider_gender or "", "")),
        ("same_provider", _SAME_WORDS[draft.same_provider]),
        ("provider_exclude", f"不要{'、'.join(draft.provider_exclude)}" if draft.provider_exclude else ""),
        ("address", places.shown_address(draft.address, facts)),
        ("district", "" if names_district(draft) else draft.district),
        ("phone", f"电话{masked_phone(draft.phone)}" if draft.phone else ""),
        ("contact_name", draft.contact_name),
    ]


def needs_line(codes: Sequence[str], items: Mapping[str, int], notes: str = "", gender: str = "") -> str:
    further = filter(None, (GENDERS.get(gender, ""), as_told(notes)))
    return "，".join((*quantities(items), *needs(codes), *further)) or "无"


def names_district(draft: BookingDraft) -> bool:
    """Whether the address itself says its district, in whatever script."""
    return district(draft.address) == draft.district
