"""Branded audio in commercial places: ambient playlists, event audio, licensed storytelling."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from pydantic import Field

from domain.approvals.model import StagePlan
from domain.catalog.eligible import Verdict
from domain.catalog.model import AssetKind
from domain.catalog.premises import COMMERCIAL, Site
from domain.errors import Invalid
from domain.requests.kinds import base
from domain.requests.kinds.base import Id, Words
from domain.requests.kinds.kind import HandsOver, Ref, Thing
from domain.requests.kinds.referenced import Seen

#: The stage in which the hub itself judges the rights of the audio, before anybody is asked.
COMPLIANCE = "compliance"

#: Asked for when such a request moved, and every midnight at its sites while it is live.
WATCH = "audio.watch"


class CommercialAudioBrief(base.HouseBrief):
    """What is to be heard at which sites; days include both ends.

    The rights are named as the agreement calls them; empty where nobody has shown one.
    """

    site_ids: Annotated[
        tuple[Id, ...], Field(min_length=1, max_length=50, description="1 to 50 sites.")
    ]
    audio_asset_id: Annotated[Id, Field(description="The audio, a file of the kind AUDIO.")]
    live_from: Annotated[date, Field(description="The first day, after today.")]
    live_until: Annotated[date, Field(description="The last day.")]
    has_music: Annotated[bool, Field(description="Whether there is music in it.")]
    has_narration: Annotated[bool, Field(description="Whether somebody narrates.")]
    composition_right: Annotated[
        Words, Field(description="The right to the composition, if there is music.")
    ] = ""
    recording_right: Annotated[
        Words, Field(description="The right to the recording, if there is music.")
    ] = ""
    narrator_right: Annotated[
        Words, Field(description="The narrator's grant for public performance, if one narrates.")
    ] = ""

    @property
    def asset_ids(self) -> Mapping[str, str]:
        """The audio."""
        return base.files_of(self, "audio_asset_id")

    @property
    def refers(self) -> Sequence[Ref]:
        """The sites."""
        sites = enumerate(self.site_ids)
        return tuple(Ref(Thing.SITE, one, ("site_ids", str(at))) for at, one in sites)

    @property
    def rights_shown(self) -> bool:
        """Whether every right that it takes is named."""
        music = not self.has_music or bool(self.composition_right and self.recording_right)
        return music and (not self.has_narration or bool(self.narrator_right))


def check(brief: CommercialAudioBrief, now: datetime) -> list[Invalid]:
    """Return what is wrong with a brief beyond the shape of its fields."""
    return [
        *base.plain_problems(brief, "composition_right", "recording_right", "narrator_right"),
        *base.day_problems(brief, now, "live_from", "live_until"),
        *base.order_problems(brief.live_from, brief.live_until, "live_until"),
        *base.twice_problems(brief.site_ids, "site_ids"),
    ]


def facts(brief: CommercialAudioBrief, now: datetime, seen: Seen) -> dict[str, Any]:
    """Return what the table of stages judges."""
    sites = [seen.sites[one] for one in brief.site_ids]
    return {
        "rights_shown": brief.rights_shown,
        "site_count": len(sites),
        "consumer_sites": sum(site.provider not in COMMERCIAL for site in sites),
        "ineligible_sites": _closed(seen, sites, now) if brief.has_music else 0,
    }


def _closed(seen: Seen, sites: Sequence[Site], now: datetime) -> int:
    """Return at how many sites no music may be played, or nobody knows."""
    return sum(not _plays(seen, site, now) for site in sites)


def _plays(seen: Seen, site: Site, now: datetime) -> bool:
    """Whether music may be played at a site, as far as anybody knows.

    What was judged before yesterday says nothing of today; yesterday is still today somewhere.
    """
    stands = seen.stands.get(site.id)
    if stands is None or stands.day < now.date() - timedelta(days=1):
        return False
    return stands.verdict is Verdict.ELIGIBLE


def fits(brief: CommercialAudioBrief, _: datetime, seen: Seen) -> Sequence[Invalid]:
    """Return whether the audio is none, and in which markets no site would hear it."""
    audio = seen.of_kinds(brief, {"audio_asset_id": AssetKind.AUDIO})
    return [*audio, *base.siteless_problems(brief, seen)]


def floor(_: CommercialAudioBrief) -> Sequence[StagePlan]:
    """Return the stage that no audio goes without, before all that tables ask for."""
    return (StagePlan(COMPLIANCE, "Compliance", 0, "", 0, 1),)


def instructions(brief: CommercialAudioBrief) -> Sequence[str]:
    """Return what operations have to do."""
    first, last = brief.live_from.isoformat(), brief.live_until.isoformat()
    return (
        f"Have it live at {len(brief.site_ids)} sites from {first} to {last}.",
        "Take it out of every site's player after the last day, and write so.",
    )


_RIGHTS = frozenset({"composition_right", "recording_right", "narrator_right"})
_AUDIO = frozenset({"audio_asset_id", "has_music", "has_narration"})
_WHERE = frozenset({"site_ids", "live_from", "live_until"})

KIND = base.kind_of(
    "commercial_audio",
    CommercialAudioBrief,
    check=check,
    facts=facts,
    fits=fits,
    watches={
        COMPLIANCE: _WHERE | _AUDIO,
        "rights": _RIGHTS | _WHERE | _AUDIO | {"markets"},
        "legal": _WHERE | {"markets"},
        "operations": _WHERE,
        "executive": _WHERE,
    },
    hands_over=HandsOver("site-operations", "operations", instructions=instructions),
    floor=floor,
    prepare="audio.comply",
    moved=WATCH,
)
