"""ONIX: parsed and normalised, beside lxml that only parses, over the same generated file.

The floor is bare `iterparse` that frees each record. Ours reads every record, looks at its fields,
and makes plain values of them. Then, how many products a second are stored.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from lxml import etree
from tests.world import ROOT

from benchmarks.stage import engine, report, world
from connectors.onix.reader import Message
from domain.catalog.works.importing import BATCH, Import
from domain.catalog.works.model import Origin, Outcome, Record
from domain.hub import Hub

PRODUCTS, STORED, ROUNDS = 4_000, 1_000, 7

HEAD = (
    '<ONIXMessage release="3.0" xmlns="http://ns.editeur.org/onix/3.0/reference"><Header><Sender>'
    "<SenderName>Bench</SenderName></Sender><SentDateTime>20261101T0900Z</SentDateTime></Header>"
)


def one(number: int) -> str:
    """Return a product as feeds have them: what we read is about half of it."""
    subjects = "".join(
        "<Subject><SubjectSchemeIdentifier>93</SubjectSchemeIdentifier>"
        f"<SubjectCode>F{place}</SubjectCode></Subject>"
        for place in range(6)
    )
    people = "".join(
        f"<Contributor><SequenceNumber>{place}</SequenceNumber><ContributorRole>{role}"
        f"</ContributorRole><NameIdentifier><NameIDType>16</NameIDType><IDValue>{number % 500:012}"
        f"{place:04}</IDValue></NameIdentifier><PersonName>Person {number % 500} {place}"
        f"</PersonName><KeyNames>Person</KeyNames><BiographicalNote>{'A life. ' * 30}"
        "</BiographicalNote></Contributor>"
        for place, role in ((1, "A01"), (2, "E07"))
    )
    supplies = "".join(
        "<ProductSupply><SupplyDetail><Supplier><SupplierRole>01</SupplierRole><SupplierName>"
        "Supplier</SupplierName></Supplier><ProductAvailability>20</ProductAvailability><Price>"
        f"<PriceType>02</PriceType><PriceAmount>{place}.99</PriceAmount><CurrencyCode>EUR"
        "</CurrencyCode><Territory><CountriesIncluded>DE AT</CountriesIncluded></Territory>"
        "</Price></SupplyDetail></ProductSupply>"
        for place in range(4)
    )
    return (
        f"<Product><RecordReference>com.bench.{number}</RecordReference><NotificationType>03"
        "</NotificationType><ProductIdentifier><ProductIDType>01</ProductIDType><IDValue>"
        f"{number}</IDValue></ProductIdentifier><DescriptiveDetail><ProductForm>AJ</ProductForm>"
        "<ProductFormDetail>A103</ProductFormDetail><Collection><CollectionType>10"
        "</CollectionType><CollectionSequence><CollectionSequenceType>02</CollectionSequenceType>"
        f"<CollectionSequenceNumber>{number % 9}</CollectionSequenceNumber></CollectionSequence>"
        "<TitleDetail><TitleType>01</TitleType><TitleElement><TitleElementLevel>02"
        f"</TitleElementLevel><TitleText>Series {number // 9}</TitleText></TitleElement>"
        "</TitleDetail></Collection><TitleDetail><TitleType>01</TitleType><TitleElement>"
        f"<TitleElementLevel>01</TitleElementLevel><TitleText>Title {number}</TitleText>"
        f"</TitleElement></TitleDetail>{people}<Language><LanguageRole>01</LanguageRole>"
        "<LanguageCode>eng</LanguageCode></Language><Extent><ExtentType>09</ExtentType>"
        f"<ExtentValue>540</ExtentValue><ExtentUnit>05</ExtentUnit></Extent>{subjects}"
        "</DescriptiveDetail><CollateralDetail><TextContent><TextType>03</TextType>"
        f"<ContentAudience>00</ContentAudience><Text>{'Words. ' * 100}</Text></TextContent>"
        "</CollateralDetail><PublishingDetail><Imprint><ImprintName>Bench</ImprintName></Imprint>"
        "<PublishingStatus>04</PublishingStatus><PublishingDate><PublishingDateRole>01"
        '</PublishingDateRole><Date dateformat="00">20261103</Date></PublishingDate><SalesRights>'
        "<SalesRightsType>01</SalesRightsType><Territory><CountriesIncluded>DE AT CH FR"
        "</CountriesIncluded></Territory></SalesRights><ROWSalesRightsType>02"
        f"</ROWSalesRightsType></PublishingDetail>{supplies}</Product>"
    )


def parse(path: Path) -> None:
    """Read the file with lxml alone."""
    found = 0
    for _, element in etree.iterparse(path, tag="{*}Product"):
        found += 1
        element.clear(keep_tail=False)
        while element.getprevious() is not None:
            del element.getparent()[0]
    assert found == PRODUCTS


def normalise(path: Path) -> None:
    """Read the file with ours."""
    with path.open("rb") as source:
        found = sum(isinstance(record, Record) for record in Message(source))
    assert found == PRODUCTS


async def main(server: str | None = None) -> None:
    """Measure and print how many products are stored in a second, new ones and known ones."""
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), STORED)
        async with world(server) as found:
            new = await _stored(found.hub, path, Outcome.NEW)
            same = await _stored(found.hub, path, Outcome.SAME)
    print(f"ONIX products stored, {engine(server)}: {new:,.0f}/s new, {same:,.0f}/s known")


async def _stored(hub: Hub, path: Path, outcome: Outcome) -> float:
    with path.open("rb") as source:
        records = list(Message(source))
    bringing = Import(hub, ROOT, Origin("Bench", None, path.name, "0" * 64))
    begin = time.perf_counter()
    for start in range(0, len(records), BATCH):
        await bringing.take(records[start : start + BATCH])
    assert bringing.counts == {outcome: STORED}
    return STORED / (time.perf_counter() - begin)


def reading() -> None:
    """Measure and print how fast a file is read, beside lxml alone, in turns."""
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), PRODUCTS)
        ours: list[float] = []
        floor: list[float] = []
        for _ in range(ROUNDS):
            ours.append(_per_second(normalise, path))
            floor.append(_per_second(parse, path))
        report("ONIX products, read and normalised", ours, floor, "goal at least 0.50")
        size = path.stat().st_size / 1_000_000
        rate = size * statistics.median(ours) / PRODUCTS
        print(f"  {rate:,.0f} MB/s of {size:,.0f} MB, {1e6 * size / PRODUCTS:,.0f} bytes each")


def written(folder: Path, products: int) -> Path:
    """Write a message of so many products."""
    path = folder / "bench.xml"
    with path.open("w", encoding="utf-8") as target:
        target.write(HEAD)
        target.writelines(one(number) for number in range(products))
        target.write("</ONIXMessage>")
    return path


def _per_second(act: Callable[[Path], None], path: Path) -> float:
    begin = time.perf_counter()
    act(path)
    return PRODUCTS / (time.perf_counter() - begin)


if __name__ == "__main__":
    reading()
    asyncio.run(main())
