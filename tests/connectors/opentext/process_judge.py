"""Flowable's published document of its process engine, judging every question and every answer."""

import json
import re
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx2
import pytest

from connectors.opentext.fake.server import PROCESS_BASE
from tests.judging import wrong

DOCUMENT = Path(__file__).parents[4] / "shared/data/flowable/swagger-process.patched.json"

needs_document = pytest.mark.skipif(
    not DOCUMENT.exists(), reason="Flowable's process document is not beside this checkout"
)

#: What every list takes, and the document names only here and there.
PAGING = {"start", "size", "sort", "order"}

#: What any server answers, and the document does not name.
BEYOND = {400, 401, 403, 404, 409, 429, 500, 502, 503}


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """The document, closed: what it does not name may not be there."""
    published: dict[str, Any] = deepcopy(json.loads(DOCUMENT.read_text()))
    for definition in published["definitions"].values():
        if "properties" in definition:
            definition.setdefault("additionalProperties", False)
    return published


class JudgedProcesses(httpx2.AsyncBaseTransport):
    """Passes questions on, and raises where either side breaks the document."""

    def __init__(self, inner: httpx2.AsyncBaseTransport) -> None:
        self._inner = inner
        self.judged: set[str] = set()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        content = await request.aread()
        response = await self._inner.handle_async_request(request)
        received = await response.aread()
        await response.aclose()
        answer = httpx2.Response(
            response.status_code, headers=response.headers, content=received, request=request
        )
        if PROCESS_BASE in request.url.path:
            self.judged.add(judge(request, content, answer))
        return answer

    async def aclose(self) -> None:
        await self._inner.aclose()


def judge(request: httpx2.Request, content: bytes, answer: httpx2.Response) -> str:
    """Return the operation; raise where question or answer is not as the document says."""
    path = request.url.path.partition(PROCESS_BASE)[2]
    template = _template(path)
    method = request.method.lower()
    operation = document()["paths"][template][method]
    parameters = {one["name"]: one for one in operation["parameters"]}
    asked = set(request.url.params)
    assert asked <= parameters.keys() | PAGING, asked - parameters.keys()
    assert request.headers["authorization"].startswith("Basic ")
    body = next((one for one in operation["parameters"] if one["in"] == "body"), None)
    if content:
        assert body is not None, template
        given = json.loads(content)
        if not _named_for_lists(body["schema"]):
            _validate(given, body["schema"])
    known = {int(status) for status in operation["responses"]}
    assert answer.status_code in known | BEYOND, (template, answer.status_code)
    # 201 has no form of its own in the document; what it answers is what 200 names.
    schema = operation["responses"].get("200", {}).get("schema")
    anything = schema == {"type": "object"}  # Of what has no form the document says just that.
    if answer.status_code in {200, 201} and schema and not anything and answer.content:
        _validate(answer.json(), schema)
    return f"{method} {template}"


def _template(path: str) -> str:
    """Return the path of the document that stands for a path; the one with fewest blanks."""
    found: list[str] = [
        template
        for template in document()["paths"]
        if "**" not in template
        and re.fullmatch(re.sub(r"\\{[^}]*\\}|\{[^}]*\}", "[^/]+", template), path)
    ]
    assert found, f"{path} is not in the document"
    return min(found, key=lambda template: template.count("{"))


def _named_for_lists(schema: dict[str, Any]) -> bool:
    """Whether the document names a resource where a list of variables is meant, without a form."""
    name = schema.get("$ref", "").removeprefix("#/definitions/")
    return name in {
        "ProcessInstanceVariableCollectionResource",
        "TaskVariableCollectionResource",
        "TaskVariableResource",
    }


def _validate(found: object, schema: dict[str, Any]) -> None:
    error = wrong(found, schema | {"definitions": document()["definitions"]})
    # Its own text quotes the whole document.
    assert error is None, f"{error.message} at {error.json_path}"
