"""The fake's endpoints: tokens, the catalogue, playlists, the library; and what all pass."""

import base64
import binascii
import re
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from connectors.spotify.fake.asked import BadInputError, json_object
from connectors.spotify.fake.server import TOKEN_SECONDS, ConnectionLost
from connectors.spotify.web.fake import shown
from connectors.spotify.web.fake.airing import Library
from connectors.spotify.web.fake.authorizing import Accounts
from connectors.spotify.web.fake.editing import changed_items
from connectors.spotify.web.fake.refusing import RefusedError
from connectors.spotify.web.fake.state import Fault, Listener, Playlist
from domain.clock import Clock

#: Requests in a rolling window of so many seconds. Assumed: Spotify publishes the window only.
RATE_MAX, RATE_SECONDS = 500, 30

#: The most bytes of a cover as sent. Source: Web API 2026.5.31.
COVER_BYTES_MAX = 256_000

#: The most playlists and items in one call. Source: as above.
URIS_MAX = 40

_READ, _PUBLIC, _PRIVATE = (
    "playlist-read-private",
    "playlist-modify-public",
    "playlist-modify-private",
)

Handler = Callable[[Request], Awaitable[Response]]


def create_fake_web(account: Listener, clock: Clock, granted: Accounts | None = None) -> Starlette:
    """Return the fake: `/api/token` and `/v1/...`; what `granted` handed out opens it as well."""
    return _Fake(account, clock, granted or Accounts()).app()


class _Fake:
    def __init__(self, account: Listener, clock: Clock, granted: Accounts) -> None:
        self._account = account
        self._clock = clock
        self._granted = granted

    def app(self) -> Starlette:
        one = "/v1/playlists/{id}"
        library = Library(self._account.podcasts, self._clock, self._scoped)
        table: list[tuple[str, str, Handler]] = [
            ("GET", "/v1/me", self._me),
            ("GET", "/v1/search", self._search),
            ("GET", "/v1/tracks/{id}", self._track),
            ("GET", "/v1/shows/{id}/episodes", library.episodes),
            ("GET", "/v1/episodes/{id}", library.episode),
            ("GET", "/v1/me/playlists", self._mine),
            ("POST", "/v1/me/playlists", self._create),
            ("GET", one, self._playlist),
            ("PUT", one, self._change),
            ("GET", f"{one}/items", self._items),
            *((verb, f"{one}/items", self._edit) for verb in ("POST", "PUT", "DELETE")),
            ("PUT", f"{one}/images", self._cover),
            ("GET", "/v1/me/library/contains", self._contains),
            ("PUT", "/v1/me/library", self._follow),
            ("DELETE", "/v1/me/library", self._unfollow),
            *((verb, f"{one}/tracks", _gone) for verb in ("GET", "POST", "PUT", "DELETE")),
            ("POST", "/v1/users/{id}/playlists", _gone),
            ("GET", "/v1/tracks", _gone),
        ]
        routes = [
            Route(path, self._guarded(handler), methods=[method]) for method, path, handler in table
        ]
        return Starlette(routes=[Route("/api/token", self._token, methods=["POST"]), *routes])

    # --- what every request passes ---

    async def _token(self, request: Request) -> Response:
        async with request.form() as form:
            if form.get("refresh_token") != self._account.refresh_token:
                return JSONResponse({"error": "invalid_grant"}, 400)
        token = f"access-{self._account.new_id()}"
        self._account.access[token] = self._clock.now().timestamp() + TOKEN_SECONDS
        answer = {"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS}
        return JSONResponse(answer)

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: Request) -> Response:
            self._account.requests.append((request.method, request.url.path))
            fault = self._account.fault(request.method, request.url.path)
            if fault is not None and not fault.after_success:
                return _struck(fault)
            try:
                self._admit(request)
                response = await handler(request)
            except RefusedError as error:
                response = _error(error.status, str(error))
            except BadInputError as error:
                response = _error(400, str(error))
            if fault is not None:
                raise ConnectionLost
            return response

        async def limited(request: Request) -> Response:
            return self._too_many() or await guarded(request)

        return limited

    def _too_many(self) -> Response | None:
        now, account = self._clock.now().timestamp(), self._account
        account.hits = [hit for hit in account.hits if hit > now - RATE_SECONDS]
        if len(account.hits) >= RATE_MAX:
            return _struck(Fault(status=429))
        account.hits.append(now)
        if account.quota is not None:
            account.quota -= 1
            if account.quota < 0:
                return _struck(Fault(status=429, reason="QUOTA_EXCEEDED"))
        return None

    def _admit(self, request: Request) -> None:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        now, until = self._clock.now(), self._granted.access.get(token)
        ours = self._account.access.get(token, 0) > now.timestamp()
        if not ours and (until is None or until <= now):
            raise RefusedError(401, "The access token expired")

    def _scoped(self, *scopes: str) -> None:
        if not self._account.scopes.issuperset(scopes):
            raise RefusedError(403, "Insufficient client scope")

    def _own(self, request: Request) -> Playlist:
        """Return the account's own playlist of the path, if its scopes allow changing it."""
        playlist = self._any(request)
        if playlist.owner != self._account.id:
            raise RefusedError(403, "You cannot change a playlist of somebody else")
        self._scoped(_PUBLIC if playlist.public else _PRIVATE)
        return playlist

    def _any(self, request: Request) -> Playlist:
        playlist = self._account.playlists.get(request.path_params["id"])
        if playlist is None:
            raise RefusedError(404, "Resource not found")
        return playlist

    # --- the catalogue ---

    async def _me(self, _: Request) -> Response:
        told = {"id": self._account.id, "account_id": self._account.account_id, "type": "user"}
        return JSONResponse({**told, "display_name": self._granted.name})

    async def _search(self, request: Request) -> Response:
        query, market = request.query_params.get("q", ""), request.query_params.get("market", "")
        found = [
            shown.track(song, market)
            for song in self._account.songs.values()
            if market in song.markets and _fits(query, song.isrc, song.name, song.artist)
        ]
        return JSONResponse({"tracks": shown.page(request, found, usual=5, most=10)})

    async def _track(self, request: Request) -> Response:
        song = self._account.songs.get(request.path_params["id"])
        if song is None:
            raise RefusedError(404, "Resource not found")
        return JSONResponse(shown.track(song, request.query_params.get("market", "")))

    # --- playlists ---

    async def _mine(self, request: Request) -> Response:
        self._scoped(_READ)
        found = [shown.simple(self._account.playlists[one]) for one in self._account.library]
        return JSONResponse(shown.page(request, found))

    async def _create(self, request: Request) -> Response:
        body = json_object(await request.body())
        public = body.get("public", True)
        self._scoped(_PUBLIC if public else _PRIVATE)
        if not _text(body, "name"):
            raise BadInputError("Missing required field: name")
        made = self._account.make(body["name"], _text(body, "description"), public=public)
        return JSONResponse(shown.whole(self._account, made), 201)

    async def _playlist(self, request: Request) -> Response:
        return JSONResponse(shown.whole(self._account, self._any(request)))

    async def _change(self, request: Request) -> Response:
        playlist, body = self._own(request), json_object(await request.body())
        if "public" in body:
            self._scoped(_PUBLIC if body["public"] else _PRIVATE)
            playlist.public = bool(body["public"])
        if "collaborative" in body:
            playlist.collaborative = bool(body["collaborative"])
        if playlist.collaborative and playlist.public:
            raise BadInputError("A public playlist cannot be collaborative")
        if "name" in body:
            playlist.name = _text(body, "name")
        if "description" in body:
            playlist.description = _text(body, "description")
        playlist.version += 1
        return Response()

    async def _items(self, request: Request) -> Response:
        self._scoped(_READ)
        playlist = self._any(request)
        if playlist.owner != self._account.id:
            raise RefusedError(403, "Only its owner may read what is in it")
        found = shown.rows(self._account, playlist, request.query_params.get("market", ""))
        return JSONResponse(shown.page(request, found))

    async def _edit(self, request: Request) -> Response:
        playlist, body = self._own(request), json_object(await request.body())
        playlist.items = changed_items(request.method, playlist.items, body)
        playlist.version += 1
        answer = {"snapshot_id": playlist.snapshot}
        return JSONResponse(answer, 201 if request.method == "POST" else 200)

    async def _cover(self, request: Request) -> Response:
        playlist, body = self._own(request), await request.body()
        self._scoped("ugc-image-upload")
        if len(body) > COVER_BYTES_MAX:
            raise RefusedError(413, "Image exceeds maximum size")
        try:
            picture = base64.b64decode(body, validate=True)
        except binascii.Error:
            raise BadInputError("Invalid image") from None
        if not picture.startswith(b"\xff\xd8\xff"):
            raise BadInputError("Invalid image")
        playlist.cover += 1
        self._account.covers[playlist.id] = picture
        return Response(status_code=202)

    # --- the library ---

    async def _contains(self, request: Request) -> Response:
        self._scoped("user-library-read", "user-follow-read", _READ)
        return JSONResponse([one in self._account.library for one in _named(request)])

    async def _follow(self, request: Request) -> Response:
        self._scoped("user-library-modify", "user-follow-modify", _PUBLIC)
        new = [one for one in _named(request) if one not in self._account.library]
        self._account.library[:0] = new
        return Response()

    async def _unfollow(self, request: Request) -> Response:
        self._scoped("user-library-modify", "user-follow-modify", _PUBLIC)
        gone = _named(request)
        self._account.library = [one for one in self._account.library if one not in gone]
        return Response()


async def _gone(_: Request) -> Response:
    """Answer as Spotify does for what apps in development mode no longer have."""
    raise RefusedError(403, "Forbidden")


def _named(request: Request) -> list[str]:
    uris = [uri for uri in request.query_params.get("uris", "").split(",") if uri]
    if not 1 <= len(uris) <= URIS_MAX or not all(u.startswith("spotify:playlist:") for u in uris):
        raise BadInputError("Invalid uris")
    return [uri.removeprefix("spotify:playlist:") for uri in uris]


def _fits(query: str, isrc: str, name: str, artist: str) -> bool:
    """Whether a search finds a track: by its ISRC, or by words of its title and artist."""
    if query.startswith("isrc:"):
        return query.removeprefix("isrc:") == isrc
    asked = dict(re.findall(r'(track|artist):"([^"]*)"', query))
    title, by = asked.get("track", ""), asked.get("artist", "")
    return title.casefold() in name.casefold() and by.casefold() in artist.casefold()


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name, "")
    if not isinstance(value, str):
        raise BadInputError(f"Invalid {name}")
    return value


def _struck(fault: Fault) -> Response:
    message = "Too many requests" if fault.status == 429 else "Server error"  # noqa: PLR2004
    response = _error(fault.status, message, fault.reason)
    if fault.status == 429 and not fault.reason:  # noqa: PLR2004  The quota's has no such header.
        response.headers["Retry-After"] = "7"
    return response


def _error(status: int, message: str, reason: str = "") -> Response:
    error = {"status": status, "message": message} | ({"reason": reason} if reason else {})
    return JSONResponse({"error": error}, status)
