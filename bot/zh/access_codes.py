"""How to get in: door codes and where the key lies; taken out of a text when the visit is over."""

from __future__ import annotations

import re

GONE = "〔进门信息已删〕"
"""What stands in its place where somebody reads what was said."""

_WAY_IN = re.compile(
    r"密码|门禁|门锁|开门码|开锁|通行[码证]|进门码|解锁|电子锁|指纹锁|锁码|钥匙|鑰匙|密碼|門禁|門鎖|"
    r"(?:按|输入?|打)\s*\d{3,8}\s*[#＃*]|\d{3,8}\s*[#＃]"
)
_CLAUSE = re.compile(r"[^,，。；;！!？?\n]+[,，。；;！!？?]?|\n")
_BARE_CODE = re.compile(r"\s*[#＃*]?\d{3,8}[#＃*]?\s*[,，。；;！!？?]?\s*")


def tells_way_in(text: str) -> bool:
    return _WAY_IN.search(text) is not None


def without_way_in(text: str, instead: str = "") -> str:
    """The text without the clauses that say how to get in, and without a code that stands alone behind one."""
    if not tells_way_in(text):
        return text
    kept: list[str] = []
    behind = False
    for clause in _CLAUSE.findall(text):
        bare = behind and _BARE_CODE.fullmatch(clause) is not None
        if tells_way_in(clause) or bare:
            if instead and (not kept or kept[-1] != instead):
                kept.append(instead)
            behind = True
        else:
            kept.append(clause)
            behind = behind and clause == "\n"
    return "".join(kept).strip(" ,，、;；")
