"""Whether a message is about an order that is there, though it may sound otherwise."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue.described import begins_in, meant
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.order_change import names_new_time
from bot.dialogue.talk import Talk
from bot.zh.amending import adds_a_visit, amends, is_mistaken, note_in
from bot.zh.grievance import tells_of_fault
from bot.zh.normalise import normalise
from bot.zh.order_mention import calls_off, gives_back, mention_of
from bot.zh.profile import lasts, profile_part
from bot.zh.questions import asks
from bot.zh.refusal import books_instead

_BY_YOU = re.compile("你们?|凭什么|怎么|为什么|又|投诉|赔|道歉|被取消|没人来|放鸽子|说取消")


def as_cancel(frame: Frame, facts: Facts) -> Frame:
    """那单退了吧: of somebody who has orders and speaks of no money it is the order that is to go.

    今朝一点钟个打扫勿要来了, of one that is there, is no wish for another.
    """
    if frame.has("complain") and frame.has("cancel_booking") and _only_cancels(frame, facts):
        others = tuple(one for one in frame.intents if one != "complain")
        frame = replace(frame, intents=others, complaint=None)  # 两个都给我取消 我要出差
    one_wish = frame.has("book_service") and len(frame.requests) < 2 and not books_instead(frame.text)
    if one_wish and facts.upcoming and calls_off(frame.text):
        said = meant(facts.upcoming, frame.text, facts)
        if said.named and said.orders:
            return replace(frame, intents=("cancel_booking",))
    if not (frame.has("request_refund") and facts.upcoming and gives_back(frame.text)):
        return frame
    refund = ("request_refund", "complain") if _is_about_refund(frame) else ("request_refund",)
    others = tuple(intent for intent in frame.intents if intent not in (*refund, "cancel_booking"))
    return replace(frame, intents=("cancel_booking", *others))


def _only_cancels(frame: Frame, facts: Facts) -> bool:
    """Whether she calls off what is to come, and no fault of ours is told of."""
    by_us = frame.complaint is not None and frame.complaint.category in (None, "cancelled_by_us")
    told = tells_of_fault(frame.text) or _BY_YOU.search(normalise(frame.text))
    return bool(facts.upcoming) and by_us and not told


def _is_about_refund(frame: Frame) -> bool:
    return frame.complaint is None or frame.complaint.category in (None, "refund_delay")


def names_other_order(frame: Frame, facts: Facts) -> bool:
    """Whether a change inside a running booking is one of an order that is there, and says so: 周六那单加个擦窗."""
    if not facts.upcoming:
        return False
    if not (frame.has("change_booking", "reschedule_booking") or moves_named(frame)):
        return adds_to_named(frame, facts)
    said = meant(facts.upcoming, mention_of(frame.text), facts)
    return said.named and bool(said.orders)


def moves_named(frame: Frame) -> bool:
    """明天洗空调那单弄不成了 改到周五, taken for a time of what is being booked."""
    return bool(mention_of(frame.text)) and frame.has("inform", "book_service") and names_new_time(frame.text)


def adds_to_named(frame: Frame, facts: Facts) -> bool:
    """我周六那个打扫想加个擦窗: what sounds like a booking is a change of the order it names."""
    mention = mention_of(frame.text)
    if not mention or not frame.has("book_service", "inform") or not amends(frame.text) or adds_a_visit(frame.text):
        return False
    said = meant(facts.upcoming, mention, facts)
    return said.named and bool(said.orders)


def tells_provider(frame: Frame, facts: Facts) -> bool:
    """那个保洁阿姨来之前让她打个电话: to be told to who comes for an order that is there."""
    mild = {"ask_provider", "ask_policy", "inform", "chitchat", "greet", "thank"}
    told = set(frame.intents) <= mild and bool(note_in(frame.text))
    window = frame.request.window
    of_order = any(window is None or begins_in(one, window, hours_only=False) for one in facts.upcoming)
    return told and of_order and not asks(frame.text)


def amends_last(talk: Talk, frame: Frame, facts: Facts) -> bool:
    """对了再加个擦玻璃, 电话写错了: of the order that was talked of last, though it is not named."""
    if all(booking.id != talk.order_id for booking in facts.upcoming) or not amends(frame.text):
        return False
    if frame.has("update_profile"):
        mistaken = is_mistaken(frame.text) and profile_part(frame.text) != "name"
        return mistaken or (_was_just_shown(talk) and not lasts(frame.text))
    return frame.has("inform", "book_service", "affirm", "deny") and frame.request.window is None


def _was_just_shown(talk: Talk) -> bool:
    """我周四约了做饭的 … 地址要换一下: what was shown a moment ago is what is spoken of."""
    return any(said.startswith("utter_booking_detail") for said in talk.said)
