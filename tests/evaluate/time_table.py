"""The time suite: our reading and, where they are installed, the peers', by the suite's own scorer."""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.evaluate import times

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / ".venv-peers/bin/python"
PEER_SCRIPT = Path(__file__).with_name("peers_time.py")
_ROW = re.compile(r"(?P<kind>\w+)\s+n=\s*(?P<count>\d+)\s+anchor\s+[\d.]+%\s+full\s+(?P<full>[\d.]+)%")


def report(cases_file: Path | None, scorer: Path | None) -> None:
    """Prints one table; one line that says so where the suite is not at hand."""
    if cases_file is None or scorer is None or not cases_file.is_file() or not scorer.is_file():
        print("time expressions: left out, no suite was given (--time-cases, --time-scorer)")
        return
    cases: list[dict[str, Any]] = json.loads(cases_file.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        systems = {"ours": _ours(cases), **_peers(cases_file, folder)}
        tables = {system: _scored(cases_file, scorer, run, folder) for system, run in systems.items()}
    kinds = list(tables["ours"])
    print("| time expressions, full | cases | " + " | ".join(systems) + " |")
    print("| --- | --- | " + " | ".join("---" for _ in systems) + " |")
    for kind in kinds:
        count = tables["ours"][kind][0]
        print(f"| {kind} | {count} | " + " | ".join(f"{tables[system][kind][1]:.1f} %" for system in systems) + " |")
    print("| median ms | | " + " | ".join(f"{run['ms']:.2f}" for run in systems.values()) + " |")


def _ours(cases: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    times.entities("预热", str(cases[0]["reference"]))
    spent = []
    for case in cases:
        began = time.perf_counter()
        times.entities(str(case["text"]), str(case["reference"]))
        spent.append((time.perf_counter() - began) * 1000)
    return {**times.predictions(cases), "ms": statistics.median(spent)}


def _peers(cases_file: Path, folder: Path) -> dict[str, dict[str, Any]]:
    if not PEERS.is_file():
        print("peers: left out, their environment is missing (make evaluate builds it)", file=sys.stderr)
        return {}
    runs = {}
    for peer in ("jionlp", "recognizers"):
        output = folder / f"{peer}.json"
        subprocess.run([PEERS, PEER_SCRIPT, peer, cases_file, output], cwd=ROOT, check=True, capture_output=True)
        runs[peer] = json.loads(output.read_text(encoding="utf-8"))
    return runs


def _scored(cases: Path, scorer: Path, run: Mapping[str, Any], folder: Path) -> dict[str, tuple[int, float]]:
    file = folder / "predictions.json"
    file.write_text(json.dumps({"meta": {}, "pred": run["pred"]}, ensure_ascii=False), encoding="utf-8")
    done = subprocess.run([sys.executable, scorer, cases, file], capture_output=True, text=True, check=True)
    return {row["kind"]: (int(row["count"]), float(row["full"])) for row in _ROW.finditer(done.stdout)}
