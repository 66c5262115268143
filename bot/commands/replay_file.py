"""Transcripts as files: every conversation of theirs, or everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.commands.load_file import checked
from bot.commands.load_text import FileFaults, Problem, read_yaml
from bot.domain.errors import InvalidData
from bot.replay.transcript import Conversation


@dataclass(frozen=True, slots=True)
class Transcript:
    """A conversation and where it stands."""

    file: Path
    line: int
    conversation: Conversation


def read_transcripts(paths: Iterable[Path]) -> list[Transcript]:
    """Those of the files, and of the files in folders; ``InvalidData`` names all that is wrong, a line each."""
    found: list[Transcript] = []
    faults: list[str] = []
    for file in _files(paths):
        try:
            found += _read(file, {one.conversation.name: one for one in found})
        except InvalidData as error:
            faults.append(str(error))
    if faults:
        raise InvalidData("\n".join(faults))
    return found


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(path.rglob("*.yml"))
        else:
            yield path


def _read(file: Path, others: dict[str, Transcript]) -> list[Transcript]:
    document = read_yaml(file)
    if not isinstance(document.values, list):
        raise FileFaults(file, [Problem(1, "the file must be a list of conversations")])
    problems: list[Problem] = []
    known = dict(others)
    for index, value in enumerate(document.values):
        line = document.line((index,))
        conversation = checked(Conversation, value, (index,), document, problems)
        if conversation is None:
            continue
        if conversation.name in known:
            other = known[conversation.name]
            where = f"{other.file}:{other.line}"
            problems.append(Problem(line, f"{conversation.name} stands in {where} too"))
        known[conversation.name] = Transcript(file, line, conversation)
    if problems:
        raise FileFaults(file, problems)
    return [one for one in known.values() if one.file == file and one.conversation.name not in others]
