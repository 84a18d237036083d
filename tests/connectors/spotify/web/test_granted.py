"""Access tokens of connected accounts: renewed once for all, stored anew, and cut off."""

import asyncio
from datetime import timedelta

import httpx2
import pytest

from connectors.spotify.auth import CLIENT_REFUSED
from connectors.spotify.errors import NotAuthorised, OutcomeUnknown, SpotifyError
from connectors.spotify.web.fake.authorizing import ACCESS_LIFE
from connectors.spotify.web.granted import TokensOf
from connectors.spotify.web.trouble import translated
from domain.connections import reading
from domain.database import sql
from domain.jobs.model import GiveUp
from tests.connectors.spotify.web.house import CUT, House

WORK_OVER = ACCESS_LIFE + timedelta(seconds=1)


def process(house: House) -> TokensOf:
    """Return what another process would hold: nothing but the way to the database."""

    async def sleep(seconds: float) -> None:
        """Wait as a process that found another one renewing; its clock goes on."""
        house.clock.advance(timedelta(seconds=seconds))
        await asyncio.sleep(0)

    return TokensOf(house.world.hub, house.spotify, house.app, sleep)


async def test_what_was_granted_is_used_until_it_ends_and_then_renewed(house: House) -> None:
    await house.connect()
    tokens = process(house)(house.world.brand_id)
    (first,) = {await tokens.access(), await process(house)(house.world.brand_id).access()}
    before = house.accounts.asked
    house.clock.advance(WORK_OVER)
    second = await tokens.access()
    house.clock.advance(WORK_OVER)
    third = await process(house)(house.world.brand_id).access()

    # Each renewal takes the refresh token that the one before it was given.
    assert len({first, second, third}) == 3
    assert house.accounts.asked == before + 4
    assert len(house.accounts.refreshes) == 1


async def test_of_many_processes_at_once_one_renews(house: House) -> None:
    await house.connect()
    house.clock.advance(WORK_OVER)
    before = house.accounts.asked
    brand_id = house.world.brand_id
    given = await asyncio.gather(*(process(house)(brand_id).access() for _ in range(4)))

    assert len(set(given)) == 1
    assert house.accounts.asked == before + 2  # An access token and a refresh token.


async def test_a_refused_access_token_is_renewed(house: House) -> None:
    await house.connect()
    tokens = process(house)(house.world.brand_id)
    refused = await tokens.access()

    assert await tokens.access(stale=refused) != refused


async def test_an_account_that_shuts_the_hub_out_is_broken_and_told_once(house: House) -> None:
    await house.connect()
    house.accounts.shut()
    house.clock.advance(WORK_OVER)
    said = []
    for _ in range(2):
        with pytest.raises(NotAuthorised) as refused:
            await process(house)(house.world.brand_id).access()
        said.append(refused.value.message)
    shown = await house.shown()
    cases = await sql.fetch("SELECT title, queue, brand_id FROM cases")
    troubles = await reading.troubles()

    assert all("connect it again with `beginConnection`" in one for one in said)
    assert shown is not None
    assert (shown["state"], shown["trouble"]) == ("BROKEN", "Spotify no longer lets the hub in")
    assert [(one["queue"], one["brand_id"]) for one in cases] == [
        ("case_managers", house.world.brand_id)
    ]
    assert cases[0]["title"] == "Connect the playlist account of Sample Roasters again"
    assert [one.partition(":")[0] for one in troubles] == [
        "the playlist account of Sample Roasters"
    ]
    assert await sql.fetch("SELECT * FROM credentials") == []


async def test_what_is_connected_again_works_in_a_process_that_was_refused(house: House) -> None:
    await house.connect()
    tokens = process(house)(house.world.brand_id)
    await tokens.access()
    house.accounts.shut()
    house.clock.advance(WORK_OVER)
    with pytest.raises(NotAuthorised):
        await tokens.access()
    await house.connect()

    assert await tokens.access() in house.accounts.access
    assert await reading.troubles() == []


async def test_what_was_cut_off_opens_nothing_in_any_process(house: House) -> None:
    await house.connect()
    tokens = process(house)(house.world.brand_id)
    await tokens.access()  # It is good for an hour, and held.
    await (await house.door()).data(CUT, input={"brandId": house.world.brand_id})

    with pytest.raises(NotAuthorised, match="has no account for playlists"):
        await tokens.access()


async def test_a_brand_that_connected_nothing_hears_what_to_do(house: House) -> None:
    with pytest.raises(NotAuthorised, match="beginConnection"):
        await process(house)(house.world.brand_id).access()


async def test_an_app_that_spotify_does_not_know_breaks_no_connection(house: House) -> None:
    await house.connect()
    house.clock.advance(WORK_OVER)
    house.accounts.client_id, known = "another-app", house.accounts.client_id
    with pytest.raises(NotAuthorised, match="client id"):
        await process(house)(house.world.brand_id).access()
    house.accounts.client_id = known

    assert await process(house)(house.world.brand_id).access() in house.accounts.access


async def test_a_job_gives_up_in_the_words_of_who_can_mend_it(house: House) -> None:
    tokens = process(house)(house.world.brand_id)
    with pytest.raises(GiveUp) as never, translated():
        await tokens.access()
    await house.connect()
    house.clock.advance(WORK_OVER)
    house.accounts.client_id = "another-app"
    with pytest.raises(GiveUp) as settings, translated():
        await tokens.access()

    assert "this brand has no account for playlists" in str(never.value)
    assert "an administrator looks at the settings" in str(settings.value)
    assert "connect" not in str(settings.value)


async def test_only_a_grant_that_is_said_to_be_over_breaks_a_connection(house: House) -> None:
    await house.connect()
    house.clock.advance(WORK_OVER)
    there, raised = house.spotify, []
    for said in (
        httpx2.Response(400, text="<html>Bad Request</html>"),
        httpx2.Response(401, json={"error": "server_error"}),
        httpx2.Response(400, json={"error": "unauthorized_client"}),
    ):
        house.spotify = httpx2.AsyncClient(transport=httpx2.MockTransport(lambda _, it=said: it))
        with pytest.raises(SpotifyError) as refused:
            await process(house)(house.world.brand_id).access()
        raised.append((type(refused.value), refused.value.code))
    house.spotify = there

    assert raised == [
        (OutcomeUnknown, "token_refused"),
        (OutcomeUnknown, "token_refused"),
        (NotAuthorised, CLIENT_REFUSED),
    ]
    assert await process(house)(house.world.brand_id).access() in house.accounts.access
