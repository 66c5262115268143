"""The only reader of the time: the system's clock, and one that starts elsewhere and can be moved."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.errors import InvalidData


class SystemClock:
    """The time of this machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _Anchor:
    """``start`` was the program's time when the machine's clock (Unix seconds) showed ``machine``."""

    start: datetime
    machine: float
    offset: timedelta


class ShiftedClock:
    """A clock that showed ``start`` when it was first asked, and runs on from there.

    ``file`` holds when that was and how far the clock was moved since, so all processes of one machine agree, and a
    restart goes on where the clock is. Another ``start`` than the file's begins anew.
    """

    def __init__(self, start: datetime, file: Path) -> None:
        if start.tzinfo is None:
            raise ValueError("a clock starts at an aware instant")
        self._start = start.astimezone(UTC)
        self._file = file
        self._seen: tuple[int, int] | None = None
        self._anchor: _Anchor | None = None

    def now(self) -> datetime:
        anchor = self._current()
        return anchor.start + timedelta(seconds=time.time() - anchor.machine) + anchor.offset

    def advance(self, by: timedelta) -> datetime:
        """Moves the clock forward for every process that reads this file; returns the new time."""
        if by < timedelta(0):
            raise InvalidData("the clock only moves forward")
        with self._locked():
            anchor = self._read() or self._begun()
            try:
                _ = anchor.start + anchor.offset + by + timedelta(days=3660)
            except OverflowError as error:
                raise InvalidData("the clock cannot go that far") from error
            self._write(_Anchor(anchor.start, anchor.machine, anchor.offset + by))
        return self.now()

    def _current(self) -> _Anchor:
        # A write puts a new file in the old one's place, so its inode tells as well as its time.
        seen = self._stamp()
        if self._anchor is None or seen is None or seen != self._seen:
            with self._locked():
                anchor = self._read()
                if anchor is None:
                    anchor = self._begun()
                    self._write(anchor)
                self._anchor, self._seen = anchor, self._stamp()
        return self._anchor

    def _begun(self) -> _Anchor:
        return _Anchor(self._start, time.time(), timedelta(0))

    def _stamp(self) -> tuple[int, int] | None:
        try:
            status = self._file.stat()
        except FileNotFoundError:
            return None
        return status.st_ino, status.st_mtime_ns

    def _read(self) -> _Anchor | None:
        """What the file says, or ``None`` if there is none or it belongs to another start."""
        try:
            plain = json.loads(self._file.read_text())
            start = datetime.fromisoformat(plain["start"])
            anchor = _Anchor(start, float(plain["machine"]), timedelta(seconds=plain["offset_seconds"]))
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise InvalidData(f"{self._file} is no clock file: remove it to start the clock anew") from error
        return anchor if start == self._start else None

    def _write(self, anchor: _Anchor) -> None:
        plain = {
            "start": anchor.start.isoformat(),
            "machine": anchor.machine,
            "offset_seconds": anchor.offset.total_seconds(),
        }
        fresh = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        fresh.write_text(json.dumps(plain))
        fresh.replace(self._file)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
