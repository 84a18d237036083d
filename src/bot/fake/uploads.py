"""The address that a file is sent to, which the Web API gave out before; good once."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.fake.errors import SlackError
from bot.fake.slack import FakeSlack


def upload_routes(fake: FakeSlack) -> list[Route]:
    """Return the route that takes files; a length that was not announced is refused."""

    async def endpoint(request: Request) -> Response:
        body = await request.body()
        try:
            workspace = fake.workspaces.team(request.path_params["team"])
        except SlackError:
            return PlainTextResponse("no team", HTTPStatus.NOT_FOUND)
        file = workspace.files.get(request.path_params["file"])
        if file is None or file.is_sent:
            return PlainTextResponse("no file", HTTPStatus.NOT_FOUND)
        if len(body) != file.length:
            return PlainTextResponse("wrong length", HTTPStatus.BAD_REQUEST)
        file.is_sent = True
        return PlainTextResponse(f"OK - {len(body)}")

    return [Route("/upload/{team}/{file}", endpoint, methods=["POST"])]
