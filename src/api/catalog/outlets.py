"""Where a show is published by the hub itself, and how something stands there, in the schema."""

from datetime import datetime

import strawberry

from api.context import identified
from domain.actor import Actor
from domain.catalog import model as catalog
from domain.requests.kinds.episode_release import Target
from domain.targets import model
from domain.targets.model import Standing


@strawberry.type(description="That the hub publishes a show somewhere by itself.")
class ShowTarget:
    """See `domain.catalog.model.ShowTarget`."""

    target: Target = strawberry.field(description="Where.")
    place: str = strawberry.field(description="What the target calls the show; empty if nothing.")
    set_at: datetime = strawberry.field(description="When this was said.")
    version: int = strawberry.field(description="How often something was said of it, from 1.")

    @classmethod
    def of(cls, one: catalog.ShowTarget) -> "ShowTarget":
        """Show it."""
        return cls(
            target=Target(one.target), place=one.place, set_at=one.set_at, version=one.version
        )


@strawberry.type(description="A target's own id of something.")
class OutsideId:
    """One of `domain.targets.model.Published.outside`."""

    name: str = strawberry.field(description="What it names, such as `episode`.")
    value: str = strawberry.field(description="The id.")


@strawberry.type(description="Something that the hub itself publishes, and how it stands.")
class Publication:
    """See `domain.targets.model.Published`."""

    id: strawberry.ID = strawberry.field(description="Its id in the hub.")
    target: str = strawberry.field(description="Where, such as `feed`.")
    place: str = strawberry.field(
        description="What the target calls where it goes there; empty for agencies."
    )
    revision: int = strawberry.field(description="The revision that was handed over last.")
    standing: Standing | None = strawberry.field(
        description="How it stands, as the target said last; null while it said nothing of this"
        " revision."
    )
    since: datetime | None = strawberry.field(description="Since when it stands so.")
    opens_at: datetime = strawberry.field(description="From when it is to be heard.")
    ends_at: datetime | None = strawberry.field(
        description="Until before when it is to be heard; null without an end."
    )
    address: str = strawberry.field(description="Where listeners find it; empty if not known.")
    outside_ids: list[OutsideId] = strawberry.field(
        description="What the target calls it; none for agencies."
    )
    blocked: list[str] = strawberry.field(
        description="ISO 3166 codes of markets where the target does not show it."
    )
    problems: list[str] = strawberry.field(description="Why it was refused or removed.")
    drift: list[str] = strawberry.field(
        description="What somebody changed there behind the hub's back; `republish` mends it."
    )
    evidence: list[str] = strawberry.field(description="By what it was seen to be gone.")
    looked_at: datetime | None = strawberry.field(description="When the target said that.")
    closed_at: datetime | None = strawberry.field(
        description="Since when the hub does nothing about it: it is gone, people did it, or"
        " another request brought the same. Null while it does."
    )

    @classmethod
    def of(cls, one: model.Published, actor: Actor) -> "Publication":
        """Show it; to an agency without whose account, show or endpoint it is in."""
        inside = actor.agency_id is None
        return cls(
            id=identified(one.id),
            target=one.target,
            place=one.place if inside else "",
            revision=one.revision,
            standing=one.standing,
            since=one.since,
            opens_at=one.opens_at,
            ends_at=one.ends_at,
            address=one.address,
            outside_ids=[
                OutsideId(name=name, value=id_) for name, id_ in one.outside.items() if inside
            ],
            blocked=sorted(one.blocked),
            problems=list(one.problems),
            drift=list(one.drift),
            evidence=list(one.evidence),
            looked_at=one.looked_at,
            closed_at=one.closed_at,
        )
