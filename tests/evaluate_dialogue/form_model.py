"""The plain form under ``tests/baseline``: trained on the product's own understanding, and served."""

from __future__ import annotations

import asyncio
import hashlib
import os
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.adapters.rasa_process import RasaCommand, keep_running
from tests.evaluate.rasa_runs import PYTHON, QUIET, ROOT, run_rasa
from tests.support.product import call, free_port

BASELINE = ROOT / "tests" / "baseline"
FOLDER = ROOT / "models" / "baseline"
MODEL = FOLDER / "form.tar.gz"
_LONGEST_START = 180.0


@dataclass(frozen=True)
class Served:
    """Where the form answers."""

    url: str
    token: str


def train() -> Path:
    """Trains it where anything it is made of has changed since."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    stamp, wanted = FOLDER / "form.sha256", _fingerprint()
    if MODEL.exists() and stamp.exists() and stamp.read_text() == wanted:
        return MODEL
    config = FOLDER / "config.yml"
    config.write_text(yaml.safe_dump(_config(), allow_unicode=True), encoding="utf-8")
    run_rasa(
        "-m", "rasa", "train", "--config", config, "--domain", BASELINE / "domain.yml",
        "--data", ROOT / "nlu_data" / "nlu", BASELINE / "rules.yml", "--out", FOLDER, "--fixed-model-name", "form",
        cache=FOLDER / "cache",
    )  # fmt: skip
    stamp.write_text(wanted)
    return MODEL


@asynccontextmanager
async def serve(model: Path) -> AsyncIterator[Served]:
    served = Served(f"http://127.0.0.1:{(port := free_port())}", secrets.token_hex(8))
    log = FOLDER / "rasa.log"
    command = RasaCommand(PYTHON, port, served.token, model, {**os.environ, **QUIET}, ROOT, log, endpoints=os.devnull)
    running = asyncio.create_task(keep_running(command))
    try:
        await _until_it_answers(served, log)
        yield served
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def _until_it_answers(served: Served, log: Path) -> None:
    ends = asyncio.get_running_loop().time() + _LONGEST_START
    while asyncio.get_running_loop().time() < ends:
        try:
            await asyncio.to_thread(call, f"{served.url}/status?token={served.token}")
        except OSError:
            await asyncio.sleep(0.5)
        else:
            return
    raise SystemExit(f"the form does not answer; see {log}")


def _config() -> dict[str, object]:
    """The form's policies over the product's pipeline."""
    ours = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    form: dict[str, object] = yaml.safe_load((BASELINE / "config.yml").read_text(encoding="utf-8"))
    return {**form, "pipeline": ours["pipeline"]}


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for file in _sources():
        digest.update(file.relative_to(ROOT).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    yield ROOT / "config.yml"
    for folder in (BASELINE, ROOT / "nlu_data" / "nlu", ROOT / "bot" / "nlu", ROOT / "bot" / "zh"):
        yield from sorted(file for file in folder.rglob("*") if file.is_file() and file.suffix != ".pyc")
