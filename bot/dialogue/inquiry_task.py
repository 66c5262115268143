"""A question of the company's in the talk: answered when it was asked last, else laid aside and asked again."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import choosing, move_task, summary
from bot.dialogue.asking import AnswerInquiry, CancelInstead, InquiryAnswered, InquiryTask
from bot.dialogue.effects import Booked, Cancelled, Moved, Outcome, QueueHandoff, Refused
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.orders import order_line
from bot.dialogue.step import Say, Step, choices_of
from bot.dialogue.talk import Talk
from bot.dialogue.values import Option
from bot.domain.handoff_reason import Reason
from bot.zh.refusal import declines

ANSWER, INSTEAD, PERSON = "inquiry:answer", "inquiry:instead", "inquiry:person"

_YES_NO = {
    "extra": (Option("yes", "同意"), Option("no", "不用了")),
    "replacement": (Option("yes", "可以"), Option("no", "不行")),
    "proposal": (Option("yes", "可以"), Option("no", "不换")),
    "waitlist": (Option("yes", "要"), Option("no", "不要")),
}
_SAID = {
    ("extra", True): "utter_extra_agreed",
    ("extra", False): "utter_extra_refused",
    ("replacement", True): "utter_replacement_agreed",
    ("proposal", True): "utter_replacement_agreed",
    ("proposal", False): "utter_proposal_refused",
    ("waitlist", False): "utter_waitlist_refused",
}
INSTEAD_OPTIONS = (
    Option("move", "改时间"),
    Option("cancel", "取消这单，不收费"),
    Option("person", "请人工处理"),
    Option("yes", "就按新安排来"),
)


def options_of(kind: str) -> tuple[Option, ...]:
    """What can be answered to an inquiry of this kind."""
    return _YES_NO[kind]


def noticed(talk: Talk, facts: Facts) -> Talk:
    """The talk with the open inquiry in it: on top if nothing was asked since, else beneath what is being talked of."""
    inquiry = facts.inquiry
    open_id = inquiry.id if inquiry else None
    kept = tuple(task for task in talk.tasks if not isinstance(task, InquiryTask) or task.inquiry_id == open_id)
    talk = replace(talk, tasks=kept)
    if inquiry is None or any(isinstance(task, InquiryTask) for task in kept):
        return talk
    task = InquiryTask(inquiry_id=inquiry.id, about=inquiry.kind)
    if talk.touched_at is not None and inquiry.asked_at <= talk.touched_at:
        return replace(talk, tasks=(task, *kept))
    return replace(talk, tasks=(*kept, _asked(task)), offered_human=False)


def take(talk: Talk, task: InquiryTask, frame: Frame, facts: Facts) -> Step | None:
    """A message after the question; ``None`` when it is no answer to it."""
    chosen = choosing.chosen(task.options, frame)
    if task.asked == INSTEAD:
        return _instead(talk, task, chosen, frame, facts)
    if task.asked != ANSWER:
        return None
    if (chosen and chosen.value == "no") or (not chosen and _refuses(task, frame)):
        return _refused(talk, task)
    if chosen or (frame.has("affirm") and not frame.asks and not frame.has_details):
        return Step(talk, (), AnswerInquiry(task.inquiry_id, True))
    return None


def after(talk: Talk, task: InquiryTask, outcome: Outcome, facts: Facts) -> Step:
    match outcome:
        case Booked(booking=booking):
            return Step(talk.without_top(), (summary.booked((booking,), facts),))
        case InquiryAnswered() if task.asked == PERSON:
            return Step(talk.without_top(), (Say("utter_handoff_queued"),), QueueHandoff(Reason.REPLACEMENT_REFUSED))
        case InquiryAnswered(yes=yes, label=label, price=price):
            said = Say(_SAID[task.about, yes], {"label": label, "price": price})
            return Step(talk.without_top(), (said,))
        case Cancelled(booking=booking):
            said = Say("utter_replacement_cancelled", {"order": order_line(booking, facts)})
            return Step(talk.without_top(), (said,))
        case Refused(code="hold_expired" | "window_taken" | "illegal_transition"):
            return Step(talk.without_top(), (Say("utter_inquiry_over"),))
        case Refused(code=code):
            return Step(talk.without_top(), (Say(f"utter_error_{code}"),))
        case _:
            return Step(talk)


def ask_again(talk: Talk, task: InquiryTask, facts: Facts) -> Step:
    """The open question once more."""
    if task.asked == INSTEAD:
        return Step(talk, (Say("utter_ask_instead", {}, choices_of(task.options)),))
    if facts.inquiry is None:  # answered a moment ago
        return Step(talk.without_top())
    asked = _asked(task)
    said = Say("utter_inquiry", {"question": facts.inquiry.question}, choices_of(asked.options))
    return Step(talk.with_top(asked), (said,))


def laid_aside(talk: Talk) -> Talk:
    """The same talk with its inquiries beneath everything else, to be asked again."""
    beneath = tuple(_unasked(task) for task in talk.tasks if isinstance(task, InquiryTask))
    others = tuple(task for task in talk.tasks if not isinstance(task, InquiryTask))
    return replace(talk, tasks=(*beneath, *others))


def with_next(talk: Talk, outcome: Outcome, facts: Facts) -> Talk:
    """The talk in which, once a question is answered, the one that was asked before it has its turn."""
    inquiry = facts.inquiry
    if inquiry is None or not isinstance(outcome, InquiryAnswered):
        return talk
    if any(isinstance(task, InquiryTask) and task.inquiry_id == inquiry.id for task in talk.tasks):
        return talk
    return replace(talk, tasks=(InquiryTask(inquiry_id=inquiry.id, about=inquiry.kind), *talk.tasks))


def without_settled(talk: Talk, outcome: Outcome, facts: Facts) -> Talk:
    """The talk without the question beneath whose order has just been moved or cancelled: nobody asks it any more."""
    if facts.inquiry is None or not isinstance(outcome, Moved | Cancelled):
        return talk
    if outcome.booking.id != facts.inquiry.booking_id or (isinstance(outcome, Moved) and facts.inquiry.kind == "extra"):
        return talk
    beneath = tuple(task for task in talk.tasks[:-1] if not isinstance(task, InquiryTask))
    return replace(talk, tasks=(*beneath, *talk.tasks[-1:]))


def without_offer(talk: Talk) -> Talk:
    """The talk of somebody who waits for nothing any more."""
    kept = (task for task in talk.tasks if not (isinstance(task, InquiryTask) and task.about == "waitlist"))
    return replace(talk, tasks=tuple(kept))


def waits_to_be_asked(talk: Talk) -> bool:
    return isinstance(talk.top, InquiryTask) and talk.top.asked == "none"


def _asked(task: InquiryTask) -> InquiryTask:
    return replace(task, asked=ANSWER, options=options_of(task.about))


def _unasked(task: InquiryTask) -> InquiryTask:
    return task if task.asked == INSTEAD else replace(task, asked="none", options=())


def _refuses(task: InquiryTask, frame: Frame) -> bool:
    """A cancel is a no to another provider; what becomes of the order is asked next."""
    if frame.has_details and frame.has("inform", "book_service"):
        return False  # 不是明天，是后天: that is about something else
    cancels = task.about == "replacement" and frame.has("cancel_booking")
    return cancels or frame.has("deny", "abandon") or declines(frame.text)


def _refused(talk: Talk, task: InquiryTask) -> Step:
    if task.about != "replacement":
        return Step(talk, (), AnswerInquiry(task.inquiry_id, False))
    asking = replace(task, asked=INSTEAD, options=INSTEAD_OPTIONS)
    return Step(talk.with_top(asking), (Say("utter_ask_instead", {}, choices_of(INSTEAD_OPTIONS)),))


def _instead(talk: Talk, task: InquiryTask, chosen: Option | None, frame: Frame, facts: Facts) -> Step | None:
    """The other provider is not wanted: another time, no visit at all, a person, or rather her after all."""
    said = "move" if frame.has("reschedule_booking") else "cancel" if frame.has("cancel_booking", "abandon") else ""
    match chosen.value if chosen else said:
        case "move":
            booking_id = facts.inquiry.booking_id if facts.inquiry else None
            return move_task.begin_with(talk, booking_id, frame, facts)
        case "cancel":
            return Step(talk, (), CancelInstead(task.inquiry_id))
        case "person":
            return Step(talk.with_top(replace(task, asked=PERSON)), (), AnswerInquiry(task.inquiry_id, False))
        case "yes":
            return Step(talk, (), AnswerInquiry(task.inquiry_id, True))
        case _:
            return None
