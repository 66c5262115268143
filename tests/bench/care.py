"""Consoles that are open and customers who talk: how long a message takes to a console, and a reply to the phone.

``python -m tests.bench.care [CONSOLES CONVERSATIONS MESSAGES RATE]``. The program with all roles and the simulator are
processes of their own. Beside each message the same push goes to a bare echo, which only acknowledges it.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from tests.bench.wire import Account, pushed
from tests.support.product import Product, free_port

USUAL = (40, 500, 1000, 8.0)
"""Open consoles, conversations, messages in all, and messages a second; as many replies."""

NO_LIMIT = aiohttp.ClientTimeout(total=None, sock_connect=30)
_LONGEST = 30.0


@dataclass
class Times:
    """By text: when it was written, and when it was seen, by each who sees it."""

    began: dict[str, float] = field(default_factory=dict)
    seen: dict[str, list[float]] = field(default_factory=dict)

    def note(self, text: str) -> None:
        if text in self.began:
            self.seen.setdefault(text, []).append(time.perf_counter() - self.began[text])

    def lost(self, by: int) -> int:
        return sum(max(by - len(self.seen.get(text, ())), 0) for text in self.began)

    @property
    def seconds(self) -> list[float]:
        return [one for times in self.seen.values() for one in times]


@dataclass
class Bench:
    product: Product
    session: aiohttp.ClientSession
    token: str
    heard: Times = field(default_factory=Times)
    replied: Times = field(default_factory=Times)
    bare: list[float] = field(default_factory=list)
    refused: Counter[int] = field(default_factory=Counter)
    keys: Iterator[int] = field(default_factory=itertools.count)

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.product.ports['CONSOLE']}/api"

    async def post(self, url: str, body: object) -> Any:
        """Again under the same key while the program says that it is busy, as the console's pages do."""
        key = f"b-{next(self.keys)}"
        ours = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key} if url.startswith(self.api) else {}
        while True:
            async with self.session.post(url, json=body, headers=ours) as answer:
                if answer.status < 400:
                    return await answer.json()
                self.refused[answer.status] += 1
                if answer.status != 503:
                    raise RuntimeError(await answer.text())
            await asyncio.sleep(1)

    async def console(self, ready: asyncio.Queue[None]) -> None:
        async with self.session.get(f"{self.api}/events", headers={"Authorization": f"Bearer {self.token}"}) as feed:
            ready.put_nowait(None)
            async for data in _events(feed):
                message = data.get("message")
                if message and message["direction"] == "in":
                    self.heard.note(message["text"])

    async def phones(self, ready: asyncio.Queue[None]) -> None:
        async with self.session.get(f"{self.product.simulator}/sim/events") as feed:
            ready.put_nowait(None)
            async for data in _events(feed):
                if data.get("direction") == "out":
                    self.replied.note(str(data.get("text")))

    async def held(self, openids: Sequence[str]) -> Mapping[str, str]:
        """Conversations by openid, all in the hands of an agent."""
        for openid in openids:
            await self.post(f"{self.product.simulator}/sim/customers", {"name": "客户", "openid": openid})
            await self.post(
                f"{self.product.simulator}/sim/customers/{openid}/events",
                {"event": "VIEW", "key": "https://example.com", "wait": True},
            )
        rows = await asyncio.to_thread(self.product.export, "conversations")
        ids = {row["customer"]: row["id"] for row in rows if row["customer"] in set(openids)}
        for conversation in ids.values():
            await self.post(f"{self.api}/conversations/{conversation}/take-over", {})
        return ids

    async def exchange(self, number: int, openid: str, conversation: str, bare: Account) -> None:
        """She writes; as soon as a console has it, an agent answers."""
        text, answer = f"第{number}句", f"回第{number}句"
        took = asyncio.create_task(pushed(self.session, bare, bare.text(openid, text)))
        self.heard.began[text] = time.perf_counter()
        await self.post(f"{self.product.simulator}/sim/customers/{openid}/messages", {"kind": "text", "text": text})
        self.bare.append((await took)[0])
        ends = time.perf_counter() + _LONGEST
        while text not in self.heard.seen and time.perf_counter() < ends:
            await asyncio.sleep(0.005)
        self.replied.began[answer] = time.perf_counter()
        await self.post(f"{self.api}/conversations/{conversation}/reply", {"text": answer})


async def _events(feed: aiohttp.ClientResponse) -> Any:
    async for line in feed.content:
        if line.startswith(b"data: "):
            yield json.loads(line[6:])


async def main(consoles: int, conversations: int, messages: int, rate: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        product = Product(Path(folder), {"WECHAT_MODE": "plain", "BOT_CLOCK": ""}, own_platform=True)
        product.start()
        port = free_port()
        made = json.loads((Path(folder) / "demo.json").read_text())
        echo = subprocess.Popen(  # noqa: ASYNC220 -- started once, before anything is measured
            [sys.executable, "-m", "tests.bench.echo", str(port), made["wechat_token"]]
        )
        bare = Account(f"http://127.0.0.1:{port}/wechat/callback", made["wechat_token"], made["wechat_original_id"])
        try:
            token = (await asyncio.to_thread(product.command, "agent", "add", "bench")).split()[-1]
            connector = aiohttp.TCPConnector(limit=0)
            async with aiohttp.ClientSession(connector=connector, timeout=NO_LIMIT, read_bufsize=2**20) as session:
                bench = Bench(product, session, token)
                await _talk(bench, bare, consoles, conversations, messages, rate)
            _report(bench, consoles, conversations, messages, rate)
        finally:
            echo.terminate()
            echo.wait()
            product.close()


async def _talk(bench: Bench, bare: Account, consoles: int, conversations: int, messages: int, rate: float) -> None:
    ids = await bench.held([f"oCare{number:023d}" for number in range(conversations)])
    ready: asyncio.Queue[None] = asyncio.Queue()
    watching = [asyncio.create_task(bench.console(ready)) for _ in range(consoles)]
    watching.append(asyncio.create_task(bench.phones(ready)))
    for _ in watching:
        await ready.get()
    chance, people = random.Random(7), list(ids.items())
    order = [person for _ in range(messages // len(people) + 1) for person in chance.sample(people, len(people))]
    print("everybody is there and talks …", file=sys.stderr, flush=True)
    began, running = time.perf_counter(), set[asyncio.Task[None]]()
    for number, (openid, conversation) in enumerate(itertools.islice(order, messages)):
        await asyncio.sleep(max(began + number / rate - time.perf_counter(), 0))
        task = asyncio.create_task(bench.exchange(number, openid, conversation, bare))
        running.add(task)
        task.add_done_callback(running.discard)
    await asyncio.gather(*running)
    ends = time.perf_counter() + _LONGEST
    while (bench.heard.lost(consoles) or bench.replied.lost(1)) and time.perf_counter() < ends:
        await asyncio.sleep(0.1)
    for task in watching:
        task.cancel()
    await asyncio.gather(*watching, return_exceptions=True)


def _report(bench: Bench, consoles: int, conversations: int, messages: int, rate: float) -> None:
    print(f"{consoles} consoles, {conversations} conversations, {messages} messages, {rate:g} a second\n")
    print("| from … to … | p50 ms | p99 ms | p99 to a bare echo's | lost |\n| --- | ---: | ---: | ---: | ---: |")
    echo = _percentile(bench.bare, 99)
    for name, times, by in (
        ("customer's message → each console", bench.heard, consoles),
        ("agent's reply → phone", bench.replied, 1),
    ):
        middle, high = (_percentile(times.seconds, share) for share in (50, 99))
        print(f"| {name} | {middle * 1e3:.0f} | {high * 1e3:.0f} | {high / echo:.1f} | {times.lost(by)} |")
    print(f"| push → bare echo | {_percentile(bench.bare, 50) * 1e3:.0f} | {echo * 1e3:.0f} | 1 | 0 |")
    if bench.refused:
        print(f"\nrefused calls by status: {dict(bench.refused)}")


def _percentile(seconds: Sequence[float], share: int) -> float:
    return statistics.quantiles(seconds, n=100, method="inclusive")[share - 1]


if __name__ == "__main__":
    given = sys.argv[1:]
    consoles, conversations, messages = (int(word) for word in given[:3]) if given else USUAL[:3]
    asyncio.run(main(consoles, conversations, messages, float(given[3]) if len(given) > 3 else USUAL[3]))
