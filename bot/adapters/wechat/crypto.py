"""Signatures and encryption of the callback: wechatpy's pieces with their checks repaired."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import secrets

from wechatpy.crypto.base import WeChatCipher
from wechatpy.utils import WeChatSigner

from bot.domain.errors import AdapterError, InvalidData

BLOCK = 32
"""Padding fills to 32 bytes although the cipher's own block is 16."""

_KEY = re.compile(r"[A-Za-z0-9+/]{43}")
_CREATED = re.compile(r"<CreateTime>(\d+)</CreateTime>")
_REPLY = """<xml>
<Encrypt><![CDATA[{encrypt}]]></Encrypt>
<MsgSignature><![CDATA[{signature}]]></MsgSignature>
<TimeStamp>{timestamp}</TimeStamp>
<Nonce><![CDATA[{nonce}]]></Nonce>
</xml>"""


class WireError(AdapterError):
    """A request at the callback that is not a push for us; nothing of it may be worked on or answered."""

    code = "wire_error"


class Forged(WireError):
    """Not signed or not sealed by someone who has our secrets."""

    code = "forged"


class Malformed(WireError):
    """Signed, but not what the protocol describes."""

    code = "malformed"


class TooLarge(WireError):
    """Larger than any push of the platform."""

    code = "too_large"


class Envelope:
    """Checks, opens and seals what passes through the callback of one account.

    ``encoding_aes_key`` is the 43-character EncodingAESKey; it may be empty for an account in plain mode.
    Source: official page 消息加解密说明.
    """

    def __init__(self, token: str, encoding_aes_key: str, app_id: str) -> None:
        if encoding_aes_key and not _KEY.fullmatch(encoding_aes_key):
            raise InvalidData("EncodingAESKey must be 43 letters and digits")
        self._token = _bytes(token)
        self._app_id = _bytes(app_id)
        # Some keys have their two spare bits set; a strict decoder refuses them.
        self._key = base64.b64decode(encoding_aes_key + "=") if encoding_aes_key else b""

    def check_signature(self, signature: str, timestamp: str, nonce: str) -> bool:
        """The signature of the query alone; it does not cover the body."""
        return _equal(signature, self._sign(timestamp, nonce))

    def check_msg_signature(self, msg_signature: str, timestamp: str, nonce: str, encrypt: str) -> bool:
        """The signature that covers the encrypted body."""
        return _equal(msg_signature, self._sign(timestamp, nonce, encrypt))

    def decrypt(self, encrypt: str) -> bytes:
        """The message inside ``Encrypt``. Raises ``Malformed`` for what is no cipher text, ``Forged`` for the rest."""
        if not self._key:
            raise Malformed("an encrypted push, but no key is configured")
        try:
            sealed = base64.b64decode(_bytes(encrypt), validate=True)
        except binascii.Error as error:
            raise Malformed("Encrypt is not base64") from error
        if not sealed or len(sealed) % BLOCK:
            raise Malformed("Encrypt is not made of whole blocks")
        plain: bytes = WeChatCipher(self._key).decrypt(sealed)
        pad = plain[-1]
        if not 1 <= pad <= BLOCK or not hmac.compare_digest(plain[-pad:], bytes([pad]) * pad):
            raise Forged("wrong padding")
        content = plain[16:-pad]
        length = int.from_bytes(content[:4], "big")
        if len(content) < 4 or length > len(content) - 4:
            raise Forged("wrong length")
        if not hmac.compare_digest(content[4 + length :], self._app_id):
            raise Forged("sealed for another account")
        return content[4 : 4 + length]

    def encrypt(self, xml: str, nonce: str, timestamp: int | None = None, random16: bytes | None = None) -> str:
        """The encrypted reply XML to the request that carried ``nonce``.

        ``timestamp`` is the clock's unix time; without it the reply's own CreateTime is taken.
        """
        if not self._key:
            raise InvalidData("a reply cannot be encrypted without EncodingAESKey")
        if timestamp is None:
            created = _CREATED.search(xml)
            if created is None:
                raise InvalidData("a reply without CreateTime needs a timestamp")
            timestamp = int(created[1])
        message = xml.encode()
        plain = (random16 or secrets.token_bytes(16)) + len(message).to_bytes(4, "big") + message + self._app_id
        pad = BLOCK - len(plain) % BLOCK
        sealed = base64.b64encode(WeChatCipher(self._key).encrypt(plain + bytes([pad]) * pad)).decode()
        signature = self._sign(str(timestamp), nonce, sealed)
        safe_nonce = nonce.replace("]]>", "]]]]><![CDATA[>")
        return _REPLY.format(encrypt=sealed, signature=signature, timestamp=timestamp, nonce=safe_nonce)

    def _sign(self, *parts: str) -> str:
        signer = WeChatSigner()
        signer.add_data(self._token, *map(_bytes, parts))
        return str(signer.signature)


def _bytes(text: str) -> bytes:
    """UTF-8 even for what a query string can smuggle in (lone surrogates)."""
    return text.encode("utf-8", "surrogatepass")


def _equal(given: str, expected: str) -> bool:
    return hmac.compare_digest(_bytes(given), _bytes(expected))
