"""Megaphone's API as a third party modelled it, judging what we send and what our fake answers.

It is not official, and is sound only where Megaphone documents it too: paths, methods, the header
that lets callers in, the fields of an episode that it has. It says nothing of looking up by
`externalId`, of the files that Megaphone fetches, or of any refusal but two.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import orjson
import pytest

from tests.judging import published, wrong

DOCUMENT = Path(__file__).parents[4] / "shared/data/spotify/megaphone-thirdparty-modelled.yml"

needs_document = pytest.mark.skipif(
    not DOCUMENT.exists(), reason="the model of Megaphone's API is not beside this checkout"
)

#: What is answered beyond the document: known from those who use the API, or from any server.
BEYOND = {"404", "422", "429", "503"}

#: What is asked for beyond it. Source: PRX's integration, which finds its own episodes by that.
QUERY_BEYOND = {"externalId"}


@lru_cache(maxsize=1)
def _document() -> dict[str, Any]:
    return published(DOCUMENT)


class Judged(httpx2.AsyncBaseTransport):
    """Passes calls on, and raises where either side breaks the document; counts in `judged`."""

    def __init__(self, inner: httpx2.AsyncBaseTransport) -> None:
        self._inner = inner
        self.judged = 0

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        answer = await self._inner.handle_async_request(request)
        content = await answer.aread()
        if DOCUMENT.exists():
            judge(request, answer.status_code, content)
            self.judged += 1
        return httpx2.Response(
            answer.status_code, headers=answer.headers, content=content, request=request
        )

    async def aclose(self) -> None:
        await self._inner.aclose()


def judge(request: httpx2.Request, status: int, content: bytes) -> None:
    path, operation = _operation(request)
    assert request.headers["authorization"].startswith('Token token="'), "the header"
    named = {_resolved(one)["name"] for one in operation.get("parameters", ())}
    assert set(request.url.params) <= named | QUERY_BEYOND, (path, dict(request.url.params))
    if request.content:
        body = operation["requestBody"]["content"]["application/json"]["schema"]
        _require(orjson.loads(request.content), body)
    answer = operation["responses"].get(str(status))
    assert answer is not None or str(status) in BEYOND, (request.method, path, status)
    shape = _resolved(answer or {}).get("content", {}).get("application/json", {}).get("schema")
    if shape is not None:
        _require(orjson.loads(content), shape)


def _operation(request: httpx2.Request) -> tuple[str, dict[str, Any]]:
    asked = urlsplit(str(request.url)).path.removeprefix("/api").split("/")
    for path, operations in _document()["paths"].items():
        parts = path.split("/")
        fits = len(parts) == len(asked) and all(
            part == one or part.startswith("{") for part, one in zip(parts, asked, strict=True)
        )
        if fits and request.method.lower() in operations:
            return path, operations[request.method.lower()]
    raise AssertionError(f"{request.method} {request.url.path} is not in the document")


def _resolved(found: dict[str, Any]) -> dict[str, Any]:
    for part in found.get("$ref", "#").removeprefix("#").strip("/").split("/"):
        found = _document()[part] if part == "components" else found[part] if part else found
    return found


def _require(found: object, schema: dict[str, Any]) -> None:
    error = wrong(found, schema | {"components": _document()["components"]})
    assert error is None, error
