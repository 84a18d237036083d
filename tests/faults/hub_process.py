"""A hub, or a part of one, in a process of its own: doors, engine, clients of the fakes.

The fakes live in the test's process, so that they survive the hub's death as Slack and Spotify
would.
"""

import asyncio
import socket
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from app.logs import configure
from app.opening import open_hub
from app.parts import ALL, Part
from app.settings import Settings
from app.wiring import assemble
from connectors.opentext.fake import CLIENT as TENANTS
from connectors.opentext.fake import Tenant
from connectors.spotify.fake.server import CLIENT
from tests.bot.office import SIGNING
from tests.clocks import SharedClock
from tests.conftest import SECRET

#: Where a story's tenant gives tokens.
TOKENS = f"/tenants/{Tenant().id}/oauth2/token"


@dataclass(frozen=True)
class Given:
    """What a process is told.

    `part` is one of `Part`, or `hub` for all of them. `port` is where it listens on loopback, kept
    for it by `tests.ports.reserved`; with `listening` it shares a socket that listens already.
    `fakes` is where the fakes are. `clock` is the file of a `SharedClock`; without one it is the
    machine's.
    """

    part: str
    database: str
    files: str
    fakes: str
    ad_account: str
    port: int = 0
    listening: socket.socket | None = None
    undo_seconds: float = 0
    clock: str | None = None

    def settings(self) -> Settings:
        return Settings.model_validate(self.told())

    def env(self) -> dict[str, str]:
        """Return the same as an environment that `greenlight ...` is begun in."""
        named = {f"GREENLIGHT_{name.upper()}": str(value) for name, value in self.told().items()}
        return named | {"GREENLIGHT_PORT": str(self.port)}

    def told(self) -> dict[str, object]:
        """Return what is set, by the names of the settings."""
        return {
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
            "journeys_loopback": True,
            # Nobody answers there: tables given to it are for people.
            "opentext_url": f"{self.fakes}/no-decisions",
            # There a story's tenant answers, if it has one.
            "opentext_workflow_url": f"{self.fakes}/fake-opentext",
            "opentext_token_url": f"{self.fakes}/fake-opentext{TOKENS}",
            "opentext_client_id": TENANTS[0],
            "opentext_client_secret": TENANTS[1],
        }

    def socket(self) -> socket.socket:
        if self.listening is not None:
            return self.listening
        return socket.create_server(("127.0.0.1", self.port), reuse_port=True)


async def main(given: Given) -> None:
    settings = given.settings()
    parts = ALL if given.part == "hub" else frozenset({Part(given.part)})
    clock = SharedClock(Path(given.clock)) if given.clock else None
    async with open_hub(settings, clock) as hub, assemble(hub, settings, parts) as assembly:
        server = uvicorn.Server(uvicorn.Config(assembly.application(), log_level="error"))
        await server.serve(sockets=[given.socket()])


def serve(given: Given) -> None:
    """Serve until it is ended."""
    configure()
    asyncio.run(main(given))
