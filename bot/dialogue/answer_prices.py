"""What is said of prices: from the catalogue, the draft at hand and the order that was made; never invented."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.dialogue.asked import DEARER
from bot.dialogue.described import meant
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame, Request
from bot.dialogue.orders import order_line
from bot.dialogue.series_words import series_line
from bot.dialogue.step import Say
from bot.dialogue.values import BookingDraft
from bot.domain.catalogue import Service, Surcharge, VisitTier
from bot.domain.pricing import hours_in_words, list_price, price_in_words
from bot.domain.values import yuan
from bot.domain.work import Work, is_measured, minutes_for, within_bounds
from bot.zh.extras import WEEKEND, bought_things, dearer_times, priced_times
from bot.zh.normalise import normalise
from bot.zh.quantities import uncounted
from bot.zh.questions import asks_for_same_price, asks_on_top
from bot.zh.say import needs
from bot.zh.things import is_of
from bot.zh.topics import topics
from bot.zh.wonders import BARGAIN, CHEAP_DAY, INCLUDED, SUM

_MOST_LINES = 3
_FEE = re.compile(r"(?<!油)(?:路|车|交通|上门|出车|打车|过路|跑腿)费(?<!停车费)")
_ONE_PIECE = re.compile(
    r"[洗拆][^,。;!?]{0,4}(?:一|1|每)[台个部]|(?:一|1|每)[台部][^,。;!?]{0,3}[洗拆]|"
    r"[洗拆][^,。;!?]{0,6}(?:多少|几)[^,。;!?]{0,2}(?:一|1|每)[台个部]"
)
_BY_TIME = ("night", "holiday", "urgent")
"""Surcharges that depend on when somebody comes."""


def with_extras(frame: Frame, facts: Facts, draft: BookingDraft, held: str) -> tuple[Say, ...]:
    """The price, and what special needs named in the question cost on top."""
    if BARGAIN in frame.wonders and CHEAP_DAY not in frame.wonders and _asks_the_sum(frame):
        told = replace(frame, wonders=frame.wonders - {BARGAIN})
        return (*with_extras(told, facts, draft, held), price(frame, facts, draft, held))
    if INCLUDED in frame.wonders and _about(frame).special_needs and _asks_the_sum(frame):
        told = replace(frame, wonders=frame.wonders - {INCLUDED})
        return price(told, facts, draft, held), price(frame, facts, draft, held)
    answer = price(frame, facts, draft, held)
    charged = {one.when for one in facts.catalogue.surcharges}
    service = facts.service(_about(frame).service or draft.service)
    by_piece = service is not None and bool(service.fen_per_item)  # 洗油烟机多少钱: the hood is the work itself
    named = [code for code in _about(frame).special_needs if f"need:{code}" in charged and not by_piece]
    if answer.response != "utter_price_about":
        return (answer,)
    if not named:
        more = surcharges_in_words(_on_top(facts, _about(frame).service or draft.service, draft))
        return (answer, Say("utter_extra_costs", {"extras": more})) if more else (answer,)
    return answer, Say("utter_extra_costs", {"extras": extra_costs(named, facts)})


def _on_top(facts: Facts, service: str | None, draft: BookingDraft) -> list[Surcharge]:
    """What the needs of the draft cost beside the work: 行动不便或患病护理."""
    needs_told = {*draft.special_needs} if service == draft.service else set()
    return [
        one
        for one in facts.catalogue.surcharges
        if (not one.services or service in one.services) and needs_told & {*one.needs, one.when.removeprefix("need:")}
    ]


def price(frame: Frame, facts: Facts, draft: BookingDraft, held: str) -> Say:
    """``held`` is the sum of the hold that waits for a yes, in words."""
    about = _about(frame)
    if fee := _FEE.search(normalise(frame.text)):
        told = any(fee[0] in one.name for one in facts.catalogue.surcharges)
        return by_day(facts) if told else Say("utter_no_fee", {"fee": fee[0]})
    if DEARER in frame.wonders:
        return at_times(dearer_times(frame.text) or priced_times(frame.text), facts)
    if CHEAP_DAY in frame.wonders:
        return by_day(facts)
    if BARGAIN in frame.wonders:
        return _reductions(facts, facts.service(about.service or draft.service))
    if not asks_on_top(frame.text) and (piece := _by_the_piece(frame.text, facts)) is not None:
        return _of_work(piece, _with_pieces(piece, Request(service=piece.code), frame.text), BookingDraft())
    extras = extra_costs(about.special_needs, facts)
    charged = {one.when for one in facts.catalogue.surcharges}
    further = [one for one in about.special_needs if f"need:{one}" in charged and one not in draft.special_needs]
    if (who := _for_whom(about, facts, draft)) and asks_on_top(frame.text):
        return Say("utter_extra_costs", {"extras": surcharges_in_words(who)})
    if extras and (INCLUDED in frame.wonders or (further and (held or asks_on_top(frame.text)))):
        return Say("utter_extra_costs", {"extras": extras})
    if held and about.service in (None, draft.service) and not _is_of_others(about, draft):
        response = "utter_change_price" if draft.frequency is not None else "utter_price_held"
        return Say(response, {"price": held})
    services = list(dict.fromkeys(one.service for one in frame.about or frame.requests if one.service))
    if len(services) > 1:
        return _several(services, facts)
    service = facts.service(about.service or draft.service)
    if service is not None:
        return _of_work(service, _with_pieces(service, about, frame.text), draft)
    return of_orders(frame, facts) or _all(facts)


def _for_whom(about: Request, facts: Facts, draft: BookingDraft) -> list[Surcharge]:
    """她坐轮椅的 会加钱吗: what comes on top for whoever is cared for."""
    service = about.service or draft.service
    return [
        one
        for one in facts.catalogue.surcharges
        if one.needs and set(one.needs) & {*about.special_needs} and (service is None or service in one.services)
    ]


def _with_pieces(service: Service, about: Request, text: str) -> Request:
    """油烟机清洗多少钱一台: of one of the things that are named."""
    named = () if about.quantities or not service.fen_per_item else uncounted(text)
    pieces = {item: 1 for item in named if item in service.fen_per_item}
    return replace(about, quantities=pieces) if pieces else about


def _by_the_piece(text: str, facts: Facts) -> Service | None:
    """油烟机洗一台多少钱, while the home is to be cleaned: the work on the machine itself."""
    if not _ONE_PIECE.search(normalise(text)):
        return None
    named = uncounted(text)
    by_piece = (one for one in facts.catalogue.services.values() if one.fen_per_item)
    return next((one for one in by_piece if any(item in one.fen_per_item for item in named)), None)


def _is_of_others(about: Request, draft: BookingDraft) -> bool:
    """柜机多少钱, while two machines of another kind are to be washed."""
    return any(not any(is_of(item, own) for own in draft.quantities) for item in about.quantities)


def _asks_the_sum(frame: Frame) -> bool:
    return SUM in frame.wonders or "多少钱" in frame.text or "多少錢" in frame.text


def at_times(times: Sequence[str], facts: Facts) -> Say:
    """What the times named cost more; where the weekend is among them, what all times do."""
    dearer = [one for one in facts.catalogue.surcharges if one.when in times]
    if WEEKEND in times or not dearer:
        return by_day(facts)
    return Say("utter_price_at", {"surcharges": surcharges_in_words(dearer)})


def bought(frame: Frame, facts: Facts, draft: BookingDraft, asked: bool = False) -> tuple[Say, ...]:
    """换零件的钱另算吗: what the price of the work does not hold, in the catalogue's words.

    ``asked``: it is known to be a question.
    """
    words = bought_things(frame.text, asked)
    service = facts.service(_about(frame).service or draft.service)
    bookable = [one for one in facts.catalogue.services.values() if one.bookable]
    of = [service] if service else bookable
    if service and not _left_out(service, words) and not topics(frame.text):
        of = bookable  # 换零件要钱吗, while the home is to be cleaned
    told = [f"{one.name}的价格不含{part}" for one in of if (part := _left_out(one, words))]
    return (Say("utter_extra_costs", {"extras": "；".join(told)}),) if told else ()


def _left_out(service: Service, words: Sequence[str]) -> str | None:
    parts = service.excludes.split("、")
    return next((part for word in words for part in parts if word in part), None)


def by_day(facts: Facts) -> Say:
    """What a visit costs more at some times; it is the same at all others."""
    said = surcharges_in_words(one for one in facts.catalogue.surcharges if one.when in _BY_TIME)
    return Say("utter_price_by_day", {"surcharges": said}) if said else Say("utter_price_any_day")


def surcharges_in_words(surcharges: Iterable[Surcharge]) -> str:
    return "、".join(f"{one.name}加{yuan(one.fen) if one.fen else f'{one.percent}%'}" for one in surcharges)


def extra_costs(codes: Iterable[str], facts: Facts) -> str:
    """What special needs cost on top: 擦窗（外侧）另加60元，清冰箱不另加钱."""
    by_need = {one.when.removeprefix("need:"): one for one in facts.catalogue.surcharges}
    words = []
    for code in codes:
        surcharge = by_need.get(code)
        label = needs([code])[0]
        if surcharge is None:
            words.append(f"{label}不另加钱")
        else:
            words.append(f"{label}另加{yuan(surcharge.fen) if surcharge.fen else f'{surcharge.percent}%'}")
    return "，".join(words)


def _about(frame: Frame) -> Request:
    return frame.about[0] if frame.about else frame.request


def _of_work(service: Service, said: Request, draft: BookingDraft) -> Say:
    same = draft if draft.service in (None, service.code) else BookingDraft(area_sqm=draft.area_sqm, rooms=draft.rooms)
    work = Work(
        said.area_sqm or same.area_sqm,
        said.rooms or same.rooms,
        said.quantities or same.quantities,
        frozenset((*same.special_needs, *said.special_needs)),
        said.providers or same.providers or 1,
    )
    values = {"service": service.name, "price": price_in_words(service, work.quantities)}
    stated = said.duration_minutes or same.duration_minutes
    is_sized = work.area_sqm is not None if service.fen_per_sqm else stated or is_measured(service, work)
    if not is_sized:
        return Say("utter_price", values)
    minutes = within_bounds(service, stated) if stated else minutes_for(service, work)
    total = yuan(sum(item.fen for item in list_price(service, minutes, work)))
    return Say("utter_price_about", {**values, "hours": hours_in_words(minutes), "total": total})


def _several(codes: Iterable[str], facts: Facts) -> Say:
    services = [service for code in codes if (service := facts.service(code)) is not None]
    return _list(services)


def _all(facts: Facts) -> Say:
    return _list([service for service in facts.catalogue.services.values() if service.bookable])


def _list(services: Iterable[Service]) -> Say:
    return Say("utter_prices", {"prices": "\n".join(f"{one.name} {price_in_words(one)}" for one in services)})


def of_orders(frame: Frame, facts: Facts) -> Say | None:
    """一共多少钱, 价钱还是一样的吧 of somebody who has ordered: what the order costs."""
    same = asks_for_same_price(frame.text)
    made = [(one, visit) for one in facts.series for visit in one.visits[:1] if visit.price] if same else []
    lines = [f"{series_line(one, facts)}，{visit.price}" for one, visit in made]
    if not lines:
        orders = meant(facts.upcoming, frame.text, facts).orders or facts.upcoming
        if not orders or (len(orders) > 1 and not same and SUM not in frame.wonders):
            return None
        lines = [f"{order_line(booking, facts)}，{booking.price}" for booking in orders]
        if len(orders) > 1 and SUM in frame.wonders:
            lines = [*lines[:_MOST_LINES], f"一共{yuan(sum(one.total_fen for one in orders))}"]
            return Say("utter_price_of_order", {"orders": "\n".join(lines)})
    return Say("utter_price_of_order", {"orders": "\n".join(lines[:_MOST_LINES])})


def _reductions(facts: Facts, service: Service | None) -> Say:
    """What really takes something off; nobody haggles with a list."""
    catalogue = facts.catalogue
    packages = [one for one in catalogue.packages if service is None or one.service == service.code]
    words = [f"{one.name}{yuan(one.fen)}" for one in packages]
    if service is not None and service.hour_tiers:
        tier = service.hour_tiers[0]
        words.append(f"满{hours_in_words(tier.from_minutes)}每小时{yuan(tier.fen_per_hour)}")
    series = service.series_tiers if service else _best_series(facts)
    words += [f"长期约满{one.from_visits}次减{one.percent}%" for one in series[:1]]
    words += [f"老客户满{one.from_visits}次减{one.percent}%" for one in catalogue.loyalty[:1]]
    if not words:
        return Say("utter_no_discount")
    return Say("utter_reductions", {"reductions": "，".join(words)})


def _best_series(facts: Facts) -> Sequence[VisitTier]:
    return next((one.series_tiers for one in facts.catalogue.services.values() if one.series_tiers), ())
