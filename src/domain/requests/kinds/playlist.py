"""A branded playlist: for customers on Spotify, or for sites by their commercial provider."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from domain.approvals.model import StagePlan
from domain.catalog.model import AssetKind
from domain.catalog.premises import COMMERCIAL
from domain.errors import Invalid
from domain.requests.kinds import base, parts
from domain.requests.kinds.base import Id, Line, Prose, Words
from domain.requests.kinds.kind import HandsOver, Ref, Thing
from domain.requests.kinds.referenced import Seen

#: Asked for whenever a playlist moved, and every midnight while it is live.
WATCH = "playlist.watch"

#: The stage in which the hub itself judges every track, before anybody is asked.
COMPLIANCE = "compliance"


class Track(BaseModel):
    """One track, in its place."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    title: Annotated[Line, Field(description="Its title.")]
    artist: Annotated[Line, Field(description="Who plays it.")]
    isrc: Annotated[
        parts.Isrc, Field(description="Its ISRC, with hyphens or without; needed for sites.")
    ] = ""
    explicit: Annotated[
        bool | None, Field(description="Whether its words are explicit; null if nobody knows.")
    ] = None
    genre: Annotated[Words, Field(description="Its genre, as the brand calls it.")] = ""
    tempo: Annotated[
        int | None, Field(ge=1, le=400, description="Beats a minute; null if nobody knows.")
    ] = None


class PlaylistBrief(base.Brief):
    """What is asked for; days include both ends."""

    purpose: Annotated[Prose, Field(description="What it is for; up to 1,000 characters.")]
    site_ids: Annotated[
        tuple[Id, ...],
        Field(max_length=50, description="Up to 50 sites; none for listeners, or by agencies."),
    ] = ()
    tracks: Annotated[
        tuple[Track, ...], Field(min_length=1, max_length=100, description="1 to 100, in order.")
    ]
    live_from: Annotated[date, Field(description="The first day, after today.")]
    live_until: Annotated[date | None, Field(description="The last day, if it ends.")] = None
    cover_asset_id: Annotated[
        Id | None, Field(description="The cover, a file of the kind IMAGE.")
    ] = None

    @property
    def asset_ids(self) -> Mapping[str, str]:
        """The cover, if there is one."""
        return base.files_of(self, "cover_asset_id")

    @property
    def refers(self) -> Sequence[Ref]:
        """The sites."""
        sites = enumerate(self.site_ids)
        return tuple(Ref(Thing.SITE, one, ("site_ids", str(at))) for at, one in sites)


def check(brief: PlaylistBrief, now: datetime) -> list[Invalid]:
    """Return what is wrong with a brief beyond the shape of its fields."""
    return [
        *base.plain_problems(brief),
        *base.day_problems(brief, now, "live_from", "live_until"),
        *base.order_problems(brief.live_from, brief.live_until, "live_until"),
        *base.twice_problems(brief.site_ids, "site_ids"),
        *(problem for at, one in enumerate(brief.tracks) if (problem := _isrc(brief, at, one))),
    ]


def facts(brief: PlaylistBrief, _now: datetime, _seen: Seen) -> dict[str, Any]:
    """Return what the table of stages judges; what nobody knows of a track is the worst."""
    return {
        "for_sites": bool(brief.site_ids),
        "track_count": len(brief.tracks),
        "explicit_tracks": sum(track.explicit is not False for track in brief.tracks),
        "by_agency": brief.agency_id is not None,
    }


def fits(brief: PlaylistBrief, _: datetime, seen: Seen) -> Sequence[Invalid]:
    """Return which sites nobody may play to, and whether the cover is no image."""
    problems = seen.of_kinds(brief, {"cover_asset_id": AssetKind.IMAGE})
    for at, site_id in enumerate(brief.site_ids):
        site = seen.sites[site_id]
        if site.provider not in COMMERCIAL:
            said = (
                f"`{site.name}` has no provider whose terms allow playing to customers; ask for a"
                " music licence with one such as Soundtrack first."
            )
            problems.append(Invalid("provider_not_commercial", said, ("site_ids", str(at))))
    return [*problems, *base.siteless_problems(brief, seen)]


def floor(_: PlaylistBrief) -> Sequence[StagePlan]:
    """Return the stage that no playlist goes without, before all that tables ask for."""
    return (StagePlan(COMPLIANCE, "Compliance", 0, "", 0, 1),)


def instructions(brief: PlaylistBrief) -> Sequence[str]:
    """Return what the receiver has to do."""
    first, last = brief.live_from.isoformat(), brief.live_until
    if last is None:
        days = f"Have it live from {first} on, tracks in this order."
    else:
        days = f"Have it live from {first} to {last.isoformat()}, tracks in this order."
    markets = ", ".join(sorted(brief.markets))
    if brief.site_ids:
        where = "Give the list with its ISRCs to the sites' commercial provider; never to Spotify."
    else:
        where = f"Create it on Spotify, for listeners in {markets}."
    return (where, days)


def _isrc(brief: PlaylistBrief, at: int, track: Track) -> Invalid | None:
    path = ("tracks", str(at), "isrc")
    if problems := parts.isrc_problems(track.isrc, *path):
        return problems[0]
    if brief.site_ids and not track.isrc:
        said = f"A site's provider finds `{track.title}` by its ISRC; give it."
        return Invalid("isrc_missing", said, path)
    return None


KIND = base.kind_of(
    "playlist",
    PlaylistBrief,
    check=check,
    facts=facts,
    fits=fits,
    watches={
        COMPLIANCE: frozenset({"tracks", "site_ids", "markets", "live_from", "live_until"}),
        "brand": frozenset({"name", "purpose", "tracks", "cover_asset_id", "markets"}),
        "rights": frozenset({"tracks", "site_ids", "markets", "live_from", "live_until"}),
        "operations": frozenset({"site_ids", "live_from", "live_until"}),
    },
    hands_over=HandsOver(
        "playlist-desk",
        lambda brief: "operations" if brief.site_ids else "publishing",
        instructions=instructions,
    ),
    floor=floor,
    prepare="playlist.comply",
    moved=WATCH,
)
