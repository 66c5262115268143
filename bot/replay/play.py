"""Plays conversations over roads and notes what came."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.errors import BotError
from bot.replay.judging import Deviation, Kind, judge_end, judge_turn
from bot.replay.moments import Moment
from bot.replay.road import Broken, Reply, Road, State
from bot.replay.transcript import Conversation, Saying, Turn

MOST_ANSWERS = 12
"""So often she answers after her last line."""

_AT_ONCE = timedelta(0)
_AS_GOOD_AS_THEN = timedelta(minutes=15)
"""A clock that has passed the beginning by less is not moved a whole week on."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One turn: what the customer wrote (nothing where time went by), what came, and how things stood then."""

    said: tuple[Saying, ...]
    reply: Reply
    state: State

    @property
    def words(self) -> str:
        return " / ".join(map(str, self.said)) or "(time goes by)"

    @property
    def typed(self) -> int:
        """The characters of the customer's effort."""
        return sum(len(one.typed) for one in self.said)


@dataclass(slots=True)
class Played:
    """``before`` is the state in which it began; ``end`` are the deviations of the end state alone."""

    conversation: Conversation
    exchanges: list[Exchange] = field(default_factory=list)
    deviations: list[Deviation] = field(default_factory=list)
    before: State | None = None
    end: Sequence[Deviation] = ()

    @property
    def succeeded(self) -> bool:
        """Whether the end is as it should be, whatever was said on the way."""
        return self.before is not None and not self.end


async def play_all(
    conversations: Sequence[Conversation], road: Callable[[], Road], side_by_side: int = 4
) -> list[Played]:
    """Plays each over a road of its own, in any order; what comes back is in the order of ``conversations``.

    Those that lean on one provider's time are played after the others, and those that move the clock last, one after
    the other. One that deviates beside others is played again by itself, and that counts: they may have had the time
    that it was to get.
    """
    played: dict[str, Played] = {}
    free = asyncio.Semaphore(side_by_side)

    async def take(conversation: Conversation) -> None:
        async with free:
            played[conversation.name] = await play(conversation, road())

    moving = [one for one in conversations if one.moves_the_clock]
    still = [one for one in conversations if one not in moving]
    for leaning in (False, True):
        await asyncio.gather(*(take(one) for one in still if one.needs_the_company_alone is leaning))
    for conversation in still if side_by_side > 1 else ():
        if played[conversation.name].deviations:
            await take(conversation)
    while moving:
        # Each moves the clock on: what waits without a beginning of its own goes first, then what begins next.
        now = await road().now()
        following = min(moving, key=lambda one: _ahead(one, now))
        moving.remove(following)
        await take(following)
    return [played[one.name] for one in conversations]


async def play(conversation: Conversation, road: Road) -> Played:
    """Plays it from its beginning to its end, and leaves the company as it was."""
    played = Played(conversation)
    try:
        if conversation.begins is not None:
            await road.advance(until(conversation.begins, await road.now()))
        await road.arrange(conversation.given)
        played.before = await road.look()
        await _talk(played, road, played.before.now)
    except (Broken, BotError) as broken:
        number = len(played.exchanges) + 1 if played.before else 0
        told = Deviation(Kind.BROKEN, "conversation", "to go on", str(broken), number, _line(conversation, number))
        played.deviations.append(told)
        played.end = played.end or (told,)
    try:
        await road.leave()
    except (Broken, BotError) as broken:
        played.deviations.append(Deviation(Kind.BROKEN, "conversation", "to leave nothing behind", str(broken)))
    return played


def _ahead(conversation: Conversation, now: datetime) -> timedelta:
    return until(conversation.begins, now) if conversation.begins is not None else _AT_ONCE


def until(begins: Moment, now: datetime) -> timedelta:
    """How far to move the clock on; not at all where it shows that time already, or has just passed it."""
    start = begins.earliest(now - _AS_GOOD_AS_THEN)
    return max(start - now, _AT_ONCE)


async def _talk(played: Played, road: Road, began: datetime) -> None:
    conversation = played.conversation
    for number, turn in enumerate(conversation.talk, start=1):
        exchange = await _take(turn, road)
        played.exchanges.append(exchange)
        found = judge_turn(turn, exchange.reply, exchange.state, began)
        played.deviations += [replace(one, turn=number, said=exchange.words) for one in found]
    await _answer(played, road, began)
    played.end = judge_end(conversation.ends, played.exchanges[-1].state, began)
    played.deviations += played.end


async def _take(turn: Turn, road: Road) -> Exchange:
    if turn.wait is not None:
        await road.advance(turn.wait)
        return Exchange((), await road.meanwhile(), await road.look())
    if turn.agent is not None:
        return Exchange((), await road.act(turn.agent), await road.look())
    return Exchange(turn.customer, await road.say(turn.customer), await road.look())


async def _answer(played: Played, road: Road, began: datetime) -> None:
    """Goes on answering what is asked until all is as it should be at the end."""
    given: Counter[str] = Counter()
    for _ in range(MOST_ANSWERS):
        state = played.exchanges[-1].state
        text = played.conversation.answer_to(state.asked, given[state.asked])
        if text is None or not judge_end(played.conversation.ends, state, began):
            return
        given[state.asked] += 1
        said = (Saying(text=text),)
        played.exchanges.append(Exchange(said, await road.say(said), await road.look()))


def _line(conversation: Conversation, number: int) -> str:
    turns = conversation.talk
    return " / ".join(map(str, turns[number - 1].customer)) if 0 < number <= len(turns) else ""
