"""`greenlight import consonance` and what the doctor says of it, against a fake on loopback."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from app.opening.consonance import open_house
from app.settings import Settings
from connectors.consonance.fake import KEY, TOKEN, House, create_fake
from domain.errors import Invalid
from tests.app.test_commands import SECRETS
from tests.app.test_importing import kept
from tests.nursery import run
from tests.ports import port_of, reserved

WORDS = ("import", "consonance")


@contextmanager
def served(house: House) -> Iterator[str]:
    """Serve a fake beside the test, for other processes to reach."""
    with reserved() as held:
        held.listen()
        config = uvicorn.Config(create_fake(house), log_level="error", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [held]})
        thread.start()
        yield f"http://127.0.0.1:{port_of(held)}"
        server.should_exit = True
        thread.join()


def test_titles_are_tried_brought_in_and_brought_in_again(folder: Path) -> None:
    house = House()
    for ref in (1, 2, 3):
        house.put(ref, date(2026, 1, ref), work=10)
    house.products[2]["isbn"] = {"isbn13": "1"}
    with served(house) as url:
        env = SECRETS | {"GREENLIGHT_CONSONANCE_URL": url, "GREENLIGHT_CONSONANCE_KEY": KEY}
        tried = run(folder, *WORDS, "--dry-run", **env)
        problem, counts = tried.stdout.splitlines()
        assert problem.startswith("consonance:2: consonance.127.0.0.1:")
        assert "`1` is no ISBN. Correct it where it is kept" in problem
        assert counts == "2 new, 0 changed, 0 the same, 1 set aside; nothing was written."
        assert (tried.returncode, kept(folder)) == (1, {})

        brought = run(folder, *WORDS, **env)
        assert "2 new, 0 changed, 0 the same, 1 set aside." in brought.stdout
        there = kept(folder)
        rest = env | {"GREENLIGHT_CONSONANCE_REST_TOKEN": TOKEN}
        older = json.loads(run(folder, *WORDS, "--rest", "--json", "--dry-run", **rest).stdout)
        assert older["counts"] == {"new": 0, "changed": 2, "same": 0, "aside": 1}
        assert (len(there), kept(folder)) == (2, there)

        house.sdl = house.sdl.replace("contract: Contract", "contractId: Int")
        doctor = run(folder, "doctor", **env)
        assert "needs a person: Consonance: there is no field `Work.contract`;" in doctor.stdout
        assert "the last reading set 1 records aside" in doctor.stdout
        assert doctor.returncode == 1

        del house.products[2]
        unread = run(folder, *WORDS, **env)
        assert "Consonance: there is no field `Work.contract`; contracts are not read," in (
            unread.stderr
        )
        assert "0 set aside." in unread.stdout
        assert unread.returncode == 1
    assert KEY not in doctor.stdout + doctor.stderr + brought.stderr


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"consonance_url": "https://x.example"}, "GREENLIGHT_CONSONANCE_KEY"),
        ({"consonance_url": "http://x.example"}, "must begin with https://"),
    ],
)
async def test_what_is_not_set_up_is_said(given: dict[str, Any], said: str) -> None:
    with pytest.raises(Invalid, match=said):
        async with open_house(Settings(**given)):
            pass


async def test_without_an_address_there_is_no_house() -> None:
    async with open_house(Settings()) as house:
        assert house is None
