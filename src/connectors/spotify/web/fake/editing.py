"""What a call does to the items of the fake's playlists."""

from typing import Any

from connectors.spotify.fake.asked import BadInputError

#: The most items in one call. Source: Web API 2026.5.31.
ITEMS_MAX = 100


def changed_items(method: str, items: list[str], body: dict[str, Any]) -> list[str]:
    """Return the items after a POST (insert), PUT (replace or move) or DELETE."""
    if method == "POST":
        at = _number(body, "position", len(items), len(items))
        return [*items[:at], *_uris(body.get("uris")), *items[at:]]
    if method == "DELETE":
        rows = body.get("items")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise BadInputError("Missing items")  # They were called `tracks` before 2026.
        gone = _uris([row.get("uri") for row in rows])
        return [uri for uri in items if uri not in gone or uri.startswith("spotify:local:")]
    if "uris" in body and "range_start" in body:
        raise BadInputError("Replacing and reordering do not go together")
    return _uris(body["uris"]) if "uris" in body else _reordered(items, body)


def _reordered(items: list[str], body: dict[str, Any]) -> list[str]:
    start = _number(body, "range_start", None, len(items))
    before = _number(body, "insert_before", None, len(items))
    length = _number(body, "range_length", 1, len(items) - start)
    block = items[start : start + length]
    if before <= start:
        return [*items[:before], *block, *items[before:start], *items[start + length :]]
    between = items[start + length : before]
    return [*items[:start], *between, *block, *items[max(before, start + length) :]]


def _uris(given: object) -> list[str]:
    if not isinstance(given, list) or len(given) > ITEMS_MAX:
        raise BadInputError(f"You can add or remove a maximum of {ITEMS_MAX} items per request")
    if not all(isinstance(uri, str) and uri.startswith("spotify:") for uri in given):
        raise BadInputError("Invalid track uri")
    return list(given)


def _number(body: dict[str, Any], name: str, usual: int | None, most: int) -> int:
    given = body.get(name, usual)
    if not isinstance(given, int) or isinstance(given, bool) or not 0 <= given <= most:
        raise BadInputError(f"Invalid {name}")
    return given
