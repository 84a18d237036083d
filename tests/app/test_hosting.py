"""Hosts as the settings open them."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import SecretStr

from app.opening.hosting import open_hosts
from app.settings import Settings
from connectors.distribution import fake as distribution
from connectors.megaphone import fake as megaphone
from domain.clock import SteppingClock
from domain.errors import Invalid
from domain.targets.model import Refused, Standing
from tests.connectors.hosting.releases import listening, release
from tests.world import World

CLIENT: dict[str, Any] = {"distribution_client_id": "c", "distribution_client_secret": "s"}


async def names(clock: SteppingClock, **given: Any) -> list[str]:
    async with open_hosts(Settings(**given), clock) as hosts:
        return [one.name for one in hosts]


async def test_what_is_set_is_open_and_nothing_else(clock: SteppingClock) -> None:
    assert await names(clock) == []
    assert await names(clock, **CLIENT) == ["distribution_api"]
    assert await names(clock, **CLIENT, megaphone_token="t") == ["distribution_api", "megaphone"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"distribution_client_id": "c"}, "GREENLIGHT_DISTRIBUTION_CLIENT_SECRET"),
        ({"distribution_client_secret": "s"}, "GREENLIGHT_DISTRIBUTION_CLIENT_ID"),
        (CLIENT | {"distribution_api_url": "http://x.example"}, "DISTRIBUTION_API_URL must begin"),
        (CLIENT | {"distribution_markets": "DE,XX"}, "GREENLIGHT_DISTRIBUTION_MARKETS: "),
        ({"megaphone_token": "t", "megaphone_markets": ""}, "GREENLIGHT_MEGAPHONE_MARKETS: "),
        ({"megaphone_token": "t", "megaphone_api_url": "ftp://x"}, "MEGAPHONE_API_URL must begin"),
    ],
)
async def test_what_is_not_as_it_must_be_is_named(
    clock: SteppingClock, given: dict[str, Any], said: str
) -> None:
    with pytest.raises(Invalid, match=said):
        await names(clock, **given)


async def test_countries_are_written_as_codes_and_regions(
    clock: SteppingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GREENLIGHT_DISTRIBUTION_MARKETS", "DE, AT, FR")
    async with open_hosts(Settings(**CLIENT), clock) as (target,):
        with pytest.raises(Refused, match="not approved: FR;"):
            await target.publish(release(), {}, tried=False)


async def test_a_host_whose_countries_are_not_said_is_heard_everywhere(
    clock: SteppingClock,
) -> None:
    async with open_hosts(Settings(**CLIENT), clock) as (target,):
        with pytest.raises(Refused, match="World excluding AT, DE"):
            await target.publish(release(), {}, tried=False)


async def test_an_episode_goes_out_by_the_distribution_api_that_is_set(
    clock: SteppingClock,
) -> None:
    partner = distribution.Partner(shows={"show-1"})
    async with listening(distribution.create_fake(partner, clock)) as url:
        settings = Settings(
            distribution_client_id=distribution.CLIENT[0],
            distribution_client_secret=SecretStr(distribution.CLIENT[1]),
            distribution_api_url=url,
            distribution_markets=("DE", "AT"),
            spotify_token_url=f"{url}/api/token",
        )
        async with open_hosts(settings, clock) as (target,):
            made = await target.publish(release(), {}, tried=False)

    assert list(partner.episodes) == [made.outside["episode"]]


async def test_an_episode_goes_out_by_the_megaphone_that_is_set(
    world: World, clock: SteppingClock
) -> None:
    network = megaphone.Network(places={"net-1/pod-1"})
    what = replace(release(), place="net-1/pod-1", request_id="req_2")
    async with listening(megaphone.create_fake(network, world.hub.clock)) as url:
        settings = Settings(
            megaphone_token=SecretStr(megaphone.TOKEN),
            megaphone_api_url=f"{url}/api",
            megaphone_markets=("DE", "AT"),
        )
        async with open_hosts(settings, clock) as (target,):
            made = await target.publish(what, {}, tried=False)
            gone = await target.remove(what, made.outside)

    assert (gone.standing, network.episodes) == (Standing.GONE, {})
