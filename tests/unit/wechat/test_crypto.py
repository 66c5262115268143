"""Signatures and sealing of the callback."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.adapters.wechat.codec import decode, encode_text_reply
from bot.adapters.wechat.crypto import Envelope, Forged, Malformed
from bot.adapters.wechat.xml import read, text_of
from bot.domain.errors import InvalidData

TOKEN, KEY, APP_ID = "housework", "s3cr3tK3yOfTheHomeCareBotForTestsOnly000012", "wx0123456789abcdef"
VECTORS = Path(__file__).parents[4] / "shared" / "data" / "wechat_vectors.json"
ENVELOPE = Envelope(TOKEN, KEY, APP_ID)


def _seal(plain: bytes, key: str = KEY) -> str:
    """Seals any bytes, whether they make sense or not."""
    raw = base64.b64decode(key + "=")
    encryptor = Cipher(algorithms.AES(raw), modes.CBC(raw[:16])).encryptor()
    return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()


def _plain(message: bytes, app_id: bytes = APP_ID.encode(), length: int | None = None) -> bytes:
    size = len(message) if length is None else length
    return b"0123456789abcdef" + size.to_bytes(4, "big") + message + app_id


def _padded(plain: bytes, block: int = 32) -> bytes:
    pad = block - len(plain) % block
    return plain + bytes([pad]) * pad


def _vectors(*kinds: str) -> list[Any]:
    if not VECTORS.exists():
        return [pytest.param(None, marks=pytest.mark.skip(reason="shared/data/wechat_vectors.json is not here"))]
    found = json.loads(VECTORS.read_text())["vectors"]
    return [pytest.param(vector, id=vector["id"]) for vector in found if vector["kind"] in kinds]


@pytest.mark.parametrize("vector", _vectors("url_signature"))
def test_published_signatures_are_judged_as_published(vector: dict[str, Any]) -> None:
    given = vector["inputs"]
    envelope = Envelope(given["token"], "", "")
    judged = envelope.check_signature(given["signature"], given["timestamp"], given["nonce"])
    assert judged is vector["expect"]["signature_valid"]


@pytest.mark.parametrize("vector", _vectors("sha1_sorted_concat"))
def test_published_digests_of_sorted_parts_agree(vector: dict[str, Any]) -> None:
    token, timestamp, nonce = vector["inputs"]["parts"]
    assert Envelope(token, "", "").check_signature(vector["expect"]["sha1"], timestamp, nonce)


@pytest.mark.parametrize("vector", _vectors("encrypt"))
def test_published_messages_are_sealed_to_the_published_bytes(vector: dict[str, Any]) -> None:
    given = vector["inputs"]
    envelope = Envelope(given["token"], given["encoding_aes_key"], given["receive_id"])
    timestamp, nonce = given.get("timestamp", "1"), given.get("nonce", "n")
    sealed = envelope.encrypt(given["plaintext"], nonce, int(timestamp), given["random"].encode())
    reply = read(sealed.encode())
    assert text_of(reply, "Encrypt") == vector["expect"]["encrypt"]
    assert sealed == vector["expect"].get("reply_xml", sealed)
    assert envelope.check_msg_signature(text_of(reply, "MsgSignature"), timestamp, nonce, text_of(reply, "Encrypt"))


@pytest.mark.parametrize("vector", _vectors("decrypt"))
def test_published_pushes_are_opened(vector: dict[str, Any]) -> None:
    given = vector["inputs"]
    envelope = Envelope(given["token"], given["encoding_aes_key"], given["receive_id"])
    assert envelope.check_msg_signature(given["msg_signature"], given["timestamp"], given["nonce"], given["encrypt"])
    opened = envelope.decrypt(given["encrypt"])
    assert opened.decode() == vector["expect"]["plaintext"]
    assert decode(opened).openid in opened.decode()


@pytest.mark.parametrize("vector", _vectors("decrypt_negative"))
def test_published_forgeries_are_refused(vector: dict[str, Any]) -> None:
    given = vector["inputs"]
    envelope = Envelope(given["token"], given["encoding_aes_key"], given["receive_id"])
    signed = envelope.check_msg_signature(given["msg_signature"], given["timestamp"], given["nonce"], given["encrypt"])
    assert signed is (vector["expect"]["error"] != "invalid msg_signature")
    if signed:
        with pytest.raises(Forged):
            envelope.decrypt(given["encrypt"])


@pytest.mark.parametrize("vector", _vectors("parse_xml"))
def test_published_bodies_are_read(vector: dict[str, Any]) -> None:
    message = decode(vector["inputs"]["body_xml"].encode())
    fields = vector["expect"]["fields"]
    assert message.openid == fields["FromUserName"]
    assert int(message.sent_at.timestamp()) == int(fields["CreateTime"])
    assert message.event == fields.get("Event", "")


@pytest.mark.parametrize("vector", _vectors("render_reply"))
def test_published_replies_are_written(vector: dict[str, Any]) -> None:
    given = vector["inputs"]
    reply = read(encode_text_reply(given["target"], given["source"], given["content"], given["time"]).encode())
    assert {name: text_of(reply, name) for name in reply} == vector["expect"]["fields"]


def test_the_documented_signature_of_the_verification_is_accepted() -> None:
    envelope = Envelope("AAAAA", "", "")
    assert envelope.check_signature("f464b24fc39322e44b38aa78f5edd27bd1441696", "1714036504", "1514711492")


def test_the_documented_reply_is_sealed_to_the_documented_bytes() -> None:
    envelope = Envelope("AAAAA", "A" * 43, "wxba5fad812f8e6fb9")
    reply = read(envelope.encrypt('{"demo_resp":"good luck"}', "415670741", 1713424427, b"707722b803182950").encode())
    assert text_of(reply, "Encrypt") == (
        "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="
    )
    assert text_of(reply, "MsgSignature") == "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1"


@pytest.mark.parametrize("pad", range(1, 33))
def test_padding_of_every_length_up_to_32_bytes_is_opened_and_written(pad: int) -> None:
    message = b"x" * ((32 - pad - len(_plain(b""))) % 32)
    plain = _padded(_plain(message))
    assert plain[-1] == pad
    assert ENVELOPE.decrypt(_seal(plain)) == message
    written = read(ENVELOPE.encrypt(message.decode(), "n", 1, b"0123456789abcdef").encode())
    assert text_of(written, "Encrypt") == _seal(plain)


def test_padding_to_16_bytes_is_refused() -> None:
    plain = _padded(_plain(b"x" * 8), block=16)
    assert len(plain) % 32 == 16
    with pytest.raises(Malformed):
        ENVELOPE.decrypt(_seal(plain))


@pytest.mark.parametrize("position", range(2, 21))
def test_every_padding_byte_is_checked(position: int) -> None:
    plain = bytearray(_padded(_plain(b"x" * ((32 - 20 - len(_plain(b""))) % 32))))
    assert plain[-1] == 20
    plain[-position] ^= 1
    with pytest.raises(Forged):
        ENVELOPE.decrypt(_seal(bytes(plain)))


@pytest.mark.parametrize("last", [0, 33, 255])
def test_padding_outside_1_to_32_is_refused(last: int) -> None:
    with pytest.raises(Forged):
        ENVELOPE.decrypt(_seal(b"a" * 63 + bytes([last])))


@pytest.mark.parametrize("app_id", [b"wxffffffffffffffff", b"", APP_ID.encode() + b"x", "微信".encode(), b"\xff"])
def test_a_push_for_another_account_is_refused(app_id: bytes) -> None:
    with pytest.raises(Forged):
        ENVELOPE.decrypt(_seal(_padded(_plain(b"<xml/>", app_id))))


@pytest.mark.parametrize("length", [7, 1000, 2**32 - 1])
def test_a_length_beyond_the_message_is_refused(length: int) -> None:
    with pytest.raises(Forged):
        ENVELOPE.decrypt(_seal(_padded(_plain(b"<xml/>", length=length))))


@pytest.mark.parametrize("encrypt", ["", "!", "AAA", "AAAA", "微信", "\ud800", base64.b64encode(b"x" * 31).decode()])
def test_what_is_no_cipher_text_is_malformed(encrypt: str) -> None:
    with pytest.raises(Malformed):
        ENVELOPE.decrypt(encrypt)


def test_a_plain_text_too_short_for_its_header_is_refused() -> None:
    with pytest.raises(Forged):
        ENVELOPE.decrypt(_seal(_padded(b"short")))


@pytest.mark.parametrize("signature", ["", "签名", "\udcff", "F464"])
def test_a_signature_of_odd_characters_is_wrong_not_an_error(signature: str) -> None:
    assert not ENVELOPE.check_signature(signature, "1", "\ud800")
    assert not ENVELOPE.check_msg_signature(signature, "1", "2", "é")


def test_a_key_with_its_spare_bits_set_is_read() -> None:
    spare = KEY[:42] + "3"
    assert Envelope(TOKEN, spare, APP_ID).decrypt(_seal(_padded(_plain(b"ok")), spare)) == b"ok"


@pytest.mark.parametrize("key", ["short", KEY + "A", KEY[:42] + "-"])
def test_a_key_that_cannot_be_one_is_named_at_the_start(key: str) -> None:
    with pytest.raises(InvalidData, match="EncodingAESKey"):
        Envelope(TOKEN, key, APP_ID)


def test_without_a_key_nothing_encrypted_is_taken_or_written() -> None:
    envelope = Envelope(TOKEN, "", APP_ID)
    with pytest.raises(Malformed):
        envelope.decrypt(_seal(_padded(_plain(b"x"))))
    with pytest.raises(InvalidData):
        envelope.encrypt("<xml/>", "n", 1)


def test_a_sealed_reply_takes_its_own_time_when_none_is_given() -> None:
    reply = read(ENVELOPE.encrypt("<xml><CreateTime>1764000000</CreateTime></xml>", "a]]>b").encode())
    assert (text_of(reply, "TimeStamp"), text_of(reply, "Nonce")) == ("1764000000", "a]]>b")
    assert ENVELOPE.decrypt(text_of(reply, "Encrypt")) == b"<xml><CreateTime>1764000000</CreateTime></xml>"
    with pytest.raises(InvalidData):
        ENVELOPE.encrypt("<xml/>", "n")
