"""Packages of npm's, locked, for tests only: judges in another language, and what examples need.

Judges lie in a folder each here, examples in `examples` at the root.
"""

import shutil
import sys
from pathlib import Path
from shutil import which

ROOT = Path(__file__).parents[2]


def place(name: str) -> Path:
    """Return where `make` puts what a package needs, if it can be fetched."""
    return Path(sys.prefix) / "node" / name


def installed(name: str) -> bool:
    return which("node") is not None and (place(name) / ".made").exists()


def laid_out(name: str, folder: Path) -> Path:
    """Return a copy of an example beside the schema, with what it needs; the tree stays clean."""
    copy = folder / "examples" / name
    shutil.copytree(ROOT / "examples" / name, copy, ignore=shutil.ignore_patterns("node_modules"))
    (copy / "node_modules").symlink_to(place(name) / "node_modules")
    (folder / "schema.graphql").symlink_to(ROOT / "schema.graphql")
    return copy
