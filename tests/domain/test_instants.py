"""Which days and instants can be reckoned with."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.instants import all_beyond, beyond, in_utc

ENDS = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "0999-12-31T23:59:59Z")


@pytest.mark.parametrize("said", ENDS)
def test_what_stands_at_the_ends_of_the_calendar_is_refused_at_its_place(said: str) -> None:
    with pytest.raises(Invalid) as refused:
        in_utc(datetime.fromisoformat(said), ("until",))

    assert (refused.value.code, refused.value.path) == ("out_of_calendar", ("until",))


def test_an_instant_without_a_time_zone_is_none() -> None:
    with pytest.raises(Invalid, match="time zone"):
        in_utc(datetime.fromisoformat("2026-11-20T12:00:00"))


@given(
    st.datetimes(timezones=st.timezones()),
    st.sampled_from(["Pacific/Kiritimati", "Etc/GMT+12", "Europe/Berlin"]),
)
def test_whatever_is_taken_can_be_reckoned_in_every_zone(at: datetime, zone: str) -> None:
    if beyond(at):
        return

    moved = in_utc(at) + timedelta(days=36_525)
    assert moved.astimezone(ZoneInfo(zone)) - timedelta(days=2 * 36_525) < at.astimezone(UTC)


def test_days_are_found_however_deep_they_stand() -> None:
    given = {"name": "x", "licences": [{"ends_on": date.max}, {"ends_on": date(2026, 1, 1)}]}

    assert [one.path for one in all_beyond(given)] == [("licences", "0", "ends_on")]
