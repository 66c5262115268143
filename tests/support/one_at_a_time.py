"""Which tests run side by side: what starts the whole product, or races for it, never does."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

_KEEPS_THE_MACHINE_BUSY = ("tests/browser/", "tests/concurrency/", "tests/e2e/")


class OneAtATime(LoadScopeScheduling):
    """Those go one after the other in one process; all others by module, to whichever process is free."""

    def _split_scope(self, nodeid: str) -> str:
        return "machine" if nodeid.startswith(_KEEPS_THE_MACHINE_BUSY) else nodeid.partition("::")[0]
