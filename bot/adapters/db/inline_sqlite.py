"""SQLite in the event loop's own thread, behind the face of an aiosqlite connection.

aiosqlite hands every step of every statement to a thread and back, which costs several times what the statement does:
ours touch a few rows of an index and take tens of microseconds. What may really take time keeps nobody else waiting: a
statement that another process's writer keeps busy is tried again, and a commit, which waits for the disk, has a thread.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Self, TypeVar

T = TypeVar("T")

_FIRST_PAUSE = 0.001
_LONGEST_PAUSE = 0.02
_DISK = ThreadPoolExecutor(max_workers=4, thread_name_prefix="sqlite-commit")
"""Of their own, so that no commit waits behind whatever else is computed aside."""


async def connect(database: str, patience: float) -> InlineConnection:
    """A connection in autocommit mode (we write our own BEGIN); ``patience`` in seconds per busy statement."""
    opened = sqlite3.connect(database, timeout=0, isolation_level=None, check_same_thread=False)
    return InlineConnection(opened, patience)


class InlineConnection:
    """What SQLAlchemy's aiosqlite dialect asks of a connection."""

    def __init__(self, connection: sqlite3.Connection, patience: float) -> None:
        self._connection: sqlite3.Connection | None = connection
        self._patience = patience

    def cursor(self) -> InlineCursor:
        return InlineCursor(self._open().cursor(), self.patiently)

    async def create_function(self, *args: Any, **options: Any) -> None:
        self._open().create_function(*args, **options)

    async def commit(self) -> None:
        connection = self._open()
        await self.patiently(connection.commit, _aside)

    async def rollback(self) -> None:
        self._open().rollback()

    async def close(self) -> None:
        self.stop()

    def stop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    async def patiently(self, step: Callable[[], T], run: Callable[[Callable[[], T]], Awaitable[T]] | None = None) -> T:
        """The step's result; a busy database is asked again until the patience is over."""
        loop = asyncio.get_running_loop()
        given_up_at = loop.time() + self._patience
        pause = _FIRST_PAUSE
        while True:
            try:
                return step() if run is None else await run(step)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or loop.time() >= given_up_at:
                    raise
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            raise sqlite3.ProgrammingError("the connection is closed")
        return self._connection


async def _aside(step: Callable[[], T]) -> T:
    """The step's result, from a thread; who is cancelled meanwhile waits for its end all the same, as the connection
    is still in its hands."""
    done = asyncio.get_running_loop().run_in_executor(_DISK, step)
    cancelled: asyncio.CancelledError | None = None
    while not done.done():
        try:
            await asyncio.wait({done})
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        done.exception()  # looked at: nobody else will
        raise cancelled
    return done.result()


class InlineCursor:
    """What SQLAlchemy's aiosqlite dialect asks of a cursor."""

    def __init__(self, cursor: sqlite3.Cursor, patiently: Callable[[Callable[[], Any]], Any]) -> None:
        self._cursor = cursor
        self._patiently = patiently
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    @property
    def description(self) -> Any:
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._cursor.lastrowid

    async def execute(self, operation: str, parameters: Sequence[Any] = ()) -> None:
        await self._patiently(lambda: self._cursor.execute(operation, parameters))

    async def executemany(self, operation: str, parameters: Sequence[Sequence[Any]]) -> None:
        await self._patiently(lambda: self._cursor.executemany(operation, parameters))

    async def fetchone(self) -> Any:
        return self._cursor.fetchone()

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        return self._cursor.fetchmany(size or self.arraysize)

    async def fetchall(self) -> list[Any]:
        return self._cursor.fetchall()

    async def close(self) -> None:
        self._cursor.close()
