"""The booking core under measure: how fast it finds windows and providers, and how good its matches are."""

from __future__ import annotations

import asyncio
import sys

from tests.bench import core_quality, core_speed

if __name__ == "__main__":
    asyncio.run(core_speed.measure())
    sys.exit(core_quality.main())
