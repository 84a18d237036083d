"""A folder of a company's own to run commands in, and a hub with the sample in it."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from app.demo import audio, sample
from connectors.feeds.writing import Feeds
from connectors.spotify.web.authorizing import SpotifyAuthoriser, WebApp
from connectors.spotify.web.fake import Accounts, create_fake_accounts
from domain.clock import SteppingClock
from domain.hub import Hub
from tests.domain.feeds.scene import PUBLIC

THERE = "https://accounts.example.com"


@pytest.fixture
def accounts() -> Accounts:
    return Accounts()


@pytest.fixture
async def filled(hub: Hub, accounts: Accounts, clock: SteppingClock) -> AsyncIterator[Hub]:
    """A hub with the sample in it, and the look-alike of Spotify's accounts beside it."""
    within = create_fake_accounts(accounts, clock)
    app = WebApp(accounts.client_id, "", f"{PUBLIC}/back", THERE, f"{THERE}/v1")
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=within)) as http:
        authoriser = SpotifyAuthoriser(http, clock, app)
        found = replace(hub, authoriser=authoriser, feed_writer=Feeds(), public_url=PUBLIC)
        await sample.fill(found)
        await audio.fill(found, accounts)
        yield found


@pytest.fixture
def folder(tmp_path: Path, migrated: Path) -> Path:
    """A folder with a migrated database where the settings look for it."""
    (tmp_path / "var").mkdir()
    shutil.copy(migrated, tmp_path / "var/greenlight.db")
    return tmp_path
