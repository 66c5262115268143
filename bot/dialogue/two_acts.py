"""Two things wished of two orders in one message; the second waits for the first: 周四那单取消 周六的改到周日下午."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue import change_task, restore_task
from bot.dialogue.described import meant
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.order_change import names_new_time
from bot.dialogue.requests import requests_from
from bot.dialogue.talk import Talk
from bot.dialogue.understanding import frame_from
from bot.zh.adding import start_of_another
from bot.zh.asked import NOTHING
from bot.zh.extract import find
from bot.zh.moving import shift_of
from bot.zh.normalise import normalise
from bot.zh.of_order import wishes_a_new_one
from bot.zh.order_asked import has_forgotten_when
from bot.zh.order_mention import calls_off
from bot.zh.questions import asks
from bot.zh.refusal import refuses
from bot.zh.series_scope import ends
from bot.zh.taking_back import cancelled_wrongly, wants_back

BOOK = "book_service"
CANCEL, MOVE, RESTORE = "cancel_booking", "reschedule_booking", "restore_booking"
_CLAUSE = re.compile(r"[^,。;!\s]+")
_PIECE = re.compile(r"[^,。;!?\s]+[?]?")
_WHEN = re.compile(r"几点|几号|礼拜几|星期几|周几|哪天|啥辰光|什么时候|几时")
_RESTORES = re.compile(r"(?<!不)(?<!别)恢复|还原")
_CANCELS = re.compile(r"取消|退[了掉]?(?=$|[,。吧])|不要了|作废|删")


def apart(talk: Talk, frame: Frame, facts: Facts) -> tuple[Frame, Frame] | None:
    """The message as two, one for each order; ``None`` where it wishes one thing, or two of the same order."""
    if (beside := _and_a_new_one(talk, frame, facts)) is not None:
        return beside
    cancelled = tuple(one for one in facts.cancelled if one.id == talk.order_id)
    orders = len(facts.upcoming) + (len(facts.cancelled) if _RESTORES.search(normalise(frame.text)) else len(cancelled))
    sounds = frame.has("book_service", "inform", "affirm", "deny", "abandon") and not wishes_a_new_one(frame.text)
    if orders < 2 or not (frame.has(CANCEL, MOVE, RESTORE, "change_booking") or sounds):
        return None
    acts = _of_the_wrong_one(frame, facts) if cancelled and facts.upcoming else []
    acts = acts or _acts(frame.text)
    if len(acts) != 2 or acts[0][0] == acts[1][0] != MOVE:
        return None
    first, second = (_frame(frame, act, text, facts) for act, text in acts)
    of_first, of_second = (_order(talk, one, facts) for one in (first, second))
    return (first, second) if of_first and of_second and of_first != of_second else None


def _and_a_new_one(talk: Talk, frame: Frame, facts: Facts) -> tuple[Frame, Frame] | None:
    """打扫改到周四，另外周六再约个师傅洗油烟机: something done with an order, and a booking of its own behind it."""
    start = start_of_another(frame.text)
    if not facts.upcoming or not start:
        return None
    head, rest = frame.text[:start], frame.text[start:]
    acts = _acts(head)
    booking = _of_booking(rest, facts)
    if len(acts) != 1 or acts[0][0] not in (MOVE, CANCEL) or booking.request.service is None:
        return None
    first = _frame(frame, *acts[0], facts)
    order = _order(talk, first, facts) or (facts.upcoming[0].id if len(facts.upcoming) == 1 else None)
    return (first, booking) if order else None


def _of_the_wrong_one(frame: Frame, facts: Facts) -> list[tuple[str, str]]:
    """弄反了 要取消的是打扫, right behind a cancel: what was cancelled is to be back, and the other one is to go."""
    if not (cancelled_wrongly(frame.text) or wants_back(frame.text)):
        return []
    goes = [clause[0] for clause in _CLAUSE.finditer(normalise(frame.text)) if _act(clause[0]) == CANCEL]
    named = [text for text in goes if (said := meant(facts.upcoming, text, facts)).named and said.only is not None]
    return [(RESTORE, "恢复刚刚取消的那个"), (CANCEL, named[0])] if len(named) == 1 else []


def ended_and_asked(frame: Frame, facts: Facts) -> tuple[Frame, Frame] | None:
    """每周三的打扫停掉 洗油烟机的是礼拜六几点啊: a series that is to end, and a visit that is asked about."""
    if not facts.series or not frame.has("check_booking", CANCEL, "ask_availability") or not asks(frame.text):
        return None
    pieces = _PIECE.findall(normalise(frame.text))
    told = [one for one in pieces if ends(one) and not asks(one)]
    first = pieces.index(told[0]) if told else 0
    asked = [one for one in pieces[first + 1 :] if one not in told]
    if not told or not any(has_forgotten_when(one) or _WHEN.search(one) for one in asked):
        return None
    before = " ".join((*pieces[:first], *told))
    return _frame(frame, CANCEL, before, facts), _frame(frame, "check_booking", " ".join(asked), facts)


def waiting(frame: Frame) -> tuple[str, ...]:
    """The act as it is kept until the one before it is done."""
    return (frame.intents[0], frame.text)


def taken_up(kept: tuple[str, ...], facts: Facts) -> Frame:
    act, text = kept
    if act == BOOK:
        return _of_booking(text, facts)
    return _frame(Frame("", confidence=1.0), act, text, facts)


def _of_booking(text: str, facts: Facts) -> Frame:
    """The piece as a wish of its own, read like a message."""
    entities = [{"entity": one.kind, "start": one.start, "end": one.end, "value": one.value} for one in find(text)]
    readings = {NOTHING: {"intents": [{"name": BOOK, "confidence": 1.0}], "clauses": []}}
    return frame_from({"text": text, "readings": readings, "entities": entities}, facts.at)


def _acts(text: str) -> list[tuple[str, str]]:
    """Each act with its piece of the text; what says no act of its own belongs to the one before."""
    found: list[tuple[str, str]] = []
    head = ""
    for clause in _CLAUSE.finditer(normalise(text)):
        said = text[clause.start() : clause.end()]
        act = _act(clause[0])
        if act is None and not found:
            head += said + " "
        elif act is None:
            found[-1] = (found[-1][0], f"{found[-1][1]} {said}")
        else:
            found.append((act, head + said))
            head = ""
    return found


def act_of(clause: str) -> str:
    """What one piece of a text wishes of an order; empty where it says neither."""
    return _act(normalise(clause).strip(" ,。;!")) or ""


def _act(clause: str) -> str | None:
    if names_new_time(clause) or shift_of(clause) is not None:
        return MOVE
    if _RESTORES.search(clause):
        return RESTORE
    cancels = _CANCELS.search(clause) is not None and not refuses(clause, "取消")
    return CANCEL if cancels or calls_off(clause) else None


def _frame(frame: Frame, act: str, text: str, facts: Facts) -> Frame:
    values = [{"entity": one.kind, "start": one.start, "end": one.end, "value": one.value} for one in find(text)]
    requests = requests_from(text, values, facts.now, moving=act == MOVE)
    return replace(frame, text=text, intents=(act,), requests=requests)


def _order(talk: Talk, frame: Frame, facts: Facts) -> str | None:
    """The one order that the piece names."""
    if frame.has(RESTORE):
        said = restore_task.meant_of(talk, frame.text, facts)
        return said.only.id if said.only is not None else None
    if frame.has(CANCEL):
        said = meant(facts.upcoming, frame.text, facts)
    else:
        said = change_task.meant_of(talk, frame, facts, None)
    return said.only.id if said.named and said.only is not None else None
