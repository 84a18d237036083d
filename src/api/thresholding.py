"""Thresholds in the schema: what they say, what they would have done, keeping and retiring them."""

from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal

import strawberry

from api.context import Info, identified
from api.errors import AnyError
from api.mutations import perform, repeatable
from api.nodes import Node
from domain.metrics.model import SubjectKind
from domain.thresholds import handling, model, pacing, service, trying
from domain.thresholds.model import AlertSeverity, Pace, Quiet, Side, Starts, ThresholdKind, Work

_SAID = {
    "name": "What people call it.",
    "metric": "The key of the metric.",
    "kind": "What figures are held against.",
    "side": "On which side of it they are bad.",
    "warning": "From where on they are bad: in the metric's unit for a target, else a part: 0.2 is"
    " 20 %.",
    "critical": "From where on they are critical; null if nowhere.",
    "days": "How many settled days are looked at.",
    "min_sample": "What a ratio must be reckoned from, or a comparison begin with, to be judged.",
    "recover_days": "How many clear days end an alert.",
    "recover_margin": "By how much they have to be better than `warning` to be clear.",
    "subject_id": "The only thing it is about; null for many.",
    "subject_kind": "The kind of thing it is about; null for every one.",
    "brand_id": "The brand whose things it is about; null for every one.",
    "source": "The source whose figures it looks at; null for each.",
    "dimension": "The part it looks at, such as `country=SE`; empty for the whole.",
    "settle_days": "After how many days figures are judged; null for what is usual of the source.",
    "pace": "How the budget is to be spent, for pace.",
    "plan": f"What is spent by when, for pace that is planned; up to {pacing.POINTS_MAX} points.",
    "starts": "What an alert of it starts.",
    "work": "The kind of request it starts; null for the usual one of its side: `REPURPOSE` above,"
    " `REVISION` below.",
    "team": "The key of the team that is told of its alerts; null for `performance`.",
    "quiet": "When they are not told, by the business calendar of what it is about; a digest at the"
    " end of that says what opened, ended or got worse meanwhile.",
}

_GONE = "Up to which part of the flight; 0.2 is 20 %."
_SPENT = "Which part of the budget is spent by then."


@strawberry.type(description="A point of a plan; between two of them it is spent evenly.")
class PacePoint:
    """See `domain.thresholds.model.PlanPoint`."""

    gone: Decimal = strawberry.field(description=_GONE)
    spent: Decimal = strawberry.field(description=_SPENT)


@strawberry.input(description="A point of a plan; between two of them it is to be spent evenly.")
class PacePointInput:
    """See `domain.thresholds.model.PlanPoint`."""

    gone: Decimal = strawberry.field(description=_GONE)
    spent: Decimal = strawberry.field(description=_SPENT)


@strawberry.type(description="What a threshold says.")
class ThresholdTerms:
    """See `domain.thresholds.model.Terms`."""

    name: str = strawberry.field(description=_SAID["name"])
    metric: str = strawberry.field(description=_SAID["metric"])
    kind: ThresholdKind = strawberry.field(description=_SAID["kind"])
    side: Side = strawberry.field(description=_SAID["side"])
    warning: Decimal = strawberry.field(description=_SAID["warning"])
    critical: Decimal | None = strawberry.field(description=_SAID["critical"])
    days: int = strawberry.field(description=_SAID["days"])
    min_sample: int = strawberry.field(description=_SAID["min_sample"])
    recover_days: int = strawberry.field(description=_SAID["recover_days"])
    recover_margin: Decimal = strawberry.field(description=_SAID["recover_margin"])
    subject_id: strawberry.ID | None = strawberry.field(description=_SAID["subject_id"])
    subject_kind: SubjectKind | None = strawberry.field(description=_SAID["subject_kind"])
    brand_id: strawberry.ID | None = strawberry.field(description=_SAID["brand_id"])
    source: str | None = strawberry.field(description=_SAID["source"])
    dimension: str = strawberry.field(description=_SAID["dimension"])
    settle_days: int | None = strawberry.field(description=_SAID["settle_days"])
    pace: Pace = strawberry.field(description=_SAID["pace"])
    plan: list[PacePoint] = strawberry.field(description=_SAID["plan"])
    starts: Starts = strawberry.field(description=_SAID["starts"])
    work: Work | None = strawberry.field(description=_SAID["work"])
    team: str | None = strawberry.field(description=_SAID["team"])
    quiet: Quiet = strawberry.field(description=_SAID["quiet"])

    @classmethod
    def of(cls, value: model.Terms) -> "ThresholdTerms":
        """Show them."""
        said = {one.name: getattr(value, one.name) for one in fields(value)}
        return cls(**said | {"plan": [PacePoint(**one._asdict()) for one in value.plan]})


@strawberry.input(description="What a threshold is to say.")
class ThresholdTermsInput:
    """See `domain.thresholds.model.Terms`."""

    name: str = strawberry.field(description=_SAID["name"])
    metric: str = strawberry.field(description=_SAID["metric"])
    kind: ThresholdKind = strawberry.field(description=_SAID["kind"])
    side: Side = strawberry.field(description=_SAID["side"])
    warning: Decimal = strawberry.field(description=_SAID["warning"])
    critical: Decimal | None = strawberry.field(default=None, description=_SAID["critical"])
    days: int = strawberry.field(default=3, description=_SAID["days"])
    min_sample: int = strawberry.field(default=0, description=_SAID["min_sample"])
    recover_days: int = strawberry.field(default=2, description=_SAID["recover_days"])
    recover_margin: Decimal = strawberry.field(
        default=Decimal(0), description=_SAID["recover_margin"]
    )
    subject_id: strawberry.ID | None = strawberry.field(
        default=None, description=_SAID["subject_id"]
    )
    subject_kind: SubjectKind | None = strawberry.field(
        default=None, description=_SAID["subject_kind"]
    )
    brand_id: strawberry.ID | None = strawberry.field(default=None, description=_SAID["brand_id"])
    source: str | None = strawberry.field(default=None, description=_SAID["source"])
    dimension: str = strawberry.field(default="", description=_SAID["dimension"])
    settle_days: int | None = strawberry.field(default=None, description=_SAID["settle_days"])
    pace: Pace = strawberry.field(default=Pace.EVEN, description=_SAID["pace"])
    plan: list[PacePointInput] = strawberry.field(default_factory=list, description=_SAID["plan"])
    starts: Starts = strawberry.field(default=Starts.NOTHING, description=_SAID["starts"])
    work: Work | None = strawberry.field(default=None, description=_SAID["work"])
    team: str | None = strawberry.field(default=None, description=_SAID["team"])
    quiet: Quiet = strawberry.field(default=Quiet.NEVER, description=_SAID["quiet"])

    def terms(self) -> model.Terms:
        """Return them as the core has them."""
        plan = tuple(model.PlanPoint(one.gone, one.spent) for one in self.plan)
        return model.Terms(**{one: getattr(self, one) for one in _SAID} | {"plan": plan})


@strawberry.type(description="A threshold over figures.")
class Threshold(Node):
    """See `domain.thresholds.model.Threshold`."""

    version: int = strawberry.field(description="How often it was said anew, from 1.")
    terms: ThresholdTerms = strawberry.field(description="What it says.")
    active: bool = strawberry.field(description="Whether it is judged by; false once retired.")
    changed_at: datetime = strawberry.field(description="Since when it says that.")

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
        " agencies."
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
