"""解决了吗: what staff think solved is closed by the customer's yes alone; her no opens it again in her words.

好的 and 谢谢 are said to anything: they are asked about once, and close nothing until the question stands right before.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.dialogue import choosing
from bot.dialogue.caring import CompleteTicket, SayWhetherSolved, TicketView, WordTaken
from bot.dialogue.effects import Outcome, Refused
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.solved_options import SOLVED_OPTIONS
from bot.dialogue.step import Say, Step, choices_of
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import SolvedTask
from bot.zh import tickets as zh
from bot.zh.solving import only_courtesy, says_solved, tells_solved

SOLVED = "care:solved"

_STILL_HEARD = timedelta(minutes=30)
"""A bare yes so long after the question may be one to something else."""


def noticed(talk: Talk, facts: Facts) -> Talk:
    """The talk with the question in it: on top if nothing was said since it was put, else beneath."""
    waiting = {ticket.id: ticket for ticket in facts.tickets if ticket.waits_for_word and ticket.asked_at is not None}
    kept = tuple(task for task in talk.tasks if not isinstance(task, SolvedTask) or task.ticket_id in waiting)
    talk = replace(talk, tasks=kept)
    in_talk = {task.ticket_id: task for task in kept if isinstance(task, SolvedTask)}
    for ticket in waiting.values():
        known = in_talk.get(ticket.id)
        if known is not None and (known.put_at is None or ticket.asked_at is None or ticket.asked_at <= known.put_at):
            continue
        task = SolvedTask(asked=SOLVED, options=SOLVED_OPTIONS, ticket_id=ticket.id, put_at=ticket.asked_at)
        is_last = talk.touched_at is None or (ticket.asked_at is not None and ticket.asked_at > talk.touched_at)
        others = tuple(one for one in talk.tasks if one is not known)
        talk = replace(talk, tasks=(*others, task) if is_last else (task, *others))
    return talk


def told_unasked(talk: Talk, frame: Frame, facts: Facts) -> Step | None:
    """问题解决了, with no question in the talk: it closes what staff think solved, and else is told to them."""
    beside = frame.has_details or frame.asks or (frame.has("complain") and not frame.is_doubtful)
    if talk.top is not None or beside or not tells_solved(frame.text):
        return None
    heard = replace(talk, misunderstood=0)
    waiting = [ticket for ticket in facts.tickets if ticket.waits_for_word]
    if len(waiting) > 1:
        task = SolvedTask(asked=SOLVED, options=SOLVED_OPTIONS, ticket_id=waiting[0].id)
        return ask_again(replace(heard, tasks=(task,)), task, facts)
    if waiting:
        task = SolvedTask(asked=SOLVED, options=SOLVED_OPTIONS, ticket_id=waiting[0].id)
        return Step(replace(heard, tasks=(task,)), (), SayWhetherSolved(task.ticket_id, True, frame.text.strip()))
    open_ = [ticket for ticket in facts.tickets if ticket.is_open]
    if not open_:
        return None
    return Step(heard, (Say("utter_ticket_told_solved"),), CompleteTicket(open_[0].id, frame.text.strip()))


def take(talk: Talk, task: SolvedTask, frame: Frame, facts: Facts) -> Step | None:
    option = choosing.chosen(task.options, frame)
    if option is not None:
        return Step(talk, (), SayWhetherSolved(task.ticket_id, option.value == "yes"))
    said, courtesy = says_solved(frame.text), only_courtesy(frame.text)
    complains = frame.has("complain") and not (said and frame.is_doubtful)
    refund = frame.has("request_refund") and not said
    if complains or refund or said is False or (frame.has("deny") and said is None and not courtesy):
        return Step(talk, (), SayWhetherSolved(task.ticket_id, False, frame.text.strip()))
    if frame.has_details or frame.asks:
        return None
    fresh = task.put_at is not None and facts.now - task.put_at <= _STILL_HEARD
    agrees = frame.has("affirm", "praise") and fresh and (task.again or not courtesy)
    if said or agrees:
        return Step(talk, (), SayWhetherSolved(task.ticket_id, True, frame.text.strip()))
    if not (courtesy or frame.has("affirm")):
        return None
    if task.again and fresh:
        return Step(talk, (Say("utter_ticket_left_open", {"number": task.ticket_id}),))
    return ask_again(talk, task, facts)


def after(talk: Talk, task: SolvedTask, outcome: Outcome, facts: Facts) -> Step:
    match outcome:
        case WordTaken(ticket=ticket) if ticket.is_open:
            values = {"number": ticket.id}
            return Step(talk.without_top(), (Say("utter_ticket_reopened", values),))
        case WordTaken(ticket=ticket):
            return Step(talk.without_top(), (Say("utter_ticket_closed", {"number": ticket.id}),))
        case Refused(code=code):
            return Step(talk.without_top(), (Say(f"utter_error_{code}"),))
        case _:
            return Step(talk)


def ask_again(talk: Talk, task: SolvedTask, facts: Facts) -> Step:
    ticket = next((one for one in facts.tickets if one.id == task.ticket_id), None)
    if ticket is None or not ticket.waits_for_word:
        return Step(talk.without_top())
    put = replace(task, put_at=facts.now, again=True)
    return Step(talk.with_top(put), (Say("utter_ticket_ask_solved", _question(ticket), choices_of(SOLVED_OPTIONS)),))


def _question(ticket: TicketView) -> dict[str, str]:
    return {"question": zh.ask_solved_again(ticket.type, ticket.id, ticket.solution).text}
