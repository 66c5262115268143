"""``agent``: who of the staff may use the console's API."""

from __future__ import annotations

import argparse

from bot import bootstrap
from bot.domain.access import STAFF, Role
from bot.domain.values import to_local
from bot.ports import Deps
from bot.settings import Settings
from bot.usecases import access

HELP = "add, list or disable agents, who use the API with a token"

ACTOR = "command"
"""Who does what is done on the command line, in the audit."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="add one and print the token, which nobody can read again")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--role", choices=sorted(role.value for role in STAFF), default=Role.AGENT.value)
    actions.add_parser("list", help="print name, role, since when, and whether the token still opens")
    disable = actions.add_parser("disable", help="the token opens nothing any more; the name may be added again")
    disable.add_argument("name", metavar="NAME")


async def run(args: argparse.Namespace, settings: Settings) -> int:
    async with bootstrap.open_deps(settings) as deps:
        if args.action == "list":
            await _list(deps)
            return 0
        async with deps.uow() as uow:
            if args.action == "add":
                _, said = await access.add_agent(deps, uow, args.name, Role(args.role), ACTOR)
            else:
                await access.disable_agent(deps, uow, args.name, ACTOR)
                said = f"{args.name} is disabled"
            await uow.commit()
    print(said)
    return 0


async def _list(deps: Deps) -> None:
    async with deps.uow() as uow:
        tokens = await access.agents(uow)
    for token in tokens:
        since = to_local(token.created_at, deps.zone)
        print(f"{token.subject}\t{token.role.value}\t{since:%Y-%m-%d %H:%M}\t{'' if token.is_valid else 'disabled'}")
