"""What is to stand of a playlist, what does, and what differs. Pure but for reading."""

import base64
import hashlib
import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from connectors.spotify.web.client import WebClient
from connectors.spotify.web.exchange import Json
from connectors.spotify.web.planning import out_of_order
from domain.targets.model import Publication

#: The most signs of a description. Source: Spotify's clients take no more.
DESCRIPTION_MAX = 300

#: How many differences are named; of the rest, how many there are.
NAMED_MAX = 10

#: Where Spotify keeps the covers that it makes of the tracks by itself.
_MADE = "//mosaic."

_TRACK, _LOCAL = "spotify:track:", "spotify:local:"

#: How our references begin, how many signs follow, and how one looks within other words.
_MARK, _MARK_LENGTH = "GL-", 10
_MARKED = re.compile(rf"(?<![A-Za-z0-9]){_MARK}[A-Z2-7]{{{_MARK_LENGTH}}}(?![A-Za-z0-9])")


@dataclass(frozen=True, slots=True)
class Shown:
    """A playlist as it stands. `cover` is the address of its own picture, if it shows one.

    An item that no call can name, for it left the catalogue or is somebody's own file, is empty.
    `titles` are by item.
    """

    name: str
    description: str
    public: bool
    collaborative: bool
    cover: str
    snapshot: str
    address: str
    items: tuple[str, ...]
    titles: Mapping[str, str]


def mark_of(name: str) -> str:
    """Return our reference for a playlist, by which it is found where an answer was lost."""
    digest = base64.b32encode(hashlib.sha256(name.encode()).digest()).decode()
    return f"{_MARK}{digest[:_MARK_LENGTH]}"


def carries_mark(playlist: Json) -> bool:
    """Whether a playlist is one that the hub made: other words may begin as our references do."""
    return _MARKED.search(words_of(playlist)) is not None


def description_of(what: Publication) -> str:
    """Return what is written below the title: the purpose, cut where it is too long, and ours."""
    mark = f" ({mark_of(what.name)})"
    purpose = " ".join(str(what.content["metadata"]["purpose"]).split())
    room = DESCRIPTION_MAX - len(mark)
    return (purpose if len(purpose) <= room else f"{purpose[: room - 1].rstrip()}…") + mark


def name_of(what: Publication) -> str:
    """Return what the playlist is called."""
    return " ".join(str(what.content["metadata"]["name"]).split())


def words_of(playlist: Json) -> str:
    """Return the description of a playlist; Spotify answers with its signs escaped."""
    return html.unescape(str(playlist.get("description") or ""))


async def read(client: WebClient, playlist_id: str) -> Shown | None:
    """Return a playlist as it stands now; None if there is none."""
    playlist = await client.get_playlist(playlist_id)
    if playlist is None:
        return None
    told = (playlist.get("external_urls") or {}).get("spotify")
    items = await client.get_items(playlist_id)
    images = [str(image.get("url") or "") for image in playlist.get("images") or ()]
    return Shown(
        name=str(playlist.get("name") or ""),
        description=words_of(playlist),
        public=playlist.get("public") is True,
        collaborative=playlist.get("collaborative") is True,
        cover=next((address for address in images if address and _MADE not in address), ""),
        snapshot=str(playlist.get("snapshot_id") or ""),
        address=str(told or f"https://open.spotify.com/playlist/{playlist_id}"),
        items=tuple(_named(item) for item in items),
        titles={str(item.get("uri")): f"`{item.get('name')}`" for item in items if item},
    )


def _named(item: Json | None) -> str:
    uri = str((item or {}).get("uri") or "")
    return "" if uri.startswith(_LOCAL) else uri


def kept(uris: Sequence[str]) -> str:
    """Return the names of tracks as they are kept among the outside ids; of none, an empty one."""
    return ",".join(uri.removeprefix(_TRACK) for uri in uris)


def unkept(outside: Mapping[str, str]) -> list[str]:
    """Return the names of the tracks that were put there."""
    return [_TRACK + name for name in outside.get("items", "").split(",") if name]


def is_our_cover(shown: Shown, outside: Mapping[str, str]) -> bool:
    """Whether it shows the cover that it was given; the first that was seen is taken for that."""
    return bool(shown.cover) and outside.get("cover_shown", shown.cover) == shown.cover


def taken_down(shown: Shown, outside: Mapping[str, str]) -> tuple[str, ...]:
    """Return what Spotify stripped, as it does after a notice; nothing if it looks like people.

    Nobody can leave a title empty in Spotify's clients. A description or a cover alone may have
    been taken away by the account's people; both together are taken for Spotify.
    """
    lost_words = not shown.description
    lost_cover = bool(outside.get("cover_shown")) and not shown.cover
    if shown.name and not (lost_words and lost_cover):
        return ()
    parts = {"title": not shown.name, "description": lost_words, "cover": lost_cover}
    gone = ", ".join(part for part, lost in parts.items() if lost)
    return (f"Spotify stripped its {gone}, as after a takedown notice; look for its letter",)


def titles_of(what: Publication, outside: Mapping[str, str]) -> dict[str, str]:
    """Return what the tracks that were put there are called, by their names at Spotify."""
    put = outside.get("items", "").split(",")
    pairs = zip(put, what.content["metadata"]["tracks"], strict=False)
    return {_TRACK + name: f"`{one['title']}` by {one['artist']}" for name, one in pairs if name}


def drift(what: Publication, shown: Shown, outside: Mapping[str, str]) -> list[str]:
    """Return what is not as it was put there, one sentence each."""
    titles = {**shown.titles, **titles_of(what, outside)}
    changed = _items(unkept(outside), shown.items, titles)
    return [*_labels(what, shown, outside), *changed]


def named(sentences: Sequence[str]) -> tuple[str, ...]:
    """Return up to `NAMED_MAX` sentences, and how many more there are."""
    if len(sentences) <= NAMED_MAX:
        return tuple(sentences)
    return (*sentences[:NAMED_MAX], f"and {len(sentences) - NAMED_MAX} more")


def _labels(what: Publication, shown: Shown, outside: Mapping[str, str]) -> Iterator[str]:
    if shown.name != name_of(what):
        yield f"it was renamed to `{shown.name}`"
    if shown.description != description_of(what):
        yield "its description was changed" if shown.description else "its description is gone"
    if not shown.public:
        yield "it was made private"
    if shown.collaborative:
        yield "it was opened for others to edit"
    if outside.get("cover") and not shown.cover:
        yield "its cover does not show"
    if not outside.get("cover") and shown.cover:
        yield "it shows a cover that was not approved"
    if shown.cover and not is_our_cover(shown, outside):
        yield "its cover was changed"


def _items(put: Sequence[str], there: Sequence[str], titles: Mapping[str, str]) -> Iterator[str]:
    before, after = Counter(put), Counter(there)
    for uri in (after - before).elements():
        yield f"{titles.get(uri, uri or 'something that is not in the catalogue')} was added"
    for uri in (before - after).elements():
        yield f"{titles.get(uri, uri)} was removed"
    both = before & after
    for uri in out_of_order(_first(put, both), _first(there, both)):
        yield f"{titles.get(uri, uri)} was moved"


def _first(items: Sequence[str], counts: Counter[str]) -> list[str]:
    """Return of each item as many as `counts` has, the first ones, in order."""
    left, taken = Counter(counts), []
    for uri in items:
        if left[uri] > 0:
            left[uri] -= 1
            taken.append(uri)
    return taken
