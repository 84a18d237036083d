"""When a day is there in some zones."""

from datetime import UTC, date, datetime

from domain.zones import begun, ends, opens


def test_a_day_opens_with_its_first_midnight_among_zones_and_ends_with_its_last() -> None:
    among = ["Europe/Berlin", "America/New_York", "Asia/Tokyo"]

    assert opens(date(2026, 12, 1), among) == datetime(2026, 11, 30, 15, tzinfo=UTC)
    assert ends(date(2026, 12, 1), among) == datetime(2026, 12, 2, 5, tzinfo=UTC)
    assert opens(date(2026, 12, 1), []) == datetime(2026, 12, 1, tzinfo=UTC)
    assert begun(date(2026, 12, 1), among) == datetime(2026, 12, 1, 5, tzinfo=UTC)
