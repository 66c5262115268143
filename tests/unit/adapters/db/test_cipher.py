from __future__ import annotations

import pytest

from bot.adapters.db.cipher import Cipher
from bot.domain.errors import InvalidData

OLD, NEW = "old-secret-0123456789", "new-secret-0123456789"
VALUE = {"address": "世纪大道100号", "phone": "13812345678", "parts": [1, None]}


def test_a_sealed_value_opens_as_it_was_and_shows_nothing():
    cipher = Cipher([NEW])
    sealed = cipher.seal(VALUE, "booking")
    assert cipher.open(sealed, "booking") == VALUE
    assert b"13812345678" not in sealed
    assert "世纪大道".encode() not in sealed


def test_the_same_value_is_sealed_differently_each_time():
    cipher = Cipher([NEW])
    assert cipher.seal(VALUE, "booking") != cipher.seal(VALUE, "booking")


def test_after_a_rotation_old_values_open_and_new_ones_need_the_new_key():
    rotated = Cipher([NEW, OLD])
    assert rotated.open(Cipher([OLD]).seal(VALUE, "booking"), "booking") == VALUE
    assert Cipher([NEW]).open(rotated.seal(VALUE, "booking"), "booking") == VALUE


def test_a_value_sealed_under_a_forgotten_key_is_an_error_that_says_so():
    with pytest.raises(InvalidData, match="BOT_SECRET_KEYS"):
        Cipher([NEW]).open(Cipher([OLD]).seal(VALUE, "booking"), "booking")


def test_changed_bytes_do_not_open():
    cipher = Cipher([NEW])
    sealed = bytearray(cipher.seal(VALUE, "booking"))
    sealed[-1] ^= 1
    with pytest.raises(InvalidData):
        cipher.open(bytes(sealed), "booking")


def test_a_value_opens_only_as_what_it_was_sealed_as():
    cipher = Cipher([NEW])
    with pytest.raises(InvalidData):
        cipher.open(cipher.seal(VALUE, "booking"), "customer")


def test_a_phone_is_found_however_it_is_written():
    cipher = Cipher([NEW])
    hashes = {cipher.phone_hash(phone) for phone in ("13812345678", "138 1234 5678", "+86 138-1234-5678")}
    assert len(hashes) == 1
    assert cipher.phone_hash("13812345679") not in hashes


def test_after_a_rotation_phones_stored_before_are_found():
    assert Cipher([OLD]).phone_hash("13812345678") in Cipher([NEW, OLD]).phone_hashes("13812345678")


def test_without_the_secret_a_phones_hash_cannot_be_made():
    assert Cipher([OLD]).phone_hash("13812345678") != Cipher([NEW]).phone_hash("13812345678")


def test_no_phone_has_no_hash():
    cipher = Cipher([NEW])
    assert (cipher.phone_hash(""), cipher.phone_hashes("")) == ("", [])


@pytest.mark.parametrize("secrets", [[], ["short"], [NEW, ""]])
def test_weak_secrets_are_refused(secrets: list[str]):
    with pytest.raises(ValueError, match="16 characters"):
        Cipher(secrets)
