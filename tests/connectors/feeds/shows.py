"""A show and its episodes, sound as they are; a test says what of them is otherwise."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from domain.feed_writing import Category, Channel, Enclosure, Item, Person

BUILT = datetime(2026, 11, 22, 6, 30, 5, tzinfo=UTC)
ADDRESS = "https://feeds.example.com/shows/first-cup"
#: The namespace of shows. Source: the Podcast Namespace, `guid`.
SHOWS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")


def channel(**given: Any) -> Channel:
    sound = Channel(
        address=ADDRESS,
        guid=str(uuid5(SHOWS, ADDRESS.removeprefix("https://"))),
        title="The First Cup",
        link="https://www.example.com/first-cup",
        description="<p>What coffee has to do with books.</p>",
        language="en-GB",
        author="Bean & Page",
        owner_name="Bean & Page",
        owner_email="podcasts@example.com",
        image_address="https://media.example.com/first-cup.jpg",
        categories=(Category("Arts", "Books"), Category("True Crime")),
    )
    return replace(sound, **given)


def item(number: int = 1, /, **given: Any) -> Item:
    sound = Item(
        guid=f"episode-{number}",
        digest=f"digest-{number}",
        title=f"Episode {number}",
        description=f"<p>Cup {number}, &amp; who drinks it.</p>",
        enclosure=audio(address=f"https://media.example.com/{number}.mp3"),
        published_at=BUILT - timedelta(days=number),
        number=number,
        season=1,
        persons=(Person("Ada Brew"),),
    )
    return replace(sound, **given)


def audio(**given: Any) -> Enclosure:
    sound = Enclosure(
        address="https://media.example.com/1.mp3",
        media_type="audio/mpeg",
        size=9_600_000,
        duration_ms=600_000,
    )
    return replace(sound, **given)
