"""The demo as a process: it starts from nothing, keeps its data, and stops when told."""

import asyncio
import json
import re
import shutil
import signal
import socket
import sys
import uuid
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx2
import pytest
from typer.testing import CliRunner

from app.cli import app
from app.demo.hub import forget
from app.pages.worked import operations
from domain.database.sole import sole_server
from domain.decisions.shipped import shipped
from domain.errors import Conflict
from tests.nursery import Child, environ, run
from tests.nursery import command as commanded

#: How often a port is drawn: one that is free may be taken before the demo has it.
PORTS_TRIED = 3


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Demo:
    """A demo that runs in `folder`, and writes what it says to the file `said`."""

    def __init__(self, process: Process | Child, port: int, said: Path) -> None:
        self.process = process
        self.port = port
        self.token = ""
        self._said = said

    async def ready(self) -> bool:
        """Wait for the token it prints, and for its door; False if it ended before."""
        async with asyncio.timeout(240):
            while not (self._has_token() and await self._up()):
                if self.process.returncode is not None:
                    return False
                await asyncio.sleep(0.05)
        return True

    def _has_token(self) -> bool:
        said = self._said.read_text() if self._said.exists() else ""
        found = re.search(r"Token of the requester \(GraphQL\): (\S+)\n", said)
        self.token = found[1] if found else ""
        return bool(found)

    async def _up(self) -> bool:
        async with httpx2.AsyncClient() as client:
            try:
                return (await client.get(f"http://127.0.0.1:{self.port}/healthz")).is_success
            except httpx2.ConnectError:
                return False

    async def knows(self, token: str) -> bool:
        async with httpx2.AsyncClient() as client:
            answer = await client.post(
                f"http://127.0.0.1:{self.port}/graphql",
                json={"query": "{ viewer { name } }"},
                headers={"authorization": f"Bearer {token}"},
            )
        return answer.status_code == 200 and "data" in answer.json()

    async def page(self, path: str) -> str:
        async with httpx2.AsyncClient() as client:
            answer = await client.get(f"http://127.0.0.1:{self.port}{path}")
        assert answer.status_code == 200
        return answer.text

    async def stop(self, *signals: signal.Signals) -> int:
        """Send signals, so far apart that none swallows another; return how the process ended."""
        for number in signals:
            with suppress(ProcessLookupError):  # It may be quicker than we are.
                self.process.send_signal(number)
            await asyncio.sleep(0.01)
        await asyncio.wait_for(self.process.wait(), 120)
        return self.process.returncode or 0


@asynccontextmanager
async def demo(folder: Path, *, forked: bool = True) -> AsyncIterator[Demo]:
    """Run a demo while the block runs: as one types it, or `forked`, which spares three seconds."""
    running = await begun(folder, forked=forked)
    try:
        yield running
    finally:
        await ended(running.process)


async def begun(folder: Path, *, forked: bool) -> Demo:
    """Start a demo; another port is tried where somebody was quicker to take the free one."""
    for _ in range(PORTS_TRIED):
        port, said = free_port(), folder / f"said-{uuid.uuid4().hex}"
        words = ("demo", "--port", str(port))
        process = await (child if forked else typed)(folder, said, words)
        running = Demo(process, port, said)
        try:
            if await running.ready():
                return running
        except BaseException:
            await ended(process)
            raise
        await ended(process)
    raise AssertionError("it ended before it began")


async def typed(folder: Path, said: Path, words: tuple[str, ...]) -> Process:
    with said.open("wb") as out:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "app", *words, cwd=folder, stdout=out
        )


async def child(folder: Path, said: Path, words: tuple[str, ...]) -> Child:
    return Child(commanded, words, env=environ(), out=said, folder=folder)


async def ended(process: Process | Child) -> None:
    if process.returncode is None:
        process.kill()
    await process.wait()


@pytest.fixture
def begun_before(tmp_path: Path, migrated: Path) -> Path:
    """A folder where a demo need not bring an empty database to the present schema."""
    (tmp_path / "var/demo").mkdir(parents=True)
    shutil.copy(migrated, tmp_path / "var/demo/greenlight.db")
    return tmp_path


def test_a_port_that_is_taken_is_named_with_the_setting_for_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        monkeypatch.setenv("GREENLIGHT_PORT", port)
        found = CliRunner().invoke(app, ["demo"])

    assert found.exit_code == 1
    said = str(found.exception)
    assert port in said
    assert "GREENLIGHT_PORT" in said


async def test_it_keeps_its_data_and_stops_cleanly(tmp_path: Path) -> None:
    async with demo(tmp_path, forked=False) as first:
        assert await first.knows(first.token)
        assert not await first.knows("glt_unknown")
        assert await first.stop(signal.SIGINT) == 0
    async with demo(tmp_path) as second:
        assert await second.knows(first.token)
        assert await second.stop(signal.SIGTERM) == 0


@pytest.mark.parametrize("times", [2, 5])
async def test_an_impatient_stop_still_closes_everything(begun_before: Path, times: int) -> None:
    async with demo(begun_before, forked=False) as running:
        assert await running.stop(*[signal.SIGINT] * times) == 0


async def test_a_second_server_of_the_same_data_is_refused_and_commands_are_not(
    begun_before: Path,
) -> None:
    async with demo(begun_before):
        second = command(begun_before, "demo", "--port", str(free_port()))
        looking = command(begun_before, "audit", "verify")

    assert second[0] == 2
    assert "var/demo/greenlight.db already" in second[1]
    assert looking[0] == 0


def command(folder: Path, *words: str) -> tuple[int, str]:
    """Run a command on the demo's data; return its exit code and what it complained of."""
    where = {
        "GREENLIGHT_DATABASE_URL": "sqlite://var/demo/greenlight.db",
        "GREENLIGHT_SECRET": (folder / "var/demo/secret").read_text(),
    }
    done = run(folder, *words, **where)
    return done.returncode, done.stderr


async def test_the_fakes_pages_say_that_they_are(begun_before: Path) -> None:
    async with demo(begun_before) as running:
        for path in ("/slack", "/spotify", "/listen", "/playlists", "/content"):
            assert "look-alike" in (await running.page(path)).casefold()


async def test_under_another_name_nothing_is_shown(begun_before: Path) -> None:
    async with demo(begun_before) as running, httpx2.AsyncClient() as client:
        url = f"http://127.0.0.1:{running.port}/explore"
        led_here = await client.get(url, headers={"host": f"evil.example:{running.port}"})

    assert led_here.status_code == 400
    assert "token" not in led_here.text


async def test_the_explorer_is_each_of_those_whom_worked_operations_are_for(
    begun_before: Path,
) -> None:
    async with demo(begun_before) as running:
        page = await running.page("/explore")
        held = re.search(r'<script id="data" type="application/json">(.*)</script>', page)
        assert held is not None
        people = {one["role"]: one["token"] for one in json.loads(held[1])["people"]}

        assert set(people) == {one.role for one in operations()}
        assert people["requester"] == running.token
        assert all([await running.knows(token) for token in people.values()])


async def test_the_rules_are_there_that_a_first_request_is_decided_by(begun_before: Path) -> None:
    tables = "{ decisionTables { key counts { number } } }"
    async with demo(begun_before) as running, httpx2.AsyncClient() as client:
        answer = await client.post(
            f"http://127.0.0.1:{running.port}/graphql",
            json={"query": tables},
            headers={"authorization": f"Bearer {running.token}"},
        )
        found = {one["key"]: one["counts"] for one in answer.json()["data"]["decisionTables"]}

    assert found == {one.key: {"number": 1} for one in shipped()}


def test_a_demo_that_runs_is_not_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    kept = Path("var/demo/kept")
    kept.parent.mkdir(parents=True)
    kept.touch()
    with sole_server("sqlite://var/demo/greenlight.db"), pytest.raises(Conflict, match="serves"):
        forget()
    assert kept.exists()

    forget()

    assert not kept.parent.exists()
