"""The platform's side of signatures and encryption (message encryption page of the official docs)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.simulator.errors import EnvelopeError

BLOCK = 32


def signature(*parts: str) -> str:
    """SHA-1 over the sorted parts, as the protocol prescribes."""
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


class Envelope:
    """Encrypts for and decrypts from one account. ``aes_key`` is the 43-character EncodingAESKey."""

    def __init__(self, token: str, aes_key: str, app_id: str) -> None:
        self._token = token
        self._app_id = app_id.encode()
        self._key = base64.b64decode(aes_key + "=")
        if len(self._key) != 32:
            raise EnvelopeError("the AES key does not decode to 32 bytes")

    def sign(self, timestamp: str, nonce: str, encrypted: str) -> str:
        return signature(self._token, timestamp, nonce, encrypted)

    def encrypt(self, message: str, random: bytes | None = None) -> str:
        body = message.encode()
        plain = (random or secrets.token_bytes(16)) + len(body).to_bytes(4, "big") + body + self._app_id
        pad = BLOCK - len(plain) % BLOCK
        encryptor = self._cipher().encryptor()
        return base64.b64encode(encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize()).decode()

    def decrypt(self, encrypted: str) -> str:
        """The message; raises ``EnvelopeError`` for bad base64, length, padding, receiver or UTF-8."""
        try:
            raw = base64.b64decode(encrypted, validate=True)
        except (binascii.Error, ValueError) as error:
            raise EnvelopeError("Encrypt is not base64") from error
        if not raw or len(raw) % BLOCK:
            raise EnvelopeError("the cipher text is not padded to 32 bytes")
        decryptor = self._cipher().decryptor()
        plain = decryptor.update(raw) + decryptor.finalize()
        pad = plain[-1]
        if not 1 <= pad <= BLOCK or plain[-pad:] != bytes([pad]) * pad:
            raise EnvelopeError("wrong padding")
        plain = plain[:-pad]
        length = int.from_bytes(plain[16:20], "big")
        if len(plain) < 20 or 20 + length > len(plain):
            raise EnvelopeError("wrong length")
        if not hmac.compare_digest(plain[20 + length :], self._app_id):
            raise EnvelopeError("encrypted for another appid")
        try:
            return plain[20 : 20 + length].decode()
        except UnicodeDecodeError as error:
            raise EnvelopeError("the message is not UTF-8") from error

    def _cipher(self) -> Cipher[modes.CBC]:
        return Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16]))
