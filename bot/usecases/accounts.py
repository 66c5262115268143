"""Accounts of the console: added, given another password, disabled. Steps of somebody else's transaction."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.access import STAFF, Role, agent_name
from bot.domain.accounts import Account
from bot.domain.errors import InvalidData, NotFound
from bot.domain.events import PasswordSet
from bot.ports import Deps, UnitOfWork


async def add_account(deps: Deps, uow: UnitOfWork, name: str, role: Role, password_hash: str, by: str) -> Account:
    """Raises ``InvalidData`` for a name that somebody has; a disabled one may be added again."""
    if role not in STAFF:
        raise InvalidData(f"an account is an agent's, a supervisor's or an admin's, not a {role.value}'s")
    known = await uow.accounts.claim(agent_name(name))
    if known is not None and known.is_enabled:
        raise InvalidData(f"there is an account {name} already")
    account = Account(name, role, password_hash, deps.clock.now())
    await uow.accounts.put(account)
    uow.happened(PasswordSet(name, by))
    return account


async def set_password(deps: Deps, uow: UnitOfWork, name: str, password_hash: str, by: str) -> None:
    """Another password, which also ends a lock and every session of the account.

    An agent who has but a token, from before there were passwords, gets the account of its role.
    """
    account = await uow.accounts.claim(name)
    if account is None:
        account = await _of_token(deps, uow, name, password_hash)
    if account is None or not account.is_enabled:
        raise NotFound(f"no account {name}")
    await uow.accounts.put(replace(account, password_hash=password_hash).opened())
    await uow.sessions.end_all(name, deps.clock.now())
    uow.happened(PasswordSet(name, by))


async def _of_token(deps: Deps, uow: UnitOfWork, name: str, password_hash: str) -> Account | None:
    for token in await uow.tokens.of_subject(name):
        if token.is_valid and token.role in STAFF:
            return Account(name, token.role, password_hash, deps.clock.now())
    return None


async def disable_account(deps: Deps, uow: UnitOfWork, name: str) -> None:
    """Nothing opens it any more, and what is open ends; one that is not there stays so."""
    account = await uow.accounts.claim(name)
    if account is not None and account.is_enabled:
        await uow.accounts.put(account.disabled(deps.clock.now()))
        await uow.sessions.end_all(name, deps.clock.now())
