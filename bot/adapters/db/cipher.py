"""Encryption of personal data at rest, and keyed hashes to search by."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.domain.errors import InvalidData

_NONCE = 12
_KEY_ID = 4
_DIGITS_OF_A_MOBILE = 11


class _Key:
    """What one secret gives: an encryption key, a search key and a short id that says which secret sealed a value."""

    def __init__(self, secret: str) -> None:
        self.aead = AESGCM(_derived(secret, b"encryption"))
        self.search = _derived(secret, b"search")
        self.id = _derived(secret, b"id")[:_KEY_ID]


class Cipher:
    """AES-256-GCM under rotating secrets: the first one seals, all of them open.

    ``purpose`` names what a value is (``customer``, ``booking``): a sealed value opens only as what it was sealed as.
    A sealed value is key id (4 bytes), nonce (12), ciphertext and tag.
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        if not secrets or any(len(secret) < 16 for secret in secrets):
            raise ValueError("every secret key needs at least 16 characters")
        self._keys = [_Key(secret) for secret in secrets]
        self._by_id = {key.id: key for key in self._keys}

    def seal(self, value: Any, purpose: str) -> bytes:
        """A value of plain JSON types, encrypted under the first secret."""
        key = self._keys[0]
        nonce = os.urandom(_NONCE)
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        return key.id + nonce + key.aead.encrypt(nonce, plain, purpose.encode())

    def open(self, sealed: bytes, purpose: str) -> Any:
        """The value again; ``InvalidData`` if no secret fits or the bytes were changed."""
        key = self._by_id.get(sealed[:_KEY_ID])
        if key is None:
            raise InvalidData(f"a stored {purpose} was sealed with a key that BOT_SECRET_KEYS does not have")
        nonce, body = sealed[_KEY_ID : _KEY_ID + _NONCE], sealed[_KEY_ID + _NONCE :]
        try:
            return json.loads(key.aead.decrypt(nonce, body, purpose.encode()))
        except InvalidTag as error:
            raise InvalidData(f"a stored {purpose} was changed or is damaged") from error

    def phone_hash(self, phone: str) -> str:
        """What a phone is stored under; empty for no phone."""
        return _hash(self._keys[0], phone) if phone else ""

    def phone_hashes(self, phone: str) -> list[str]:
        """Everything a phone may be stored under: one hash for each secret, so that a rotation keeps the search."""
        return [_hash(key, phone) for key in self._keys] if phone else []


def _hash(key: _Key, phone: str) -> str:
    digits = "".join(filter(str.isdigit, phone))
    if len(digits) > _DIGITS_OF_A_MOBILE and digits.startswith("86"):
        digits = digits[2:]
    return hmac.new(key.search, digits.encode(), hashlib.sha256).hexdigest()


def _derived(secret: str, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=b"jiazheng-bot", info=info).derive(secret.encode())
