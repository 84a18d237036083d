"""Answers and grants as nobody documents them: each is said to be none, and quoted nowhere."""

from typing import Any

import httpx2
import pytest

from connectors.opentext.auth import TenantTokens
from connectors.opentext.channel import ANSWER_BYTES_MAX
from connectors.opentext.client import DecisionClient
from connectors.opentext.dialects import OPENTEXT
from connectors.opentext.errors import NoDecision
from domain.clock import SteppingClock

GRANT = {"access_token": "a-secret-token", "expires_in": 3600}


def client_for(clock: SteppingClock, grant: dict[str, Any], answer: bytes) -> DecisionClient:
    async def serve(request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith("/token"):
            return httpx2.Response(200, request=request, **grant)
        return httpx2.Response(200, request=request, content=answer)

    http = httpx2.AsyncClient(transport=httpx2.MockTransport(serve))
    base = "https://eu.example.com"
    tokens = TenantTokens(http, clock, token_url=f"{base}/token", client_id="c", client_secret="s")
    return DecisionClient(http, tokens, OPENTEXT, base_url=base, seconds=20)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<html>no</html>",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"resultVariables": null}',
        b'{"resultVariables": {}}',
        b'{"resultVariables": [1]}',
        b'{"resultVariables": [[1]]}',
        b'{"resultVariables": [[{"value": 1}]]}',
        b'{"resultVariables": [[{"name": "a", "value": 1}, {"name": "a", "value": 2}]]}',
        b'{"resultVariables": [[{"name": "a", "type": "integer", "value": "1"}]]}',
        b'{"resultVariables": [[{"name": "a", "type": "integer", "value": 1.5}]]}',
        b'{"resultVariables": [[{"name": "a", "type": "integer", "value": true}]]}',
        b'{"resultVariables": [[{"name": "a", "type": "double", "value": NaN}]]}',
        b'{"resultVariables": [[{"name": "a", "type": "boolean", "value": "true"}]]}',
        b'{"resultVariables": [[{"name": "a", "type": "string", "value": {}}]]}',
        b'{"resultVariables": [[{"name": "a", "type": "serializable", "value": "x"}]]}',
        b'{"resultVariables": [' + b"[]," * 1_000 + b"[]]}",
        b"[" * 100_000,
        b" " * (ANSWER_BYTES_MAX + 1),
    ],
)
async def test_an_odd_answer_is_no_decision(clock: SteppingClock, answer: bytes) -> None:
    with pytest.raises(NoDecision) as caught:
        await client_for(clock, {"json": GRANT}, answer).execute("advice", {})

    assert caught.value.code == "unreadable"
    assert caught.value.message.startswith("OpenText Decision Service ")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        (b'{"name": "a", "value": 7}', 7),
        (b'{"name": "a", "type": "double", "value": 7.0}', 7),
        (b'{"name": "a", "type": "double", "value": 0.10}', "0.1"),
        (b'{"name": "a", "type": "long", "value": 7.0}', 7),
        (b'{"name": "a", "type": "string", "value": ""}', ""),
        (b'{"name": "a", "type": "string", "value": null}', None),
        (b'{"name": "a"}', None),
        (b'{"name": "a", "type": "json", "value": {"b": [1.50]}}', {"b": ["1.5"]}),
    ],
)
async def test_an_answer_is_read_exactly(
    clock: SteppingClock, variable: bytes, value: object
) -> None:
    content = b'{"resultVariables": [[' + variable + b"]]}"

    assert await client_for(clock, {"json": GRANT}, content).execute("k", {}) == [{"a": value}]


@pytest.mark.parametrize(
    "grant",
    [
        {"content": b"<html>a-secret-token</html>"},
        {"json": []},
        {"json": {"expires_in": 3600}},
        {"json": {"access_token": "a-secret-token"}},
        {"json": {**GRANT, "access_token": "a-secret-token\r\nX: y"}},
        {"json": {**GRANT, "access_token": ""}},
        {"json": {**GRANT, "expires_in": True}},
        {"json": {**GRANT, "expires_in": 0}},
        {"json": {**GRANT, "expires_in": 1e300}},
        {"content": b'{"access_token": "a-secret-token", "expires_in": NaN}'},
    ],
)
async def test_an_odd_grant_is_no_decision(clock: SteppingClock, grant: dict[str, Any]) -> None:
    with pytest.raises(NoDecision) as caught:
        await client_for(clock, grant, b"").execute("advice", {})

    assert caught.value.problem == "gave a token that cannot be read"
    assert "a-secret-token" not in caught.value.message
