"""The issuer's keys: read when needed, believed for a while, gone when they are gone."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx2
import pytest
import structlog

from connectors.oidc.connector import FRESH, PAUSE, STALE, OidcIdentities
from connectors.oidc.issuer import ANSWER_BYTES_MAX
from connectors.oidc.model import Trust
from domain.errors import Forbidden, Invalid, Upstream
from tests.connectors.oidc.authority import (
    AUDIENCE,
    DESCRIPTION,
    ISSUER,
    KEYS,
    Authority,
    made,
    public,
    weak,
)

ONCE = [DESCRIPTION, KEYS]


async def test_keys_are_read_once_and_kept(
    authority: Authority, identities: OidcIdentities
) -> None:
    tokens = [authority.token(), authority.token(made("P-256"), "ES256")]
    await asyncio.gather(*(identities.vouched(token) for token in tokens * 20))

    assert authority.fetched == ONCE


async def test_a_new_key_is_found_at_once(authority: Authority, identities: OidcIdentities) -> None:
    await identities.vouched(authority.token())
    authority.clock.advance(PAUSE)
    authority.keys = [public(made("RSA", "next"))]
    await identities.vouched(authority.token(made("RSA", "next")))

    assert authority.fetched == ONCE * 2


async def test_a_new_key_is_not_called_wrong_before_the_keys_are_read_again(
    authority: Authority, identities: OidcIdentities
) -> None:
    await identities.vouched(authority.token())
    authority.clock.advance(PAUSE / 2)
    authority.keys = [public(made("RSA", "next"))]
    token = authority.token(made("RSA", "next"))
    with pytest.raises(Upstream, match="within 30 seconds") as error:
        await identities.vouched(token)
    assert error.value.code == "issuer_keys_old"
    with pytest.raises(Forbidden, match="no key"):  # Known by name, of another kind.
        await identities.vouched(authority.token(made("P-256"), "ES256", {"kid": "RSA"}))
    authority.clock.advance(PAUSE / 2)
    await identities.vouched(token)
    with pytest.raises(Forbidden, match="no key"):  # They were read just now.
        await identities.vouched(authority.token(header={"kid": "invented"}))


async def test_invented_names_of_keys_cause_few_readings(
    authority: Authority, identities: OidcIdentities
) -> None:
    await identities.vouched(authority.token())
    for second in range(60):
        authority.clock.advance(timedelta(seconds=1))
        invented = [authority.token(header={"kid": f"k{second}-{n}"}) for n in range(5)]
        found = await asyncio.gather(
            *(identities.vouched(token) for token in invented), return_exceptions=True
        )
        assert all(isinstance(error, (Forbidden, Upstream)) for error in found)

    assert authority.fetched == ONCE * 3


async def test_a_withdrawn_key_stops_working(
    authority: Authority, identities: OidcIdentities
) -> None:
    token = authority.token()
    authority.keys += [public(made("RSA", "next"))]
    await identities.vouched(token)
    del authority.keys[0]
    authority.clock.advance(FRESH - timedelta(seconds=1))
    await identities.vouched(token)
    authority.clock.advance(timedelta(seconds=1))

    with pytest.raises(Forbidden, match="no key that could have signed"):
        await identities.vouched(token)


async def test_an_outage_is_lived_through_for_a_while(
    authority: Authority, identities: OidcIdentities
) -> None:
    token = authority.token(exp=int(authority.clock.now().timestamp()) + 100_000)
    await identities.vouched(token)
    authority.down = True
    authority.clock.advance(STALE - timedelta(seconds=1))
    await identities.vouched(token)
    authority.clock.advance(timedelta(seconds=1))

    with pytest.raises(Upstream, match="cannot be reached"):
        await identities.vouched(token)


async def test_in_an_outage_a_key_nobody_knows_is_not_called_wrong(
    authority: Authority, identities: OidcIdentities
) -> None:
    await identities.vouched(authority.token())
    authority.down = True
    authority.clock.advance(FRESH)

    with pytest.raises(Upstream, match="cannot be reached"):
        await identities.vouched(authority.token(made("RSA", "next")))


async def test_an_issuer_that_is_out_at_the_start_is_asked_again(
    authority: Authority, identities: OidcIdentities
) -> None:
    authority.down = True
    with structlog.testing.capture_logs() as logs:
        for _ in range(10):
            with pytest.raises(Upstream, match="cannot be reached"):
                await identities.vouched(authority.token())
    asked = list(authority.fetched)
    authority.down = False
    authority.clock.advance(PAUSE)

    assert asked == [DESCRIPTION]
    assert [(entry["event"], entry["issuer"]) for entry in logs] == [("issuer_unreachable", ISSUER)]
    assert (await identities.vouched(authority.token())).email == "requester@hub.example.com"


async def test_whoever_hangs_up_does_not_spoil_it_for_the_others(authority: Authority) -> None:
    arrived, go = asyncio.Event(), asyncio.Event()

    async def slow(request: httpx2.Request) -> httpx2.Response:
        arrived.set()
        await go.wait()
        held = {DESCRIPTION: authority.described, KEYS: {"keys": authority.keys}}
        return httpx2.Response(200, json=held[str(request.url)])

    http = httpx2.AsyncClient(transport=httpx2.MockTransport(slow))
    identities = OidcIdentities(http, authority.clock, Trust(ISSUER, AUDIENCE))
    first = asyncio.create_task(identities.vouched(authority.token()))
    await arrived.wait()
    second = asyncio.create_task(identities.vouched(authority.token()))
    await asyncio.sleep(0)
    first.cancel()
    go.set()

    assert (await second).email == "requester@hub.example.com"


@pytest.mark.parametrize("order", [1, -1])
async def test_two_keys_of_one_name_are_both_tried(
    authority: Authority, identities: OidcIdentities, order: int
) -> None:
    twins = [made("RSA", "one"), made("RSA", "two"), made("P-256", "three")]
    authority.keys = [public(key, kid="same") for key in twins[::order]]
    tokens = [authority.token(key, header={"kid": "same"}) for key in twins[:2]]
    tokens.append(authority.token(twins[2], "ES256", {"kid": "same"}))

    found = {(await identities.vouched(token)).email for token in tokens}

    assert found == {"requester@hub.example.com"}


async def test_a_token_may_leave_its_key_unnamed_only_where_there_is_one(
    authority: Authority, identities: OidcIdentities
) -> None:
    unnamed = authority.token(header={"kid": None})
    await identities.vouched(unnamed)
    authority.keys += [public(made("RSA", "next"))]
    authority.clock.advance(FRESH)

    with pytest.raises(Forbidden, match="no key that could have signed"):
        await identities.vouched(unnamed)


@pytest.mark.parametrize(
    "entry",
    [
        public(made("RSA"), use="enc"),
        public(made("RSA"), alg="RS512"),
        public(made("RSA"), key_ops=["encrypt"]),
        weak(),
        {**made("RSA").as_dict(private=True)},
        {"kty": "oct", "kid": "RSA", "k": "c2VjcmV0"},
        {"kty": "OKP", "crv": "X25519", "kid": "RSA", "x": "AAAA"},
        {"kty": "RSA", "kid": "RSA", "n": "AA", "e": "AA"},
        {"kty": "RSA", "kid": "RSA", "n": 7, "e": []},
        {"kty": "RSA", "kid": "RSA"},
        {"kty": "of tomorrow", "kid": "RSA"},
        {"kid": "RSA"},
        "no key at all",
        None,
    ],
)
async def test_a_key_that_is_not_for_this_is_passed_over(
    authority: Authority, identities: OidcIdentities, entry: Any
) -> None:
    authority.keys = [entry, public(made("P-256"))]

    await identities.vouched(authority.token(made("P-256"), "ES256"))
    with pytest.raises(Forbidden, match="no key that could have signed"):
        await identities.vouched(authority.token())


ODD: dict[str, tuple[str, Any, str]] = {
    "another's description": (DESCRIPTION, {"issuer": "https://evil.example"}, "calls itself"),
    "no address of keys": (DESCRIPTION, {"issuer": ISSUER}, "names no https"),
    "keys in the clear": (
        DESCRIPTION,
        {"issuer": ISSUER, "jwks_uri": "http://login.example.com/keys"},
        "names no https",
    ),
    "keys on this machine": (
        DESCRIPTION,
        {"issuer": ISSUER, "jwks_uri": "http://127.0.0.1:9/keys"},
        "its keys are not",
    ),
    "keys in a file": (DESCRIPTION, {"issuer": ISSUER, "jwks_uri": "file:///etc"}, "names no"),
    "a list": (DESCRIPTION, [1], "no JSON object"),
    "no keys": (KEYS, {"keys": []}, "no key that can be used"),
    "keys that are none": (KEYS, {"keys": "many"}, "no key that can be used"),
}


@pytest.mark.parametrize("name", ODD)
async def test_an_odd_issuer_is_named_odd(
    authority: Authority, identities: OidcIdentities, name: str
) -> None:
    address, held, said = ODD[name]
    authority.answers[address] = lambda: httpx2.Response(200, json=held)

    with pytest.raises(Upstream, match=said):
        await identities.vouched(authority.token())


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (httpx2.Response(500), "status 500"),
        (httpx2.Response(302, headers={"location": "http://10.0.0.1/"}), "status 302"),
        (httpx2.Response(200, content=b"{"), "no JSON"),
        (httpx2.Response(200, content=b"[" * 100_000), "no JSON"),
        (httpx2.Response(200, content=b"\xff\xfe"), "no JSON"),
        (httpx2.Response(200, content=b" " * (ANSWER_BYTES_MAX + 1)), "more than"),
    ],
)
async def test_an_answer_that_makes_no_sense_is_bounded(
    authority: Authority, identities: OidcIdentities, answer: httpx2.Response, said: str
) -> None:
    authority.answers[KEYS] = lambda: answer

    with pytest.raises(Upstream, match=said):
        await identities.vouched(authority.token())


async def test_standing_counts_keys_or_says_what_is_wrong(
    authority: Authority, identities: OidcIdentities
) -> None:
    good = await identities.standing()
    authority.down = True
    authority.clock.advance(PAUSE)
    bad = await identities.standing()

    assert (good.issuer, good.keys, good.problem) == (ISSUER, 3, None)
    assert "cannot be reached" in str(bad.problem)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"issuer": "http://login.example.com"}, "ISSUER"),
        ({"issuer": "https://login.example.com?x=1"}, "ISSUER"),
        ({"issuer": "login.example.com"}, "ISSUER"),
        ({"issuer": "https://[oops"}, "ISSUER"),
        ({"audience": ""}, "AUDIENCE"),
        ({"algorithms": ("RS256", "HS256")}, "ALGORITHMS"),
        ({"algorithms": ("none",)}, "ALGORITHMS"),
        ({"algorithms": ()}, "ALGORITHMS"),
        ({"leeway_seconds": 3600}, "LEEWAY_SECONDS"),
        ({"email_claim": ""}, "_CLAIM"),
    ],
)
def test_an_unsafe_setting_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(Invalid, match=said):
        Trust(**{"issuer": ISSUER, "audience": AUDIENCE, **changes})


@pytest.mark.parametrize("issuer", ["http://127.0.0.1:9000/x", "http://localhost", "http://[::1]"])
def test_loopback_needs_no_https(issuer: str) -> None:
    assert Trust(issuer, AUDIENCE).issuer == issuer
