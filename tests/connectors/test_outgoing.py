"""Answers from outside, whoever gives them: as much is read as any should hold, and no more."""

from collections.abc import Callable, Coroutine
from typing import Any

import httpx2
import pytest

from connectors.distribution.tokens import ClientTokens
from connectors.hosting.channel import Host
from connectors.opentext.auth import TenantTokens
from connectors.opentext.errors import Unsuitable
from connectors.outgoing import SHORT_BYTES_MAX, is_safe, wait_said
from connectors.spotify.auth import asked, client_of
from connectors.spotify.errors import OutcomeUnknown
from connectors.spotify.web.exchange import Exchange
from domain.clock import SteppingClock
from domain.jobs.model import RetryLater

URL = "https://token.example/"
HOST = Host("The host", "host", "THE_SETTING", "its owner to allow it")

#: A token that reads well, within more than any grant holds.
TOO_MUCH = b'{"access_token": "t", "expires_in": 60, "more": "%s"}' % (b"x" * SHORT_BYTES_MAX)

Asking = Callable[[httpx2.AsyncClient, SteppingClock], Coroutine[Any, Any, object]]


def of_tenant(http: httpx2.AsyncClient, clock: SteppingClock) -> Coroutine[Any, Any, object]:
    return TenantTokens(http, clock, token_url=URL, client_id="i", client_secret="s").header()


def of_host(http: httpx2.AsyncClient, clock: SteppingClock) -> Coroutine[Any, Any, object]:
    given = {"token_url": URL, "client_id": "i", "client_secret": "s"}
    return ClientTokens(http, clock, HOST, **given).header()


def of_spotify(http: httpx2.AsyncClient, _: SteppingClock) -> Coroutine[Any, Any, object]:
    return asked(http, URL, {}, client_of("i", "s"))


class Standing:
    """A token that is good."""

    async def access(self, *, stale: str | None = None) -> str:  # noqa: ARG002  As it is asked.
        return "t"


def answering(**given: Any) -> httpx2.AsyncClient:
    def answer(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, request=request, **given)

    return httpx2.AsyncClient(transport=httpx2.MockTransport(answer))


@pytest.mark.parametrize(
    ("asking", "refusal"),
    [(of_tenant, Unsuitable), (of_host, RetryLater), (of_spotify, OutcomeUnknown)],
)
async def test_a_grant_is_read_no_further_than_a_token_goes(
    clock: SteppingClock, asking: Asking, refusal: type[Exception]
) -> None:
    async with answering(content=TOO_MUCH) as http:
        with pytest.raises(refusal, match="cannot be read"):
            await asking(http, clock)


async def test_what_cannot_be_unpacked_leaves_open_what_happened() -> None:
    packed = {"headers": {"content-encoding": "gzip"}, "stream": httpx2.ByteStream(b"no gzip")}
    async with answering(**packed) as http:
        with pytest.raises(OutcomeUnknown, match="DecodingError"):
            await Exchange(http, Standing(), base_url=URL).send("POST", "/playlists")


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("12", 12.0), ("9" * 400, 60.0), ("Wed, 21 Oct 2026", None), ("-1", None), (None, None)],
)
def test_a_wait_is_taken_within_bounds(said: str | None, seconds: float | None) -> None:
    assert wait_said(said, 60.0) == seconds


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://api.example.com/v1", True),
        ("HTTPS://api.example.com:8443", True),
        ("http://127.0.0.1:9000/api", True),
        ("http://[::1]:9000", True),
        ("http://api.example.com", False),
        ("ftp://127.0.0.1", False),
        ("https://", False),
        ("https://[::1", False),
        ("https://api.example.com:99999", False),
        ("https://api.example.com:0", False),
        ("https://api.example.com:x", False),
        ("https://api.exämple.com", False),
    ],
)
def test_secrets_go_to_addresses_that_can_be_reached_and_are_encrypted_or_here(
    address: str, safe: object
) -> None:
    assert is_safe(address) is safe
