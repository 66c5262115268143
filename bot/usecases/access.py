"""Tokens of the JSON API: given out once, looked up by their hash, withdrawn. Steps of somebody else's transaction."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.access import STAFF, Role, Token, agent_name, hash_of, new_secret
from bot.domain.errors import InvalidData, NotFound
from bot.domain.events import TokenDisabled, TokenIssued
from bot.ports import Deps, UnitOfWork
from bot.usecases.accounts import disable_account


async def holder_of(uow: UnitOfWork, secret: str) -> Token | None:
    """The valid token that ``secret`` opens."""
    token = await uow.tokens.by_hash(hash_of(secret))
    return token if token is not None and token.is_valid else None


async def add_agent(
    deps: Deps, uow: UnitOfWork, name: str, role: Role, by: str, secret: str | None = None
) -> tuple[Token, str]:
    """Gives the token and its secret, which nobody can read again; ``secret`` where it was made elsewhere.

    Raises ``InvalidData`` for a name that an agent has; a disabled one may be added again.
    """
    if role not in STAFF:
        raise InvalidData(f"an agent is an agent, a supervisor or an admin, not a {role.value}")
    if await _valid(uow, agent_name(name), STAFF):
        raise InvalidData(f"there is an agent {name} already")
    return await _issue(deps, uow, role, name, by, secret or new_secret())


async def disable_agent(deps: Deps, uow: UnitOfWork, name: str, by: str) -> None:
    """Neither her token nor her password opens anything any more, and what she has open ends."""
    await disable_account(deps, uow, name)
    if not await _disable(deps, uow, name, STAFF, by):
        raise NotFound(f"no agent {name} has a token")


async def is_agent(uow: UnitOfWork, name: str) -> bool:
    """Whether somebody of the staff who is called so may work here now."""
    account = await uow.accounts.get(name)
    return (account is not None and account.is_enabled) or bool(await _valid(uow, name, STAFF))


async def agents(uow: UnitOfWork) -> list[Token]:
    """The token of each that opens, else the last one; in order of name."""
    known = [token for token in await uow.tokens.all() if token.role in STAFF]
    last = {token.subject: token for token in sorted(known, key=lambda token: token.is_valid)}
    return [last[name] for name in sorted(last)]


async def give_provider_token(deps: Deps, uow: UnitOfWork, provider_id: str, by: str) -> tuple[Token, str]:
    """A new token for a provider; the one she had opens nothing any more."""
    provider = await uow.providers.get(provider_id)
    await _disable(deps, uow, provider.id, _PROVIDERS, by)
    return await _issue(deps, uow, Role.PROVIDER, provider.id, by, new_secret())


async def disable_provider(deps: Deps, uow: UnitOfWork, provider_id: str, by: str) -> None:
    if not await _disable(deps, uow, provider_id, _PROVIDERS, by):
        raise NotFound(f"no provider {provider_id} has a token")


_PROVIDERS = frozenset({Role.PROVIDER})


async def _issue(deps: Deps, uow: UnitOfWork, role: Role, subject: str, by: str, secret: str) -> tuple[Token, str]:
    token = Token(hash_of(secret), role, subject, deps.clock.now())
    await uow.tokens.put(token)
    uow.happened(TokenIssued(token, by))
    return token, secret


async def _disable(deps: Deps, uow: UnitOfWork, subject: str, roles: frozenset[Role], by: str) -> bool:
    found = await _valid(uow, subject, roles)
    for token in found:
        disabled = token.disabled(deps.clock.now())
        await uow.tokens.put(disabled)
        uow.happened(TokenDisabled(disabled, by))
    return bool(found)


async def _valid(uow: UnitOfWork, subject: str, roles: frozenset[Role]) -> Sequence[Token]:
    return [token for token in await uow.tokens.of_subject(subject) if token.is_valid and token.role in roles]
