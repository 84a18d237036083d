"""What directories would not take, and what they would show otherwise than it was meant."""

from typing import Any

import pytest

from connectors.feeds.writing import Feeds
from domain.feed_writing import (
    Category,
    Channel,
    Chapter,
    EpisodeType,
    Finding,
    Item,
    Person,
    ShowType,
    Transcript,
)
from tests.connectors.feeds.shows import BUILT, audio, channel, item

STOPS, WARNS = True, False
VTT = "https://media.example.com/1.vtt"
PNG = "https://media.example.com/1.png"


def inspect(show: Channel, *items: Item) -> list[Finding]:
    return list(Feeds().inspect(show, items))


def brief(findings: list[Finding]) -> list[tuple[str, str, bool]]:
    return [(one.where, one.code, one.stops) for one in findings]


def test_nothing_is_wrong_with_a_sound_feed() -> None:
    full = item(
        2,
        chapters=(Chapter(0, "Beans"), Chapter(599_999, "Cups", "https://www.example.com/cups")),
        transcripts=(Transcript(VTT, "text/vtt", "zh-Hant-TW", captions=True),),
        image_address=PNG,
        address="https://www.example.com/2",
        allowed=("DE", "at"),
        description='<h1>Cup</h1><p>A &amp; B<br/><a href="https://www.example.com">x</a></p>',
    )
    show = channel(origins=("DE",), allowed=("DE", "AT"), recent=1, kind=ShowType.SERIAL)

    assert inspect(show, item(1), full) == []


@pytest.mark.parametrize(
    ("given", "code", "stops"),
    [
        ({"title": " "}, "no_title", STOPS),
        ({"title": "T" * 256}, "cut", WARNS),
        ({"title": "A\x00cup"}, "control_character", STOPS),
        ({"description": ""}, "no_description", STOPS),
        ({"description": "d" * 4_001}, "cut", WARNS),
        ({"author": ""}, "no_author", STOPS),
        ({"link": ""}, "bad_address", STOPS),
        ({"link": "http://www.example.com"}, "bad_address", STOPS),
        ({"address": "https://127.0.0.1/feed"}, "bad_address", STOPS),
        ({"address": "https://hub.internal/feed"}, "bad_address", STOPS),
        ({"moved_to": "https://10.0.0.1/feed"}, "bad_address", STOPS),
        ({"moved_to": channel().address}, "moved_nowhere", STOPS),
        ({"image_address": "https://media.example.com/1.gif"}, "bad_image_name", STOPS),
        ({"image_address": "https://[::1]/1.png"}, "bad_address", STOPS),
        ({"language": ""}, "bad_language", STOPS),
        ({"language": "German"}, "bad_language", STOPS),
        ({"language": "de_DE"}, "bad_language", STOPS),
        ({"categories": ()}, "no_category", STOPS),
        ({"categories": (Category("Arts", "Coffee"),)}, "bad_category", STOPS),
        ({"owner_email": ""}, "no_owner", WARNS),
        ({"owner_email": "podcasts"}, "bad_owner", STOPS),
        ({"origins": ("EU",)}, "bad_country", STOPS),
        ({"allowed": ("DE", "UK")}, "bad_country", STOPS),
        ({"recent": 0}, "bad_recent", STOPS),
        ({"complete": True}, "complete", WARNS),
        ({"hidden": True}, "hidden", WARNS),
        ({"guid": "first-cup"}, "bad_show_guid", WARNS),
        ({"persons": (Person(""),)}, "no_name", WARNS),
        ({"persons": (Person("Ada", address="https://ada"),)}, "bad_address", WARNS),
    ],
)
def test_something_is_wrong_with_a_show(given: dict[str, Any], code: str, *, stops: bool) -> None:
    assert brief(inspect(channel(**given), item())) == [("channel", code, stops)]


@pytest.mark.parametrize(
    ("given", "code", "stops"),
    [
        ({"guid": ""}, "no_guid", STOPS),
        ({"guid": "the first"}, "bad_guid", STOPS),
        ({"guid": "g" * 501}, "bad_guid", STOPS),
        ({"published_at": BUILT.replace(tzinfo=None)}, "no_zone", STOPS),
        ({"title": ""}, "no_title", STOPS),
        ({"title": "T" * 256}, "cut", WARNS),
        ({"title": "A\ufffecup"}, "control_character", STOPS),
        ({"persons": (Person("A\ud800da"),)}, "control_character", STOPS),
        ({"description": " "}, "no_description", STOPS),
        ({"description": "d" * 60_001}, "long_description", STOPS),
        ({"description": "<p>A</p><script>b</script>"}, "bad_tag", WARNS),
        ({"description": "A<!-- b -->"}, "bad_tag", WARNS),
        ({"description": "<ul><li>A"}, "open_tag", WARNS),
        ({"description": "<a href='http://www.example.com'>A</a>"}, "bad_address", WARNS),
        ({"description": "<a>A</a>"}, "bad_address", WARNS),
        ({"enclosure": audio(address="")}, "bad_address", STOPS),
        ({"enclosure": audio(address="https://192.168.0.1/1.mp3")}, "bad_address", STOPS),
        ({"enclosure": audio(address="https://media.example.com/1")}, "bad_audio_name", WARNS),
        ({"enclosure": audio(media_type="audio/ogg")}, "bad_audio", STOPS),
        ({"enclosure": audio(size=0)}, "no_size", STOPS),
        ({"enclosure": audio(duration_ms=None)}, "no_duration", WARNS),
        ({"enclosure": audio(duration_ms=0)}, "bad_duration", STOPS),
        ({"enclosure": audio(size=4_800_000)}, "low_bit_rate", WARNS),
        ({"number": 0}, "bad_number", STOPS),
        ({"season": -1}, "bad_season", STOPS),
        ({"address": "ftp://www.example.com"}, "bad_address", WARNS),
        ({"image_address": "https://media.example.com/1.webp"}, "bad_image_name", STOPS),
        ({"allowed": ("XX",)}, "bad_country", STOPS),
        ({"transcripts": (Transcript(VTT, "application/pdf"),)}, "bad_transcript", WARNS),
        ({"transcripts": (Transcript(VTT, "text/html", "", True),)}, "bad_captions", WARNS),
        ({"transcripts": (Transcript(VTT, "text/vtt", "Latin"),)}, "bad_language", WARNS),
        ({"transcripts": (Transcript("1.vtt", "text/vtt"),)}, "bad_address", WARNS),
        ({"chapters": (Chapter(0, ""),)}, "no_chapter_title", WARNS),
        ({"chapters": (Chapter(600_000, "End"),)}, "chapter_outside", WARNS),
        ({"chapters": (Chapter(-1, "Before"),)}, "chapter_outside", WARNS),
        ({"chapters": (Chapter(5, "A"), Chapter(5, "B"))}, "chapters_mixed", WARNS),
        ({"chapters": (Chapter(0, "A", "https://a"),)}, "bad_address", WARNS),
        ({"chapters_address": "https://localhost/1.json"}, "bad_address", WARNS),
        (
            {"persons": (Person("Ada", image_address="https://a.com/1.svg"),)},
            "bad_image_name",
            WARNS,
        ),
    ],
)
def test_something_is_wrong_with_an_episode(
    given: dict[str, Any], code: str, *, stops: bool
) -> None:
    episode = item(**given)

    assert brief(inspect(channel(), episode)) == [(episode.guid, code, stops)]


def test_a_guid_that_two_episodes_have_stops_the_second() -> None:
    assert brief(inspect(channel(), item(1), item(2, guid="episode-1"))) == [
        ("episode-1", "guid_reused", STOPS)
    ]


def test_a_show_heard_in_order_has_each_number_once_in_a_season() -> None:
    numbered = [item(1), item(2, number=1, season=2), item(3, number=1), item(4, number=None)]
    aside = [item(5, number=1, kind=EpisodeType.BONUS), item(6, number=1, season=None)]

    found = inspect(channel(kind=ShowType.SERIAL), *numbered, *aside)

    assert brief(found) == [
        ("episode-3", "number_reused", WARNS),
        ("episode-4", "no_number", WARNS),
        ("episode-6", "number_reused", WARNS),
    ]


def test_a_show_heard_newest_first_may_have_a_number_twice() -> None:
    assert inspect(channel(), item(1), item(2, number=1)) == []


def test_a_show_without_episodes_may_be_served() -> None:
    assert brief(inspect(channel())) == [("channel", "no_items", WARNS)]


def test_the_channels_findings_come_first_and_then_the_items_in_their_order() -> None:
    found = inspect(channel(title=""), item(2, title=""), item(1, title=""))

    assert [one.where for one in found] == ["channel", "episode-2", "episode-1"]


def test_a_hub_on_this_machine_may_name_it() -> None:
    here = "http://127.0.0.1:8000/1"
    episode = item(enclosure=audio(address=f"{here}.mp3"), address=here)
    show = channel(address=here, link=here, image_address=f"{here}.jpg")

    assert Feeds(loopback=True).inspect(show, [episode]) == []
    assert {one.code for one in Feeds().inspect(show, [episode])} == {"bad_address"}


def test_a_finding_says_what_is_wrong_and_what_to_do() -> None:
    assert inspect(channel(), item(enclosure=audio(media_type="audio/ogg"))) == [
        Finding(
            where="episode-1",
            code="bad_audio",
            message="The audio is `audio/ogg`",
            cure="Deliver it as one of audio/mpeg, audio/mp4, audio/x-m4a, video/mp4",
            stops=True,
        )
    ]


def test_a_finding_repeats_little_of_what_is_wrong_and_nothing_that_is_no_text() -> None:
    found = inspect(channel(), item(chapters=(Chapter(-1, "\x00\ud800" + "T" * 100),)))

    assert [one.message for one in found] == [
        "There is a control character in chapters title, which XML cannot carry",
        f"The chapter `{'T' * 59}…` begins outside of the audio",
    ]


def test_no_description_brings_more_than_five_links_to_mend() -> None:
    links = "".join(f'<a href="http://{number}">A</a>' for number in range(100))

    assert (
        brief(inspect(channel(), item(description=links)))
        == [("episode-1", "bad_address", WARNS)] * 5
    )


def test_an_episode_of_a_show_for_adults_is_for_adults() -> None:
    found = inspect(channel(explicit=True), item(1), item(2, explicit=True))
    mild = inspect(channel(), item(1, explicit=True))

    assert [(one.where, one.code, one.stops) for one in found] == [
        ("episode-1", "explicit_show", True)
    ]
    assert mild == []
