"""Where a booking is to be: the address, the part of one, the door and the district a message tells."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import known_places as places
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.values import BookingDraft
from bot.zh.address import completed, district
from bot.zh.place import apply_part, has_detail, numbers_corrected, with_door

_A_NUMBER_ANSWERS = ("booking:window", "booking:area")


def with_place(draft: BookingDraft, frame: Frame, facts: Facts, asked: str) -> BookingDraft:
    """The draft at the place that is told; what was known of it stays."""
    if frame.address == "@saved":
        place = facts.known_address
        return replace(draft, address=place, district=district(place) or draft.district) if place else draft
    if (there := places.named_home(frame, facts)) is not None:
        moved = places.at_home(replace(draft, phone=draft.phone), there, facts)
        size = frame.request.area_sqm or moved.area_sqm
        return replace(moved, area_sqm=size, whose=there.label or draft.whose)
    if (home := places.old_place(frame, facts)) is not None:
        return replace(draft, address=home.address, district=home.district or draft.district)
    if frame.address:
        said_district = district(frame.address)
        if draft.address and not has_detail(frame.address) and said_district:
            return replace(draft, district=said_district)
        if draft.address and not has_detail(draft.address):
            whole = completed(draft.address, frame.address)
            return replace(draft, address=whole, district=said_district or district(whole) or draft.district)
        known = places.known_district(frame.address, facts)
        return replace(draft, address=frame.address, district=said_district or known)
    if frame.address_part and draft.address:
        named = "" if draft.district else district(frame.text)
        whole = apply_part(draft.address, frame.address_part)
        return replace(draft, address=whole, district=draft.district or named or "")
    door = with_door(draft.address, frame.text) if asked not in _A_NUMBER_ANSWERS else None
    if door is not None:
        return replace(draft, address=door)
    if (
        draft.address
        and not frame.has_details
        and (put_right := numbers_corrected(draft.address, frame.text)) != draft.address
    ):
        return replace(draft, address=put_right)
    if asked == "booking:district" and (named := district(frame.text)):
        return replace(draft, district=named)
    return draft
