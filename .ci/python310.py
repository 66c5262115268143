"""Finds a Python 3.10, which Rasa 3.6 needs: PATH, pyenv's versions, what uv knows."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

FIX = "no Python 3.10 found, which Rasa needs: install one with `{uv} python install 3.10` (or pyenv, or your system)"


def find(uv: Path | None) -> Path | None:
    """The interpreter itself, or None; ``uv`` is asked last, if there is one."""
    for candidate in (*_on_path(), *_of_pyenv()):
        if runs(candidate, (3, 10)):
            return candidate
    return _of_uv(uv) if uv is not None else None


def runs(python: Path, version: tuple[int, int]) -> bool:
    """Whether it starts and is of that version: pyenv's shims stand on PATH even for versions that are not active."""
    asked = f"import sys, venv; sys.exit(sys.version_info[:2] != {version!r})"
    try:
        return subprocess.run([python, "-c", asked], capture_output=True, timeout=30, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _on_path() -> Iterator[Path]:
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        if folder and (found := shutil.which("python3.10", path=folder)):
            yield Path(found)


def _of_pyenv() -> Iterator[Path]:
    for root in (os.environ.get("PYENV_ROOT"), Path.home() / ".pyenv"):
        if root:
            yield from sorted(Path(root).glob("versions/3.10.*/bin/python3.10"), reverse=True)


def _of_uv(uv: Path) -> Path | None:
    asked = [str(uv), "python", "find", "3.10", "--no-project", "--no-python-downloads"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    found = Path(answer.stdout.strip())
    return found if answer.returncode == 0 and runs(found, (3, 10)) else None
