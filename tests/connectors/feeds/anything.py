"""Shows and episodes that hold whatever text can hold."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from domain.feed_writing import (
    Category,
    Channel,
    Chapter,
    Enclosure,
    EpisodeType,
    Item,
    Person,
    ShowType,
    Transcript,
)
from domain.feeds.categories import CATEGORIES
from domain.territories import TERRITORIES

#: What has broken feeds before: what ends a CDATA section, references, tags, quotes, writing from
#: right to left, an emoji of several signs, letters beyond 16 bits, ends of lines.
_PIECES = st.sampled_from(
    [
        *("]]>", "<![CDATA[", "&", "&amp;", "&#x0;", "&nbsp;", "<b>", "</item>", "<!--", "-->"),
        *(
            "'",
            '"',
            "שלום",
            "قهوة",
            "👩🏽‍🍳",
            "\U0001d518",
            "é",
            "e\u0301",
            "\u200f",
            " ",
            "\n",
            "\r\n",
        ),
        *("\t", "%s", "{0}", "\\", "\ufdd0", "\U0001ffff"),
    ]
)
_SIGNS = st.characters(exclude_categories=["Cc", "Cs", "Cn"])
_BODIES = st.lists(_PIECES | st.text(_SIGNS, max_size=12), max_size=6).map("".join)

#: Readers trim texts, so these begin and end with a letter.
texts = _BODIES.map(lambda body: f"a{body}z")
_WORDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-_~.", min_size=1, max_size=12)
addresses = st.builds("https://media.example.com/{}?a={}&b=%20;".format, _WORDS, _WORDS)
_MAYBE_ADDRESS = st.just("") | addresses
_COUNTRIES = st.lists(st.sampled_from(sorted(TERRITORIES)), max_size=4, unique=True).map(tuple)
_PLACES = st.integers(0, 36_000_000)
_INSTANTS = st.integers(1_000_000_000, 2_000_000_000).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)

categories = st.sampled_from(
    [Category(name, one) for name, below in CATEGORIES.items() for one in ("", *below)]
)
_PERSONS = st.lists(
    st.builds(
        Person,
        texts,
        st.sampled_from(["host", "guest", "author"]),
        st.sampled_from(["cast", "writing"]),
        _MAYBE_ADDRESS,
        _MAYBE_ADDRESS,
    ),
    max_size=2,
).map(tuple)

channels = st.builds(
    Channel,
    address=addresses,
    guid=st.uuids(version=5).map(str),
    title=texts,
    link=addresses,
    description=texts,
    language=st.sampled_from(["de", "en-GB", "he", "zh-Hant-TW"]),
    author=texts,
    owner_name=texts,
    owner_email=st.sampled_from(["", "podcasts@example.com", "a&b@example.com"]),
    image_address=addresses,
    categories=st.lists(categories, min_size=1, max_size=3).map(tuple),
    explicit=st.booleans(),
    kind=st.sampled_from(ShowType),
    copyright=st.just("") | texts,
    complete=st.booleans(),
    hidden=st.booleans(),
    locked=st.booleans(),
    origins=_COUNTRIES,
    allowed=_COUNTRIES,
    recent=st.none() | st.integers(1, 500),
    moved_to=_MAYBE_ADDRESS,
    persons=_PERSONS,
)

_ITEMS = st.builds(
    Item,
    guid=_WORDS.map("episode-{}z".format),
    digest=st.just(""),
    title=texts,
    description=texts,
    enclosure=st.builds(
        Enclosure,
        addresses,
        st.sampled_from(["audio/mpeg", "audio/mp4", "audio/x-m4a", "video/mp4"]),
        st.integers(1, 10**10),
        st.none() | st.integers(1_000, 36_000_000),
    ),
    published_at=_INSTANTS,
    ends_at=st.none() | _INSTANTS,
    explicit=st.booleans(),
    number=st.none() | st.integers(1, 9_999),
    season=st.none() | st.integers(1, 99),
    kind=st.sampled_from(EpisodeType),
    address=_MAYBE_ADDRESS,
    image_address=_MAYBE_ADDRESS,
    allowed=_COUNTRIES,
    transcripts=st.lists(
        st.builds(
            Transcript,
            addresses,
            st.sampled_from(["text/vtt", "text/html"]),
            st.sampled_from(["", "de", "en-GB"]),
            st.booleans(),
        ),
        max_size=2,
    ).map(tuple),
    chapters=st.lists(st.builds(Chapter, _PLACES, texts, _MAYBE_ADDRESS), max_size=3).map(tuple),
    chapters_address=_MAYBE_ADDRESS,
    persons=_PERSONS,
)

#: Episodes, each with a GUID and an instant of its own.
items = st.lists(_ITEMS, max_size=3, unique_by=(lambda one: one.guid, lambda one: one.published_at))
