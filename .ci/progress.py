"""Long steps of the house's scripts: run, watched by a line that counts seconds."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"


class StepFailed(Exception):
    """One line for a person: what went wrong and what to do."""


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def run(label: str, command: Sequence[str], env: Mapping[str, str] | None = None) -> str:
    """Runs ``command`` with its output in ``.cache/<script>.log``, and gives that output.

    Raises ``StepFailed`` with the line that tells most when it fails.
    """
    CACHE.mkdir(exist_ok=True)
    log = CACHE / f"{Path(sys.argv[0]).stem}.log"
    began = time.monotonic()
    with log.open("ab") as output:
        start = output.tell()
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        try:
            _watch(label, process, began)
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
            raise
    written = _from(log, start)
    if process.returncode != 0:
        raise StepFailed(f"{label}: {_telling_line(written)} (all of it: {log.relative_to(ROOT)})")
    return written


def guarded(main: object) -> int:
    """A script's exit status; its failure is one line, not a traceback."""
    assert callable(main)
    try:
        main()
    except StepFailed as failure:
        say(f"error: {failure}")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _watch(label: str, process: subprocess.Popen[bytes], began: float) -> None:
    live = sys.stderr.isatty()
    pause = 1.0 if live else 15.0
    if not live:
        say(f"{label} …")
    while True:
        try:
            process.wait(timeout=pause)
            break
        except subprocess.TimeoutExpired:
            line = f"{label} … {time.monotonic() - began:.0f} s"
            print(f"\r{line}" if live else line, end="" if live else "\n", file=sys.stderr, flush=True)
    outcome = "done" if process.returncode == 0 else "failed"
    head = "\r" if live else ""
    print(f"{head}{label}: {outcome} in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)


def _from(log: Path, start: int) -> str:
    with log.open("rb") as written:
        written.seek(start)
        return written.read().decode(errors="replace")


def _telling_line(written: str) -> str:
    lines = [line.strip() for line in written.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower()]
    return (errors or lines or ["it failed without a word"])[-1]
