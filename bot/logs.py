"""Log format (one JSON object a line, or readable lines), bound ids, and the masking of personal data."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_PHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})(?!\d)")
_OPENID = re.compile(r"(?<![0-9A-Za-z_-])o[0-9A-Za-z_-]{27}(?![0-9A-Za-z_-])")
_PASSWORD = re.compile(r"(://[^:/@\s]*:)[^@/\s]+@")
_SECRET_QUERY = re.compile(r"((?:token|secret|access_token|signature|appsecret)=)[^&\s\"']+")

_PERSONAL_FIELDS = frozenset({"text", "address", "phone", "name", "contact_name", "content", "recognition", "label"})


def masked(value: Any, key: str = "") -> Any:
    """A log value without what belongs to a person: phones, openids, secrets in URLs, and fields named as personal."""
    if key in _PERSONAL_FIELDS and value:
        return f"<{len(str(value))} characters>"
    if isinstance(value, str):
        value = _PHONE.sub(r"\1****\2", value)
        value = _OPENID.sub(lambda match: f"{match[0][:3]}…{match[0][-4:]}", value)
        value = _PASSWORD.sub(r"\1…@", value)
        return _SECRET_QUERY.sub(r"\1…", value)
    if isinstance(value, int) and not isinstance(value, bool) and _PHONE.fullmatch(str(value)):
        return masked(str(value))
    if isinstance(value, bytes):
        return f"<{len(value)} bytes>"
    if isinstance(value, dict):
        return {masked(name): masked(item, str(name)) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [masked(item) for item in value]
    return value


def _mask_event(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key in list(event):
        event[key] = masked(event[key], key)
    return event


def configure(as_json: bool, level: str = "INFO") -> None:
    """Sets up structlog and the standard library's logging, both to stderr, both masked."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _mask_event,
    ]
    as_text = structlog.dev.ConsoleRenderer(colors=False)
    renderer: Any = structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else as_text
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer]
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in ("aiohttp.access", "rasa_sdk", "alembic", "asyncio", "aiosqlite"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
