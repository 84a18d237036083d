"""Every way in which a request can be malformed: its status, media type and code; nothing leaks."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from structlog.testing import capture_logs

from api.callers.profiles import Profile, manner_of
from api.endpoint.accepting import JSON_TYPE, RESPONSE_TYPE
from api.endpoint.bodies import BODY_BYTES_MAX
from tests.api.door import token_for
from tests.api.test_http import JSON
from tests.api.test_profiles import front
from tests.world import World

GOOD = "{ viewer { name } }"
TWO = "query A { viewer { name } } query B { viewer { name } }"
NESTED = b'{"query": ' + b"[" * 100_000


@dataclass(frozen=True)
class Sent:
    """One request: the body, and how it is sent."""

    body: bytes | dict[str, Any]
    kind: str = JSON_TYPE
    method: str = "POST"
    params: str = ""

    @property
    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


#: What is refused before GraphQL begins: the status is the same whatever type is accepted.
REFUSED = {
    "no body": (Sent(b""), 400, "malformed_request"),
    "no JSON": (Sent(b"{"), 400, "malformed_request"),
    "no UTF-8": (Sent(b"\xff\xfe\x00"), 400, "malformed_request"),
    "UTF-16": (Sent('{"query": "{ a }"}'.encode("utf-16")), 400, "malformed_request"),
    "a mark of byte order": (Sent(b"\xef\xbb\xbf{}"), 400, "malformed_request"),
    "no number": (Sent(b'{"variables": {"a": NaN}}'), 400, "malformed_request"),
    "half a character": (Sent(b'{"query": "\\ud800"}'), 400, "malformed_request"),
    "nested without end": (Sent(NESTED), 400, "malformed_request"),
    "compressed": (Sent(b"\x1f\x8b\x08"), 400, "malformed_request"),
    "a number": (Sent(b"7"), 400, "malformed_request"),
    "null": (Sent(b"null"), 400, "malformed_request"),
    "a batch": (Sent(json.dumps([{"query": GOOD}] * 10).encode()), 400, "malformed_request"),
    "no query": (Sent({}), 400, "malformed_request"),
    "an empty query": (Sent({"query": ""}), 400, "malformed_request"),
    "a query that is a number": (Sent({"query": 7}), 400, "malformed_request"),
    "variables in a list": (Sent({"query": GOOD, "variables": []}), 400, "malformed_request"),
    "variables in a text": (Sent({"query": GOOD, "variables": "{}"}), 400, "malformed_request"),
    "extensions in a list": (Sent({"query": GOOD, "extensions": []}), 400, "malformed_request"),
    "a name that is none": (Sent({"query": GOOD, "operationName": 7}), 400, "malformed_request"),
    "a document id that is none": (Sent({"documentId": 7}), 400, "malformed_request"),
    "a digest that is none": (
        Sent({"extensions": {"persistedQuery": {"sha256Hash": 7}}}),
        400,
        "malformed_request",
    ),
    "an unknown name": (Sent({"query": GOOD, "operationName": "A"}), 400, "operation_unknown"),
    "fragments alone": (
        Sent({"query": "fragment a on Query { viewer { name } }"}),
        400,
        "operation_unknown",
    ),
    "a subscription": (
        Sent({"query": "subscription { requestsChanged { id } }"}),
        400,
        "only_streamed",
    ),
    "too large": (Sent(b" " * (BODY_BYTES_MAX + 1)), 413, "too_large"),
    "plain text": (Sent({"query": GOOD}, kind="text/plain"), 415, "only_json"),
    "a form": (Sent(b"query=x", kind="application/x-www-form-urlencoded"), 415, "only_json"),
    "a form with files": (Sent(b"", kind="multipart/form-data; boundary=x"), 415, "only_json"),
    "no type": (Sent({"query": GOOD}, kind=""), 415, "only_json"),
    "almost JSON": (Sent({"query": GOOD}, kind="application/jsonx"), 415, "only_json"),
    "another charset": (
        Sent({"query": GOOD}, kind="application/json; charset=utf-16"),
        415,
        "only_json",
    ),
    "another method": (Sent(b"", method="PUT"), 405, "only_post"),
    "a removal": (Sent(b"", method="DELETE"), 405, "only_post"),
    "an address without a query": (Sent(b"", method="GET"), 400, "malformed_request"),
    "variables of an address that are none": (
        Sent(b"", method="GET", params="query={viewer{name}}&variables={"),
        400,
        "malformed_request",
    ),
    "variables of an address in a list": (
        Sent(b"", method="GET", params="query={viewer{name}}&variables=[]"),
        400,
        "malformed_request",
    ),
    "a change by address": (
        Sent(b"", method="GET", params="query=mutation{revokeToken(input:{id:1}){__typename}}"),
        405,
        "only_post",
    ),
}

#: What GraphQL refuses before anything runs: 400 for those who accept its own type, else 200.
ASKED_WRONGLY = {
    "a syntax error": ({"query": "{ viewer {"}, "syntax_error"),
    "no end of a text": ({"query": '{ node(id: "'}, "syntax_error"),
    "an unknown field": ({"query": "{ nobody }"}, "invalid_operation"),
    "an unknown type": ({"query": "{ ... on Nobody { id } }"}, "invalid_operation"),
    "an unknown directive": ({"query": "{ viewer @nobody { name } }"}, "invalid_operation"),
    "an unknown fragment": ({"query": "{ ...nobody }"}, "invalid_operation"),
    "a circle": ({"query": "{ ...a } fragment a on Query { ...a }"}, "invalid_operation"),
    "no selection": ({"query": "{ viewer }"}, "invalid_operation"),
    "a missing argument": ({"query": "{ node { id } }"}, "invalid_operation"),
    "a missing variable": (
        {"query": "query($a: ID!) { node(id: $a) { id } }"},
        "invalid_operation",
    ),
    "another variable": (
        {
            "query": "query($a: Int) { requests(first: $a) { totalCount } }",
            "variables": {"a": "x"},
        },
        "invalid_operation",
    ),
    "several operations": ({"query": TWO}, "operation_unnamed"),
    "no text": ({"query": '{ node(id: "\\u0000") { id } }'}, "control_character"),
    "a document of no manifest": ({"documentId": "0" * 64}, "documents_off"),
}

#: What would tell of us: our files, languages, libraries, statements.
OURS = (
    "Traceback",
    "/src/",
    ".py",
    "strawberry",
    "graphql-core",
    "SELECT ",
    "tortoise",
    "NoneType",
)


async def told(world: World, sent: Sent, accept: str) -> tuple[int, str, str, str]:
    """Return status, media type and code of the answer, and its text."""
    headers = await token_for(world, "manager") | {"content-type": sent.kind, "accept": accept}
    async with front(world, manner_of(Profile.OPEN), headers) as client:
        address = f"/graphql?{sent.params}"
        answer = await client.request(sent.method, address, content=sent.content)
    held = answer.json()
    kind = answer.headers["content-type"].partition(";")[0]
    assert "data" not in held
    (error,) = held["errors"]
    return answer.status_code, kind, error["extensions"]["code"], answer.text


@pytest.mark.parametrize(("sent", "status", "code"), REFUSED.values(), ids=REFUSED.keys())
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_is_no_request_is_refused(
    world: World, sent: Sent, status: int, code: str
) -> None:
    for accept in (RESPONSE_TYPE, JSON_TYPE):
        with capture_logs() as logged:
            *found, text = await told(world, sent, accept)

        assert found == [status, accept, code]
        assert [word for word in OURS if word in text] == []
        assert [one for one in logged if one["log_level"] == "error"] == []


@pytest.mark.parametrize(("body", "code"), ASKED_WRONGLY.values(), ids=ASKED_WRONGLY.keys())
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_is_asked_wrongly_is_refused(
    world: World, body: dict[str, Any], code: str
) -> None:
    for accept, status in ((RESPONSE_TYPE, 400), (JSON_TYPE, 200)):
        with capture_logs() as logged:
            *found, text = await told(world, Sent(body), accept)

        assert found == [status, accept, code]
        assert [word for word in OURS if word in text] == []
        assert [one for one in logged if one["log_level"] == "error"] == []


@pytest.mark.parametrize(
    "said",
    ["Bearer glt_guessed", "Bearer a.b.c", f"Bearer {'x' * 8_000}", "bearer \x7f"],
    ids=["unknown", "of an issuer", "without end", "no text"],
)
async def test_a_token_that_is_none_is_refused(world: World, said: str) -> None:
    async with front(world, manner_of(Profile.OPEN), {**JSON, "authorization": said}) as client:
        answer = await client.post("/graphql", json={"query": GOOD})

    assert (answer.status_code, answer.headers["content-type"]) == (401, JSON_TYPE)
    assert answer.json()["errors"][0]["extensions"]["code"] == "unauthenticated"
    assert said.split()[1] not in answer.text
    assert answer.headers["www-authenticate"].startswith("Bearer ")
