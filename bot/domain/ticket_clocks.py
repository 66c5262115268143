"""By when a ticket is to be answered and solved. Local time, naive, as ``WorkingTime`` has it."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.care_policy import CarePolicy
from bot.domain.ticket import Severity

_FAR = timedelta(hours=2)


def first_response_due(at: datetime, severity: Severity, care: CarePolicy) -> datetime:
    """What the customer is promised; with danger around the clock."""
    if severity is Severity.CRITICAL:
        return at + timedelta(minutes=care.critical_response_minutes)
    promised = care.duty.within(at, care.first_response_minutes)
    if severity is Severity.HIGH:
        return min(promised, care.duty.add_minutes(at, care.high_response_minutes))
    return promised


def in_plain_words(at: datetime, due: datetime) -> datetime:
    """A due time as it is told: far ones by the half hour before, near ones by the minute."""
    whole = due.replace(second=0, microsecond=0)
    far = due - at >= _FAR
    return whole - timedelta(minutes=whole.minute % 30) if far else whole


def resolution_due(at: datetime, severity: Severity, care: CarePolicy) -> datetime:
    """The aim, which nobody is promised."""
    if severity is Severity.CRITICAL:
        return at + timedelta(minutes=care.handling_minutes)
    return care.duty.add_minutes(at, care.handling_minutes)


def warning_at(start: datetime, due: datetime, severity: Severity, care: CarePolicy) -> datetime:
    """When so much of the time is gone that a supervisor is told; the time of critical ones never stands still."""
    if severity is Severity.CRITICAL:
        return start + (due - start) * care.escalate_at_percent / 100
    minutes = care.duty.minutes_between(start, due) * care.escalate_at_percent // 100
    return min(care.duty.add_minutes(start, minutes), due)


def refund_due(at: datetime, care: CarePolicy) -> datetime:
    """The end of the last working day for the money; the day of the approval does not count."""
    return care.office.add_days(at, care.refund_working_days)
