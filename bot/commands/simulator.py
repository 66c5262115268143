"""``simulator``: the WeChat platform on a laptop, with its phone page."""

from __future__ import annotations

import argparse
from contextlib import AsyncExitStack

from bot import bootstrap
from bot.commands.roles import serving, stop_signal
from bot.demo_settings import with_demo_values
from bot.settings import Settings
from bot.simulator.app import create_simulator
from bot.simulator.config import Seed, SimulatorConfig

HELP = "run the WeChat simulator alone (http://127.0.0.1:8090)"

# The customers of the demo data, so that the phone page opens with somebody to be.
DEMO_CUSTOMERS = (
    Seed("oDemoCustomer000000000000001", "周女士"),
    Seed("oDemoCustomer000000000000002", "新客户"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser  # no options


async def run(args: argparse.Namespace, settings: Settings) -> int:
    async with AsyncExitStack() as stack:
        await simulator_role(stack, with_demo_values(settings))
        print(f"phone page http://127.0.0.1:{settings.simulator_port}/", flush=True)
        await stop_signal().wait()
    return 0


async def simulator_role(stack: AsyncExitStack, settings: Settings) -> None:
    """Serves the simulator on loopback; it pushes to this machine's gateway."""
    config = SimulatorConfig(
        app_id=settings.wechat_app_id,
        app_secret=settings.wechat_app_secret,
        original_id=settings.wechat_original_id,
        token=settings.wechat_token,
        aes_key=settings.wechat_aes_key,
        mode=settings.wechat_mode,
        account=settings.wechat_account,
        callback_url=f"http://127.0.0.1:{settings.http_port}/wechat/callback",
        customers=DEMO_CUSTOMERS,
    )
    app = create_simulator(config, bootstrap.clock_of(settings))
    await stack.enter_async_context(serving(app, "127.0.0.1", settings.simulator_port, "the simulator"))
