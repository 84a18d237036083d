"""Whom something is shown to from now on: a segment's targets, or a journey."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from domain.approvals.model import StagePlan
from domain.consents.model import Channel
from domain.errors import Invalid
from domain.requests.kinds import ad_targets, base
from domain.requests.kinds.ad_targets import AdTargets
from domain.requests.kinds.base import Id, Prose
from domain.requests.kinds.kind import HandsOver, Ref, Thing
from domain.requests.kinds.parts import AGE_MAX, AGE_MIN
from domain.requests.kinds.referenced import Seen

NAME = "targeting"


class Means(StrEnum):
    """What reaches a segment."""

    AD_SET = "ad_set"
    JOURNEY = "journey"


#: The stage in which the hub itself judges consents, ages and countries, before anybody is asked.
COMPLIANCE = "compliance"

#: The most accounts that one list holds.
ACCOUNTS_MAX = 100

#: What is said of a list to those who are handed it.
BY_HUB = (
    "The hub uploads the list by itself, of accounts whose matching key it has; only where the"
    " request says why it cannot, do it by hand."
)

#: By what a journey can reach somebody.
_REACHING = (Channel.EMAIL, Channel.SMS, Channel.CALL, Channel.PUSH)


class TargetingBrief(base.HouseBrief):
    """Which segment is reached, by what, and what it is made of."""

    means: Annotated[Means, Field(description="What reaches them.")]
    subject_id: Annotated[
        Id | None, Field(description="The campaign whose targets change; for an ad set.")
    ] = None
    segment: Annotated[Prose, Field(description="Who they are, by which signals.")]
    audience_size: Annotated[
        int, Field(ge=0, le=1_000_000_000, description="How many people that is.")
    ]
    youngest_age: Annotated[
        int, Field(ge=AGE_MIN, le=AGE_MAX, description="The youngest of them, 13 or more.")
    ]
    special_category: Annotated[
        bool,
        Field(description="Whether health, belief, origin or the like can be told from it."),
    ]
    targets: Annotated[Prose, Field(description="What is set, as its receiver writes it.")]
    ad_targets: Annotated[
        AdTargets | None,
        Field(
            description="The same in Spotify's words, for an ad set: then the hub sets it by"
            " itself, instead of what was set before."
        ),
    ] = None
    account_ids: Annotated[
        tuple[Id, ...],
        Field(
            max_length=ACCOUNTS_MAX,
            description="Up to 100 accounts, where it is a list; each one's consent counts.",
        ),
    ] = ()
    reached_by: Annotated[
        Channel | None,
        Field(description="By what a journey reaches the accounts that are listed."),
    ] = None
    until: Annotated[
        date | None, Field(description="The last day somebody may enter a journey; none if open.")
    ] = None

    @property
    def refers(self) -> Sequence[Ref]:
        """The campaign whose targets change, and the accounts."""
        subject = self.subject_id
        listed = enumerate(self.account_ids)
        return (
            *((Ref(Thing.REQUEST, subject, ("subject_id",), "campaign"),) if subject else ()),
            *(Ref(Thing.ACCOUNT, one, ("account_ids", str(at))) for at, one in listed),
        )


def check(brief: TargetingBrief, now: datetime) -> list[Invalid]:
    """Return what is wrong with a brief beyond the shape of its fields."""
    problems = [
        *base.plain_problems(brief),
        *base.day_problems(brief, now, "until"),
        *base.twice_problems(brief.account_ids, "account_ids"),
    ]
    if brief.means is Means.JOURNEY and brief.account_ids and brief.reached_by not in _REACHING:
        said = "Say by what the journey reaches them: EMAIL, SMS, CALL or PUSH."
        problems.append(Invalid("channel_missing", said, ("reached_by",)))
    if brief.means is Means.AD_SET and brief.subject_id is None:
        said = "Name the campaign whose targets change."
        problems.append(Invalid("no_campaign", said, ("subject_id",)))
    if brief.ad_targets is not None:
        problems += _ad_problems(brief, brief.ad_targets)
    return problems


def _ad_problems(brief: TargetingBrief, targets: AdTargets) -> list[Invalid]:
    if brief.means is not Means.AD_SET:
        said = "Only an ad set has targets of Spotify; leave them out for a journey."
        return [Invalid("no_ad_set", said, ("ad_targets",))]
    if brief.account_ids:
        said = "These targets reach others than the accounts listed; ask for one or the other."
        return [Invalid("targets_beside_list", said, ("ad_targets",))]
    return ad_targets.problems(targets, brief.youngest_age)


def facts(brief: TargetingBrief, _now: datetime, _seen: Seen) -> dict[str, Any]:
    """Return what the table of stages judges."""
    return {
        "means": brief.means.value,
        "audience_size": brief.audience_size,
        "youngest_age": brief.youngest_age,
        "special_category": brief.special_category,
    }


def floor(_: TargetingBrief) -> Sequence[StagePlan]:
    """Return the stage that no targeting goes without, before all that tables ask for."""
    return (StagePlan(COMPLIANCE, "Compliance", 0, "", 0, 1),)


def instructions(brief: TargetingBrief) -> Sequence[str]:
    """Return what marketing has to do."""
    listed = (
        "Put the accounts of `account_ids` on the list, and nobody else.",
        "Whoever has to come off the list is told by a case: take them off wherever it went.",
    )
    if brief.ad_targets is not None:
        return (
            "The hub sets these targets by itself; where it cannot, the request says why.",
            "Only then set them by hand, and acknowledge that.",
        )
    if brief.means is Means.AD_SET:
        return (
            "Write down the targets that the ad sets have now, so that they can be set again.",
            "Set these targets for the ad sets, and nothing wider.",
            *((BY_HUB, *listed) if brief.account_ids else ()),
        )
    return (
        "Write down the targets that the journey has now, so that they can be set again.",
        "Set these targets for the journey, and nothing wider.",
        *(listed if brief.account_ids else ()),
    )


KIND = base.kind_of(
    NAME,
    TargetingBrief,
    check=check,
    facts=facts,
    watches={},
    hands_over=HandsOver("marketing-team", "marketing", instructions=instructions),
    floor=floor,
    prepare="targeting.comply",
)
