"""Access tokens, whatever Spotify answers to a grant."""

from typing import Any

import httpx2
import pytest

from connectors.spotify.auth import Tokens
from connectors.spotify.errors import OutcomeUnknown
from domain.clock import SteppingClock
from tests.connectors.spotify.conftest import BASE, MemoryStore

GRANT = {"access_token": "a-secret-token", "expires_in": 3600}


def tokens_for(answer: dict[str, Any], clock: SteppingClock, store: MemoryStore) -> Tokens:
    async def grant(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, request=request, **answer)

    http = httpx2.AsyncClient(transport=httpx2.MockTransport(grant))
    url = f"{BASE}/api/token"
    return Tokens(http, clock, store, token_url=url, client_id="c", client_secret="s")


@pytest.mark.parametrize(
    "answer",
    [
        {"content": b""},
        {"content": b"<html>a-secret-token</html>"},
        {"content": b"\xff\xfe"},
        {"json": []},
        {"json": "a-secret-token"},
        {"json": {"expires_in": 3600}},
        {"json": {"access_token": "a-secret-token"}},
        {"json": {**GRANT, "access_token": None}},
        {"json": {**GRANT, "access_token": ""}},
        {"json": {**GRANT, "expires_in": "soon"}},
        {"json": {**GRANT, "expires_in": None}},
        {"json": {**GRANT, "expires_in": 0}},
        {"json": {**GRANT, "expires_in": 1e300}},
        {"content": b'{"access_token": "a-secret-token", "expires_in": NaN}'},
    ],
)
async def test_an_odd_grant_says_so_and_quotes_nothing(
    clock: SteppingClock, answer: dict[str, Any]
) -> None:
    with pytest.raises(OutcomeUnknown) as caught:
        await tokens_for(answer, clock, MemoryStore("r")).access()

    assert caught.value.code == "token_unreadable"
    assert "a-secret-token" not in caught.value.message
    assert caught.value.__cause__ is None


async def test_a_new_refresh_token_is_kept_even_of_an_odd_grant(clock: SteppingClock) -> None:
    store = MemoryStore("old")
    with pytest.raises(OutcomeUnknown):
        await tokens_for({"json": {"refresh_token": "new"}}, clock, store).access()

    assert store.grant.refresh == "new"
