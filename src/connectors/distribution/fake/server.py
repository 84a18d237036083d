"""The fake's endpoints: tokens, creating, writing, deleting, and how far Spotify is."""

import base64
from datetime import datetime, timedelta

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from connectors.distribution.fake.state import CLIENT, Episode, Partner
from connectors.distribution.wire import VERSION
from connectors.hosting.trouble import Handler, troubled
from domain.clock import Clock

#: How long a token is good.
TOKEN_SECONDS = 3_600

#: What a create must say; a write may leave out any of it.
NEEDED = ("title", "pubdate", "media_file_url", "content_rating", "guid")

_RATINGS = {"unspecified", "eighteen_plus", "clean"}
_TYPES = {"full", "bonus", "trailer"}


def create_fake(partner: Partner, clock: Clock) -> Starlette:
    """Return the fake: `/api/token`, and the API at the root."""
    fake = _Fake(partner, clock)
    table: list[tuple[str, str, Handler]] = [
        ("GET", "/shows/{show}", fake.show),
        ("POST", "/shows/{show}/episodes", fake.create),
        ("PUT", "/episodes/{id}", fake.write),
        ("DELETE", "/episodes/{id}", fake.delete),
        ("GET", "/episodes/{id}/status", fake.status),
    ]
    routes = [
        Route(path, fake.guarded(handler), methods=[method]) for method, path, handler in table
    ]
    return Starlette(routes=[Route("/api/token", fake.token, methods=["POST"]), *routes])


class _Fake:
    def __init__(self, partner: Partner, clock: Clock) -> None:
        self._partner = partner
        self._clock = clock

    async def token(self, request: Request) -> Response:
        """Grant a token to the client the fake knows."""
        right = "Basic " + base64.b64encode(":".join(CLIENT).encode()).decode()
        if request.headers.get("authorization") != right:
            return JSONResponse({"error": "invalid_client"}, 400)
        async with request.form() as form:
            if form.get("grant_type") != "client_credentials":
                return JSONResponse({"error": "unsupported_grant_type"}, 400)
        token = f"token-{len(self._partner.tokens) + 1}"
        self._partner.tokens[token] = self._clock.now() + timedelta(seconds=TOKEN_SECONDS)
        answer = {"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS}
        return JSONResponse(answer)

    def guarded(self, handler: Handler) -> Handler:
        """Return `handler` behind what lets callers in, with the trouble that was planned."""
        inner = troubled(self._partner.faults, handler)

        async def answer(request: Request) -> Response:
            token = request.headers.get("authorization", "").removeprefix("Bearer ")
            ends = self._partner.tokens.get(token)
            if ends is None or ends <= self._clock.now():
                return _problem(401, "The access token expired")
            if not self._partner.allowed:
                return _problem(403, "The client is not allow-listed")
            if request.headers.get("api-version") != VERSION:
                return _problem(400, "Api-Version is missing or not supported")
            self._partner.asked.append(f"{request.method} {request.url.path}")
            response = await inner(request)
            response.headers["Api-Version"] = VERSION
            return response

        return answer

    async def show(self, request: Request) -> Response:
        """Show a show of the client's own."""
        found = request.path_params["show"]
        if found not in self._partner.shows:
            return _problem(404, "Show not found")
        return JSONResponse({"show_id": found})

    async def create(self, request: Request) -> Response:
        """Make an episode, whether there is one of the same GUID or not."""
        show, said = request.path_params["show"], await request.json()
        if show not in self._partner.shows:
            return _problem(404, "Show not found")
        missing = [name for name in NEEDED if not said.get(name)]
        if issues := [f"{name} is required" for name in missing] + _issues(said):
            return _problem(422, *issues)
        writes = [(self._clock.now(), said["media_file_url"])]
        made = Episode(self._partner.new_id(), show, said, writes)
        self._partner.episodes[made.id] = made
        return JSONResponse(_shown(made), 201)

    async def write(self, request: Request) -> Response:
        """Write what is given of an episode."""
        found, said = self._found(request), await request.json()
        if found is None:
            return _problem(404, "Episode not found")
        if issues := _issues(said):
            return _problem(422, *issues)
        found.said |= said
        found.writes.append((self._clock.now(), found.said["media_file_url"]))
        return JSONResponse(_shown(found))

    async def delete(self, request: Request) -> Response:
        """Delete an episode, which is told of as removed from then on."""
        found = self._found(request)
        if found is None:
            return _problem(404, "Episode not found")
        found.removed_at = self._clock.now()
        return Response(status_code=204)

    async def status(self, request: Request) -> Response:
        """Say how far an episode is."""
        found = self._partner.episodes.get(request.path_params["id"])
        if found is None or found.show_id not in self._partner.shows:
            return _problem(404, "Episode not found")
        processing, since, address = self._processing(found)
        issue = self._partner.unfit.get(address) if processing == "failed" else None
        failed = [_failure(since, issue)] if issue else []
        return JSONResponse(
            {
                "processing_status": processing,
                "status_updated_at": since.isoformat(),
                "failure_events": [*failed, *found.events],
                "episode_uri": found.uri,
            }
        )

    def _found(self, request: Request) -> Episode | None:
        """Return an episode that can be written: one that was removed cannot."""
        found = self._partner.episodes.get(request.path_params["id"])
        if found is None or found.removed_at or found.show_id not in self._partner.shows:
            return None
        return found

    def _processing(self, found: Episode) -> tuple[str, datetime, str]:
        """Return how far it is, since when, and the address of the audio that this is about."""
        seen = self._clock.now() - self._partner.lag
        known = [one for one in found.writes if one[0] <= seen]
        written_at, address = known[-1] if known else found.writes[0]
        if found.removed_at is not None and found.removed_at <= seen:
            return "removed", found.removed_at, address
        if found.stuck is not None:
            return found.stuck, written_at, address
        done = written_at + self._partner.takes
        if seen < done:
            return "pending", written_at, address
        return ("failed" if address in self._partner.unfit else "success"), done, address


def _failure(since: datetime, issue: str) -> dict[str, object]:
    kind = "validation_failed"
    return {"type": kind, "occurred_at": since.isoformat(), "details": {"issues": [issue]}}


def _issues(said: dict[str, object]) -> list[str]:
    issues = []
    if said.get("content_rating", "unspecified") not in _RATINGS:
        issues.append("content_rating is not one of its values")
    if said.get("episode_type", "full") not in _TYPES:
        issues.append("episode_type is not one of its values")
    if not str(said.get("media_file_url", "https://")).startswith(
        ("https://", "http://127.0.0.1:")
    ):
        issues.append("media_file_url cannot be fetched")
    return issues


def _shown(found: Episode) -> dict[str, object]:
    return {
        **found.said,
        "episode_id": found.id,
        "episode_uri": found.uri,
        "created_at": found.writes[0][0].isoformat(),
        "updated_at": found.writes[-1][0].isoformat(),
    }


def _problem(status: int, *messages: str) -> Response:
    return JSONResponse({"errors": [{"message": one} for one in messages]}, status)
