"""The whole product as processes of its own, and a customer who writes to it through the simulator."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MONDAY_TEN = "2026-11-23T10:00:00+08:00"
_LONGEST_START = 180
_LONGEST_ANSWER = 45


def free_port() -> int:
    """Below the range from which outgoing connections take theirs: it stays free while its server restarts."""
    while True:
        port = random.randint(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def call(url: str, body: Any = None, method: str | None = None, timeout: float = 60, token: str | None = None) -> Any:
    """One JSON call, with a bearer token if one is given; the answer is JSON too."""
    data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    request = urllib.request.Request(url, data, headers, method=method)  # noqa: S310 -- loopback
    with urllib.request.urlopen(request, timeout=timeout) as answer:  # noqa: S310 -- loopback
        return json.loads(answer.read() or b"null")


@dataclass
class Product:
    """``serve --demo`` on free ports with a folder, a clock and a database of its own."""

    var: Path
    extra: Mapping[str, str] = field(default_factory=dict)
    own_platform: bool = False
    """The simulator is a process of its own, which outlives the product."""
    console_apart: bool = False
    """A second process plays ``web``, for its console: on a database and a Redis that both reach."""
    process: subprocess.Popen[bytes] | None = None
    beside: subprocess.Popen[bytes] | None = None
    platform: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        names = ("HTTP", "ACTIONS", "METRICS", "RASA", "SIMULATOR", "CONSOLE")
        self.ports = {name: free_port() for name in names}
        self._ports_beside = {name: free_port() for name in ("HTTP", "CONSOLE", "METRICS")}
        self.env = {
            **{key: value for key, value in os.environ.items() if not key.startswith(("BOT_", "WECHAT_", "RASA_"))},
            **{f"BOT_{name}_PORT": str(port) for name, port in self.ports.items()},
            "BOT_VAR": str(self.var),
            "BOT_CLOCK": MONDAY_TEN,
            "BOT_QUIET_SECONDS": "0.3",
            **self.extra,
        }

    @property
    def console(self) -> str:
        return f"http://127.0.0.1:{(self._ports_beside if self.console_apart else self.ports)['CONSOLE']}"

    @property
    def simulator(self) -> str:
        return f"http://127.0.0.1:{self.ports['SIMULATOR']}"

    @property
    def callback(self) -> str:
        return f"http://127.0.0.1:{self.ports['HTTP']}/wechat/callback"

    def start(self) -> None:
        self.var.mkdir(parents=True, exist_ok=True)
        words = ["serve", "--demo"]
        if self.own_platform:
            words.append("--no-simulator")
            if self.platform is None:
                self.platform = self._spawn("simulator")
        self.process = self._spawn(*words)
        ends = time.monotonic() + _LONGEST_START
        while time.monotonic() < ends:
            if self.process.poll() is not None:
                break
            try:
                call(f"http://127.0.0.1:{self.ports['HTTP']}/readyz", timeout=5)
                call(f"{self.simulator}/sim/clock", timeout=5)
                if self.console_apart and self.beside is None:
                    self.beside = self._spawn("web", ports=self._ports_beside)
                if self.beside is not None:
                    call(f"{self.console}/readyz", timeout=5)
            except OSError:
                time.sleep(0.3)
            else:
                return
        self.kill()
        raise RuntimeError(f"the product did not start:\n{self.log()[-3000:]}")

    def _spawn(self, *words: str, ports: Mapping[str, int] | None = None) -> subprocess.Popen[bytes]:
        env = self.env | {f"BOT_{name}_PORT": str(port) for name, port in (ports or {}).items()}
        with (self.var / "serve.log").open("ab") as log:
            return subprocess.Popen([sys.executable, "-m", "bot", *words], cwd=ROOT, env=env, stdout=log, stderr=log)

    def close(self) -> None:
        """Ends everything, however it stands."""
        self.stop()
        if self.platform is not None:
            self.platform.kill()
            self.platform.wait(timeout=30)

    def log(self) -> str:
        return (self.var / "serve.log").read_text(errors="replace")

    def stop(self) -> None:
        """Ctrl-C."""
        for process in filter(None, (self.beside, self.process)):
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                process.wait(timeout=30)

    def kill(self) -> None:
        """What a power cut does."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait(timeout=30)

    def command(self, *words: str, stdin: str = "") -> str:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=ROOT,
            env=self.env,
            input=stdin,
            capture_output=True,
            check=False,
            text=True,
            timeout=120,
        )
        if done.returncode:
            raise RuntimeError(f"{words} ended with {done.returncode}: {done.stderr[-2000:]}")
        return done.stdout

    def export(self, what: str, customer: Customer | None = None) -> list[dict[str, Any]]:
        only = ["--customer", customer.openid] if customer else []
        return [json.loads(line) for line in self.command("export", what, *only).splitlines()]

    def customer(self, name: str = "测试") -> Customer:
        openid = call(f"{self.simulator}/sim/customers", {"name": name})["openid"]
        return Customer(self, str(openid))

    def fault(self, **faults: Any) -> None:
        call(f"{self.simulator}/sim/faults", faults, method="PUT")

    def no_faults(self) -> None:
        call(f"{self.simulator}/sim/faults", method="DELETE")


@dataclass
class Customer:
    """One follower on the simulated platform."""

    product: Product
    openid: str
    seen: int = 0

    @property
    def base(self) -> str:
        return f"{self.product.simulator}/sim/customers/{urllib.parse.quote(self.openid)}"

    def write(self, text: str) -> None:
        """Writes without waiting for anything."""
        call(f"{self.base}/messages", {"kind": "text", "text": text})

    def send(self, **message: Any) -> dict[str, Any]:
        """Any kind of message; waits until its pushes are settled."""
        answer: dict[str, Any] = call(f"{self.base}/messages", {"wait": True, **message})
        return answer

    def event(self, name: str, **more: Any) -> dict[str, Any]:
        answer: dict[str, Any] = call(f"{self.base}/events", {"event": name, "wait": True, **more})
        return answer

    def says(self, *texts: str) -> str:
        """Writes (a burst, if several) and gives the bubble that answers."""
        self.catch_up()
        for text in texts:
            self.write(text)
        return self.answer()

    def journal(self) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = call(f"{self.base}/journal?after=0")
        return entries

    def bubbles(self) -> list[dict[str, Any]]:
        """Everything that reached the customer's phone."""
        return [entry for entry in self.journal() if entry["direction"] == "out"]

    def catch_up(self) -> None:
        self.seen = max((entry["seq"] for entry in self.journal()), default=0)

    def answer(self, within: float = _LONGEST_ANSWER) -> str:
        """The next bubble that was not looked at yet, its choices numbered below it."""
        ends = time.monotonic() + within
        while time.monotonic() < ends:
            fresh = [entry for entry in self.bubbles() if entry["seq"] > self.seen]
            if fresh:
                self.seen = fresh[0]["seq"]
                return str(fresh[0]["text"])
            time.sleep(0.05)
        raise AssertionError(f"no answer within {within} s; log:\n{self.product.log()[-3000:]}")

    def talk(self, *lines: str) -> Sequence[str]:
        return [self.says(line) for line in lines]
