"""What Spotify answers, as it is read: bodies, refusals, how long to wait."""

import re
from collections.abc import Awaitable, Mapping
from typing import Any

import httpx2

from connectors.outgoing import wait_said
from connectors.spotify.errors import (
    AlreadyCompleted,
    InProgress,
    Invalid,
    KeyReused,
    OutcomeUnknown,
    RateLimited,
    SpotifyError,
)

Json = Mapping[str, Any]

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.IGNORECASE)

#: The longest wait that is taken from an answer, in seconds. Ours: a day; then it is asked anew.
WAIT_SECONDS_MAX = 86_400.0


async def unless_missing(answer: Awaitable[Json]) -> Json | None:
    """Return an answer; None where Spotify says that there is no such thing."""
    try:
        return await answer
    except SpotifyError as error:
        if error.status == 404:  # noqa: PLR2004  Not found.
            return None
        raise


def plain(answer: httpx2.Response) -> list[tuple[bytes, bytes]]:
    """Return the headers without those that told how the body was packed.

    As bytes: what stands between is free to put other letters than ASCII into one.
    """
    packed = {b"content-encoding", b"content-length", b"transfer-encoding"}
    return [(name, value) for name, value in answer.headers.raw if name.lower() not in packed]


def content(answer: httpx2.Response) -> Json:
    """Return a good answer; one that cannot be read leaves open what happened."""
    if not answer.content:
        return {}
    body = _body(answer)
    if not body:
        raise OutcomeUnknown("unreadable", ["the answer cannot be read"], answer.status_code)
    return body


def problem(answer: httpx2.Response) -> SpotifyError:  # noqa: PLR0911  One line an answer.
    """Return what a refusal means."""
    body = _body(answer)
    if answer.status_code == 429:  # noqa: PLR2004  Too many requests.
        return RateLimited(_seconds(answer, "x-ratelimit-reset", "retry-after"))
    if body.get("validation_errors"):
        return Invalid([_said(item) for item in body["validation_errors"]])
    code = _code(body) or f"status_{answer.status_code}"
    messages, trace = [str(said) for said in body.get("messages") or ()], body.get("sp_trace_id")
    if code == "IDEMPOTENCY_REQUEST_IN_PROGRESS":
        return InProgress(_seconds(answer, "retry-after"))
    if code == "IDEMPOTENCY_REQUEST_ALREADY_COMPLETED":
        return AlreadyCompleted(str(body.get("resource_uri", "")))
    if code == "IDEMPOTENCY_KEY_REUSED":
        return KeyReused("key_reused", messages, answer.status_code, trace)
    if code == "IDEMPOTENCY_OUTCOME_INDETERMINATE" or answer.status_code >= 500:  # noqa: PLR2004
        return OutcomeUnknown(code.lower(), messages, answer.status_code, trace)
    return SpotifyError(code.lower(), messages, answer.status_code, trace)


def _body(answer: httpx2.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _code(body: dict[str, Any]) -> str | None:
    """Return the most particular code of an error; the casing of its place is not constant.

    The codes of creates stand in `error_code`, or in the definition beside a general code.
    Source: Spotify's own tools and their recorded answers.
    """
    found = [body.get("error_code")]
    for item in body.get("error_codes") or body.get("errorCodes") or ():
        found += [item.get("definition"), item.get("code")] if isinstance(item, dict) else [item]
    codes = [str(code) for code in found if code]
    special = (code for code in codes if code.startswith("IDEMPOTENCY_"))
    general = (item for item in reversed(codes))
    return next(special, None) or next(general, None)


def _seconds(answer: httpx2.Response, *names: str) -> float:
    """Return how long Spotify asks to wait, bounded; a second where no header says it."""
    waits = (wait_said(answer.headers.get(name), WAIT_SECONDS_MAX) for name in names)
    return next((wait for wait in waits if wait is not None), 1.0)


def _said(item: Json) -> str:
    kind = str(item.get("validation_entity_type", "")).replace("_", " ").lower()
    return f"{kind}: {item.get('message', 'not valid')}".strip(": ")


def id_of(resource_uri: str) -> str:
    """Return the id at the end of a resource's address; only our own paths are ever read."""
    found = _UUID.search(resource_uri)
    if found is None:
        raise OutcomeUnknown("unreadable", [f"`{resource_uri[:80]}` names no resource"])
    return found[0]
