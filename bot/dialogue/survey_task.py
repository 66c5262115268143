"""The survey in the talk: scores, words, 匿名, 不评; asked once more at most, and never in the way of anything else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from bot.dialogue import answer_prices, answers, survey_words
from bot.dialogue.choosing import chosen
from bot.dialogue.effects import Outcome, Refused
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.rating import (
    AgentScoreTask,
    DeclineSurvey,
    RecordSurvey,
    SurveyDeclined,
    SurveyRecorded,
    SurveyTask,
    SurveyView,
)
from bot.dialogue.step import Say, Step, choices_of
from bot.dialogue.survey_answers import declines, told_of
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import EmergencyTask
from bot.dialogue.values import Option
from bot.domain.survey import OVERALL
from bot.zh.after_visit import (
    anonymity,
    asks_what_for,
    clauses,
    next_wish,
    puts_question,
    spares_callback,
    tells,
    wants_callback,
)
from bot.zh.extract import find
from bot.zh.questions import asks
from bot.zh.scores import named, scores

SCORE, CALLBACK, MORE = "survey:score", "survey:callback", "survey:more"
"""What was asked last: how it was, whether to ring back, nothing any more (but she may add something)."""

_CALL_OPTIONS = (Option("call", "回个电话吧"), Option("no_call", "不用回电"))
_MAY_ADD = timedelta(minutes=30)
_SEVERAL = 2
"""Who names so many dimensions speaks of a visit, also where a colleague was asked about last."""
_TELLING = {"inform", "chitchat", "book_service", "change_booking"}
_COSTS = re.compile("[加多收付]|钱|錢|价|價|费|費")
_HAN = re.compile("[\u3400-\u9fff]")
_A_SENTENCE = 6
"""So many characters tell something."""
_GRAVE = ("safety", "harassment", "theft")


def noticed(talk: Talk, facts: Facts) -> Talk:
    """The talk with the open survey in it: on top if nothing was asked since, else beneath what is being talked of."""
    survey = facts.survey
    kept = tuple(task for task in talk.tasks if not isinstance(task, SurveyTask) or _goes_on(task, talk, facts))
    talk = replace(talk, tasks=kept)
    if survey is None or not survey.is_open or survey.asked_at is None:
        return talk
    if any(isinstance(task, EmergencyTask) for task in kept):
        return talk
    known = next((task for task in kept if isinstance(task, SurveyTask)), None)
    is_news = talk.touched_at is None or survey.asked_at > talk.touched_at
    if not is_news or _is_older(survey, facts):
        return talk if known else replace(talk, tasks=(SurveyTask(booking_id=survey.booking_id), *kept))
    others = tuple(task for task in kept if task is not known)
    asked = replace(known or SurveyTask(booking_id=survey.booking_id), asked=SCORE)
    return replace(talk, tasks=(*others, asked), offered_human=False)


def brought_up(talk: Talk, frame: Frame, facts: Facts) -> Talk:
    """The talk with a survey on top where points are told that nobody has asked for: 上次那个阿姨打5分."""
    survey = facts.survey
    if survey is not None and talk.top is None and survey.scores and spares_callback(frame.text):
        answered = SurveyTask(asked=MORE, booking_id=survey.booking_id, again=True, rest_asked=True, sorry=True)
        return replace(talk, tasks=(answered,))
    if survey is None or isinstance(talk.top, EmergencyTask) or not frame.has("rate_service"):
        return talk
    if isinstance(talk.top, SurveyTask) and talk.top.asked != "none":
        return talk
    of_visit = len(named(frame.text)) >= _SEVERAL
    if isinstance(talk.top, AgentScoreTask) and not of_visit:
        return talk  # 态度很好 may be said of a colleague too
    if not scores(frame.text, of_visit).points:
        return talk  # a bare number answers what was asked last
    beneath = tuple(task for task in talk.tasks if not isinstance(task, SurveyTask))
    return replace(talk, tasks=(*beneath, SurveyTask(asked=SCORE, booking_id=survey.booking_id, again=True)))


def taken_first(talk: Talk, frame: Frame, facts: Facts) -> Step | None:
    """What would go to a person elsewhere and is an answer here: a complaint, whose follow-up is the survey's, and the
    call that was offered. What is grave goes the way of the grave.
    """
    task = talk.top
    if not isinstance(task, SurveyTask) or task.asked == "none":
        return None
    on_calls = spares_callback(frame.text) or (task.asked == CALLBACK and wants_callback(frame.text))
    if on_calls and not frame.has("complain", "report_emergency"):
        return take(talk, task, frame, facts)
    complaint = frame.complaint
    names_fault = complaint is not None and complaint.category is not None
    if not frame.has("complain") or not (names_fault or frame.has("rate_service")):
        return None  # 我要投诉: what about is asked elsewhere
    grave = complaint is not None and (complaint.category in _GRAVE or complaint.severity in ("high", "critical"))
    if grave or frame.has("report_emergency", "request_human", "privacy_request"):
        return None
    return take(talk, task, frame, facts)


def take(talk: Talk, task: SurveyTask, frame: Frame, facts: Facts) -> Step | None:
    """A message after the question; ``None`` when it is no answer to it."""
    if task.asked == "none":
        return None
    if task.asked == CALLBACK and (step := _of_callback(talk, task, frame)) is not None:
        return step
    answering = task.asked == SCORE
    told = told_of(frame, task.booking_id, facts, answering=answering)
    if told is not None:
        wish = next_wish(frame.text)
        following = _with_wish(talk, wish, facts) if wish and not talk.next_act else talk
        return Step(following, _asked_beside(frame, facts), told)
    if not answering:
        more = task.sorry and _only_tells(frame)
        return Step(talk, (), RecordSurvey(task.booking_id, comment=frame.text.strip())) if more else None
    if asks_what_for(frame.text):
        return Step(talk, (Say("utter_survey_what_for"),))
    if declines(frame):
        wish = next_wish(frame.text)
        following = _with_wish(talk, wish, facts) if wish and not talk.next_act else talk
        over = task.rest_asked or (facts.survey is not None and bool(facts.survey.scores))
        if over:
            return Step(talk.with_top(replace(task, asked=MORE)), (Say("utter_survey_enough"),))
        return Step(following, (), DeclineSurvey(task.booking_id))
    wordless = not frame.intents and not tells(frame.text)  # 👍
    agrees = frame.has("affirm") and not (frame.has_details or frame.asks)
    if (agrees or wordless) and not task.again:
        return _asking_again(talk, task, facts)
    return None


def _only_tells(frame: Frame) -> bool:
    """衣服也没叠利索, after low points: more of what was wrong, and nothing that is wished, asked or ordered."""
    request, said = frame.request, set(frame.intents)
    ordered = request.service or request.window or request.frequency or request.quantities or request.area_sqm
    if ordered or frame.address or frame.phone or asks(frame.text) or len(frame.requests) > 1:
        return False
    return said <= _TELLING and len(_HAN.findall(frame.text)) >= _A_SENTENCE


def after(talk: Talk, task: SurveyTask, outcome: Outcome, facts: Facts) -> Step:
    match outcome:
        case SurveyRecorded():
            return _recorded(talk, task, outcome, facts)
        case SurveyDeclined():
            return Step(talk.without_top(), (Say("utter_survey_declined"),))
        case Refused(code=code):
            return Step(talk.without_top(), (Say(f"utter_error_{code}"),))
        case _:
            return Step(talk)


def ask_again(talk: Talk, task: SurveyTask, facts: Facts) -> Step:
    """Once more, and then never: whoever does not answer has other things to do."""
    open_still = facts.survey is not None and facts.survey.is_open and facts.survey.booking_id == task.booking_id
    if task.asked in (CALLBACK, MORE) or task.rest_asked or not open_still:
        return Step(talk.without_top())
    if task.again:
        return Step(talk)
    return _asking_again(talk, task, facts)


def laid_aside(talk: Talk) -> Talk:
    """The same talk with its survey beneath everything else; one that is answered is over."""
    beneath = tuple(
        replace(task, asked="none", options=())
        for task in talk.tasks
        if isinstance(task, SurveyTask) and task.asked in (SCORE, "none") and not task.rest_asked
    )
    others = tuple(task for task in talk.tasks if not isinstance(task, SurveyTask))
    return replace(talk, tasks=(*beneath, *others))


def waits_to_be_asked(talk: Talk) -> bool:
    return isinstance(talk.top, SurveyTask) and talk.top.asked == "none" and not talk.top.again


def silenced(talk: Talk, frame: Frame) -> Talk:
    """The talk in which nobody asks again for points: there is something graver."""
    if not frame.has("complain", "request_refund", "report_emergency", "privacy_request", "request_human"):
        return talk
    tasks = tuple(replace(task, again=True) if isinstance(task, SurveyTask) else task for task in talk.tasks)
    return replace(talk, tasks=tasks)


def _asked_beside(frame: Frame, facts: Facts) -> tuple[Say, ...]:
    """打5分。另外洗空调多少钱: answered first."""
    if not puts_question(frame.text) or anonymity(frame.text) is not None:
        return ()
    if not frame.asks:
        return _extras_asked(frame, facts)
    return answers.to(replace(frame, intents=tuple(one for one in frame.intents if one.startswith("ask_"))), facts)


def _extras_asked(frame: Frame, facts: Facts) -> tuple[Say, ...]:
    """都五分 下次擦外窗要加多少, of which the model hears the points alone."""
    needs = [
        str(one.value["code"])
        for clause in clauses(frame.text)
        if asks(clause)
        for one in find(clause)
        if one.kind == "need"
    ]
    charged = {one.when for one in facts.catalogue.surcharges}
    asked = [one for one in needs if f"need:{one}" in charged] if _COSTS.search(frame.text) else []
    return (Say("utter_extra_costs", {"extras": answer_prices.extra_costs(asked, facts)}),) if asked else ()


def _with_wish(talk: Talk, wish: str, facts: Facts) -> Talk:
    """What she wishes next is taken up afterwards; without a service it is the one of this visit."""
    named = any(one.kind == "service" for one in find(wish))
    service = "" if named or facts.survey is None else f" {facts.service_name(facts.survey.service)}"
    return replace(talk, next_act=("book_service", wish + service))


def _goes_on(task: SurveyTask, talk: Talk, facts: Facts) -> bool:
    survey = facts.survey
    if survey is None or survey.booking_id != task.booking_id:
        return False
    if task.asked in (CALLBACK, MORE) or task.rest_asked:
        return talk.touched_at is not None and facts.now - talk.touched_at <= _MAY_ADD
    return survey.is_open


def _is_older(survey: SurveyView, facts: Facts) -> bool:
    """Whether another question of the company's was put to her since."""
    return facts.inquiry is not None and survey.asked_at is not None and facts.inquiry.asked_at > survey.asked_at


def _asking_again(talk: Talk, task: SurveyTask, facts: Facts) -> Step:
    visit = facts.survey.visit if facts.survey else ""
    asked = replace(task, asked=SCORE, options=(), again=True)
    return Step(talk.with_top(asked), (Say("utter_survey_again", {"visit": visit}),))


def _of_callback(talk: Talk, task: SurveyTask, frame: Frame) -> Step | None:
    option = chosen(task.options, frame)
    if spares_callback(frame.text) or (option and option.value == "no_call") or (not option and declines(frame)):
        return Step(talk, (), RecordSurvey(task.booking_id, no_callback=True))
    agrees = frame.has("affirm") and not frame.has("book_service") and not frame.asks
    if option or wants_callback(frame.text) or agrees or (frame.phone and not frame.has("book_service")):
        return Step(talk, (), RecordSurvey(task.booking_id, call_back=True, phone=frame.phone or ""))
    return None


def _recorded(talk: Talk, task: SurveyTask, outcome: SurveyRecorded, facts: Facts) -> Step:
    """One bubble; at most one question, and none where something else waits."""
    told = outcome.told
    alone = len(talk.tasks) == 1 and not talk.next_act
    if told.call_back:
        return _left_open(talk, task, (Say("utter_survey_will_call"),), alone)
    if not told.judges:
        return _settled(talk, task, told, alone)
    if outcome.low and not task.sorry:
        return _sorry(talk, replace(task, sorry=True), outcome, alone)
    asked = None if outcome.low or not alone or task.rest_asked else _missing(outcome, facts)
    if asked is not None:
        waiting = replace(task, asked=SCORE, options=(), rest_asked=True)
        return Step(talk.with_top(waiting), (asked,))
    said = (_thanks(task, outcome), *survey_words.of_settings(told))
    return _left_open(talk, task, said, alone)


def _settled(talk: Talk, task: SurveyTask, told: RecordSurvey, alone: bool) -> Step:
    """How it is to be treated, or what is said beside it."""
    said = survey_words.of_settings(told)
    if task.asked == SCORE and not task.rest_asked:
        return Step(talk, said)  # she may still say how it was
    return _left_open(talk, task, said, alone)


def _sorry(talk: Talk, task: SurveyTask, outcome: SurveyRecorded, alone: bool) -> Step:
    settings = survey_words.of_settings(outcome.told)
    if not alone or outcome.told.no_callback:
        said = (Say("utter_survey_low_noted", {"due": outcome.due}), *settings)
        return _left_open(talk, task, said, alone)
    asking = replace(task, asked=CALLBACK, options=_CALL_OPTIONS)
    sorry = Say("utter_survey_low", {"due": outcome.due}, choices_of(_CALL_OPTIONS))
    return Step(talk.with_top(asking), (*settings, sorry))


def _missing(outcome: SurveyRecorded, facts: Facts) -> Say | None:
    """What is asked for beside what was told: nothing where she gave the whole a score, or most of its parts."""
    policy = facts.catalogue.policies.survey
    given = [name for name in policy.dimensions if name in outcome.scores]
    if OVERALL in outcome.scores or len(given) * 2 >= len(policy.dimensions):
        return None
    if not given:
        return Say("utter_survey_ask_overall")
    missing = [name for name in policy.dimensions if name not in outcome.scores]
    values = {"scores": survey_words.scored(outcome.scores), "missing": survey_words.named(missing)}
    return Say("utter_survey_ask_rest", values)


def _thanks(task: SurveyTask, outcome: SurveyRecorded) -> Say:
    if outcome.low:
        return Say("utter_survey_low_more")
    if not outcome.told.scores:
        return Say("utter_survey_noted")
    response = "utter_survey_changed" if task.asked in (MORE, CALLBACK) else "utter_survey_thanks"
    return Say(response, {"scores": survey_words.scored(outcome.scores)})


def _left_open(talk: Talk, task: SurveyTask, said: tuple[Say, ...], alone: bool) -> Step:
    if not alone:
        return Step(talk.without_top(), said)
    return Step(talk.with_top(replace(task, asked=MORE, options=())), said)
