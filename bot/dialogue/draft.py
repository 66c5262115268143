"""A booking's draft: filled from frames, corrected field by field, put into words, and what it still lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from bot.dialogue import known_places as places
from bot.dialogue import pieces, series_draft
from bot.dialogue.alternatives import outside_hours
from bot.dialogue.draft_place import with_place
from bot.dialogue.draft_words import changes, names_district
from bot.dialogue.facts import BookingView, Facts
from bot.dialogue.frame import Frame, ProviderWish, Request
from bot.dialogue.grouping import OF_THE_HOME
from bot.dialogue.repair_notes import noted
from bot.dialogue.values import CLEANINGS, REPAIRS, BookingDraft, Option, WindowDraft
from bot.domain.catalogue import OTHER, Service
from bot.zh.address import district
from bot.zh.ages import has_other_age
from bot.zh.dirty import to_be_washed
from bot.zh.either import takes_either
from bot.zh.extract import find
from bot.zh.moving import shift_of
from bot.zh.normalise import normalise
from bot.zh.place import has_detail
from bot.zh.quantities import uncounted
from bot.zh.series_scope import names_bare_weekday
from bot.zh.services import done_to
from bot.zh.things import things
from bot.zh.time_expression import TimeExpression
from bot.zh.time_wishes import hurries, prefers_early
from bot.zh.when import resolve
from bot.zh.whose_home import calls_herself, homes_named
from bot.zh.window import Window

_MOST_MENUS = 4
_ANIMALS = frozenset({"猫", "狗"})
"""Counted where they are what the visit is for; else only told to be at home."""
_LAUNDRY = "laundry"
_PIECES = frozenset({"range_hood", "fridge"})
_ABOUT_THE_PERSON = frozenset({"female_provider", "male_provider", "non_smoker", "experienced", "certified"})


@dataclass(frozen=True)
class Missing:
    """The next thing to ask for, and in which words."""

    response: str
    context: str
    values: dict[str, str] = field(default_factory=dict)
    options: tuple[Option, ...] = ()


def known(facts: Facts) -> BookingDraft:
    """What is known of the customer before she has said anything."""
    draft = BookingDraft(phone=facts.known_phone, contact_name=facts.known_name)
    if not facts.known_address:
        return draft
    return replace(
        draft,
        address=facts.known_address,
        district=facts.known_district or district(facts.known_address) or "",
        area_sqm=facts.known_area,
    )


def begun(facts: Facts, asked: BookingDraft | None, request: Request) -> BookingDraft:
    """What is known before the wish itself: of the customer, and from the questions before it about the same thing."""
    before = known(facts)
    if asked is None:
        return before
    before = replace(before, area_sqm=asked.area_sqm or before.area_sqm, rooms=asked.rooms or before.rooms)
    return share(asked, before) if request.service in (None, asked.service) else before


def after_question(frame: Frame, before: BookingDraft | None, facts: Facts) -> BookingDraft | None:
    """What the questions so far have named, with those of this message."""
    about = frame.about[0] if frame.about else Request()
    told = replace(frame.request, service=frame.request.service or about.service)
    before = before or BookingDraft()
    if told.service and before.service not in (None, told.service):
        before = BookingDraft(area_sqm=before.area_sqm, rooms=before.rooms)
    named, _ = merge(before, replace(frame, requests=(told,)), facts, "none")
    return named if named != BookingDraft() else None


def from_frame(frame: Frame, facts: Facts, begun: BookingDraft) -> list[BookingDraft]:
    """One draft per request of the frame on top of ``begun``; shared parts (address, phone, name) stand in each."""
    requests = frame.requests or (Request(),)
    result: list[BookingDraft] = []
    for request in requests:
        draft, _ = merge(begun, replace(_placed(frame, request), requests=(request,)), facts, "none")
        before = result[-1].window if result else None
        if request.window is not None and not request.day_said and before is not None:
            draft = replace(draft, window=joined(before, request.window, day_said=False))  # 上午打扫，下午洗空调
        result.append(draft)
    sizes = {request.area_sqm for request in requests if request.area_sqm is not None}
    if len(sizes) == 1 and len({draft.whose for draft in result}) == 1:
        # One home was described, whichever wish it was said beside.
        result = [replace(draft, area_sqm=sizes.copy().pop()) for draft in result]
    return result


def _placed(frame: Frame, request: Request) -> Frame:
    """我家…，我妈家…，地址是…: the address is of the home that it is told of, and of no other."""
    place = normalise(frame.address or "")
    told = [one for one in frame.requests if place and place in normalise(one.said)]
    apart = len({label for _, _, label in homes_named(frame.text)}) > 1
    return replace(frame, address=None) if apart and told and request not in told else frame


def share(following: BookingDraft, done: BookingDraft) -> BookingDraft:
    """What was said once holds for the next request too, unless it has its own; another home has its own place."""
    shared = replace(
        following,
        phone=following.phone or done.phone,
        contact_name=following.contact_name or done.contact_name,
    )
    if following.whose and following.whose != done.whose:
        return shared
    return replace(
        shared,
        address=following.address or done.address,
        district=following.district or done.district,
        area_sqm=following.area_sqm or done.area_sqm,
        rooms=following.rooms or done.rooms,
        whose=following.whose or ("" if following.address else done.whose),
    )


def merge(draft: BookingDraft, frame: Frame, facts: Facts, asked: str) -> tuple[BookingDraft, dict[str, str]]:
    """The draft with what the frame says; only what was said moves. Also what changed, in words, by field."""
    new = places.as_last_time(draft, frame, facts)
    new = _with_one_of_each(_with_request(new, _with_work(new, frame, facts), frame.text), frame, facts)
    new = _with_other_time(new, frame, facts)
    new = series_draft.merged(draft, new, frame.request, frame.text, facts.now.date())
    new = places.at_whose_home(new, frame, facts)
    new = with_place(new, frame, facts, asked)
    if frame.phone or (facts.known_phone and calls_herself(frame.text)):
        new = replace(new, phone=frame.phone or facts.known_phone)
    if frame.name:
        new = replace(new, contact_name=frame.name)
    if frame.provider:
        wish = frame.provider
        new = replace(
            new,
            provider_name=wish.name or _still_wished(new.provider_name, wish, facts),
            provider_gender=wish.gender or new.provider_gender,
            provider_exclude=tuple(dict.fromkeys((*new.provider_exclude, *wish.exclude))),
            same_provider=wish.same_as_last if wish.same_as_last is not None else new.same_provider,
            fixed=new.frequency is not None and (wish.fixed or new.fixed),
        )
    return new, changes(draft, new, facts)


def _with_other_time(draft: BookingDraft, frame: Frame, facts: Facts) -> BookingDraft:
    """周六上午九点或者周日下午三点都行: the second of two times of which either will do."""
    said = frame.request.window
    if said is None or len(frame.requests) > 1 or not takes_either(frame.text):
        return draft
    times = [resolve(TimeExpression.from_dict(one.value), facts.at) for one in find(frame.text) if one.kind == "time"]
    later = [one for one in times if one and one.start and said.start and one.start > said.start]
    other = min(later, key=lambda one: one.start or facts.now, default=None)
    return draft if other is None else replace(draft, or_window=WindowDraft(other.start, other.end, other.precision))


def _still_wished(name: str | None, wish: ProviderWish, facts: Facts) -> str | None:
    """Who was wished before, unless it is the one of last time and she is refused now."""
    refused = wish.same_as_last is False and facts.last is not None and name in facts.last.providers
    return None if refused or name in wish.exclude else name


def _with_work(draft: BookingDraft, frame: Frame, facts: Facts) -> Request:
    """我家油烟机，就一台，油都滴灶台上了: a machine that is dirty is to be washed, where no other work is named."""
    told = frame.request
    washed = to_be_washed(frame.text) if draft.service is None and told.service is None else {}
    if not washed or facts.service("appliance_cleaning") is None:
        return told
    return replace(told, service="appliance_cleaning", quantities={**washed, **told.quantities})


def _with_one_of_each(draft: BookingDraft, frame: Frame, facts: Facts) -> BookingDraft:
    """What is named to be done by the piece and not counted is one piece: 把油烟机洗了."""
    service = facts.service(draft.service)
    counted = pieces.counted_apart(frame.text)
    cleans = draft.service in CLEANINGS
    if counted and not cleans and not draft.quantities and not frame.request.quantities:
        return replace(draft, quantities=counted)
    if draft.quantities and not frame.request.quantities:
        counted = pieces.as_counted(draft.quantities, frame.text)
        return replace(draft, quantities=pieces.named_closer(counted, frame.text))
    if service is None or not service.fen_per_item or draft.quantities or frame.request.service != draft.service:
        return draft
    named = uncounted(frame.text)
    kinds = service.fen_per_item.keys() - {OTHER}
    priced = {item: 1 for item in named if item in kinds or draft.service in things(item).get(item, ())}
    return replace(draft, quantities=priced) if priced else draft


def _with_request(draft: BookingDraft, request: Request, text: str) -> BookingDraft:
    values: dict[str, Any] = {}
    if request.service and request.service != draft.service:
        values["service"] = request.service
        draft = draft if draft.service is None else _without_service(draft, request.service)
    if request.window is not None and not (draft.window and _only_early(request.window, text)):
        said_then = in_named_week(draft.window, request.window, text) if request.day_said else request.window
        values["window"] = joined(draft.window, said_then, request.day_said, request.half_open)
        values["or_window"] = None
        spoken = request.window
        if spoken.precision == "time" and spoken.start and spoken.end and request.duration_minutes is None:
            values["duration_minutes"] = int((spoken.end - spoken.start).total_seconds() // 60)
    for name in ("duration_minutes", "area_sqm", "rooms", "providers"):
        if getattr(request, name) is not None:
            values[name] = getattr(request, name)
    animals = () if values.get("service", draft.service) in (None, "pet_care") else _ANIMALS
    said = {item: count for item, count in request.quantities.items() if item not in animals}
    if values.get("service", draft.service) in REPAIRS:
        said = {item: count for item, count in said.items() if not _is_only_of(item, _LAUNDRY)}
    if said:
        values["quantities"] = pieces.named_closer(pieces.counted(draft.quantities, said, text), text)
    if request.special_needs or request.denied_needs:
        said_now = (code for code in request.special_needs if not _is_the_infant(code, draft, text))
        kept = [code for code in (*draft.special_needs, *said_now) if code not in request.denied_needs]
        values["special_needs"] = tuple(dict.fromkeys(kept))
    if values.get("service", draft.service) == "appliance_cleaning":
        # 洗油烟机: the work itself, not something beside it that costs extra.
        needs_said = values.get("special_needs", draft.special_needs)
        values["special_needs"] = tuple(code for code in needs_said if code not in _PIECES)
    work = done_to(request.said or text, request.service) if request.service in REPAIRS else ""
    if work or request.notes:
        values["notes"] = noted(draft.notes, work, request, text)
    return replace(draft, **values)


def _is_the_infant(code: str, draft: BookingDraft, text: str) -> bool:
    """孩子牛奶过敏, where an infant was told of: the same one, unless it has an age or a name of its own."""
    return code == "has_child" and "has_infant" in draft.special_needs and not has_other_age(text)


def _is_only_of(item: str, service: str) -> bool:
    return things(item).get(item) == frozenset({service})


def _only_early(window: Window, text: str) -> bool:
    """明早 … 越早越好, 快点安排: early on the day that was named, and no other day."""
    return window.precision == "asap" and (prefers_early(text) or hurries(text))


def _without_service(draft: BookingDraft, instead: str) -> BookingDraft:
    """Another service: what belonged to the old one alone does not stick."""
    alike = {draft.service, instead} <= CLEANINGS
    needs_kept = tuple(
        code for code in draft.special_needs if alike or code in OF_THE_HOME or code in _ABOUT_THE_PERSON
    )
    kept = replace(draft, duration_minutes=None, quantities={}, special_needs=needs_kept)
    return kept if alike else replace(kept, providers=1, notes="", provider_name=None)


def in_named_week(old: WindowDraft | None, new: Window, text: str) -> Window:
    """周三吧, where next week was named before: the Wednesday of that week."""
    if old is None or old.precision != "range" or not (old.start and old.end and new.start):
        return new
    if not names_bare_weekday(text) or old.start <= new.start or old.end - old.start > timedelta(days=8):
        return new
    later = timedelta(days=7 * -(-(old.start.date() - new.start.date()).days // 7))
    if not old.start.date() <= new.start.date() + later <= old.end.date():
        return new
    return replace(new, start=new.start + later, end=new.end + later if new.end else None)


def joined(old: WindowDraft | None, new: Window | WindowDraft, day_said: bool, half_open: bool = False) -> WindowDraft:
    """A time of day said alone keeps the day the draft already has; a day said alone keeps its time of day.

    ``half_open``: an hour that is of the half of the day that was talked of: 今晚 … 八点.
    """
    drafted = WindowDraft(new.start, new.end, new.precision, new.past)
    if old is None or old.start is None or new.start is None:
        return drafted
    if new.precision == "day" and old.precision in ("time", "part"):
        shift = new.start.date() - old.start.date()
        end = old.end + shift if old.end else None
        return WindowDraft(old.start + shift, end, old.precision)
    if day_said or new.precision not in ("time", "part"):
        return drafted
    shift = old.start.date() - new.start.date()
    later = new.start + shift + timedelta(hours=12)
    if half_open and old.precision == "part" and old.end and old.start <= later < old.end:
        shift += timedelta(hours=12)
    return WindowDraft(new.start + shift, new.end + shift if new.end else None, new.precision)


def shift_beside(window: Window, day_said: bool, text: str) -> int | None:
    """Minutes, where a day or an hour is said beside how far: 推后一天改到下午两点, 改成周六，早半个小时."""
    shift = shift_of(normalise(text))
    days = shift is not None and shift % timedelta(days=1) == timedelta()
    fits = (days and not day_said) or (not days and day_said and window.precision == "day")
    return int(shift.total_seconds() // 60) if shift is not None and fits else None


def right_after(booking: BookingView) -> WindowDraft:
    """The time at which another visit begins when this one ends."""
    return WindowDraft(booking.start + timedelta(minutes=booking.minutes), None, "time")


def full_address(draft: BookingDraft) -> str:
    """The address as typed, behind its district where that was told apart."""
    return draft.address if names_district(draft) else draft.district + draft.address


def first_missing(draft: BookingDraft, facts: Facts) -> Missing | None:
    """What to ask next: one thing, the most telling first."""
    service = facts.service(draft.service)
    if service is None:
        names = tuple(Option(s.code, s.name) for s in facts.catalogue.services.values() if s.bookable)
        return Missing("utter_ask_service", "booking:service", {}, names[:_MOST_MENUS])
    if not service.bookable:
        return Missing("utter_service_by_person", "booking:service", {"service": service.name})
    window = draft.window
    if draft.frequency is not None and series_draft.lacks_days(draft.frequency):
        response, values = series_draft.question(draft.frequency)
        return Missing(response, "booking:frequency", values)
    if window is None:
        response = "utter_ask_window" if draft.frequency is None else "utter_ask_series_hour"
        return Missing(response, "booking:window")
    if draft.frequency is not None and outside_hours(window, facts):
        rules = facts.catalogue.rules
        hours = {"opens": f"{rules.opens:%H:%M}", "closes": f"{rules.closes:%H:%M}"}
        return Missing("utter_series_outside_hours", "booking:window", hours)
    # Another home than her own is asked for before its size, which may be known.
    place_first = not draft.address and bool(draft.not_at or draft.whose)
    if not place_first and "area" in service.asks and draft.area_sqm is None and not _size_is_enough(draft, service):
        return Missing("utter_ask_area", "booking:area")
    if not draft.address:
        homes = places.known_homes(draft, facts)
        return Missing("utter_ask_address_known" if homes else "utter_ask_address", "booking:address", {}, homes)
    if not has_detail(draft.address):
        return Missing("utter_ask_address_detail", "booking:address", {"address": draft.address})
    if not draft.district:
        return Missing("utter_ask_district", "booking:district", {"address": draft.address})
    if not draft.phone:
        return Missing("utter_ask_phone", "booking:phone")
    return None


def _size_is_enough(draft: BookingDraft, service: Service) -> bool:
    """Whether the job can be priced without its square metres."""
    if service.fen_per_sqm:
        return False
    return draft.duration_minutes is not None or bool(service.by_rooms and draft.rooms)


def without_people(draft: BookingDraft, refused: Sequence[str]) -> BookingDraft:
    """The draft that anybody may do but those who are ``refused``, though one of them was wished before."""
    exclude = tuple(dict.fromkeys((*draft.provider_exclude, *refused)))
    name = None if draft.provider_name in exclude else draft.provider_name
    same = None if draft.same_provider else draft.same_provider
    return replace(draft, provider_exclude=exclude, provider_name=name, same_provider=same)


def by_anybody(draft: BookingDraft) -> BookingDraft:
    """The draft without any wish for somebody."""
    bare = replace(draft, provider_name=None, provider_gender=None, provider_exclude=(), same_provider=None)
    return without_provider_needs(bare)


def without_provider_needs(draft: BookingDraft) -> BookingDraft:
    """The draft without the needs that only ask for a certain kind of person."""
    kept = tuple(code for code in draft.special_needs if code not in _ABOUT_THE_PERSON)
    return replace(draft, special_needs=kept)
