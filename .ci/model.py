"""Trains `models/bot.tar.gz` when anything it is made of has changed."""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

import progress
from progress import ROOT, StepFailed

MODEL = ROOT / "models" / "bot.tar.gz"
STAMP = ROOT / "models" / "bot.sha256"
SOURCES = ("config.yml", "domain.yml", "nlu_data", "bot/__init__.py", "bot/nlu", "bot/zh")
READ_BY_RASA = ("nlu_data/nlu", "nlu_data/rules", "nlu_data/stories")
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}


def main() -> None:
    wanted = fingerprint()
    if MODEL.exists() and STAMP.exists() and STAMP.read_text() == wanted:
        return
    MODEL.parent.mkdir(exist_ok=True)
    STAMP.unlink(missing_ok=True)
    # --force: Rasa's own cache sees a component's class change, but not the modules of bot.zh behind it.
    train = [
        ".venv-rasa/bin/python", "-m", "rasa", "train", "--force", "--config", "config.yml", "--domain", "domain.yml",
        "--data", *data(), "--out", "models", "--fixed-model-name", "bot",
    ]  # fmt: skip
    progress.run("training the model", train, QUIET)
    if not MODEL.exists():
        raise StepFailed("training the model: Rasa wrote no model (see .cache/model.log)")
    STAMP.write_text(wanted)


def data() -> list[str]:
    """The folders of training data; there may be no stories beside the rules."""
    return [folder for folder in READ_BY_RASA if (ROOT / folder).is_dir()]


def fingerprint() -> str:
    """One hash over every file the model is made of, and over Rasa's pins."""
    digest = hashlib.sha256()
    for file in (*_files(), ROOT / "requirements" / "rasa.txt"):
        digest.update(f"{file.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(_content(file)).digest())
    return digest.hexdigest()


def _files() -> list[Path]:
    found: list[Path] = []
    for source in SOURCES:
        path = ROOT / source
        found += [path] if path.is_file() else (file for file in path.rglob("*") if file.is_file())
    return sorted(file for file in found if "__pycache__" not in file.parts and file.suffix != ".md")


def _content(file: Path) -> bytes:
    """Of the pins only the pins: a comment that moves is no reason to train."""
    content = file.read_bytes()
    return b"\n".join(re.findall(rb"^[\w.-]+==\S+", content, re.MULTILINE)) if file.suffix == ".txt" else content


if __name__ == "__main__":
    sys.exit(progress.guarded(main))
