"""The fake's endpoints: listing, creating, reading, writing and deleting episodes."""

from datetime import timedelta
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from connectors.hosting.trouble import Handler, troubled
from connectors.megaphone.fake.state import TOKEN, Episode, Network
from domain.clock import Clock

#: Calls a minute. Source: Megaphone's documentation, as its clients cite it.
RATE_MAX = 60

_MINUTE = timedelta(minutes=1)


def create_fake(network: Network, clock: Clock) -> Starlette:
    """Return the fake, below `/api`."""
    fake = _Fake(network, clock)
    root = "/api/networks/{network}/podcasts/{podcast}/episodes"
    table: list[tuple[str, str, Handler]] = [
        ("GET", root, fake.page),
        ("POST", root, fake.create),
        ("GET", f"{root}/{{id}}", fake.read),
        ("PUT", f"{root}/{{id}}", fake.write),
        ("DELETE", f"{root}/{{id}}", fake.delete),
    ]
    return Starlette(
        routes=[
            Route(path, fake.guarded(handler), methods=[method]) for method, path, handler in table
        ]
    )


class _Fake:
    def __init__(self, network: Network, clock: Clock) -> None:
        self._network = network
        self._clock = clock

    def guarded(self, handler: Handler) -> Handler:
        """Return `handler` behind what lets callers in, with the trouble that was planned."""
        inner = troubled(self._network.faults, handler)

        async def answer(request: Request) -> Response:
            network, now = self._network, self._clock.now()
            if request.headers.get("authorization") != f'Token token="{TOKEN}"':
                return JSONResponse({"error": "Unauthorized"}, 401)
            network.hits = [hit for hit in network.hits if hit > now - _MINUTE]
            if len(network.hits) >= RATE_MAX:
                return JSONResponse({"error": "Rate limit exceeded"}, 429)
            network.hits.append(now)
            network.asked.append(f"{request.method} {request.url.path}")
            if _place(request) not in network.places:
                return JSONResponse({"error": "Not found"}, 404)
            return await inner(request)

        return answer

    async def page(self, request: Request) -> Response:
        """List a page of a podcast's episodes."""
        asked = request.query_params
        found = [one for one in self._network.episodes.values() if one.place == _place(request)]
        drafts = asked.get("draft") == "true"
        if not drafts:
            found = [one for one in found if not one.said.get("draft")]
        elif self._network.drafts_only:
            found = [one for one in found if one.said.get("draft")]
        if "externalId" in asked and self._network.filters:
            found = [one for one in found if one.said.get("externalId") == asked["externalId"]]
        size, at = int(asked.get("per_page", "20")), int(asked.get("page", "1"))
        total = {"X-Per-Page": str(size), "X-Page": str(at), "X-Total": str(len(found))}
        if at * size < len(found):
            total["Link"] = f'<{request.url.include_query_params(page=at + 1)}>; rel="next"'
        shown = [self._shown(one) for one in found[(at - 1) * size : at * size]]
        return JSONResponse(shown, headers=total)

    async def create(self, request: Request) -> Response:
        """Make an episode, whether there is one of the same name or not."""
        said = await request.json()
        if not said.get("title"):
            return JSONResponse({"errors": {"title": ["can't be blank"]}}, 422)
        made = self._network.put(_place(request), self._clock.now(), **said)
        return JSONResponse(self._shown(made), 201)

    async def read(self, request: Request) -> Response:
        """Show an episode."""
        found = self._found(request)
        return JSONResponse(self._shown(found)) if found else _missing()

    async def write(self, request: Request) -> Response:
        """Write what is given of an episode; new audio is fetched anew."""
        found, said = self._found(request), await request.json()
        if found is None:
            return _missing()
        if said.get("title") == "":
            return JSONResponse({"errors": {"title": ["can't be blank"]}}, 422)
        audio = "backgroundAudioFileUrl"
        if said.get(audio, found.said.get(audio)) != found.said.get(audio):
            found.fetched_at = self._clock.now()
        found.said |= said
        return JSONResponse(self._shown(found))

    async def delete(self, request: Request) -> Response:
        """Delete an episode."""
        found = self._found(request)
        if found is None:
            return _missing()
        del self._network.episodes[found.id]
        return Response(status_code=204)

    def _found(self, request: Request) -> Episode | None:
        found = self._network.episodes.get(request.path_params["id"])
        return found if found is not None and found.place == _place(request) else None

    def _shown(self, found: Episode) -> dict[str, Any]:
        fetched = self._clock.now() >= found.fetched_at + self._network.takes
        taken = fetched and found.said.get("backgroundAudioFileUrl") not in self._network.unfit
        kept = {n: one for n, one in found.said.items() if not n.startswith("background")}
        return {
            **kept,
            "id": found.id,
            "uid": found.id.upper(),
            "audioFileProcessing": not taken,
            "audioFileStatus": "success" if taken else "processing",
            "downloadUrl": f"https://traffic.example/{found.id}.mp3",
        }


def _place(request: Request) -> str:
    return f"{request.path_params['network']}/{request.path_params['podcast']}"


def _missing() -> Response:
    return JSONResponse({"error": "Not found"}, 404)
