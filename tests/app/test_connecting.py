"""Connecting accounts as an operator meets it: the settings, and what `greenlight doctor` says."""

import json

import pytest
from pydantic import SecretStr

from app.doctor.attending import health
from app.opening.connecting import web_app
from app.parts import Part
from app.running.wiring import assemble
from app.settings import Settings
from domain.clock import SteppingClock
from domain.connections import ending, reading
from domain.errors import Invalid
from domain.hub import Hub
from tests.connectors.spotify.web.house import house_of
from tests.world import World


def settings(public_url: str, **more: object) -> Settings:
    given = {"spotify_web_client_id": "an-app", "public_url": public_url, **more}
    return Settings.model_validate(given)


@pytest.mark.parametrize("address", ["https://hub.example.com/", "http://127.0.0.1:8400"])
def test_spotify_leads_back_by_https_or_to_this_machine(address: str) -> None:
    app = web_app(settings(address))

    assert app is not None
    assert app.way_back == f"{address.rstrip('/')}/connect/spotify/callback"
    assert app.client_secret == ""


@pytest.mark.parametrize(
    "address", ["http://hub.example.com", "http://localhost:8400", "https://localhost"]
)
def test_where_spotify_would_lead_nobody_back_the_settings_say_so(address: str) -> None:
    with pytest.raises(Invalid, match="set GREENLIGHT_PUBLIC_URL"):
        web_app(settings(address))


@pytest.mark.parametrize("address", ["http://spotify.example.com", "https://[", "https://"])
@pytest.mark.parametrize("name", ["SPOTIFY_ACCOUNTS_URL", "SPOTIFY_WEB_URL"])
def test_no_token_of_a_brand_goes_where_it_could_be_read_on_the_way(
    name: str, address: str
) -> None:
    given = {name.lower(): address}
    with pytest.raises(Invalid, match=f"GREENLIGHT_{name} must begin with https"):
        web_app(settings("https://hub.example.com", **given))


@pytest.mark.parametrize("name", ["SPOTIFY_TOKEN_URL", "SPOTIFY_API_URL"])
async def test_nor_does_one_of_the_ad_account(hub: Hub, name: str) -> None:
    parts = ("spotify_ad_account", "spotify_client_id", "spotify_client_secret")
    given = dict.fromkeys((*parts, "spotify_refresh_token"), "one")
    there = Settings.model_validate(given | {name.lower(): "http://spotify.example.com"})
    with pytest.raises(Invalid, match=f"GREENLIGHT_{name} must begin with https"):
        async with assemble(hub, there, frozenset({Part.WORKER})):
            pass


def test_a_secret_goes_with_the_app_where_it_has_one() -> None:
    app = web_app(settings("https://hub.example.com", spotify_web_client_secret=SecretStr("s")))

    assert app is not None
    assert app.client_secret == "s"
    assert web_app(Settings()) is None


async def test_doctor_names_a_connection_that_is_broken(world: World, clock: SteppingClock) -> None:
    house = house_of(world, clock)
    await house.connect()
    good, _ = await health(house.world.hub, Settings(), connect=False, as_json=True)
    connection, _ = await reading.connected(world.brand_id)
    await ending.broke(house.world.hub, connection)
    bad, well = await health(house.world.hub, Settings(), connect=False, as_json=True)

    assert json.loads(good)["connections"] == []
    assert not well
    (line,) = json.loads(bad)["connections"]
    assert line.startswith("needs a person: the playlist account of Sample Roasters: Spotify no")
