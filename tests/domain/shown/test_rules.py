"""Which show and episode it is, what counts as the same, and when it is looked at again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.errors import Invalid
from domain.looks import rules
from domain.shown import links
from domain.shown.model import Asked, Due, Shown, ShownEpisode

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
SHOW, OTHER = "38bS44xjbVVZ3No3ByF1dJ", "512ojhOuo1ktJprKbVcKyQ"


def due(**changed: Any) -> Due:
    given: dict[str, Any] = {
        "request_id": "req_1",
        "episode_id": "eps_1",
        "markets": ("AT", "DE"),
        "since": NOW,
        "ended_at": None,
        "title": "Night Train",
        "called": rules.names("Night Train", "The first cup"),
        "description": "A train & a night.\n\nNobody sleeps.",
        "disclaimers": ("Paid for by Sample Tea.",),
        "day": date(2026, 12, 1),
        "days": frozenset({date(2026, 12, 1), date(2026, 11, 30)}),
    }
    return Due(**given | changed)


def known(**changed: Any) -> ShownEpisode:
    found = ShownEpisode("eps_1", "shw_1", "req_1", "DE", NOW, NOW, outside_id=OTHER)
    return replace(found, shown_since=NOW, **changed)


def shown(name: str = OTHER, title: str = "Night Train", **changed: Any) -> Shown:
    return Shown(name, title, **{"released_on": date(2026, 12, 1)} | changed)


def test_what_was_asked_of_an_earlier_release_is_not_said_of_the_next() -> None:
    asked = {"AT": Asked(NOW, shown=True), "DE": None}
    same = rules.before(known(asked=asked), due(), "shw_1", "DE", NOW)
    another = rules.before(known(asked=asked), due(request_id="req_2"), "shw_1", "DE", NOW)

    assert same.asked == asked
    assert another.asked == {"AT": None, "DE": None}


@pytest.mark.parametrize(
    "said",
    [
        SHOW,
        f" {SHOW} ",
        f"spotify:show:{SHOW}",
        f"https://open.spotify.com/show/{SHOW}",
        f"https://open.spotify.com/intl-de/show/{SHOW}?si=0f1e",
    ],
)
def test_a_show_is_named_by_its_id_or_link(said: str) -> None:
    assert links.show_of(said) == SHOW


@pytest.mark.parametrize(
    "said",
    [
        "Beans and Beats",
        SHOW[:-1],
        f"https://open.spotify.com/episode/{OTHER}",
        f"https://open.spotify.com.example.com/show/{SHOW}",
        f"http://open.spotify.com/show/{SHOW}",
        f"https://open.spotify.com/show/{SHOW}/more",
        f"{SHOW}\u0000",
    ],
)
def test_what_names_no_show_is_refused(said: str) -> None:
    with pytest.raises(Invalid) as no:
        links.show_of(said)
    assert (no.value.code, no.value.path) == ("not_a_spotify_show", ("spotify_show",))


@pytest.mark.parametrize(
    "about",
    [
        "<p>A train &amp; a night.</p><p>Nobody&nbsp;sleeps.</p>",
        "A train & a night. Nobody sleeps.",
        "A train &amp; a night.<br/>Nobody   sleeps.<p>Paid for by Sample Tea.</p>",
    ],
)
def test_tags_white_space_entities_and_disclaimers_are_no_drift(about: str) -> None:
    said = rules.seen(shown(description=about, title="Night&#32;Train "), due())

    assert said["description"] == due().description
    assert said["episode_title"] == "Night Train"


def test_other_words_are_kept_as_listeners_read_them() -> None:
    there = shown(title="Nite\u202e\x07 <b>Train</b>", description="<p>Other</p><p>words</p>")
    said = rules.seen(there, due())

    assert (said["episode_title"], said["description"]) == ("Nite Train", "Other words")


def test_the_instant_of_a_release_may_be_on_the_day_before_in_utc() -> None:
    days = [
        rules.seen(shown(released_on=date(2026, *day)), due())["releases_on"]
        for day in ((12, 1), (11, 30), (11, 29))
    ]

    assert days == ["2026-12-01", "2026-12-01", "2026-11-29"]


def test_an_episode_is_found_by_its_title() -> None:
    listed = [shown("a" * 22, "Day Train"), shown("b" * 22, "NIGHT train")]

    assert rules.found_of([due()], {}, listed) == {"eps_1": "b" * 22}


def test_of_two_of_one_title_it_is_the_one_of_the_day() -> None:
    listed = [shown("a" * 22), shown("b" * 22, released_on=date(2026, 5, 1))]

    assert rules.found_of([due()], {}, listed) == {"eps_1": "a" * 22}


def test_of_two_of_one_title_and_day_nobody_knows_which() -> None:
    twice = [shown("a" * 22), shown("b" * 22)]
    ours = [due(), due(episode_id="eps_2")]

    assert rules.found_of([due()], {}, twice) == {}
    assert rules.found_of(ours, {}, [shown()]) == {}


def test_what_a_target_says_it_is_called_counts() -> None:
    assert rules.found_of([due(outside_id="c" * 22)], {}, [shown()]) == {"eps_1": "c" * 22}


def test_what_was_found_stays_whatever_it_is_called_by_now() -> None:
    renamed = [shown(OTHER, "Nite Train"), shown("b" * 22)]

    assert rules.found_of([due()], {"eps_1": known()}, renamed) == {"eps_1": OTHER}


def test_one_that_came_in_the_place_of_what_went_is_found() -> None:
    gone = {"eps_1": known(gone_since=NOW)}

    assert rules.found_of([due()], gone, [shown("b" * 22)]) == {"eps_1": "b" * 22}
    assert rules.found_of([due()], gone, []) == {"eps_1": OTHER}


def test_as_few_markets_as_may_be_are_asked_for() -> None:
    some = [due(), due(markets=("DE",)), due(markets=("CH", "DE"))]

    assert {market: len(found) for market, found in rules.by_market(some).items()} == {"DE": 3}


def test_what_waits_to_be_shown_is_looked_for_less_and_less_often() -> None:
    waits = [
        rules.next_look([due(since=NOW - timedelta(hours=hours))], {}, NOW)
        for hours in (0, 1, 5, 100)
    ]

    assert waits == [timedelta(hours=1), timedelta(hours=1), timedelta(hours=5), timedelta(days=1)]
    assert rules.next_look([due()], {"eps_1": known()}, NOW) == timedelta(days=1)
    assert rules.next_look([due()], {"eps_1": known(gone_since=NOW)}, NOW) == timedelta(hours=1)


def test_what_was_taken_down_and_is_gone_is_looked_at_no_more() -> None:
    found = rules.after(known(), due(ended_at=NOW), None, NOW)

    assert (found.gone_since, found.closed_at) == (NOW, NOW)
    assert rules.after(known(), due(), None, NOW).closed_at is None
