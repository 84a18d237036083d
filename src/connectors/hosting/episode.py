"""An episode as hosts take one: its words, its files, and where it would be heard. Pure."""

import html
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta
from typing import Any

from domain import territories
from domain.errors import Invalid
from domain.feed_writing import EpisodeType
from domain.instants import in_utc
from domain.jobs.model import GiveUp
from domain.targets.model import File, Publication, Refused

#: How long a host may say nothing that can be used of an episode before it is said not to have
#: worked. Ours: hosts take minutes, and say that what they say lags.
PATIENCE = timedelta(hours=24)

#: The highest number of an episode that is told. Ours: what is longer counts nothing.
NUMBER_MAX = 99_999

#: What outside ids are called: the episode, and the instant at which it was written last.
EPISODE, WRITTEN = "episode", "written_at"

#: Where listeners find an episode of Spotify's.
_OPEN = "https://open.spotify.com/episode/"


def title(what: Publication) -> str:
    """Return what listeners see it called."""
    return str(_told(what).get("episode_title") or what.title)


def summary(what: Publication) -> str:
    """Return what it is about as HTML, a paragraph for each block of lines; empty if unknown."""
    blocks = str(_told(what).get("description") or "").strip().split("\n\n")
    lines = (html.escape(block.strip(), quote=False).replace("\n", "<br>") for block in blocks)
    return "".join(f"<p>{line}</p>" for line in lines if line)


def number(what: Publication) -> int | None:
    """Return its number, if that is one that can be counted by."""
    if kind(what) is EpisodeType.TRAILER:
        return None  # What stands there is its title's number.
    said = str(_told(what).get("series_number") or "")
    found = int(said) if said.isascii() and said.isdigit() else 0
    return found if 0 < found <= NUMBER_MAX else None


def season(what: Publication) -> int | None:
    """Return its season, if it is said to be of one."""
    found = _told(what).get("season")
    return found if isinstance(found, int) else None


def kind(what: Publication) -> EpisodeType:
    """Return what it is to its show."""
    return EpisodeType(_told(what).get("episode_type") or EpisodeType.FULL)


def explicit(what: Publication) -> dict[str, str]:
    """Return `explicit` as hosts take it; nothing where it is left to the show."""
    found = _told(what).get("explicit")
    return {} if found is None else {"explicit": "yes" if found else "no"}


def audio(what: Publication, *, here: bool) -> File:
    """Return its audio, which the host fetches; `Refused` if there is none.

    A host that is `here`, on this machine, can fetch from it; any other has to be able to reach
    the hub. Raises `GiveUp` where it cannot.
    """
    found = _reachable(what, "audio_asset_id", here=here)
    if found is None:
        raise Refused(("there is no audio; add it and ask for the release again",))
    return found


def artwork(what: Publication, *, here: bool) -> File | None:
    """Return its artwork, if it has one; as `audio`."""
    return _reachable(what, "artwork_asset_id", here=here)


def require_markets(what: Publication, reach: AbstractSet[str], host: str) -> None:
    """Raise `Refused` if an episode would be heard where it was not approved.

    `reach` is where shows of the hub's are heard at the host, which takes no countries of one
    episode.
    """
    beyond = reach - set(what.markets)
    if beyond:
        said = (
            f"{host} takes no countries for one episode, so this one would be heard where it was"
            f" not approved: {territories.spoken(beyond)}; publish it by the show's feed, or have"
            " it approved for all of these"
        )
        raise Refused((said,))


def instant(said: object) -> datetime | None:
    """Return an instant that a host said, in UTC; None if it is none."""
    try:
        found = datetime.fromisoformat(said) if isinstance(said, str) else None
        return found and in_utc(found if found.tzinfo else found.replace(tzinfo=UTC))
    except (ValueError, Invalid):
        return None


def written(at: datetime) -> str:
    """Return an instant as hosts are told it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def open_address(spotify: object) -> str:
    """Return where listeners find what Spotify names by an id or a URI; empty if it names none."""
    found = str(spotify or "").removeprefix("spotify:episode:")
    return f"{_OPEN}{found}" if found.isascii() and found.isalnum() else ""


def _told(what: Publication) -> dict[str, Any]:
    return dict(what.content.get("metadata") or {})


def _reachable(what: Publication, field: str, *, here: bool) -> File | None:
    found = what.files.get(field)
    fetched = ("https://", "http://") if here else ("https://",)
    if found is None or found.address.startswith(fetched):
        return found
    raise GiveUp(
        "hosts fetch files from the outside; set GREENLIGHT_PUBLIC_URL to an https address under"
        " which the hub can be reached from there"
    )
