"""Rasa as our child: started with its environment, watched, started again when it dies."""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import structlog

log = structlog.get_logger()

_PR_SET_PDEATHSIG = 1
_PAUSE_BEFORE_RESTART = 2.0


@dataclass(frozen=True, slots=True)
class RasaCommand:
    """How Rasa is started; ``python`` is the interpreter of the Rasa environment, ``root`` the repository's root."""

    python: Path
    port: int
    token: str
    model: Path
    env: Mapping[str, str]
    root: Path
    log_file: Path
    endpoints: str = "nlu_data/server/endpoints.yml"
    """Where Rasa finds its neighbours; a file without any is enough for a Rasa that only reads messages."""

    def arguments(self) -> list[str]:
        # With an equals sign: a token that begins with a dash would be read as an option.
        return [
            str(self.python), "-m", "bot.nlu.server", "run", "--enable-api", "--interface", "127.0.0.1",
            "--port", str(self.port), f"--auth-token={self.token}", "--model", str(self.model),
            "--endpoints", self.endpoints, "--credentials", "nlu_data/server/credentials.yml",
        ]  # fmt: skip


async def keep_running(command: RasaCommand) -> None:
    """Runs Rasa until cancelled; a Rasa that dies is started again after a short pause."""
    while True:
        with command.log_file.open("ab") as output:
            process = await asyncio.create_subprocess_exec(
                *command.arguments(),
                cwd=command.root,
                env=dict(command.env),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                preexec_fn=die_with_parent,
            )
        log.info("rasa_started", pid=process.pid)
        try:
            status = await process.wait()
        finally:
            await stop(process)
        log.error("rasa_ended", status=status, log_file=command.log_file.name)
        await asyncio.sleep(_PAUSE_BEFORE_RESTART)


async def stop(process: asyncio.subprocess.Process) -> None:
    """Ends a child politely, then for good."""
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), timeout=5)
    except TimeoutError:
        process.kill()
        await process.wait()


def die_with_parent() -> None:
    """On Linux the kernel ends the child when we are killed; elsewhere a killed parent leaves it to the operator.

    At once, for it holds nothing worth keeping, and the next start needs its port.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    os.setpgrp()
