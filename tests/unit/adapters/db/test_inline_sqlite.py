from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.adapters.db import inline_sqlite


async def test_who_is_cancelled_during_a_commit_leaves_when_it_is_done(tmp_path: Path):
    file = str(tmp_path / "x.db")
    connection = await inline_sqlite.connect(file, patience=1)
    await connection.cursor().execute("CREATE TABLE told (word TEXT)")
    await connection.cursor().execute("BEGIN IMMEDIATE")
    await connection.cursor().execute("INSERT INTO told VALUES ('好')")
    committing = asyncio.create_task(connection.commit())
    await asyncio.sleep(0)
    committing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await committing
    await connection.close()
    other = sqlite3.connect(file)
    assert other.execute("SELECT word FROM told").fetchall() == [("好",)]
    other.close()
