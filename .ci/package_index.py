"""Where packages come from: what pip was told on this machine, in the words uv understands."""

from __future__ import annotations

import ast
import os
import subprocess
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

_RANK = {":env:": 3, "install": 2, "global": 1}
"""Which of pip's sections wins."""


def as_uv_reads_it(python: Path) -> dict[str, str]:
    """Variables for uv from the settings of ``python``'s pip; what is set for uv itself is left alone."""
    settings = _of_pip(python)
    given: dict[str, str] = {}
    if index := settings.get("index-url"):
        given["UV_DEFAULT_INDEX"] = index
    if extra := _present(settings.get("extra-index-url", "")):
        given["UV_INDEX"] = " ".join(extra)
        # pip takes the wanted version from whichever index has it; uv would stop at the first that knows the name.
        given["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    if links := _present(settings.get("find-links", "")):
        given["UV_FIND_LINKS"] = ",".join(links)
    if hosts := settings.get("trusted-host", "").split():
        given["UV_INSECURE_HOST"] = " ".join(hosts)
    if (cert := settings.get("cert")) and Path(cert).is_file():
        given["SSL_CERT_FILE"] = cert
    return {name: value for name, value in given.items() if name not in os.environ}


def _of_pip(python: Path) -> dict[str, str]:
    """pip's settings by their names; nothing when that Python has no pip."""
    listed = subprocess.run([python, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False)
    found: dict[str, tuple[int, str]] = {}
    for line in listed.stdout.splitlines():
        name, _, quoted = line.partition("=")
        section, _, key = name.partition(".")
        rank = _RANK.get(section, 0)
        if rank > found.get(key, (0, ""))[0]:
            found[key] = (rank, str(ast.literal_eval(quoted)))
    return {key: value for key, (_, value) in found.items()}


def _present(places: str) -> list[str]:
    """Without folders that are not there: pip only warns of them, uv would stop."""
    return [place for place in places.split() if _is_remote(place) or Path(_path(place)).exists()]


def _is_remote(place: str) -> bool:
    return "://" in place and not place.startswith("file:")


def _path(place: str) -> str:
    return url2pathname(urlsplit(place).path) if place.startswith("file:") else place
