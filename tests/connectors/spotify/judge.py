"""Spotify's own published document, judging every request we send and every answer we get."""

import email
import email.policy
import warnings
from collections import Counter
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx2
import pytest
from jsonschema_path import SchemaPath
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

from connectors.spotify.fake.server import ConnectionLost
from tests.judging import published, wrong

DATA = Path(__file__).parents[4] / "shared/data/spotify"

#: How many places of a document are remembered that were looked up: far more than one has.
PLACES = 100_000

_CONFIG = Config(
    spec_validator_cls=None,  # type: ignore[arg-type]
    # A cover is text, in base64, whatever its type says.
    extra_media_type_deserializers={"image/jpeg": bytes.decode},
)


@dataclass(frozen=True)
class Published:
    """A document of Spotify's: of what is at `host` below `part`.

    What is answered with a status of `beyond` is judged as if it had `refusal`: statuses are known
    beyond the published document, from Spotify's own tools or from any server, and each document
    has one form of errors. The defaults of the parameters `broken` break their own enum or length.
    `called` are the schemas that its discriminators mean by the name of a type.
    """

    name: str
    host: str
    part: str
    refusal: int
    beyond: frozenset[int]
    broken: tuple[str, ...] = ()
    called: tuple[tuple[str, str], ...] = ()

    @property
    def path(self) -> Path:
        return DATA / self.name

    @cached_property
    def told(self) -> dict[str, Any]:
        return published(self.path)

    @cached_property
    def document(self) -> OpenAPI:
        told = deepcopy(self.told)
        for name in self.broken:
            del told["components"]["parameters"][name]["schema"]["default"]
        schemas = told["components"]["schemas"]
        schemas |= {name: schemas[schema] for name, schema in self.called}
        return OpenAPI(SchemaPath.from_dict(told, resolved_cache_maxsize=PLACES), config=_CONFIG)

    @property
    def needed(self) -> pytest.MarkDecorator:
        """Skips, by name, what cannot be judged where the document is not there."""
        reason = f"Spotify's document {self.name} is not beside this checkout"
        return pytest.mark.skipif(not self.path.exists(), reason=reason)


ADS = Published(
    "ads-api-v3.yaml",
    "https://api-partner.spotify.com",
    "/ads/v3/",
    refusal=400,
    beyond=frozenset({401, 403, 404, 408, 409, 422, 425, 429, 502, 503, 504}),
    broken=("ad_fields", "fields", "insight_report_entity_ids"),
)
WEB = Published(
    "web-api-fixed-spotify-open-api.yml",
    "https://api.spotify.com",
    "/v1/",
    refusal=403,
    beyond=frozenset({400, 404, 409, 413, 500, 502, 503, 504}),
    called=(("track", "TrackObject"), ("episode", "EpisodeObject")),
)

needs_document = ADS.needed

#: How many requests of this process each document judged, by its name.
JUDGED: Counter[str] = Counter()

#: What was asked and what was answered, each judged, and as its document says: tests mostly ask
#: the same again, and an answer is judged by the address and the method alone.
_AGREED: set[int] = set()


class Asked:
    """A request as openapi-core reads one."""

    def __init__(self, request: httpx2.Request, content: bytes, by: Published) -> None:
        self.host_url = by.host
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

    def __init__(self, inner: httpx2.AsyncBaseTransport, by: Published = ADS) -> None:
        self._inner = inner
        self._by = by
        self.judged = 0

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        content = await request.aread()
        try:
            response = await self._inner.handle_async_request(request)
        except ConnectionLost as lost:
            raise httpx2.ReadError("the answer was lost", request=request) from lost
        if self._by.part not in request.url.path or not self._by.path.exists():
            return response
        answer = await response.aread()
        judge(request, content, response, answer, self._by)
        self.judged += 1
        JUDGED[self._by.name] += 1
        return httpx2.Response(
            response.status_code, headers=response.headers, content=answer, request=request
        )


def judge(
    request: httpx2.Request,
    content: bytes,
    response: httpx2.Response,
    answer: bytes,
    by: Published = ADS,
) -> None:
    """Raise where a request or its answer breaks the document."""
    to = (by, request.method, request.url.path)
    question = hash((*to, request.url, content, tuple(request.headers.raw)))
    reply = hash((*to, response.status_code, answer, tuple(response.headers.raw)))
    if {question, reply} <= _AGREED:
        return
    asked = Asked(request, content, by)
    with warnings.catch_warnings():
        # OAuth2 is a security scheme the library does not look into.
        warnings.filterwarnings("ignore", "Unsupported scheme type")
        if question not in _AGREED:
            _judge_question(asked, content, by)
            _AGREED.add(question)
        if reply not in _AGREED:
            _judge_reply(asked, response, answer, by)
            _AGREED.add(reply)


def _judge_question(asked: Asked, content: bytes, by: Published) -> None:
    if asked.content_type.startswith("multipart/"):
        judge_form(asked, content)
    else:
        by.document.validate_request(asked)


def _judge_reply(asked: Asked, response: httpx2.Response, answer: bytes, by: Published) -> None:
    if _publish_refusal(answer):
        return
    answered = Answered(response, answer)
    if response.status_code in by.beyond:
        answered.status_code = by.refusal
    by.document.validate_response(asked, answered)


def judge_form(asked: Asked, content: bytes) -> None:
    """Judge an upload part by part; the library takes binary parts for text."""
    ending = asked.path.partition("/ad_accounts/")[2].split("/", 3)[-1]
    schema = ADS.told["components"]["schemas"][_FORMS[ending]]
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
    assert wrong(given, schema | {"components": ADS.told["components"]}) is None, given
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
