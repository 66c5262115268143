"""One turn: which task a message is for, what lies underneath, and when a person takes over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.dialogue import (
    about_order,
    agent_score_task,
    answers,
    asked_back,
    attached,
    care_answers,
    care_asked,
    care_task,
    care_words,
    emergency_task,
    in_anger,
    in_queue,
    inquiry_task,
    limits,
    media,
    moved_from,
    order_told,
    order_wishes,
    praising,
    privacy_task,
    questions_apart,
    series_count,
    series_draft,
    solved_task,
    survey_task,
    two_acts,
)
from bot.dialogue.asked import settled
from bot.dialogue.asking import InquiryTask, LeaveWaitlist, WaitlistLeft
from bot.dialogue.beside_order import back_to, heard_beside
from bot.dialogue.by_person import by_person, offer_taken
from bot.dialogue.care_remedy import as_remedy
from bot.dialogue.choosing import chosen
from bot.dialogue.company_words import in_company_words
from bot.dialogue.danger_told import calm_as_booking
from bot.dialogue.draft import after_question
from bot.dialogue.effects import Outcome, ProfileSaved, Queued, ReleaseHolds
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.in_booking import heard_in_booking
from bot.dialogue.in_queue import waiting_words
from bot.dialogue.new_address import house_of_change
from bot.dialogue.new_phone import storing
from bot.dialogue.opening import opened
from bot.dialogue.past_visit import without_past_visit
from bot.dialogue.rating import AgentScoreTask, SurveyTask
from bot.dialogue.resuming import draft_talked_of, resumed
from bot.dialogue.rewording import reworded, sentence
from bot.dialogue.skills import SKILLS
from bot.dialogue.step import Say, Step
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import BookingTask, CareTask, OrderTask, SolvedTask
from bot.dialogue.wishes import in_words
from bot.zh.address import SAVED
from bot.zh.agreeing import nods
from bot.zh.pausing import needs_time
from bot.zh.questions import asks
from bot.zh.queue_words import names_staff
from bot.zh.refusal import declines, refuses
from bot.zh.solving import asks_progress
from bot.zh.waiting import joins_waitlist, names_waitlist

_LONG_SILENCE = timedelta(hours=1)
"""After it she is reminded of what was talked of."""

_MOST_TYPED = 6
_AMID_DANGER = ("utter_danger_", "utter_emergency_")
_HAN = re.compile("[\u3400-\u9fff]")
_A_SENTENCE = 6
"""So many characters tell something."""


def asked_last(talk: Talk, facts: Facts) -> str:
    """What a message answers: what was asked in the talk, or by the company since."""
    return _with_questions(talk, facts).asked


def _silence(talk: Talk, facts: Facts) -> timedelta:
    return facts.now - talk.touched_at if talk.touched_at is not None else timedelta()


def _with_questions(talk: Talk, facts: Facts) -> Talk:
    """The talk as it stands now: without what is long over, with what the company has asked meanwhile."""
    if _silence(talk, facts) > timedelta(hours=facts.catalogue.policies.draft_hours):
        talk = Talk(met=talk.met, said=talk.said)
    for asking in (solved_task, survey_task, agent_score_task, inquiry_task):
        talk = asking.noticed(talk, facts)
    return talk


def hear(talk: Talk, frame: Frame, facts: Facts) -> Step:
    """A customer's message."""
    silence = _silence(talk, facts)
    before, talk = talk, _with_questions(talk, facts)
    talk = care_task.still_told(talk, silence)
    talk = attached.noted(emergency_task.noticed(talk, frame, facts), facts)
    frame = media.with_place(calm_as_booking(in_company_words(frame, facts), facts.now), facts)
    frame = series_draft.with_open_end(series_draft.with_same_person(frame, talk.is_of_series), talk.is_of_series)
    frame = series_count.with_visits_said(frame, talk.is_of_series)
    apart = questions_apart.apart(talk, frame, facts)
    frame = questions_apart.rest_of(apart, frame) if apart else frame
    frame = settled(frame, talk)
    owed, talk = answers.owed(talk.owed, frame, facts, draft_talked_of(talk)), replace(talk, owed="")
    talk = limits.counted(_with_typed(talk, frame), frame)
    facts = replace(facts, typed=talk.typed)
    if apart is not None and apart.rest is None:
        step = resumed(replace(talk, misunderstood=0, unheard=0), apart.answers, facts)
    else:
        step = _with_next_act(_with_open_question(talk, _hear(talk, frame, facts), facts), facts)
        step = questions_apart.joined(apart, step) if apart else step
    waits = inquiry_task.waits_to_be_asked(step.talk) or survey_task.waits_to_be_asked(step.talk)
    if waits and step.effect is None:
        step = resumed(step.talk, step.say, facts)
    said = (*owed, *step.say)
    if silence > _LONG_SILENCE:
        said = _after_silence(before, replace(step, say=said), facts)
    asked_about = step.talk.asked_about
    if frame.asks and not any(isinstance(task, BookingTask) for task in step.talk.tasks):
        asked_about = after_question(frame, asked_about, facts)
    waits_for_size = any(say.response in answers.WAIT_FOR_SIZE for say in said)
    heard = replace(step.talk, met=True, asked_about=asked_about, owed=frame.text if waits_for_size else "")
    heard = praising.heard(replace(heard, touched_at=facts.now), frame)
    return praising.noting(storing(attached.kept(replace(step, say=said, talk=heard))))


def _with_typed(talk: Talk, frame: Frame) -> Talk:
    """The talk that knows which addresses she has written herself."""
    if not frame.address or frame.address == SAVED:
        return talk
    return replace(talk, typed=(*talk.typed, frame.address)[-_MOST_TYPED:])


def closed(before: Talk, talk: Talk, said: Sequence[Say]) -> tuple[Talk, tuple[Say, ...]]:
    """The end of a turn, whatever it did in between: nothing is said in the words of the turn before.

    The first bubble of a conversation also says what data is used for.
    """
    first = talk.met and not before.met
    words = reworded(_with_data_use(tuple(said)) if first else said, before.said)
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


def _with_data_use(said: tuple[Say, ...]) -> tuple[Say, ...]:
    """What data is used for, said once: before the question, behind a greeting or an apology, and not amid danger."""
    if not said or any(say.response.startswith(_AMID_DANGER) for say in said):
        return said
    place = len(said) - 1 if len(said) > 1 else len(said)
    return (*said[:place], Say("utter_data_use"), *said[place:])


def learn(talk: Talk, outcome: Outcome, facts: Facts) -> Step:
    """What the business answered to the last effect."""
    facts = replace(facts, typed=talk.typed)
    if isinstance(outcome, WaitlistLeft):
        return resumed(inquiry_task.without_offer(talk), (Say("utter_waitlist_left"),), facts)
    if isinstance(outcome, Queued):
        return Step(talk, waiting_words(outcome, facts))
    talk = inquiry_task.with_next(inquiry_task.without_settled(talk, outcome, facts), outcome, facts)
    if talk.top is None or (isinstance(outcome, ProfileSaved) and isinstance(talk.top, BookingTask)):
        return Step(talk)
    step = SKILLS[type(talk.top)].after(talk, talk.top, outcome, facts)
    if not facts.waits_for:  # else what lies beneath rests until she is with the bot again
        step = _with_next_act(_with_open_question(talk, step, facts), facts)
    return praising.noting(storing(attached.kept(step, outcome)))


def _with_open_question(before: Talk, step: Step, facts: Facts) -> Step:
    """A task that has ended gives way to the one beneath it, whose question is then asked again."""
    ended = len(step.talk.tasks) < len(before.tasks)
    if not ended or not (step.effect is None or isinstance(step.effect, ReleaseHolds)) or not step.talk.tasks:
        return step
    of_order = back_to(step.talk, facts) if isinstance(before.top, BookingTask) else ()
    again = resumed(step.talk, (*step.say, *of_order), facts)
    if step.effect is None:
        return again
    return replace(again, effect=step.effect) if again.effect is None else step


def _with_next_act(step: Step, facts: Facts) -> Step:
    """What waited for the first of two orders is seen to once that is settled."""
    if not step.talk.next_act or step.talk.tasks or step.effect is not None:
        return step
    frame = two_acts.taken_up(step.talk.next_act, facts)
    following = opened(replace(step.talk, next_act=()), frame, facts)
    return step if following is None else replace(following, say=(*step.say, *following.say))


def _hear(talk: Talk, frame: Frame, facts: Facts) -> Step:
    if facts.fell_silent:
        return Step(replace(talk, misunderstood=0), (Say("utter_customer_silent"),))
    if facts.handed_back or facts.left_queue:
        return in_queue.back_with_bot(talk, frame, facts)
    if (facts.subscribed_now or facts.scanned_now) and not frame.text:
        return resumed(talk, (Say("utter_greet"),), facts)
    in_danger = emergency_task.heard(talk, frame, facts)
    if in_danger is not None:
        return replace(in_danger, talk=replace(in_danger.talk, offered_human=False, misunderstood=0))
    if not frame.text:
        return media.take(talk, frame, facts)
    step = in_anger.soothed(talk, frame, _heard(replace(talk, unheard=0), frame, facts))
    beside = (Say("utter_welcome"),) if facts.subscribed_now else media.beside(facts)
    return replace(step, say=(*beside, *step.say))


def _heard(talk: Talk, frame: Frame, facts: Facts) -> Step:
    """A message in words, outside of danger."""
    if talk.waits_for_yes and nods(frame.text):
        frame = Frame("好的", ("affirm",), 1.0)
    frame = house_of_change(talk, frame, facts)
    frame = order_wishes.as_cancel(about_order.as_of_order(talk, frame, facts), facts)
    if (so := asked_back.of_order(talk, frame, facts)) is not None:
        return so
    told = order_told.without_told(talk, frame, facts)
    frame = without_past_visit(talk, as_remedy(talk, moved_from.with_visits_day(told, frame.text, facts)))
    frame = privacy_task.as_correction(talk, care_answers.as_more(talk, frame))
    if not frame.text:
        return resumed(talk, (), facts)
    if _asks_of_waiting(talk, frame, facts):
        return resumed(replace(talk, misunderstood=0), (Say("utter_still_waiting"),), facts)
    talk = survey_task.brought_up(talk, frame, facts)
    step = survey_task.taken_first(talk, frame, facts)
    talk = care_task.laid_aside(survey_task.silenced(talk, frame), frame)
    step = step or _of_care(talk, frame, facts) or privacy_task.begun(talk, frame, facts)
    step = step or by_person(talk, frame, facts) or offer_taken(talk, frame, facts)
    if step is not None:
        return step
    if talk.tasks and needs_time(frame.text) and not (frame.has_details or _says_no(frame.text)):
        return Step(talk, (Say("utter_no_hurry"),))
    talk = replace(talk, offered_human=False)
    if (step := limits.insists(talk, facts)) is not None:
        return step
    if _leaves_waitlist(talk, frame, facts):
        return Step(replace(talk, misunderstood=0), (), LeaveWaitlist())
    if isinstance(talk.top, InquiryTask | SurveyTask | AgentScoreTask):
        step = SKILLS[type(talk.top)].take(talk, talk.top, frame, facts)
    step = step or _in_task(_asked_aside(talk), frame, facts)
    if step is None and not talk.misunderstood and _tells_beside_yes(talk, frame):
        step = resumed(talk, (), facts)
    if step is None or (talk.misunderstood and limits.makes_no_headway(talk, step)):
        return _misunderstood(talk, facts)
    missed = int(limits.makes_no_headway(talk, step))
    return replace(step, talk=replace(step.talk, misunderstood=missed))


def _asked_aside(talk: Talk) -> Talk:
    """The talk with what the company has asked beneath everything else."""
    for asking in (inquiry_task, agent_score_task, survey_task):
        talk = asking.laid_aside(talk)
    return talk


def _of_care(talk: Talk, frame: Frame, facts: Facts) -> Step | None:
    """An answer to what a ticket waits for, or a question how it stands with one."""
    if (step := care_asked.answered(talk, frame, facts)) is not None:
        return step
    if isinstance(talk.top, CareTask) and (taken_back := care_task.told_more(talk, frame)) is not None:
        return taken_back
    if isinstance(talk.top, CareTask | SolvedTask):
        step = SKILLS[type(talk.top)].take(talk, talk.top, frame, facts)
        if step is not None:
            return replace(step, talk=replace(step.talk, misunderstood=0))
    told = solved_task.told_unasked(talk, frame, facts) or care_task.told_more(talk, frame)
    if told is not None:
        return told
    wants_person = frame.has("request_human") and (names_staff(frame.text) or not facts.tickets)
    if not asks_progress(frame.text) or frame.has("book_service") or wants_person:
        return None
    if not facts.tickets and not frame.has("check_booking"):
        return None
    kind = "refund" if "退" in frame.text else ""
    return resumed(replace(talk, misunderstood=0), (care_words.progress(facts, kind),), facts)


def _tells_beside_yes(talk: Talk, frame: Frame) -> bool:
    """儿子一家突然要回来, while a yes to a cancel is waited for: why, and nothing to be understood."""
    waits = isinstance(talk.top, OrderTask) and talk.waits_for_yes
    return waits and not asks(frame.text) and len(_HAN.findall(frame.text)) >= _A_SENTENCE


def _says_no(text: str) -> bool:
    """等等，不约了: it is decided already."""
    return declines(text) or ("取消" in text and not refuses(text, "取消"))


def _leaves_waitlist(talk: Talk, frame: Frame, facts: Facts) -> bool:
    """取消候补; what the bot itself offers to choose is no such thing, however it sounds."""
    named = facts.waits and names_waitlist(frame.text) and frame.has("cancel_booking", "abandon", "deny")
    return named and not joins_waitlist(frame.text) and chosen(talk.options, frame) is None


def _asks_of_waiting(talk: Talk, frame: Frame, facts: Facts) -> bool:
    """有了位子你们会通知我的吧, of somebody on the waiting list: she is told so, and nothing else is begun."""
    speaks = bool(facts.waits) and talk.top is None and names_waitlist(frame.text)
    if speaks and joins_waitlist(frame.text):
        return True  # 给我排个候补吧: she is on it
    blames = frame.has("complain") and not frame.is_doubtful
    of_policy = frame.has("ask_policy") and frame.topic == "payment"  # 登候补不用先交钱吧
    return speaks and not (
        blames or of_policy or frame.has("cancel_booking", "abandon", "deny", "check_booking", "request_human")
    )


def _in_task(talk: Talk, frame: Frame, facts: Facts) -> Step | None:
    """The message as one to what is being talked of, or a new wish."""
    match talk.top:
        case BookingTask() as task:
            return heard_in_booking(talk, task, frame, facts)
        case None | InquiryTask() | SurveyTask():
            return opened(talk, frame, facts)
        case task:
            beside = asked_back.of_change(talk, frame) or heard_beside(talk, frame, facts)
            return beside or SKILLS[type(task)].take(talk, task, frame, facts) or opened(talk, frame, facts)


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
    return resumed(counted, (Say("utter_fallback_short"),), facts)
