"""A customer's own data: told what is stored, deleted after one yes, messages stopped; the rest is for a person."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import choosing
from bot.dialogue.effects import Outcome, QueueHandoff, Refused
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.orders import once_each
from bot.dialogue.privacy import (
    Erased,
    EraseLater,
    EraseNoted,
    EraseStored,
    LookAtStored,
    MessagesMuted,
    MuteMessages,
    Stored,
)
from bot.dialogue.step import Say, Step, choices_of
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import PrivacyTask
from bot.dialogue.values import Option
from bot.domain.handoff_reason import Reason
from bot.zh import privacy as zh
from bot.zh.place import masked_address
from bot.zh.questions import asks
from bot.zh.refusal import declines
from bot.zh.say import masked_phone

WHICH, CONFIRM, LATER = "privacy:which", "privacy:confirm", "privacy:confirm_later"
WHICH_OPTIONS = (
    Option(zh.SHOW, "看存了什么"),
    Option(zh.ERASE, "删除我的资料"),
    Option(zh.STOP, "不再收提醒"),
    Option(zh.PERSON, "转人工"),
)
CONFIRM_OPTIONS = (Option("yes", "确定删除"), Option("no", "先不删"))
LATER_OPTIONS = (Option("yes", "做完后删除"), Option("no", "先不删"))

_GRAVER = ("complain", "request_refund", "request_human", "report_emergency")


def begun(talk: Talk, frame: Frame, facts: Facts) -> Step | None:
    """A message about her data, whatever is in progress; ``None`` where it is about something else."""
    if (asked := _asked(talk, frame, facts)) is not None:
        return asked
    if isinstance(talk.top, PrivacyTask) and (answer := take(talk, talk.top, frame, facts)) is not None:
        return answer
    if zh.is_stop_sign(frame.text) and talk.tasks:
        return None
    keeps = not talk.tasks and zh.says_keep(frame.text)
    stops = zh.says_stop(frame.text) or zh.is_stop_sign(frame.text)
    if stops or zh.says_resume(frame.text) or keeps:
        return _for(talk, zh.wishes_of(frame.text), frame)
    of_data = not facts.upcoming or any(one.startswith("utter_stored") for one in talk.said)
    if not frame.has("report_emergency", "request_human") and (plain := zh.plain_wish(frame.text, of_data)):
        return _for(talk, frozenset({plain}), frame)
    if not frame.has("privacy_request") or frame.has(*_GRAVER):
        return None
    wishes = zh.wishes_of(frame.text)
    return None if frame.is_doubtful and not wishes else _for(talk, wishes, frame)


def _asked(talk: Talk, frame: Frame, facts: Facts) -> Step | None:
    """What is asked of her data is answered, and is no yes to anything: 删掉以后还会留下什么吗."""
    task = talk.top if isinstance(talk.top, PrivacyTask) else None
    said: tuple[Say, ...] = ()
    if zh.asks_how_long_kept(frame.text):
        kept = facts.catalogue.policies.retention
        days = {"messages": kept.messages_days, "media": kept.media_days, "orders": kept.orders_days}
        said = (Say("utter_kept_for", {name: str(count) for name, count in days.items()}),)
    elif _told_of_data(talk) and asks(frame.text) and zh.asks_who_sees(frame.text):
        said = (Say("utter_policy", {"policy": facts.catalogue.answers.get("privacy", "")}),)
    elif task is None or task.asked == WHICH or choosing.chosen(task.options, frame) is not None:
        return None
    elif zh.asks_what_stays(frame.text):
        said = (Say("utter_erase_what_stays"),)
    elif not (frame.has("privacy_request") and asks(frame.text)):
        return None
    if task is None:
        return Step(replace(talk, misunderstood=0), said) if talk.top is None and said else None
    again = ask_again(talk, task, facts)
    return replace(again, say=(*said, *again.say))


def _told_of_data(talk: Talk) -> bool:
    """Whether what is stored was told, or is to be deleted, right before."""
    return isinstance(talk.top, PrivacyTask) or any(one.startswith("utter_stored") for one in talk.said)


def as_correction(talk: Talk, frame: Frame) -> Frame:
    """电话不对 换成139…, once it was told what is stored: that is to be another, and nothing is ordered."""
    told = talk.top is None and any(one.startswith("utter_stored") for one in talk.said)
    if not told or not (frame.phone or frame.address) or frame.has("book_service", *_GRAVER):
        return frame
    return replace(frame, intents=("update_profile",), requests=())


def take(talk: Talk, task: PrivacyTask, frame: Frame, facts: Facts) -> Step | None:
    """A message to its open question; ``None`` when it says nothing about it."""
    option = choosing.chosen(task.options, frame)
    if task.asked == WHICH and option is not None:
        return _for(talk.without_top(), frozenset({option.value}), frame)
    refuses = frame.has("deny", "abandon") or declines(frame.text) or zh.wishes_of(frame.text) == {zh.KEEP}
    if (option and option.value == "no") or (not option and refuses):
        return Step(talk.without_top(), (Say("utter_erase_dropped"),))
    if task.asked == WHICH:
        return None
    agrees = frame.has("affirm") and not (frame.asks or frame.has_details)
    wishes_it = zh.ERASE in zh.wishes_of(frame.text)
    named = None if option or not (agrees or wishes_it) else zh.named_parts(frame.text)
    if named is not None and set(named) != set(task.parts):
        # A yes to what was asked says nothing else: never is more deleted than was last named.
        return _opened(talk, PrivacyTask(wish=zh.ERASE, parts=named), LookAtStored())
    if option or agrees or (frame.has("privacy_request") and wishes_it):
        return Step(talk, (), EraseLater() if task.asked == LATER else EraseStored(task.parts))
    return None


def after(talk: Talk, task: PrivacyTask, outcome: Outcome, facts: Facts) -> Step:
    over = talk.without_top()
    match outcome:
        case Stored() if task.wish == zh.SHOW:
            return Step(over, (_shown(outcome),))
        case Stored() if task.wish == zh.KEEP:
            return (
                Step(talk, (), EraseLater(wanted=False))
                if outcome.leaving
                else Step(over, (Say("utter_erase_dropped"),))
            )
        case Stored():
            return _ask(talk, task, outcome, facts)
        case Erased(needed=needed):
            # The talk itself tells of her: it begins anew.
            return Step(Talk(met=True, script=talk.script), (_erased(task, needed),))
        case EraseNoted(wanted=wanted):
            return Step(over, (Say("utter_erase_noted" if wanted else "utter_erase_dropped"),))
        case MessagesMuted():
            return Step(over, (_muted(outcome, facts),))
        case Refused(code=code):
            return Step(over, (Say(f"utter_error_{code}"),))
        case _:
            return Step(over)


def ask_again(talk: Talk, task: PrivacyTask, facts: Facts) -> Step:
    response = {CONFIRM: "utter_ask_erase_again", LATER: "utter_ask_erase_later_again"}
    return Step(talk, (Say(response.get(task.asked, "utter_ask_privacy_which"), {}, choices_of(task.options)),))


def _for(talk: Talk, wishes: frozenset[str], frame: Frame) -> Step:
    """What is wished is looked up or done; the gravest of several wishes is seen to."""
    if zh.PERSON in wishes:
        return Step(talk, (Say("utter_privacy_by_person"),), QueueHandoff(Reason.PRIVACY))
    if zh.ERASE in wishes:
        return _opened(talk, PrivacyTask(wish=zh.ERASE, parts=zh.parts_of(frame.text)), LookAtStored())
    if zh.KEEP in wishes or zh.SHOW in wishes:
        return _opened(talk, PrivacyTask(wish=zh.KEEP if zh.KEEP in wishes else zh.SHOW), LookAtStored())
    if zh.STOP in wishes or zh.RESUME in wishes:
        return _opened(talk, PrivacyTask(wish=zh.STOP), MuteMessages(zh.STOP in wishes))
    asking = PrivacyTask(asked=WHICH, options=WHICH_OPTIONS)
    opened = _opened(talk, asking, None)
    return replace(opened, say=(Say("utter_ask_privacy_which", {}, choices_of(WHICH_OPTIONS)),))


def _opened(talk: Talk, task: PrivacyTask, effect: LookAtStored | MuteMessages | None) -> Step:
    beneath = talk.without_top() if isinstance(talk.top, PrivacyTask) else talk
    return Step(replace(beneath, tasks=(*beneath.tasks, task), misunderstood=0, offered_human=False), (), effect)


def _shown(stored: Stored) -> Say:
    addresses = [masked_address(address) for address in stored.addresses]
    name, phone = zh.masked_name(stored.name), masked_phone(stored.phone)
    lines = zh.stored_lines(name, phone, addresses, stored.orders, stored.since, stored.muted)
    return Say("utter_stored", {"stored": "\n".join(lines)})


def _ask(talk: Talk, task: PrivacyTask, stored: Stored, facts: Facts) -> Step:
    """One question that says what goes and what stays; with orders that run, whether it is done after them."""
    asked, options, said = CONFIRM, CONFIRM_OPTIONS, Say("utter_ask_erase")
    if task.parts:
        said = Say("utter_ask_erase_parts", {"parts": zh.in_words(task.parts)})
    elif stored.running:
        orders = "\n".join(once_each(facts.upcoming, facts))
        asked, options = LATER, LATER_OPTIONS
        said = Say("utter_ask_erase_later", {"count": str(stored.running), "orders": orders})
    elif stored.tickets:
        said = Say("utter_ask_erase_with_tickets", {"count": str(stored.tickets)})
    asking = replace(task, asked=asked, options=options)
    return Step(talk.with_top(asking), (replace(said, choices=choices_of(options)),))


def _erased(task: PrivacyTask, needed: bool) -> Say:
    if not task.parts:
        return Say("utter_erased")
    return Say("utter_erased_parts_later" if needed else "utter_erased_parts", {"parts": zh.in_words(task.parts)})


def _muted(outcome: MessagesMuted, facts: Facts) -> Say:
    if not outcome.muted:
        return Say("utter_messages_on")
    running = len(facts.upcoming) + len(facts.series)
    return Say("utter_messages_off_but_orders" if running else "utter_messages_off")
