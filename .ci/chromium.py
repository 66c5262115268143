"""Sees to a Chromium for the browser tests; where there is none and no right to install one, says so."""

from __future__ import annotations

import os
import shutil
import sys

import progress
from progress import StepFailed, say

NAMES = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "fonts-noto-cjk")


def main() -> None:
    if any(shutil.which(name) for name in NAMES):
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        say("no Chromium here, and no right to install it: browser tests will be skipped")
        return
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        progress.run("Chromium: package lists", ["apt-get", "update", "-q"], quiet)
        progress.run("Chromium", ["apt-get", "install", "-q", "-y", "--no-install-recommends", *PACKAGES], quiet)
    except StepFailed as failure:
        say(f"{failure}; browser tests will be skipped")


if __name__ == "__main__":
    sys.exit(progress.guarded(main))
