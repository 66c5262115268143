from __future__ import annotations

import argparse
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.commands import menu
from bot.domain.errors import InvalidData
from bot.settings import Settings
from tests.integration.simulator.harness import CONFIG, Simulator, starting


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with starting() as begin:
        yield await begin()


@pytest.fixture(autouse=True)
def _log_apart() -> Iterator[None]:
    """The log has its own stream in the program; here it only must not mix with what the command prints."""
    with capture_logs():
        yield


def _settings(base: str, secret: str = CONFIG.app_secret) -> Settings:
    given = {"WECHAT_API_BASE": base, "WECHAT_APP_ID": CONFIG.app_id, "WECHAT_APP_SECRET": secret}
    return Settings.from_env(given, env_file=None)


def _args(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    menu.add_arguments(parser)
    return parser.parse_args(words)


async def test_the_menu_is_pushed_shown_and_deleted(simulator: Simulator, capsys: pytest.CaptureFixture[str]):
    settings = _settings(simulator.base)
    assert await menu.run(_args("push"), settings) == 0
    assert capsys.readouterr() == ("menu pushed: 我要预约, 我的预约, 帮助\n", "")
    assert await menu.run(_args("show"), settings) == 0
    shown = json.loads(capsys.readouterr().out)
    assert [button["name"] for button in shown["menu"]["button"]] == ["我要预约", "我的预约", "帮助"]
    assert await menu.run(_args("delete"), settings) == 0
    assert capsys.readouterr() == ("menu deleted\n", "")
    assert await menu.run(_args("show"), settings) == 0
    assert json.loads(capsys.readouterr().out) == {}


async def test_a_refusal_of_the_platform_is_one_line(simulator: Simulator, capsys: pytest.CaptureFixture[str]):
    assert await menu.run(_args("push"), _settings(simulator.base, secret="not-the-secret")) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("menu: WeChat did not push the menu: errcode 40125 (invalid appsecret")
    assert err.count("\n") == 1


async def test_a_platform_that_cannot_be_reached_is_one_line(capsys: pytest.CaptureFixture[str]):
    assert await menu.run(_args("show"), _settings("http://127.0.0.1:9")) == 1
    told = "menu: WeChat did not show the menu: no answer (not sent: ClientConnectorError)\n"
    assert capsys.readouterr() == ("", told)


async def test_a_menu_with_too_many_buttons_is_refused_before_it_is_sent(tmp_path: Path):
    file = tmp_path / "menu.yml"
    file.write_text("button:\n" + "  - {name: 好, type: click, key: 好}\n" * 4, encoding="utf-8")
    with pytest.raises(InvalidData, match="1 to 3 buttons"):
        await menu.run(_args("push", "--file", str(file)), _settings("http://127.0.0.1:9"))
