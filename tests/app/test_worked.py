"""The worked operations: they are the schema's, each story has some, and all of them run."""

import tomllib
from pathlib import Path

import httpx2
from graphql import OperationType, build_schema, parse, validate
from graphql.language import OperationDefinitionNode

from api.app import create_app
from app.console.asking import issue_token
from app.demo.sample import PEOPLE, email
from app.pages.worked import Operation, names, operations
from domain.hub import Hub
from tests.app.front_end import FrontEnd, refused

ROOT = Path(__file__).parents[2]


def test_every_story_has_operations_under_its_title() -> None:
    stories = tomllib.loads((ROOT / "tests/stories/parts.toml").read_text())

    told = [f"{story}. {stories[story]['title']}" for story in sorted(stories)]
    assert list(dict.fromkeys(one.story for one in operations())) == told


def test_every_operation_is_one_of_the_schema() -> None:
    schema = build_schema((ROOT / "schema.graphql").read_text())
    wrong = {
        (one.story, one.name): errors
        for one in operations()
        if (errors := [error.message for error in validate(schema, parse(one.text))])
    }

    assert wrong == {}
    assert validate(schema, parse(names())) == []


def test_no_file_says_more_than_is_read_of_it() -> None:
    files = sorted((ROOT / "src/app/pages/operations").glob("??.graphql"))
    written = [
        one.name.value
        for file in files
        for one in parse(file.read_text()).definitions
        if isinstance(one, OperationDefinitionNode) and one.name
    ]
    variables = {one.name for one in operations() if "$" in one.text.partition("{")[0]}

    assert sorted(one.name for one in operations()) == sorted(written)
    assert len(set(written)) == len(written)
    assert {one.name for one in operations() if one.variables} == variables


async def front_of(hub: Hub, roles: set[str]) -> FrontEnd:
    """Return a front end in which those roles of the sample have signed in."""
    app = httpx2.ASGITransport(app=create_app(hub))
    client = httpx2.AsyncClient(transport=app, base_url="http://hub")
    tokens = {
        person.nickname: await issue_token(hub, email(person), "test", 1)
        for person in PEOPLE
        if person.nickname in roles
    }
    return FrontEnd(client, hub.clock.now, tokens)


def ordered() -> list[Operation]:
    """Return all that can be sent once, what asks for something before what looks at it."""
    done = {one.name: parse(one.text).definitions[0] for one in operations()}
    kinds = {
        name: one.operation
        for name, one in done.items()
        if isinstance(one, OperationDefinitionNode)
    }
    stories = sorted(operations(), key=lambda one: one.story[0], reverse=True)
    rank = [OperationType.MUTATION, OperationType.QUERY]
    return sorted(
        (one for one in stories if kinds[one.name] in rank),
        key=lambda one: rank.index(kinds[one.name]),
    )


async def test_all_of_them_run_on_the_sample(filled: Hub) -> None:
    front = await front_of(filled, {one.role for one in operations()})
    trouble = {}
    for one in ordered():
        answer = await front.runs(one)
        if said := answer.get("errors") or refused(answer["data"]):
            trouble[one.story, one.name] = said

    assert trouble == {}


async def test_every_table_that_is_tried_decides(filled: Hub) -> None:
    tried = [one for one in operations() if "simulate(" in one.text]
    front = await front_of(filled, {one.role for one in tried})
    said = {one.name: (await front.runs(one))["data"]["simulate"] for one in tried}

    assert {name: one["outcome"] for name, one in said.items()} == dict.fromkeys(said, "DECIDED")
    assert len(said) > 4


async def test_the_sample_has_titles_that_are_out_and_one_to_launch(filled: Hub) -> None:
    found = next(one for one in operations() if one.name == "FindTitles")
    front = await front_of(filled, {found.role})
    works = (await front.runs(found))["data"]["works"]["edges"]
    today = filled.clock.now().date().isoformat()
    out = {
        edge["node"]["title"]: {one["publishedOn"] < today for one in edge["node"]["titles"]}
        for edge in works
    }

    assert out == {"The Harbour": {True}, "The Hill": {False}}
