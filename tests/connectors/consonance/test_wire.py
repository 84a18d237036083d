"""What Consonance tells, read as plain values, whatever it is."""

from typing import Any

import pytest

from connectors.consonance import rest, schema, wire
from connectors.consonance.trouble import NoTitles
from connectors.titles import values
from domain.catalog.works.model import Problem, Record

GOOD: dict[str, Any] = {"__typename": "PhysicalBookProduct", "id": 1, "fullTitle": "A Title"}


def read(**changes: Any) -> Record | Problem:
    return wire.told(GOOD | changes, {"id": 2}, "h").found


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": None}, "a product has no id"),
        ({"id": True}, "a product has no id"),
        ({"fullTitle": " \n"}, "it has no title"),
        ({"fullTitle": "x" * 501}, "its title has more than 500 characters"),
        ({"isbn": {"isbn13": "9780007232834"}}, "`9780007232834` is no ISBN"),
        ({"publicationDate": "soon"}, "`soon` is no date"),
        ({"publicationDate": 2026}, "`something else` is no date"),
        ({"forSaleCountryCodes": ["XX"]}, "countries of sale: "),
        ({"contributions": [{}] * 501}, "it has more than 500 contributors"),
        (
            {"contributions": [{"contributor": {"name": "x" * 301}}]},
            "its contributor's name has more than 300 characters",
        ),
    ],
)
def test_a_bad_product_is_set_aside_with_reason_and_cure(
    changes: dict[str, Any], reason: str
) -> None:
    found = read(**changes)

    assert isinstance(found, Problem)
    assert found.reason.startswith(reason)
    assert found.cure


@pytest.mark.parametrize(
    "odd",
    [
        {"isbn": "x", "contributions": "x", "forSaleCountryCodes": 3},
        {"isbn": {"isbn13": "No ISBN"}, "contributions": [None, 3, {"contributor": []}]},
        {"titlePrefix": 3, "titleWithoutPrefix": [], "subtitle": {}},
    ],
)
def test_what_is_odd_is_taken_for_nothing(odd: dict[str, Any]) -> None:
    found = read(**odd)

    assert isinstance(found, Record)
    assert found.product.isbn is None
    assert found.product.descriptive is not None
    assert found.product.descriptive.contributors == ()


@pytest.mark.parametrize(
    ("sold", "barred", "worldwide", "kinds"),
    [
        ([], [], True, {"DE": "02", "US": "02"}),
        ([], ["US"], True, {"DE": "02", "US": "03"}),
        (["de"], [], False, {"DE": "02", "US": None}),
        (["DE"], ["DE", "US"], False, {"DE": None, "US": "03"}),
        (None, ["US"], None, {"DE": None, "US": "03"}),
    ],
)
def test_a_fence_says_no_more_than_was_told(
    sold: Any, barred: Any, worldwide: Any, kinds: dict[str, str | None]
) -> None:
    found = values.sales(sold, barred, worldwide)

    assert found is not None
    assert {code: found.by_territory().get(code) for code in kinds} == kinds


def test_nothing_told_is_no_fence_and_a_page_without_products_is_none() -> None:
    assert values.sales([], [], False) is None
    assert values.sales(None, None, None) is None
    with pytest.raises(NoTitles):
        rest.page({"products": [], "total_pages": "3"})
    with pytest.raises(NoTitles):
        rest.page([])


def test_forms_of_the_older_list_are_read_as_the_newer_ones() -> None:
    forms = {
        ("PhysicalBookProduct", "BC"): "BC",
        ("ElectronicBookProduct", "DG"): "EA",
        ("ElectronicAudioProduct", "DG"): "AA",
        ("ElectronicAudioProduct", "AJ"): "AJ",
        ("PhysicalAudioProduct", None): "AA",
        ("GenericProduct", None): "",
    }
    for (kind, code), form in forms.items():
        found = read(__typename=kind, onix21ProductFormCode=code)
        assert isinstance(found, Record)
        assert found.product.descriptive is not None
        assert found.product.descriptive.form == form


def test_a_schema_that_is_no_schema_differs_in_everything() -> None:
    for odd in ({}, {"Product": None, "__schema": 3}, {"Product": {"fields": [3, {}]}}):
        found = schema.differences(odd)
        assert all(found.values())
