"""What is the same on both engines, whatever it looks like, and what is not."""

from datetime import UTC, datetime

import pytest

from domain.keeping.model import Column, Kind, Row, Table
from domain.keeping.rules import Tally, canonical_document, differing, in_order, line, reviver

TABLE = Table("things", (Column("id", Kind.TEXT), Column("held", Kind.DOCUMENT)))


def summed(*rows: Row) -> str:
    tally = Tally(TABLE)
    tally.add(rows)
    return tally.sum.digest


@pytest.mark.parametrize(
    ("lite", "server"),
    [
        ('{"b":1,"a":2}', '{"a": 2, "b": 1}'),
        ('{"n":1e16}', '{"n": 10000000000000000}'),
        ('{"n":-0.0}', '{"n": 0.0}'),
        ('{"n":1e-7}', '{"n": 0.0000001}'),
        ('{"n":1e22}', '{"n": 10000000000000000000000}'),
        ('{"n":100.0}', '{"n": 100.0}'),
        ('[{"z":[-0.0,{"b":null,"a":"1e5"}]}]', '[{"z": [0.0, {"a": "1e5", "b": null}]}]'),
    ],
)
def test_a_document_is_the_same_however_an_engine_writes_it(lite: str, server: str) -> None:
    assert canonical_document(lite) == canonical_document(server)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a", None), ("a", "null")),
        (("", None), (None, None)),
        (("1", None), (1, None)),
        (("a", '{"n":1}'), ("a", '{"n":true}')),
    ],
)
def test_what_is_missing_empty_or_of_another_kind_is_not_the_same(one: Row, other: Row) -> None:
    assert summed(one) != summed(other)


def test_rows_sum_up_alike_in_any_order_and_doubles_count() -> None:
    rows = [(str(n), '{"n":1}') for n in range(5)]

    assert summed(*rows) == summed(*reversed(rows))
    assert summed(*rows) != summed(*rows, rows[0])
    assert summed(rows[0], rows[0]) != summed(rows[1], rows[1])


def test_tables_are_filled_after_those_that_they_point_to() -> None:
    tables = [
        Table("a", (), frozenset({"b", "a"})),
        Table("b", (), frozenset({"c"})),
        Table("c", ()),
        Table("processes", ()),
    ]

    assert [table.name for table in in_order(tables)] == ["c", "b", "a"]


def test_tables_that_are_unlike_are_named_whatever_the_order_of_their_columns() -> None:
    turned = Table("things", TABLE.columns[::-1])
    narrow = Table("things", TABLE.columns[:1])

    assert differing([TABLE], [turned]) == []
    assert differing([TABLE], [narrow, Table("more", ())]) == ["more", "things"]


def test_a_row_comes_back_from_its_line() -> None:
    columns = (Column("at", Kind.INSTANT), Column("held", Kind.DOCUMENT), Column("no", Kind.TEXT))
    row = (datetime(2026, 11, 21, 9, 0, 0, 5, UTC), '{"a": 1}', None)

    assert reviver(Table("things", columns))(line(row)) == row


@pytest.mark.parametrize("given", [b"{}", b"[1]", b'["x",null,null]', b"[", b'["2026-13-01",1,2]'])
def test_what_is_no_row_is_refused(given: bytes) -> None:
    columns = (Column("at", Kind.INSTANT), Column("a", Kind.TEXT), Column("b", Kind.TEXT))
    with pytest.raises(ValueError, match=r".*"):
        reviver(Table("things", columns))(given)
