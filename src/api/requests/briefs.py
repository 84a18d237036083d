"""What a request asks for, as the schema shows it: one union over every kind."""

from typing import Annotated, Any, Union

import strawberry

from api.campaigns.briefs import CampaignBrief
from api.campaigns.sponsorships import Sponsorship
from api.decisions.versions import RuleVersionBrief
from api.requests.forming import brief_type, briefs, shown
from domain.requests.kinds import kind_named
from domain.requests.kinds.campaign import CampaignBrief as Campaign
from domain.requests.kinds.rule_version import RuleVersionBrief as RuleVersion
from domain.requests.kinds.sponsorship import SponsorshipBrief
from domain.requests.model import Request

_SHOWN = (
    CampaignBrief,
    Sponsorship,
    RuleVersionBrief,
    *(brief_type(payload) for payload in briefs().values()),
)

#: Every brief there is.
BRIEF: Any = Annotated[
    Union[_SHOWN],  # noqa: UP007  Made as it runs.
    strawberry.union("RequestBrief", description="What is asked for, in the form of its kind."),
]


def brief_of(request: Request) -> Any:  # noqa: ANN401  One of the union.
    """Show what a request asks for."""
    payload = kind_named(request.kind).payload.model_validate(request.payload)
    if isinstance(payload, Campaign):
        return CampaignBrief.of(payload)
    if isinstance(payload, SponsorshipBrief):
        return Sponsorship.of(payload)
    if isinstance(payload, RuleVersion):
        return RuleVersionBrief.of(payload)
    return shown(payload)
