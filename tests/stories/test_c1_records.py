"""C1: an episode is told by its title's record, and goes out only as that was approved."""

import io
from typing import Any

from connectors.onix.reader import Message
from domain.catalog.works.importing import Import
from domain.catalog.works.model import Origin
from tests.bot.reading import lines
from tests.connectors.onix.messages import message, record
from tests.stories.house import House
from tests.world import ROOT, square

READER = (
    "<Contributor><SequenceNumber>1</SequenceNumber><ContributorRole>A01</ContributorRole>"
    "<PersonName>Ben Writer</PersonName></Contributor>"
    "<Contributor><SequenceNumber>2</SequenceNumber><ContributorRole>E07</ContributorRole>"
    "<PersonName>Ada Reader</PersonName></Contributor>"
)
SERIES = (
    "<Collection><CollectionType>10</CollectionType><TitleDetail><TitleType>01</TitleType>"
    "<TitleElement><TitleElementLevel>02</TitleElementLevel><PartNumber>{number}</PartNumber>"
    "<TitleText>Trains</TitleText></TitleElement></TitleDetail></Collection>"
)
ABOUT = (
    "<CollateralDetail><TextContent><TextType>03</TextType><ContentAudience>00</ContentAudience>"
    "<Text>{text}</Text></TextContent></CollateralDetail><PublishingDetail>"
)
COMES_OUT = (
    "<PublishingDate><PublishingDateRole>01</PublishingDateRole>"
    "<Date dateformat='00'>20261001</Date></PublishingDate>"
)
SEARCH = """query($text: String!) { search(text: $text) { edges { kind node { id } } } }"""
BRIEF = """query($id: ID!) { request(id: $id) { revision note brief { ... on EpisodeReleaseBrief {
  episodeTitle description credits series seriesNumber publishedOn fromRecord } }
  auditTrail { act } } }"""


async def told(house: House, number: int = 1, title: str = "Night Train", text: str = "") -> str:
    """Have the publisher tell of a title of the series, anew or for the first time; return it."""
    more = SERIES.format(number=number) + READER
    one = record(number, title=title, more=more, publishing=COMES_OUT)
    about = ABOUT.format(text=text or "A train, a night, and nobody who sleeps.")
    whole = message(one.replace("<PublishingDetail>", about)).encode()
    read = Message(io.BytesIO(whole))
    origin = Origin(
        read.sender, read.sent_at, f"{title}.xml", f"{number}{len(title)}".ljust(64, "f")
    )
    taken = Import(house.world.hub, ROOT, origin)
    await taken.take(list(read))
    assert taken.aside == []
    data = await (await house.desk.front("requester")).data(SEARCH, text=title)
    ids = [str(e["node"]["id"]) for e in data["search"]["edges"] if e["kind"] == "TITLE"]
    return ids[0]


async def briefed(house: House, request: dict[str, str]) -> Any:
    data = await (await house.desk.front("manager")).data(BRIEF, id=request["id"])
    return data["request"]


async def says_yes(house: House, request: dict[str, str]) -> None:
    for who, stage in (("editor", "script"), ("legal_one", "legal"), ("brand_one", "brand")):
        await house.desk.says(who, request, stage)


async def test_c1_a_release_takes_its_words_from_the_titles_record(house: House) -> None:
    title = await told(house)
    async with house.desk.chat() as chat:
        brief = await house.release(titleId=title, description="Told anew for the ear.")
        request = (await house.asks("episode_release", brief))["request"]
        await house.desk.work()
        card = lines(chat.shown("CEDITORIAL")[0].blocks)
        await says_yes(house, request)
        await house.desk.work(seconds=31)
    found = (await briefed(house, request))["brief"]
    (handed,) = await house.handed("publisher", "WAITING")

    assert found == {
        "episodeTitle": "Night Train",
        "description": "Told anew for the ear.",
        "credits": ["Ben Writer (author)", "Ada Reader (reader)"],
        "series": "Trains",
        "seriesNumber": "1",
        "publishedOn": "2026-10-01",
        "fromRecord": ["EPISODE_TITLE", "CREDITS", "SERIES", "SERIES_NUMBER", "PUBLISHED_ON"],
    }
    assert "• Record: Night Train; written over: Description" in card
    assert handed["metadata"]["episode_title"] == "Night Train"
    assert handed["metadata"]["record"]["reference"] == "com.sample.1"
    assert handed["metadata"]["record"]["written_over"] == ["description"]
    assert handed["metadata"]["record"]["rights"] == {"unknown": ["AT", "DE"]}


async def test_c1_artwork_of_another_size_is_refused_before_it_is_asked_for(house: House) -> None:
    front = await house.desk.front("requester")
    small = await house.sent(front, "IMAGE", square(640))
    done = await house.asks("episode_release", await house.release(artworkAssetId=small))

    (problem,) = done["errors"]
    assert (problem["code"], problem["path"]) == ("artwork_size", ["artworkAssetId"])
    assert "1400 to 3000 pixels a side" in problem["message"]
    assert "640 × 640" in problem["message"]  # noqa: RUF001  As sizes are written.


async def test_c1_a_record_that_changed_after_the_yes_opens_what_it_touches(house: House) -> None:
    title = await told(house)
    async with house.desk.chat() as chat:
        brief = await house.release(titleId=title, description="Told anew for the ear.")
        request = (await house.asks("episode_release", brief))["request"]
        await says_yes(house, request)
        # What was written over stays as it was approved, whatever the record says.
        assert await told(house, title="Night Express", text="Another text.") == title
        await house.desk.work(seconds=31)
        found, told_now = await house.look(request), await briefed(house, request)
        card = lines(chat.shown("CEDITORIAL")[-1].blocks)
        await house.desk.says("editor", request, "script")
        await house.desk.says("brand_one", request, "brand")
        await house.desk.work(seconds=31)
    after = await house.look(request)
    (handed,) = await house.handed("publisher", "WAITING")

    assert (found["state"], found["handOver"], found["revision"]) == ("IN_REVIEW", None, 2)
    assert "Title: Night Train → Night Express." in found["note"]
    assert {s["key"]: (s["state"], s["round"]) for s in found["stages"]} == {
        "script": ("OPEN", 2),
        "legal": ("APPROVED", 1),
        "brand": ("WAITING", 2),
    }
    assert told_now["brief"]["episodeTitle"] == "Night Express"
    assert told_now["brief"]["description"] == "Told anew for the ear."
    assert "request.record_changed" in [one["act"] for one in told_now["auditTrail"]]
    assert any("Night Train → Night Express" in line for line in card)
    assert after["state"] == "PUBLISHED"
    assert handed["metadata"]["episode_title"] == "Night Express"


async def test_c1_a_title_taken_back_after_the_yes_is_not_handed_over(house: House) -> None:
    title = await told(house)
    request = (await house.asks("episode_release", await house.release(titleId=title)))["request"]
    await says_yes(house, request)
    gone = Message(io.BytesIO(message(record(1, notice="05", title="", isbn="")).encode()))
    origin = Origin(gone.sender, gone.sent_at, "gone.xml", "e" * 64)
    await Import(house.world.hub, ROOT, origin).take(list(gone))
    await house.desk.work(seconds=31)
    found = await house.look(request)

    assert (found["state"], found["handOver"]) == ("CHANGES_REQUESTED", None)
    assert "Its publisher took this title back" in found["note"]
