"""What is known of a customer in a booking: her homes and those of others, how they are shown, the booking before."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.facts import BookingView, Facts, Home
from bot.dialogue.frame import Frame
from bot.dialogue.values import BookingDraft, Option
from bot.zh.address import district
from bot.zh.normalise import normalise
from bot.zh.place import has_detail, masked_address, names_place
from bot.zh.refusal import wants_her_again
from bot.zh.saved_place import saved_places
from bot.zh.whose_home import is_same_home, names_own_home, once_more, repeats_last, whose_home


def shown_address(address: str, facts: Facts) -> str:
    """A stored address without building and door; as it stands where she has written it in this talk."""
    if all(home.address != address for home in facts.homes):
        return address
    plain = "".join(address.split())
    typed = ("".join(written.split()) for written in facts.typed)
    return address if any(written in plain or plain in written for written in typed) else masked_address(address)


def known_district(address: str, facts: Facts) -> str:
    """The district of a known home that is typed without it (张杨路1458弄6号楼1202); else empty."""
    typed = normalise(address)
    return next((home.district for home in facts.homes if typed in normalise(home.address)), "")


def old_place(frame: Frame, facts: Facts) -> Home | None:
    """静安区延长路那个老地址没变: the one known home on that road, where it is said to be known."""
    named = normalise(frame.address or "")
    if not named or has_detail(named) or not saved_places(normalise(frame.text)):
        return None
    road = named.removeprefix(district(named) or "")
    homes = [home for home in facts.homes if road and road in normalise(home.address)]
    return homes[0] if len(homes) == 1 else None


def named_home(frame: Frame, facts: Facts) -> Home | None:
    """去虹口那套, 闵行这个: the one known home that is there, where no other address is told."""
    if frame.address and has_detail(frame.address):
        return None
    plain = normalise(frame.text)
    named = [home for home in facts.homes if names_place(plain, home.district or district(home.address), home.address)]
    return named[0] if len(named) == 1 and len(facts.homes) > 1 else None


def known_homes(draft: BookingDraft, facts: Facts) -> tuple[Option, ...]:
    """The known addresses to choose from, without those she has said it is not."""
    return tuple(
        Option(home.address, f"{home.label}：{shown}" if home.label else shown)
        for home in facts.homes
        if home.address not in draft.not_at and (shown := shown_address(home.address, facts))
    )


def at_home(draft: BookingDraft, home: Home, facts: Facts) -> BookingDraft:
    """The draft at a known address; who opens there is called, and the size of that home counts."""
    return replace(
        draft,
        address=home.address,
        district=home.district,
        area_sqm=home.area_sqm or (draft.area_sqm if draft.address in ("", home.address) else None),
        phone=home.phone or draft.phone or facts.known_phone,
        whose=home.label,
    )


def elsewhere(draft: BookingDraft, facts: Facts) -> BookingDraft:
    """The draft without its place, which is not the one she means; what was known of that home goes with it."""
    home = next((home for home in facts.homes if home.address == draft.address), None)
    size = None if home is not None and home.area_sqm == draft.area_sqm else draft.area_sqm
    refused = (*draft.not_at, draft.address) if draft.address else draft.not_at
    return replace(draft, address="", district="", area_sqm=size, whose="", not_at=refused)


def at_whose_home(draft: BookingDraft, frame: Frame, facts: Facts) -> BookingDraft:
    """我妈家: the address that is known of it; where none is, it is asked for and never taken to be her own."""
    label = whose_home(frame.said_of_request)
    if label is None and draft.whose and frame.address and not draft.address and names_own_home(frame.said_of_request):
        return replace(draft, whose="")  # 我家在…, where 给我家和我妈家 was said before
    if label is None or is_same_home(label, draft.whose):
        return draft
    home = next((home for home in facts.homes if home.label and is_same_home(home.label, label)), None)
    if home is not None:
        return at_home(draft, home, facts)
    is_stored = any(home.address == draft.address for home in facts.homes)
    moved = replace(elsewhere(draft, facts), not_at=draft.not_at) if is_stored else draft
    if frame.request.area_sqm is not None:
        moved = replace(moved, area_sqm=frame.request.area_sqm)
    return replace(moved, whose=label)


def as_last_time(draft: BookingDraft, frame: Frame, facts: Facts) -> BookingDraft:
    """还是上次那样: service, size, needs, place and provider of the last booking, where nothing else is said."""
    last = facts.last
    service = frame.request.service or draft.service
    if last is None or service not in (None, last.service):
        return draft
    if not repeats_last(frame.text):
        hers = last.providers and wants_her_again(frame.text, last.providers[0])
        same = service is None and (hers or _asks_for_her(frame, last) or once_more(frame.text))
        name = draft.provider_name or (last.providers[0] if hers else None)
        return replace(draft, service=last.service, provider_name=name) if same else draft
    whose = next((home.label for home in facts.homes if home.address == last.address), "")
    return replace(
        draft,
        service=last.service,
        area_sqm=last.area_sqm or draft.area_sqm,
        rooms=draft.rooms or last.rooms,
        quantities=draft.quantities or dict(last.quantities),
        providers=max(draft.providers, last.heads),
        special_needs=tuple(dict.fromkeys((*last.special_needs, *draft.special_needs))),
        address=last.address,
        district=last.district,
        phone=last.phone if whose else facts.known_phone or last.phone,
        provider_name=draft.provider_name or next(iter(last.providers), None),
        whose=whose,
    )


def _asks_for_her(frame: Frame, last: BookingView) -> bool:
    """上次的孙阿姨 … 还让她来: who came last time shall come, for what she came for."""
    wish = frame.provider
    return wish is not None and (wish.same_as_last is True or wish.name in last.providers)
