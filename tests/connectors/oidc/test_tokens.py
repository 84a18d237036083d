"""Which tokens are believed, and which are not, however they are made."""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from joserfc.jwk import RSAKey

from connectors.oidc.connector import OidcIdentities
from domain.actor import Scope
from domain.errors import Forbidden
from domain.identities import Vouched
from tests.connectors.oidc.authority import ISSUER, Authority, made, public, signed_text

#: Whom the good tokens name, and a header as they have it.
PERSON = "requester@hub.example.com"
HEADER = '{"alg": "RS256", "kid": "RSA"}'


async def refusal(identities: OidcIdentities, token: str) -> str:
    with pytest.raises(Forbidden) as caught:
        await identities.vouched(token)
    said = caught.value.message
    assert caught.value.code == "unauthenticated"
    assert all(part not in said for part in token.split(".") if len(part) > 8)
    return said


@pytest.mark.parametrize(
    ("kind", "algorithm"),
    [
        ("RSA", "RS256"),
        ("RSA", "PS256"),
        ("P-256", "ES256"),
        ("Ed25519", "EdDSA"),
        ("Ed25519", "Ed25519"),
    ],
)
async def test_a_good_token_names_its_person(
    authority: Authority, identities: OidcIdentities, kind: str, algorithm: str
) -> None:
    found = await identities.vouched(authority.token(made(kind), algorithm))

    assert found.email == "requester@hub.example.com"
    assert found.scopes == {Scope.READ, Scope.WRITE}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"exp": 1}, "it has expired"),
        ({"exp": None}, "does not say when it expires"),
        ({"exp": "tomorrow"}, "`exp` is no number of seconds"),
        ({"exp": True}, "`exp` is no number of seconds"),
        ({"exp": float("nan")}, "`exp` is no number of seconds"),
        ({"exp": float("inf")}, "`exp` is no number of seconds"),
        ({"nbf": "now"}, "`nbf` is no number of seconds"),
        ({"iat": [1]}, "`iat` is no number of seconds"),
        ({"nbf": 4_000_000_000}, "not yet valid"),
        ({"iat": 4_000_000_000}, "made in the future"),
        ({"aud": "another"}, "another audience"),
        ({"aud": ["another", "third"]}, "another audience"),
        ({"aud": None}, "another audience"),
        ({"iss": "https://login.example.com/other"}, "another issuer"),
        ({"iss": "https://login.example.com/realm/"}, "another issuer"),
        ({"iss": None}, "another issuer"),
        ({"email": None}, "no e-mail address"),
        ({"email": ["requester@hub.example.com"]}, "no e-mail address"),
        ({"email": "x" * 255}, "longer than 254"),
        ({"email": ""}, "no e-mail address"),
        ({"email": "a\0@b.example"}, "no e-mail address"),
        ({"email": "\ud800@b.example"}, "no e-mail address"),
        ({"email_verified": False}, "has not verified"),
        ({"email_verified": None}, "has not verified"),
        ({"email_verified": "true"}, "has not verified"),
    ],
)
async def test_claims_that_do_not_hold_are_told_apart(
    authority: Authority, identities: OidcIdentities, changes: dict[str, Any], said: str
) -> None:
    assert said in await refusal(identities, authority.token(**changes))


async def test_clocks_may_differ_a_little(authority: Authority, identities: OidcIdentities) -> None:
    now = int(authority.clock.now().timestamp())
    late, early = authority.token(exp=now - 29), authority.token(nbf=now + 30, iat=now + 30)

    assert (await identities.vouched(late)) == (await identities.vouched(early))
    assert "expired" in await refusal(identities, authority.token(exp=now - 30))
    assert "not yet valid" in await refusal(identities, authority.token(nbf=now + 31))


async def test_one_of_several_audiences_is_enough(
    authority: Authority, identities: OidcIdentities
) -> None:
    found = await identities.vouched(authority.token(aud=["other", "greenlight"]))

    assert found.email == PERSON


@pytest.mark.parametrize(
    "name", ["none", "NONE", "HS256", "HS512", "RS257", "", 7, None, ["RS256"]]
)
async def test_only_listed_algorithms_count(
    authority: Authority, identities: OidcIdentities, name: object
) -> None:
    good = authority.token().split(".")
    header = base64.urlsafe_b64encode(json.dumps({"alg": name, "kid": "RSA"}).encode()).decode()

    for signature in ("", good[2]):
        token = f"{header.rstrip('=')}.{good[1]}.{signature}"
        assert "in a way that is not taken" in await refusal(identities, token)


@pytest.mark.parametrize("encoded", ["pem", "der", "json"])
async def test_the_public_key_is_no_shared_secret(
    authority: Authority, identities: OidcIdentities, encoded: str
) -> None:
    key = made("RSA")
    assert isinstance(key, RSAKey)
    secrets = {
        "pem": key.as_bytes("PEM", private=False),
        "der": key.as_bytes("DER", private=False),
        "json": json.dumps(public(key)).encode(),
    }
    header = json.dumps({"alg": "HS256", "kid": "RSA"}).encode()
    body = b".".join(_encoded(part) for part in (header, json.dumps(authority.claims()).encode()))
    signature = hmac.new(secrets[encoded], body, hashlib.sha256).digest()
    token = f"{body.decode()}.{_encoded(signature).decode()}"

    assert "in a way that is not taken" in await refusal(identities, token)


async def test_an_algorithm_of_another_kind_than_the_key_fits_no_key(
    authority: Authority, identities: OidcIdentities
) -> None:
    token = authority.token(made("P-256"), "ES256", {"kid": "RSA"})

    assert "no key that could have signed" in await refusal(identities, token)


async def test_an_algorithm_may_be_left_out_by_setting(authority: Authority) -> None:
    picky = authority.identities(algorithms=("ES256",))

    assert "not taken" in await refusal(picky, authority.token())
    found = await picky.vouched(authority.token(made("P-256"), "ES256"))

    assert found.email == PERSON


@pytest.mark.parametrize("name", ["jwk", "jku", "x5u", "x5c"])
async def test_keys_that_a_token_brings_along_are_not_looked_at(
    authority: Authority, identities: OidcIdentities, name: str
) -> None:
    own = made("RSA", "attacker")
    brought = {
        "jwk": public(own),
        "jku": "https://evil.example.com/keys",
        "x5u": "https://evil.example.com/chain",
        "x5c": ["MIIB"],
    }[name]
    unnamed = authority.token(own, header={name: brought})
    borrowed = authority.token(own, header={name: brought, "kid": "RSA"})

    assert "no key that could have signed" in await refusal(identities, unnamed)
    assert "signature is wrong" in await refusal(identities, borrowed)
    assert not [url for url in authority.fetched if "evil" in url]


@pytest.mark.parametrize("never", ["null", "1e999", "Infinity"])
async def test_a_token_that_never_ends_is_refused(
    authority: Authority, identities: OidcIdentities, never: str
) -> None:
    claims = json.dumps(authority.claims(exp=1)).replace('"exp": 1', f'"exp": {never}')
    token = signed_text('{"alg": "RS256", "kid": "RSA"}', claims, made("RSA"))

    assert "`exp` is no number of seconds" in await refusal(identities, token)


@pytest.mark.parametrize("header", [{"crit": ["exp"], "exp": 1}, {"b64": False}, {"crit": []}])
async def test_an_extension_that_is_demanded_and_unknown_refuses(
    authority: Authority, identities: OidcIdentities, header: dict[str, Any]
) -> None:
    assert "extension" in await refusal(identities, authority.token(header=header))


@pytest.mark.parametrize("kind", ["logout+jwt", "secevent+jwt", 7])
async def test_tokens_made_for_something_else_let_nobody_in(
    authority: Authority, identities: OidcIdentities, kind: object
) -> None:
    assert "of a kind that" in await refusal(identities, authority.token(header={"typ": kind}))


async def test_access_tokens_say_what_they_are(
    authority: Authority, identities: OidcIdentities
) -> None:
    found = await identities.vouched(authority.token(header={"typ": "at+jwt"}))

    assert found.email == PERSON


@pytest.mark.parametrize("kid", [7, "", "k" * 300, {"kid": 1}])
async def test_a_key_must_be_named_sensibly(
    authority: Authority, identities: OidcIdentities, kid: object
) -> None:
    assert "names its key" in await refusal(identities, authority.token(header={"kid": kid}))


async def test_what_was_signed_cannot_be_changed(
    authority: Authority, identities: OidcIdentities
) -> None:
    header, _, signature = authority.token().split(".")
    other = authority.token(email="admin@hub.example.com").split(".")[1]

    assert "signature is wrong" in await refusal(identities, f"{header}.{other}.{signature}")
    assert "signature is wrong" in await refusal(identities, f"{header}.{other}.")


@pytest.mark.parametrize("what", ["header", "claims"])
async def test_a_name_that_stands_twice_refuses(
    authority: Authority, identities: OidcIdentities, what: str
) -> None:
    claims = json.dumps(authority.claims())
    twice = {
        "header": ('{"alg": "RS256", "kid": "nobody", "kid": "RSA"}', claims),
        "claims": (HEADER, claims.replace("{", '{"email": "a@b.example", ', 1)),
    }[what]

    assert "it cannot be read" in await refusal(identities, signed_text(*twice, made("RSA")))


GARBAGE = [
    "x",
    "..",
    "a.b.c",
    "a.b",
    "a.b.c.d.e",
    "\udcff.b.c",
    "é.b.c",
    "eyJ.eyJ.eyJ",
    "e30.e30.e30",
    "W10.e30.",
    "MQ.e30.",
    f"{'W1tb' * 4000}.e30.",
    f"{base64.urlsafe_b64encode(b'[' * 6000).decode()}.e30.",
]


@pytest.mark.parametrize("token", GARBAGE)
async def test_garbage_is_refused(identities: OidcIdentities, token: str) -> None:
    said = await refusal(identities, token)

    assert (
        "it is no signed token" in said or "it cannot be read" in said or "not taken here" in said
    )


@pytest.mark.parametrize("claims", ["[1]", "7", "{", "[" * 8000, '{"exp": 1' + "0" * 5000 + "}"])
async def test_claims_that_are_none_are_refused(identities: OidcIdentities, claims: str) -> None:
    token = signed_text(HEADER, claims, made("RSA"))

    assert "because it cannot be read" in await refusal(identities, token)


async def test_a_huge_token_is_not_even_looked_at(
    authority: Authority, identities: OidcIdentities
) -> None:
    assert "longer than 16,384" in await refusal(identities, authority.token(more="x" * 1_000_000))
    assert authority.fetched == []


async def test_a_token_with_a_long_list_of_groups_is_taken(
    authority: Authority, identities: OidcIdentities
) -> None:
    found = await identities.vouched(authority.token(groups=["g" * 36] * 200))

    assert found.email == PERSON


@pytest.mark.parametrize(
    ("held", "scopes"),
    [
        (None, {Scope.READ, Scope.WRITE}),
        ("openid email", {Scope.READ, Scope.WRITE}),
        ("admin write", {Scope.READ, Scope.WRITE}),
        ("openid greenlight:read", {Scope.READ}),
        ("greenlight:write", {Scope.READ, Scope.WRITE}),
        ("greenlight:admin", {Scope.READ, Scope.ADMIN}),
        (["greenlight:write", "greenlight:admin", 7], set(Scope)),
        ("greenlight:everything", {Scope.READ}),
        ({"greenlight:admin": True}, {Scope.READ, Scope.WRITE}),
    ],
)
async def test_an_issuer_may_narrow_and_must_say_so_for_administration(
    authority: Authority, identities: OidcIdentities, held: object, scopes: set[Scope]
) -> None:
    assert (await identities.vouched(authority.token(scope=held))).scopes == scopes


async def test_claims_may_be_called_otherwise(authority: Authority) -> None:
    other = authority.identities(
        subject_claim="oid",
        email_claim="upn",
        verified_claim="xms_edov",
        scopes_claim="roles",
        scope_prefix="gl.",
    )
    token = authority.token(
        oid="o-1", upn="a@b.example", xms_edov=True, roles=["gl.admin"], email=None
    )
    found = await other.vouched(token)

    assert found == Vouched(ISSUER, "o-1", "a@b.example", frozenset({Scope.READ, Scope.ADMIN}))


def _encoded(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")
