"""Which rights are a thing's own, and which come from its show, a title or a work."""

from typing import Any

from domain.database import sql
from tests.api.door import door
from tests.api.test_rights import ADD, acted, added, episode, permission
from tests.api.test_rights_ends import LINK
from tests.api.test_works import brought
from tests.connectors.onix.messages import record
from tests.world import World

ENTRIES = """query($id: ID!, $first: Int, $after: String) { rights(kind: EPISODE, id: $id) {
  above { kind id name }
  entriesConnection(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor }
    edges { node { explicit source { kind id name } grant { id subjectId territories } } } } } }"""


async def family(world: World) -> tuple[str, dict[str, str]]:
    """Have an episode with a show and a title; return its id, and the grants of each kind."""
    manager = await door(world, "manager")
    await brought(world, record(1, title="Night Train"))
    (title,) = await sql.fetch("SELECT id, work_id FROM titles")
    show, subject = await episode(world)
    link = {"kind": "EPISODE", "subjectId": subject, "sourceKind": "TITLE"}
    await acted(manager, LINK, link | {"sourceId": title["id"]})
    held = {"EPISODE": subject, "SHOW": show, "TITLE": title["id"], "WORK": title["work_id"]}
    return subject, {
        kind: await added(manager, ADD, permission(ref, kind=kind)) for kind, ref in held.items()
    }


async def test_each_grant_says_what_it_comes_from(world: World) -> None:
    subject, grants = await family(world)
    found = (await (await door(world, "auditor")).data(ENTRIES, id=subject))["rights"]
    entries = [edge["node"] for edge in found["entriesConnection"]["edges"]]

    assert {one["source"]["kind"]: one["grant"]["id"] for one in entries} == grants
    assert {one["source"]["kind"]: one["source"]["name"] for one in entries} == {
        "EPISODE": "One",
        "SHOW": "Beans",
        "TITLE": "Night Train",
        "WORK": "Night Train",
    }
    assert {one["source"]["kind"] for one in entries if one["explicit"]} == {"EPISODE"}
    assert all(one["source"]["id"] == one["grant"]["subjectId"] for one in entries)
    assert [(one["kind"], one["name"]) for one in found["above"]] == [
        ("SHOW", "Beans"),
        ("TITLE", "Night Train"),
        ("WORK", "Night Train"),
    ]


async def test_entries_are_paged_newest_first_and_named_by_one_statement(
    world: World, asked: list[str]
) -> None:
    subject, grants = await family(world)
    auditor = await door(world, "auditor")
    pages: list[dict[str, Any]] = []
    for after in (None, "next"):
        cursor = after and pages[-1]["pageInfo"]["endCursor"]
        asked.clear()
        found = await auditor.data(ENTRIES, id=subject, first=3, after=cursor)
        pages.append(found["rights"]["entriesConnection"])
    names = [one for one in asked if "AS ref" in one]

    assert [edge["node"]["grant"]["id"] for one in pages for edge in one["edges"]] == list(
        reversed(grants.values())
    )
    assert [one["totalCount"] for one in pages] == [4, 4]
    assert len(names) == 1


async def test_a_grant_for_a_part_of_a_country_says_which(world: World) -> None:
    manager = await door(world, "manager")
    _, subject = await episode(world)
    said = []
    for scope in ({"include": ["GB-SCT"]}, {"include": ["WORLD"], "exclude": ["FR", "US-CA"]}):
        given = permission(subject, scope={"uses": ["EVERY"]} | scope)
        done = await acted(manager, ADD, given)
        said.append(done["grant"]["territories"])

    assert said == ["GB-SCT", "World excluding FR, US-CA"]
