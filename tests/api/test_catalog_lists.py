"""Lists of the catalogue by page, and what every list says of arguments that make no sense."""

from typing import Any

from graphql import GraphQLNonNull, GraphQLObjectType

from api.schema import schema
from domain.catalog import service as catalog
from tests.api.door import Door, door
from tests.world import ROOT, World

SHOWS = """query($first: Int, $after: String, $last: Int, $before: String, $where: BrandWhere,
    $order: NameOrder) {
  showsConnection(first: $first, after: $after, last: $last, before: $before, where: $where,
      orderBy: $order) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { node { title } } } }"""


async def page(by: Door, **given: Any) -> tuple[list[str], dict[str, Any], int]:
    found = (await by.data(SHOWS, **given))["showsConnection"]
    titles = [edge["node"]["title"] for edge in found["edges"]]
    return titles, found["pageInfo"], found["totalCount"]


async def test_a_list_is_walked_by_name_there_and_back(world: World) -> None:
    for title in ("Crema", "Ärger", "Beans", "Beans again"):
        await catalog.add_show(world.hub, ROOT, title, world.brand_id, "en")
    manager = await door(world, "manager")
    whole, _, total = await page(manager)
    first, stands, _ = await page(manager, first=2)
    rest, end, _ = await page(manager, first=2, after=stands["endCursor"])
    back, begin, _ = await page(manager, last=2, before=end["startCursor"])
    newest, _, _ = await page(manager, order={"field": "AGE", "direction": "DESC"})
    none, _, zero = await page(manager, where={"brandId": "brd_01kaxv3e7me5m9wq2q7w5b8x4n"})

    assert (total, whole) == (4, first + rest)
    assert first == back == ["Beans", "Beans again"]
    assert (stands["hasNextPage"], end["hasNextPage"]) == (True, False)
    assert (begin["hasPreviousPage"], begin["hasNextPage"]) == (False, True)
    assert newest == ["Beans again", "Beans", "Ärger", "Crema"]
    assert (none, zero) == ([], 0)


async def test_people_of_an_agency_see_their_own_agency_and_no_sites_or_accounts(
    world: World,
) -> None:
    agent = await door(world, "agent")
    asked = "{ agenciesConnection { totalCount edges { node { id } } } }"
    seen = (await agent.data(asked))["agenciesConnection"]
    refused = [
        (await agent.send(f"{{ {name} {{ totalCount }} }}"))["errors"][0]["extensions"]["code"]
        for name in ("sitesConnection", "accountsConnection")
    ]

    assert seen == {"totalCount": 1, "edges": [{"node": {"id": world.agency_id}}]}
    assert refused == ["not_allowed"] * 2


async def test_people_are_listed_for_those_who_see_people(world: World) -> None:
    asked = """query($after: String) { usersConnection(first: 2, after: $after,
      where: { active: true }, orderBy: { field: NAME, direction: ASC }) {
      totalCount pageInfo { endCursor } edges { node { name active } } } }"""
    manager = await door(world, "manager")
    first = (await manager.data(asked))["usersConnection"]
    after = first["pageInfo"]["endCursor"]
    second = (await manager.data(asked, after=after))["usersConnection"]
    refused = (await (await door(world, "requester")).send(asked))["errors"]

    names = [edge["node"]["name"] for edge in first["edges"] + second["edges"]]
    assert names == ["Admin", "Agent", "Auditor", "Brand One"]
    assert first["totalCount"] == len(world.people)
    assert refused[0]["extensions"]["code"] == "not_allowed"


async def test_every_list_says_what_is_wrong_with_a_page_that_makes_no_sense(world: World) -> None:
    manager = await door(world, "manager")
    fields = schema._schema.query_type.fields  # type: ignore[union-attr]
    lists = [
        name
        for name, it in fields.items()
        if isinstance(kind := getattr(it.type, "of_type", it.type), GraphQLObjectType)
        and kind.name.endswith("Connection")
        and not any(isinstance(one.type, GraphQLNonNull) for one in it.args.values())
    ]
    wrong = {
        "first: 0": "page_size",
        "first: 101": "page_size",
        'after: "?"': "malformed_cursor",
        'after: "WzEsIngiLDFd"': "malformed_cursor",
    }
    backwards = {"first: 1, last: 1": "both_directions", "last: 0": "page_size"}
    found = {}
    for name in lists:
        for given in wrong | (backwards if "last" in fields[name].args else {}):
            answer = await manager.send(f"{{ {name}({given}) {{ pageInfo {{ endCursor }} }} }}")
            found[name, given] = answer["errors"][0]["extensions"]["code"]

    assert len(lists) > 10
    assert {key: code for key, code in found.items() if code != (wrong | backwards)[key[1]]} == {}
