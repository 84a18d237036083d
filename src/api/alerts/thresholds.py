"""Thresholds in the schema: what they said, would have done, keeping and retiring them."""

from datetime import date, datetime

import strawberry

from api.alerts.terms import ThresholdTerms, ThresholdTermsInput
from api.context import Info, identified
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from api.conventions.nodes import Node
from api.conventions.replaced import by
from domain.thresholds import handling, listing, model, records, service, trying
from domain.thresholds.model import AlertSeverity


@strawberry.type(description="What a threshold said from some time on.")
class ThresholdVersion:
    """See `domain.thresholds.records.Version`."""

    version: int = strawberry.field(description="Its number, from 1.")
    terms: ThresholdTerms = strawberry.field(description="What it said.")
    at: datetime = strawberry.field(description="Since when.")
    user_id: strawberry.Private[str | None]

    @strawberry.field(description="Who said so; null for the hub itself.")
    async def said_by(self, info: Info) -> str | None:
        """Look the name up."""
        if self.user_id is None:
            return None
        return await info.context.loaders.names.load(self.user_id) or "somebody"

    @classmethod
    def of(cls, value: records.Version) -> "ThresholdVersion":
        """Show it."""
        terms = ThresholdTerms.of(value.terms)
        return cls(version=value.number, terms=terms, at=value.at, user_id=value.owner_id)


@strawberry.type(description="A threshold over figures.")
class Threshold(Node):
    """See `domain.thresholds.model.Threshold`."""

    version: int = strawberry.field(description="How often it was said anew, from 1.")
    terms: ThresholdTerms = strawberry.field(description="What it says.")
    active: bool = strawberry.field(description="Whether it is judged by; false once retired.")
    changed_at: datetime = strawberry.field(description="Since when it says that.")

    @strawberry.field(
        description="What it said, the newest first: those of up to"
        f" {listing.VERSIONS_MAX} versions whose things you may see."
    )
    async def versions(self, info: Info) -> list[ThresholdVersion]:
        """List versions."""
        found = await info.context.threshold_versions.load(str(self.id))
        return [ThresholdVersion.of(one) for one in found or ()]

    @classmethod
    def of(cls, value: model.Threshold) -> "Threshold":
        """Show it."""
        return cls(
            id=identified(value.id),
            version=value.version,
            terms=ThresholdTerms.of(value.terms),
            active=value.active,
            changed_at=value.changed_at,
        )


@strawberry.type(description="A threshold to begin with.")
class ThresholdTemplate:
    """See `domain.thresholds.service.Template`."""

    key: str = strawberry.field(description="What it is called by programs.")
    terms: ThresholdTerms = strawberry.field(description="What it says.")
    whence: str = strawberry.field(description="Whence its numbers are.")

    @classmethod
    def of(cls, value: service.Template) -> "ThresholdTemplate":
        """Show it."""
        return cls(key=value.key, terms=ThresholdTerms.of(value.terms), whence=value.whence)


@strawberry.type(description="An alert that would have been.")
class TrialEpisode:
    """See `domain.thresholds.model.Episode`."""

    opened: date = strawberry.field(description="The settled day by which it opened.")
    resolved: date | None = strawberry.field(
        description="The settled day by which it ended; null if it is open."
    )
    severity: AlertSeverity = strawberry.field(description="The worst it came to.")


@strawberry.type(description="What a threshold would have done.")
class ThresholdTrial:
    """See `domain.thresholds.model.Trial`."""

    series_count: int = strawberry.field(description="How many series it looks at now.")
    days: int = strawberry.field(description="How many settled days were judged.")
    alerts: int = strawberry.field(description="How many alerts would have opened.")
    open_now: int = strawberry.field(description="How many of them would be open now.")
    started: int = strawberry.field(
        description="How many requests or cases would have been opened, if each was done when its"
        " alerts had ended; 0 for a threshold that starts nothing."
    )
    unknown_days: int = strawberry.field(
        description="Of how many days of all series nothing could be said: figures lack, are"
        " withheld, or are too few."
    )
    longest_days: int | None = strawberry.field(
        description="How many days the longest of them took, or lasts by now; null if none did."
    )
    as_of: date | None = strawberry.field(
        description="The last settled day of all series; null where there is none."
    )
    episodes: list[TrialEpisode] = strawberry.field(description="Each of them, the oldest first.")

    @classmethod
    def of(cls, value: model.Trial) -> "ThresholdTrial":
        """Show it."""
        return cls(
            series_count=value.series,
            days=value.days,
            alerts=len(value.episodes),
            open_now=value.open_now,
            unknown_days=value.unknown,
            started=value.started,
            longest_days=value.longest if value.episodes else None,
            as_of=value.as_of,
            episodes=[
                TrialEpisode(opened=one.opened, resolved=one.resolved, severity=one.severity)
                for one in value.episodes
            ],
        )


@strawberry.input(description="A threshold to be kept.")
class SaveThresholdInput:
    """For `saveThreshold`."""

    terms: ThresholdTermsInput = strawberry.field(description="What it is to say.")
    id: strawberry.ID | None = strawberry.field(
        default=None, description="The one to say anew; a new one if left out."
    )
    version: int = strawberry.field(default=0, description="The version it was read in.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A threshold to be retired.")
class RetireThresholdInput:
    """For `retireThreshold`."""

    id: strawberry.ID = strawberry.field(description="Which one.")
    version: int = strawberry.field(description="The version it was read in.")
    idempotency_key: str | None = repeatable()


@strawberry.type(description="A threshold that was kept or retired.")
class ThresholdPayload:
    """Answer of the mutations of thresholds."""

    threshold: Threshold | None = strawberry.field(description="As it is now.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class ThresholdQuery:
    """Reading thresholds."""

    @strawberry.field(
        description="Every threshold you may see, the oldest first, retired ones too. Not for"
        " agencies.",
        deprecation_reason=by("thresholdsConnection"),
    )
    async def thresholds(self, info: Info) -> list[Threshold] | None:
        """List thresholds."""
        return [Threshold.of(one) for one in await handling.thresholds(info.context.actor)]

    @strawberry.field(description="Thresholds to begin with.")
    async def threshold_templates(self) -> list[ThresholdTemplate]:
        """List templates."""
        return [ThresholdTemplate.of(one) for one in service.TEMPLATES.values()]

    @strawberry.field(
        description=f"What a threshold would have done in the last {trying.DAYS} settled days, by"
        f" figures as they are by now; of up to {trying.SERIES_MAX} series. Nothing is kept."
    )
    async def try_threshold(self, info: Info, terms: ThresholdTermsInput) -> ThresholdTrial | None:
        """Try one out."""
        found = await trying.try_out(info.context.hub, info.context.actor, terms.terms())
        return ThresholdTrial.of(found)


@strawberry.type
class ThresholdMutation:
    """Saying what is judged."""

    @strawberry.mutation(
        description="Keep a threshold; what is open is judged by what it says now. For managers"
        " and admins."
    )
    async def save_threshold(self, info: Info, input: SaveThresholdInput) -> ThresholdPayload:  # noqa: A002  The convention's name.
        """Keep one."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            return await service.save(hub, actor, input.terms.terms(), input.id, input.version)

        return await _answer(info, *await perform(info, "saveThreshold", input, act))

    @strawberry.mutation(
        description="Judge by a threshold no more, and end the alerts it opened. For managers and"
        " admins."
    )
    async def retire_threshold(self, info: Info, input: RetireThresholdInput) -> ThresholdPayload:  # noqa: A002  The convention's name.
        """Retire one."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            return await service.retire(hub, actor, input.id, input.version)

        return await _answer(info, *await perform(info, "retireThreshold", input, act))


async def _answer(info: Info, done: str | None, errors: list[AnyError]) -> ThresholdPayload:
    found = await handling.threshold(info.context.actor, done) if done else None
    return ThresholdPayload(threshold=Threshold.of(found) if found else None, errors=errors)
