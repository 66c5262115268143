"""Checks what needs Rasa itself: the training data, the test conversations on the trained model, the components."""

from __future__ import annotations

import re
import subprocess
import sys

import model
import progress
from progress import ROOT, StepFailed, say

RASA = [".venv-rasa/bin/python", "-m", "rasa"]
REPORTS = ROOT / ".cache" / "dialogue"
EXPECTED = (
    "The example '",  # one text, two intents: an answer means what was asked, which the block's context says
    "The utterance '",  # Rasa sees no response used: bot/dialogue speaks them; tests/test_house.py compares both ways
    "The intent 'channel_event' is listed",  # an event of the channel is never said, so it has no examples
)


def main() -> None:
    _validate()
    _converse()
    say("components:")
    command = [".venv-rasa/bin/python", "-m", "pytest", "-q", "--disable-warnings", "tests/dialogue"]
    if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
        raise StepFailed("components: see above")


def _validate() -> None:
    check = [*RASA, "data", "validate", "--config", "config.yml", "--domain", "domain.yml", "--data", *model.data()]
    said = re.findall(r"UserWarning: (.*)", progress.run("training data", check, model.QUIET))
    if unexpected := [warning for warning in said if not warning.startswith(EXPECTED)]:
        raise StepFailed("training data: " + " | ".join(unexpected))


def _converse() -> None:
    test = [
        *RASA, "test", "core", "--model", str(model.MODEL), "--stories", "tests/dialogue",
        "--endpoints", "/dev/null", "--out", str(REPORTS), "--no-plot", "--fail-on-prediction-errors",
    ]  # fmt: skip
    try:
        said = progress.run("test conversations", test, model.QUIET)
    except StepFailed:
        failed = REPORTS / "failed_test_stories.yml"
        say(failed.read_text(encoding="utf-8") if failed.exists() else "")
        raise
    told = re.search(r"Correct:\s+(\d+) / (\d+)", said)
    if told is None or told.group(2) == "0":
        raise StepFailed("test conversations: none were found in tests/dialogue")
    say(f"test conversations: {told.group(1)} of {told.group(2)} as expected")


if __name__ == "__main__":
    sys.exit(progress.guarded(main))
