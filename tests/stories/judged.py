"""A fake of Spotify's over HTTP, whose every exchange is judged by Spotify's document."""

import httpx2
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.connectors.spotify.conftest import BASE
from tests.connectors.spotify.judge import ADS, Judged, Published

#: What is said of the answer's way, and not of the answer.
_HOPS = {"content-length", "connection"}


class JudgedSpotify:
    """A fake of Spotify's over HTTP, as it stands at `base`; the Ads API, if nothing else is said.

    Addresses that it names lead back to it. `unlawful` is what broke the document that it is
    judged `by`.
    """

    def __init__(self, fake: ASGIApp, by: Published = ADS, base: str = BASE) -> None:
        self._fake = Judged(httpx2.ASGITransport(app=fake), by)
        self._base = base
        self.unlawful: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        url = self._base + scope["path"].removeprefix(scope["root_path"])
        asked = httpx2.Request(
            request.method,
            httpx2.URL(url, query=scope["query_string"]),
            # By its own name: addresses that it names begin with that, and lead back here.
            headers=[one for one in request.headers.raw if one[0] != b"host"],
            content=await request.body(),
        )
        try:
            answer = await self._fake.handle_async_request(asked)
            content = await answer.aread()
        except httpx2.ReadError:
            await _lost(send)
        except Exception as error:
            self.unlawful.append(f"{asked.method} {asked.url}: {error!r}")
            raise
        else:
            here = f"{request.url.scheme}://{request.url.netloc}{scope['root_path']}"
            headers = {
                name: value.replace(self._base, here)
                for name, value in answer.headers.items()
                if name not in _HOPS
            }
            content = content.replace(self._base.encode(), here.encode())
            await Response(content, answer.status_code, headers)(scope, receive, send)


async def _lost(send: Send) -> None:
    """Break the connection in the middle of an answer."""
    head = [(b"content-length", b"9")]
    await send({"type": "http.response.start", "status": 200, "headers": head})
