"""What is shipped: our import names are ours, and the locks name no address."""

import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NAMES = ("api", "app", "bot", "connectors", "domain")


@pytest.mark.parametrize("name", NAMES)
def test_nobody_else_provides_our_import_names(name: str) -> None:
    assert set(packages_distributions().get(name, [])) <= {"greenlight"}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_pin_by_hash_and_name_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()

    assert "--hash=sha256:" in text
    assert "://" not in text


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locked = (ROOT / "requirements.lock").read_text()
    names = [need.split(">")[0].split(";")[0].strip() for need in project["dependencies"]]

    assert [name for name in names if f"\n{name}==" not in f"\n{locked}"] == []


def test_no_copyleft_library_is_shipped() -> None:
    locked = (ROOT / "requirements.lock").read_text().lower()
    refused = ("mutagen", "pycountry", "spiffworkflow", "pydmnrules")

    assert [name for name in refused if f"\n{name}==" in locked] == []
