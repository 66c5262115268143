"""Measures the whole road against bare Rasa, and the callback against a bare echo; prints one table."""

from __future__ import annotations

import asyncio
import itertools
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.usecases.conversation import VERSIONS_PER_TRACKER
from tests.bench.wire import Account, pushed
from tests.support.product import Product, free_port

LINES = ("你好", "明天下午两点打扫，90平", "一小时多少钱", "我的预约", "算了不约了")
"""A small talk that any customer may repeat: greeting, a booking begun, a question, a look, a drop."""

SIDE_BY_SIDE = (1, 8, 32)
TURNS = 200
ACKS = 1000
PUSH_LIMIT = 5.0
TURNS_PER_TRACKER = VERSIONS_PER_TRACKER // 2  # a turn saves its conversation about twice
PATIENCE = aiohttp.ClientTimeout(total=30)


@dataclass(frozen=True)
class Measured:
    """``seconds`` of each call, in any order, and the wall time of all of them."""

    seconds: Sequence[float]
    wall: float
    unanswered: int = 0

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.wall

    def percentile(self, share: int) -> float:
        return statistics.quantiles(self.seconds, n=100, method="inclusive")[share - 1]


async def measured(
    people: Sequence[str], turns: int, say: Callable[[str, str], Awaitable[tuple[float, str]]]
) -> Measured:
    """Everybody says the lines in turn, one after the other; all people side by side."""
    seconds: list[float] = []
    empty = 0

    async def one(person: str) -> None:
        nonlocal empty
        for line in itertools.islice(itertools.cycle(LINES), turns // len(people)):
            took, answer = await say(person, line)
            seconds.append(took)
            empty += not answer

    began = time.perf_counter()
    await asyncio.gather(*(one(person) for person in people))
    return Measured(seconds, time.perf_counter() - began, empty)


async def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        product = Product(Path(folder), {"WECHAT_MODE": "plain", "BOT_QUIET_SECONDS": "0", "BOT_CLOCK": ""})
        product.start()
        try:
            await _report(product, Path(folder))
        finally:
            product.stop()
    return 0


async def _report(product: Product, folder: Path) -> None:
    made = json.loads((folder / "demo.json").read_text())
    account = Account(product.callback, made["wechat_token"], made["wechat_original_id"])
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=PATIENCE) as session:
        rasa = f"http://127.0.0.1:{product.ports['RASA']}/webhooks/rest/webhook"

        async def road(openid: str, line: str) -> tuple[float, str]:
            return await pushed(session, account, account.text(openid, line))

        numbers = itertools.count()
        told: Counter[str] = Counter()

        async def bare(conversation: str, line: str) -> tuple[float, str]:
            """As our worker asks, with as many turns to a tracker."""
            began, number = time.perf_counter(), next(numbers)
            told[conversation] += 1
            body = {
                "sender": f"{conversation}.bare{told[conversation] // TURNS_PER_TRACKER}",
                "message": line,
                "metadata": {"message_id": f"bare{number}", "conversation_id": conversation},
            }
            async with session.post(rasa, params={"token": made["rasa_token"]}, json=body) as answer:
                said = await answer.json()
            return time.perf_counter() - began, "".join(part.get("text", "") for part in said)

        people = [f"oBench{number:022d}" for number in range(2 * max(SIDE_BY_SIDE))]
        await measured(people, 2 * len(people), road)  # warm-up; it also makes everybody's conversation
        ids = {row["customer"]: row["id"] for row in product.export("conversations")}
        columns = ("customers side by side", "road msg/s", "bare Rasa msg/s", "ratio", "road p50 ms", "road p99 ms")
        _row(*columns, "bare p50 ms", "bare p99 ms", "unanswered")
        _row(*["---"] * 9)
        best = 0.0
        for count in SIDE_BY_SIDE:
            some, others = people[:count], [ids[person] for person in people[-count:]]
            # In halves and in turn, so that a machine that slows down slows both.
            halves = [(await measured(others, TURNS // 2, bare), await measured(some, TURNS // 2, road)) for _ in "ab"]
            plain, whole = (_both([half[side] for half in halves]) for side in (0, 1))
            best = max(best, whole.rate)
            ratio = whole.rate / plain.rate
            rates = f"{whole.rate:.1f} | {plain.rate:.1f} | {ratio:.2f}"
            print(f"| {count} | {rates} | {_ms(whole)} | {_ms(plain)} | {whole.unanswered} |")
        await _paced(account, session, people[: max(SIDE_BY_SIDE)], best * 0.8)
        await _acknowledged(session, account, people, made["wechat_token"])


def _row(*cells: str) -> None:
    print(f"| {' | '.join(cells)} |", flush=True)


def _ms(result: Measured) -> str:
    return f"{result.percentile(50) * 1e3:.0f} | {result.percentile(99) * 1e3:.0f}"


def _both(halves: Sequence[Measured]) -> Measured:
    return Measured(
        [second for half in halves for second in half.seconds],
        sum(half.wall for half in halves),
        sum(half.unanswered for half in halves),
    )


async def _paced(account: Account, session: aiohttp.ClientSession, people: Sequence[str], rate: float) -> None:
    """Pushes at a fixed rate, whatever the answers do: is any push left open past the platform's 5 s?"""
    tasks: list[asyncio.Task[tuple[float, str]]] = []
    began = time.perf_counter()
    for number in range(TURNS):
        await asyncio.sleep(max(began + number / rate - time.perf_counter(), 0))
        line = LINES[number // len(people) % len(LINES)]
        push = pushed(session, account, account.text(people[number % len(people)], line))
        tasks.append(asyncio.create_task(push))
    done = await asyncio.gather(*tasks)
    late = sum(seconds >= PUSH_LIMIT for seconds, _ in done)
    slowest = max(seconds for seconds, _ in done)
    paced = f"{TURNS} messages at 80 % of the highest rate ({rate:.1f} msg/s)"
    print(f"\n{paced}: {late} pushes over 5 s, slowest {slowest * 1e3:.0f} ms\n")


async def _acknowledged(session: aiohttp.ClientSession, account: Account, people: Sequence[str], token: str) -> None:
    port = free_port()
    echo = subprocess.Popen(  # noqa: ASYNC220 -- started once, before anything is measured
        [sys.executable, "-m", "tests.bench.echo", str(port), token]
    )
    bare = Account(f"http://127.0.0.1:{port}/wechat/callback", account.token, account.original_id)
    try:
        await _until_open(session, bare)
        results = {}
        for name, target in (("callback", account), ("bare echo", bare)):

            async def acknowledge(person: str, line: str, target: Account = target) -> tuple[float, str]:
                return await pushed(session, target, target.view(person))

            results[name] = await measured(people[:8], ACKS, acknowledge)
    finally:
        echo.terminate()
        echo.wait()
    _row("acknowledgements, 8 side by side", "per second", "p50 ms", "p99 ms")
    _row(*["---"] * 4)
    for name, result in results.items():
        _row(name, f"{result.rate:.0f}", f"{result.percentile(50) * 1e3:.1f}", f"{result.percentile(99) * 1e3:.1f}")
    _row("ratio", f"{results['callback'].rate / results['bare echo'].rate:.2f}", "", "")


async def _until_open(session: aiohttp.ClientSession, account: Account) -> None:
    for _ in range(100):
        try:
            await pushed(session, account, account.view("oBench"))
        except aiohttp.ClientError:
            await asyncio.sleep(0.1)
        else:
            return
    raise RuntimeError("the bare echo did not start")


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
