"""Makes `.venv` (the program) and `.venv-rasa` (Rasa, Python 3.10) from the pins; does nothing when they are fresh."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import package_index
import progress
import python310
from progress import ROOT, StepFailed, say

APP = ROOT / ".venv"
APP_PINS = ROOT / "requirements" / "app.txt"
RASA = ROOT / ".venv-rasa"
RASA_PINS = ROOT / "requirements" / "rasa.txt"
PEERS = ROOT / ".venv-peers"
PEERS_PINS = ROOT / "requirements" / "peers.txt"


def main() -> None:
    if not _is_fresh(APP, APP_PINS):
        _make_app()
    if not _is_fresh(RASA, RASA_PINS):
        _make_rasa()


def make_peers() -> None:
    """What the evaluation compares itself with, beside the program's Python; nothing else needs it."""
    if _is_fresh(PEERS, PEERS_PINS):
        return
    folder = [str(APP / "bin" / "uv"), "venv", "-q", "--clear", "--python", str(_python_of(APP)), str(PEERS)]
    progress.run("peers' environment: folder", folder)
    _install("peers' environment", PEERS, PEERS_PINS)


def _make_app() -> None:
    python = _python_of(APP)
    if not any(python310.runs(python, (3, minor)) for minor in range(11, 20)):
        _make_app_folder()
    if not _has_uv():
        progress.run("program's environment: installer", [str(python), "-m", "pip", "install", "-q", _uv_pin()])
    _install("program's environment", APP, APP_PINS)


def _make_app_folder() -> None:
    try:
        progress.run("program's environment: folder", [sys.executable, "-m", "venv", "--clear", str(APP)])
    except StepFailed as failure:
        raise StepFailed(f"{failure}; on Debian and Ubuntu: apt-get install python3-venv") from failure


def _make_rasa() -> None:
    uv = APP / "bin" / "uv"
    if not python310.runs(_python_of(RASA), (3, 10)):
        python = python310.find(uv)
        if python is None:
            raise StepFailed(python310.FIX.format(uv=uv.relative_to(ROOT)))
        progress.run(
            "Rasa's environment: folder", [str(uv), "venv", "-q", "--clear", "--python", str(python), str(RASA)]
        )
    _install("Rasa's environment (about 2.7 GB)", RASA, RASA_PINS)


def _install(label: str, environment: Path, pins: Path) -> None:
    """Brings the environment to exactly the pins: by uv, or by pip where uv cannot reach the packages."""
    python = _python_of(environment)
    settings = package_index.as_uv_reads_it(_with_pip())
    by_uv = [str(APP / "bin" / "uv"), "pip", "sync", "--python", str(python), str(pins)]
    try:
        progress.run(label, by_uv, settings)
    except StepFailed as failure:
        say(f"{failure}; trying again with pip")
        # The pins are complete; pip would refuse where one of them overrides what a package asks for.
        by_pip = [str(_with_pip()), "-m", "pip", "--python", str(python), "install", "--no-deps", "-r", str(pins)]
        progress.run(f"{label}, by pip", by_pip)
    _stamp(environment).write_text(_wanted(pins))


def _is_fresh(environment: Path, pins: Path) -> bool:
    stamp = _stamp(environment)
    return _python_of(environment).exists() and stamp.is_file() and stamp.read_text() == _wanted(pins)


def _wanted(pins: Path) -> str:
    """Pins and place: the scripts of an environment name the folder it was made in."""
    return hashlib.sha256(pins.read_bytes() + os.fsencode(ROOT)).hexdigest()


def _stamp(environment: Path) -> Path:
    return environment / ".pins.sha256"


def _python_of(environment: Path) -> Path:
    return environment / "bin" / "python"


def _with_pip() -> Path:
    """A Python that has pip: the program's own, else the one that runs this."""
    own = _python_of(APP)
    asked = subprocess.run([own, "-c", "import pip"], capture_output=True, check=False)
    return own if asked.returncode == 0 else Path(sys.executable)


def _has_uv() -> bool:
    uv = APP / "bin" / "uv"
    if not uv.exists():
        return False
    answer = subprocess.run([uv, "--version"], capture_output=True, text=True, check=False)
    return answer.stdout.split()[1:2] == [_uv_pin().partition("==")[2]]


def _uv_pin() -> str:
    pin = re.search(r"^uv==\S+", APP_PINS.read_text(), re.MULTILINE)
    if pin is None:
        raise StepFailed(f"{APP_PINS.relative_to(ROOT)} has no pin of uv")
    return pin.group()


if __name__ == "__main__":
    sys.exit(progress.guarded(main))
