"""A part of Greenlight as a company starts it: `greenlight api --port ...`, by its environment.

One thing is not the company's: the clock is the story's. It stands still until the story moves it,
so nobody compares it with the database's, which no part would begin with otherwise.
"""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from unittest.mock import patch

from app.opening.hub import open_hub
from app.running import server
from connectors.consonance.fake import KEY, TOKEN
from connectors.opentext.fake import CLIENT as TENANTS
from connectors.opentext.fake import Tenant
from connectors.spotify.fake import Account
from connectors.spotify.fake.server import CLIENT
from connectors.spotify.web.fake import Accounts
from domain.clock import Clock
from tests.bot.office import SIGNING
from tests.clocks import SharedClock
from tests.conftest import SECRET, UNDO_SECONDS
from tests.nursery import command, environ

#: Where the company is reached from outside.
HERE = "https://hub.example.com"

#: Where a story's tenant gives tokens.
_TOKENS = f"/tenants/{Tenant().id}/oauth2/token"


def environment(database: str, files: Path, fakes: str) -> Mapping[str, str]:
    """Return the environment of every part: whatever is connected is reached at `fakes`."""
    told = {
        "database_url": database,
        "files": str(files),
        "secret": SECRET,
        "public_url": HERE,
        "undo_seconds": str(UNDO_SECONDS),
        "slack_signing_secret": SIGNING,
        "slack_api_url": f"{fakes}/api/",
        "spotify_client_id": CLIENT[0],
        "spotify_client_secret": CLIENT[1],
        "spotify_refresh_token": "refresh-1",
        "spotify_ad_account": Account.id,
        "spotify_api_url": f"{fakes}/fake-spotify/ads/v3",
        "spotify_token_url": f"{fakes}/fake-spotify/api/token",
        "spotify_web_client_id": Accounts().client_id,
        "spotify_accounts_url": f"{fakes}/accounts",
        "spotify_web_url": f"{fakes}/web/v1",
        "consonance_url": f"{fakes}/consonance",
        "consonance_key": KEY,
        "consonance_rest_token": TOKEN,
        "consonance_writes": "on",
        # Nobody answers there: tables given to it are for people.
        "opentext_url": f"{fakes}/no-decisions",
        "opentext_workflow_url": f"{fakes}/fake-opentext",
        "opentext_token_url": f"{fakes}/fake-opentext{_TOKENS}",
        "opentext_client_id": TENANTS[0],
        "opentext_client_secret": TENANTS[1],
        # What a story listens with is on this machine.
        "journeys_loopback": "true",
    }
    return {**environ(), **{f"GREENLIGHT_{name.upper()}": said for name, said in told.items()}}


def begin(part: str, port: int, clock: str) -> None:
    """Be `greenlight <part> --port <port>` by the clock in a file, until ended."""
    opened = partial(open_hub, clock=SharedClock(Path(clock)))
    with (
        patch.object(server, "open_hub", opened),
        patch.object(server, "require_same_time", _nobody_compares),
    ):
        command((part, "--port", str(port)))


async def _nobody_compares(_: Clock) -> None:
    return
