"""Asking the owner of an account at Spotify, and taking the answer: authorization code and PKCE.

Source: Spotify's authorization guide, and RFC 7636. What is said of an answer that was not taken
never quotes it: there are codes and tokens in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import httpx2

from connectors.outgoing import short
from connectors.spotify.auth import GRANT_SECONDS, access_of, asked, client_of, object_of
from domain.authorising import Authorised
from domain.clock import Clock
from domain.credentials.model import Grant
from domain.errors import Forbidden, Upstream

#: Where an owner is asked, and where tokens are granted, behind the address of Spotify's accounts.
AUTHORIZE, TOKEN = "/authorize", "/api/token"


@dataclass(frozen=True, slots=True)
class WebApp:
    """What Spotify knows the hub by: `client_secret` is empty for an app that has none.

    `way_back` is where browsers come back to, as it is registered there. `accounts_url` is where
    owners are asked, `web_url` the Web API.
    """

    client_id: str
    client_secret: str
    way_back: str
    accounts_url: str
    web_url: str

    @property
    def token_url(self) -> str:
        """Where tokens are granted."""
        return self.accounts_url + TOKEN


class SpotifyAuthoriser:
    """Has owners asked, and finds out whose account it is that they gave."""

    def __init__(self, http: httpx2.AsyncClient, clock: Clock, app: WebApp) -> None:
        self._http = http
        self._clock = clock
        self._app = app
        self._client = client_of(app.client_id, app.client_secret)

    def address(self, state: str, challenge: str, scopes: tuple[str, ...]) -> str:
        """Return where an owner is asked; always, for they may have another account."""
        question = {
            "response_type": "code",
            "client_id": self._app.client_id,
            "redirect_uri": self._app.way_back,
            "state": state,
            "scope": " ".join(scopes),
            "code_challenge_method": "S256",
            "code_challenge": challenge,
            "show_dialog": "true",
        }
        return f"{self._app.accounts_url}{AUTHORIZE}?{urlencode(question)}"

    async def exchange(self, code: str, verifier: str) -> Authorised:
        """Return what a code stands for; see `domain.authorising.Authoriser`."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._app.way_back,
            "code_verifier": verifier,
        }
        answer = await asked(self._http, self._app.token_url, form, self._client)
        said = _granted(answer)
        access, lifetime = access_of(said)
        refresh, scopes = said.get("refresh_token"), said.get("scope")
        if not isinstance(refresh, str) or not refresh or not isinstance(scopes, str):
            raise Upstream("no_refresh_token", "Spotify granted nothing that lasts; begin again.")
        account_id, name = await self._owner(access)
        grant = Grant(refresh, access, self._clock.now() + lifetime)
        return Authorised(grant, account_id, name, frozenset(scopes.split()))

    async def _owner(self, access: str) -> tuple[str, str]:
        """Return the id of the account and its name; the id stands for it where it has none."""
        headers = {"Authorization": f"Bearer {access}"}
        beyond = Upstream("account_unknown", "Spotify did not say whose account it is.")
        try:
            where = f"{self._app.web_url}/me"
            given = {"headers": headers, "timeout": GRANT_SECONDS}
            answer = await short(self._http, "GET", where, beyond, **given)
        except httpx2.RequestError as error:
            raise Upstream("account_unreachable", "Spotify did not say whose it is.") from error
        if answer.status_code == HTTPStatus.FORBIDDEN:
            raise Forbidden(
                "account_not_let_in",
                "Spotify does not let this account use the hub's app; an administrator adds it"
                " to the app's users at Spotify.",
            )
        if answer.status_code != HTTPStatus.OK:
            why = f"Spotify did not say whose account it is (status {answer.status_code})."
            raise Upstream("account_unknown", why)
        said = object_of(answer)
        # `id` is what playlists name as their owner; `account_id` stays when that changes.
        found = said.get("account_id") or said.get("id")
        if not isinstance(found, str) or not found:
            raise beyond
        name = said.get("display_name")
        return found, name if isinstance(name, str) and name else found


def _granted(answer: httpx2.Response) -> Mapping[str, Any]:
    if answer.status_code == HTTPStatus.BAD_REQUEST:
        raise Forbidden(
            "code_refused", "Spotify did not take the answer; begin to connect once more."
        )
    if answer.status_code == HTTPStatus.UNAUTHORIZED:
        raise Upstream(
            "client_refused",
            "Spotify does not know this hub; an administrator looks at"
            " GREENLIGHT_SPOTIFY_WEB_CLIENT_ID.",
        )
    if answer.status_code != HTTPStatus.OK:
        said = f"Spotify granted nothing (status {answer.status_code}); begin again later."
        raise Upstream("token_refused", said)
    return object_of(answer)
