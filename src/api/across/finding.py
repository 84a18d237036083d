"""Finding anything by its id, for whoever may see it."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from api.alerts.alert import Alert
from api.alerts.thresholds import Threshold
from api.audience.leads import Lead
from api.campaigns.reviews import CampaignReview
from api.cases.case import Case
from api.catalog.assets import Asset
from api.catalog.entries import Agency, Brand, Episode, Market, Show, Sponsor
from api.catalog.sites import Account, Site
from api.context import Context
from api.conventions.nodes import Node
from api.conventions.trails import AuditEvent
from api.decisions.versions import RuleVersion
from api.metrics.ad_reports import ReportBackfill
from api.metrics.files import MetricFileImport
from api.publishing.distribution import DistributionReport
from api.publishing.exposures import Exposure
from api.publishing.placements import Placement
from api.requests.request import Request, record_of
from api.requests.stages import Stage, Vote
from api.rights.agreements import RightsAgreement
from api.rights.grants import RightsGrant
from api.titles.title import Contributor, Series, Title
from api.titles.works import Work
from api.webhooks.webhook import Webhook
from domain import ids, links
from domain.ad_reports import reading as ad_reports
from domain.audience import reading as leads
from domain.campaigns.reviews import reading as reviews
from domain.cases import reading as cases
from domain.catalog import records as catalog
from domain.catalog import site_records, uploads
from domain.catalog.words import FoundKind
from domain.catalog.works import credit_records
from domain.catalog.works import records as works
from domain.distribution import service as distribution
from domain.errors import Forbidden, Invalid, Missing
from domain.exposures import reading as exposures
from domain.ids import Prefix
from domain.metric_files import asking as metric_files
from domain.people.model import Act
from domain.people.rules import may
from domain.requests import model, reading
from domain.rights import agreeing
from domain.rights import reading as rights
from domain.subscriptions import holding
from domain.thresholds import handling

#: Finds one thing by its id, or raises that there is none, or none for the caller.
FindOne = Callable[[Context, str], Awaitable[Node | None]]

#: Stages, votes, placements or events, all of a request's.
Parts = Sequence[Any]

#: The catalogue's kinds: their table, how a row is read, how it is shown.
_CATALOG: Mapping[Prefix, tuple[str, Callable[[Any], Any], Callable[[Any], Node]]] = {
    Prefix.AGENCY: ("agencies", catalog.agency, Agency.of),
    Prefix.BRAND: ("brands", catalog.brand, Brand.of),
    Prefix.EPISODE: ("episodes", catalog.episode, Episode.of),
    Prefix.MARKET: ("markets", catalog.market, Market.of),
    Prefix.SHOW: ("shows", catalog.show, Show.of),
    Prefix.SPONSOR: ("sponsors", catalog.sponsor, Sponsor.of),
    Prefix.SITE: ("sites", site_records.site, Site.of),
    Prefix.ACCOUNT: ("accounts", site_records.account, Account.of),
    Prefix.WORK: ("works", works.work, Work.of),
    Prefix.TITLE: ("titles", works.title, Title.of),
    Prefix.SERIES: ("series", works.series, Series.of),
    Prefix.CONTRIBUTOR: ("contributors", credit_records.contributor, Contributor.of),
}

#: What of the catalogue is not for everybody.
_SEEN: Mapping[Prefix, Act] = {
    Prefix.SITE: Act.SEE_SITES,
    Prefix.ACCOUNT: Act.SEE_SITES,
    Prefix.WORK: Act.SEE_WORKS,
    Prefix.TITLE: Act.SEE_WORKS,
    Prefix.SERIES: Act.SEE_WORKS,
    Prefix.CONTRIBUTOR: Act.SEE_WORKS,
}


async def find(context: Context, wanted: str) -> Node | None:
    """Return what has the id `wanted`; None if it is nothing the caller may see."""
    return (await find_many(context, [wanted])).get(wanted)


async def find_many(context: Context, wanted: Iterable[str]) -> dict[str, Node]:
    """Return what has these ids, by id; without what the caller may not see."""
    actor = context.actor
    kinds = defaultdict[Prefix, list[str]](list)
    for one in dict.fromkeys(wanted):
        with suppress(Invalid):
            kinds[ids.kind_of(one)].append(one)
    found = dict[str, Node]()
    for kind, refs in kinds.items():
        if kind in _CATALOG:
            found |= await _in_catalog(context, kind, refs)
        elif kind in _PARTS:
            found |= await _parts(context, kind, refs)
        elif kind is Prefix.REQUEST:
            seen = await reading.seen(actor, refs)
            found |= {one.id: Request.of(one) for one in seen.values()}
        elif kind in _ALONE:
            found |= await _alone(context, _ALONE[kind], refs)
    return found


async def find_linked(context: Context, url: str) -> Node | None:
    """Return what a link leads to; None if it is nothing the caller may see.

    Raises `Invalid` for what is no link.
    """
    try:
        wanted = await links.led_to(context.hub, context.actor, url)
    except (Missing, Forbidden):
        return None
    return await find(context, wanted) if wanted else None


#: The kinds that are found by words, but for files.
_FOUND: Mapping[FoundKind, Prefix] = {
    FoundKind.TITLE: Prefix.TITLE,
    FoundKind.WORK: Prefix.WORK,
    FoundKind.SERIES: Prefix.SERIES,
    FoundKind.CONTRIBUTOR: Prefix.CONTRIBUTOR,
    FoundKind.SHOW: Prefix.SHOW,
    FoundKind.EPISODE: Prefix.EPISODE,
    FoundKind.SITE: Prefix.SITE,
}


async def find_all(found: Sequence[tuple[FoundKind, str]]) -> dict[str, Node]:
    """Return things that somebody may see, and so found, by id; each kind in one go."""
    files = [ref for kind, ref in found if kind is FoundKind.ASSET]
    nodes: dict[str, Node] = {
        one.id: Asset.of(one) for one in (await catalog.assets(files)).values()
    }
    for kind, prefix in _FOUND.items():
        refs = [ref for one, ref in found if one is kind]
        table, read, show = _CATALOG[prefix]
        for row in await catalog.rows_of(table, refs):
            nodes[row["id"]] = show(read(row))
    return nodes


async def _in_catalog(context: Context, kind: Prefix, refs: Sequence[str]) -> dict[str, Node]:
    table, read, show = _CATALOG[kind]
    if not may(context.actor, _SEEN.get(kind, Act.SEE_CATALOG)):
        return {}
    own = context.actor.agency_id if kind is Prefix.AGENCY else None
    rows = await catalog.rows_of(table, [ref for ref in refs if own in {None, ref}])
    return {row["id"]: show(read(row)) for row in rows}


async def _parts(context: Context, kind: Prefix, refs: Sequence[str]) -> dict[str, Node]:
    """Find parts of requests, of each of which all are read once."""
    owners = await reading.owners_of(context.actor, kind, refs)
    read, show = _PARTS[kind]
    requests = {request.id: request for request in owners.values()}
    known = await asyncio.gather(*(read(context, request) for request in requests.values()))
    return {part.id: show(part) for parts in known for part in parts if part.id in owners}


async def _alone(context: Context, find_one: FindOne, refs: Sequence[str]) -> dict[str, Node]:
    found = dict[str, Node]()
    for ref in refs:
        with suppress(Missing, Forbidden, Invalid):
            if node := await find_one(context, ref):
                found[ref] = node
    return found


async def _asset(context: Context, wanted: str) -> Node | None:
    """Find a file; whoever sees a request sees its files."""
    found = await context.loaders.assets.load(wanted)
    if found is not None and found.request_id is not None:
        await reading.get(context.actor, found.request_id)
        return Asset.of(found)
    return Asset.of(await uploads.get_asset(context.actor, wanted))


async def _case(context: Context, wanted: str) -> Node | None:
    return Case.of(await cases.get(context.actor, wanted))


async def _exposure(context: Context, wanted: str) -> Node | None:
    return Exposure.of(await exposures.get(context.hub, context.actor, wanted))


async def _grant(context: Context, wanted: str) -> Node | None:
    return RightsGrant.of(await rights.grant(context.actor, wanted))


async def _agreement(context: Context, wanted: str) -> Node | None:
    found = await agreeing.get(context.actor, wanted)
    return RightsAgreement.of(found, context.hub.clock.now())


async def _alert(context: Context, wanted: str) -> Node | None:
    return Alert.of(await handling.get(context.actor, wanted), context.hub.clock.now())


async def _lead(context: Context, wanted: str) -> Node | None:
    return Lead.of(await leads.get(context.actor, wanted))


async def _metric_file(context: Context, wanted: str) -> Node | None:
    return MetricFileImport.of(await metric_files.seen(context.actor, wanted))


async def _review(context: Context, wanted: str) -> Node | None:
    found, _ = await reviews.one(context.actor, wanted)
    return CampaignReview.of(found)


async def _threshold(context: Context, wanted: str) -> Node | None:
    return Threshold.of(await handling.threshold(context.actor, wanted))


async def _webhook(context: Context, wanted: str) -> Node | None:
    return Webhook.of(await holding.seen(context.actor, wanted))


async def _distribution(context: Context, wanted: str) -> Node | None:
    return DistributionReport.of(await distribution.get(context.actor, wanted))


async def _backfill(context: Context, wanted: str) -> Node | None:
    return ReportBackfill.of(await ad_reports.backfill(context.actor, wanted))


async def _rules(context: Context, wanted: str) -> Node | None:
    found = await context.loaders.rule_versions.load(wanted)
    return RuleVersion.of(found) if found and may(context.actor, Act.SEE_RULES) else None


async def _stages(context: Context, request: model.Request) -> Parts:
    found: Parts = await context.loaders.stages.load(request.id)
    return found


async def _votes(context: Context, request: model.Request) -> Parts:
    found: Parts = await context.loaders.votes.load(request.id)
    return found


async def _placements(context: Context, request: model.Request) -> Parts:
    found: Parts = await context.loaders.placements.load(request.id)
    return found


async def _events(context: Context, request: model.Request) -> Parts:
    try:
        return await record_of(context, request)
    except Forbidden:
        return ()


#: What stands by itself, outside the catalogue; each is looked up by its own drawer's rules.
_ALONE: Mapping[Prefix, FindOne] = {
    Prefix.AGREEMENT: _agreement,
    Prefix.ALERT: _alert,
    Prefix.ASSET: _asset,
    Prefix.BACKFILL: _backfill,
    Prefix.CASE: _case,
    Prefix.DISTRIBUTION: _distribution,
    Prefix.EXPOSURE: _exposure,
    Prefix.GRANT: _grant,
    Prefix.LEAD: _lead,
    Prefix.METRIC_FILE: _metric_file,
    Prefix.REVIEW: _review,
    Prefix.RULES: _rules,
    Prefix.THRESHOLD: _threshold,
    Prefix.WEBHOOK: _webhook,
}

#: Parts of requests, which whoever may see the request may see: how those of one are read, and how
#: one is shown.
_PARTS: Mapping[
    Prefix,
    tuple[Callable[[Context, model.Request], Awaitable[Parts]], Callable[[Any], Node]],
] = {
    Prefix.STAGE: (_stages, Stage.of),
    Prefix.VOTE: (_votes, Vote.of),
    Prefix.PLACEMENT: (_placements, Placement.of),
    Prefix.EVENT: (_events, AuditEvent.of),
}

#: Every kind of thing that can be asked for by its id.
FINDABLE = {*_CATALOG, *_ALONE, *_PARTS, Prefix.REQUEST}
