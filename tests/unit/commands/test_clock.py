from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from bot.commands import clock
from bot.domain.errors import InvalidData
from bot.settings import Settings, SettingsError


def _args(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    clock.add_arguments(parser)
    return parser.parse_args(words)


def _settings(folder: Path, **more: str) -> Settings:
    return Settings.from_env({"BOT_VAR": str(folder), **more}, env_file=None)


async def test_advancing_the_clock_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    settings = _settings(tmp_path, BOT_CLOCK="2026-11-23T10:00:00+08:00")
    assert await clock.run(_args("show"), settings) == 0
    assert await clock.run(_args("advance", "1d2h"), settings) == 0
    assert await clock.run(_args("show"), settings) == 0
    minutes = [line[:16] for line in capsys.readouterr().out.splitlines()]
    assert minutes == ["2026-11-23 10:00", "2026-11-24 12:00", "2026-11-24 12:00"]


async def test_the_machines_own_clock_is_not_moved(tmp_path: Path):
    with pytest.raises(SettingsError, match="BOT_CLOCK is not set"):
        await clock.run(_args("advance", "2h"), _settings(tmp_path))


@pytest.mark.parametrize("words", [("advance",), ("show", "2h"), ("advance", "soon")])
async def test_a_wrong_wish_is_refused(tmp_path: Path, words: tuple[str, ...]):
    with pytest.raises(InvalidData):
        await clock.run(_args(*words), _settings(tmp_path, BOT_CLOCK="2026-11-23T10:00:00+08:00"))
