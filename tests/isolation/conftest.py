"""A house of two sides: furnished once for a whole run, and each test has a copy of it."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from domain.clock import SteppingClock
from tests.conftest import START, opened_hub
from tests.isolation import more
from tests.isolation.sides import Sides, both
from tests.keeping import Kept
from tests.shared import once
from tests.world import World


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory, kept_in_file: Kept) -> Path:
    """A folder with the database, the files, and what is known of the house."""

    def make(folder: Path) -> None:
        shutil.copy(kept_in_file.database, folder / "house.db")
        asyncio.run(_furnish(kept_in_file, folder))

    return once(tmp_path_factory, "two-sides", make)


async def _furnish(kept: Kept, folder: Path) -> None:
    clock, url = SteppingClock(START), f"sqlite://{folder / 'house.db'}"
    async with opened_hub(url, folder / "files", clock) as hub:
        sides = await both(await kept.restore(hub, url, folder / "files"), clock)
        world = replace(sides.world, hub=None)  # type: ignore[arg-type]
        noted = asdict(replace(sides, world=world)) | {"now": clock.now().isoformat()}
        (folder / "house.json").write_text(json.dumps(noted))


@pytest.fixture
async def sides(furnished: Path, tmp_path: Path) -> AsyncIterator[Sides]:
    """The house, to be walked through and changed."""
    shutil.copytree(furnished, tmp_path, dirs_exist_ok=True)
    noted: dict[str, Any] = json.loads((tmp_path / "house.json").read_text())
    clock = SteppingClock(datetime.fromisoformat(noted.pop("now")))
    url = f"sqlite://{tmp_path / 'house.db'}"
    async with opened_hub(url, tmp_path / "files", clock) as hub:
        world = World(**noted["world"] | {"hub": hub})
        known = {one: tuple(place) for one, place in noted["known"].items()}
        yield Sides(**noted | {"world": more.equipped(world), "known": known})
