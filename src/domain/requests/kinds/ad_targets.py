"""Whom ads reach, in the words of Spotify's Ads API, so that the hub can set it there by itself.

Source: Ads API v3, targets of an ad set. Genres and interests are its ids.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from domain.errors import Invalid
from domain.requests.kinds.parts import AGE_MAX, AGE_MIN

#: The most ids of one sort. Ours.
IDS_MAX = 50

#: An id as Spotify gives them for genres and interests.
TargetId = Annotated[
    str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")
]


class Gender(StrEnum):
    """As which somebody is known there."""

    FEMALE = "female"
    MALE = "male"
    NON_BINARY = "non_binary"


class Platform(StrEnum):
    """On what somebody listens."""

    ANDROID = "android"
    DESKTOP = "desktop"
    IOS = "ios"


class AdTargets(BaseModel):
    """Whom ads reach; what is left empty narrows nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    age_from: Annotated[
        int, Field(ge=AGE_MIN, le=AGE_MAX, description="The youngest age reached, 13 or more.")
    ]
    age_to: Annotated[
        int, Field(ge=AGE_MIN, le=AGE_MAX, description="The oldest age reached, 99 at most.")
    ] = AGE_MAX
    genders: Annotated[
        tuple[Gender, ...], Field(max_length=3, description="As which they are known; all if none.")
    ] = ()
    platforms: Annotated[
        tuple[Platform, ...], Field(max_length=3, description="On what they listen; all if none.")
    ] = ()
    genres: Annotated[
        tuple[TargetId, ...],
        Field(max_length=IDS_MAX, description="Spotify's ids of up to 50 genres."),
    ] = ()
    interests: Annotated[
        tuple[TargetId, ...],
        Field(max_length=IDS_MAX, description="Spotify's ids of up to 50 interests."),
    ] = ()


def problems(targets: AdTargets, youngest: int) -> list[Invalid]:
    """Return what is wrong with targets of people of whom the youngest is `youngest`."""
    found = []
    if targets.age_to < targets.age_from:
        said = "The oldest age cannot be below the youngest."
        found.append(Invalid("ages_reversed", said, ("ad_targets", "age_to")))
    if targets.age_from < youngest:
        said = f"These targets reach people below {youngest}, the youngest of the segment."
        found.append(Invalid("targets_too_young", said, ("ad_targets", "age_from")))
    for name in ("genders", "platforms", "genres", "interests"):
        listed = getattr(targets, name)
        if len(set(listed)) != len(listed):
            found.append(Invalid("target_twice", "It stands here twice.", ("ad_targets", name)))
    return found
