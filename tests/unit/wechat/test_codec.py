"""Pushes read, answers written."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wechatpy import parse_message

from bot.adapters.wechat.codec import decode, encode_text_reply, encode_transfer, fit, open_push, verify_echo
from bot.adapters.wechat.crypto import Envelope, Forged, Malformed, TooLarge, WireError
from bot.adapters.wechat.xml import read, text_of
from bot.domain.errors import InvalidData
from bot.domain.messages import InboundMessage, Kind

GOLDEN = Path(__file__).parents[2] / "golden" / "wechat"
EXPECTED: dict[str, Any] = json.loads((GOLDEN / "expected.json").read_text())
TOKEN, KEY, APP_ID = "housework", "s3cr3tK3yOfTheHomeCareBotForTestsOnly000012", "wx0123456789abcdef"
ENVELOPE = Envelope(TOKEN, KEY, APP_ID)
SENT_AT = datetime.fromtimestamp(1764000000, UTC)
OPENID = "oHomeCare_0123456789abcdefgh"


def _push(inner: str, created: str = "1764000000") -> bytes:
    return (
        f"<xml><ToUserName>gh_1</ToUserName><FromUserName>{OPENID}</FromUserName>"
        f"<CreateTime>{created}</CreateTime>{inner}</xml>"
    ).encode()


def _text_push(content: str, msg_id: str = "1") -> bytes:
    return _push(f"<MsgType>text</MsgType><Content><![CDATA[{content}]]></Content><MsgId>{msg_id}</MsgId>")


def _query(**more: str) -> dict[str, str]:
    return {"timestamp": "1764000000", "nonce": "n", "signature": _sign(), **more}


def _sign(*parts: str) -> str:
    return hashlib.sha1("".join(sorted([TOKEN, "1764000000", "n", *parts])).encode()).hexdigest()


def _sealed(message: bytes) -> str:
    return text_of(read(ENVELOPE.encrypt(message.decode(), "n", 1764000000).encode()), "Encrypt")


@pytest.mark.parametrize("name", EXPECTED)
def test_every_kind_of_push_reads_as_the_table_says(name: str) -> None:
    expected = EXPECTED[name]
    assert decode((GOLDEN / f"{name}.xml").read_bytes()) == InboundMessage(
        OPENID, Kind(expected["kind"]), expected["dedup_key"], SENT_AT, expected["text"], expected["fields"]
    )


def test_every_push_in_the_folder_has_its_line_in_the_table() -> None:
    assert {file.stem for file in GOLDEN.glob("*.xml")} == set(EXPECTED)


@pytest.mark.parametrize("name", [name for name in EXPECTED if name != "event_without_name"])
def test_wechatpy_reads_the_same_sender_and_time(name: str) -> None:
    body = (GOLDEN / f"{name}.xml").read_bytes()
    theirs, ours = parse_message(body), decode(body)
    assert (theirs.source, theirs.time) == (ours.openid, int(ours.sent_at.timestamp()))


def test_the_order_of_elements_does_not_matter() -> None:
    swapped = (
        f"<xml><MsgId>1</MsgId><Content>好</Content><MsgType>text</MsgType><CreateTime>1764000000</CreateTime>"
        f"<FromUserName>{OPENID}</FromUserName></xml>"
    )
    assert decode(swapped.encode()) == decode(_text_push("好"))


def test_a_msg_id_beyond_double_precision_keeps_every_digit() -> None:
    assert decode(_text_push("好", "9223372036854775807")).dedup_key == f"{OPENID}:9223372036854775807"


def test_control_characters_in_a_text_do_not_lose_the_message() -> None:
    assert decode(_text_push("你\x00\x08好\x1b\ufffe")).text == "你好"


def test_a_split_cdata_section_reads_as_one_text() -> None:
    assert decode(_text_push("a]]]]><![CDATA[>b")).text == "a]]>b"


def test_a_byte_order_mark_and_a_declaration_are_read_over() -> None:
    body = '\ufeff<?xml version="1.0" encoding="GBK"?>'.encode() + _text_push("中文")
    assert decode(body).text == "中文"


def test_two_events_in_one_second_have_two_keys() -> None:
    taps = [decode(_push(f"<MsgType>event</MsgType><Event>CLICK</Event><EventKey>{key}</EventKey>")) for key in "AB"]
    assert [tap.dedup_key for tap in taps] == [f"{OPENID}:1764000000:click:A", f"{OPENID}:1764000000:click:B"]


def test_a_kilobyte_of_event_key_makes_a_short_dedup_key() -> None:
    url = "https://example.test/" + "a" * 1000
    message = decode(_push(f"<MsgType>event</MsgType><Event>VIEW</Event><EventKey>{url}</EventKey>"))
    digest = hashlib.sha256(f"view:{url}".encode()).hexdigest()
    assert message.dedup_key == f"{OPENID}:1764000000:{digest}"


BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><xml><Content>&c;</Content></xml>'
)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(BOMB, id="billion laughs"),
        pytest.param(b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><xml><a>1</a></xml>', id="external entity"),
        pytest.param(b"<xml>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</xml>", id="deep"),
        pytest.param(b"<xml>" + b"<a/>" * 5000 + b"</xml>", id="wide"),
        pytest.param(b"", id="empty"),
        pytest.param(bytes(range(256)), id="binary"),
        pytest.param(_text_push("好")[:-9], id="truncated"),
        pytest.param(_text_push("好")[:-1] + b"></xml>", id="trailing"),
        pytest.param("<xml><a>中</a></xml>".encode("gbk"), id="not utf-8"),
        pytest.param(b'{"MsgType":"text"}', id="json"),
        pytest.param(b"<html><a>1</a></html>", id="other root"),
        pytest.param(b"<xml>text</xml>", id="no elements"),
        pytest.param(b"<xml><MsgType>text</MsgType><CreateTime>1</CreateTime></xml>", id="no sender"),
        pytest.param(_push(""), id="no type"),
        pytest.param(_push("<MsgType>text</MsgType>", ""), id="no time"),
        pytest.param(_push("<MsgType>text</MsgType>", "-5"), id="time before time"),
        pytest.param(_push("<MsgType>text</MsgType>", "99999999999"), id="time too late"),
        pytest.param(_push("<MsgType>text</MsgType>", "٣"), id="foreign digits"),
        pytest.param(_push("<MsgType><a>text</a></MsgType>"), id="nested type"),
        pytest.param(_push("<MsgType>&#0;</MsgType>"), id="illegal reference"),
    ],
)
def test_what_is_no_push_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        decode(body)


def test_a_body_larger_than_any_push_is_too_large() -> None:
    with pytest.raises(TooLarge):
        decode(b'<xml a="' + b"x" * 1024 * 1024 + b'"><MsgType>text</MsgType></xml>')


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: _text_push(text, text))))
def test_only_wire_errors_escape_from_decoding(body: bytes) -> None:
    try:
        message = decode(body)
    except WireError:
        return
    assert message.openid == OPENID


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(EXPECTED)), st.integers(0, 2000), st.binary(min_size=0, max_size=4))
def test_a_damaged_push_reads_or_is_a_wire_error(name: str, position: int, damage: bytes) -> None:
    body = (GOLDEN / f"{name}.xml").read_bytes()
    at = position % len(body)
    try:
        message = decode(body[:at] + damage + body[at + len(damage) + 1 :])
    except WireError:
        return
    assert len(message.dedup_key) <= 250


class TestOpenPush:
    body = _text_push("好")

    def sealed_body(self, plain: str = "") -> tuple[dict[str, str], bytes]:
        encrypt = _sealed(self.body)
        query = _query(encrypt_type="aes", msg_signature=_sign(encrypt))
        return query, f"<xml>{plain}<Encrypt><![CDATA[{encrypt}]]></Encrypt></xml>".encode()

    def test_plain_mode_takes_a_signed_push(self) -> None:
        assert open_push("plain", ENVELOPE, _query(), self.body) == self.body

    @pytest.mark.parametrize("mode", ["plain", "compat", "safe"])
    @pytest.mark.parametrize("query", [{}, {"signature": "0" * 40, "timestamp": "1764000000", "nonce": "n"}])
    def test_no_mode_takes_an_unsigned_push(self, mode: str, query: dict[str, str]) -> None:
        with pytest.raises(Forged):
            open_push(mode, ENVELOPE, query, self.body)

    @pytest.mark.parametrize("mode", ["compat", "safe"])
    def test_an_encrypted_push_is_opened(self, mode: str) -> None:
        query, body = self.sealed_body()
        assert open_push(mode, ENVELOPE, query, body) == self.body

    def test_compat_mode_ignores_the_plain_part_beside_the_encrypted_one(self) -> None:
        query, body = self.sealed_body(f"<FromUserName>{OPENID}</FromUserName><Content>转账</Content>")
        assert open_push("compat", ENVELOPE, query, body) == self.body

    def test_compat_mode_takes_a_signed_plain_push(self) -> None:
        assert open_push("compat", ENVELOPE, _query(), self.body) == self.body

    def test_safe_mode_refuses_a_signed_plain_push(self) -> None:
        with pytest.raises(Forged):
            open_push("safe", ENVELOPE, _query(), self.body)

    @pytest.mark.parametrize("mode", ["compat", "safe"])
    def test_a_wrong_msg_signature_is_refused_though_the_query_is_signed(self, mode: str) -> None:
        query, body = self.sealed_body("<Content>x</Content>")
        with pytest.raises(Forged):
            open_push(mode, ENVELOPE, {**query, "msg_signature": "0" * 40}, body)

    def test_a_signed_push_that_is_no_xml_is_malformed(self) -> None:
        with pytest.raises(Malformed):
            open_push("safe", ENVELOPE, _query(), b"\x00\x01")


def test_the_echo_is_given_back_verbatim_to_the_platform_only() -> None:
    assert verify_echo(ENVELOPE, _query(echostr="4375120948345356249")) == "4375120948345356249"
    with pytest.raises(Forged):
        verify_echo(ENVELOPE, _query(echostr="1", signature="0"))
    with pytest.raises(Malformed):
        verify_echo(ENVELOPE, _query())


def test_a_text_reply_swaps_nothing_by_itself_and_survives_hostile_text() -> None:
    reply = encode_text_reply("openid", "gh_1", "好]]>的\x00\x0b\n<b>", 1764000000)
    assert reply == (
        "<xml><ToUserName><![CDATA[openid]]></ToUserName><FromUserName><![CDATA[gh_1]]></FromUserName>"
        "<CreateTime>1764000000</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        "<Content><![CDATA[好]]]]><![CDATA[>的\n<b>]]></Content></xml>"
    )
    assert text_of(read(reply.encode()), "Content") == "好]]>的\n<b>"


@pytest.mark.parametrize("text", ["", " \n", "\x00"])
def test_an_empty_reply_is_refused_before_the_customer_sees_a_failure(text: str) -> None:
    with pytest.raises(InvalidData):
        encode_text_reply("openid", "gh_1", text, 1)


def test_a_transfer_names_an_account_only_when_there_is_one() -> None:
    head = (
        "<xml><ToUserName><![CDATA[o]]></ToUserName><FromUserName><![CDATA[gh_1]]></FromUserName>"
        "<CreateTime>7</CreateTime><MsgType><![CDATA[transfer_customer_service]]></MsgType>"
    )
    named = "<TransInfo><KfAccount><![CDATA[a@home]]></KfAccount></TransInfo>"
    assert encode_transfer("o", "gh_1", 7) == head + "</xml>"
    assert encode_transfer("o", "gh_1", 7, "a@home") == head + named + "</xml>"


def test_a_text_of_the_limit_is_kept_and_one_more_byte_is_cut_at_a_character() -> None:
    exact = "好" * 682 + "ab"
    assert len(exact.encode()) == 2048
    assert fit(exact) == exact
    assert fit(exact + "c") == "好" * 681 + "…"
    assert len(encode_text_reply("o", "g", "😀" * 2000, 1).split("CDATA[")[4].split("]]")[0].encode()) <= 2048


@given(st.text(), st.integers(0, 60))
def test_a_fitted_text_never_exceeds_its_limit(text: str, limit: int) -> None:
    assert len(fit(text, limit).encode()) <= limit
