"""The newest first, by page: what is live, launches, hand-overs, files."""

import strawberry

from api.catalog.assets import Asset
from api.catalog.lists import BrandWhere
from api.context import Info
from api.conventions.pages import Connection, connection, request_page
from api.publishing.exposures import Exposure
from api.publishing.hand_overs import HandOver
from api.titles.launches import Launch
from domain.catalog import uploads
from domain.exposures import reading as exposures
from domain.handovers import reading as hand_overs
from domain.launches import reading as launches
from domain.placements.model import HandOverState
from domain.rights.model import Subject, SubjectKind

#: The orders of these lists, as cursors name them.
_EXPOSURES, _LAUNCHES = (f"{name}:desc:id_text" for name in ("live", "launches"))
_FILES, _HAND_OVERS = "files:desc:id_text", "hand_overs:desc:handed_at"


@strawberry.input(description="What a list of hand-overs is narrowed to.")
class HandOverWhere:
    """How they stand."""

    state: HandOverState | None = strawberry.field(default=None, description="Standing at this.")


@strawberry.type
class NewestQuery:
    """Listing what is new."""

    @strawberry.field(
        description="Where something is live and was, the newest first. Not for agencies."
    )
    async def exposures_connection(
        self,
        info: Info,
        kind: SubjectKind,
        id: strawberry.ID,  # noqa: A002  The convention's name.
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[Exposure] | None:
        """List where something is live."""
        context, subject = info.context, Subject(kind, id)
        wanted = request_page(_EXPOSURES, first, after, last, before)
        page = await exposures.page(context.hub, context.actor, subject, wanted)
        return connection(
            _EXPOSURES, page, Exposure.of, lambda: exposures.count(context.actor, subject)
        )

    @strawberry.field(
        description="Launches, the newest first: their milestones, drafts of requests for them, and"
        " what was moved or left. Not for agencies."
    )
    async def launch_plans_connection(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        where: BrandWhere | None = None,
    ) -> Connection[Launch] | None:
        """List launches."""
        actor, brand_id = info.context.actor, where.brand_id if where else None
        wanted = request_page(_LAUNCHES, first, after, last, before)
        page = await launches.page(actor, wanted, brand_id)
        return connection(_LAUNCHES, page, Launch.of, lambda: launches.count(actor, brand_id))

    @strawberry.field(
        description="Hand-overs to your teams, the newest first; to every team for managers and"
        " auditors."
    )
    async def hand_overs_connection(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        where: HandOverWhere | None = None,
    ) -> Connection[HandOver]:
        """List hand-overs."""
        actor, state = info.context.actor, where.state if where else None
        wanted = request_page(_HAND_OVERS, first, after, last, before)
        page = await hand_overs.page(actor, wanted, state)
        return connection(_HAND_OVERS, page, HandOver.of, lambda: hand_overs.count(actor, state))

    @strawberry.field(
        description="Usable files of a brand, the newest first; for an agency, its own."
    )
    async def assets_connection(
        self,
        info: Info,
        brand_id: strawberry.ID,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[Asset] | None:
        """List a brand's files."""
        actor, wanted = info.context.actor, request_page(_FILES, first, after, last, before)
        page = await uploads.page(actor, brand_id, wanted)
        return connection(_FILES, page, Asset.of, lambda: uploads.count(actor, brand_id))
