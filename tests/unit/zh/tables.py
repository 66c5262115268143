"""Reads the golden tables (R23)."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

_GOLDEN = Path(__file__).resolve().parents[2] / "golden"


def rows(name: str) -> list[dict[str, str]]:
    with (_GOLDEN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cases(name: str) -> list[tuple[str, Any]]:
    """(text, expected) of a table without a clock."""
    return [(row["text"], json.loads(row["expected"])) for row in rows(name)]
