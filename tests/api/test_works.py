"""Works through the door: found by what people call them, page by page, and not by agencies."""

import io
from typing import Any

from connectors.onix.reader import Message
from domain.catalog.works.importing import Import
from domain.catalog.works.model import Origin
from tests.api.door import Door, door
from tests.connectors.onix.messages import message, record
from tests.world import ROOT, World

SHOWN = """{ id title subtitle language updatedAt removedAt
  contributors { roles bio contributor { id name isni } }
  series { number series { id name } }
  titles { id workId reference isbn name form durationSeconds status publishedOn sender file line
    dates { role said first last } salesRights { kind territories } contestedTerritories
    publisher imprint salesRestrictions sentAt importedAt removedAt subtitle } }"""
LIST = f"""query($n: Int, $after: String, $where: WorkWhere) {{
  works(first: $n, after: $after, where: $where) {{
    totalCount edges {{ node {SHOWN} }} pageInfo {{ hasNextPage endCursor }} }} }}"""
DETAIL = (
    "<Collection><CollectionType>10</CollectionType><CollectionSequence>"
    "<CollectionSequenceType>02</CollectionSequenceType><CollectionSequenceNumber>2"
    "</CollectionSequenceNumber></CollectionSequence><TitleDetail><TitleType>01</TitleType>"
    "<TitleElement><TitleElementLevel>02</TitleElementLevel><TitleText>Night Lines</TitleText>"
    "</TitleElement></TitleDetail></Collection><Contributor><ContributorRole>E07"
    "</ContributorRole><PersonName>\u00c9va Reader</PersonName><BiographicalNote>Reads."
    "</BiographicalNote></Contributor><Extent><ExtentType>09</ExtentType><ExtentValue>90"
    "</ExtentValue><ExtentUnit>05</ExtentUnit></Extent>"
)
PUBLISHING = (
    "<PublishingStatus>02</PublishingStatus><PublishingDate><PublishingDateRole>01"
    "</PublishingDateRole><Date dateformat='01'>202612</Date></PublishingDate><SalesRights>"
    "<SalesRightsType>01</SalesRightsType><Territory><CountriesIncluded>FR DE"
    "</CountriesIncluded></Territory></SalesRights>"
)


PARTS = """query { works { edges { node { titles {
  descriptions { kind audience text usableFrom usableUntil } subjects { scheme code heading }
  languages { role code } extents { kind value unit seconds } } } } } }"""
SAID = (
    "<Language><LanguageRole>01</LanguageRole><LanguageCode>ger</LanguageCode></Language>"
    "<Extent><ExtentType>09</ExtentType><ExtentValue>90</ExtentValue><ExtentUnit>05</ExtentUnit>"
    "</Extent><Subject><SubjectSchemeIdentifier>93</SubjectSchemeIdentifier><SubjectCode>FB"
    "</SubjectCode><SubjectHeadingText>Fiction</SubjectHeadingText></Subject>"
)
TEXT = (
    "</DescriptiveDetail><CollateralDetail><TextContent><TextType>03</TextType><ContentAudience>00"
    "</ContentAudience><Text>A train.</Text><ContentDate><ContentDateRole>14</ContentDateRole>"
    "<Date>20270101</Date></ContentDate><ContentDate><ContentDateRole>15</ContentDateRole>"
    "<Date>20271231</Date></ContentDate></TextContent></CollateralDetail>"
)


async def brought(world: World, *records: str) -> None:
    read = Message(io.BytesIO(message(*records).encode()))
    origin = Origin(read.sender, read.sent_at, "house.xml", "f" * 64)
    await Import(world.hub, ROOT, origin).take(list(read))


async def listed(front: Door, **given: Any) -> dict[str, Any]:
    found: dict[str, Any] = (await front.data(LIST, **given))["works"]
    return found


async def test_a_title_says_what_it_is_about_and_with_which_texts_it_is_sold(world: World) -> None:
    await brought(world, record(1, more=SAID).replace("</DescriptiveDetail>", TEXT))
    found = await (await door(world, "requester")).data(PARTS)
    agency = await (await door(world, "agent")).send(PARTS)

    assert found["works"]["edges"][0]["node"]["titles"] == [
        {
            "descriptions": [
                {
                    "kind": "03",
                    "audience": ["00"],
                    "text": "A train.",
                    "usableFrom": "2027-01-01",
                    "usableUntil": "2027-12-31",
                }
            ],
            "subjects": [{"scheme": "93", "code": "FB", "heading": "Fiction"}],
            "languages": [{"role": "01", "code": "ger"}],
            "extents": [{"kind": "09", "value": "90", "unit": "05", "seconds": 5_400}],
        }
    ]
    assert "A train." not in str(agency)


async def test_a_work_is_found_and_says_all_there_is(world: World) -> None:
    await brought(world, record(1, more=DETAIL, publishing=PUBLISHING), record(2, title="Day"))
    front = await door(world, "requester")
    found = await listed(front, where={"textContains": "\u00c9VA"})
    ((edge,), total) = (found["edges"], found["totalCount"])
    work = edge["node"]
    (title,) = work["titles"]

    assert (work["title"], total) == ("Night Train", 1)
    assert work["series"][0]["number"] == "2"
    assert work["contributors"][0]["roles"] == ["E07"]
    assert work["contributors"][0]["bio"] == "Reads."
    assert (title["reference"], title["durationSeconds"], title["status"]) == (
        "com.sample.1",
        5_400,
        "02",
    )
    assert title["publishedOn"] == "2026-12-31"
    assert title["salesRights"] == [{"kind": "01", "territories": ["DE", "FR"]}]
    assert (title["sender"], title["file"], title["line"]) == ("Sample House", "house.xml", 2)
    for narrowed in (
        {"seriesId": work["series"][0]["series"]["id"]},
        {"contributorId": work["contributors"][0]["contributor"]["id"]},
        {"isbn": title["isbn"]},
    ):
        assert [one["node"]["id"] for one in (await listed(front, where=narrowed))["edges"]] == [
            work["id"]
        ]
    assert (await front.data(f"query($id: ID!) {{ work(id: $id) {SHOWN} }}", id=work["id"]))[
        "work"
    ] == work


async def test_everything_has_an_id_to_ask_by_and_agencies_see_nothing(world: World) -> None:
    await brought(world, record(1, more=DETAIL))
    front, agent = await door(world, "requester"), await door(world, "agent")
    work = (await listed(front))["edges"][0]["node"]
    node = "query($id: ID!) { node(id: $id) { __typename id } work(id: $id) { id } }"
    ids = {
        "Work": work["id"],
        "Title": work["titles"][0]["id"],
        "Series": work["series"][0]["series"]["id"],
        "Contributor": work["contributors"][0]["contributor"]["id"],
    }
    for name, one in ids.items():
        assert (await front.data(node, id=one))["node"] == {"__typename": name, "id": one}
        assert await agent.data(node, id=one) == {"node": None, "work": None}
    refused = await agent.send("{ works { totalCount } }")
    assert refused["data"] == {"works": None}
    assert refused["errors"][0]["extensions"]["code"] == "not_allowed"


async def test_long_lists_come_by_page(world: World) -> None:
    await brought(world, *(record(number, isbn="") for number in range(1, 6)))
    front = await door(world, "requester")
    seen, after = [], None
    while True:
        page = await listed(front, n=2, after=after)
        seen += [edge["node"]["id"] for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]

    assert len(seen) == len(set(seen)) == 5
    assert seen == sorted(seen, reverse=True)
    wrong = await front.send('{ works(where: {seriesId: "wrk_1"}) { totalCount } }')
    assert wrong["errors"][0]["extensions"]["code"] == "malformed_id"
