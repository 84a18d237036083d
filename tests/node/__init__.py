"""Judges in another language: each folder here is a package of npm's, locked, for tests only."""

import sys
from pathlib import Path
from shutil import which


def place(name: str) -> Path:
    """Return where `make` puts what a judge needs, if it can be fetched."""
    return Path(sys.prefix) / "node" / name


def installed(name: str) -> bool:
    return which("node") is not None and (place(name) / ".made").exists()
