"""Facts as text and back, as they are kept with decisions and written in cases."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from domain.decisions.facts import kept, revived


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("number", "12.50", Decimal("12.50")),
        ("number", "-3", Decimal(-3)),
        ("string", "12.50", "12.50"),
        ("boolean", "true", True),
        ("boolean", "false", False),
        ("date", "2026-11-21", date(2026, 11, 21)),
        ("time", "09:30:00", time(9, 30)),
        ("date and time", "2026-11-21T09:30:00Z", datetime(2026, 11, 21, 9, 30, tzinfo=UTC)),
        ("duration", "P1DT2H", timedelta(days=1, hours=2)),
        ("duration", "-PT0.5S", timedelta(seconds=-0.5)),
        (None, '["DE", 1]', ["DE", 1]),
        (None, "DE", "DE"),
    ],
)
def test_text_becomes_a_fact_of_its_kind(kind: str | None, text: str, value: object) -> None:
    found = revived(kind, text)

    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("number", "much"),
        ("number", "Infinity"),
        ("boolean", "True"),
        ("date", "21.11.2026"),
        ("time", "half past"),
        ("date and time", "2026-11-21 at nine"),
        ("duration", "P"),
        ("duration", "1 day"),
    ],
)
def test_text_that_is_none_of_its_kind_says_what_would_be(kind: str, text: str) -> None:
    with pytest.raises(ValueError, match="which is "):
        revived(kind, text)


def test_kept_facts_come_back_as_they_were_judged() -> None:
    kinds = {"budget": "number", "starts": "date", "length": "duration", "name": "string"}
    facts = {"budget": "12.5", "starts": "2026-11-21", "length": 60.0, "name": "7", "more": "1"}

    assert kept(kinds, facts) == {
        "budget": Decimal("12.5"),
        "starts": date(2026, 11, 21),
        "length": timedelta(minutes=1),
        "name": "7",
        "more": "1",
    }


def test_what_was_ill_typed_stays_so() -> None:
    assert kept({"budget": "number"}, {"budget": "much"}) == {"budget": "much"}
    assert kept({"budget": "number"}, {"budget": None}) == {"budget": None}
