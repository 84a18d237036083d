"""Which episode an item is, where it is live, and when a feed is looked at again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.catalog.model import Episode
from domain.podcasts.model import Kept
from domain.podcasts.rules import episodes_of, shown, wait
from domain.public_feeds import Feed, Item

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
FEED = Feed("fed_1", "shw_1", "https://feeds.example.com/beans", AT, AT)


def kept(name: str, title: str, episode_id: str | None = None) -> Kept:
    item = Item(name, title, f"https://media.example.com/{name}.mp3")
    return Kept(name, "fed_1", "shw_1", item, AT, episode_id)


def episode(name: str, title: str) -> Episode:
    return Episode(name, "shw_1", title, 1, None)


def test_an_item_is_the_one_episode_of_its_title_whatever_its_case_and_blanks() -> None:
    episodes = [episode("e1", "The first cup"), episode("e2", "The second cup")]

    assert episodes_of([kept("a", "THE first  cup")], episodes) == {"a": "e1"}


@pytest.mark.parametrize(
    ("items", "episodes"),
    [
        ([kept("a", "Cup")], [episode("e1", "Cup"), episode("e2", "cup")]),
        ([kept("a", "Cup"), kept("b", "cup")], [episode("e1", "Cup")]),
        ([kept("a", "Another")], [episode("e1", "Cup")]),
    ],
)
def test_nothing_is_guessed(items: list[Kept], episodes: list[Episode]) -> None:
    assert episodes_of(items, episodes) == {}


def test_what_is_known_of_an_item_stays_so_whatever_its_title() -> None:
    items = [kept("a", "Renamed", "e1"), kept("b", "Cup")]

    assert episodes_of(items, [episode("e1", "Cup")]) == {"a": "e1"}


def test_an_item_is_live_everywhere_but_where_its_publisher_does_not_show_it() -> None:
    one = kept("a b", "Cup")
    fenced = replace(one, item=replace(one.item, only=("AT", "DE"), never=("DE",)))
    long = replace(one, item=replace(one.item, guid="g" * 500))

    assert shown(FEED, one, "e1", "en").include == ("WORLD",)
    assert shown(FEED, one, "e1", "en").outside_id == "https://feeds.example.com/beans#a%20b"
    assert shown(FEED, fenced, "e1", "en").area.touched == {"AT"}
    assert len(shown(FEED, long, "e1", "en").outside_id) < 200


def test_looks_that_fail_are_taken_again_ever_later_up_to_a_day() -> None:
    hours = [wait(failures) / timedelta(hours=1) for failures in (0, 1, 2, 5, 6, 99)]

    assert hours == [0.5, 1, 2, 16, 24, 24]
