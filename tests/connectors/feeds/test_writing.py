"""How a feed is written, and what of it is written anew."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from connectors.feeds.fragments import Fragments
from connectors.feeds.writing import Feeds
from connectors.podcasts import rss
from domain.errors import Invalid
from domain.feed_writing import Chapter, EpisodeType, Item, Person, ShowType, Transcript
from tests.connectors.feeds.shows import BUILT, audio, channel, item

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
SPOTIFY = "{http://www.spotify.com/ns/rss}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
MEDIA = "{http://search.yahoo.com/mrss/}"
PSC = "{http://podlove.org/simple-chapters}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
ATOM = "{http://www.w3.org/2005/Atom}"


def told(element: etree._Element) -> list[tuple[str, str | None, dict[str, str]]]:
    """Return what is below an element: tag, text, attributes."""
    return [(one.tag, one.text, dict(one.attrib)) for one in element]


def test_a_channel_says_everything_in_the_exact_names_of_its_formats() -> None:
    show = channel(
        kind=ShowType.SERIAL,
        copyright="© 2026 Bean & Page",
        complete=True,
        hidden=True,
        locked=False,
        origins=("DE", "AT"),
        allowed=("DE", "CH"),
        recent=20,
        moved_to="https://feeds.example.com/new",
        persons=(Person("Ada", "guest", "cast", "https://a.example.com"),),
    )

    root = etree.fromstring(Feeds().write(show, [], BUILT))

    assert (root.tag, dict(root.attrib), len(root)) == ("rss", {"version": "2.0"}, 1)
    assert told(root[0]) == [
        ("title", "The First Cup", {}),
        ("link", "https://www.example.com/first-cup", {}),
        ("description", "<p>What coffee has to do with books.</p>", {}),
        ("language", "en-GB", {}),
        ("copyright", "© 2026 Bean & Page", {}),
        ("generator", "Greenlight", {}),
        ("lastBuildDate", "Sun, 22 Nov 2026 06:30:05 GMT", {}),
        (
            f"{ATOM}link",
            None,
            {"href": show.address, "rel": "self", "type": "application/rss+xml"},
        ),
        (f"{ITUNES}author", "Bean & Page", {}),
        (f"{ITUNES}image", None, {"href": "https://media.example.com/first-cup.jpg"}),
        (f"{ITUNES}category", None, {"text": "Arts"}),
        (f"{ITUNES}category", None, {"text": "True Crime"}),
        (f"{ITUNES}explicit", "false", {}),
        (f"{ITUNES}type", "serial", {}),
        (f"{ITUNES}owner", None, {}),
        (f"{ITUNES}complete", "Yes", {}),
        (f"{ITUNES}block", "Yes", {}),
        (f"{ITUNES}new-feed-url", "https://feeds.example.com/new", {}),
        (f"{PODCAST}guid", show.guid, {}),
        (f"{PODCAST}medium", "podcast", {}),
        (f"{PODCAST}locked", "no", {"owner": "podcasts@example.com"}),
        (
            f"{PODCAST}person",
            "Ada",
            {"role": "guest", "group": "cast", "href": "https://a.example.com"},
        ),
        (f"{MEDIA}restriction", "de ch", {"type": "country", "relationship": "allow"}),
        (f"{SPOTIFY}countryOfOrigin", "de at", {}),
        (f"{SPOTIFY}limit", None, {"recentCount": "20"}),
    ]


def test_an_item_says_everything_in_the_exact_names_of_its_formats() -> None:
    episode = item(
        explicit=True,
        season=2,
        kind=EpisodeType.BONUS,
        address="https://www.example.com/1",
        image_address="https://media.example.com/1.png",
        allowed=("DE",),
        ends_at=datetime(2027, 1, 1, tzinfo=UTC),
        transcripts=(Transcript("https://media.example.com/1.vtt", "text/vtt", "de", True),),
        chapters=(Chapter(0, "Beans"), Chapter(3_723_004, "Cups", "https://www.example.com/c")),
        chapters_address="https://media.example.com/1.json",
        enclosure=audio(duration_ms=4_000_400),
    )

    [found] = etree.fromstring(Feeds().write(channel(), [episode], BUILT)).iter("item")

    assert told(found) == [
        ("guid", "episode-1", {"isPermaLink": "false"}),
        ("title", "Episode 1", {}),
        ("description", episode.description, {}),
        (f"{CONTENT}encoded", episode.description, {}),
        ("pubDate", "Sat, 21 Nov 2026 06:30:05 GMT", {}),
        ("link", "https://www.example.com/1", {}),
        (
            "enclosure",
            None,
            {"url": "https://media.example.com/1.mp3", "type": "audio/mpeg", "length": "9600000"},
        ),
        (f"{ITUNES}duration", "4000", {}),
        (f"{ITUNES}explicit", "true", {}),
        (f"{ITUNES}episodeType", "bonus", {}),
        (f"{ITUNES}episode", "1", {}),
        (f"{ITUNES}season", "2", {}),
        (f"{ITUNES}image", None, {"href": "https://media.example.com/1.png"}),
        (f"{MEDIA}restriction", "de", {"type": "country", "relationship": "allow"}),
        (
            "{http://purl.org/dc/terms/}valid",
            "start=2026-11-21T06:30:05+00:00; end=2027-01-01T00:00:00+00:00; scheme=W3C-DTF",
            {},
        ),
        (
            f"{PODCAST}transcript",
            None,
            {
                "url": "https://media.example.com/1.vtt",
                "type": "text/vtt",
                "language": "de",
                "rel": "captions",
            },
        ),
        (
            f"{PODCAST}chapters",
            None,
            {"url": "https://media.example.com/1.json", "type": "application/json+chapters"},
        ),
        (f"{PSC}chapters", None, {"version": "1.2"}),
        (f"{PODCAST}person", "Ada Brew", {"role": "host", "group": "cast"}),
    ]
    assert told(found.find(f"{PSC}chapters")) == [
        (f"{PSC}chapter", None, {"start": "00:00:00.000", "title": "Beans"}),
        (
            f"{PSC}chapter",
            None,
            {"start": "01:02:03.004", "title": "Cups", "href": "https://www.example.com/c"},
        ),
    ]


def test_every_namespace_is_declared_once_however_many_items_there_are() -> None:
    written = Feeds().write(channel(), [item(number) for number in range(1, 50)], BUILT)

    assert written.count(b"xmlns:") == 8
    assert written.index(b"<channel>") > written.rindex(b"xmlns:")


def test_items_stand_in_the_order_given() -> None:
    feeds = Feeds()
    feeds.write(channel(), [item(1), item(2), item(3)], BUILT)

    root = etree.fromstring(feeds.write(channel(), [item(3), item(1), item(2)], BUILT))

    assert [one.text for one in root.iter("guid")] == ["episode-3", "episode-1", "episode-2"]


def test_an_instant_is_written_the_same_from_any_zone() -> None:
    tokyo = timezone(timedelta(hours=9))
    here = datetime(2026, 11, 22, 15, 30, 5, tzinfo=tokyo)

    assert Feeds().write(channel(), [], here) == Feeds().write(channel(), [], BUILT)


def test_what_the_hub_writes_the_hub_reads() -> None:
    reader = rss.Feed()

    reader.take(Feeds().write(channel(), [item(1, allowed=("DE", "AT")), item(2)], BUILT))

    assert [(one.guid, one.title, one.address, one.only) for one in reader.items()] == [
        ("episode-1", "Episode 1", "https://media.example.com/1.mp3", ("AT", "DE")),
        ("episode-2", "Episode 2", "https://media.example.com/2.mp3", ()),
    ]


def test_only_the_item_that_changed_is_written_anew() -> None:
    made: list[str] = []

    def make(one: Item) -> bytes:
        made.append(one.title)
        return one.title.encode()

    fragments = Fragments(make)
    episodes = [item(number) for number in range(1, 4)]
    fragments.of(episodes)
    made.clear()
    episodes[1] = replace(episodes[1], title="Anew", digest="digest-anew")

    assert fragments.of(episodes) == [b"Episode 1", b"Anew", b"Episode 3"]
    assert made == ["Anew"]


def test_what_was_asked_for_longest_ago_is_forgotten_first() -> None:
    made: list[str] = []

    def make(one: Item) -> bytes:
        made.append(one.guid)
        return bytes(40)

    fragments = Fragments(make, bytes_max=100)
    for number in (1, 2, 1, 3):
        fragments.of([item(number)])
    made.clear()

    fragments.of([item(1)])
    fragments.of([item(3)])
    fragments.of([item(2)])

    assert made == ["episode-2"]


def test_a_feed_larger_than_what_is_kept_is_written_whole() -> None:
    episodes = [item(number) for number in range(1, 20)]
    small, ample = Feeds(bytes_max=1_000), Feeds()

    for _ in range(2):
        assert small.write(channel(), episodes, BUILT) == ample.write(channel(), episodes, BUILT)


def test_threads_that_write_at_once_write_the_same() -> None:
    feeds = Feeds(bytes_max=20_000)
    episodes = [item(number) for number in range(1, 60)]
    alone = Feeds().write(channel(), episodes, BUILT)

    with ThreadPoolExecutor(8) as pool:
        written = pool.map(lambda _: feeds.write(channel(), episodes, BUILT), range(40))
        assert set(written) == {alone}


def test_a_character_that_xml_cannot_carry_is_refused_with_its_place() -> None:
    with pytest.raises(Invalid, match="Item `episode-2` holds a character") as refusal:
        Feeds().write(channel(), [item(1), item(2, title="A\x0bcup")], BUILT)
    with pytest.raises(Invalid, match="The show holds a character"):
        Feeds().write(channel(author="A\ud800da"), [], BUILT)

    assert refusal.value.code == "control_character"


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(), max_size=8))
def test_what_cannot_be_written_was_found_before(text: str) -> None:
    episode, feeds = item(1, title=f"a{text}z", chapters=(Chapter(0, f"a{text}z"),)), Feeds()
    codes = {one.code for one in feeds.inspect(channel(), [episode])}

    if "control_character" not in codes:
        root = etree.fromstring(feeds.write(channel(), [episode], BUILT))
        assert root.findtext("channel/item/title") == f"a{text}z"
