"""The fields of Megaphone's API that the hub uses.

Read from what others publish who use it, as of July 2026. What `draft` filters in a list, whether
`externalId` does, and the words of `audioFileStatus` but for `processing` and `success` are written
down nowhere; so nothing here stands on one reading of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from connectors.hosting import episode
from domain.jobs.model import GiveUp
from domain.targets.model import Publication


@dataclass(frozen=True, slots=True)
class Told:
    """An episode as Megaphone tells of it. `external_id` and `guid` are the name we gave it."""

    id: str
    external_id: str
    guid: str
    title: str
    draft: bool
    pubdate: str
    audio: str
    uid: str
    spotify: str
    download: str


def episodes_of(place: str) -> str:
    """Return the path of a podcast's episodes; `place` is its network and it, `net/pod`."""
    network, _, podcast = place.partition("/")
    if not network or not podcast or "/" in podcast:
        raise GiveUp(
            f"`{place}` names no podcast at Megaphone; write the ids of its network and of the"
            " podcast, as `NETWORK/PODCAST`, into the show's target"
        )
    return f"/networks/{quote(network, safe='')}/podcasts/{quote(podcast, safe='')}/episodes"


def body(what: Publication, *, here: bool) -> dict[str, Any]:
    """Return an episode as it is written; `Refused` if it cannot be. `here` as for its audio."""
    artwork = episode.artwork(what, here=here)
    number, season = episode.number(what), episode.season(what)
    return {
        "title": episode.title(what),
        "externalId": what.name,
        "guid": what.name,
        "pubdate": episode.written(what.opens_at),
        "draft": False,
        "episodeType": episode.kind(what).value,
        "summary": episode.summary(what),
        "backgroundAudioFileUrl": episode.audio(what, here=here).address,
        **({"backgroundImageFileUrl": artwork.address} if artwork else {}),
        **({"episodeNumber": number} if number else {}),
        **({"seasonNumber": season} if season else {}),
        **episode.explicit(what),
    }


def told(said: object) -> Told | None:
    """Return an episode; None where what was said is none."""
    if not isinstance(said, Mapping) or not said.get("id"):
        return None
    return Told(
        id=str(said["id"]),
        external_id=_text(said, "externalId"),
        guid=_text(said, "guid"),
        title=_text(said, "title"),
        draft=said.get("draft") is True,
        pubdate=_text(said, "pubdate"),
        audio="processing"
        if said.get("audioFileProcessing") is True
        else _text(said, "audioFileStatus"),
        uid=_text(said, "uid"),
        spotify=_text(said, "spotifyIdentifier"),
        download=_text(said, "downloadUrl"),
    )


def listed(said: object) -> list[Told]:
    """Return the episodes of a page."""
    found = [told(one) for one in said] if isinstance(said, list) else []
    return [one for one in found if one is not None]


def is_named(what: Publication, one: Told) -> bool:
    """Whether an episode carries our name."""
    return one.external_id == what.name


def may_be(what: Publication, one: Told) -> bool:
    """Whether an episode without anybody's external id may be one that the hub made."""
    same = one.guid == what.name or one.title == episode.title(what)
    return same and not one.external_id


def drift(what: Publication, found: Told) -> tuple[str, ...]:
    """Return what of an episode is not as it was written."""
    said = []
    if found.title != episode.title(what):
        said.append(f"the title is `{found.title}` at Megaphone, and not `{episode.title(what)}`")
    at = episode.instant(found.pubdate)
    if at is not None and episode.written(at) != episode.written(what.opens_at):
        wanted = episode.written(what.opens_at)
        said.append(f"it is dated {episode.written(at)} at Megaphone, and not {wanted}")
    return tuple(said)


def _text(said: Mapping[str, Any], name: str) -> str:
    found = said.get(name)
    return found if isinstance(found, str) else ""
