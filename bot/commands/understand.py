"""``understand``: messages in, frames of the requirement schema out; read-only."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot import bootstrap
from bot.commands.roles import reading_rasa, until_rasa_answers
from bot.domain.errors import AdapterError
from bot.ports import Dialogue
from bot.settings import Settings, SettingsError
from bot.usecases.understand import understand
from bot.zh.asked import CONTEXTS, NOTHING

HELP = "print what messages mean: TEXT, or one JSON object per line on stdin"

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_SIDE_BY_SIDE = 8
"""Messages on their way to Rasa at a time: enough to keep it busy."""


class BadLine(Exception):
    """One line that names the fault of an input line."""


@dataclass(frozen=True)
class Question:
    text: str
    now: datetime
    context: str
    id: Any = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "texts", nargs="*", metavar="TEXT", help="messages; without any, JSON lines are read from stdin"
    )
    parser.add_argument("--now", type=_instant, metavar="INSTANT", help="when they were written, with its offset")
    parser.add_argument(
        "--context",
        choices=CONTEXTS,
        default=NOTHING,
        metavar="CONTEXT",
        help=f"what was asked last: {', '.join(CONTEXTS)}",
    )


async def run(args: argparse.Namespace, settings: Settings) -> int:
    now = args.now or bootstrap.clock_of(settings).now()
    async with AsyncExitStack() as stack:
        dialogue = await _dialogue(stack, settings)
        if args.texts:
            lines: Iterable[str] = (json.dumps({"text": text}) for text in args.texts)
        else:
            lines = _lines()
        return await answer_lines(dialogue, lines, now, args.context)


async def _dialogue(stack: AsyncExitStack, settings: Settings) -> Dialogue:
    """The Rasa that is given or runs already, else one of our own for as long as this takes."""
    dialogue = await stack.enter_async_context(bootstrap.open_dialogue(settings))
    if await dialogue.is_ready():
        return dialogue
    if settings.rasa_url:
        raise SettingsError(f"RASA_URL: no Rasa answers at {settings.rasa_url}")
    own = await reading_rasa(stack, settings)
    dialogue = await stack.enter_async_context(bootstrap.open_dialogue(own))
    if not await until_rasa_answers(dialogue):
        raise SettingsError(f"Rasa does not answer; see {settings.var / 'rasa.log'}")
    return dialogue


def _lines() -> Iterator[str]:
    """Standard input as it comes; what is no UTF-8 is told of as a bad line, not as an end."""
    for line in sys.stdin.buffer:
        text = line.decode("utf-8", errors="replace")
        if text.strip():
            yield text


async def answer_lines(dialogue: Dialogue, lines: Iterable[str], now: datetime, context: str) -> int:
    """Prints one object per line, in order and as soon as it can; 1 if any line could not be read or answered."""
    asked: asyncio.Queue[asyncio.Task[dict[str, Any]] | None] = asyncio.Queue(_SIDE_BY_SIDE)
    reader = asyncio.create_task(_ask(dialogue, iter(lines), now, context, asked))
    status = 0
    while (task := await asked.get()) is not None:
        answered = await task
        status = 1 if "error" in answered else status
        print(json.dumps(answered, ensure_ascii=False), flush=True)
    await reader
    return status


async def _ask(
    dialogue: Dialogue,
    lines: Iterator[str],
    now: datetime,
    context: str,
    asked: asyncio.Queue[asyncio.Task[dict[str, Any]] | None],
) -> None:
    while (line := await asyncio.to_thread(next, lines, None)) is not None:
        await asked.put(asyncio.create_task(_answered(dialogue, line, now, context)))
    await asked.put(None)


async def _answered(dialogue: Dialogue, line: str, now: datetime, context: str) -> dict[str, Any]:
    try:
        question = question_of(line, now, context)
    except BadLine as fault:
        return {**_id_of(line), "error": str(fault)}
    own_id = {} if question.id is None else {"id": question.id}
    try:
        return {**own_id, **await understand(dialogue, question.text, question.now, question.context)}
    except (AdapterError, OverflowError, ValueError) as error:
        return {**own_id, "error": str(error)}


def question_of(line: str, now: datetime, context: str) -> Question:
    """One input line; ``now`` and ``context`` hold where the line has none. Raises ``BadLine``."""
    given = _object(line)
    text = given.get("text")
    if not isinstance(text, str):
        raise BadLine('"text" is missing or no string')
    asked = given.get("context") or context
    if asked not in CONTEXTS:
        raise BadLine(f'"context" is none of {", ".join(CONTEXTS)}')
    try:
        when = _instant(given["now"]) if given.get("now") else now
    except (argparse.ArgumentTypeError, TypeError) as error:
        raise BadLine(f'"now": {error}') from error
    # A lone half of a surrogate pair can stand in JSON, but in no UTF-8 that goes over the wire.
    return Question(text.encode("utf-8", errors="replace").decode(), when, asked, given.get("id"))


def _object(line: str) -> dict[str, Any]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:  # also a number of too many digits
        raise BadLine(f"no JSON: {error}") from error
    if not isinstance(given, dict):
        raise BadLine("no JSON object")
    return given


def _id_of(line: str) -> dict[str, Any]:
    try:
        given = _object(line)
    except BadLine:
        return {}
    return {"id": given["id"]} if "id" in given else {}


def _instant(said: str) -> datetime:
    try:
        instant = datetime.fromisoformat(said)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{said!r} is no instant such as 2026-11-23T10:00:00+08:00") from error
    if instant.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{said!r} has no offset, such as +08:00")
    if not _FIRST_YEAR < instant.year < _LAST_YEAR:
        raise argparse.ArgumentTypeError(f"{said!r} lies outside {_FIRST_YEAR} to {_LAST_YEAR}")
    return instant
