"""The Valkey that a laptop's own start brings along."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.adapters.redis import embedded


def test_one_that_was_left_behind_ends_as_the_next_begins(tmp_path: Path):
    left = embedded.start(tmp_path)
    following = embedded.start(tmp_path)
    try:
        assert (left.is_running(), following.is_running()) == (False, True)
    finally:
        following.stop()
        left.stop()


@pytest.mark.parametrize("written", ["", "no number", "1", "4000000"])
def test_a_file_that_names_no_valkey_ends_nothing(tmp_path: Path, written: str):
    (tmp_path / "valkey.pid").write_text(written)
    server = embedded.start(tmp_path)
    try:
        assert server.is_running()
    finally:
        server.stop()
