"""What Spotify may answer to a code, and what is made of it; nothing of an answer is quoted."""

from typing import Any

import httpx2
import pytest

from connectors.spotify.web.authorizing import SpotifyAuthoriser, WebApp
from domain.clock import SteppingClock
from domain.errors import Forbidden, HubError, Upstream
from tests.connectors.spotify.web.house import HERE, THERE

GRANT = {"access_token": "a-secret", "expires_in": 3600, "refresh_token": "b-secret", "scope": "x"}
ME = {"id": "owner", "account_id": "for-good", "display_name": "Playlists"}


def authoriser(
    clock: SteppingClock, token: dict[str, Any], me: dict[str, Any] | None = None, secret: str = ""
) -> tuple[SpotifyAuthoriser, list[httpx2.Request]]:
    """Return one that is answered so, and what it asked."""
    asked: list[httpx2.Request] = []

    async def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        given = token if request.url.path == "/api/token" else me or {"json": ME}
        if "raises" in given:
            raise given["raises"]
        return httpx2.Response(given.get("status", 200), request=request, json=given.get("json"))

    http = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
    app = WebApp("an-app", secret, f"{HERE}/back", THERE, f"{THERE}/v1")
    return SpotifyAuthoriser(http, clock, app), asked


async def test_the_account_is_known_by_the_id_that_stays(clock: SteppingClock) -> None:
    asking, asked = authoriser(clock, {"json": GRANT})
    found = await asking.exchange("c", "v")
    older, _ = authoriser(clock, {"json": GRANT}, {"json": {"id": "owner", "display_name": None}})
    plain = await older.exchange("c", "v")

    assert (found.account_id, found.account_name) == ("for-good", "Playlists")
    assert (plain.account_id, plain.account_name) == ("owner", "owner")
    assert asked[1].headers["authorization"] == "Bearer a-secret"


async def test_an_app_says_its_id_alone_or_its_secret_in_the_header(clock: SteppingClock) -> None:
    public, asked = authoriser(clock, {"json": GRANT})
    await public.exchange("c", "v")
    secretive, also = authoriser(clock, {"json": GRANT}, secret="s")
    await secretive.exchange("c", "v")

    assert b"client_id=an-app" in asked[0].content
    assert "authorization" not in asked[0].headers
    assert b"client_id" not in also[0].content
    assert also[0].headers["authorization"].startswith("Basic ")


REFUSALS: tuple[tuple[dict[str, Any], dict[str, Any] | None, type[HubError], str], ...] = (
    ({"status": 400, "json": {"error": "invalid_grant"}}, None, Forbidden, "code_refused"),
    ({"status": 401, "json": {"error": "invalid_client"}}, None, Upstream, "client_refused"),
    ({"status": 503}, None, Upstream, "token_refused"),
    ({"raises": httpx2.ConnectError("a-secret")}, None, Upstream, "token_unreachable"),
    ({"json": ["a-secret"]}, None, Upstream, "token_unreadable"),
    ({"json": GRANT | {"refresh_token": None}}, None, Upstream, "no_refresh_token"),
    ({"json": GRANT | {"expires_in": "soon"}}, None, Upstream, "token_unreadable"),
    ({"json": GRANT}, {"status": 403}, Forbidden, "account_not_let_in"),
    ({"json": GRANT}, {"status": 500}, Upstream, "account_unknown"),
    ({"json": GRANT}, {"json": {"id": ""}}, Upstream, "account_unknown"),
    ({"json": GRANT}, {"raises": httpx2.ReadError("a-secret")}, Upstream, "account_unreachable"),
)


@pytest.mark.parametrize(("token", "me", "kind", "code"), REFUSALS)
async def test_what_is_no_good_answer_says_so_and_quotes_nothing(
    clock: SteppingClock,
    token: dict[str, Any],
    me: dict[str, Any] | None,
    kind: type[HubError],
    code: str,
) -> None:
    asking, _ = authoriser(clock, token, me)
    with pytest.raises(kind) as refused:
        await asking.exchange("c", "v")

    assert refused.value.code == code
    assert "secret" not in refused.value.message
