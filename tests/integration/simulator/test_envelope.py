"""The platform's encryption against the printed sample of the official page, and against damaged cipher text."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from bot.simulator.envelope import Envelope, signature
from bot.simulator.errors import EnvelopeError

KEY = "A" * 43
APP_ID = "wxba5fad812f8e6fb9"
SAMPLE = "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="
envelope = Envelope("AAAAA", KEY, APP_ID)


def encrypted(plain: bytes) -> str:
    """Bytes exactly as given, without any padding of ours."""
    encryptor = Cipher(algorithms.AES(bytes(32)), modes.CBC(bytes(16))).encryptor()
    return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()


def framed(message: bytes, app_id: str = APP_ID) -> bytes:
    return bytes(16) + len(message).to_bytes(4, "big") + message + app_id.encode()


def padded(plain: bytes, block: int = 32) -> bytes:
    pad = block - len(plain) % block
    return plain + bytes([pad]) * pad


def test_the_printed_sample_is_reproduced() -> None:
    made = envelope.encrypt('{"demo_resp":"good luck"}', random=b"707722b803182950")
    assert made == SAMPLE
    assert envelope.sign("1713424427", "415670741", made) == "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1"
    assert envelope.decrypt(SAMPLE) == '{"demo_resp":"good luck"}'


def test_the_printed_signature_is_reproduced() -> None:
    assert signature("AAAAA", "1714036504", "1514711492") == "f464b24fc39322e44b38aa78f5edd27bd1441696"


@given(st.text())
def test_what_is_encrypted_is_decrypted_again(message: str) -> None:
    sealed = envelope.encrypt(message)
    assert len(base64.b64decode(sealed)) % 32 == 0
    assert envelope.decrypt(sealed) == message


@pytest.mark.parametrize(
    ("plain", "reason"),
    [
        (padded(framed(b"x" * 26), block=16), "the cipher text is not padded to 32 bytes"),
        (framed(b"x" * 25) + bytes([33]), "wrong padding"),
        (framed(b"x" * 25) + bytes([0]), "wrong padding"),
        (framed(b"x" * 25)[:-7] + bytes([9] * 7 + [8]), "wrong padding"),
        (padded(bytes(16) + b"\xff\xff\xff\xff" + APP_ID.encode()), "wrong length"),
        (padded(b"short"), "wrong length"),
        (padded(framed(b"x", "wxffffffffffffffff")), "encrypted for another appid"),
        (padded(framed(b"\xff\xfe")), "the message is not UTF-8"),
    ],
)
def test_damaged_plain_text_is_refused_with_its_reason(plain: bytes, reason: str) -> None:
    whole = plain if len(plain) % 16 == 0 else plain + bytes(16 - len(plain) % 16)
    with pytest.raises(EnvelopeError, match=reason):
        envelope.decrypt(encrypted(whole))


@pytest.mark.parametrize("text", ["", "not base64!", "AAAA"])
def test_text_that_is_no_cipher_is_refused(text: str) -> None:
    with pytest.raises(EnvelopeError):
        envelope.decrypt(text)
