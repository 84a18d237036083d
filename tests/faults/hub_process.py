"""A hub in a process of its own, to be killed: doors, engine, fakes, all on loopback.

The fakes live in the test's process, so that they survive the hub's death as Slack and Spotify
would. Run as `python -m tests.faults.hub_process DATABASE FILES PORT SLACK SPOTIFY ACCOUNT PART`.
"""

import asyncio
import sys
from pathlib import Path

import uvicorn
from pydantic import SecretStr

from app.parts import ALL, Part
from app.settings import Settings
from app.wiring import assemble, open_hub
from connectors.spotify.fake.server import CLIENT
from tests.bot.office import SIGNING
from tests.conftest import SECRET


async def main(
    database: str, files: str, port: str, slack: str, spotify: str, account: str, part: str
) -> None:
    settings = Settings(
        database_url=database,
        files=Path(files),
        secret=SecretStr(SECRET),
        undo_seconds=0,
        slack_signing_secret=SecretStr(SIGNING),
        slack_api_url=f"{slack}/api/",
        spotify_client_id=CLIENT[0],
        spotify_client_secret=SecretStr(CLIENT[1]),
        spotify_refresh_token=SecretStr("refresh-1"),
        spotify_ad_account=account,
        spotify_api_url=f"{spotify}/fake-spotify/ads/v3",
        spotify_token_url=f"{spotify}/fake-spotify/api/token",
    )
    parts = ALL if part == "hub" else frozenset({Part(part)})
    async with open_hub(settings) as hub, assemble(hub, settings, parts) as assembly:
        config = uvicorn.Config(
            assembly.application(), host="127.0.0.1", port=int(port), log_level="error"
        )
        await uvicorn.Server(config).serve()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
