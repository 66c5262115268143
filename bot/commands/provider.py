"""``provider``: which 家政员 may report her visits and leave through the API."""

from __future__ import annotations

import argparse

from bot import bootstrap
from bot.commands.agent import ACTOR
from bot.settings import Settings
from bot.usecases import access

HELP = "give a provider a token for the API, or disable it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    token = actions.add_parser("token", help="print a new token; the one before opens nothing any more")
    disable = actions.add_parser("disable", help="the token opens nothing any more")
    for action in (token, disable):
        action.add_argument("id", metavar="ID", help="of the provider, such as pr_01")


async def run(args: argparse.Namespace, settings: Settings) -> int:
    async with bootstrap.open_deps(settings) as deps, deps.uow() as uow:
        if args.action == "token":
            _, said = await access.give_provider_token(deps, uow, args.id, ACTOR)
        else:
            await access.disable_provider(deps, uow, args.id, ACTOR)
            said = f"{args.id} is disabled"
        await uow.commit()
    print(said)
    return 0
