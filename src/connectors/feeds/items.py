"""An episode as a feed's item says it. Sources: see `domain/feed_writing.py`."""

from collections.abc import Sequence
from datetime import UTC

from connectors.feeds.channels import moment, take_part, truth
from connectors.feeds.tags import CHAPTERS, CONTENT, ITUNES, PODCAST, TERMS, Element, allow, put
from domain.feed_writing import Chapter, Enclosure, Item, Transcript

#: What chapters in a file of their own are. Source: the Podcast Namespace, `chapters`.
CHAPTERS_TYPE = "application/json+chapters"


def fill(root: Element, item: Item) -> None:
    """Put an item below the root.

    Its description is written twice, for readers disagree where HTML belongs: as text that is
    escaped, so that every parser gives back what was put in, sign for sign.
    """
    place = put(root, "item")
    put(place, "guid", item.guid, isPermaLink="false")
    put(place, "title", item.title)
    put(place, "description", item.description)
    put(place, f"{CONTENT}encoded", item.description)
    put(place, "pubDate", moment(item.published_at))
    if item.address:
        put(place, "link", item.address)
    _audio(place, item.enclosure)
    _apple(place, item)
    allow(place, item.allowed)
    _until(place, item)
    _transcripts(place, item.transcripts)
    if item.chapters_address:
        put(place, f"{PODCAST}chapters", url=item.chapters_address, type=CHAPTERS_TYPE)
    _chapters(place, item.chapters)
    take_part(place, item.persons)


def _audio(place: Element, audio: Enclosure) -> None:
    put(place, "enclosure", url=audio.address, type=audio.media_type, length=str(audio.size))
    if audio.duration_ms is not None:
        put(place, f"{ITUNES}duration", str(round(audio.duration_ms / 1_000)))


def _apple(place: Element, item: Item) -> None:
    put(place, f"{ITUNES}explicit", truth(item.explicit))
    put(place, f"{ITUNES}episodeType", item.kind.value)
    if item.number is not None:
        put(place, f"{ITUNES}episode", str(item.number))
    if item.season is not None:
        put(place, f"{ITUNES}season", str(item.season))
    if item.image_address:
        put(place, f"{ITUNES}image", href=item.image_address)


def _until(place: Element, item: Item) -> None:
    """Say until when it may be heard, as a period. Source: DCMI Period Encoding Scheme."""
    if item.ends_at is not None:
        begins, ends = (
            at.astimezone(UTC).isoformat(timespec="seconds")
            for at in (item.published_at, item.ends_at)
        )
        put(place, f"{TERMS}valid", f"start={begins}; end={ends}; scheme=W3C-DTF")


def _transcripts(place: Element, transcripts: Sequence[Transcript]) -> None:
    for one in transcripts:
        said = {"url": one.address, "type": one.media_type, "language": one.language}
        put(place, f"{PODCAST}transcript", **said, rel="captions" if one.captions else "")


def _chapters(place: Element, chapters: Sequence[Chapter]) -> None:
    if not chapters:
        return
    below = put(place, f"{CHAPTERS}chapters", version="1.2")
    for one in chapters:
        said = {"start": _clock(one.starts_ms), "title": one.title, "href": one.address}
        put(below, f"{CHAPTERS}chapter", **said)


def _clock(ms: int) -> str:
    """Return a place in the audio as Podlove's chapters write it: hours, minutes, seconds."""
    seconds, rest = divmod(ms, 1_000)
    return f"{seconds // 3_600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
