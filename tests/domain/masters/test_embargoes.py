"""When the days of a title are over where a release comes out, and when that is looked at."""

from datetime import UTC, date, datetime, timedelta

from domain.masters import embargoes
from domain.masters.embargoes import Embargo

DAY = date(2026, 12, 1)
BERLIN, HONOLULU, AUCKLAND = "Europe/Berlin", "Pacific/Honolulu", "Pacific/Auckland"


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 12, day, hour, tzinfo=UTC)


def test_a_day_is_over_once_it_has_begun_in_every_market() -> None:
    embargo = Embargo("02", DAY)

    assert embargo.over_at([BERLIN]) == datetime(2026, 11, 30, 23, tzinfo=UTC)
    assert embargo.over_at([BERLIN, HONOLULU, AUCKLAND]) == at(1, 10)
    assert embargo.over_at([]) == at(1, 0)


def test_a_day_that_never_comes_can_be_reckoned() -> None:
    assert Embargo("30", date.max).over_at([HONOLULU]).year == 8999


def test_the_day_of_the_release_itself_holds_it_only_where_it_opens_too_early() -> None:
    zones, found = [AUCKLAND, HONOLULU], [Embargo("02", DAY)]
    opening = datetime(2026, 11, 30, 11, tzinfo=UTC)

    assert embargoes.holding(found, DAY, zones, opening - timedelta(seconds=1)) == []
    assert embargoes.holding(found, DAY, zones, opening) == found
    assert embargoes.holding(found, DAY, zones, at(1, 10)) == []


def test_a_later_day_holds_it_from_the_first() -> None:
    later = [Embargo("02", date(2026, 12, 3))]

    assert embargoes.holding(later, DAY, [BERLIN], datetime(2026, 11, 1, tzinfo=UTC)) == later
    assert embargoes.holding(later, DAY, [BERLIN], at(2, 23)) == []


def test_it_is_looked_at_as_the_last_day_begins_or_its_own_is_over() -> None:
    before, now = [Embargo("02", DAY), Embargo("30", date(2026, 11, 20))], at(1, 0)
    later = [Embargo("02", date(2026, 12, 9))]

    assert embargoes.next_turn(before, DAY, [HONOLULU], now) == at(1, 10)
    assert embargoes.next_turn(later, DAY, [BERLIN], now) == at(2, 0)
    assert embargoes.next_turn(later, DAY, [BERLIN], at(2, 0)) == at(8, 23)
