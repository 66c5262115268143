"""Runs in the Rasa environment: train the peer, read messages with a model."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-rasa/bin/python"
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONWARNINGS": "ignore",
}


@dataclass(frozen=True)
class Run:
    """What a model made of the messages; ``train_seconds`` with Rasa's start."""

    parses: Mapping[str, Mapping[str, Any]]
    ms: Sequence[float]
    resident_mb: float
    train_seconds: float

    @property
    def median_ms(self) -> float:
        return statistics.median(self.ms)


def ours(messages: Path, folder: Path) -> Run:
    """The product's own pipeline, trained anew for its time."""
    began = time.perf_counter()
    _train("config.yml", "nlu_data/nlu", folder, "ours")
    return _read(folder / "ours.tar.gz", messages, time.perf_counter() - began)


def diet(messages: Path, folder: Path, epochs: int) -> Run:
    """Rasa's default pipeline for Chinese on the same examples."""
    (folder / "nlu.yml").write_text(_as_one_label(), encoding="utf-8")
    config = (
        Path(__file__).with_name("diet.yml").read_text(encoding="utf-8").replace("epochs: EPOCHS", f"epochs: {epochs}")
    )
    (folder / "config.yml").write_text(config, encoding="utf-8")
    began = time.perf_counter()
    _train(folder / "config.yml", folder / "nlu.yml", folder, "diet")
    return _read(folder / "diet.tar.gz", messages, time.perf_counter() - began)


def _as_one_label() -> str:
    """Our examples with all intents of a message as one label, without what was asked: Rasa has no place for it."""
    blocks: dict[str, list[str]] = {}
    for file in sorted((ROOT / "nlu_data/nlu").glob("*.yml")):
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            label = "+".join((block["intent"], *block.get("metadata", {}).get("also", ())))
            blocks.setdefault(label, []).append(block["examples"].rstrip("\n"))
    told = [
        {"intent": label, "examples": "\n".join(dict.fromkeys("\n".join(texts).splitlines())) + "\n"}
        for label, texts in blocks.items()
    ]
    text: str = yaml.safe_dump({"version": "3.1", "nlu": told}, allow_unicode=True, width=10_000)
    return text


def _read(model: Path, messages: Path, train_seconds: float) -> Run:
    output = run_rasa("-m", "bot.nlu.read_file", model, messages)
    lines = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
    read, last = lines[:-1], lines[-1]
    return Run(
        {line["id"]: line["parse"] for line in read}, [line["ms"] for line in read], last["resident_mb"], train_seconds
    )


def _train(config: str | Path, examples: str | Path, folder: Path, name: str) -> None:
    """Without Rasa's cache: what an earlier run has trained is trained again."""
    run_rasa(
        "-m", "rasa", "train", "nlu", "--config", config, "--nlu", examples, "--out", folder,
        "--fixed-model-name", name, cache=folder / "cache",
    )  # fmt: skip


def run_rasa(*words: str | Path, cache: Path | None = None) -> str:
    """What that environment's Python prints; ``SystemExit`` with its last words where it fails."""
    own_cache = {"RASA_CACHE_DIRECTORY": str(cache)} if cache else {}
    done = subprocess.run(
        [str(PYTHON), *map(str, words)],
        cwd=ROOT,
        env={**os.environ, **QUIET, **own_cache},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, words[:4]))} failed:\n{done.stderr[-2000:]}")
    return done.stdout
