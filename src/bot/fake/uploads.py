"""Where the bytes of announced files are sent to, and where the page gets pictures from."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.fake.errors import SlackError
from bot.fake.faults import Fault
from bot.fake.model import File
from bot.fake.slack import FakeSlack

UPLOAD = "upload"
"""The name under which faults of uploads are kept."""


def upload_routes(fake: FakeSlack) -> list[Route]:
    """Return the routes of uploads and of what was uploaded."""

    async def upload(request: Request) -> Response:
        fault = fake.faults.take(UPLOAD) or Fault(is_applied=True)
        file, content = _file(fake, request), await request.body()
        if not fault.is_applied or file is None or len(content) != file.length:
            status = fault.status if not fault.is_applied else HTTPStatus.BAD_REQUEST
            return Response(status_code=status)
        file.content = content
        return Response(f"OK - {file.length}")

    async def show(request: Request) -> Response:
        file = _file(fake, request)
        if file is None or not file.is_complete:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        headers = {"X-Content-Type-Options": "nosniff"}
        return Response(file.content, media_type="image/png", headers=headers)

    return [
        Route("/upload/{team}/{id}", upload, methods=["POST"]),
        Route("/slack/files/{team}/{id}", show),
    ]


def _file(fake: FakeSlack, request: Request) -> File | None:
    try:
        team = fake.workspaces.team(request.path_params["team"])
    except SlackError:
        return None
    return team.files.get(request.path_params["id"])
