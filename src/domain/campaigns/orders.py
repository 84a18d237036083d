"""A campaign's order, and where it stands at the publisher: what all of its jobs need."""

from collections.abc import Collection, Mapping

from domain.campaigns import records, rules
from domain.campaigns.model import Order
from domain.campaigns.targets import records as targets
from domain.campaigns.targets.rules import applied
from domain.catalog import records as catalog
from domain.exposures import service as exposures
from domain.hub import Hub
from domain.placements import records as placements
from domain.placements.model import PlacementState
from domain.removals import campaign_records as removals
from domain.requests.kinds.campaign import CampaignBrief
from domain.requests.model import Request
from domain.rights.channels import Channel
from domain.rights.live.model import Shown
from domain.rights.model import Subject, SubjectKind, Use

#: The stage the hub closes by itself once a campaign is ready.
READINESS = "readiness"

#: Who publishes.
PUBLISHER = "spotify-ads"


async def order_of(request: Request) -> Order:
    """Return what the publisher is to run for a request."""
    brief = CampaignBrief.model_validate(request.payload)
    found = await catalog.assets(list(brief.asset_ids.values()))
    draft = await records.get(request.id)
    return Order(
        request_id=request.id,
        revision=request.revision,
        reference=request.id,
        brief=brief,
        flights=rules.flights(brief),
        assets={
            name: found[asset_id] for name, asset_id in brief.asset_ids.items() if asset_id in found
        },
        targets=applied(await targets.of_campaign(request.id)),
        bids=draft.bids if draft else {},
    )


async def place(
    hub: Hub, request: Request, outside: Mapping[str, str], state: PlacementState
) -> None:
    """Write where what stands at the publisher as `outside` is, and what is live of it."""
    await placements.put(request.id, PUBLISHER, outside["campaign"], state, hub.clock.now())
    gone = (await removals.gone_from([request.id]))[request.id]
    shown = shown_of(request, outside["campaign"], gone)
    await exposures.follow(hub, request, shown, live=state is PlacementState.LIVE)


def shown_of(request: Request, campaign: str, gone: Collection[str]) -> list[Shown]:
    """Return what is live of a request whose campaign runs: each of its files.

    `gone` are the places in which it was taken down.
    """
    brief = CampaignBrief.model_validate(request.payload)
    markets = tuple(sorted(set(brief.markets).difference(gone)))
    if not markets:
        return []
    return [
        Shown(
            Subject(SubjectKind.ASSET, asset_id),
            Use.ADVERTISING,
            Channel.SPOTIFY_ADS,
            PUBLISHER,
            campaign,
            markets,
        )
        for asset_id in sorted(set(brief.asset_ids.values()))
    ]
