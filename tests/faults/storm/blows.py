"""What happens to a company in a storm; whatever it was, everything stands again afterwards."""

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random

import asyncpg

from tests.faults.city import PARTS
from tests.faults.storm.company import Company
from tests.faults.storm.weather import PLACES, Sky
from tests.postgres import Server, keeper

#: How much a disk holds that is filled up, in bytes: a database, and a little more.
DISK_BYTES = 700_000_000

#: How long somebody is stopped who would have lost every lease by then, in seconds.
FROZEN_SECONDS = 31.0

#: How long other trouble lasts, in seconds, at least and at most.
LASTS = (0.3, 1.5)

_CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1"


class Blows:
    """Everything that can happen, by name.

    `disk` is where the database and the files are, if that can be filled. `told` is what happened.
    """

    def __init__(self, company: Company, server: Server, random: Random, disk: Path | None) -> None:
        self._company = company
        self._server = server
        self._random = random
        self._disk = disk
        self.told: list[str] = []
        self.usual: Mapping[str, Callable[[], Awaitable[None]]] = {
            "kill": self._kill,
            "stop": self._stop,
            "cut": self._cut,
            "weather": self._weather,
        }
        self.rare: Mapping[str, Callable[[], Awaitable[None]]] = {
            "restart of the database": self._restart,
            "crash of the database": self._crash,
            "frozen database": self._freeze_database,
        } | ({"disk full": self._fill} if disk else {})

    async def strike(self, *, long: bool) -> None:
        """Have one thing happen, and wait until it is over; `long`: a worker loses its leases."""
        if long:
            await self._freeze()
            return
        seldom = self._random.random() < 0.2
        among = self.rare if seldom else self.usual
        await among[self._random.choice(sorted(among))]()

    async def _kill(self) -> None:
        number = self._number()
        self._tell(f"kill -9 {self._company.name(number)}")
        await self._company.kill_one(number)
        await self._lasts()
        await self._company.start()

    async def _stop(self) -> None:
        await self._stopped(self._number(), self._random.uniform(*LASTS))

    async def _freeze(self) -> None:
        workers = [number for number, part in enumerate(PARTS) if part == "worker"]
        await self._stopped(self._random.choice(workers), FROZEN_SECONDS)

    async def _stopped(self, number: int, seconds: float) -> None:
        process = self._company.processes[number]
        self._tell(f"stop {self._company.name(number)} for {seconds:.1f} s")
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGSTOP)
            await asyncio.sleep(seconds)
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGCONT)

    async def _cut(self) -> None:
        name = self._company.name(self._number())
        self._tell(f"cut the connections of {name}")
        with contextlib.suppress(OSError, asyncpg.PostgresError):
            connection = await asyncpg.connect(self._company.database)
            await connection.execute(_CUT, name)
            await connection.close()

    async def _weather(self) -> None:
        place = self._random.choice(sorted(PLACES))
        sky = self._random.choice([sky for sky in Sky if sky is not Sky.CLEAR])
        self._tell(f"{place}: {sky}")
        with self._company.weather.over(place, sky):
            await self._lasts()

    async def _restart(self) -> None:
        await self._begun_anew(signal.SIGINT)

    async def _crash(self) -> None:
        await self._begun_anew(signal.SIGQUIT)

    async def _begun_anew(self, how: signal.Signals) -> None:
        self._tell(f"the database, {how.name}")
        await asyncio.to_thread(self._server.stop, how)
        await asyncio.sleep(0.3)
        await asyncio.to_thread(self._server.start)

    async def _freeze_database(self) -> None:
        self._tell("the database stands still")
        with self._server.frozen():
            await self._lasts()

    async def _fill(self) -> None:
        assert self._disk is not None
        self._tell("the disk is full")
        with filled(self._disk):
            await self._lasts()
        if not self._server.running():
            self._tell("and the database ended")
            await asyncio.to_thread(self._server.start)

    def _number(self) -> int:
        return self._random.randrange(len(PARTS))

    async def _lasts(self) -> None:
        await asyncio.sleep(self._random.uniform(*LASTS))

    def _tell(self, what: str) -> None:
        self.told.append(what)


@contextmanager
def small_disk() -> Iterator[tuple[Path, bool]]:
    """Give a folder for a database while the block runs, and whether it is a disk of its own.

    That is so where mounting is permitted; a disk that others write to is never filled up.
    """
    folder = Path(tempfile.mkdtemp(prefix="greenlight-storm-"))
    folder.chmod(0o755)
    words = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES},mode=0755", "tmpfs", str(folder)]
    mounted = subprocess.run(words, check=False, capture_output=True).returncode == 0
    try:
        if (account := keeper()) is not None:
            os.chown(folder, account, -1)
        yield folder, mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=True)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Leave no room on a disk while the block runs."""
    ballast = disk / "ballast"
    try:
        with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            free = os.statvfs(disk)
            os.posix_fallocate(file.fileno(), 0, free.f_bavail * free.f_frsize)
            while True:
                file.seek(0, os.SEEK_END)
                file.write(b"\0" * 4096)
        yield
    finally:
        ballast.unlink(missing_ok=True)
