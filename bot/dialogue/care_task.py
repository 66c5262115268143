"""A complaint or a wish for money back: a ticket at once, then at most what happened, which visit, what is wished.

Nothing is promised here: who pays what for it a person decides. What is grave goes to a person at once besides.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from bot.dialogue import choosing
from bot.dialogue.care_answers import ASKING, ELSEWHERE, demands, fills, is_meant, joined, says_more, tells_of_it
from bot.dialogue.care_remedy import wants_it_redone
from bot.dialogue.care_words import receipt
from bot.dialogue.caring import CompleteTicket, RaiseTicket, TicketCompleted, TicketRaised, TicketView
from bot.dialogue.described import meant
from bot.dialogue.effects import Outcome, QueueHandoff, Refused
from bot.dialogue.facts import BookingView, Facts
from bot.dialogue.frame import Frame
from bot.dialogue.orders import order_line
from bot.dialogue.step import Say, Step, choices_of
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import CareTask
from bot.dialogue.two_acts import BOOK
from bot.dialogue.values import Option
from bot.dialogue.which_visit import names_only_visit, visits_for
from bot.domain.handoff_reason import Reason
from bot.zh.after_visit import takes_blame_back, withdraws
from bot.zh.anger import swears, tells_what
from bot.zh.grievance import remedy_of, severity_of, spares_the_refund
from bot.zh.pausing import needs_time
from bot.zh.questions import asks
from bot.zh.refusal import declines

OPENING, MEANT, WHAT, WHICH, REMEDY = "care:opening", "care:meant", "complaint:detail", "care:which", "care:remedy"

_OTHER_VISIT = Option("", "都不是")
REMEDY_OPTIONS = (
    Option("refund", "退款"),
    Option("rework", "免费返工"),
    Option("compensation", "赔偿"),
    Option("apology", "道歉"),
    Option("", "还没想好"),
)
MEANT_OPTIONS = (Option("yes", "是，记下来处理"), Option("no", "不是投诉"), Option("human", "转人工"))
_TYPES = {
    "damage": "damage",
    "theft": "damage",
    "no_show": "no_show",
    "safety": "safety",
    "harassment": "safety",
    "refund_delay": "refund",
}
_GRAVE = ("high", "critical")
_MOST_VISITS = 4
_LONG = timedelta(minutes=30)
"""What is written after it is of the ticket no more."""
_NAMES = re.compile(r"in_\d+")
_NO_REMEDY = re.compile(r"没想好|随便|看着办|你们定|你们看|都行|都可以|再说|不知道|没什么要求|算了")
_ON_ORDERS = ("reschedule_booking", "cancel_booking", "change_booking", "check_booking")


def begin(talk: Talk, frame: Frame, facts: Facts) -> Step:
    """Opens the ticket, or adds to the one of the same matter, with all that the message tells."""
    open_task = talk.top if isinstance(talk.top, CareTask) else None
    complaint = frame.complaint
    refund = frame.has("request_refund") and not frame.has("complain")
    category = (complaint.category or "" if complaint else "") or (open_task.category if open_task else "")
    remedy = complaint.remedy or "" if complaint else ""
    if frame.has("request_refund"):
        remedy = (remedy_of(frame.text) or "") if spares_the_refund(frame.text) else "refund"
    visits = visits_for(frame, facts, refund or remedy == "refund")
    linked_to = visits[0].id if len(visits) == 1 else open_task.linked_to if open_task else None
    severity = severity_of(frame.text, category or None, remedy or None, complaint.severity if complaint else None)
    if complaint is not None and complaint.severity in _GRAVE and severity not in _GRAVE:
        severity = complaint.severity
    told = bool(category) or tells_what(frame.text) or (open_task is not None and open_task.told)
    task = CareTask(
        asked=OPENING,
        category=category,
        told=told,
        linked_to=linked_to,
        candidates=tuple(visit.id for visit in visits[:_MOST_VISITS]) if linked_to is None else (),
        remedy=remedy or (open_task.remedy if open_task else ""),
        asked_remedy=open_task.asked_remedy if open_task else False,
        handoff="request_human" if frame.has("request_human") else "anger" if swears(frame.text) else "",
    )
    beneath = talk.tasks[:-1] if open_task else talk.tasks
    before = open_task.raising if open_task else None
    effect = RaiseTicket(
        type="refund" if refund else _TYPES.get(category, "complaint"),
        severity=severity,
        words="\n".join((*((before.words,) if before else ()), frame.text.strip())),
        category=category,
        remedy=task.remedy,
        linked_to=linked_to,
        attachments=names_in(talk.attached),
    )
    heard = replace(talk, tasks=(*beneath, task), attached=(), misunderstood=0, offered_human=False)
    return Step(heard, (), effect)


def still_told(talk: Talk, silence: timedelta) -> Talk:
    """The talk in which a ticket is not spoken of any more, where something else is or some time has gone by."""
    elsewhere = talk.top is not None and not isinstance(talk.top, CareTask)
    return replace(talk, ticket_id="") if talk.ticket_id and (elsewhere or silence > _LONG) else talk


def told_more(talk: Talk, frame: Frame) -> Step | None:
    """主卧那台最严重, 就是前天那次, after all that was asked of a ticket: what she adds goes to it; else ``None``."""
    taken_back = _is_taken_back(frame)
    adds = demands(frame) or tells_of_it(frame) or names_only_visit(frame) or wants_it_redone(frame) or taken_back
    asked = isinstance(talk.top, CareTask) and taken_back and talk.top.asked != MEANT
    if not talk.ticket_id or not adds or (talk.top is not None and not asked):
        return None
    remedy = "rework" if wants_it_redone(frame) else remedy_of(frame.text) or ""
    task = CareTask(
        asked=OPENING, ticket_id=talk.ticket_id, told=True, remedy="said", asked_remedy=True,
        seen_to=True, taken_back=taken_back,
    )  # fmt: skip
    words = frame.text.strip()
    effect = CompleteTicket(talk.ticket_id, words=words, remedy=remedy, attachments=names_in(talk.attached))
    beneath = talk.tasks[:-1] if asked else ()
    return Step(replace(talk, tasks=(*beneath, task), attached=(), misunderstood=0), (), effect)


def _is_taken_back(frame: Frame) -> bool:
    """戒指找到了 不是阿姨拿的; 那没事了 不投诉了, whatever the model hears."""
    if withdraws(frame.text):
        return not frame.has("book_service", "request_human")
    blames = frame.has("complain") and not frame.is_doubtful
    return takes_blame_back(frame.text) and not (frame.has(*ELSEWHERE) or blames)


def asked_whether(talk: Talk, frame: Frame, facts: Facts) -> Step:
    """What only may be a complaint is noted once she says that it is one."""
    step = begin(talk, frame, facts)
    if not (isinstance(step.talk.top, CareTask) and isinstance(step.effect, RaiseTicket)):
        return step
    asking = replace(step.talk.top, asked=MEANT, options=MEANT_OPTIONS, raising=step.effect)
    return ask_again(replace(step.talk.with_top(asking), attached=talk.attached), asking, facts)


def laid_aside(talk: Talk, frame: Frame) -> Talk:
    """The talk without the question whether it is a complaint, where she speaks of something else.

    It is put once more before that, unless she wishes something; what she only tells is kept for the ticket.
    """
    task = talk.top
    if not isinstance(task, CareTask) or task.asked != MEANT or frame.has("complain", "request_refund"):
        return talk
    if is_meant(task, frame):
        return talk
    if task.asked_again or task.raising is None or (frame.has(*ELSEWHERE) and not set(frame.intents) <= ASKING):
        return talk.without_top()
    words = joined(task.raising.words, frame.text) if tells_of_it(frame) else task.raising.words
    return talk.with_top(replace(task, asked_again=True, raising=replace(task.raising, words=words)))


def take(talk: Talk, task: CareTask, frame: Frame, facts: Facts) -> Step | None:
    """The answer to what was asked of it; ``None`` for a message about something else."""
    if task.asked == MEANT:
        return _meant(talk, task, frame, facts)
    if task.asked == WHICH:
        return _which(talk, task, frame, facts)
    if frame.has(*_ON_ORDERS) and names_only_visit(frame):
        return _named(talk, task, frame, facts)
    if _is_elsewhere(task, frame):
        return _going_on(talk, frame)
    if task.asked == REMEDY:
        return _remedy(talk, task, frame)
    if task.asked != WHAT or needs_time(frame.text) or not frame.text:
        return None
    if frame.has("deny", "abandon") and not frame.has("complain") and len(frame.text) < 8:
        return _next(talk, replace(task, told=True), (Say("utter_care_without"),), facts)
    complaint = frame.complaint
    category = complaint.category or "" if complaint else ""
    effect = CompleteTicket(
        ticket_id=task.ticket_id,
        words=frame.text.strip(),
        type=_TYPES.get(category, ""),
        category=category,
        severity=severity_of(frame.text, category or None, None, complaint.severity if complaint else None),
        remedy=remedy_of(frame.text) or "",
        attachments=names_in(talk.attached),
    )
    handoff = "anger" if swears(frame.text) else task.handoff
    told = replace(
        task,
        told=True,
        category=category or task.category,
        remedy=task.remedy or effect.remedy,
        handoff=handoff,
        asked=OPENING,
    )
    return Step(replace(talk.with_top(told), attached=()), (), effect)


def _going_on(talk: Talk, frame: Frame) -> Step | None:
    """With the wish that waits beside the complaint, where this tells of it; ``None``: it is heard as it is."""
    if not talk.next_act or talk.next_act[0] != BOOK or not fills(frame):
        return None
    act, wish = talk.next_act
    return Step(replace(talk.without_top(), next_act=(act, f"{wish}，{frame.text}")))


def _is_elsewhere(task: CareTask, frame: Frame) -> bool:
    """Something else than what was asked; a remedy that is named answers, however it sounds: 免费返工吧."""
    if frame.has("complain", "request_refund"):
        return False
    named = choosing.chosen(task.options, frame) is not None or remedy_of(frame.text) is not None
    if task.asked == REMEDY and fills(frame) and not named:
        return True  # 周六上午九点 80平 杨浦区…: of a visit that she would have
    others = {intent for intent in frame.intents if intent in ELSEWHERE}
    demands = remedy_of(frame.text) == "explanation" or not asks(frame.text)  # 为什么会晚这么久: it is what is wished
    return bool(others) and not (task.asked == REMEDY and named and others <= ASKING and demands)


def _meant(talk: Talk, task: CareTask, frame: Frame, facts: Facts) -> Step | None:
    match is_meant(task, frame):
        case "yes" | "human" as answer:
            raising = task.raising
            if raising is not None:
                more = answer == "yes" and says_more(task, frame)
                words = joined(raising.words, frame.text) if more else raising.words
                raising = replace(raising, words=words, attachments=names_in(talk.attached))
            handoff = "request_human" if answer == "human" else task.handoff
            told = task.told or (answer == "yes" and says_more(task, frame))
            noting = replace(task, asked=OPENING, options=(), raising=None, handoff=handoff, told=told)
            return Step(replace(talk.with_top(noting), attached=()), (), raising)
        case "no":
            return Step(talk.without_top(), (Say("utter_care_not_noted"),))
        case _:
            return ask_again(talk, task, facts) if tells_of_it(frame) else None


def _named(talk: Talk, task: CareTask, frame: Frame, facts: Facts) -> Step:
    """昨天下午那单, where what is wished was asked: of which visit all this is, in her words."""
    visits = visits_for(frame, facts, task.remedy == "refund")
    linked_to = visits[0].id if len(visits) == 1 else task.linked_to
    heard = replace(task, linked_to=linked_to, asked=OPENING, options=(), chosen=linked_to != task.linked_to)
    return Step(talk.with_top(heard), (), CompleteTicket(task.ticket_id, words=frame.text.strip(), linked_to=linked_to))


def _which(talk: Talk, task: CareTask, frame: Frame, facts: Facts) -> Step | None:
    option = choosing.chosen(task.options, frame)
    if option is None:
        candidates = tuple(visit for visit in _candidates(task, facts))
        said = meant(candidates, frame.text, facts) if candidates else None
        if said is None or not said.named or said.only is None:
            if frame.has("deny", "abandon") or declines(frame.text):
                return _next(talk, replace(task, candidates=()), (Say("utter_care_without"),), facts)
            return _redone(talk, task, frame) if wants_it_redone(frame) else None
        option = Option(said.only.id, "")
    if not option.value:
        return _next(talk, replace(task, candidates=()), (Say("utter_care_without"),), facts)
    linked = replace(task, linked_to=option.value, candidates=(), asked=OPENING, options=(), chosen=True)
    return Step(talk.with_top(linked), (), CompleteTicket(task.ticket_id, linked_to=option.value))


def _redone(talk: Talk, task: CareTask, frame: Frame) -> Step:
    """返工一趟, where it was asked which visit is meant: noted, and the question stands."""
    effect = CompleteTicket(task.ticket_id, words=frame.text.strip(), remedy="rework")
    return Step(talk.with_top(replace(task, remedy="rework")), (), effect)


def _remedy(talk: Talk, task: CareTask, frame: Frame) -> Step | None:
    option = choosing.chosen(task.options, frame)
    redone = "rework" if wants_it_redone(frame) else ""
    remedy = option.value if option is not None else redone or remedy_of(frame.text) or ""
    skips = option is not None or frame.has("deny", "abandon") or _NO_REMEDY.search(frame.text)
    if not remedy and skips:
        return Step(talk.without_top(), (Say("utter_care_left_open"),))
    if not remedy and frame.has("thank", "goodbye", "greet", "bot_challenge"):
        return None
    done = replace(task, remedy=remedy or "said", asked=OPENING, options=())
    words = "" if option is not None else frame.text.strip()
    grave = severity_of(frame.text, task.category or None, remedy or None)
    effect = CompleteTicket(
        task.ticket_id, words=words, remedy=remedy, severity=grave, attachments=names_in(talk.attached)
    )
    return Step(replace(talk.with_top(done), attached=()), (), effect)


def after(talk: Talk, task: CareTask, outcome: Outcome, facts: Facts) -> Step:
    match outcome:
        case TicketRaised(ticket=ticket, again=again):
            task = replace(task, ticket_id=ticket.id, linked_to=task.linked_to or ticket.linked_to)
            task = replace(task, remedy=task.remedy or ticket.remedy)
            talk = replace(talk, ticket_id=ticket.id)
            if facts.waits_for:
                return _in_queue(talk, task, ticket, again)
            if _needs_person(task, ticket):
                return _to_person(talk, task, ticket)
            visit = next((one for one in _known(facts) if one.id == task.linked_to), None)
            said: tuple[Say, ...] = (receipt(ticket, visit, again, facts),)
            return _next(talk, task, said, facts, again)
        case TicketCompleted(ticket=ticket):
            if _needs_person(task, ticket):
                return _to_person(talk, task, ticket)
            if task.asked != OPENING:  # a picture: the question stands, and what is wished is not asked again
                return Step(talk) if task.asked == REMEDY else ask_again(talk, task, facts)
            return _next(talk, replace(task, chosen=False), (_noted(task, facts),), facts)
        case Refused(code=code):
            return Step(talk.without_top(), (Say(f"utter_error_{code}"),))
        case _:
            return Step(talk.without_top())


def _noted(task: CareTask, facts: Facts) -> Say:
    if task.taken_back:
        return Say("utter_care_taken_back")
    visit = next((one for one in _known(facts) if one.id == task.linked_to), None)
    if visit is None or not task.chosen:
        return Say("utter_care_noted")
    return Say("utter_care_noted_about", {"order": order_line(visit, facts)})


def ask_again(talk: Talk, task: CareTask, facts: Facts) -> Step:
    """The open question once more; what is wished is asked once alone."""
    if task.asked == MEANT:
        return Step(talk, (Say("utter_care_ask_meant", {}, choices_of(MEANT_OPTIONS)),))
    if task.asked == WHAT:
        return Step(talk, (_ask_what(task),))
    if task.asked == WHICH:
        return Step(talk, (Say("utter_care_ask_which", {}, choices_of(task.options)),))
    return Step(talk.without_top())


def names_in(attached: tuple[str, ...]) -> tuple[str, ...]:
    """图片（in_12） -> in_12."""
    return tuple(match[0] for one in attached if (match := _NAMES.search(one)))


def _next(talk: Talk, task: CareTask, said: tuple[Say, ...], facts: Facts, again: bool = False) -> Step:
    """The next thing that is missing; one a turn."""
    if not task.told:
        asking = replace(task, asked=WHAT, options=())
        return Step(talk.with_top(asking), (*said, _ask_what(task)))
    candidates = _candidates(task, facts)
    if task.linked_to is None and len(candidates) > 1:
        lines = tuple(Option(visit.id, order_line(visit, facts)) for visit in candidates)
        asking = replace(task, asked=WHICH, options=(*lines, _OTHER_VISIT))
        question = Say("utter_care_ask_which", {}, choices_of(asking.options))
        return Step(talk.with_top(asking), (*said, question))
    if not (task.remedy or task.asked_remedy or again):
        asking = replace(task, asked=REMEDY, options=REMEDY_OPTIONS, asked_remedy=True)
        question = Say("utter_care_ask_remedy", {}, choices_of(REMEDY_OPTIONS))
        return Step(talk.with_top(asking), (*said, question))
    return Step(talk.without_top(), said)


def _ask_what(task: CareTask) -> Say:
    return Say("utter_care_ask_why" if task.remedy == "refund" else "utter_care_ask_what")


def _candidates(task: CareTask, facts: Facts) -> tuple[BookingView, ...]:
    known = {visit.id: visit for visit in _known(facts)}
    return tuple(known[one] for one in task.candidates if one in known)


def _known(facts: Facts) -> tuple[BookingView, ...]:
    return (*facts.visits, *facts.upcoming, *facts.cancelled)


def _needs_person(task: CareTask, ticket: TicketView) -> bool:
    return bool(task.handoff) or (ticket.severity in _GRAVE and not task.seen_to)


def _to_person(talk: Talk, task: CareTask, ticket: TicketView) -> Step:
    """A person takes over at once; nothing is asked any more, the ticket holds what was told."""
    if task.handoff == "request_human":
        words = "utter_complaint_to_person"
    elif task.category == "harassment":
        words = "utter_harassment_by_person"
    else:
        words = "utter_anger_to_person" if task.handoff == "anger" else "utter_grave_to_person"
    ended = replace(talk.without_top(), next_act=())  # what else she wished the person hears
    return Step(ended, (Say(words, {"number": ticket.id}),), QueueHandoff(_reason(task, ticket)))


def _reason(task: CareTask, ticket: TicketView) -> Reason:
    """What is urgent before her tone and her wish for a person."""
    if task.category == "harassment":
        return Reason.HARASSMENT
    if ticket.type == "safety":
        return Reason.SAFETY
    if ticket.severity == "critical":
        return Reason.CRITICAL_TICKET
    return Reason(task.handoff) if task.handoff else Reason.GRAVE_TICKET


def _in_queue(talk: Talk, task: CareTask, ticket: TicketView, again: bool) -> Step:
    """Who waits for a person is asked nothing: the ticket is there when somebody comes."""
    said = () if again else (Say("utter_care_noted_in_queue", {"number": ticket.id}),)
    effect = QueueHandoff(_reason(task, ticket)) if _needs_person(task, ticket) else None
    return Step(talk.without_top(), said, effect)
