"""A folder of a company's own to run commands in."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path: Path, migrated: Path) -> Path:
    """A folder with a migrated database where the settings look for it."""
    (tmp_path / "var").mkdir()
    shutil.copy(migrated, tmp_path / "var/greenlight.db")
    return tmp_path
