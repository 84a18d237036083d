"""One process serves a file, however it is called."""

from pathlib import Path

import pytest

from domain.database.sole import sole_server
from domain.errors import Conflict


def test_a_file_is_the_same_by_every_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link.db").symlink_to(tmp_path / "real" / "hub.db")
    monkeypatch.chdir(tmp_path / "real")
    with sole_server(f"sqlite://{tmp_path}/real/hub.db"):
        for name in ("hub.db", "../real/hub.db", f"{tmp_path}/link.db", "hub.db?busy_timeout=1"):
            with pytest.raises(Conflict, match="serves"), sole_server(f"sqlite://{name}"):
                pass
    with sole_server("sqlite://hub.db"):
        pass


def test_what_lives_in_memory_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with sole_server("sqlite://:memory:"), sole_server("sqlite://:memory:"):
        pass
    assert list(tmp_path.iterdir()) == []
