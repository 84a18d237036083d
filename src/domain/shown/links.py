"""How Spotify names shows and episodes, and where their pages are. Pure."""

import re
from collections.abc import Iterable

from domain.catalog.model import ShowTarget
from domain.errors import Invalid

#: The target whose name of a show is Spotify's.
DISTRIBUTION = "distribution_api"

_ID = re.compile("[0-9A-Za-z]{22}")

#: How Spotify names a show or anything else: `spotify:show:ID`, or its page, in any language.
_NAMED = re.compile(
    r"(?:spotify:|https://open\.spotify\.com/(?:intl-[a-z-]{2,8}/)?)"
    r"(?P<kind>[a-z]+)[:/](?P<id>[0-9A-Za-z]{22})(?:\?[^\s]*)?"
)

#: Where listeners find something.
_OPEN = "https://open.spotify.com/"


def show_of(said: str) -> str:
    """Return the id of a show at Spotify that somebody gave, or its page's address; `Invalid`."""
    given = said.strip()
    if _ID.fullmatch(given):
        return given
    found, path = _NAMED.fullmatch(given), ("spotify_show",)
    if found is None:
        words = "This names no show at Spotify; open the show there, and copy its link."
        raise Invalid("not_a_spotify_show", words, path)
    if found["kind"] != "show":
        words = "This link is of no show; open the show at Spotify, and copy the link of that."
        raise Invalid("not_a_spotify_show", words, path)
    return found["id"]


def place_by(targets: Iterable[ShowTarget]) -> str:
    """Return what a show is called at Spotify by where the hub publishes it; empty if unknown."""
    places = (one.place for one in targets if one.target == DISTRIBUTION)
    return next((one for one in places if _ID.fullmatch(one)), "")


def episode_of(address: str) -> str:
    """Return the id of an episode by its page at Spotify; empty if it is none."""
    found = _NAMED.fullmatch(address)
    return found["id"] if found and found["kind"] == "episode" else ""


def show_address(place: str) -> str:
    """Return where listeners find a show."""
    return f"{_OPEN}show/{place}"


def address(outside_id: str) -> str:
    """Return where listeners find an episode."""
    return f"{_OPEN}episode/{outside_id}"
