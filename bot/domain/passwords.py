"""Passwords of accounts: made up, hashed with argon2id, compared. Slow on purpose: call from a thread."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.domain.errors import InvalidData

SHORTEST = 10
LONGEST = 200
_WORD_BYTES = 12

# OWASP's first recommendation for argon2id.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

NOBODYS = _HASHER.hash(secrets.token_urlsafe(_WORD_BYTES))
"""Compared with where there is no such account, so that an unknown name takes as long as a wrong password."""


def new_password() -> str:
    return secrets.token_urlsafe(_WORD_BYTES)


def hashed(password: str) -> str:
    """Raises ``InvalidData`` for one that is too short to be one."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise InvalidData(f"a password has {SHORTEST} to {LONGEST} characters")
    return _HASHER.hash(password)


def fits(password_hash: str, password: str) -> bool:
    if len(password) > LONGEST:
        return False
    try:
        return _HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
