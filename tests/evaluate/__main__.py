"""``make evaluate``: how well messages apart from the training data are understood; the peers in the same run."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.dialogue.frame_text import as_json
from bot.dialogue.understanding import frame_from
from bot.zh.extract import find
from tests.evaluate import rasa_runs, time_table
from tests.evaluate.scoring import FIRST, LEVELS, REQUESTS, WHOLE, Counts, Tally

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "understanding"
Case = Mapping[str, Any]


def main() -> None:
    arguments = _arguments()
    files = arguments.messages or sorted(GOLDEN.glob("*.jsonl"))
    sets = {file.stem: _cases(file) for file in files}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        together = folder / "messages.jsonl"
        together.write_text(
            "\n".join(json.dumps(case, ensure_ascii=False) for cases in sets.values() for case in cases), "utf-8"
        )
        runs = {"ours": rasa_runs.ours(together, folder)}
        if arguments.epochs:
            runs[f"DIET, {arguments.epochs} epochs"] = rasa_runs.diet(together, folder, arguments.epochs)
    tallies = {
        (system, file): _tally(run.parses, cases) for system, run in runs.items() for file, cases in sets.items()
    }
    _print_systems(runs, tallies, sets)
    for file in sets:
        _print_keys(file, tallies["ours", file])
        if arguments.errors:
            _print_errors(tallies["ours", file])
    time_table.report(arguments.time_cases, arguments.time_scorer)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.evaluate", description=__doc__)
    parser.add_argument(
        "messages", nargs="*", type=Path, help="files of cases (default: all of tests/golden/understanding)"
    )
    parser.add_argument("--epochs", type=int, default=8, help="of the DIET peer; 0 leaves it out")
    parser.add_argument("--errors", action="store_true", help="print every message understood otherwise")
    parser.add_argument("--time-cases", type=Path, help="a suite of time expressions")
    parser.add_argument("--time-scorer", type=Path, help="the script that scores it")
    return parser.parse_args()


def _cases(file: Path) -> list[Case]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]


def _tally(parses: Mapping[str, Mapping[str, Any]], cases: Iterable[Case]) -> Tally:
    tally = Tally()
    for case in cases:
        parse = _with_readings(parses[case["id"]], case["text"])
        frame = frame_from(parse, datetime.fromisoformat(case["now"]), case.get("context", "none"))
        tally.add(case, as_json(frame))
    return tally


def _with_readings(parse: Mapping[str, Any], text: str) -> Mapping[str, Any]:
    """A peer's parse has one label and no values: its intents are taken apart, and bot.zh finds the values for it."""
    if "readings" in parse:
        return parse
    label = (parse.get("intent") or {}).get("name") or ""
    scored = [{"name": name, "confidence": parse["intent"]["confidence"]} for name in label.split("+") if name]
    values = [{"entity": item.kind, "start": item.start, "end": item.end, "value": item.value} for item in find(text)]
    return {**parse, "text": text, "entities": values, "readings": {"none": {"intents": scored, "clauses": []}}}


def _print_systems(
    runs: Mapping[str, rasa_runs.Run], tallies: Mapping[tuple[str, str], Tally], sets: Mapping[str, Sequence[Case]]
) -> None:
    print("| system | messages | first intent | intent-set F1 | requests | whole frame | ms | training s | MB |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for system, run in runs.items():
        for file, cases in sets.items():
            tally = tallies[system, file]
            figures = (
                f"{file} ({len(cases)})", _share(tally.share(FIRST)), _share(tally.counts["all", "intents"].f1),
                _share(tally.share(REQUESTS)), _share(tally.share(WHOLE)),
                f"{run.median_ms:.1f}", f"{run.train_seconds:.0f}", f"{run.resident_mb:.0f}",
            )  # fmt: skip
            print(f"| {system} | {' | '.join(figures)} |")
    print()


def _print_keys(file: str, tally: Tally) -> None:
    print(f"| {file} | values | precision | recall | F1 | " + " | ".join(LEVELS) + " |")
    print("| --- | --- | --- | --- | --- | " + " | ".join("---" for _ in LEVELS) + " |")
    for what in (FIRST, REQUESTS, WHOLE):
        levels = " | ".join(_share(tally.share(what, level)) for level in LEVELS)
        print(f"| {what} | {tally.lines['all']} | | | {_share(tally.share(what))} | {levels} |")
    keys = sorted(
        {key for level, key in tally.counts if level == "all"}, key=lambda key: -_size(tally.counts["all", key])
    )
    for key in keys:
        counts = tally.counts["all", key]
        levels = " | ".join(_share(tally.counts[level, key].f1) for level in LEVELS)
        figures = " | ".join(map(_share, (counts.precision, counts.recall, counts.f1)))
        print(f"| {key} | {_size(counts)} | {figures} | {levels} |")
    print()


def _size(counts: Counts) -> int:
    return counts.right + counts.missing


def _share(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f} %"


def _print_errors(tally: Tally) -> None:
    for text, faults in tally.wrong:
        print(text.replace("\n", " / "))
        for fault in faults:
            print(f"    {fault}")
    print()


if __name__ == "__main__":
    main()
