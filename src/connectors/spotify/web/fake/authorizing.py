"""A look-alike of accounts.spotify.com: asks an owner, hands out codes, grants tokens.

It holds what Spotify documents: PKCE with S256, codes for one use within ten minutes, the very
address that the code was asked for, a new refresh token with every grant.
"""

import hashlib
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from starlette.applications import Starlette
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from domain.clock import Clock

#: How long a code and an access token are good.
CODE_LIFE, ACCESS_LIFE = timedelta(minutes=10), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Code:
    """What a code was asked for with."""

    client_id: str
    way_back: str
    challenge: str
    scope: str
    ends_at: datetime


@dataclass
class Accounts:
    """One owner's account at Spotify, and the app that asks for it.

    `withheld` are scopes that the owner does not grant. `refreshes` are the refresh tokens that are
    good, with their scopes, `access` the access tokens, with their ends; `asked` counts what was
    handed out.
    """

    client_id: str = "fake-web-app"
    account_id: str = "sampleroasters"
    name: str = "Sample Roasters Playlists"
    withheld: frozenset[str] = frozenset()
    refreshes: dict[str, str] = field(default_factory=dict)
    access: dict[str, datetime] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    asked: int = 0

    def new(self, kind: str) -> str:
        """Return a fresh code or token, which no other account has."""
        self.asked += 1
        return f"{self.account_id}-{kind}-{self.asked}"

    def agree(self, asked: Mapping[str, str], now: datetime) -> str:
        """Return where the owner who says yes to a question is led back to, with a code."""
        code, way_back = self.new("code"), asked["redirect_uri"]
        wanted = asked.get("scope", "").split()
        scope = " ".join(one for one in wanted if one not in self.withheld)
        challenge, ends_at = asked.get("code_challenge", ""), now + CODE_LIFE
        self.codes[code] = Code(asked["client_id"], way_back, challenge, scope, ends_at)
        return f"{way_back}?{urlencode({'code': code, 'state': asked.get('state', '')})}"

    def save(self, path: Path) -> None:
        """Write down what was granted."""
        path.write_text(json.dumps({"refreshes": self.refreshes, "asked": self.asked}))

    @classmethod
    def load(cls, path: Path) -> "Accounts":
        """Return what `save` wrote, or a new account if there is nothing."""
        return cls(**json.loads(path.read_text())) if path.exists() else cls()

    def shut(self) -> None:
        """Take back all that was granted."""
        self.refreshes.clear()
        self.access.clear()


def create_fake_accounts(accounts: Accounts, clock: Clock) -> Starlette:
    """Return the fake: `/authorize`, `/api/token`, and `/v1/me`."""
    return _Fake(accounts, clock).app()


class _Fake:
    def __init__(self, accounts: Accounts, clock: Clock) -> None:
        self._accounts = accounts
        self._clock = clock

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/authorize", self._ask, methods=["GET"]),
                Route("/api/token", self._token, methods=["POST"]),
                Route("/v1/me", self._me, methods=["GET"]),
            ]
        )

    async def _ask(self, request: Request) -> Response:
        """Show the owner what is asked for, with a link for each answer."""
        given = request.query_params
        way_back = given.get("redirect_uri", "")
        if given.get("client_id") != self._accounts.client_id or not _may_lead(way_back):
            return HTMLResponse("INVALID_CLIENT: Invalid redirect URI", 400)
        if given.get("response_type") != "code" or given.get("code_challenge_method") != "S256":
            return HTMLResponse("code_challenge_method must be S256", 400)
        yes = self._accounts.agree(given, self._clock.now())
        denied = {"error": "access_denied", "state": given.get("state", "")}
        no = f"{way_back}?{urlencode(denied)}"
        return HTMLResponse(
            f"<h1>A look-alike of Spotify</h1><p>May Greenlight use {escape(self._accounts.name)}?"
            f" {escape(given.get('scope', ''))}</p><a id=agree href='{escape(yes)}'>Agree</a>"
            f" <a id=cancel href='{escape(no)}'>Cancel</a>",
            headers={"Content-Security-Policy": "default-src 'none'"},
        )

    async def _token(self, request: Request) -> Response:
        async with request.form() as form:
            if form.get("client_id") != self._accounts.client_id:
                return JSONResponse({"error": "invalid_client"}, 401)
            if form.get("grant_type") == "authorization_code":
                scope = self._of_code(form)
            else:
                scope = self._accounts.refreshes.pop(str(form.get("refresh_token")), None)
        if scope is None:
            return JSONResponse({"error": "invalid_grant"}, 400)
        access, refresh = self._accounts.new("access"), self._accounts.new("refresh")
        self._accounts.access[access] = self._clock.now() + ACCESS_LIFE
        self._accounts.refreshes[refresh] = scope
        told = {"access_token": access, "token_type": "Bearer", "scope": scope}
        seconds = int(ACCESS_LIFE.total_seconds())
        return JSONResponse({**told, "expires_in": seconds, "refresh_token": refresh})

    def _of_code(self, form: FormData) -> str | None:
        """Return the scopes of a code, which is good once; None if it is not taken."""
        code = self._accounts.codes.pop(str(form.get("code")), None)
        hashed = hashlib.sha256(str(form.get("code_verifier", "")).encode()).digest()
        challenge = urlsafe_b64encode(hashed).rstrip(b"=").decode()
        if code is None or self._clock.now() >= code.ends_at:
            return None
        fits = code.challenge == challenge and code.way_back == form.get("redirect_uri")
        return code.scope if fits else None

    async def _me(self, request: Request) -> Response:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        ends_at = self._accounts.access.get(token)
        if ends_at is None or ends_at <= self._clock.now():
            said = {"status": 401, "message": "The access token expired"}
            return JSONResponse({"error": said}, 401)
        return JSONResponse({"id": self._accounts.account_id, "display_name": self._accounts.name})


def _may_lead(address: str) -> bool:
    """Whether Spotify leads back there: by https, or to this machine by its number."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme, parts.hostname) == ("http", "127.0.0.1")
