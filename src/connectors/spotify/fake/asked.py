"""What callers of the fake ask for, read from bodies and queries."""

import json
from typing import Any

from starlette.requests import Request

from connectors.spotify.fake.state import Thing


class BadInputError(Exception):
    """Something in a request is not of the form it has to have."""


def page(request: Request, found: list[Thing]) -> tuple[list[Thing], Thing]:
    """Return the page that was asked for, and where it stands."""
    limit = _number(request, "limit", 50, 1, 50)
    offset = _number(request, "offset", 0, 0, 1_000_000)
    paging = {"page_size": limit, "total_results": len(found), "offset": offset}
    return found[offset : offset + limit], {**paging, "current_page": offset // limit + 1}


def _number(request: Request, name: str, usual: int, least: int, most: int) -> int:
    given = request.query_params.get(name, str(usual))
    if not given.isdigit() or not least <= int(given) <= most:
        raise BadInputError(f"{name} must be a number from {least} to {most}")
    return int(given)


def json_object(raw: bytes) -> dict[str, Any]:
    """Return the object a body holds."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise BadInputError("the body must be a JSON object")
    return body
