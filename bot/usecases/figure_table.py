"""Figures as the rows of a table, for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from bot.domain.figures import Figure
from bot.usecases.figures import FigureReport
from bot.zh import figures as zh

_HEAD = ("group", "group_name", "figure", "name", "unit", "value", "of", "target", "kept")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is calculated by some programs."""


def as_csv(report: FigureReport) -> str:
    """UTF-8 with a mark, so that spreadsheets read the Chinese; an empty value is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEAD)
    for group, name, figure in _rows(report):
        value = "" if figure.value is None else round(figure.value, 4)
        target = "" if figure.target is None else figure.target
        kept = "" if figure.kept is None else ("yes" if figure.kept else "no")
        named = (_cell(group), _cell(name), figure.key, zh.name_of(figure.key), figure.unit.value)
        writer.writerow((*named, value, figure.of, target, kept))
    return "\ufeff" + out.getvalue()


def _rows(report: FigureReport) -> Iterator[tuple[str, str, Figure]]:
    yield from (("total", "", figure) for figure in report.totals)
    for group in report.groups:
        yield from ((group.key, group.name, figure) for figure in group.figures)


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
