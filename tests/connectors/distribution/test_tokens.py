"""Grants as nobody documents them: nothing was done then, and none is quoted."""

from typing import Any

import httpx2
import pytest

from connectors.distribution.target import HOST
from connectors.distribution.tokens import ClientTokens
from domain.clock import SteppingClock
from domain.jobs.model import GiveUp, RetryLater

GOOD = {"access_token": "a-secret-token", "expires_in": 3_600}


async def header(clock: SteppingClock, status: int, **grant: Any) -> str:
    async def serve(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(status, request=request, **grant)

    async with httpx2.AsyncClient(transport=httpx2.MockTransport(serve)) as http:
        tokens = ClientTokens(
            http, clock, HOST, token_url="https://a.example", client_id="c", client_secret="s"
        )
        return await tokens.header()


async def test_a_good_grant_lets_the_hub_in(clock: SteppingClock) -> None:
    assert await header(clock, 200, json=GOOD) == "Bearer a-secret-token"


@pytest.mark.parametrize(
    "grant",
    [
        {"json": []},
        {"content": b"<html>"},
        {"json": GOOD | {"access_token": 7}},
        {"json": GOOD | {"access_token": "two\nlines"}},
        {"json": GOOD | {"expires_in": 0}},
        {"json": GOOD | {"expires_in": "3600"}},
        {"json": GOOD | {"expires_in": 10**9}},
    ],
)
async def test_a_grant_that_cannot_be_read_is_waited_out_and_not_quoted(
    clock: SteppingClock, grant: dict[str, Any]
) -> None:
    with pytest.raises(RetryLater) as later:
        await header(clock, 200, **grant)

    assert "a-secret-token" not in str(later.value)


async def test_where_no_token_comes_just_now_it_is_waited(clock: SteppingClock) -> None:
    with pytest.raises(RetryLater, match="status 503"):
        await header(clock, 503)


async def test_a_client_that_is_not_known_says_which_settings_to_check(
    clock: SteppingClock,
) -> None:
    with pytest.raises(GiveUp, match="GREENLIGHT_DISTRIBUTION_CLIENT_SECRET"):
        await header(clock, 401, json={"error": "invalid_client"})
