"""One turn: which task a message is for, what lies underneath, and when a person takes over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.dialogue import (
    answers,
    attached,
    booking_task,
    cancel_task,
    change_task,
    emergency_task,
    inquiry_task,
    limits,
    media,
    move_task,
    order_wishes,
    orders,
    profile_task,
    restore_task,
    series_draft,
    series_task,
)
from bot.dialogue.alternatives import asks_when
from bot.dialogue.asked import settled
from bot.dialogue.asking import InquiryTask, LeaveWaitlist, WaitlistLeft
from bot.dialogue.company_words import in_company_words
from bot.dialogue.danger_told import calm_as_booking, tells_of_danger
from bot.dialogue.draft import after_question, chosen
from bot.dialogue.effects import Outcome, QueueHandoff
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.rewording import reworded, sentence
from bot.dialogue.skills import SKILLS
from bot.dialogue.step import Say, Step, choices_of
from bot.dialogue.talk import HUMAN_OPTIONS, Talk
from bot.dialogue.tasks import BookingTask, OrderTask
from bot.dialogue.values import BookingDraft
from bot.dialogue.wishes import CONFIRM, in_words
from bot.zh.address import SAVED
from bot.zh.choosing import leaves_it_open
from bot.zh.pausing import needs_time, takes_up
from bot.zh.profile import goes_back
from bot.zh.refusal import declines, refuses, wants_another_person
from bot.zh.waiting import names_waitlist
from bot.zh.whose_home import repeats_last

_LONG_SILENCE = timedelta(hours=1)
"""After it she is reminded of what was talked of."""

# What goes to a person at once, with the first words the customer hears; the order is the order of gravity.
BY_PERSON = {
    "complain": "utter_complaint_by_person",
    "request_refund": "utter_refund_by_person",
    "request_human": "utter_handoff_queued",
    "privacy_request": "utter_privacy_by_person",
}

# With these a doubtful reading is asked about: a person who was not wanted silences the bot for nothing.
_ASK_FIRST = ("complain", "request_refund", "privacy_request")
_SURE = 0.6

_MOST_TYPED = 6

_BOOKING_ACTS = ("book_service", "inform", "affirm", "deny", "reschedule_booking", "change_booking", "update_profile")


def hear(talk: Talk, frame: Frame, facts: Facts) -> Step:
    """A customer's message. The first bubble of a conversation also says what data is used for."""
    silence = facts.now - talk.touched_at if talk.touched_at is not None else timedelta()
    before = talk
    if silence > timedelta(hours=facts.catalogue.policies.draft_hours):
        talk = Talk(met=talk.met, said=talk.said)
    talk = attached.noted(emergency_task.noticed(inquiry_task.noticed(talk, facts), frame, facts), facts)
    frame = media.with_place(calm_as_booking(in_company_words(frame, facts), facts.now), facts)
    frame = settled(series_draft.with_same_person(frame, talk.is_of_series), talk)
    owed, talk = answers.owed(talk.owed, frame, facts, _draft_of(talk)), replace(talk, owed="")
    talk = _with_typed(talk, frame)
    facts = replace(facts, typed=talk.typed)
    step = _with_open_question(talk, _hear(talk, frame, facts), facts)
    if inquiry_task.waits_to_be_asked(step.talk) and step.effect is None:
        step = _resumed(step.talk, step.say, facts)
    said = (*owed, *step.say)
    if silence > _LONG_SILENCE:
        said = _after_silence(before, replace(step, say=said), facts)
    if not talk.met:
        said = _with_data_use(said, frame)
    asked_about = step.talk.asked_about
    if frame.asks and not any(isinstance(task, BookingTask) for task in step.talk.tasks):
        asked_about = after_question(frame, asked_about, facts)
    waits_for_size = any(say.response in answers.WAIT_FOR_SIZE for say in said)
    heard = replace(step.talk, met=True, asked_about=asked_about, owed=frame.text if waits_for_size else "")
    return attached.kept(replace(step, say=said, talk=replace(heard, touched_at=facts.now)))


def _draft_of(talk: Talk) -> BookingDraft:
    """What a question is about where it does not say so."""
    task = next((task for task in reversed(talk.tasks) if isinstance(task, BookingTask)), None)
    return task.draft if task else talk.asked_about or BookingDraft()


def _with_typed(talk: Talk, frame: Frame) -> Talk:
    """The talk that knows which addresses she has written herself."""
    if not frame.address or frame.address == SAVED:
        return talk
    return replace(talk, typed=(*talk.typed, frame.address)[-_MOST_TYPED:])


def closed(before: Talk, talk: Talk, said: Sequence[Say]) -> tuple[Talk, tuple[Say, ...]]:
    """The end of a turn, whatever it did in between: nothing is said in the words of the turn before."""
    words = reworded(said, before.said)
    return replace(talk, said=tuple(sentence(one) for one in words)), words


def _after_silence(before: Talk, step: Step, facts: Facts) -> tuple[Say, ...]:
    """Where the talk stood: what is gone meanwhile, or what it was about if it only goes on."""
    task = next((task for task in reversed(before.tasks) if isinstance(task, BookingTask)), None)
    noted = "，".join(in_words(task, facts).values()) if task is not None else ""
    if task is None or not noted:
        return step.say
    if task not in step.talk.tasks and not any(isinstance(one, BookingTask) for one in step.talk.tasks):
        expired = not step.talk.tasks and step.effect is None
        return (Say("utter_draft_expired", {"noted": noted}), *step.say) if expired else step.say
    if step.effect is None and step.talk.top == task and len(step.say) < 3:
        return (*step.say[:-1], Say("utter_where_we_were", {"noted": noted}), *step.say[-1:])
    return step.say


def _with_data_use(said: tuple[Say, ...], frame: Frame) -> tuple[Say, ...]:
    """What data is used for, said once: before the question, behind a greeting, and not while there is danger."""
    if tells_of_danger(frame):
        return said
    place = len(said) - 1 if len(said) > 1 else len(said)
    return (*said[:place], Say("utter_data_use"), *said[place:])


def learn(talk: Talk, outcome: Outcome, facts: Facts) -> Step:
    """What the business answered to the last effect."""
    facts = replace(facts, typed=talk.typed)
    if isinstance(outcome, WaitlistLeft):
        return _resumed(inquiry_task.without_offer(talk), (Say("utter_waitlist_left"),), facts)
    talk = inquiry_task.with_next(inquiry_task.without_settled(talk, outcome, facts), outcome, facts)
    if talk.top is None:
        return Step(talk)
    step = SKILLS[type(talk.top)].after(talk, talk.top, outcome, facts)
    return attached.kept(_with_open_question(talk, step, facts), outcome)


def _with_open_question(before: Talk, step: Step, facts: Facts) -> Step:
    """A task that has ended gives way to the one beneath it, whose question is then asked again."""
    ended = len(step.talk.tasks) < len(before.tasks)
    if not ended or step.effect is not None or not step.talk.tasks:
        return step
    return _resumed(step.talk, step.say, facts)


def _hear(talk: Talk, frame: Frame, facts: Facts) -> Step:
    if (facts.subscribed_now or facts.scanned_now) and not frame.text:
        return _resumed(talk, (Say("utter_greet"),), facts)
    in_danger = emergency_task.heard(talk, frame, facts)
    if in_danger is not None:
        return replace(in_danger, talk=replace(in_danger.talk, offered_human=False, misunderstood=0))
    if not frame.text:
        return media.take(talk, frame, facts)
    step = _heard(replace(talk, unheard=0), frame, facts)
    beside = (Say("utter_welcome"),) if facts.subscribed_now else media.beside(facts)
    return replace(step, say=(*beside, *step.say))


def _heard(talk: Talk, frame: Frame, facts: Facts) -> Step:
    """A message in words, outside of danger."""
    frame = order_wishes.as_cancel(frame, facts)
    step = _by_person(talk, frame) or _offer_taken(talk, frame, facts)
    if step is not None:
        return step
    if talk.tasks and needs_time(frame.text) and not frame.has_details:
        return Step(talk, (Say("utter_no_hurry"),))
    talk = replace(talk, offered_human=False)
    if _leaves_waitlist(talk, frame, facts):
        return Step(replace(talk, misunderstood=0), (), LeaveWaitlist())
    if isinstance(talk.top, InquiryTask):
        step = inquiry_task.take(talk, talk.top, frame, facts)
    step = step or _in_task(inquiry_task.laid_aside(talk), frame, facts)
    if step is None or (talk.misunderstood and limits.makes_no_headway(talk, step)):
        return _misunderstood(talk, facts)
    missed = int(limits.makes_no_headway(talk, step))
    return replace(step, talk=replace(step.talk, misunderstood=missed))


def _leaves_waitlist(talk: Talk, frame: Frame, facts: Facts) -> bool:
    """取消候补; what the bot itself offers to choose is no such thing, however it sounds."""
    named = facts.waits and names_waitlist(frame.text) and frame.has("cancel_booking", "abandon", "deny")
    return named and chosen(talk.options, frame) is None


def _in_task(talk: Talk, frame: Frame, facts: Facts) -> Step | None:
    """The message as one to what is being talked of, or a new wish."""
    match talk.top:
        case BookingTask() as task:
            return _in_booking(talk, task, frame, facts)
        case None | InquiryTask():
            return _open(talk, frame, facts)
        case task:
            return SKILLS[type(task)].take(talk, task, frame, facts) or _open(talk, frame, facts)


def _by_person(talk: Talk, frame: Frame) -> Step | None:
    for intent, words in BY_PERSON.items():
        if not frame.has(intent):
            continue
        if intent in _ASK_FIRST and frame.confidence < _SURE and not _is_grave(frame):
            offering = replace(talk, offered_human=True)
            return Step(offering, (Say("utter_offer_human", {}, choices_of(HUMAN_OPTIONS)),))
        if frame.complaint is not None and frame.complaint.category == "harassment":
            words = "utter_harassment_by_person"
        return Step(replace(talk, misunderstood=0), (Say(words),), QueueHandoff(intent))
    return None


def _is_grave(frame: Frame) -> bool:
    """Nobody is asked twice whether she wants a person after harassment or an injury."""
    return frame.complaint is not None and frame.complaint.category in ("harassment", "safety")


def _offer_taken(talk: Talk, frame: Frame, facts: Facts) -> Step | None:
    """The answer to "shall a person take over?"."""
    if not talk.offered_human:
        if chosen(talk.options, frame) != limits.HUMAN:
            return None
        return Step(replace(talk, misunderstood=0), (Say("utter_handoff_queued"),), QueueHandoff("fallback"))
    option = chosen(HUMAN_OPTIONS, frame)
    answered = replace(talk, offered_human=False, misunderstood=0)
    if option is not None:
        wants_human = option.value == "human"
    elif frame.has("deny"):
        wants_human = False
    elif frame.has("affirm") and not frame.has_details:
        wants_human = True
    else:
        return None
    if wants_human:
        return Step(answered, (Say("utter_handoff_queued"),), QueueHandoff("fallback"))
    return _resumed(answered, (Say("utter_go_on"),), facts)


def _in_booking(talk: Talk, task: BookingTask, frame: Frame, facts: Facts) -> Step | None:
    option = chosen(task.options, frame)
    if option is not None and option.is_titled(frame.text):
        return booking_task.take(talk, task, frame, facts)  # what the bot itself put on the button means just that
    if series_draft.refuses_days(task.draft, frame.request, frame.text):
        return booking_task.take(talk, task, frame, facts)
    step = booking_task.regrouped(talk, task, frame, facts)
    if step is not None:
        return step
    names_order = bool(facts.upcoming) and frame.has("cancel_booking") and frame.has_details
    if names_order:
        return series_task.begin(talk, frame, facts) or cancel_task.begin(talk, frame, facts)
    if order_wishes.names_other_order(frame, facts):
        begin = move_task.begin if frame.has("reschedule_booking") else change_task.begin
        return begin(talk, frame, facts)
    free = booking_task.take_time(talk, task, frame, facts)
    if free is not None:
        return replace(free, say=(*answers.beside_times(frame, facts, answers.at_hand(task)), *free.say))
    if frame.has("abandon", "cancel_booking"):
        if not _wants_another_service(task, frame):
            return booking_task.drop(talk, task)
        frame = replace(frame, intents=("inform",))  # 算了不打扫了，洗空调吧
    side = answers.to(frame, facts, answers.at_hand(task))
    if frame.has("check_booking"):
        side = (*side, orders.check(frame, facts, talk.order_id))
    acts = frame.has(*_BOOKING_ACTS) or option is not None or leaves_it_open(frame.text)
    at_summary = task.asked == CONFIRM
    only_asked = frame.has("check_booking", "ask_policy", "ask_provider")  # 阿姨明天几点到: no day for this booking
    if not acts and (only_asked or not frame.has_details):
        return _resumed(talk, side, facts) if side else _spoken_at_summary(talk, task, frame, facts)
    open_answer = leaves_it_open(frame.text)
    if not (frame.has_details or option or at_summary or open_answer) and frame.has("affirm", "deny"):
        return _resumed(talk, side, facts)
    step = booking_task.take(talk, task, frame, facts)
    courtesies = ("greet", "thank", "goodbye", "praise")
    asked_too = tuple(say for say in side if not frame.has(*courtesies) or say.values)
    return replace(step, say=(*asked_too, *step.say))


def _wants_another_service(task: BookingTask, frame: Frame) -> bool:
    wished = {wish.draft.service for wish in task.wishes}
    return frame.request.service is not None and frame.request.service not in wished and None not in wished


def _spoken_at_summary(talk: Talk, task: BookingTask, frame: Frame, facts: Facts) -> Step | None:
    """At the summary a plain no or "换个人" counts even where the model sees no intent in it."""
    if task.asked != CONFIRM or not (declines(frame.text) or wants_another_person(frame.text)):
        return None
    return booking_task.take(talk, task, frame, facts)


def _open(talk: Talk, frame: Frame, facts: Facts) -> Step | None:
    """Nothing in progress that the message belongs to; what was begun with an order gives way to it."""
    if talk.dropped is not None and _goes_on_with(talk.dropped, frame):
        return booking_task.take_up(_without_order_task(talk), talk.dropped, frame, facts)
    of_series = series_task.begin(_without_order_task(talk), frame, facts)
    if of_series is not None:
        return of_series
    if frame.has("cancel_booking") or _cancels(frame, facts):
        return cancel_task.begin(_without_order_task(talk), frame, facts)
    if frame.has("check_booking"):
        found = orders.check(frame, facts, talk.order_id)
        return _resumed(orders.looked_at(talk, frame, facts), (found,), facts)
    if goes_back(frame.text) and (step := move_task.back(_without_order_task(talk), facts)) is not None:
        return step
    if frame.has("reschedule_booking"):
        return move_task.begin(_without_order_task(talk), frame, facts)
    if frame.has("change_booking") or order_wishes.amends_last(talk, frame, facts):
        return change_task.begin(_without_order_task(talk), frame, facts)
    if frame.has("update_profile"):
        return profile_task.begin(_without_order_task(talk), frame, facts)
    if frame.has("restore_booking"):
        return restore_task.begin(_without_order_task(talk), frame, facts)
    free_when = asks_when(frame)
    asks = frame.has(*answers.QUESTIONS) and not free_when
    wants = free_when or frame.has("book_service") or (frame.has_details and not asks and frame.has("inform", "affirm"))
    wants = wants or (facts.last is not None and repeats_last(frame.text))
    if wants or (not frame.intents and frame.request.service is not None):
        side = answers.to(frame, facts) if asks else answers.beside_times(frame, facts)
        step = booking_task.begin(_without_order_task(talk), frame, facts)
        return replace(step, say=(*side, *step.say))
    asked = answers.AtHand(_draft_of(talk), question_open=talk.top is not None)
    said = answers.to(frame, facts, asked)
    if said:
        return _resumed(talk, said[:3], facts)
    if frame.has("abandon", "deny", "affirm", "inform"):
        return _resumed(talk, () if talk.top else (Say("utter_nothing_open"),), facts)
    return None


def _goes_on_with(dropped: BookingTask, frame: Frame) -> bool:
    """还是约吧: the booking that was given up, unless another service is named."""
    service = frame.request.service
    return takes_up(frame.text) and (service is None or any(wish.draft.service == service for wish in dropped.wishes))


def _cancels(frame: Frame, facts: Facts) -> bool:
    """A bare 取消 with nothing begun means the order there is."""
    says_so = "取消" in frame.text and not refuses(frame.text, "取消")
    return bool(facts.upcoming) and frame.has("abandon", "deny") and says_so


def _without_order_task(talk: Talk) -> Talk:
    """What was begun with an order and not answered gives way to the next wish."""
    return talk.without_top() if isinstance(talk.top, OrderTask) else talk


def _resumed(talk: Talk, said: tuple[Say, ...], facts: Facts) -> Step:
    """An answer beside the task, then the open question once."""
    if talk.top is None:
        return Step(talk, said)
    said = tuple(Say("utter_hello_again") if one.response == "utter_greet" else one for one in said)
    step = SKILLS[type(talk.top)].ask_again(talk, talk.top, facts)
    return replace(step, say=(*said, *step.say))


def _misunderstood(talk: Talk, facts: Facts) -> Step:
    """Once: say so and ask again. Twice: a shorter question with choices. Three times: a person comes."""
    count = talk.misunderstood + 1
    counted = replace(talk, misunderstood=count)
    if count >= 3:
        return limits.handed_over(counted)
    if count == 2:
        return limits.narrowed(counted, facts)
    if talk.top is None:
        return Step(counted, (Say("utter_fallback"),))
    return _resumed(counted, (Say("utter_fallback_short"),), facts)
