"""What thresholds say, in the schema."""

from dataclasses import fields
from decimal import Decimal

import strawberry

from domain.metrics.model import SubjectKind
from domain.thresholds import model, pacing
from domain.thresholds.model import Pace, Quiet, Side, Starts, ThresholdKind, Work

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
