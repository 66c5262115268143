"""``nlu``: what was misunderstood, and what was labelled of it as examples for training."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from bot import bootstrap
from bot.commands.nlu_file import LEARNED, merged, messages_apart
from bot.domain.miss import MissFilter, MissState
from bot.ports import Deps
from bot.settings import Settings
from bot.zh.anonymous import anonymous

HELP = "list what was misunderstood, and export what was labelled as training data"

_FOLDER = Path("nlu_data/nlu")
_APART = Path("tests/golden/understanding")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    misses = actions.add_parser("misses", help="print what was misunderstood, the newest first")
    misses.add_argument("--state", choices=[*(state.value for state in MissState), "all"], default="open")
    misses.add_argument("--limit", type=int, default=50, metavar="N")
    misses.add_argument("--json", action="store_true", help="print JSON lines")
    export = actions.add_parser("export", help=f"write the labelled ones into {LEARNED} of a folder of Rasa examples")
    export.add_argument("--out", type=_folder, default=_FOLDER, metavar="DIR", help=f"default: {_FOLDER}")
    export.add_argument(
        "--apart", type=Path, default=_APART, metavar="DIR",
        help=f"messages to measure on, which are never trained on; default: {_APART}",
    )  # fmt: skip


def _folder(said: str) -> Path:
    folder = Path(said)
    if not folder.is_dir():
        raise argparse.ArgumentTypeError(f"{said} is no folder")
    return folder


async def run(args: argparse.Namespace, settings: Settings) -> int:
    async with bootstrap.open_deps(settings) as deps:
        if args.action == "misses":
            await _list(deps, args)
        else:
            await _export(deps, args.out, args.apart)
    return 0


async def _list(deps: Deps, args: argparse.Namespace) -> None:
    state = None if args.state == "all" else MissState(args.state)
    async with deps.uow() as uow:
        found = await uow.misses.found(MissFilter(state, limit=args.limit))
    for miss in found:
        said, at = anonymous(miss.text), miss.at.astimezone(deps.zone)
        if args.json:
            row = {
                "id": miss.id, "at": at.isoformat(), "reason": miss.reason.value, "asked": miss.asked, "text": said,
                "intents": list(miss.intents), "confidence": round(miss.confidence, 3), "state": miss.state.value,
            }  # fmt: skip
            print(json.dumps(row, ensure_ascii=False))
        else:
            read = ", ".join(miss.intents) or "-"
            print(f"{miss.id:>5}  {at:%m-%d %H:%M}  {miss.reason.value:<9}  {miss.asked:<18}  {said}  [{read}]")
    if not found and not args.json:
        print("nothing")


async def _export(deps: Deps, folder: Path, apart: Path) -> None:
    async with deps.uow() as uow:
        labelled = await uow.misses.labelled()
    file = merged(folder, labelled, messages_apart(apart))
    if file.added:
        (folder / LEARNED).write_text(file.text, encoding="utf-8")
    known = len(labelled) - file.added
    print(f"{folder / LEARNED}: {file.added} examples added, {known} known already or kept apart")
    if file.added:
        print("train and measure before and after: make evaluate")
