"""``replay``: play transcripts to the running bot and print where it deviates from them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot import bootstrap
from bot.adapters.clock import ShiftedClock
from bot.commands.replay_file import Transcript, read_transcripts
from bot.domain.errors import InvalidData
from bot.replay.bot_road import BotRoad
from bot.replay.judging import Deviation
from bot.replay.play import Played, play_all
from bot.settings import Settings, SettingsError

HELP = "play transcripts (YAML) to the running bot and print where it deviates from them"

_OK, _DEVIATES, _SKIPPED = "ok", "deviates", "skipped"
_NO_CLOCK = "it moves the clock, and this bot runs without BOT_CLOCK"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE", help="a transcript, or a folder of them")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="this one; may be repeated")
    parser.add_argument("--side-by-side", type=int, default=4, metavar="N", help="so many at a time (default: 4)")
    parser.add_argument("--json", action="store_true", help="one JSON object a conversation, with all that was said")


async def run(args: argparse.Namespace, settings: Settings) -> int:
    chosen = _chosen(read_transcripts(args.paths), args.only)
    async with bootstrap.open_deps(settings) as deps:
        if not await deps.dialogue.is_ready():
            raise SettingsError("no bot is running here: start one with `python -m bot serve --demo`")
        move = deps.clock.advance if isinstance(deps.clock, ShiftedClock) else None
        skipped = [one for one in chosen if move is None and one.conversation.moves_the_clock]
        playable = [one.conversation for one in chosen if one not in skipped]
        results = await play_all(playable, lambda: BotRoad(deps, move), max(args.side_by_side, 1))
    by_name = {played.conversation.name: played for played in results}
    for transcript in chosen:
        played = by_name.get(transcript.conversation.name)
        print(_as_json(transcript, played) if args.json else _as_text(transcript, played), flush=True)
    deviating = sum(bool(played.deviations) for played in results)
    if not args.json:
        ok = len(results) - deviating
        print(f"{len(chosen)} conversations: {ok} ok, {deviating} deviating, {len(skipped)} skipped")
    return 1 if deviating else 0


def _chosen(transcripts: Sequence[Transcript], only: Sequence[str]) -> list[Transcript]:
    known = {one.conversation.name for one in transcripts}
    for name in only:
        if name not in known:
            raise InvalidData(f"no conversation is called {name!r}")
    return [one for one in transcripts if not only or one.conversation.name in only]


def _result(played: Played | None) -> str:
    return _SKIPPED if played is None else _DEVIATES if played.deviations else _OK


def _as_text(transcript: Transcript, played: Played | None) -> str:
    lines = [f"{_result(played):<8}  {transcript.conversation.name}"]
    if played is None:
        lines[0] += f": {_NO_CLOCK}"
    lines += [line for deviation in (played.deviations if played else ()) for line in in_lines(deviation)]
    return "\n".join(lines)


def in_lines(deviation: Deviation) -> list[str]:
    """A deviation for a person: where, what was expected, what came."""
    where = {None: "at the end", 0: "before it begins"}.get(deviation.turn, f"turn {deviation.turn}: {deviation.said}")
    came = deviation.came.replace("\n", "\n              ")
    return [f"    {where}", f"      expected  {deviation.what}: {deviation.expected}", f"      came      {came}"]


def _as_json(transcript: Transcript, played: Played | None) -> str:
    plain: dict[str, Any] = {
        "name": transcript.conversation.name,
        "file": str(transcript.file),
        "line": transcript.line,
        "result": _result(played),
    }
    if played is not None:
        plain["deviations"] = [{**asdict(one), "kind": one.kind.value} for one in played.deviations]
        plain["turns"] = [
            {"said": list(map(str, one.said)), "reply": one.reply.text, "asked": one.state.asked}
            for one in played.exchanges
        ]
    return json.dumps(plain, ensure_ascii=False)
