"""A tape is written beside its place, whoever else writes there, and never over anything."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from connectors.archives.tape import Writer
from domain.errors import Conflict


def standing(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


async def pieces(content: bytes) -> AsyncIterator[bytes]:
    yield content


def test_two_that_have_the_number_of_one_process_write_beside_one_another(tmp_path: Path) -> None:
    with Writer(tmp_path / "one"), Writer(tmp_path / "two"):
        names = {path.name.split(".")[1] for path in tmp_path.iterdir()}
        with Writer(tmp_path / "three"):
            pass

    assert len(names) == 2
    assert str(os.getpid()) not in names
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "three", "two"]


async def test_of_two_that_write_to_one_place_the_first_has_it_and_the_other_hears_so(
    tmp_path: Path,
) -> None:
    late, first = Writer(tmp_path / "backup"), Writer(tmp_path / "backup")
    with first:
        await first.add("a", 5, pieces(b"first"))
    kept = standing(tmp_path)
    with pytest.raises(Conflict, match="is there already; give another name"), late:
        await late.add("a", 4, pieces(b"late"))

    assert standing(tmp_path) == {"backup": kept["backup"]}


def test_a_disk_without_second_names_takes_it_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refused)
    with Writer(tmp_path / "one"):
        pass

    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_what_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no more"), Writer(tmp_path / "one"):
        raise ValueError("no more")

    assert list(tmp_path.iterdir()) == []
