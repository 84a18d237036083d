"""A replica that is set is opened with the hub, watched by its processes, and closed with it."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from app.opening.hub import open_hub
from app.parts import Part
from app.running.wiring import assemble
from app.settings import Settings
from domain.database import replica
from domain.errors import Invalid
from tests.conftest import SECRET


def settings(database_url: str, files: Path, copy: str) -> Settings:
    return Settings(
        database_url=database_url,
        files=files,
        secret=SecretStr(SECRET),
        database_replica_url=SecretStr(copy),
        database_replica_lag_seconds=7,
    )


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
@pytest.mark.parametrize("part", list(Part))
async def test_every_process_watches_the_copy_that_is_set(
    database_url: str, files: Path, part: Part
) -> None:
    given = settings(database_url, files, f"{database_url}_elsewhere")
    async with open_hub(given) as hub, assemble(hub, given, frozenset({part})) as assembly:
        copy = replica.opened()
        assert copy is not None
        assert copy.watch in assembly.beside
        assert copy.most == 7
        await copy.look()  # There is none at that address, which stops nobody.
        assert "lists are read from the primary" in copy.standing.said

    assert replica.opened() is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_hub_on_a_file_is_told_that_it_has_none(database_url: str, files: Path) -> None:
    with pytest.raises(Invalid, match="a file has no replica"):
        async with open_hub(settings(database_url, files, database_url)):
            pass

    assert replica.opened() is None
