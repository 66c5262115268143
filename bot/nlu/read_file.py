"""Command of the Rasa environment: what a trained model makes of a file of messages, and what that costs.

python -m bot.nlu.read_file models/bot.tar.gz MESSAGES.jsonl     one JSON object per message on standard output

Each object has the message's ``id`` and ``parse`` (as /model/parse gives it) and ``ms``; the last one has
``resident_mb``: the memory of this process with the model in it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import resource
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from rasa.core.agent import Agent
from rasa.utils.log_utils import configure_structlog


async def read(model: Path, cases: Sequence[Mapping[str, str]]) -> None:
    agent = Agent.load(str(model))
    await agent.parse_message(cases[0]["text"])  # the first parse pays for what is loaded late
    for case in cases:
        started = time.perf_counter()
        parse = await agent.parse_message(case["text"])
        spent = (time.perf_counter() - started) * 1000
        parse.pop("text_tokens", None)
        print(json.dumps({"id": case["id"], "parse": parse, "ms": spent}, ensure_ascii=False))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"resident_mb": peak / (1024 * 1024 if sys.platform == "darwin" else 1024)}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("messages", type=Path)
    arguments = parser.parse_args()
    configure_structlog(logging.WARNING)  # as a server does; else every parse is also printed
    lines = arguments.messages.read_text("utf-8").split("\n")
    asyncio.run(read(arguments.model, [json.loads(line) for line in lines if line.strip()]))


if __name__ == "__main__":
    main()
