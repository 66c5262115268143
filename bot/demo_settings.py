"""Settings of demo mode: what is not given is made up once and kept under ``var/``."""

from __future__ import annotations

import base64
import json
import secrets
from pathlib import Path

from bot.settings import Settings


def with_demo_values(settings: Settings) -> Settings:
    """The settings with every secret and account value filled in; only for a laptop."""
    kept = _kept(settings.var)
    made: dict[str, str] = json.loads(kept.read_text()) if kept.is_file() else {}
    complete = {**_fresh(), **made}
    if complete != made:
        settings.var.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(json.dumps(complete, indent=1))
    values = settings.model_dump()
    for name, value in complete.items():
        if not values[name]:
            values[name] = (value,) if name == "secret_keys" else value
    if "wechat_api_base" not in settings.model_fields_set:
        values["wechat_api_base"] = f"http://127.0.0.1:{settings.simulator_port}"
    return Settings.model_validate(values)


def demo_log_ins(var: Path) -> dict[str, str]:
    """Secrets of the demo's agents by their role, made up once; only for a laptop."""
    kept = var / "demo_agents.json"
    if not kept.is_file():
        kept.touch(mode=0o600)
        kept.write_text(json.dumps({role: secrets.token_urlsafe(12) for role in ("agent", "supervisor")}, indent=1))
    made: dict[str, str] = json.loads(kept.read_text())
    return made


def as_in_demo(settings: Settings) -> Settings:
    """The settings as the demo on this machine runs with, if there is one and no secrets were given."""
    return with_demo_values(settings) if not settings.secret_keys and _kept(settings.var).is_file() else settings


def _kept(var: Path) -> Path:
    return var / "demo.json"


def _fresh() -> dict[str, str]:
    return {
        "secret_keys": secrets.token_urlsafe(32),
        "rasa_token": secrets.token_urlsafe(16),
        "actions_token": secrets.token_urlsafe(16),
        "wechat_app_id": "wx" + secrets.token_hex(8),
        "wechat_app_secret": secrets.token_hex(16),
        "wechat_original_id": "gh_" + secrets.token_hex(6),
        "wechat_token": secrets.token_hex(8),
        "wechat_aes_key": base64.b64encode(secrets.token_bytes(32)).decode().rstrip("="),
    }
