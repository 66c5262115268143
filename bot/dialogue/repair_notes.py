"""The notes of a draft: what is to be repaired, as whoever comes has to know what for, and what was told besides."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.frame import Request
from bot.zh.correction import takes_back
from bot.zh.services import done_to
from bot.zh.things import things

_BETWEEN = "；"


def noted(before: str, work: str, request: Request, text: str) -> str:
    """``before`` with the work and the notes of a message, each once; 说错了 puts the new work in place of the old."""
    pieces = before.split(_BETWEEN)
    if work and takes_back(text):
        pieces = [piece for piece in pieces if done_to(piece, request.service or "") != piece]
    if work and not _is_told(work, pieces, request.service or ""):
        pieces.append(work)
    return _BETWEEN.join(dict.fromkeys(filter(None, (*pieces, *request.notes.split(_BETWEEN)))))


def _is_told(work: str, pieces: Sequence[str], service: str) -> bool:
    """换水龙头, where 换个水龙头 stands there: work on the same thing."""
    return any(things(work) == things(piece) for piece in pieces if done_to(piece, service) == piece)
