"""One frozen ``Settings``, read once from the environment or a ``.env`` file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

MIN_SECRET = 16
"""Characters of a secret key; a shorter one could be guessed."""


_FOR_CHILDREN = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "LD_LIBRARY_PATH")


class SettingsError(Exception):
    """One line that names the setting and what is wrong with it."""


class Settings(BaseModel):
    """Field aliases are the names of the contract."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    var: Path = Field(Path("var"), alias="BOT_VAR")
    database_url: str = Field("", alias="BOT_DATABASE_URL")
    redis_url: str = Field("", alias="BOT_REDIS_URL")
    secret_keys: tuple[str, ...] = Field((), alias="BOT_SECRET_KEYS")
    bind: str = Field("127.0.0.1", alias="BOT_BIND")
    http_port: int = Field(8080, alias="BOT_HTTP_PORT", ge=0, le=65535)
    console_port: int = Field(8081, alias="BOT_CONSOLE_PORT", ge=0, le=65535)
    console_cookie: Literal["auto", "secure", "plain"] = Field("auto", alias="BOT_CONSOLE_COOKIE")
    actions_port: int = Field(5055, alias="BOT_ACTIONS_PORT", ge=0, le=65535)
    metrics_port: int = Field(9090, alias="BOT_METRICS_PORT", ge=0, le=65535)
    rasa_port: int = Field(5005, alias="BOT_RASA_PORT", ge=0, le=65535)
    simulator_port: int = Field(8090, alias="BOT_SIMULATOR_PORT", ge=0, le=65535)
    timezone: str = Field("Asia/Shanghai", alias="BOT_TIMEZONE")
    clock: datetime | None = Field(None, alias="BOT_CLOCK")
    log_format: Literal["json", "text"] = Field("json", alias="BOT_LOG_FORMAT")
    handoff: Literal["console", "wechat_kf"] = Field("console", alias="BOT_HANDOFF")
    quiet_seconds: float = Field(1.5, alias="BOT_QUIET_SECONDS", ge=0, le=10)
    rasa_url: str = Field("", alias="RASA_URL")
    rasa_token: str = Field("", alias="RASA_TOKEN")
    actions_token: str = Field("", alias="BOT_ACTIONS_TOKEN")
    wechat_app_id: str = Field("", alias="WECHAT_APP_ID")
    wechat_app_secret: str = Field("", alias="WECHAT_APP_SECRET")
    wechat_original_id: str = Field("", alias="WECHAT_ORIGINAL_ID")
    wechat_token: str = Field("", alias="WECHAT_TOKEN")
    wechat_aes_key: str = Field("", alias="WECHAT_AES_KEY")
    wechat_mode: Literal["plain", "compat", "safe"] = Field("safe", alias="WECHAT_MODE")
    wechat_api_base: str = Field("https://api.weixin.qq.com", alias="WECHAT_API_BASE")
    wechat_account: Literal["service", "subscription"] = Field("service", alias="WECHAT_ACCOUNT")
    for_children: dict[str, str] = Field(default_factory=dict)
    """What a child process needs of our environment; our own settings and secrets stay with us."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str], env_file: Path | None = Path(".env")) -> Self:
        """Reads the environment over the ``.env`` file; raises ``SettingsError`` that names the setting."""
        filed = dotenv_values(env_file) if env_file is not None and env_file.is_file() else {}
        given = {key: value for key, value in {**filed, **environ}.items() if value}
        passed_on = {name: environ[name] for name in _FOR_CHILDREN if name in environ}
        try:
            return cls.model_validate({**given, "for_children": passed_on})
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(str(part) for part in first["loc"]) or "settings"
            raise SettingsError(f"{name}: {first['msg'].removeprefix('Value error, ')}") from error

    @field_validator("secret_keys", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value.startswith(("sqlite:", "sqlite+aiosqlite:", "postgresql:", "postgresql+asyncpg:")):
            raise ValueError("give a sqlite:/// or postgresql:// URL")
        return _with_port(value)

    @field_validator("redis_url")
    @classmethod
    def _known_redis(cls, value: str) -> str:
        if value and not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("give a redis:// URL")
        return _with_port(value)

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError) as error:
            raise ValueError(f"{value!r} is no time zone") from error
        return value

    @field_validator("clock")
    @classmethod
    def _aware(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("give an instant with its offset, e.g. 2026-11-23T10:00:00+08:00")
        return value

    @field_validator("secret_keys")
    @classmethod
    def _long_enough(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any(len(key) < MIN_SECRET for key in value):
            raise ValueError(f"every key needs at least {MIN_SECRET} characters")
        return value

    @model_validator(mode="before")
    @classmethod
    def _database_under_var(cls, given: dict[str, object]) -> dict[str, object]:
        if given.get("BOT_DATABASE_URL") or given.get("database_url"):
            return given
        var = given.get("BOT_VAR") or given.get("var") or "var"
        return {**given, "BOT_DATABASE_URL": f"sqlite+aiosqlite:///{var}/bot.db"}

    @model_validator(mode="after")
    def _aes_key_fits(self) -> Self:
        if self.wechat_aes_key and len(self.wechat_aes_key) != 43:
            raise ValueError("WECHAT_AES_KEY must have 43 characters")
        return self

    @property
    def has_own_database(self) -> bool:
        """Whether the database is the default file under ``var``."""
        return self.database_url == f"sqlite+aiosqlite:///{self.var}/bot.db"

    @property
    def has_secure_cookie(self) -> bool:
        """Whether browsers send the console's cookie over HTTPS alone; on loopback there is none."""
        if self.console_cookie == "auto":
            return self.bind not in ("127.0.0.1", "::1", "localhost")
        return self.console_cookie == "secure"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def demanded(self, *fields: str) -> Self:
        """Itself, or ``SettingsError`` naming the first of ``fields`` that is empty."""
        for field in fields:
            if not getattr(self, field):
                alias = type(self).model_fields[field].alias
                raise SettingsError(f"{alias} is not set")
        return self


def _with_port(url: str) -> str:
    """The URL, if its port is a number."""
    try:
        _ = urlsplit(url).port
    except ValueError as error:
        raise ValueError("the URL's port is no number") from error
    return url
