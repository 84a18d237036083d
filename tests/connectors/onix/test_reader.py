"""Messages in every form say the same, and what they say is all there."""

import io
import re
from datetime import UTC, date, datetime

import pytest

from connectors.onix import elements
from connectors.onix.careful import Careful
from connectors.onix.source import Source
from connectors.onix.tags import Names
from domain.catalog.works.model import Identifier, Notice, Problem, Record, Subject
from tests.connectors.onix.messages import found, message, opened, record, sample, shortened

SPACES = (
    "",
    "http://ns.editeur.org/onix/3.0/reference",
    "http://ns.editeur.org/onix/3.1/short",
    "http://www.editeur.org/onix/3.0/reference",
)
SERIES = (
    "<Collection><CollectionType>10</CollectionType><CollectionIdentifier>"
    "<CollectionIDType>02</CollectionIDType><IDValue>1234-5679</IDValue></CollectionIdentifier>"
    "<CollectionSequence><CollectionSequenceType>03</CollectionSequenceType>"
    "<CollectionSequenceNumber>7</CollectionSequenceNumber></CollectionSequence>"
    "<CollectionSequence><CollectionSequenceType>02</CollectionSequenceType>"
    "<CollectionSequenceNumber>3</CollectionSequenceNumber></CollectionSequence>"
    "<TitleDetail><TitleType>01</TitleType><TitleElement><TitleElementLevel>02"
    "</TitleElementLevel><TitlePrefix>L\u2019</TitlePrefix><TitleWithoutPrefix>\u00c9toile"
    "</TitleWithoutPrefix></TitleElement><TitleElement><TitleElementLevel>03"
    "</TitleElementLevel><TitleText>Second cycle</TitleText></TitleElement></TitleDetail>"
    "</Collection>"
)
PERSON = (
    "<Contributor><SequenceNumber>2</SequenceNumber><ContributorRole>E07</ContributorRole>"
    "<ContributorRole>A01</ContributorRole><NameIdentifier><NameIDType>16</NameIDType>"
    "<IDValue>0000000121479135</IDValue></NameIdentifier><NamesBeforeKey>Maj</NamesBeforeKey>"
    "<KeyNames>Sj\u00f6wall</KeyNames><BiographicalNote>{bio}</BiographicalNote></Contributor>"
    "<Contributor><SequenceNumber>1</SequenceNumber><ContributorRole>B06</ContributorRole>"
    "<CorporateName>House of Words</CorporateName></Contributor>"
)


def only(content: str | bytes) -> Record:
    (one,) = found(content)
    assert isinstance(one, Record)
    return one


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("short", [False, True])
@pytest.mark.parametrize("release", ["3.0", "3.1"])
def test_every_form_of_a_message_says_the_same(space: str, release: str, *, short: bool) -> None:
    plain = message(record(more=SERIES + PERSON.format(bio="Writes.")))
    other = message(
        record(more=SERIES + PERSON.format(bio="Writes.")), space=space, release=release
    )

    assert only(shortened(other) if short else other) == only(plain)


@pytest.mark.parametrize(
    "start",
    [
        "<ONIXMessage\n xmlns = 'urn:onix' release='3.0'>",
        '<ONIXMessage note="an xmlns=" release="3.0" xmlns="urn:onix">',
        '<ONIXMessage note="a > b" release="3.0" xmlns="urn:onix">',
        '<!-- <ONIXMessage xmlns="x"> --><ONIXMessage xmlns="urn:onix" release="3.0">',
        '<ONIXMessage xmlns:x="urn:x" release="3.0" xmlns="urn:onix">',
        '<ONIXMessage xmlns="urn:onix" xmlns:x="urn:x" x:y="z" release="3.0">',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_namespace_is_no_matter_however_it_is_written(start: str, encoding: str) -> None:
    bio = '<p xmlns="http://www.w3.org/1999/xhtml">One</p><p>two</p>'
    plain = message(record(more=PERSON.format(bio=bio)))
    spaced = plain.replace('<ONIXMessage release="3.0">', start)

    assert only(spaced.encode(encoding)).product == only(plain).product


def test_a_namespace_with_a_prefix_is_no_matter() -> None:
    plain = message(record(more=SERIES))
    spaced = re.sub(r"(</?)(?=[A-Z])", r"\1o:", plain).replace(
        " release", ' xmlns:o="urn:o" release'
    )

    assert only(spaced) == only(plain)


def test_codes_without_end_are_read_and_not_all_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elements, "_CODES_MAX", 5)
    spoken = "".join(
        f"<Language><LanguageRole>01</LanguageRole><LanguageCode>{number:03}</LanguageCode>"
        "</Language>"
        for number in range(40)
    )
    described = only(message(record(more=spoken))).product.descriptive

    assert described is not None
    assert [one.code for one in described.languages] == [f"{number:03}" for number in range(40)]
    assert len(elements.LINES) <= 5


@pytest.mark.parametrize("short", [False, True])
@pytest.mark.parametrize("name", ["single-book-onix3.xml", "Onix3.1-single-ref.xml"])
def test_the_rights_of_the_example_record_are_those_it_has_in_all_its_forms(
    name: str, *, short: bool
) -> None:
    text = sample(name).decode()
    publishing = only(shortened(text) if short else text).product.publishing

    assert publishing is not None
    assert publishing.sales is not None
    assert {kind: len(codes) for kind, codes in publishing.sales.kinds} == {
        "01": 77,
        "02": 164,
        "06": 8,
    }
    assert publishing.sales.contested == ()


def test_the_example_record_says_the_same_in_both_tags() -> None:
    text = sample("Onix3.1-single-ref.xml").decode()
    product = only(text).product

    assert only(shortened(text)).product == product
    assert product.isbn == "9780007232833"
    assert product.descriptive is not None
    assert [one.name for one in product.descriptive.contributors][:2] == [
        "Maj Sj\u00f6wall",
        "Per Wahl\u00f6\u00f6",
    ]
    bio = product.descriptive.contributors[0].bio
    assert bio is not None
    assert bio.startswith("Maj Sj\u00f6wall was born in Stockholm in 1935.")
    assert "<" not in bio
    assert (product.descriptive.series[0].name, product.descriptive.series[0].number) == (
        "The Martin Beck series",
        "1",
    )


def test_an_audiobook_of_a_real_feed() -> None:
    product = only(sample("audio1.xml")).product

    assert product.descriptive is not None
    assert product.publishing is not None
    assert product.publishing.sales is not None
    assert (product.descriptive.form, product.descriptive.form_details) == ("AJ", ("A103",))
    assert [one.seconds for one in product.descriptive.extents if one.unit == "16"] == [18_000]
    assert [(kind, len(codes)) for kind, codes in product.publishing.sales.kinds] == [("01", 36)]
    assert len(product.publishing.sales.unknown()) == 213


def test_titles_series_and_people_are_all_there() -> None:
    more = SERIES + PERSON.format(bio="<![CDATA[<p>Born &amp; bred.</p><script>x</script>]]>")
    described = only(message(record(more=more))).product.descriptive

    assert described is not None
    (series,) = described.series
    assert (series.name, series.below, series.number) == (
        "L\u2019\u00c9toile",
        ("Second cycle",),
        "3",
    )
    assert series.identifiers == (Identifier("02", "1234-5679"),)
    house, person = described.contributors
    assert (house.name, house.corporate, house.roles) == ("House of Words", True, ("B06",))
    assert (person.name, person.corporate) == ("Maj Sj\u00f6wall", False)
    assert (person.roles, person.bio) == (("E07", "A01"), "Born & bred.")


@pytest.mark.parametrize("short", [False, True])
def test_subjects_are_kept_with_scheme_and_code_and_keywords_are_not(*, short: bool) -> None:
    told = (("93", "FBA", "Modern fiction"), ("12", "FA", ""), ("20", "", "trains; night"))
    more = "".join(
        f"<Subject><SubjectSchemeIdentifier>{scheme}</SubjectSchemeIdentifier>"
        + (f"<SubjectCode>{code}</SubjectCode>" if code else "")
        + (f"<SubjectHeadingText>{heading}</SubjectHeadingText>" if heading else "")
        + "</Subject>"
        for scheme, code, heading in told
    )
    text = message(record(more=more))
    described = only(shortened(text) if short else text).product.descriptive

    assert described is not None
    assert described.subjects == (Subject("93", "FBA", "Modern fiction"), Subject("12", "FA"))


def test_text_in_markup_is_plain_and_nothing_turns_it() -> None:
    bio = "<p>One <em>two</em></p><p>th\u202eree</p><script>no</script> four"
    described = only(message(record(more=PERSON.format(bio=bio)))).product.descriptive

    assert described is not None
    assert described.contributors[1].bio == "One two\nthree\nfour"


@pytest.mark.parametrize(
    ("form", "said", "first", "last"),
    [
        ("00", "20261103", date(2026, 11, 3), date(2026, 11, 3)),
        ("01", "202602", date(2026, 2, 1), date(2026, 2, 28)),
        ("02", "202653", date(2026, 12, 28), date(2027, 1, 3)),
        ("03", "20264", date(2026, 10, 1), date(2026, 12, 31)),
        ("05", "2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("06", "2026110320261105", date(2026, 11, 3), date(2026, 11, 5)),
        ("11", "20262027", date(2026, 1, 1), date(2027, 12, 31)),
        ("14", "20261103T090000+0100", date(2026, 11, 3), date(2026, 11, 3)),
        ("", "202611", date(2026, 11, 1), date(2026, 11, 30)),
        ("12", "next spring", None, None),
        ("04", "20262", None, None),
    ],
)
@pytest.mark.parametrize("attribute", [True, False])
def test_dates_are_the_days_they_may_mean(
    form: str, said: str, first: date | None, last: date | None, *, attribute: bool
) -> None:
    written = f'<Date dateformat="{form}">{said}</Date>' if form and attribute else None
    legacy = f"<DateFormat>{form}</DateFormat><Date>{said}</Date>"
    dated = (
        "<PublishingStatus>02</PublishingStatus><PublishingDate><PublishingDateRole>30"
        f"</PublishingDateRole>{written or legacy}</PublishingDate>"
    )
    publishing = only(message(record(publishing=dated))).product.publishing

    assert publishing is not None
    (day,) = publishing.dates
    assert (day.role, day.said, day.first, day.last) == ("30", said, first, last)
    assert publishing.status == "02"


def test_what_two_sales_rights_claim_is_contested_and_the_rest_is_the_rest() -> None:
    rights = "".join(
        f"<SalesRights><SalesRightsType>{kind}</SalesRightsType><Territory><CountriesIncluded>"
        f"{where}</CountriesIncluded></Territory></SalesRights>"
        for kind, where in (("01", "DE FR"), ("03", "FR"))
    )
    rest = "<ROWSalesRightsType>00</ROWSalesRightsType>"
    publishing = only(message(record(publishing=rights + rest))).product.publishing

    assert publishing is not None
    assert publishing.sales is not None
    assert publishing.sales.contested == ("FR",)
    assert publishing.sales.by_territory()["DE"] == "01"
    assert publishing.sales.by_territory()["IT"] == "00"
    assert publishing.sales.unknown() == {"FR"}


def test_what_it_is_sent_for_and_who_sent_it() -> None:
    records = [record(number, notice=f"0{number}") for number in range(1, 6)]
    read = opened(message(*records, record(6, notice="89"), record(7, notice="88")))

    assert (read.sender, read.sent_at) == ("Sample House", datetime(2026, 11, 1, 9, tzinfo=UTC))
    kept = [one for one in read if isinstance(one, Record)]
    assert [one.notice for one in kept] == list(Notice)
    assert [(one.position, one.line) for one in kept] == [(n, n + 1) for n in range(1, 6)]
    assert read.tests == 2


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (record(2, title=""), "no title"),
        (record(2, title="x" * 501), "more than 500"),
        (record(2, isbn="9780007232834"), "is no ISBN"),
        (record(2, notice="09"), "NotificationType is `09`"),
        (record(2, notice=""), "no NotificationType"),
        (record(2).replace("com.sample.2", " "), "no RecordReference"),
        (record(2).replace("com.sample.2", "x" * 201), "more than 200"),
        (
            record(2, publishing="<PublishingDate><Date>20261301</Date></PublishingDate>"),
            "`20261301` is no date",
        ),
        (
            record(2, publishing="<ROWSalesRightsType>9</ROWSalesRightsType>"),
            "`9` is no kind",
        ),
        (
            record(
                2,
                publishing="<SalesRights><SalesRightsType>01</SalesRightsType><Territory>"
                "<CountriesIncluded>DE ZZ</CountriesIncluded></Territory></SalesRights>",
            ),
            "`ZZ` is no territory",
        ),
        (
            record(
                2,
                more="<Extent><ExtentType>09</ExtentType><ExtentValue>1:30</ExtentValue>"
                "<ExtentUnit>16</ExtentUnit></Extent>",
            ),
            "`1:30` is no time",
        ),
        (
            record(2, more="<Contributor><PersonName>x</PersonName></Contributor>" * 501),
            "more than 500 contributors",
        ),
    ],
)
def test_a_bad_record_is_set_aside_and_the_others_go_in(bad: str, reason: str) -> None:
    before, problem, after = found(message(record(1), bad, record(3)))

    assert isinstance(before, Record)
    assert isinstance(after, Record)
    assert isinstance(problem, Problem)
    assert (problem.line, reason in problem.reason, bool(problem.cure)) == (3, True, True)
    assert problem.reference in {"com.sample.2", None}


def test_read_with_care_memory_is_that_of_one_record() -> None:
    many = message(*(record(number) for number in range(2_000))).encode()
    for element, _ in Careful(Source(io.BytesIO(many)), Names()):
        assert len(element.getparent()) <= 1 + 64 * 1024 // len(record(1))


def test_lines_are_right_far_into_a_file() -> None:
    filled = message(record(1), *[""] * 70_000, record(2, notice="77"))
    *_, problem = found(filled)

    assert problem.line == 70_003
