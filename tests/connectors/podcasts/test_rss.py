"""What is in an RSS feed."""

from datetime import UTC, datetime

import pytest

from connectors.onix.prolog import PROLOG_MAX
from connectors.podcasts import rss
from domain.public_feeds import Item, Unreadable
from tests.connectors.podcasts.feeds import feed, item


def read(content: bytes, size: int = 1_000) -> list[Item]:
    found = rss.Feed()
    for start in range(0, len(content), size):
        found.take(content[start : start + size])
    return found.items()


def test_an_item_has_its_name_title_file_and_day() -> None:
    at = "<pubDate>Sun, 22 Nov 2026 06:00:00 +0100</pubDate>"

    assert read(feed(item("one", at, title=" The \n first  cup "))) == [
        Item(
            guid="one",
            title="The first cup",
            address="https://media.example.com/one.mp3",
            published_at=datetime(2026, 11, 22, 5, tzinfo=UTC),
        )
    ]


@pytest.mark.parametrize(
    "at",
    [
        "yesterday",
        f"Mon, 01 Jan {'9' * 20} 00:00:00 +0000",
        f"Mon, 01 Jan 2026 00:00:00 +{'9' * 14}",
    ],
)
def test_a_day_that_cannot_be_one_keeps_no_item_away(at: str) -> None:
    (found,) = read(feed(item("one", f"<pubDate>{at}</pubDate>")))

    assert found.published_at is None


@pytest.mark.parametrize(
    ("restriction", "only", "never"),
    [
        ('relationship="allow" type="country">de AT', ("AT", "DE"), ()),
        ('relationship="deny" type="country">us xx', (), ("US",)),
        ('relationship="deny" type="uri">https://example.com', (), ()),
    ],
)
def test_restrictions_by_country_say_where_it_is_shown(
    restriction: str, only: tuple[str, ...], never: tuple[str, ...]
) -> None:
    (found,) = read(feed(item("one", f"<media:restriction {restriction}</media:restriction>")))

    assert (found.only, found.never) == (only, never)


def test_a_feed_is_read_piece_by_piece_and_each_name_counts_once() -> None:
    many = [item(f"i{number}") for number in range(1_000)]
    content = feed(*many, item("i0", title="Again"))
    found = read(content)

    assert len(content) > 2 * PROLOG_MAX
    assert [one.guid for one in found] == [f"i{number}" for number in range(1_000)]
    assert found[0].title == "i0"


def test_what_carries_no_file_is_left_out_and_a_file_names_what_has_no_name() -> None:
    note = "<item><title>Note</title><guid>n</guid></item>"
    bare = '<item><enclosure url="https://media.example.com/a.mp3"/></item>'

    assert [one.guid for one in read(feed(note, bare))] == ["https://media.example.com/a.mp3"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (feed(item("a"), before='<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "ent"),
        (feed(item("a"), before='<!DOCTYPE rss [<!ENTITY x "xx"><!ENTITY y "&x;&x;">]>'), "ent"),
        (feed(item("a"))[:-20], "broken"),
        (b"<html><body/></html>", "no RSS"),
        (b"", "no XML"),
    ],
)
def test_what_is_no_feed_or_declares_entities_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read(content)


def test_a_feed_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rss, "ITEMS_MAX", 3)
    with pytest.raises(Unreadable, match="more than 3 items"):
        read(feed(*(item(f"i{number}") for number in range(4))))
