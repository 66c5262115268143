"""Command of the Rasa environment: how well and how fast a trained model understands a file of messages.

python -m bot.nlu.evaluate models/bot.tar.gz tests/golden/nlu_dev.jsonl [--errors]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME


@dataclass(frozen=True)
class Outcome:
    text: str
    level: str
    expected: list[str]
    found: list[str]
    seconds: float


def intents_of(parsed: dict[str, Any]) -> list[str]:
    """The intents of a parse; a pipeline without `intents` has at most one."""
    if "intents" in parsed:
        return [score["name"] for score in parsed["intents"]]
    name = parsed["intent"]["name"]
    return [] if name in (None, DEFAULT_NLU_FALLBACK_INTENT_NAME) else [name]


async def outcomes_of(agent: Agent, cases: list[dict[str, Any]]) -> list[Outcome]:
    await agent.parse_message(cases[0]["text"])  # the first parse pays for what is loaded late
    outcomes = []
    for case in cases:
        started = time.perf_counter()
        parsed = await agent.parse_message(case["text"])
        seconds = time.perf_counter() - started
        outcomes.append(Outcome(case["text"], case["level"], case["intents"], intents_of(parsed), seconds))
    return outcomes


def report(outcomes: list[Outcome]) -> str:
    lines = ["level     messages  first intent  set F1  all intents"]
    for level in ("easy", "medium", "hard", "all"):
        part = [o for o in outcomes if level in (o.level, "all")]
        if not part:
            continue
        first = sum(o.expected[:1] == o.found[:1] for o in part) / len(part)
        exact = sum(sorted(o.expected) == sorted(o.found) for o in part) / len(part)
        right = sum(len(set(o.expected) & set(o.found)) for o in part)
        named = sum(len(o.expected) + len(o.found) for o in part)
        f1 = 2 * right / named if named else 1.0
        lines.append(f"{level:8}  {len(part):8}  {first:12.1%}  {f1:6.1%}  {exact:11.1%}")
    times = sorted(o.seconds * 1000 for o in outcomes)
    p99 = times[min(len(times) - 1, int(len(times) * 0.99))]
    lines.append(f"per message: median {statistics.median(times):.1f} ms, p99 {p99:.1f} ms")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("messages", type=Path)
    parser.add_argument("--errors", action="store_true", help="print every message understood otherwise")
    arguments = parser.parse_args()
    cases = [json.loads(line) for line in arguments.messages.read_text("utf-8").splitlines() if line.strip()]
    outcomes = asyncio.run(outcomes_of(Agent.load(str(arguments.model)), cases))
    if arguments.errors:
        for outcome in outcomes:
            if outcome.expected != outcome.found:
                print(f"{outcome.text}\n    expected {outcome.expected}\n    found    {outcome.found}")
    print(report(outcomes))


if __name__ == "__main__":
    main()
