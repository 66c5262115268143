"""What is asked beside a complaint and has an answer: what putting it right costs, how long a refund takes."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue import care_words
from bot.dialogue.care_answers import asks_rework_price, fills
from bot.dialogue.caring import CompleteTicket, TicketView
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.resuming import resumed
from bot.dialogue.step import Say, Step
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import CareTask
from bot.zh.after_visit import clauses
from bot.zh.grievance import has_it_redone, is_of_coming_again, remedy_of
from bot.zh.normalise import normalise
from bot.zh.questions import asks, asks_back, asks_the_cost
from bot.zh.solving import asks_refund_days, asks_whether_it_comes

_WHEN = re.compile(r"什么时[候间]|啥时候?|几时|哪一?天|几号|多久|啥辰光|几点")


def answered(talk: Talk, frame: Frame, facts: Facts) -> Step | None:
    """``None`` where nothing of that is asked."""
    if asks_refund_days(frame.text) and (ticket := _of_refund(talk, facts)) is not None:
        days = str(facts.catalogue.policies.care.refund_working_days)
        said = care_words.progress(facts, "refund")
        if not (ticket.refund or ticket.refund_paid):
            said = Say("utter_care_refund_days", {"days": days, "state": said.values["state"]})
        return resumed(replace(talk, misunderstood=0), (said,), facts)
    if (awaited := _awaited(talk, frame, facts)) is not None:
        return resumed(replace(talk, misunderstood=0), (Say("utter_care_coming", {"state": awaited}),), facts)
    if _asks_when_redone(talk, frame):
        return resumed(replace(talk, misunderstood=0), (care_words.progress(facts),), facts)
    if not asks_rework_price(talk, frame) or not asks_back(frame.text) or _names_it(frame):
        return None
    said = Say("utter_care_rework_free")
    if not _wishes_it(frame):
        return resumed(replace(talk, misunderstood=0), (said,), facts)
    task = talk.top if isinstance(talk.top, CareTask) else CareTask(ticket_id=talk.ticket_id, told=True, seen_to=True)
    noting = replace(task, asked="care:opening", options=(), remedy="rework", asked_remedy=True)
    heard = talk.with_top(noting) if isinstance(talk.top, CareTask) else replace(talk, tasks=(noting,))
    effect = CompleteTicket(task.ticket_id, words=frame.text.strip(), remedy="rework")
    return Step(replace(heard, misunderstood=0), (said,), effect)


def _awaited(talk: Talk, frame: Frame, facts: Facts) -> str | None:
    """今天还来不来了, once it is noted that nobody has come: how that stands."""
    ticket = next((one for one in facts.tickets if one.is_open and one.id == talk.ticket_id), None)
    if ticket is None or ticket.type != "no_show" or not asks_whether_it_comes(frame.text):
        return None
    return str(care_words.progress(facts, "no_show").values["state"])


def _asks_when_redone(talk: Talk, frame: Frame) -> bool:
    """那什么时候来重洗, while a ticket is talked of: how that stands, and no order."""
    told = bool(talk.ticket_id) and (talk.top is None or isinstance(talk.top, CareTask))
    asked = _WHEN.search(normalise(frame.text)) is not None and is_of_coming_again(frame.text)
    return told and asked and not fills(frame) and not frame.has("book_service", "complain")


def _wishes_it(frame: Frame) -> bool:
    """重新来弄一下吧 会再收钱吗: wished in the same breath; 重洗不会再收我钱吧 asks of what was wished already."""
    apart = [clause for clause in clauses(frame.text) if not (asks_the_cost(clause) or asks(clause))]
    return any(remedy_of(clause) == "rework" and is_of_coming_again(clause) for clause in apart)


def _names_it(frame: Frame) -> bool:
    """免费返工吧: chosen, in our own words, and nothing asked."""
    return has_it_redone(frame.text) and not asks(frame.text)


def _of_refund(talk: Talk, facts: Facts) -> TicketView | None:
    """The open ticket about money, or the one that is talked of."""
    opened = [one for one in facts.tickets if one.is_open]
    of_money = [one for one in opened if one.type == "refund" or one.remedy == "refund"]
    return next(iter(of_money), None) or next((one for one in opened if one.id == talk.ticket_id), None)
