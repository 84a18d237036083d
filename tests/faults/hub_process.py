"""A hub, or a part of one, in a process of its own: doors, engine, clients of the fakes.

The fakes live in the test's process, so that they survive the hub's death as Slack and Spotify
would.
"""

import asyncio
import socket
from dataclasses import dataclass

import uvicorn

from app.opening.hub import open_hub
from app.parts import ALL, Part
from app.running.wiring import assemble
from app.settings import Settings
from app.watching.logs import configure
from connectors.spotify.fake.server import CLIENT
from tests.bot.office import SIGNING
from tests.conftest import SECRET


@dataclass(frozen=True)
class Given:
    """What a process is told.

    `part` is one of `Part`, or `hub` for all of them. `port` is where it listens on loopback, kept
    for it by `tests.ports.reserved`. `fakes` is where the fakes are.
    """

    part: str
    database: str
    files: str
    fakes: str
    ad_account: str
    port: int = 0
    undo_seconds: float = 0

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
        }

    def socket(self) -> socket.socket:
        return socket.create_server(("127.0.0.1", self.port), reuse_port=True)


async def main(given: Given) -> None:
    settings = given.settings()
    parts = ALL if given.part == "hub" else frozenset({Part(given.part)})
    async with open_hub(settings) as hub, assemble(hub, settings, parts) as assembly:
        server = uvicorn.Server(uvicorn.Config(assembly.application(), log_level="error"))
        await server.serve(sockets=[given.socket()])


def serve(given: Given) -> None:
    """Serve until it is ended."""
    configure()
    asyncio.run(main(given))
