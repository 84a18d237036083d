"""The short way of plain questions: whatever is sent, it answers as the usual way does."""

import json
import re
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from api.app import create_app
from api.callers.profiles import STANDARD, Manner, Profile, manner_of
from api.endpoint.direct import BODY_KEPT_MAX, NotPlain, Question, judged, kept
from api.operations.lengths import DEPTH_MAX
from api.operations.masking import HubSchema
from api.operations.outline import ALIASES_MAX, TOKENS_MAX
from api.schema import schema
from domain.errors import UNAVAILABLE, Unavailable
from domain.requests import reading
from tests.api.door import door, token_for
from tests.world import World

#: What is drawn by chance for each error that is ours, and what is left of the caller's points.
OTHERWISE = re.compile(rb'"incident":"[^"]*"|,"rate":\{[^}]*\}')

PLAIN = "query A($n: Int) { requests(first: $n) { edges { cursor node { id title state } } } }"
TWO = "query A { me { id } } query B { me { name } }"
DEEP = "{ a: requests " + "{ edges { node " * DEPTH_MAX + "{ id }" + " } }" * DEPTH_MAX + " }"

#: Bodies as they are sent: right and wrong in every way that something judges.
BODIES: dict[str, Any] = {
    "plain": {"query": PLAIN, "variables": {"n": 3}},
    "no variables": {"query": PLAIN},
    "null beside": {"query": PLAIN, "variables": None, "operationName": None},
    "named": {"query": TWO, "operationName": "B"},
    "not named": {"query": TWO},
    "named wrongly": {"query": TWO, "operationName": "C"},
    "named by nothing": {"query": TWO, "operationName": ""},
    "named by a number": {"query": TWO, "operationName": 3},
    "extensions": {"query": PLAIN, "extensions": {"a": 1}},
    "a document's name": {"documentId": "nothing"},
    "a persisted query": {"extensions": {"persistedQuery": {"sha256Hash": "0" * 64}}},
    "something else beside": {"query": PLAIN, "id": 7},
    "no query": {"variables": {}},
    "an empty query": {"query": ""},
    "a query of numbers": {"query": 3},
    "variables in a list": {"query": PLAIN, "variables": [3]},
    "a list": [{"query": PLAIN}],
    "a number": 3,
    "no syntax": {"query": "{ requests( }"},
    "an unknown field": {"query": "{ reqests { id } }"},
    "no operation": {"query": "fragment A on Request { id }"},
    "a mutation": {"query": "mutation { nothing }"},
    "a subscription": {"query": "subscription { requestChanged { id } }"},
    "the schema": {"query": "{ __schema { queryType { name } } }"},
    "a type": {"query": '{ __type(name: "Request") { name } }'},
    "its own type": {"query": "{ __typename me { __typename id } }"},
    "too deep": {"query": DEEP},
    "too many aliases": {
        "query": "{ " + " ".join(f"a{n}: me {{ id }}" for n in range(ALIASES_MAX + 1)) + " }"
    },
    "too many tokens": {"query": "{ " + "id " * TOKENS_MAX + "}"},
    "a literal that is no text": {"query": '{ request(id: "\\u0001") { id } }'},
    "a variable that is no text": {"query": PLAIN, "variables": {"n": 1, "m": ["a\x01"]}},
    "a variable's name that is none": {"query": PLAIN, "variables": {"\x02": 1}},
    "a variable of another type": {"query": PLAIN, "variables": {"n": "three"}},
    "a page that is too long": {"query": PLAIN, "variables": {"n": 101}},
    "a number like a whole one": {"query": PLAIN, "variables": {"n": 3.0}},
    "too costly": {
        "query": "query($n: Int) { requests(first: $n) { edges { node { stages { votes { id } }"
        " decisions { misses { rule } } conditions { id } placements { exposures { day } } } } } }",
        "variables": {"n": 100},
    },
    "nested without end": '{"query": "{ me { id } }", "variables": {"a": '
    + "[" * 1_000
    + "]" * 1_000
    + "}}",
    "no JSON": '{"query": ',
    "no UTF-8": b'{"query": "\xff"}',
    "half a character": '{"query": "{ me { id } }", "variables": {"a": "\\ud800"}}',
}

#: Manners of hubs; the last knows one document.
MANNERS = {
    "standard": STANDARD,
    "hardened": manner_of(Profile.HARDENED),
    "known": manner_of(Profile.STANDARD, {"known": PLAIN}),
}

Heard = tuple[int, list[tuple[str, str]], bytes]


def front(world: World, manner: Manner) -> httpx2.AsyncClient:
    transport = httpx2.ASGITransport(app=create_app(world.hub, manner=manner))
    return httpx2.AsyncClient(transport=transport, base_url="http://hub")


async def heard(client: httpx2.AsyncClient, body: Any, headers: dict[str, str]) -> Heard:
    """Return all that is answered."""
    sent = body if isinstance(body, bytes | str) else json.dumps(body)
    given = {"content-type": "application/json"} | headers
    answer = await client.post("/graphql", content=sent, headers=given)
    told = sorted(one for one in answer.headers.items() if one[0] != "content-length")
    return answer.status_code, told, OTHERWISE.sub(b"", answer.content)


async def both(
    world: World, body: Any, headers: dict[str, str], manner: Manner = STANDARD
) -> tuple[Heard, Heard]:
    """Return what is heard by the short way where it may be taken, and by the usual one."""
    usual = replace(manner, direct=False)
    short, other = front(world, manner), front(world, usual)
    return await heard(short, body, headers), await heard(other, body, headers)


@pytest.mark.parametrize("manner", MANNERS.values(), ids=MANNERS)
async def test_whatever_is_sent_is_answered_with_the_same_bytes(
    world: World, manner: Manner
) -> None:
    await (await door(world, "requester")).submit(world)
    tokens = [{}, {"authorization": "Bearer nobody"}]
    tokens += [await token_for(world, who) for who in ("admin", "manager")]
    types = ["application/json", "application/graphql-response+json"]
    short, usual = front(world, manner), front(world, replace(manner, direct=False))
    for number, (name, body) in enumerate(BODIES.items()):
        for index in (number % 3, 3):
            headers = tokens[index] | {"accept": types[number % 2]}
            answers = [await heard(one, body, headers) for one in (short, usual)]
            assert answers[0] == answers[1], name


@pytest.mark.parametrize("media", ["text/plain", "application/json; charset=utf-8", "x/json"])
async def test_whatever_a_body_is_called_is_answered_alike(world: World, media: str) -> None:
    headers = await token_for(world, "manager") | {"content-type": media}
    short, usual = await both(world, BODIES["plain"], headers)
    assert short == usual


@pytest.mark.parametrize(
    "error", [RuntimeError("This was put in."), Unavailable(UNAVAILABLE, "Not now.")]
)
async def test_what_breaks_is_told_alike(
    world: World, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    async def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr(reading, "listed", broken)
    headers = await token_for(world, "manager")
    short, usual = await both(world, BODIES["plain"], headers)

    assert b"errors" in usual[2]
    assert short == usual


async def test_plain_questions_do_not_meet_the_runner_of_extensions(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run(*_: object, **__: object) -> None:
        raise AssertionError

    headers = await token_for(world, "manager")
    monkeypatch.setattr(HubSchema, "execute", run)
    status, _, body = await heard(front(world, STANDARD), BODIES["plain"], headers)

    assert (status, b"errors" in body) == (200, False)


async def test_a_body_that_is_too_long_to_be_kept_is_answered_too(world: World) -> None:
    headers = await token_for(world, "manager")
    body = {"query": PLAIN + " " * BODY_KEPT_MAX, "variables": {"n": 2}}
    before = kept.cache_info().currsize
    short, usual = await both(world, body, headers)

    assert short == usual
    assert kept.cache_info().currsize == before


@pytest.mark.parametrize("name", ["the schema", "a mutation", "too deep", "no syntax"])
def test_what_is_not_plain_is_not_kept(name: str) -> None:
    asked = Question.of(json.dumps(BODIES[name]).encode())
    before = judged.cache_info().currsize
    with pytest.raises(NotPlain):
        judged(schema._schema, asked.text, asked.name)

    assert judged.cache_info().currsize == before
