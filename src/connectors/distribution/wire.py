"""The fields of the Distribution API that the hub uses.

Its documentation is private. What stands here was read from what others publish who use it, as of
July 2026; nothing of it was tried against Spotify.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from connectors.hosting import episode
from connectors.hosting.saying import said_in
from domain.targets.model import File, Publication, Refused

#: The version of the API that this speaks.
VERSION = "2026-04-01"

#: What Spotify takes: MP3, M4A, MP4 and MOV.
_TAKEN = frozenset({"audio/mpeg", "audio/mp4", "audio/x-m4a", "video/mp4", "video/quicktime"})


class Processing(StrEnum):
    """How far Spotify is with an episode, as it says itself."""

    SUCCESS = "success"
    PENDING = "pending"
    FAILED = "failed"
    REMOVED = "removed"
    NO_CONTENT = "no_content"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Told:
    """What Spotify says of an episode: how far it is, since when, and what went wrong.

    `failures` are what it says of the attempt that counts, newest first; `blocked` are the markets
    that any removal named: that one was taken back is told nowhere.
    """

    processing: Processing
    since: datetime | None
    failures: tuple[str, ...]
    blocked: frozenset[str]
    uri: str


def body(what: Publication, *, here: bool) -> dict[str, Any]:
    """Return an episode as it is written; `Refused` if it cannot be. `here` as for its audio."""
    audio, artwork = episode.audio(what, here=here), episode.artwork(what, here=here)
    number, season = episode.number(what), episode.season(what)
    _require_taken(audio)
    return {
        "title": episode.title(what),
        "pubdate": episode.written(what.opens_at),
        "media_file_url": audio.address,
        "content_rating": "unspecified",
        "guid": what.name,
        "episode_type": episode.kind(what).value,
        "summary": episode.summary(what),
        **({"image_file_url": artwork.address} if artwork else {}),
        **({"episode_number": number} if number else {}),
        **({"season_number": season} if season else {}),
        **episode.explicit(what),
    }


def text(told: object, name: str) -> str:
    """Return the text that an answer holds under `name`; empty if it is none."""
    found = told.get(name) if isinstance(told, Mapping) else None
    return found if isinstance(found, str) else ""


def status(said: object, written_at: datetime | None) -> Told:
    """Return what an answer about an episode says that was written last at `written_at`.

    What failed before then is of what was there before.
    """
    found: Mapping[str, Any] = said if isinstance(said, Mapping) else {}
    events = [one for one in _list(found, "failure_events") if isinstance(one, Mapping)]
    named = text(found, "processing_status")
    return Told(
        Processing(named) if named in set(Processing) else Processing.UNKNOWN,
        episode.instant(found.get("status_updated_at")),
        tuple(
            dict.fromkeys(word for one in events if _counts(one, written_at) for word in _said(one))
        ),
        frozenset(_markets(events)),
        text(found, "episode_uri"),
    )


def _counts(event: Mapping[str, Any], written_at: datetime | None) -> bool:
    at = episode.instant(event.get("occurred_at"))
    return at is None or written_at is None or at >= written_at


def _said(event: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what an event says, or at least what kind of event it is."""
    details = _details(event)
    words = said_in([details[name] for name in ("error_message", "issues") if details.get(name)])
    kind = text(event, "type").replace("_", " ")
    return tuple(f"Spotify: {word}" for word in words or ((kind,) if kind else ()))


def _markets(events: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for event in events:
        listed = _list(_details(event), "blocked_markets")
        yield from (one.upper() for one in listed if isinstance(one, str))


def _details(event: Mapping[str, Any]) -> Mapping[str, Any]:
    found = event.get("details")
    return found if isinstance(found, Mapping) else {}


def _list(said: Mapping[str, Any], name: str) -> list[Any]:
    found = said.get(name)
    return found if isinstance(found, list) else []


def _require_taken(audio: File) -> None:
    if audio.media_type not in _TAKEN:
        said = (
            f"Spotify's Distribution API takes MP3, M4A, MP4 and MOV, and the audio is"
            f" {audio.media_type}; add it as one of these"
        )
        raise Refused((said,))
