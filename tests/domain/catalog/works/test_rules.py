"""What works are called, how long they are heard, and who is the same."""

from datetime import date

import pytest

from domain.catalog.works import rules
from domain.catalog.works.model import (
    Contribution,
    Day,
    Descriptive,
    Extent,
    Identifier,
    Product,
    Publishing,
    Related,
    SeriesPlace,
    TitlePart,
)


def product(*parts: TitlePart, extents: tuple[Extent, ...] = ()) -> Product:
    return Product("r", (), descriptive=Descriptive("AJ", (), parts, extents=extents))


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        ((TitlePart("02", "Saga"), TitlePart("01", "Dawn", subtitle="A start")), "Dawn"),
        ((TitlePart("03", "Cycle"), TitlePart("02", "Saga"), TitlePart("01", "")), "Saga, Cycle"),
        ((TitlePart("02", "Saga"), TitlePart("01", "", number="3")), "Saga, 3"),
        ((TitlePart("02", "Saga"),), "Saga"),
    ],
)
def test_a_volume_without_a_title_is_called_by_what_it_belongs_to(
    parts: tuple[TitlePart, ...], name: str
) -> None:
    assert rules.name_of(product(*parts))[0] == name


def test_the_subtitle_is_that_of_the_product() -> None:
    part = TitlePart("01", "Dawn", subtitle="A start")

    assert rules.name_of(product(TitlePart("02", "Saga", subtitle="x"), part))[1] == "A start"


def test_the_whole_time_comes_before_that_of_its_main_part() -> None:
    pages, main, whole = (
        Extent("00", "245", "03"),
        Extent("14", "60", "05", 3_600),
        Extent("09", "70", "05", 4_200),
    )

    assert rules.seconds_of(product(extents=(pages, main, whole))) == 4_200
    assert rules.seconds_of(product(extents=(pages, main))) == 3_600
    assert rules.seconds_of(product(extents=(pages,))) is None


def test_publication_is_the_last_day_it_may_be() -> None:
    days = (
        Day("02", "20261101", date(2026, 11, 1), date(2026, 11, 1)),
        Day("01", "202612", date(2026, 12, 1), date(2026, 12, 31)),
    )

    assert rules.published_on(Product("r", (), publishing=Publishing(dates=days))) == date(
        2026, 12, 31
    )
    assert rules.published_on(Product("r", ())) is None


def test_the_leading_title_is_the_same_in_every_order() -> None:
    titles = [("1", "BC", "a"), ("2", "AJ", "c"), ("3", "AN", "b")]

    assert {rules.leader(order) for order in (titles, titles[::-1])} == {"3"}
    assert rules.leader(titles[:1]) == "1"
    assert rules.leader([]) is None


def test_people_are_the_same_by_number_and_by_name_with_one_sender_only() -> None:
    def somebody(name: str, *numbers: Identifier) -> Contribution:
        return Contribution(1, ("A01",), name, identifiers=numbers)

    isni, spaced = (
        Identifier("16", "0000000121479135"),
        Identifier("16", "0000 0001 2147 9135"),
    )
    own = Identifier("01", "7421", "House")
    key = rules.contributor_key

    assert key(somebody("Maj", isni), "a") == key(somebody("M. S.", own, spaced), "b")
    assert key(somebody("Maj", own), "a") == key(somebody("M. S.", own), "a")
    assert key(somebody("Maj", own), "a") != key(somebody("Maj", own), "b")
    assert key(somebody("MAJ"), "a") == key(somebody("maj"), "a")
    assert key(somebody("Maj"), "a") != key(somebody("Maj"), "b")
    assert rules.isni_of(somebody("Maj", own, spaced)) == "0000000121479135"
    assert rules.isni_of(somebody("Maj", Identifier("16", "12"))) is None


def test_works_and_series_are_the_same_by_their_numbers() -> None:
    istc = Related((Identifier("01", "5", "House"), Identifier("11", "A02-2009-000004BE-4")))
    bare = Related((Identifier("11", "a022009000004be4"),))
    one, other = (Product("r", (), related=related) for related in (istc, bare))
    alone = Product("r", ())
    issn = (Identifier("02", "1234-5679"),)

    assert rules.work_key(one, "a", "ttl_1") == rules.work_key(other, "b", "ttl_2")
    assert rules.work_key(alone, "a", "ttl_1") == rules.work_key(alone, "b", "ttl_1")
    assert rules.work_key(alone, "a", "ttl_1") != rules.work_key(alone, "a", "ttl_2")
    assert rules.series_key(SeriesPlace("A", "10", identifiers=issn), "a") == rules.series_key(
        SeriesPlace("B", "10", identifiers=issn), "b"
    )
    assert rules.series_key(SeriesPlace("A", "10", ("B",)), "a") != rules.series_key(
        SeriesPlace("A", "10"), "a"
    )
