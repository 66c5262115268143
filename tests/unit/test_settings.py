from __future__ import annotations

import pytest

from bot.settings import Settings, SettingsError


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_HTTP_PORT", "eighty"),
        ("BOT_SECRET_KEYS", "short"),
        ("BOT_TIMEZONE", "Asia/Nowhere"),
        ("BOT_CLOCK", "2026-11-23T10:00:00"),
        ("BOT_DATABASE_URL", "mysql://x/y"),
        ("BOT_DATABASE_URL", "postgresql://host:notaport/bot"),
        ("BOT_REDIS_URL", "http://localhost"),
        ("WECHAT_MODE", "open"),
        ("BOT_HANDOFF", "phone"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(name, value):
    with pytest.raises(SettingsError) as error:
        Settings.from_env({name: value}, None)
    assert str(error.value).startswith(f"{name}: ")
    assert "\n" not in str(error.value)


def test_a_missing_setting_is_named():
    with pytest.raises(SettingsError, match=r"^WECHAT_TOKEN is not set$"):
        Settings.from_env({}, None).demanded("wechat_token")


def test_a_key_of_the_wrong_length_is_named():
    with pytest.raises(SettingsError, match="WECHAT_AES_KEY"):
        Settings.from_env({"WECHAT_AES_KEY": "abc"}, None)


def test_the_database_file_lies_under_var_unless_another_is_given():
    assert Settings.from_env({"BOT_VAR": "x"}, None).database_url == "sqlite+aiosqlite:///x/bot.db"
    given = Settings.from_env({"BOT_VAR": "x", "BOT_DATABASE_URL": "postgresql://h/d"}, None)
    assert (given.database_url, given.has_own_database) == ("postgresql://h/d", False)


def test_children_get_no_secret_of_ours():
    settings = Settings.from_env({"PATH": "/bin", "BOT_SECRET_KEYS": "a" * 16, "WECHAT_APP_SECRET": "s"}, None)
    assert settings.for_children == {"PATH": "/bin"}


def test_the_environment_outweighs_the_file(tmp_path):
    file = tmp_path / "env"
    file.write_text("BOT_HTTP_PORT=1111\nBOT_ACTIONS_PORT=2222\n")
    settings = Settings.from_env({"BOT_HTTP_PORT": "3333"}, file)
    assert (settings.http_port, settings.actions_port) == (3333, 2222)
