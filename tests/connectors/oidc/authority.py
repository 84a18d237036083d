"""A test's own issuer: real keys, real tokens, answers over a transport in memory."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

import httpx2
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey
from joserfc.jws import JWSRegistry
from joserfc.util import int_to_base64

from connectors.oidc.connector import OidcIdentities
from connectors.oidc.model import Trust
from domain.clock import SteppingClock

ISSUER = "https://login.example.com/realm"
AUDIENCE = "greenlight"
DESCRIPTION = f"{ISSUER}/.well-known/openid-configuration"
KEYS = "https://keys.example.net/set"


@cache
def made(kind: str, name: str = "") -> Key:
    """A key of a kind, made once: an RSA key takes a moment."""
    parameters: Any = {"kid": name or kind}
    if kind == "RSA":
        return RSAKey.generate_key(2048, parameters)
    if kind.startswith("P-"):
        return ECKey.generate_key(kind, parameters)
    return OKPKey.generate_key(kind, parameters)  # type: ignore[arg-type]


def public(key: Key, **more: Any) -> dict[str, Any]:
    return {**key.as_dict(private=False), **more}


def weak() -> dict[str, Any]:
    """An RSA key as nobody should publish one any more."""
    numbers = rsa.generate_private_key(65_537, 1024).public_key().public_numbers()
    return {"kty": "RSA", "kid": "RSA", "n": int_to_base64(numbers.n), "e": "AQAB"}


@dataclass
class Authority:
    """An issuer whose answers a test may change."""

    clock: SteppingClock
    keys: list[dict[str, Any]] = field(
        default_factory=lambda: [public(made(k)) for k in ("RSA", "P-256", "Ed25519")]
    )
    described: dict[str, Any] = field(
        default_factory=lambda: {"issuer": ISSUER, "jwks_uri": KEYS},
    )
    down: bool = False
    fetched: list[str] = field(default_factory=list)
    answers: dict[str, Callable[[], httpx2.Response]] = field(default_factory=dict)

    def identities(self, **trust: Any) -> OidcIdentities:
        http = httpx2.AsyncClient(transport=httpx2.MockTransport(self._answer))
        return OidcIdentities(http, self.clock, Trust(**{**TRUST, **trust}))

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        url = str(request.url)
        self.fetched.append(url)
        if self.down:
            raise httpx2.ConnectError("refused")
        if url in self.answers:
            return self.answers[url]()
        held = {DESCRIPTION: self.described, KEYS: {"keys": self.keys}}
        return httpx2.Response(200, json=held[url]) if url in held else httpx2.Response(404)

    def claims(self, **changes: Any) -> dict[str, Any]:
        """What a good token claims, with changes; None leaves a claim out."""
        now = int(self.clock.now().timestamp())
        usual = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "iat": now,
            "exp": now + int(timedelta(hours=1).total_seconds()),
            "email": "requester@hub.example.com",
            "email_verified": True,
        }
        held = usual | changes
        held.setdefault("sub", f"account-of-{held['email']}".lower())
        return {name: value for name, value in held.items() if value is not None}

    def token(
        self,
        key: Key | None = None,
        algorithm: str = "RS256",
        header: dict[str, Any] | None = None,
        **changes: Any,
    ) -> str:
        key = key or made("RSA")
        protected = {"alg": algorithm, "kid": key.kid, "typ": "JWT"} | (header or {})
        return signed(protected, self.claims(**changes), key)


TRUST = {"issuer": ISSUER, "audience": AUDIENCE}


def signed(header: dict[str, Any], claims: dict[str, Any], key: Any) -> str:
    """Sign whatever a test wants signed, as an attacker's tool does."""
    held = {name: value for name, value in header.items() if value is not None}
    return signed_text(json.dumps(held), json.dumps(claims), key, str(held["alg"]))


def signed_text(header: str, claims: str, key: Any, algorithm: str = "RS256") -> str:
    body = f"{_encoded(header.encode())}.{_encoded(claims.encode())}"
    signature = JWSRegistry.algorithms[algorithm].sign(body.encode(), key)
    return f"{body}.{_encoded(signature)}"


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
