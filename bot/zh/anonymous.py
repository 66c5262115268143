"""A message as an example to learn from: the same habit of speech, with made-up values where it tells of a person."""

from __future__ import annotations

import re

from bot.zh.access_codes import tells_way_in
from bot.zh.extract import find

_STAND_INS = {
    "phone": "13800138000",
    "phone_invalid": "1380013800",
    "address": "花园路12号3栋501",
    "address_part": "3栋501",
}
_A_NAME = "王"
_TITLE = re.compile(r"^[一-龥]{1,2}?((?:小)?[姐妹]|女士|先生|小姐|太太|老师|阿姨|师傅|大姐|姐|哥|叔|婶)$")
_FULL_NAME = re.compile(
    r"((?:我叫|名字[叫是]?|姓名[叫是:]?|联系人[叫是:]?|本人))\s?[一-龥]{2,3}(?=$|[\s,，。;；!！、])"
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_ACCOUNT = re.compile(r"(?=[A-Za-z0-9_-]*\d)(?=[A-Za-z0-9_-]*[A-Za-z])[A-Za-z0-9_-]{6,}")
_LONG_NUMBER = re.compile(r"(?<!\d)\d{5,}(?!\d)")
_DOOR = re.compile(r"\d{1,4}\s?(?:栋|幢|座|号楼)\s?(?:\d{1,2}单元)?\s?\d{2,4}室?|\d{1,2}单元\s?\d{2,4}室?")
_CODE = re.compile(r"\d{3,8}(?=\s*[#＃*])|(?<=[码碼是为:：])\s?\d{3,8}")
_MADE_UP = set(_STAND_INS.values())


def anonymous(text: str) -> str:
    """Phones, addresses, names, accounts and codes are those of nobody; whatever else was said stays, in one line."""
    made = text
    for found in sorted(find(text), key=lambda item: item.start, reverse=True):
        stand_in = _stand_in(found.kind, made[found.start : found.end])
        if stand_in is not None:
            made = made[: found.start] + stand_in + made[found.end :]
    made = _DOOR.sub(_STAND_INS["address_part"], made)
    made = _FULL_NAME.sub(r"\1王芳", made)
    made = _MAIL.sub("abc@example.com", made)
    made = _ACCOUNT.sub("abc12345", made)
    if tells_way_in(made):
        made = _CODE.sub("1234", made)
    made = _LONG_NUMBER.sub(lambda match: match[0] if match[0] in _MADE_UP else "12345", made)
    return " ".join(made.split())


def _stand_in(kind: str, said: str) -> str | None:
    if kind == "name":
        title = _TITLE.match(said)
        return _A_NAME + (title[1] if title else "芳"[: len(said) - 1])
    if kind == "person" and (title := _TITLE.match(said)):
        return _A_NAME + title[1]
    return _STAND_INS.get(kind)
