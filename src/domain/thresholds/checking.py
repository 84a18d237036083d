"""Whether a threshold can be judged and means something: what it says, and what it is about."""

from dataclasses import replace
from decimal import Decimal

from domain import dimensions
from domain.catalog.service import require_known
from domain.errors import Invalid
from domain.metrics import catalogue, subjects
from domain.metrics.model import SubjectKind, Unit
from domain.people import records as people
from domain.thresholds import pacing, starting
from domain.thresholds.model import Side, Terms, ThresholdKind

#: The longest name, window and settling time.
NAME_MAX, DAYS_MAX, SETTLE_MAX, RECOVER_MAX = 120, 56, 30, 28

#: More than any bound has that means something, and how finely bounds are kept.
_BOUND_MAX, _STEP = Decimal(10**9), Decimal("0.000001")


def canonical(terms: Terms) -> Terms:
    """Return terms with the one form of their part; raises as `check` does."""
    terms = replace(terms, dimension=dimensions.asked(terms.dimension))
    check(terms)
    return terms


async def aimed(terms: Terms) -> tuple[Terms, str | None]:
    """Return terms with the kind of the only thing they are about, and whose things that is.

    Without a kind a campaign's would be shown to people who may not see the campaign. Raises
    `Invalid` for a team or brand that is none, and where kind or brand is not that of the thing,
    for nothing would be watched.
    """
    if terms.team is not None and not await people.teams_by_key([terms.team]):
        raise Invalid("no_such_team", f"There is no team `{terms.team[:40]}`.", ("team",))
    if terms.brand_id is not None:
        await require_known(terms.brand_id, None, ())
    if terms.subject_id is None:
        return terms, terms.brand_id
    subject = await subjects.one(terms.subject_id)
    if terms.subject_kind not in (None, subject.kind):
        said = f"`{subject.id}` is of the kind {subject.kind}; name that kind, or none."
        raise Invalid("other_kind", said, ("subject_kind",))
    if terms.brand_id not in (None, subject.brand_id):
        said = f"`{subject.id}` is not of that brand; leave the brand out, and its own is meant."
        raise Invalid("other_brand", said, ("brand_id",))
    return replace(terms, subject_id=subject.id, subject_kind=subject.kind), subject.brand_id


def check(terms: Terms) -> None:
    """Raise `Invalid` for what cannot be judged, with the field as its path."""
    metric = catalogue.metric(terms.metric)
    if terms.source is not None:
        catalogue.source(terms.source)
    if not 0 < len(terms.name.strip()) <= NAME_MAX:
        raise Invalid("bad_name", f"Give it a name of up to {NAME_MAX} letters.", ("name",))
    for field, value, least, most in (
        ("days", terms.days, 1, DAYS_MAX),
        ("recover_days", terms.recover_days, 1, RECOVER_MAX),
        ("min_sample", terms.min_sample, 0, 10**9),
        ("settle_days", 1 if terms.settle_days is None else terms.settle_days, 1, SETTLE_MAX),
    ):
        if not least <= value <= most:
            raise Invalid("out_of_range", f"Give from {least} to {most}.", (field,))
    _check_bounds(terms)
    _check_parts(terms)
    pacing.check(terms.pace, terms.plan)
    starting.check(terms)
    if terms.kind is ThresholdKind.PACING:
        if terms.metric != "spend" or terms.subject_kind is not SubjectKind.CAMPAIGN:
            said = "Pace is that of a campaign's spend: say metric `spend`, and campaigns."
            raise Invalid("no_pace", said, ("metric",))
    elif terms.kind is not ThresholdKind.TARGET and not (metric.over_days or metric.derived):
        said = f"{metric.said} do not add up over days, so days cannot be compared; use a target."
        raise Invalid("not_additive", said, ("kind",))
    # Whether amounts of two currencies are above one bound says nothing.
    if metric.unit is Unit.MONEY and terms.kind is ThresholdKind.TARGET and not terms.subject_id:
        said = "Amounts differ in their currency; hold one thing's against an amount, by its id."
        raise Invalid("mixed_currencies", said, ("subject_id",))


def _check_bounds(terms: Terms) -> None:
    for field in ("warning", "critical", "recover_margin"):
        value = getattr(terms, field)
        if value is None:
            continue
        if not value.is_finite() or not 0 <= value <= _BOUND_MAX or value % _STEP:
            said = f"Give from 0 to {_BOUND_MAX}, with at most six digits after the point."
            raise Invalid("out_of_range", said, (field,))
    relative = terms.kind is not ThresholdKind.TARGET
    if relative and not terms.recover_margin < terms.warning:
        said = "The margin has to be smaller than what warns, or nothing ever recovers."
        raise Invalid("bad_margin", said, ("recover_margin",))
    if terms.critical is not None:
        small = terms.side is Side.BELOW and not relative
        worse = terms.critical <= terms.warning if small else terms.critical >= terms.warning
        if not worse:
            said = "What is critical has to be at least as bad as what warns."
            raise Invalid("bad_order", said, ("critical",))


def _check_parts(terms: Terms) -> None:
    """Raise `Invalid` for a bound that is a part of something, and more than the whole of it."""
    share = catalogue.metric(terms.metric).unit is Unit.SHARE
    relative = terms.kind is not ThresholdKind.TARGET
    # What grew may be several times what it was; nothing falls by more than all of it.
    if not (terms.side is Side.BELOW if relative else share):
        return
    for field in ("warning", "critical", "recover_margin"):
        if (getattr(terms, field) or 0) > 1:
            said = "This is a part of a whole, from 0 to 1: 0.8 is 80 %."
            raise Invalid("no_part", said, (field,))
    if not relative and terms.side is Side.BELOW and terms.warning + terms.recover_margin > 1:
        said = "With this margin more than all of it would be needed, so nothing ever recovers."
        raise Invalid("bad_margin", said, ("recover_margin",))
