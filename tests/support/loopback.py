"""Tests reach this machine and nothing else (R25)."""

from __future__ import annotations

import ipaddress
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_NAMES = {"", "localhost", "ip6-localhost", socket.gethostname()}


class OutsideReached(RuntimeError):
    """A test tried to reach another machine."""


class _Gate:
    """An audit hook cannot be taken away again, so it is a gate that opens and closes."""

    def __init__(self) -> None:
        self.shut = False
        self._hooked = False

    def watch(self) -> None:
        if not self._hooked:
            sys.addaudithook(self._audit)
            self._hooked = True

    def _audit(self, event: str, args: tuple[object, ...]) -> None:
        if not self.shut:
            return
        if event in ("socket.connect", "socket.sendto") and not _is_local(args[1]):
            raise OutsideReached(f"{event} to {args[1]!r}: tests stay on this machine")
        if event == "socket.getaddrinfo" and not _is_local((args[0],)):
            raise OutsideReached(f"a look-up of {args[0]!r}: tests stay on this machine")


_gate = _Gate()


@contextmanager
def loopback_only() -> Iterator[None]:
    """Inside, every connection of this process beyond loopback and unix sockets raises ``OutsideReached``."""
    _gate.watch()
    _gate.shut = True
    try:
        yield
    finally:
        _gate.shut = False


def _is_local(address: object) -> bool:
    if not isinstance(address, tuple):  # a unix socket's path
        return True
    host = address[0]
    if isinstance(host, bytes):
        host = host.decode()
    if host is None or host in _NAMES:
        return True
    try:
        ip = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return ip.is_loopback or ip.is_unspecified
