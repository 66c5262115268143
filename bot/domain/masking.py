"""Personal data with what identifies a person left out, for the eyes of who has no need to know it yet."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.zh.access_codes import without_way_in

_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})(?!\d)")
_HOUSE = re.compile(r"[\d一二三四五六七八九十百]+\s*(?:弄|号|栋|幢|座|单元|室|楼|层|#|-\d)|\d+$")

DOTS = "•••"
WAY_IN = "〔进门信息〕"


def masked_phone(phone: str) -> str:
    """Of a mobile the first three and the last four digits stay, of another number the last two."""
    if not phone:
        return ""
    if _MOBILE.fullmatch(phone):
        return _MOBILE.sub(r"\1••••\2", phone)
    return DOTS + phone[-2:] if len(phone) > 4 else DOTS


def masked_name(name: str) -> str:
    """The family name stays, with how she is addressed: 陈女士, 王•."""
    if len(name) <= 1 or name.endswith(("女士", "先生", "小姐", "阿姨", "老师", "奶奶", "爷爷")):
        return name
    return name[0] + "•" * min(len(name) - 1, 2)


def masked_id(openid: str) -> str:
    """Enough of a WeChat id to tell two customers apart."""
    return DOTS + openid[-4:] if len(openid) > 4 else openid


def masked_address(address: str) -> str:
    """The road or the compound stays, from the first number of a house on nothing does."""
    found = _HOUSE.search(address)
    if found is not None:
        return f"{address[: found.start()]}{DOTS}"
    return f"{address[: max(len(address) // 2, 2)]}{DOTS}" if address else ""


def masked_text(text: str, addresses: Iterable[str] = ()) -> str:
    """A text with its mobile numbers masked, the addresses that are known to be hers, and how one gets in."""
    for address in sorted(filter(None, addresses), key=len, reverse=True):
        text = text.replace(address, masked_address(address))
    return _MOBILE.sub(r"\1••••\2", without_way_in(text, WAY_IN))
