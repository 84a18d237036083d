"""How far branded audio is, by what people did and by the day it is at its sites."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.catalog.premises import Provider, Site, SiteKind
from domain.requests.model import RequestState
from domain.rights.model import Grant, Layer, Need, Window
from domain.rights.verdicts import Standing
from domain.site_audio.lifecycle import (
    Ending,
    EndOf,
    Lifecycle,
    Phase,
    days,
    ends,
    layers,
    phase,
    shown,
    worth_telling,
)
from domain.site_audio.rules import Held
from tests.domain.site_audio.test_rules import BRIEF, NARRATOR, ZONES, grant

WINDOW = Ending(EndOf.WINDOW, BRIEF.live_until)
RIGHT = Ending(EndOf.RIGHTS, date(2027, 1, 15), "narrator, DE")
LONG = BRIEF.model_copy(update={"live_until": date(2027, 6, 1)})
AT = datetime(2027, 1, 11, 12, tzinfo=UTC)
LATE = datetime(2028, 1, 1, tzinfo=UTC)


def on(day: date, *found: Ending, state: RequestState = RequestState.LIVE) -> Phase:
    return phase(state, LONG, sorted(found, key=lambda one: one.day), (day, day))


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (RequestState.IN_REVIEW, Phase.PROPOSED),
        (RequestState.CHANGES_REQUESTED, Phase.PROPOSED),
        (RequestState.APPROVED, Phase.CLEARED),
        (RequestState.PUBLISHED, Phase.CLEARED),
        (RequestState.LIVE, Phase.LIVE_AT_SITES),
        (RequestState.REJECTED, Phase.RETIRED),
        (RequestState.WITHDRAWN, Phase.RETIRED),
    ],
)
def test_people_bring_it_on_its_way(state: RequestState, expected: Phase) -> None:
    assert on(date(2027, 1, 10), Ending(EndOf.WINDOW, LONG.live_until), state=state) is expected


def test_it_is_heard_from_its_first_day_and_expires_thirty_days_before_its_nearest_end() -> None:
    end = Ending(EndOf.RIGHTS, date(2027, 3, 31))
    window = Ending(EndOf.WINDOW, LONG.live_until)

    assert on(date(2027, 1, 9), end, window) is Phase.CLEARED
    assert on(date(2027, 2, 28), end, window) is Phase.LIVE_AT_SITES
    assert on(date(2027, 3, 1), end, window) is Phase.EXPIRING
    assert on(date(2027, 4, 9), end, window) is Phase.EXPIRING, "over, and still in the players"
    assert on(date(2027, 6, 1), window) is Phase.EXPIRING
    assert on(date(2027, 6, 2), window) is Phase.RETIRED


def test_a_retirement_counts_from_its_day_and_takedowns_at_once() -> None:
    window = Ending(EndOf.WINDOW, LONG.live_until)
    ending = Ending(EndOf.RETIREMENT, date(2027, 2, 1), "#7")

    assert on(date(2027, 2, 1), ending, window) is Phase.EXPIRING
    assert on(date(2027, 2, 2), ending, window) is Phase.RETIRED
    today = (date(2027, 1, 20), date(2027, 1, 20))
    assert phase(RequestState.LIVE, LONG, [window], today, gone=True) is Phase.RETIRED


def site(market: str) -> Site:
    kind, provider = SiteKind.SHOP, Provider.SOUNDTRACK
    return Site(f"sit_{market}", market, "brd_1", market, kind, 100, 20, (), provider)


def test_it_is_shown_only_where_no_takedown_took_it() -> None:
    sites = tuple(site(market) for market in ("DE", "FR"))
    found = Lifecycle(Phase.CLEARED, (), (), sites, {}, frozenset({"DE"}))
    (one,) = shown("req_1", BRIEF, found.heard_at)

    assert one.include == ("FR",)


def test_it_is_heard_as_soon_as_one_site_and_as_long_as_one_site_has_the_day() -> None:
    here = days({"Pacific/Auckland", "America/Los_Angeles"}, datetime(2027, 1, 9, 12, tzinfo=UTC))

    assert here == (date(2027, 1, 9), date(2027, 1, 10))
    assert phase(RequestState.LIVE, LONG, [Ending(EndOf.WINDOW, LONG.live_until)], here) is (
        Phase.LIVE_AT_SITES
    )
    over = (LONG.live_until, date(2027, 6, 2))
    assert phase(RequestState.LIVE, LONG, [Ending(EndOf.WINDOW, LONG.live_until)], over) is (
        Phase.EXPIRING
    )


def test_the_nearest_of_window_rights_and_licences_comes_first() -> None:
    held = Held((NARRATOR,), (grant(datetime(2027, 1, 15, 23, tzinfo=UTC), "DE", "AT"),))
    licences = [("The shop", date(2027, 1, 12)), ("The bar", None)]
    with_music = BRIEF.model_copy(update={"has_music": True})

    plain = ends(BRIEF, held, {"DE": ZONES["DE"]}, licences, AT)
    assert plain == [RIGHT, WINDOW]
    found = ends(with_music, held, {}, licences, AT)
    assert found == [Ending(EndOf.SITE_LICENCE, date(2027, 1, 12), "The shop"), WINDOW]
    endless = Held((NARRATOR,), (grant(LATE.replace(year=2030), "DE"),))
    assert ends(BRIEF, endless, {"DE": ZONES["DE"]}, [], AT) == [WINDOW]


def test_a_layer_stands_as_in_the_worst_of_its_markets() -> None:
    held = Held((NARRATOR,), (grant(LATE, "DE"),))

    (there,), (both,) = layers(BRIEF, held, ["DE"], AT), layers(BRIEF, held, ["AT", "DE"], AT)
    assert (there.standing, both.standing) == (Standing.CLEARED, Standing.BLOCKED)


def test_a_right_that_is_over_keeps_its_last_day_until_it_comes_back() -> None:
    over = grant(datetime(2027, 1, 12, 23, tzinfo=UTC), "DE")
    again = replace(
        over,
        id="grt_2",
        window=Window(AT + timedelta(days=3), datetime(2027, 1, 18, 23, tzinfo=UTC)),
    )

    def rights(at: datetime, *grants: Grant) -> list[date]:
        found = ends(BRIEF, Held((NARRATOR,), grants), {"DE": ZONES["DE"]}, [], at)
        return [one.day for one in found if one.what is EndOf.RIGHTS]

    nights = [AT + timedelta(days=days) for days in range(-3, 9)]
    assert {tuple(rights(at, over)) for at in nights} == {(date(2027, 1, 12),)}
    assert rights(AT, over, again) == [date(2027, 1, 12)]
    assert rights(AT + timedelta(days=4), over, again) == [date(2027, 1, 18)]


def test_every_layer_has_an_end_of_its_own() -> None:
    two = (NARRATOR, Need(Layer.GUEST_RELEASE))
    narrator = grant(datetime(2027, 1, 15, 23, tzinfo=UTC), "DE")
    guest = replace(grant(datetime(2027, 1, 12, 23, tzinfo=UTC), "DE"), layer=Layer.GUEST_RELEASE)
    found = ends(BRIEF, Held(two, (narrator, guest)), {"DE": ZONES["DE"]}, [], AT)

    assert found == [Ending(EndOf.RIGHTS, date(2027, 1, 12), "guest release, DE"), RIGHT, WINDOW]


def test_operations_are_told_of_all_that_ends_before_it_was_planned_to() -> None:
    today = date(2027, 1, 11)
    lapsed = Ending(EndOf.SITE_LICENCE, date(2027, 1, 5), "The shop")
    far = Ending(EndOf.RIGHTS, date(2027, 3, 15), "guest release, DE")
    late = Ending(EndOf.WINDOW, LONG.live_until)
    found = Lifecycle(Phase.EXPIRING, (lapsed, RIGHT, far, late), (), (), {})
    planned = Ending(EndOf.RETIREMENT, date(2027, 1, 10), "#7")

    assert worth_telling(found, today) == [lapsed, RIGHT]
    assert worth_telling(replace(found, ends=(planned, RIGHT, late)), today) == []
    assert worth_telling(replace(found, ends=(WINDOW,)), today) == []
    assert worth_telling(replace(found, phase=Phase.LIVE_AT_SITES), today) == []
