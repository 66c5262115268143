"""The demo's agents: one of each role that a company has many of, with secrets that are kept under ``var/``.

A secret is both: the password of the console's pages and the token of its API.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.commands.agent import ACTOR
from bot.demo_settings import demo_log_ins
from bot.domain.access import Role, hash_of
from bot.domain.errors import InvalidData
from bot.domain.passwords import hashed
from bot.ports import Deps
from bot.usecases import access
from bot.usecases.accounts import add_account


@dataclass(frozen=True, slots=True)
class LogIn:
    name: str
    secret: str


async def demo_agents(deps: Deps, var: Path) -> list[LogIn]:
    """Adds them where they are not there yet; those whose token opens. A disabled one stays disabled."""
    made = [LogIn(name, secret) for name, secret in demo_log_ins(var).items()]
    return [log_in for log_in in made if await _opens(deps, log_in)]


async def _opens(deps: Deps, log_in: LogIn) -> bool:
    async with deps.uow() as uow:
        known = await uow.tokens.by_hash(hash_of(log_in.secret))
        account = await uow.accounts.get(log_in.name)
        if known is not None and (account is not None or not known.is_valid):
            return known.is_valid
        try:
            if known is None:
                await access.add_agent(deps, uow, log_in.name, Role(log_in.name), ACTOR, log_in.secret)
            await add_account(deps, uow, log_in.name, Role(log_in.name), hashed(log_in.secret), ACTOR)
        except InvalidData:
            return False  # Somebody has an agent of this name already.
        await uow.commit()
    return True
