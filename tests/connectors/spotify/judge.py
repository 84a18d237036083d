"""Spotify's own published document, judging every request we send and every answer we get."""

import warnings
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

from connectors.spotify.fake.server import ConnectionLost

DOCUMENT = Path(__file__).parents[4] / "shared/data/spotify/ads-api-v3.yaml"

#: What is answered beyond the published document, each known from Spotify's own tools.
BEYOND = {401, 404, 409, 429}

needs_document = pytest.mark.skipif(
    not DOCUMENT.exists(), reason="Spotify's Ads API document is not beside this checkout"
)


#: Parameters whose published defaults break their own enum or length.
BROKEN_DEFAULTS = ("ad_fields", "fields", "insight_report_entity_ids")


@lru_cache(maxsize=1)
def document() -> OpenAPI:
    published = yaml.safe_load(DOCUMENT.read_text())
    for name in BROKEN_DEFAULTS:
        del published["components"]["parameters"][name]["schema"]["default"]
    return OpenAPI.from_dict(published, config=_CONFIG)


_CONFIG = Config(spec_validator_cls=None)  # type: ignore[arg-type]


class Asked:
    """A request as openapi-core reads one."""

    def __init__(self, request: httpx2.Request, content: bytes) -> None:
        self.host_url = "https://api-partner.spotify.com"
        self.path = request.url.path
        self.method = request.method.lower()
        self.content_type = request.headers.get("content-type", "")
        self.body = content or None
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(list(request.url.params.multi_items())),
            header=Headers(dict(request.headers)),
            cookie=ImmutableMultiDict(),
        )


class Answered:
    """A response as openapi-core reads one."""

    def __init__(self, response: httpx2.Response, content: bytes) -> None:
        self.status_code = response.status_code
        self.headers: Mapping[str, Any] = dict(response.headers)
        self.content_type = response.headers.get("content-type", "").partition(";")[0]
        self.data = content


class Judged(httpx2.AsyncBaseTransport):
    """Passes requests on, and raises where either side breaks the document."""

    def __init__(self, inner: httpx2.AsyncBaseTransport) -> None:
        self._inner = inner
        self.judged = 0

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        content = await request.aread()
        try:
            response = await self._inner.handle_async_request(request)
        except ConnectionLost as lost:
            raise httpx2.ReadError("the answer was lost", request=request) from lost
        if "/ads/v3/" not in request.url.path or not DOCUMENT.exists():
            return response
        answer = await response.aread()
        judge(request, content, response, answer)
        self.judged += 1
        return httpx2.Response(
            response.status_code, headers=response.headers, content=answer, request=request
        )


def judge(
    request: httpx2.Request, content: bytes, response: httpx2.Response, answer: bytes
) -> None:
    asked = Asked(request, content)
    with warnings.catch_warnings():
        # OAuth2 is a security scheme the library does not look into.
        warnings.filterwarnings("ignore", "Unsupported scheme type")
        if not asked.content_type.startswith("multipart/"):  # Binary parts are not text to it.
            document().validate_request(asked)
        if (
            response.status_code not in BEYOND
            and response.status_code <= 500
            and not _publish_refusal(answer)
        ):
            document().validate_response(asked, Answered(response, answer))


def _publish_refusal(answer: bytes) -> bool:
    """Whether this is the 400 with validation errors that the document forgets to mention."""
    return b'"validation_errors"' in answer and b'"campaign":null' in answer
