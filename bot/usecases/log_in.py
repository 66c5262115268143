"""Logging in to the console and out of it, and whose session a cookie is."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.domain import passwords
from bot.domain.access import hash_of, new_secret
from bot.domain.accounts import LONGEST, Account, Session
from bot.domain.events import AccountLocked, LoggedIn, LoggedOut, LogInFailed
from bot.ports import Deps, UnitOfWork


@dataclass(frozen=True, slots=True)
class LogIn:
    """``secret`` opens the new session; without one the log-in was refused: why is nobody's business."""

    secret: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that is open, and whose it is."""

    session: Session
    account: Account


async def log_in(deps: Deps, name: str, password: str) -> LogIn:
    """A session with a secret of its own, whatever was open before.

    Two transactions, with the slow comparison between them: nobody waits for it, and each try is counted first.
    """
    async with deps.uow() as uow:
        account = await uow.accounts.claim(name)
        now = deps.clock.now()
        if account is not None and account.is_enabled and not account.wait(now):
            account = account.tried(now)
            await uow.accounts.put(account)
            await uow.commit()
        else:
            account = None
    known_hash = account.password_hash if account else passwords.NOBODYS
    fits = await asyncio.to_thread(passwords.fits, known_hash, password)
    async with deps.uow() as uow:
        answer = await _opened(deps, uow, account) if fits and account else await _refused(deps, uow, account)
        await uow.commit()
    return answer


async def _opened(deps: Deps, uow: UnitOfWork, tried: Account) -> LogIn:
    account = await uow.accounts.claim(tried.name)
    if account is None or not account.is_enabled or account.password_hash != tried.password_hash:
        return await _refused(deps, uow, None)  # Disabled or changed while we compared.
    now, secret = deps.clock.now(), new_secret()
    await uow.accounts.put(account.opened())
    await uow.sessions.forget(now - 2 * LONGEST)
    await uow.sessions.put(Session(hash_of(secret), account.name, now, now))
    uow.happened(LoggedIn(account.name))
    return LogIn(secret)


async def _refused(deps: Deps, uow: UnitOfWork, account: Account | None) -> LogIn:
    uow.happened(LogInFailed(account.name if account else ""))
    if account and account.wait(deps.clock.now()):
        uow.happened(AccountLocked(account.name))
    return LogIn()


async def opened_by(deps: Deps, uow: UnitOfWork, secret: str) -> Opened | None:
    """The open session of a cookie, if its account is enabled."""
    session = await uow.sessions.by_hash(hash_of(secret))
    if session is None or not session.is_open(deps.clock.now()):
        return None
    account = await uow.accounts.get(session.account)
    return Opened(session, account) if account is not None and account.is_enabled else None


async def used(deps: Deps, session: Session) -> None:
    """Notes that somebody uses it, to the minute."""
    now = deps.clock.now()
    if session.is_to_be_noted(now):
        async with deps.uow() as uow:
            await uow.sessions.seen(session.secret_hash, now)
            await uow.commit()


async def log_out(deps: Deps, uow: UnitOfWork, secret: str) -> None:
    """Ends the session; one that is over stays so."""
    session = await uow.sessions.by_hash(hash_of(secret))
    if session is not None and session.ended_at is None:
        await uow.sessions.put(session.ended(deps.clock.now()))
        uow.happened(LoggedOut(session.account))
