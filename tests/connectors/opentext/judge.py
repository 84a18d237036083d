"""Flowable's published document, judging every question we ask and every answer of the fake."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml

from connectors.opentext.fake.server import FLOWABLE_BASE
from tests.judging import published, wrong

DOCUMENT = Path(__file__).parents[4] / "shared/data/flowable/swagger-decision.patched.yaml"

needs_document = pytest.mark.skipif(
    not DOCUMENT.exists(), reason="Flowable's decision document is not beside this checkout"
)

#: What any server answers, and the document does not name.
BEYOND = {400, 401, 404, 500}


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """The document, closed: what it does not name may not be there."""
    told = published(DOCUMENT)
    for definition in told["definitions"].values():
        definition.setdefault("additionalProperties", False)
    return told


class Judged(httpx2.AsyncBaseTransport):
    """Passes questions on, and raises where either side breaks the document."""

    def __init__(self, inner: httpx2.AsyncBaseTransport) -> None:
        self._inner = inner
        self.judged = 0

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        content = await request.aread()
        response = await self._inner.handle_async_request(request)
        received = await response.aread()
        await response.aclose()
        answer = httpx2.Response(
            response.status_code,
            headers=response.headers,
            content=received,
            request=request,
        )
        if FLOWABLE_BASE in request.url.path:
            judge(request, content, answer)
            self.judged += 1
        return answer

    async def aclose(self) -> None:
        await self._inner.aclose()


def judge(request: httpx2.Request, content: bytes, answer: httpx2.Response) -> None:
    """Raise where question or answer is not as the document says."""
    path = request.url.path.partition(FLOWABLE_BASE)[2]
    operation = document()["paths"][path][request.method.lower()]
    assert {"basicAuth": []} in operation["security"]
    assert request.headers["authorization"].startswith("Basic ")
    for parameter in operation["parameters"]:
        if parameter["in"] == "body":
            assert request.headers["content-type"] == "application/json"
            _validate(yaml.safe_load(content), parameter["schema"])
    known = {int(status) for status in operation["responses"]}
    assert answer.status_code in known | BEYOND, answer.status_code
    if answer.is_success:
        # 201 has no form of its own in the document; what it answers is what 200 names.
        _validate(answer.json(), operation["responses"][200]["schema"])


def _validate(found: object, schema: dict[str, Any]) -> None:
    error = wrong(found, schema | {"definitions": document()["definitions"]})
    assert error is None, f"{error.message} at {error.json_path}"
