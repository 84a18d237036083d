"""Tables of titles are read row by row; what is wrong names its line."""

from io import BytesIO

import pytest

from connectors.titles.table import Table
from domain.catalog.works.model import Problem, Record, Subject
from domain.errors import Invalid

HEAD = "Reference;Title;ISBN;Form;Language;Work;Series;Series_number;Contributors;Published;Sold_in"
GOOD = 'h.1;"Roseanna; a\nnovel";978-0-00-723283-3;AJ;ENG;w1;Martin Beck;1;A01 Maj; ;DE AT'.replace(
    "A01 Maj; ;", '"A01 Maj; E07 Per";2026-12-01;'
)


def read(*rows: str, head: str = HEAD, encoding: str = "utf-8-sig") -> list[Record | Problem]:
    return list(Table(BytesIO("\r\n".join((head, *rows)).encode(encoding))))


def test_a_row_is_a_title_with_all_that_its_columns_tell() -> None:
    first, second = read(GOOD, "", "h.2;Two")

    assert isinstance(first, Record)
    assert (first.line, first.position) == (2, 1)
    product = first.product
    assert (product.reference, product.isbn) == ("h.1", "9780007232833")
    assert product.descriptive is not None
    assert product.descriptive.parts[0].text == "Roseanna; a novel"
    assert [(one.roles, one.name) for one in product.descriptive.contributors] == [
        (("A01",), "Maj"),
        (("E07",), "Per"),
    ]
    assert product.descriptive.languages[0].code == "eng"
    assert product.publishing is not None
    assert product.publishing.sales is not None
    assert product.publishing.sales.by_territory() == {"DE": "02", "AT": "02"}
    assert isinstance(second, Record)
    assert (second.line, second.position, second.product.isbn) == (5, 2, None)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (";No reference", "its reference is empty"),
        ("h.1;", "it has no title"),
        ("h.1;T;123", "`123` is no ISBN"),
        ("h.1;T;;AJ;english", "`english` is no language"),
        ("h.1;T;;;;;;;Maj", "`Maj` is no contributor with a role"),
        ("h.1;T;;;;;;;;1 May", "`1 May` is no date"),
        ("h.1;T;;;;;;;;;Germany", "countries of sale"),
        ("h.1;T" + ";" * 20, "it has more cells than the first row"),
        ('h.1;"T', "the table breaks here"),
    ],
)
def test_a_bad_row_is_set_aside_with_its_line_and_the_rest_goes_in(row: str, reason: str) -> None:
    good, bad = read("h.0;Good", row)

    assert isinstance(good, Record)
    assert isinstance(bad, Problem)
    assert bad.line == 3
    assert reason in bad.reason
    assert bad.cure


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf"])
def test_an_empty_file_is_said_to_be_empty(content: bytes) -> None:
    with pytest.raises(Invalid, match="it is empty"):
        Table(BytesIO(content))


def test_a_line_that_says_what_is_between_cells_is_passed_over() -> None:
    good, bad = read("Reference;Title", "h.1;Roseanna", "h.2;", head="sep=;")

    assert isinstance(good, Record)
    assert (good.line, good.product.reference) == (3, "h.1")
    assert isinstance(bad, Problem)
    assert bad.line == 4


@pytest.mark.parametrize("cell", ['=HYPERLINK("x";"y")', "#REF!", "=#N/A", "=SUM(A1:A2)"])
def test_a_formula_and_what_is_left_of_one_are_set_aside(cell: str) -> None:
    (bad,) = read(f'h.1,"{cell.replace(chr(34), chr(34) * 2)}"', head="reference,title")

    assert isinstance(bad, Problem)
    assert (bad.line, bad.reference) == (2, "h.1")
    assert "in title is a formula, or what is left of one" in bad.reason


@pytest.mark.parametrize("title", ["=", "+44", "#9 Dream", "@home", "E = mc2 (a life)"])
def test_a_title_that_only_begins_as_a_formula_would_is_one(title: str) -> None:
    (good,) = read(f"h.1,{title}", head="reference,title")

    assert isinstance(good, Record)


@pytest.mark.parametrize(
    ("head", "encoding", "said"),
    [
        ("isbn,name", "utf-8", "no column reference, title, but isbn, name"),
        ("", "utf-8", "its first row is empty"),
        ("PK\x03\x04", "utf-8", "it is a workbook, or packed"),
        ("reference\ttitle", "utf-16", "it is not UTF-8"),
        ("reference,title,title", "utf-8", "the column title twice"),
        ("reference,title,\u00e4", "latin-1", "it is not UTF-8"),
    ],
)
def test_what_is_no_table_of_titles_is_refused_with_what_to_do(
    head: str, encoding: str, said: str
) -> None:
    with pytest.raises(Invalid, match=said) as caught:
        read("x,y", head=head, encoding=encoding)

    assert "Save it as CSV, UTF-8, with the columns reference, title" in caught.value.message


def test_subjects_are_told_each_with_its_scheme() -> None:
    good, bad = read(
        'h.1;T;"93 FBA Modern fiction; 12  FA;B2 night-trains"',
        "h.2;T;FBA Modern fiction",
        head="reference;title;subjects",
    )

    assert isinstance(good, Record)
    assert good.product.descriptive is not None
    assert good.product.descriptive.subjects == (
        Subject("93", "FBA", "Modern fiction"),
        Subject("12", "FA"),
        Subject("B2", "night-trains"),
    )
    assert isinstance(bad, Problem)
    assert bad.reason == "`FBA Modern fiction` is no subject with a scheme"


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_spreadsheets_differ_in_what_stands_between(between: str) -> None:
    (found,) = read(between.join(("h.1", "T")), head=between.join(("reference", "title")))

    assert isinstance(found, Record)
