"""Using again, elsewhere, what did well."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from domain.errors import Invalid
from domain.requests.kinds import base
from domain.requests.kinds.kind import HandsOver
from domain.requests.kinds.referenced import Seen
from domain.requests.kinds.subject import FollowingBrief, out_problems


class Channel(StrEnum):
    """Where something is used again."""

    AD = "ad"
    SOCIAL = "social"
    NEWSLETTER = "newsletter"
    WEBSITE = "website"
    IN_STORE = "in_store"
    VIDEO = "video"


class RepurposeBrief(FollowingBrief):
    """What is to be used again, and where."""

    channels: Annotated[
        tuple[Channel, ...], Field(min_length=1, max_length=6, description="Where; each once.")
    ]
    third_party_material: Annotated[
        bool, Field(description="Whether there are voices, music or pictures of others in it.")
    ]


def check(brief: RepurposeBrief, _: datetime) -> list[Invalid]:
    """Return what is wrong with a brief beyond the shape of its fields."""
    return [*base.plain_problems(brief), *base.twice_problems(brief.channels, "channels")]


def facts(brief: RepurposeBrief, _now: datetime, _seen: Seen) -> dict[str, Any]:
    """Return what the table of stages judges."""
    return {
        "channel_count": len(brief.channels),
        "third_party_material": brief.third_party_material,
        "paid": Channel.AD in brief.channels,
    }


def fits(brief: RepurposeBrief, _: datetime, seen: Seen) -> Sequence[Invalid]:
    """Return whether nothing of the subject is out."""
    return out_problems(brief.subject_id, seen)


def instructions(brief: RepurposeBrief) -> Sequence[str]:
    """Return what marketing has to do, and the brief of each channel."""
    channels = ", ".join(channel.replace("_", " ") for channel in brief.channels)
    markets = ", ".join(sorted(brief.markets))
    briefs = {
        Channel.AD: f"Ad, in {markets}: a spot of at most 30 seconds with its companion image; ask"
        " for it as a campaign.",
        Channel.SOCIAL: f"Social, in {markets}: a clip of at most 60 seconds with subtitles, one"
        " line to it, and where it leads.",
        Channel.NEWSLETTER: f"Newsletter, in {markets}: a picture, three sentences, and where they"
        " lead.",
        Channel.WEBSITE: f"Website, in {markets}: a player, the picture, and a text of its own.",
        Channel.IN_STORE: f"In stores, in {markets}: an announcement of at most 20 seconds; ask"
        " for it as commercial audio.",
        Channel.VIDEO: f"Video, in {markets}: the audio under moving pictures, with subtitles.",
    }
    return (
        f"Write the brief and put the files together for: {channels}.",
        *(briefs[channel] for channel in brief.channels),
    )


KIND = base.kind_of(
    "repurpose",
    RepurposeBrief,
    check=check,
    facts=facts,
    fits=fits,
    watches={},
    hands_over=HandsOver("marketing-team", "marketing", instructions=instructions),
)
