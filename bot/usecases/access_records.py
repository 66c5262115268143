"""Audit rows of the console itself: who came in, who did not, who looked at what is masked, who ticked a call off."""

from __future__ import annotations

from bot.domain.audit import AuditEntry
from bot.domain.events import (
    AccountLocked,
    CallDone,
    ConsoleSet,
    LoggedIn,
    LoggedOut,
    LogInFailed,
    PasswordSet,
    PersonalDataRevealed,
)
from bot.ports import Clock, UnitOfWork

UNKNOWN = "unknown"
"""Stands for a name that no account has; what was typed may be a password."""

_ACTIONS = {
    LoggedIn: "logged_in",
    LogInFailed: "log_in_failed",
    AccountLocked: "account_locked",
    LoggedOut: "logged_out",
}


async def audit_log_in(
    uow: UnitOfWork, event: LoggedIn | LogInFailed | AccountLocked | LoggedOut, clock: Clock
) -> None:
    own = type(event) in (LoggedIn, LoggedOut)
    actor = f"agent:{event.name}" if own else "console"
    await uow.audit.add(AuditEntry(clock.now(), actor, _ACTIONS[type(event)], "agent", event.name or UNKNOWN))


async def audit_password(uow: UnitOfWork, event: PasswordSet, clock: Clock) -> None:
    await uow.audit.add(AuditEntry(clock.now(), event.by, "password_set", "agent", event.name))


async def audit_reveal(uow: UnitOfWork, event: PersonalDataRevealed, clock: Clock) -> None:
    detail = {"fields": ",".join(event.fields)}
    entry = AuditEntry(clock.now(), event.by, "personal_data_revealed", event.entity, event.entity_id, detail)
    await uow.audit.add(entry)


async def audit_call(uow: UnitOfWork, event: CallDone, clock: Clock) -> None:
    entry = AuditEntry(clock.now(), event.by, "call_done", "customer", event.customer_id, {"reason": event.reason})
    await uow.audit.add(entry)


async def audit_console(uow: UnitOfWork, event: ConsoleSet, clock: Clock) -> None:
    await uow.audit.add(AuditEntry(clock.now(), event.by, "console_set", "console", event.name))
