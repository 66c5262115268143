"""One way to write a text: width, script, case and control characters, every character staying in its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SIMPLIFIED, TRADITIONAL = "simplified", "traditional"

# Read before the general rules; a character that is not here goes through NFKC and the script table.
_FIXED = {
    "么": "么",  # the script table takes it for the digit 幺; 怎么, 是么 hold no digit
    "嗰": "嗰",  # the script table knows a simplified one that nobody types
    "〜": "~",
    "～": "~",
    "−": "-",
    "–": "-",
    "—": "-",
    "―": "-",
    "‐": "-",
    "‑": "-",
    "﹣": "-",
    "－": "-",
    "。": "。",
    "妳": "你",
    "彿": "佛",
    "嘅": "的",
    "㑚": "你",  # 你们 in Shanghai
    "汏": "洗",
    "覅": "甭",
    "嫑": "甭",
    "餸": "餸",
}


@lru_cache(maxsize=1)
def _to_simplified() -> dict[str, str]:
    table: dict[str, str] = {}
    for name in ("TWVariantsRev", "HKVariantsRev"):
        table.update(_dictionary(name))
    characters = _dictionary("TSCharacters")
    table = {key: characters.get(value, value) for key, value in table.items()}
    table.update(characters)
    return table


@lru_cache(maxsize=1)
def _simplified_only() -> frozenset[str]:
    """Characters that nobody writes who writes traditional ones."""
    rows = _rows("STCharacters")
    return frozenset(key for key, values in rows if key not in values)


def _rows(name: str) -> list[tuple[str, list[str]]]:
    spec = find_spec("opencc")  # its tables only: the package itself is not imported for single characters
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("opencc")
    path = Path(spec.origin).parent / "dictionary" / f"{name}.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    split = (line.split("\t") for line in lines if "\t" in line)
    return [(key, values.split(" ")) for key, values in split if len(key) == 1]


def _dictionary(name: str) -> dict[str, str]:
    return {key: values[0] for key, values in _rows(name) if len(values[0]) == 1 and values[0] != key}


class _Table(dict[int, str]):
    """For ``str.translate``: a character is looked at once, then remembered."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _one(chr(code))
        return found


def _one(char: str) -> str:
    if char in _FIXED:
        return _FIXED[char]
    category = unicodedata.category(char)
    if category in ("Cc", "Cf", "Cs", "Mn", "Me", "Zl", "Zp", "Zs"):
        return " "
    # A circled digit numbers a list; as a plain digit it would run into what follows (①周二).
    folded = char if category == "No" else unicodedata.normalize("NFKC", char)
    folded = folded if len(folded) == 1 else char
    lower = folded.lower()
    folded = lower if len(lower) == 1 else folded
    return _to_simplified().get(folded, folded)


_TABLE = _Table({code: chr(code) for code in range(32, 127) if not chr(code).isupper()})


def normalise(text: str) -> str:
    """Half width, simplified, lower case, control characters as spaces; as long as ``text``, so offsets stay true."""
    return text.translate(_TABLE)


def script(text: str) -> str:
    """The script a text is written in: "simplified" or "traditional" (simplified where nothing decides)."""
    return written_in(text) or SIMPLIFIED


def written_in(text: str) -> str | None:
    """As ``script``; ``None`` where nothing decides: 好的, 13800138000."""
    table = _to_simplified()
    traditional = sum(table.get(char, char) != char and char not in _FIXED for char in text)
    simplified = sum(char in _simplified_only() for char in text)
    if traditional == simplified:
        return None
    return TRADITIONAL if traditional > simplified else SIMPLIFIED


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC  # noqa: PLC0415 -- loads its phrase tables; only answers in traditional script need them

    return OpenCC("s2tw")


def to_traditional(text: str, kept: Sequence[str] = ()) -> str:
    """Words for a customer who writes traditional characters; what stands in ``kept`` stays as she wrote it."""
    known = sorted({part for part in kept if part}, key=len, reverse=True)
    if not known:
        return str(_converter().convert(text))
    pieces = re.split(f"({'|'.join(map(re.escape, known))})", text)
    return "".join(piece if piece in known else str(_converter().convert(piece)) for piece in pieces)
