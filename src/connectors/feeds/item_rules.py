"""What directories ask of an episode, by itself."""

from itertools import pairwise

from connectors.feeds import markup
from connectors.feeds.channel_rules import DESCRIPTION_SHOWN
from connectors.feeds.noting import Notes, ending, shown, texts_of
from domain.feed_writing import Chapter, Enclosure, Item
from domain.feeds.rules import GUID_MAX, is_guid

#: The longest description that is taken, in characters. Source: Spotify's delivery specification
#: as implementers cite it.
DESCRIPTION_MAX = 60_000

#: What audio may be, with the ends of names that go with it.
AUDIO = {
    "audio/mpeg": (".mp3",),
    "audio/mp4": (".m4a", ".mp4"),
    "audio/x-m4a": (".m4a",),
    "video/mp4": (".mp4",),
}

#: What transcripts may be; only those with times can be captions. Source: the Podcast Namespace.
_TIMED = frozenset({"text/vtt", "application/x-subrip", "application/srt", "application/json"})
TRANSCRIPTS = _TIMED | {"text/html", "text/plain"}

#: What Spotify asks of audio, in bits a second, and how much less may be a matter of rounding.
BIT_RATE_LEAST, _ROUNDED = 128_000, 0.95


def look(notes: Notes, item: Item) -> None:
    """Note what is wrong with an episode, whatever the others are."""
    notes.characters(texts_of(item))
    _identity(notes, item)
    _words(notes, item)
    _audio(notes, item.enclosure)
    _numbers(notes, item)
    notes.countries("Where it may be played", item.allowed)
    if item.address:
        notes.address("The episode's page", item.address, stops=False)
    if item.image_address:
        notes.image(item.image_address, stops=True)
    _transcripts(notes, item)
    _chapters(notes, item)
    notes.persons(item.persons)


def _identity(notes: Notes, item: Item) -> None:
    if not item.guid:
        said = "The episode has no GUID, so it would be another one at every look"
        notes.stop("no_guid", said, "Give it a name that never changes")
    elif not is_guid(item.guid):
        said = f"The GUID `{shown(item.guid)}` is not read alike everywhere"
        cure = f"Use up to {GUID_MAX} letters of ASCII, digits and signs, without blanks"
        notes.stop("bad_guid", said, cure)
    if item.published_at.tzinfo is None:
        said = f"The episode comes out at {item.published_at:%Y-%m-%d %H:%M}, nobody knows where"
        notes.stop("no_zone", said, "Give the instant with its time zone")


def _words(notes: Notes, item: Item) -> None:
    if not item.title.strip():
        notes.stop("no_title", "The episode has no title", "Give it a title")
    if not item.description.strip():
        said = "The episode has no description"
        notes.stop("no_description", said, "Say in a sentence what it is about")
    notes.long("The title", item.title)
    if len(item.description) > DESCRIPTION_MAX:
        said = f"The description has {len(item.description):,} characters"
        notes.stop("long_description", said, f"Shorten it to at most {DESCRIPTION_MAX:,}")
        return
    notes.long("The description", item.description, DESCRIPTION_SHOWN)
    markup.look(notes, item.description)


def _audio(notes: Notes, audio: Enclosure) -> None:
    public = notes.address("The audio's address", audio.address, stops=True)
    ends = AUDIO.get(audio.media_type)
    if ends is None:
        said = f"The audio is `{shown(audio.media_type)}`"
        notes.stop("bad_audio", said, f"Deliver it as one of {', '.join(AUDIO)}")
    elif public and ending(audio.address) not in ends:
        said = f"The audio's address does not end in {' or '.join(ends)}, as its type asks for"
        notes.warn("bad_audio_name", said, "Serve it under a name that says what it is")
    if audio.size < 1:
        said = f"The audio has {audio.size} bytes"
        notes.stop("no_size", said, "Give the size of the file in bytes")
    _duration(notes, audio)


def _duration(notes: Notes, audio: Enclosure) -> None:
    if audio.duration_ms is None:
        said = "Nobody knows how long the audio is"
        notes.warn("no_duration", said, "Give its duration; Spotify measures it otherwise")
    elif audio.duration_ms < 1:
        said = f"The audio takes {audio.duration_ms} milliseconds"
        notes.stop("bad_duration", said, "Give its duration in milliseconds")
    elif 0 < audio.size * 8_000 / audio.duration_ms < BIT_RATE_LEAST * _ROUNDED:
        said = f"The audio has {audio.size * 8 // audio.duration_ms} kbit/s"
        cure = f"Deliver it with {BIT_RATE_LEAST // 1_000} or more; Spotify asks for that"
        notes.warn("low_bit_rate", said, cure)


def _numbers(notes: Notes, item: Item) -> None:
    for name, given in (("number", item.number), ("season", item.season)):
        if given is not None and given < 1:
            said = f"The episode's {name} is {given}"
            notes.stop(f"bad_{name}", said, "Count from 1, or give none")


def _transcripts(notes: Notes, item: Item) -> None:
    for one in item.transcripts:
        notes.address("The transcript's address", one.address, stops=False)
        if one.media_type not in TRANSCRIPTS:
            said = f"A transcript is `{shown(one.media_type)}`"
            cure = f"Deliver it as one of {', '.join(sorted(TRANSCRIPTS))}"
            notes.warn("bad_transcript", said, cure)
        elif one.captions and one.media_type not in _TIMED:
            said = f"Captions need times, which {one.media_type} does not have"
            notes.warn("bad_captions", said, "Deliver WebVTT or SubRip, or a plain transcript")
        if one.language:
            notes.language("A transcript's language", one.language, stops=False)


def _chapters(notes: Notes, item: Item) -> None:
    if item.chapters_address:
        notes.address("The address of its chapters", item.chapters_address, stops=False)
    for one in item.chapters:
        _chapter(notes, one, item.enclosure.duration_ms)
    for one, after in pairwise(item.chapters):
        if after.starts_ms <= one.starts_ms:
            said = f"The chapter `{shown(after.title)}` does not begin after the one before it"
            notes.warn("chapters_mixed", said, "Put chapters in the order of their beginnings")


def _chapter(notes: Notes, chapter: Chapter, duration_ms: int | None) -> None:
    if not chapter.title.strip():
        notes.warn("no_chapter_title", "A chapter has no title", "Name or remove it")
    if chapter.starts_ms < 0 or (duration_ms is not None and chapter.starts_ms >= duration_ms):
        said = f"The chapter `{shown(chapter.title)}` begins outside of the audio"
        notes.warn("chapter_outside", said, "Give its beginning in milliseconds from the start")
    if chapter.address:
        notes.address(f"The link of `{shown(chapter.title)}`", chapter.address, stops=False)
