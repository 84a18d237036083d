"""Search through the door: by words and numbers, page by page, and only what one may see."""

from typing import Any

from domain.actor import Role
from domain.catalog import service as catalog
from domain.people import service as people
from tests.api.door import Door, door
from tests.api.test_works import DETAIL, brought
from tests.connectors.onix.messages import record
from tests.world import ROOT, World

SEARCH = """query($text: String!, $kinds: [SearchKind!], $n: Int, $after: String) {
  search(text: $text, kinds: $kinds, first: $n, after: $after) {
    edges { kind cursor node { __typename id ... on Asset { name sha256 sampleRateHz channels }
      ... on Work { title } } } pageInfo { hasNextPage hasPreviousPage endCursor } } }"""


async def found(front: Door, text: str, **given: Any) -> list[tuple[str, str]]:
    data = await front.data(SEARCH, text=text, **given)
    return [(edge["kind"], edge["node"]["__typename"]) for edge in data["search"]["edges"]]


async def test_things_are_found_by_words_and_numbers_as_somebody_may_see_them(
    world: World,
) -> None:
    await brought(world, record(1, more=DETAIL), record(2, title="Day"))
    show = await catalog.add_show(world.hub, ROOT, "Night Shift", world.brand_id, "en")
    await catalog.add_episode(world.hub, ROOT, show.id, "The first night", 1, None)
    front, agent, rival = [await door(world, who) for who in ("requester", "agent", "rival")]
    audio = (await front.data(SEARCH, text="sample wav"))["search"]["edges"][0]["node"]

    assert sorted(await found(front, "NIGHT")) == [
        ("EPISODE", "Episode"),
        ("SERIES", "Series"),
        ("SHOW", "Show"),
        ("TITLE", "Title"),
        ("WORK", "Work"),
    ]
    assert await found(front, "night", kinds=["SHOW", "SERIES"]) == [
        ("SHOW", "Show"),
        ("SERIES", "Series"),
    ]
    assert await found(front, "train night") == [("TITLE", "Title"), ("WORK", "Work")]
    assert await found(front, "night nowhere") == []
    assert await found(front, "nigh") == []
    assert await found(front, "eva") == [("CONTRIBUTOR", "Contributor")]
    assert await found(front, "978-3-16-148410-0") == [("TITLE", "Title")]
    assert (audio["sampleRateHz"], audio["channels"]) == (8_000, 1)
    assert await found(front, audio["sha256"]) == [("ASSET", "Asset")]
    assert sorted(await found(agent, "night")) == [("EPISODE", "Episode"), ("SHOW", "Show")]
    assert await found(agent, audio["sha256"]) == [("ASSET", "Asset")]
    assert await found(rival, audio["sha256"]) == []


async def test_what_is_found_follows_what_things_are_called(world: World) -> None:
    await brought(world, record(1, title="Night Train", more=DETAIL))
    front = await door(world, "requester")
    await brought(world, record(1, title="Dawn", more=DETAIL.replace("Night Lines", "Dawn Lines")))
    renamed = await found(front, "dawn")
    await brought(world, record(1, title="Dawn", notice="05"))

    assert sorted(renamed) == [("SERIES", "Series"), ("TITLE", "Title"), ("WORK", "Work")]
    assert [kind for kind, _ in await found(front, "night train")] == []
    assert {"TITLE", "WORK"}.isdisjoint(kind for kind, _ in await found(front, "dawn"))


async def test_long_lists_come_by_page_and_nonsense_is_refused(world: World) -> None:
    await brought(world, *(record(number, isbn="") for number in range(1, 6)))
    front = await door(world, "requester")
    seen: list[str] = []
    after = None
    while True:
        page = (await front.data(SEARCH, text="night", n=3, after=after))["search"]
        seen += [edge["node"]["id"] for edge in page["edges"]]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]

    assert len(seen) == len(set(seen)) == 10
    for text, code in (("?!", "nothing_to_look_for"), ("a b c d e f g h i", "too_many_words"),
                       ("a" * 501, "too_long")):  # fmt: skip
        answer = await front.send(SEARCH, text=text)
        assert answer["errors"][0]["extensions"]["code"] == code


async def test_files_of_other_brands_are_not_found(world: World) -> None:
    other = await catalog.add_brand(world.hub, ROOT, "Other Brand")
    user = await people.add_user(world.hub, ROOT, name="Oda", email="oda@hub.example.com")
    await people.grant_role(world.hub, ROOT, user.id, Role.REQUESTER, brand_id=other.id)
    world.people["oda"] = user.id

    assert await found(await door(world, "oda"), "sample") == []
    assert {kind for kind, _ in await found(await door(world, "requester"), "sample")} == {"ASSET"}
