"""``agent``: who of the staff may log in to the console and use its API."""

from __future__ import annotations

import argparse
import sys

from bot import bootstrap
from bot.domain.access import STAFF, Role
from bot.domain.passwords import hashed, new_password
from bot.domain.values import to_local
from bot.ports import Deps
from bot.settings import Settings
from bot.usecases import access, accounts

HELP = "add, list or disable agents, who log in to the console with a password and use the API with a token"

ACTOR = "command"
"""Who does what is done on the command line, in the audit."""

_STDIN = "read the password from standard input in place of making one up"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="add one; prints token and, on stderr, password: nobody reads them again")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--role", choices=sorted(role.value for role in STAFF), default=Role.AGENT.value)
    add.add_argument("--password-stdin", action="store_true", help=_STDIN)
    password = actions.add_parser("password", help="give another password: ends her sessions, and a lock")
    password.add_argument("name", metavar="NAME")
    password.add_argument("--password-stdin", action="store_true", help=_STDIN)
    actions.add_parser("list", help="print name, role, since when, and whether the log-in still opens")
    disable = actions.add_parser("disable", help="password and token open nothing any more; open sessions end")
    disable.add_argument("name", metavar="NAME")


async def run(args: argparse.Namespace, settings: Settings) -> int:
    async with bootstrap.open_deps(settings) as deps:
        if args.action == "list":
            await _list(deps)
        elif args.action == "disable":
            async with deps.uow() as uow:
                await access.disable_agent(deps, uow, args.name, ACTOR)
                await uow.commit()
            print(f"{args.name} is disabled")
        else:
            await _with_password(args, deps)
    return 0


async def _with_password(args: argparse.Namespace, deps: Deps) -> None:
    given = sys.stdin.readline().rstrip("\r\n") if args.password_stdin else None
    password = new_password() if given is None else given
    password_hash = hashed(password)
    async with deps.uow() as uow:
        if args.action == "add":
            role = Role(args.role)
            _, token = await access.add_agent(deps, uow, args.name, role, ACTOR)
            await accounts.add_account(deps, uow, args.name, role, password_hash, ACTOR)
            print(token)
        else:
            await accounts.set_password(deps, uow, args.name, password_hash, ACTOR)
        await uow.commit()
    if given is None:
        # Beside the token, so that scripts may go on taking what is printed for the token alone.
        print(f"password: {password}", file=sys.stderr)


async def _list(deps: Deps) -> None:
    async with deps.uow() as uow:
        tokens = await access.agents(uow)
    for token in tokens:
        since = to_local(token.created_at, deps.zone)
        print(f"{token.subject}\t{token.role.value}\t{since:%Y-%m-%d %H:%M}\t{'' if token.is_valid else 'disabled'}")
