"""The browser that the page tests drive: the system's Chromium, installed from the system's packages where we may."""

from __future__ import annotations

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_INSTALL_TIMEOUT_S = 600


def find() -> str:
    """Return the path of a Chromium, "" where there is none; the variable QINGYI_CHROMIUM names one of your own."""
    own = os.environ.get("QINGYI_CHROMIUM", "")
    return own or next((path for name in NAMES if (path := shutil.which(name))), "")


def ensure() -> str:
    """Return the path of a Chromium, installing Debian's package with a Han font where we are root or may use sudo."""
    if find() or not shutil.which("apt-get"):
        return find()
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium", "fonts-noto-cjk"]):
        try:
            done = subprocess.run([*prefix, *command], capture_output=True, timeout=_INSTALL_TIMEOUT_S, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return find()
        if done.returncode:
            return find()
    return find()
