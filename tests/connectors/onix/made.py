"""A feed as publishers send them, of so many products: what is measured, and read in two ways."""

from pathlib import Path

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


def written(folder: Path, products: int) -> Path:
    """Write a message of so many products."""
    path = folder / "bench.xml"
    with path.open("w", encoding="utf-8") as target:
        target.write(HEAD)
        target.writelines(one(number) for number in range(products))
        target.write("</ONIXMessage>")
    return path
