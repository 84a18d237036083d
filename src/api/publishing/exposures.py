"""What is live in the schema: against what is cleared, and where one thing is and was."""

from datetime import datetime

import strawberry

from api.catalog.public_feeds import PodcastFeedItem
from api.context import Info, identified
from api.conventions.nodes import Node
from api.conventions.pages import Edge, PageInfo, cursor, page_info, request_page
from api.conventions.replaced import by
from api.publishing.distribution import DistributionReport, reports_of
from api.rights.grants import RightsVerdict
from domain.distribution import service as distribution
from domain.errors import Missing
from domain.exposures import policies, reading
from domain.pages import PAGE_DEFAULT, PAGE_MAX
from domain.podcasts import registering
from domain.rights.live import model
from domain.rights.live.model import Mode, Source
from domain.rights.model import Layer, Subject, SubjectKind, Use
from domain.rights.verdicts import Standing, Why
from domain.territories import spoken_area

#: The order of the list of what is not cleared, as cursors name it.
_ORDER = "desc:rank"


@strawberry.type(description="That something is live, or was.")
class Exposure(Node):
    """See `domain.rights.live.model.Exposure`."""

    subject_kind: SubjectKind = strawberry.field(description="What kind of thing it is.")
    subject_id: strawberry.ID = strawberry.field(description="What it is.")
    brand_id: strawberry.ID = strawberry.field(description="The brand it belongs to.")
    use: Use = strawberry.field(description="What is done with it.")
    channel: str = strawberry.field(description="The channel.")
    language: str | None = strawberry.field(description="BCP 47 language; null for every one.")
    publisher: str = strawberry.field(description="Who shows it.")
    outside_id: str = strawberry.field(description="Its address, or the publisher's name of it.")
    include: list[str] = strawberry.field(description="The places it is live in, as written.")
    exclude: list[str] = strawberry.field(description="Places taken out of these.")
    said: str = strawberry.field(description="The territories it is live in, in words.")
    barred: str = strawberry.field(
        description="Why a rule of its brand forbids it, as one says it; empty if none does."
    )
    source: Source = strawberry.field(description="How it is known.")
    live_from: datetime = strawberry.field(description="Since when.")
    live_to: datetime | None = strawberry.field(description="Until when; null while it is live.")
    request_id: strawberry.ID | None = strawberry.field(description="What brought it about.")
    standing: Standing | None = strawberry.field(
        description="How it stands now, the worst of its territories; null once it has ended."
    )
    uncleared: list[str] = strawberry.field(description="ISO 3166 codes where it is not cleared.")
    takedown_id: strawberry.ID | None = strawberry.field(
        description="The request that asks it down; the last one if there were several."
    )
    asked_in: list[str] = strawberry.field(
        description="ISO 3166 codes for which that was asked; asked for is not gone."
    )
    verdicts: list[RightsVerdict] = strawberry.field(
        description="Its territories by how they stand now, with the reasons; none once it ended."
    )

    @strawberry.field(
        description="What its publisher requires or refuses of it, oldest first, mended ones too."
    )
    async def reports(self, info: Info) -> list[DistributionReport]:
        """Show what is said."""
        return await reports_of(info, self.id)

    @classmethod
    def of(cls, found: reading.Found) -> "Exposure":
        """Show it."""
        value, shown, judged = found.exposure, found.exposure.shown, found.judged
        takedown, request = value.takedown_id, value.request_id
        return cls(
            id=identified(value.id),
            subject_kind=shown.subject.kind,
            subject_id=identified(shown.subject.ref),
            brand_id=identified(value.brand_id),
            use=shown.use,
            channel=shown.channel,
            language=shown.language,
            publisher=shown.publisher,
            outside_id=shown.outside_id,
            include=list(shown.include),
            exclude=list(shown.exclude),
            said=spoken_area(shown.area, shown.include, shown.exclude),
            barred=shown.barred,
            source=value.source,
            live_from=value.live_from,
            live_to=value.live_to,
            request_id=identified(request) if request else None,
            standing=judged.standing if judged else None,
            uncleared=sorted(judged.uncleared) if judged else [],
            takedown_id=identified(takedown) if takedown else None,
            asked_in=sorted(value.asked),
            verdicts=[RightsVerdict.of(one) for one in judged.verdicts] if judged else [],
        )


@strawberry.type(description="A page of what is live and not cleared, judged as of now.")
class LiveAgainstClearedConnection:
    """Relay's connection; it goes forwards only."""

    edges: list[Edge[Exposure]] = strawberry.field(description="What is live, the worst first.")
    page_info: PageInfo = strawberry.field(description="Where this page stands.")
    waiting: int = strawberry.field(
        description="How many wait this moment to be judged again; 0 but for a few seconds."
    )
    brand_id: strawberry.Private[str | None]

    @strawberry.field(
        description="What publishers require or refuse, of what is live and of placements, as long"
        " as it is not mended: the newest first, up to 100."
    )
    async def reports(self, info: Info) -> list[DistributionReport]:
        """List what is said."""
        found = await distribution.every_open(info.context.actor, self.brand_id)
        return [DistributionReport.of(one) for one in found]

    @strawberry.field(
        description="What public feeds carry that nobody knows, and so nobody asked for: live, and"
        " of no episode; the newest first, up to 100."
    )
    async def unasked(self, info: Info) -> list[PodcastFeedItem]:
        """List it."""
        found = await registering.unasked(info.context.actor, self.brand_id)
        return [PodcastFeedItem.of(one) for one in found]


@strawberry.type(description="What is done where something live is not cleared.")
class EnforcementPolicy:
    """See `domain.rights.live.model.Policy`."""

    id: strawberry.ID = strawberry.field(description="Its id; a change gives it another one.")
    mode: Mode = strawberry.field(description="What is done.")
    brand_id: strawberry.ID | None = strawberry.field(description="The brand; null for any.")
    layer: Layer | None = strawberry.field(description="The layer; null for any.")
    reason: Why | None = strawberry.field(description="The reason; null for any.")

    @classmethod
    def of(cls, value: model.Policy) -> "EnforcementPolicy":
        """Show it."""
        return cls(
            id=strawberry.ID(value.id),
            mode=value.mode,
            brand_id=identified(value.brand_id) if value.brand_id else None,
            layer=value.layer,
            reason=value.reason,
        )


@strawberry.type
class ExposureQuery:
    """Reading what is live."""

    @strawberry.field(
        description="What is live and not cleared, the worst first, with the reasons of every"
        " territory. Forwards only. Not for agencies."
    )
    async def live_against_cleared(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        brand_id: strawberry.ID | None = None,
    ) -> LiveAgainstClearedConnection | None:
        """Compare what is live with what is cleared."""
        wanted = request_page(_ORDER, first, after, None, None)
        context = info.context
        sweep = await reading.live_against_cleared(context.hub, context.actor, brand_id, wanted)
        edges = [
            Edge(cursor=cursor(_ORDER, key), node=Exposure.of(one)) for key, one in sweep.page.items
        ]
        return LiveAgainstClearedConnection(
            edges=edges,
            page_info=page_info(_ORDER, sweep.page),
            waiting=sweep.waiting,
            brand_id=brand_id,
        )

    @strawberry.field(description="Something live, or that was; null if there is none you may see.")
    async def exposure(self, info: Info, id: strawberry.ID) -> Exposure | None:  # noqa: A002  The convention's name.
        """Find an exposure."""
        try:
            return Exposure.of(await reading.get(info.context.hub, info.context.actor, id))
        except Missing:
            return None

    @strawberry.field(
        description="Where something is live and was, newest first; up to"
        f" {PAGE_MAX} at once, from the one after the id `after` on. Not for agencies.",
        deprecation_reason=by("exposuresConnection"),
    )
    async def exposures(
        self,
        info: Info,
        kind: SubjectKind,
        id: strawberry.ID,  # noqa: A002  The convention's name.
        first: int = PAGE_DEFAULT,
        after: strawberry.ID | None = None,
    ) -> list[Exposure] | None:
        """List where something is live."""
        context, size = info.context, max(0, min(first, PAGE_MAX))
        found = await reading.of_subject(context.hub, context.actor, Subject(kind, id), size, after)
        return [Exposure.of(one) for one in found]

    @strawberry.field(
        description="What is done where something live is not cleared; without a policy it is"
        " proposed, but for what nobody ever said anything of. Not for agencies."
    )
    async def enforcement_policies(self, info: Info) -> list[EnforcementPolicy] | None:
        """List policies."""
        return [EnforcementPolicy.of(one) for one in await policies.every(info.context.actor)]
