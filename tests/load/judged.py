"""The look-alikes of a load test, whose Spotify is judged by Spotify's document."""

import httpx2
import uvicorn
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.load.outsides import outsides, spotify
from tests.stories.judged import JudgedSpotify


def serve(port: int, bot: int) -> None:
    """Serve them until the process is ended; what broke the document is told at `/unlawful`."""
    judged = JudgedSpotify(spotify())

    async def unlawful(_: Request) -> Response:
        return JSONResponse(judged.unlawful)

    app = outsides(port, bot, judged)
    app.routes.insert(0, Route("/unlawful", unlawful))
    uvicorn.run(app, port=port, log_level="error", lifespan="off")


async def unlawful(port: int) -> list[str]:
    """Return what broke the document, of the look-alikes on `port`."""
    async with httpx2.AsyncClient() as client:
        found: list[str] = (await client.get(f"http://127.0.0.1:{port}/unlawful")).json()
        return found
