"""What questions to the fake hold; each of these raises `Refused` where that makes no sense."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from starlette.requests import Request

from connectors.opentext import wire
from connectors.opentext.errors import Unsuitable
from connectors.opentext.fake.trouble import Refused


def values_of(given: object) -> dict[str, Any]:
    """Return the values of variables as they come over the wire, by name."""
    found = {}
    for one in given if isinstance(given, list) else ():
        name = str(one.get("name"))
        try:
            found[name] = wire.value_of(name, one.get("type"), one.get("value"))
        except Unsuitable as error:
            raise Refused(400, f"Converter can only convert what it knows: {error}") from error
    return found


async def json_of(request: Request) -> Any:  # noqa: ANN401  JSON is whatever it is.
    """Return the body of a question."""
    try:
        return json.loads(await request.body(), parse_float=Decimal)
    except (ValueError, RecursionError):
        raise Refused(400, "The body is no JSON.") from None


async def object_of(request: Request) -> dict[str, Any]:
    """Return the body of a question that must be an object."""
    body = await json_of(request)
    if not isinstance(body, dict):
        raise Refused(400, "The body is no JSON object.")
    return body


def moment(said: str | None) -> datetime | None:
    """Return the instant that a question names; None if it names none."""
    try:
        return datetime.fromisoformat(said) if said else None
    except ValueError:
        raise Refused(400, f"Failed to parse date {said}") from None


def cut(at: datetime) -> datetime:
    """Return an instant as exactly as it is shown: to the millisecond."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)
