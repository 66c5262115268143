"""What is stored of a customer becomes other: stored at once, then asked once whether open orders change with it."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import change_task, choosing
from bot.dialogue.described import meant
from bot.dialogue.effects import ChangeOrders, OrdersChanged, Outcome, ProfileSaved, Refused, SaveProfile
from bot.dialogue.facts import BookingView, Facts
from bot.dialogue.frame import Frame
from bot.dialogue.orders import once_each
from bot.dialogue.step import Say, Step, choices_of
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import ProfileTask
from bot.dialogue.values import Option
from bot.domain.job import OrderChange
from bot.zh.address import SAVED, district
from bot.zh.amending import part_kept
from bot.zh.order_mention import without_kept
from bot.zh.place import apply_part, has_detail, masked_address
from bot.zh.profile import adds_address, holds_for_all, profile_part
from bot.zh.refusal import declines
from bot.zh.say import masked_phone
from bot.zh.whose_home import whose_home

ORDERS, DISTRICT = "profile:orders", "profile:district"
WHAT_OPTIONS = (Option("phone", "改电话"), Option("address", "改地址"), Option("name", "改称呼"))
ORDERS_OPTIONS = (Option("all", "都改"), Option("later", "只改以后的"))


def begin(talk: Talk, frame: Frame, facts: Facts) -> Step:
    part = _part(frame)
    task = ProfileTask(part=part or "")
    opened = replace(talk, tasks=(*talk.tasks, task))
    if part is None:
        asking = replace(task, asked="profile:what", options=WHAT_OPTIONS)
        said = Say("utter_ask_profile_what", {}, choices_of(WHAT_OPTIONS))
        return Step(opened.with_top(asking), (said,))
    return _filled(opened, task, frame, facts)


def take(talk: Talk, task: ProfileTask, frame: Frame, facts: Facts) -> Step | None:
    """A message to it; ``None`` when it says nothing about it."""
    chosen = choosing.chosen(task.options, frame)
    if task.asked == ORDERS:
        return _about_orders(talk, task, chosen, frame, facts)
    if chosen is not None:
        named = replace(task, part=chosen.value, options=())
        return _ask(talk.with_top(named), named, f"profile:{chosen.value}", Say(f"utter_ask_new_{chosen.value}"))
    if frame.has("abandon", "deny") or declines(frame.text):
        return Step(talk.without_top(), (Say("utter_profile_kept"),))
    if task.asked == DISTRICT and (said := district(frame.text)) is not None:
        return _save(talk, replace(task, new=said + task.new, district=said))
    part = task.part or _part(frame) or ""
    named = replace(task, part=part)
    if part and _value(named, frame, facts):
        return _filled(talk, named, frame, facts)
    if frame.phone_invalid and part == "phone":
        return Step(talk, (Say("utter_ask_phone_again"),))
    return None


def after(talk: Talk, task: ProfileTask, outcome: Outcome, facts: Facts) -> Step:
    match outcome:
        case ProfileSaved():
            return _saved(talk, task, facts)
        case OrdersChanged(bookings=bookings, kept=kept):
            return Step(talk.without_top(), _changed(task, bookings, kept, facts))
        case Refused(code=code):
            return Step(talk.without_top(), (Say(f"utter_error_{code}"),))
        case _:
            return Step(talk)


def ask_again(talk: Talk, task: ProfileTask, facts: Facts) -> Step:
    """The open question once more."""
    match task.asked:
        case "profile:orders":
            return _ask_about_orders(talk, task, facts)
        case "profile:district":
            said = Say("utter_ask_district", {"address": task.new})
        case "profile:what" | "none":
            asking = replace(task, asked="profile:what", options=WHAT_OPTIONS)
            return Step(talk.with_top(asking), (Say("utter_ask_profile_what", {}, choices_of(WHAT_OPTIONS)),))
        case _:
            said = Say(f"utter_ask_new_{task.part}")
    return Step(talk, (said,))


def _part(frame: Frame) -> str | None:
    if frame.phone or frame.phone_invalid:
        return "phone"
    if (frame.address and frame.address != SAVED) or frame.address_part:
        return "address"
    said = profile_part(frame.text)
    return said or ("name" if frame.name else None)


def _value(task: ProfileTask, frame: Frame, facts: Facts) -> str:
    match task.part:
        case "phone":
            return frame.phone or ""
        case "name":
            return frame.name or ""
        case _:
            if frame.address and frame.address != SAVED:
                joins = task.new and not has_detail(task.new)
                return task.new + frame.address if joins else frame.address
            return apply_part(task.new or facts.known_address, frame.address_part) if frame.address_part else ""


def _filled(talk: Talk, task: ProfileTask, frame: Frame, facts: Facts) -> Step:
    """Asks for the new value, or for what it lacks; else stores it."""
    new = _value(task, frame, facts)
    if not new:
        again = task.part == "phone" and frame.phone_invalid
        said = Say("utter_ask_phone_again" if again else f"utter_ask_new_{task.part}")
        return _ask(talk, task, f"profile:{task.part}", said)
    old = {"phone": facts.known_phone, "address": facts.known_address, "name": facts.known_name}[task.part]
    whose = (whose_home(frame.text) or "") if task.part == "address" else ""
    further = task.further or bool(whose) or (task.part == "address" and adds_address(frame.text))
    said_district = (district(new) or "") if task.part == "address" else ""
    known = replace(task, new=new, old=old, label=whose or task.label, further=further, district=said_district)
    if task.part == "address" and not has_detail(new):
        return _ask(talk, known, "profile:address", Say("utter_ask_address_detail", {"address": new}))
    if task.part == "address" and not said_district:
        return _ask(talk, known, DISTRICT, Say("utter_ask_district", {"address": new}))
    return _save(talk, known)


def _save(talk: Talk, task: ProfileTask) -> Step:
    effect = SaveProfile(
        phone=task.new if task.part == "phone" else "",
        name=task.new if task.part == "name" else "",
        address=task.new if task.part == "address" else "",
        label=task.label,
        further=task.further,
    )
    return Step(talk.with_top(replace(task, asked="none", options=())), (), effect)


def _saved(talk: Talk, task: ProfileTask, facts: Facts) -> Step:
    """Says what is stored now; open orders with the old value are asked about once."""
    said = Say(f"utter_profile_saved_{task.part}", {"value": _in_words(task)})
    if task.further:
        words = "utter_profile_saved_further" if task.label else "utter_profile_saved_another"
        said = Say(words, {"value": _in_words(task), "label": task.label})
    carrying = () if task.further else tuple(one.id for one in facts.upcoming if _carries(one, task))
    if not carrying:
        return Step(talk.without_top(), (said,))
    step = _ask_about_orders(talk, replace(task, carrying=carrying), facts)
    return replace(step, say=(said, *step.say))


def _carries(booking: BookingView, task: ProfileTask) -> bool:
    """Whether an open order has the value that holds no longer."""
    has = {"phone": booking.phone, "address": booking.address, "name": booking.contact_name}[task.part]
    return bool(task.old) and has == task.old and has != task.new


def _ask_about_orders(talk: Talk, task: ProfileTask, facts: Facts) -> Step:
    orders = [booking for booking in facts.upcoming if booking.id in task.carrying]
    asking = replace(task, asked=ORDERS, options=ORDERS_OPTIONS)
    lines = once_each(orders, facts)
    listed = "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))
    values = {"orders": lines[0] if len(lines) == 1 else f"\n{listed}", "count": str(len(lines))}
    return Step(talk.with_top(asking), (Say("utter_ask_profile_orders", values, choices_of(ORDERS_OPTIONS)),))


def _about_orders(talk: Talk, task: ProfileTask, chosen: Option | None, frame: Frame, facts: Facts) -> Step | None:
    """都改, 只改以后的, or some of them by name."""
    orders = tuple(booking for booking in facts.upcoming if booking.id in task.carrying)
    every = {"all": True, "later": False}[chosen.value] if chosen is not None else None
    if every is None:
        named = meant(orders, without_kept(frame.text), facts)
        if named.named and named.orders and not frame.has("deny", "abandon"):
            return _change(talk, task, tuple(one.id for one in named.orders), frame, facts)
        every = holds_for_all(frame.text)
    if every is None and frame.has("affirm") and not frame.has_details:
        every = True
    if every is None and frame.has("deny", "abandon"):
        every = False
    if every is None:
        return None
    if not every:
        return Step(talk.without_top(), (Say("utter_profile_later"),))
    return _change(talk, task, task.carrying, frame, facts)


def _change(talk: Talk, task: ProfileTask, ids: tuple[str, ...], frame: Frame, facts: Facts) -> Step:
    """Another address may change who comes and the price: that is shown before it is done.

    With it the number of the order where that is said: 也到新家来，电话也打新的.
    """
    if task.part == "address":
        phone = frame.phone or (facts.known_phone if part_kept(without_kept(frame.text)) == "phone" else "") or None
        change = OrderChange(address=task.new, district=task.district, phone=phone)
        return change_task.begin_with(talk.without_top(), ids, change, facts)
    change = OrderChange(phone=task.new) if task.part == "phone" else OrderChange(contact_name=task.new)
    return Step(talk, (), ChangeOrders(ids, change))


def _changed(
    task: ProfileTask, bookings: tuple[BookingView, ...], kept: tuple[str, ...], facts: Facts
) -> tuple[Say, ...]:
    said: tuple[Say, ...] = ()
    if bookings:
        lines = "\n".join(once_each(bookings, facts))
        said = (Say("utter_profile_orders_changed", {"orders": lines, "value": _in_words(task)}),)
    return (*said, Say("utter_change_begun")) if kept else said


def _in_words(task: ProfileTask) -> str:
    return {"phone": masked_phone, "address": masked_address}.get(task.part, str)(task.new)


def _ask(talk: Talk, task: ProfileTask, asked: str, said: Say) -> Step:
    return Step(talk.with_top(replace(task, asked=asked, options=())), (said,))
