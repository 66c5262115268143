"""Consoles that are open and customers who talk: how long a message takes to a console, and a reply to the phone.

``python -m tests.bench.care [--apart] [CONSOLES CONVERSATIONS MESSAGES RATE]``. A console does what a browser does with
the page of all conversations: it hears the live feed, and loads the page anew when something has changed. The program
and the simulator are processes of their own. Beside each message the same push goes to a bare echo, which only
acknowledges it. ``--apart``: on PostgreSQL and Valkey, with a second process (``web``) for the consoles.
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
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from tests.bench.wire import Account, pushed
from tests.support.product import Product, free_port
from tests.support.servers import a_postgres, a_valkey

USUAL = (40, 500, 250, 5.0)
"""Open consoles, conversations, messages in all, and messages a second; as many replies."""

NO_LIMIT = aiohttp.ClientTimeout(total=None, sock_connect=30)
_LONGEST = 30.0
_PASSWORD = "a password of the bench"

# As static/live.js has them.
_CALM, _SPREAD, _PATIENCE = 1.0, 0.3, 5


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
    shown: Times = field(default_factory=Times)
    replied: Times = field(default_factory=Times)
    bare: list[float] = field(default_factory=list)
    refused: Counter[int] = field(default_factory=Counter)
    keys: Iterator[int] = field(default_factory=itertools.count)

    @property
    def api(self) -> str:
        return f"{self.product.console}/api"

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

    async def log_in(self) -> Page:
        form = {"name": "bench", "password": _PASSWORD}
        async with self.session.post(f"{self.product.console}/login", data=form, allow_redirects=False) as opened:
            return Page(self, {"Cookie": "; ".join(f"{one.key}={one.value}" for one in opened.cookies.values())})

    async def watch(self, page: Page, ready: asyncio.Queue[None]) -> None:
        async with self.session.get(f"{self.api}/events", headers=page.cookie) as feed:
            loading = asyncio.create_task(page.keep())
            ready.put_nowait(None)
            try:
                async for data in _events(feed):
                    message = data.get("message")
                    if message and message["direction"] == "in":
                        self.heard.note(message["text"])
                        page.wanted.append(message["text"])
                    page.changed.set()
            finally:
                loading.cancel()

    async def phones(self, ready: asyncio.Queue[None]) -> None:
        async with self.session.get(f"{self.product.simulator}/sim/events") as feed:
            ready.put_nowait(None)
            async for data in _events(feed):
                if data.get("direction") == "out":
                    self.replied.note(str(data.get("text")))

    def show(self, texts: Sequence[str]) -> None:
        for text in texts:
            self.shown.note(text)

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
        self.heard.began[text] = self.shown.began[text] = time.perf_counter()
        await self.post(f"{self.product.simulator}/sim/customers/{openid}/messages", {"kind": "text", "text": text})
        self.bare.append((await took)[0])
        ends = time.perf_counter() + _LONGEST
        while text not in self.heard.seen and time.perf_counter() < ends:
            await asyncio.sleep(0.005)
        self.replied.began[answer] = time.perf_counter()
        await self.post(f"{self.api}/conversations/{conversation}/reply", {"text": answer})


@dataclass
class Page:
    """What a browser does with the page of all conversations; ``wanted`` are the messages that it does not show yet."""

    bench: Bench
    cookie: Mapping[str, str]
    wanted: list[str] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def keep(self) -> None:
        began = took = 0.0
        while True:
            await self.changed.wait()
            calm = max(_CALM, _PATIENCE * took) + random.uniform(0, _SPREAD)
            await asyncio.sleep(max(began + calm - time.perf_counter(), 0))
            self.changed.clear()
            began, texts, self.wanted = time.perf_counter(), self.wanted, []
            headers = {**self.cookie, "X-In-Background": "1"}
            async with self.bench.session.get(
                f"{self.bench.product.console}/conversations", headers=headers, allow_redirects=False
            ) as answer:
                await answer.read()
            took = time.perf_counter() - began
            if answer.status == 200:
                self.bench.show(texts)
            else:
                self.bench.refused[answer.status] += 1
                self.wanted = texts + self.wanted
                self.changed.set()


async def _events(feed: aiohttp.ClientResponse) -> Any:
    async for line in feed.content:
        if line.startswith(b"data: "):
            yield json.loads(line[6:])


async def main(consoles: int, conversations: int, messages: int, rate: float, apart: bool) -> None:
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        extra = {"WECHAT_MODE": "plain", "BOT_CLOCK": "", **(_servers(stack) if apart else {})}
        product = Product(Path(folder), extra, own_platform=True, console_apart=apart)
        product.start()
        port = free_port()
        made = json.loads((Path(folder) / "demo.json").read_text())
        echo = subprocess.Popen(  # noqa: ASYNC220 -- started once, before anything is measured
            [sys.executable, "-m", "tests.bench.echo", str(port), made["wechat_token"]]
        )
        bare = Account(f"http://127.0.0.1:{port}/wechat/callback", made["wechat_token"], made["wechat_original_id"])
        try:
            added = ("agent", "add", "bench", "--password-stdin")
            token = (await asyncio.to_thread(product.command, *added, stdin=f"{_PASSWORD}\n")).split()[-1]
            connector = aiohttp.TCPConnector(limit=0)
            async with aiohttp.ClientSession(connector=connector, timeout=NO_LIMIT, read_bufsize=2**20) as session:
                bench = Bench(product, session, token)
                await _talk(bench, bare, consoles, conversations, messages, rate)
            where = "PostgreSQL, consoles at a process of their own" if apart else "one process, SQLite"
            print(
                f"{consoles} consoles, {conversations} conversations, {messages} messages, {rate:g} a second; {where}\n"
            )
            _report(bench, consoles)
        finally:
            echo.terminate()
            echo.wait()
            product.close()


def _servers(stack: ExitStack) -> dict[str, str]:
    postgres = stack.enter_context(a_postgres())
    return {
        "BOT_DATABASE_URL": postgres.url(postgres.create()),
        "BOT_REDIS_URL": stack.enter_context(a_valkey()),
    }


async def _talk(bench: Bench, bare: Account, consoles: int, conversations: int, messages: int, rate: float) -> None:
    ids = await bench.held([f"oCare{number:023d}" for number in range(conversations)])
    ready: asyncio.Queue[None] = asyncio.Queue()
    pages = [await bench.log_in() for _ in range(consoles)]  # one by one: tries at the same moment count as failed
    watching = [asyncio.create_task(bench.watch(page, ready)) for page in pages]
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
    while (bench.shown.lost(consoles) or bench.replied.lost(1)) and time.perf_counter() < ends:
        await asyncio.sleep(0.1)
    for task in watching:
        task.cancel()
    await asyncio.gather(*watching, return_exceptions=True)


def _report(bench: Bench, consoles: int) -> None:
    print("| from … to … | p50 ms | p99 ms | p99 to a bare echo's | lost |\n| --- | ---: | ---: | ---: | ---: |")
    echo = _percentile(bench.bare, 99)
    for name, times, by in (
        ("customer's message → each console", bench.heard, consoles),
        ("customer's message → page of each console", bench.shown, consoles),
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
    given = [word for word in sys.argv[1:] if word != "--apart"]
    consoles, conversations, messages = (int(word) for word in given[:3]) if given else USUAL[:3]
    rate = float(given[3]) if len(given) > 3 else USUAL[3]
    asyncio.run(main(consoles, conversations, messages, rate, "--apart" in sys.argv))
