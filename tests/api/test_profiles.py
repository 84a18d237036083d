"""How much the endpoint tells, by profile; and documents asked for by name."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest

from api.app import create_app
from api.callers.documents import read_manifest
from api.callers.profiles import STANDARD, Manner, Profile, manner_of
from domain.clock import SteppingClock
from domain.errors import Invalid
from tests.api.door import token_for
from tests.connectors.oidc.authority import Authority
from tests.world import World

BRANDS = "query Brands { brands { id } }"
DIGEST = hashlib.sha256(BRANDS.encode()).hexdigest()
SCHEMA = "{ __schema { queryType { name } } }"
TYPO = "{ brandz { id } }"
OPEN, HARDENED = manner_of(Profile.OPEN), manner_of(Profile.HARDENED)
KNOWN = manner_of(Profile.HARDENED, {DIGEST: BRANDS})


def front(world: World, manner: Manner, headers: Mapping[str, str]) -> httpx2.AsyncClient:
    transport = httpx2.ASGITransport(app=create_app(world.hub, manner=manner))
    return httpx2.AsyncClient(transport=transport, base_url="http://hub", headers=dict(headers))


async def ask(world: World, manner: Manner, who: str = "requester", **body: Any) -> dict[str, Any]:
    async with front(world, manner, await token_for(world, who)) as client:
        answer: dict[str, Any] = (await client.post("/graphql", json=body)).json()
    return answer


def code_of(answer: dict[str, Any]) -> str:
    code: str = answer["errors"][0]["extensions"]["code"]
    return code


async def test_an_open_hub_answers_queries_by_get(world: World) -> None:
    async with front(world, OPEN, await token_for(world, "requester")) as client:
        answer = await client.get("/graphql", params={"query": BRANDS, "variables": "{}"})

    assert answer.status_code == 200
    assert answer.json()["data"]["brands"]
    assert answer.headers["cache-control"] == "private, no-store"


async def test_nothing_is_changed_by_get(world: World) -> None:
    query = "mutation { issueToken(input: {}) { token } }"
    async with front(world, OPEN, await token_for(world, "requester")) as client:
        answer = await client.get("/graphql", params={"query": query})

    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize("manner", [STANDARD, HARDENED], ids=["standard", "hardened"])
async def test_others_take_posts_alone(world: World, manner: Manner) -> None:
    async with front(world, manner, await token_for(world, "requester")) as client:
        answer = await client.get("/graphql", params={"query": BRANDS})

    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize("query", [SCHEMA, '{ a: __type(name: "Request") { name } }'])
async def test_a_hardened_hub_keeps_its_schema_to_administrators(world: World, query: str) -> None:
    requester = await ask(world, HARDENED, query=query)
    async with front(world, HARDENED, {}) as client:
        nobody = (await client.post("/graphql", json={"query": query})).json()
    administrator = await ask(world, HARDENED, "admin", query=query)

    assert code_of(nobody) == code_of(requester) == "schema_kept"
    assert "data" not in nobody
    assert "errors" not in administrator


@pytest.mark.parametrize(
    ("who", "scope", "told"),
    [
        ("admin", "greenlight:admin", True),
        ("admin", None, False),
        ("admin", "greenlight:read", False),
        ("manager", "greenlight:admin", False),
    ],
)
async def test_an_issuers_token_shows_the_schema_by_scope_and_role(
    world: World, clock: SteppingClock, who: str, scope: str | None, *, told: bool
) -> None:
    authority = Authority(clock)
    house = replace(world, hub=replace(world.hub, identities=authority.identities()))
    token = authority.token(email=f"{who}@hub.example.com", scope=scope)
    async with front(house, HARDENED, {"authorization": f"Bearer {token}"}) as client:
        answer = (await client.post("/graphql", json={"query": SCHEMA})).json()

    assert ("errors" not in answer) is told


async def test_a_text_about_the_schema_is_no_question_about_it(world: World) -> None:
    query = 'query($a: String = "__schema") { requests(where: {titleContains: $a}) { totalCount } }'
    answer = await ask(world, HARDENED, query=query)

    assert answer["data"]["requests"]["totalCount"] == 0


async def test_a_hardened_hub_guesses_no_names(world: World) -> None:
    async with front(world, HARDENED, {}) as client:
        kept = (await client.post("/graphql", json={"query": TYPO})).json()
    told = await ask(world, STANDARD, query=TYPO)

    assert "Did you mean" in told["errors"][0]["message"]
    assert "Did you mean" not in json.dumps(kept)


@pytest.mark.parametrize(
    "asked",
    [
        {"documentId": DIGEST},
        {"documentId": f"sha256:{DIGEST}"},
        {"extensions": {"documentId": DIGEST}},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": DIGEST}}},
        {"query": BRANDS},
    ],
    ids=["the specification", "with its kind", "beside", "Apollo", "the whole text"],
)
async def test_a_document_of_the_manifest_runs(world: World, asked: dict[str, Any]) -> None:
    answer = await ask(world, KNOWN, **asked)

    assert answer["data"]["brands"]


@pytest.mark.parametrize("name", [f"sha256:{DIGEST}", "v1/brands"])
async def test_a_whole_text_runs_whatever_its_manifest_calls_it(world: World, name: str) -> None:
    manner = manner_of(Profile.HARDENED, {name: BRANDS})

    for asked in ({"query": BRANDS}, {"documentId": name}):
        assert (await ask(world, manner, **asked))["data"]["brands"]


@pytest.mark.parametrize(
    "asked",
    [
        {"query": "{ brands { name } }"},
        {"documentId": "0" * 64},
        {"documentId": DIGEST[:-1]},
        {"query": ""},
    ],
)
async def test_no_other_document_runs(world: World, asked: dict[str, Any]) -> None:
    assert code_of(await ask(world, KNOWN, **asked)) == "document_unknown"


async def test_a_name_wins_over_a_text(world: World) -> None:
    answer = await ask(world, KNOWN, documentId=DIGEST, query="{ viewer { name } }")

    assert list(answer["data"]) == ["brands"]


async def test_a_hub_without_documents_says_so(world: World) -> None:
    assert code_of(await ask(world, STANDARD, documentId=DIGEST)) == "documents_off"


@pytest.mark.parametrize(
    "held",
    [
        {DIGEST: BRANDS},
        {f"sha256:{DIGEST}": BRANDS},
        {
            "format": "apollo-persisted-query-manifest",
            "operations": [{"id": DIGEST, "body": BRANDS}],
        },
    ],
    ids=["Relay", "graphql-codegen", "Apollo"],
)
def test_manifests_are_read_as_front_ends_write_them(tmp_path: Path, held: object) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(held))

    assert list(read_manifest(path).values()) == [BRANDS]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "not JSON"),
        ("[]", "neither"),
        ("{}", "neither"),
        (json.dumps({DIGEST: "{ brands { name } }"}), "another SHA-256"),
    ],
)
def test_a_manifest_that_is_none_is_told_so(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(content)

    with pytest.raises(Invalid, match=reason):
        read_manifest(path)


def test_a_manifest_that_is_not_there_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="No such file"):
        read_manifest(tmp_path / "manifest.json")
