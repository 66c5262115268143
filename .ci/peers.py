"""Makes `.venv-peers` from its pins; does nothing when it is fresh."""

from __future__ import annotations

import sys

import environments
import progress

if __name__ == "__main__":
    sys.exit(progress.guarded(environments.make_peers))
