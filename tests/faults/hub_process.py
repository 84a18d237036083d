"""A hub, or a part of one, in a process of its own: doors, engine, clients of the fakes.

The fakes live in the test's process, so that they survive the hub's death as Slack and Spotify
would. Run as `python -m tests.faults.hub_process JSON`; `Given` says what the JSON holds.
"""

import asyncio
import json
import os
import socket
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import uvicorn

from app.logs import configure
from app.opening import open_hub
from app.parts import ALL, Part
from app.settings import Settings
from app.wiring import assemble
from connectors.spotify.fake.server import CLIENT
from tests.bot.office import SIGNING
from tests.clocks import SharedClock
from tests.conftest import SECRET

ROOM = Path(__file__).parents[2]


@dataclass(frozen=True)
class Given:
    """What a process is told.

    `part` is one of `Part`, or `hub` for all of them. `port` is where it listens on loopback, kept
    for it by `tests.ports.reserved`; with `listening` it takes over a socket that listens already,
    by its number. `fakes` is where the fakes are. `clock` is the file of a `SharedClock`; without
    one it is the machine's. A `tied` process ends with its standard input, which ends with whoever
    holds the other side.
    """

    part: str
    database: str
    files: str
    fakes: str
    ad_account: str
    port: int = 0
    listening: int | None = None
    undo_seconds: float = 0
    clock: str | None = None
    tied: bool = False

    def settings(self) -> Settings:
        return Settings.model_validate(
            {
                "database_url": self.database,
                "files": self.files,
                "secret": SECRET,
                "undo_seconds": self.undo_seconds,
                "slack_signing_secret": SIGNING,
                "slack_api_url": f"{self.fakes}/api/",
                "spotify_client_id": CLIENT[0],
                "spotify_client_secret": CLIENT[1],
                "spotify_refresh_token": "refresh-1",
                "spotify_ad_account": self.ad_account,
                "spotify_api_url": f"{self.fakes}/fake-spotify/ads/v3",
                "spotify_token_url": f"{self.fakes}/fake-spotify/api/token",
                # Nobody answers there: tables given to it are for people.
                "opentext_url": f"{self.fakes}/no-decisions",
                "opentext_tenant": "nobody",
                "opentext_client_id": "nobody",
                "opentext_client_secret": "nothing",
            }
        )

    def socket(self) -> socket.socket:
        if self.listening is not None:
            return socket.socket(fileno=self.listening)
        return socket.create_server(("127.0.0.1", self.port), reuse_port=True)

    def command(self) -> list[str]:
        """Return the command line that starts this process; run it in `ROOM` with `environ()`."""
        return [sys.executable, "-m", "tests.faults.hub_process", json.dumps(asdict(self))]


def environ() -> Mapping[str, str]:
    """Return the environment of such a process: nothing of ours is inherited."""
    return {"PYTHONPATH": os.pathsep.join((str(ROOM / "src"), str(ROOM)))}


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


async def main(given: Given) -> None:
    if given.tied:
        threading.Thread(target=_end_with_input, daemon=True).start()
    settings = given.settings()
    parts = ALL if given.part == "hub" else frozenset({Part(given.part)})
    clock = SharedClock(Path(given.clock)) if given.clock else None
    async with open_hub(settings, clock) as hub, assemble(hub, settings, parts) as assembly:
        server = uvicorn.Server(uvicorn.Config(assembly.application(), log_level="error"))
        await server.serve(sockets=[given.socket()])


if __name__ == "__main__":
    configure()
    asyncio.run(main(Given(**json.loads(sys.argv[1]))))
