"""Spotify's own published document, judging every request we send and every answer we get."""

import email
import email.policy
import warnings
from collections.abc import Mapping
from copy import deepcopy
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
from tests.judging import wrong

DOCUMENT = Path(__file__).parents[4] / "shared/data/spotify/ads-api-v3.yaml"

#: What is answered beyond the published document: known from Spotify's own tools, or from any
#: server. The document has one form of errors; it is judged by that.
BEYOND = {401, 403, 404, 408, 409, 422, 425, 429, 502, 503, 504}

needs_document = pytest.mark.skipif(
    not DOCUMENT.exists(), reason="Spotify's Ads API document is not beside this checkout"
)


#: Parameters whose published defaults break their own enum or length.
BROKEN_DEFAULTS = ("ad_fields", "fields", "insight_report_entity_ids")


@lru_cache(maxsize=1)
def _published() -> dict[str, Any]:
    published: dict[str, Any] = yaml.safe_load(DOCUMENT.read_text())
    return published


@lru_cache(maxsize=1)
def document() -> OpenAPI:
    published = deepcopy(_published())
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
        if asked.content_type.startswith("multipart/"):
            judge_form(asked, content)
        else:
            document().validate_request(asked)
        if not _publish_refusal(answer):
            answered = Answered(response, answer)
            answered.status_code = 400 if response.status_code in BEYOND else response.status_code
            document().validate_response(asked, answered)


def judge_form(asked: Asked, content: bytes) -> None:
    """Judge an upload part by part; the library takes binary parts for text."""
    ending = asked.path.partition("/ad_accounts/")[2].split("/", 3)[-1]
    schema = _published()["components"]["schemas"][_FORMS[ending]]
    head = f"content-type: {asked.content_type}\r\n\r\n".encode()
    form = email.message_from_bytes(head + content, policy=email.policy.HTTP)
    parts = {
        part.get_param("name", header="content-disposition"): part for part in form.iter_parts()
    }
    media = parts["media"]
    fields: dict[Any, Any] = {
        name: part.get_content().strip() for name, part in parts.items() if part is not media
    }
    if "upload_section" in fields:
        fields["upload_section"] = int(fields["upload_section"])
    given = fields | {"media": ""}
    assert wrong(given, schema | {"components": _published()["components"]}) is None, given
    assert set(parts) == set(schema["properties"])
    assert media.get_content_type() in _MEDIA


#: The forms of uploads, by the end of their path.
_FORMS = {
    "upload": "UploadAssetRequest",
    "chunked_upload/transfer": "TransferChunkedAssetRequest",
}
_MEDIA = {"image/png", "image/jpeg", "audio/ogg", "audio/mpeg", "audio/wav"}


def _publish_refusal(answer: bytes) -> bool:
    """Whether this is the 400 with validation errors that the document forgets to mention."""
    return b'"validation_errors"' in answer and b'"campaign":null' in answer
