"""Checks what needs Rasa itself: the training data, the test conversations on the trained model, the components."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import model
import nlu_cases
import progress
from progress import ROOT, StepFailed, say

RASA = [".venv-rasa/bin/python", "-m", "rasa"]
REPORTS = ROOT / ".cache" / "dialogue"
LEAST_RIGHT = 0.95
"""Of the development messages: less means that training data or pipeline were broken."""
EXPECTED = (
    "The example '",  # one text, two intents: an answer means what was asked, which the block's context says
    "The utterance '",  # Rasa sees no response used: bot/dialogue speaks them; tests/test_house.py compares both ways
    "The intent 'channel_event' is listed",  # an event of the channel is never said, so it has no examples
)


def main() -> None:
    _validate()
    _recognise()
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


def _recognise() -> None:
    """What a message means first, by Rasa's own measure; `make evaluate` tells more."""
    cases, reports = REPORTS / "messages.yml", REPORTS / "nlu"
    nlu_cases.write(cases)
    test = [
        *RASA, "test", "nlu", "--model", str(model.MODEL), "--nlu", str(cases), "--out", str(reports),
        "--no-plot", "--no-errors",
    ]  # fmt: skip
    progress.run("first intents", test, model.QUIET)
    report = json.loads((reports / "intent_report.json").read_text(encoding="utf-8"))
    right, messages = report["accuracy"], report["weighted avg"]["support"]
    if right < LEAST_RIGHT:
        raise StepFailed(f"first intents: {right:.1%} of {messages} are right, and {LEAST_RIGHT:.0%} must be")
    say(f"first intents: {right:.1%} of {messages} as expected")


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
