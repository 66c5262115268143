"""The roles a process can play: web, actions, worker, Rasa as a child; each as something to enter and leave."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from typing import Any

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from actions.server import create_app as create_actions_app
from bot import bootstrap
from bot.adapters.rasa_process import RasaCommand, keep_running
from bot.adapters.redis import embedded
from bot.console.app import create_app as create_console_app
from bot.gateway.app import create_app as create_gateway_app
from bot.ports import Deps, Dialogue
from bot.settings import Settings, SettingsError
from bot.worker.run import run_worker

log = structlog.get_logger()

ROOT = bootstrap.repository_root()
MODEL = ROOT / "models" / "bot.tar.gz"
RASA_PYTHON = ROOT / ".venv-rasa" / "bin" / "python"


@asynccontextmanager
async def serving(app: web.Application, host: str, port: int, what: str) -> AsyncIterator[int]:
    """Serves ``app``; gives the port it is on (another one than asked for when that was 0)."""
    runner = web.AppRunner(app, handle_signals=False, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port, reuse_address=True)
        try:
            await site.start()
        except OSError as error:
            raise SettingsError(f"port {port} for {what} cannot be opened: {error.strerror}") from error
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


@asynccontextmanager
async def running(work: Coroutine[Any, Any, None], name: str) -> AsyncIterator[asyncio.Task[None]]:
    """A background task that is cancelled and awaited on leaving."""
    task = asyncio.create_task(work, name=name)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def with_redis(stack: AsyncExitStack, settings: Settings) -> Settings:
    """The settings with a Redis: the given one, else an embedded Valkey that ends with ``stack``."""
    if settings.redis_url:
        return settings
    server = await asyncio.to_thread(embedded.start, settings.var / "valkey")
    stack.callback(server.stop)
    return settings.model_copy(update={"redis_url": server.connection_url})


def stop_signal() -> asyncio.Event:
    """Set by SIGINT and SIGTERM, so that whoever waits for it leaves in good order."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    return stopped


Role = Callable[[AsyncExitStack, Settings, Deps], Awaitable[None]]


async def play(settings: Settings, role: Role) -> None:
    """One role in a process of its own, until it is stopped."""
    async with AsyncExitStack() as stack:
        deps = await stack.enter_async_context(bootstrap.open_deps(settings, process=True))
        await role(stack, settings, deps)
        await metrics_role(stack, settings)
        await stop_signal().wait()


async def web_role(stack: AsyncExitStack, settings: Settings, deps: Deps) -> None:
    """The gateway and the console, each on its port."""
    app = create_gateway_app(deps, bootstrap.account_of(settings), bootstrap.probe_of(deps))
    await stack.enter_async_context(serving(app, settings.bind, settings.http_port, "WeChat"))
    console = create_console_app(deps, bootstrap.probe_of(deps), secure_cookie=settings.has_secure_cookie)
    await stack.enter_async_context(serving(console, settings.bind, settings.console_port, "the console"))


async def metrics_role(stack: AsyncExitStack, settings: Settings) -> None:
    """Prometheus metrics, on loopback whatever ``BOT_BIND`` says."""
    app = web.Application()
    app.router.add_get("/metrics", _metrics)
    await stack.enter_async_context(serving(app, "127.0.0.1", settings.metrics_port, "metrics"))


async def _metrics(request: web.Request) -> web.Response:
    return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})


async def actions_role(stack: AsyncExitStack, settings: Settings, deps: Deps) -> None:
    settings.demanded("actions_token")
    app = create_actions_app(deps, settings.actions_token)
    # Where Rasa is our child it comes over loopback; an action server of its own listens where it is told.
    host = settings.bind if settings.rasa_url else "127.0.0.1"
    await stack.enter_async_context(serving(app, host, settings.actions_port, "actions"))


async def worker_role(stack: AsyncExitStack, settings: Settings, deps: Deps) -> None:
    await stack.enter_async_context(running(run_worker(deps, bootstrap.owner()), "worker"))


async def rasa_role(stack: AsyncExitStack, settings: Settings) -> None:
    """Rasa as our child, unless ``RASA_URL`` names one."""
    if settings.rasa_url:
        return
    settings.demanded("rasa_token", "actions_token")
    command = _rasa_command(settings, _rasa_env(settings))
    await stack.enter_async_context(running(keep_running(command), "rasa"))


async def reading_rasa(stack: AsyncExitStack, settings: Settings) -> Settings:
    """A Rasa of our own that reads messages and talks to nobody; the settings with its port and token."""
    own = settings.model_copy(update={"rasa_port": _free_port(), "rasa_token": secrets.token_urlsafe(16)})
    command = replace(_rasa_command(own, _QUIET), endpoints=os.devnull)
    await stack.enter_async_context(running(keep_running(command), "rasa"))
    return own


def _rasa_command(settings: Settings, env: Mapping[str, str]) -> RasaCommand:
    for path, fix in ((RASA_PYTHON, "make environments"), (MODEL, "make model")):
        if not path.exists():
            raise SettingsError(f"{path.relative_to(ROOT)} is missing: run `{fix}`, or set RASA_URL")
    settings.var.mkdir(parents=True, exist_ok=True)
    return RasaCommand(
        python=RASA_PYTHON,
        port=settings.rasa_port,
        token=settings.rasa_token,
        model=MODEL,
        env={**settings.for_children, **env},
        root=ROOT,
        log_file=settings.var / "rasa.log",
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


_QUIET = {"RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}


def _rasa_env(settings: Settings) -> dict[str, str]:
    return {
        "RASA_ACTIONS_URL": f"http://127.0.0.1:{settings.actions_port}/webhook",
        "BOT_ACTIONS_TOKEN": settings.actions_token,
        **_QUIET,
        **bootstrap.redis_parts(settings.redis_url),
    }


async def until_rasa_answers(dialogue: Dialogue, seconds: float = 180) -> bool:
    """Waits for Rasa to have loaded its model, with a sign of life every few seconds."""
    loop = asyncio.get_running_loop()
    began, said = loop.time(), 0.0
    while loop.time() - began < seconds:
        if await dialogue.is_ready():
            return True
        if loop.time() - said > 5:
            said = loop.time()
            print(f"  waiting for Rasa … {loop.time() - began:.0f} s", file=sys.stderr, flush=True)
        await asyncio.sleep(0.3)
    return False
