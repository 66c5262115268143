"""The text of a data file as plain values, with the line on which each value stands."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.domain.errors import InvalidData

Where = tuple[str | int, ...]
"""The way to a value: keys and list positions."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong on a line (counted from 1)."""

    line: int
    what: str


class FileFaults(InvalidData):
    """Everything that is wrong with one file, a line each: ``file:line: what is wrong``."""

    def __init__(self, file: Path, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(f"{file}:{problem.line}: {problem.what}" for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Document:
    """Mappings, lists and strings; scalars stay as written, so that ``08:00`` is no number and 007 keeps its zeros."""

    values: Any
    lines: Mapping[Where, int]

    def line(self, where: Where) -> int:
        """The line of the value, or of the nearest thing around it."""
        while where not in self.lines and where:
            where = where[:-1]
        return self.lines.get(where, 1)


def read_text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileFaults(file, [Problem(1, "the file is not UTF-8 text")]) from error
    except OSError as error:
        raise InvalidData(f"{file}: {error.strerror}") from error


def read_yaml(file: Path) -> Document:
    problems: list[Problem] = []
    lines: dict[Where, int] = {}
    try:
        root = yaml.compose(read_text(file), Loader=yaml.SafeLoader)
        values = None if root is None else _plain(root, (), lines, problems, set())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise FileFaults(file, [Problem(mark.line + 1 if mark else 1, f"no YAML: {error.problem}")]) from error
    except yaml.YAMLError as error:
        raise FileFaults(file, [Problem(1, f"no YAML: {str(error).splitlines()[0]}")]) from error
    except RecursionError as error:
        raise FileFaults(file, [Problem(1, "nested too deeply")]) from error
    if problems:
        raise FileFaults(file, problems)
    return Document(values, lines)


def _plain(node: yaml.Node, where: Where, lines: dict[Where, int], problems: list[Problem], seen: set[int]) -> Any:
    line = node.start_mark.line + 1
    lines.setdefault(where, line)
    if id(node) in seen:
        # They could make a small file endless.
        problems.append(Problem(line, "aliases (*name) are not allowed here"))
        return None
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*where, index), lines, problems, seen) for index, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        values: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value)
            lines[*where, name] = key.start_mark.line + 1
            if name in values:
                problems.append(Problem(key.start_mark.line + 1, f"{name!r} stands here a second time"))
            values[name] = _plain(value, (*where, name), lines, problems, seen)
        return values
    return None if node.tag == "tag:yaml.org,2002:null" else node.value


def read_csv(file: Path, section: str) -> Document:
    """Rows under a header row as the entries of one section; an empty cell is a value that is not given."""
    reader = csv.reader(io.StringIO(read_text(file), newline=""), strict=True)
    entries: list[dict[str, str]] = []
    lines: dict[Where, int] = {(): 1}
    problems: list[Problem] = []
    line = 1
    try:
        header = [name.strip() for name in next(reader, [])]
        if len(set(header)) < len(header):
            problems.append(Problem(1, "two columns have the same name"))
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) > len(header):
                problems.append(Problem(line, f"{len(cells)} cells under {len(header)} columns"))
            row = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if cell.strip()}
            if row:
                lines[section, len(entries)] = line
                entries.append(row)
            line = reader.line_num + 1
    except csv.Error as error:
        problems.append(Problem(line, f"no CSV: {error}"))
    if problems:
        raise FileFaults(file, problems)
    return Document({section: entries}, lines)
