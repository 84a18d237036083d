"""Launches in the schema: milestones of works, the drafts they ask for, and what changed."""

from datetime import date, datetime

import strawberry
from strawberry.scalars import JSON

from api.context import Info, identified
from api.conventions.replaced import by
from domain.launches import model, policies, reading
from domain.launches.model import BriefState, Milestone, What


@strawberry.type(description="A milestone, and the day it is on.")
class LaunchDay:
    """One of `domain.launches.model.Plan.milestones`."""

    milestone: Milestone = strawberry.field(description="What happens.")
    on: date = strawberry.field(description="When.")


@strawberry.type(description="One thing that changed in a launch by itself, or that did not.")
class LaunchNote:
    """See `domain.launches.model.Note`."""

    what: What = strawberry.field(description="What became of it.")
    milestone: Milestone | None = strawberry.field(
        description="Of which milestone; null for what is live in a place."
    )
    kind: str = strawberry.field(
        description="The kind of request, or the channel of what is live in a place."
    )
    field: str = strawberry.field(description="The field of the draft; empty if it is all of it.")
    before: JSON | None = strawberry.field(description="What the plan wrote there before.")
    after: JSON | None = strawberry.field(description="What the plan wants there now.")
    said: str = strawberry.field(description="Why, which request, or where; empty if that is all.")

    @classmethod
    def of(cls, note: model.Note) -> "LaunchNote":
        """Show it."""
        return cls(
            what=note.what,
            milestone=note.milestone,
            kind=note.kind,
            field=note.field,
            before=note.before,
            after=note.after,
            said=note.said,
        )


@strawberry.type(description="What one change of titles changed in a launch. Its owner is told.")
class LaunchChange:
    """See `domain.launches.model.Change`."""

    at: datetime = strawberry.field(description="When.")
    notes: list[LaunchNote] = strawberry.field(description="What was moved, and what was left.")

    @classmethod
    def of(cls, change: model.Change) -> "LaunchChange":
        """Show it."""
        return cls(at=change.at, notes=[LaunchNote.of(note) for note in change.notes])


@strawberry.type(description="A field of a draft, as the brief of its kind calls it.")
class LaunchField:
    """A field of `domain.launches.model.Brief`."""

    name: str = strawberry.field(description="Its name, in small letters with underscores.")
    value: JSON | None = strawberry.field(description="What stands there.")
    planned: JSON | None = strawberry.field(description="What the plan wants there.")
    edited: bool = strawberry.field(description="Whether it is somebody's own.")


@strawberry.type(
    description="A draft of a request that a milestone asks for. Nothing is asked for until"
    " somebody submits it."
)
class LaunchBrief:
    """See `domain.launches.model.Brief`."""

    id: strawberry.ID = strawberry.field(description="What it is known by.")
    milestone: Milestone = strawberry.field(description="The milestone it is for.")
    kind: str = strawberry.field(description="The kind of request: campaign, playlist, promotion.")
    state: BriefState = strawberry.field(description="Where it stands.")
    request_id: strawberry.ID | None = strawberry.field(description="What it was submitted as.")
    fields: list[LaunchField] = strawberry.field(
        description="Its fields, by name; what is needed and not here is told when it is submitted."
    )

    @classmethod
    def of(cls, brief: model.Brief) -> "LaunchBrief":
        """Show it."""
        names = sorted(brief.values.keys() | brief.written.keys())
        return cls(
            id=identified(brief.id),
            milestone=brief.milestone,
            kind=brief.kind,
            state=brief.state,
            request_id=identified(brief.request_id) if brief.request_id else None,
            fields=[
                LaunchField(
                    name=name,
                    value=brief.values.get(name),
                    planned=brief.written.get(name),
                    edited=name in brief.edited,
                )
                for name in names
            ],
        )


@strawberry.type(description="The launch of a work: its milestones, and drafts of requests.")
class Launch:
    """See `domain.launches.model.Plan`."""

    id: strawberry.ID = strawberry.field(description="What it is known by.")
    work_id: strawberry.ID = strawberry.field(description="The work.")
    title_id: strawberry.ID = strawberry.field(description="The title that leads it.")
    brand_id: strawberry.ID = strawberry.field(description="The brand it is for.")
    owner_id: strawberry.ID = strawberry.field(description="Who is told of it.")
    milestones: list[LaunchDay] = strawberry.field(description="Its days, by when they are.")
    cancelled_at: datetime | None = strawberry.field(
        description="When it was found that no title of the work comes; null while one does."
    )
    plan: strawberry.Private[model.Plan]

    @classmethod
    def of(cls, plan: model.Plan) -> "Launch":
        """Show it."""
        days = sorted(plan.milestones.items(), key=lambda one: (one[1], one[0]))
        return cls(
            id=identified(plan.id),
            work_id=identified(plan.work_id),
            title_id=identified(plan.title_id),
            brand_id=identified(plan.brand_id),
            owner_id=identified(plan.owner_id),
            milestones=[LaunchDay(milestone=one, on=day) for one, day in days],
            cancelled_at=plan.cancelled_at,
            plan=plan,
        )

    @strawberry.field(description="What its title is called.")
    async def name(self, info: Info) -> str:
        """Show the title's name."""
        found: str = await info.context.loaders.called.load(self.plan.title_id) or ""
        return found

    @strawberry.field(description="The name of its owner.")
    async def owner_name(self, info: Info) -> str | None:
        """Show who is told."""
        found: str | None = await info.context.loaders.names.load(self.plan.owner_id)
        return found

    @strawberry.field(description="Its drafts, the oldest first; those given up among them.")
    async def briefs(self, info: Info) -> list[LaunchBrief]:
        """Show its drafts."""
        found = await info.context.loaders.launch_briefs.load(self.plan.id)
        return [LaunchBrief.of(one) for one in found]

    @strawberry.field(description="What changed by itself, the oldest first.")
    async def history(self, info: Info) -> list[LaunchChange]:
        """Show what changed."""
        found = await info.context.loaders.launch_changes.load(self.plan.id)
        mine = await reading.history(info.context.actor, self.plan, found)
        return [LaunchChange.of(one) for one in mine]

    @strawberry.field(
        description="What is live of its work now: places, then requests of this launch."
    )
    async def live(self, info: Info) -> list[LaunchNote]:
        """Show what is live."""
        found = await reading.live(info.context.actor, self.plan)
        return [LaunchNote.of(one) for one in found]


@strawberry.type(
    description="Whose titles are launched for which brand, by whom. One of a title's imprint"
    " counts before one of its sender, and that before one for any."
)
class LaunchPolicy:
    """See `domain.launches.model.Policy`."""

    id: strawberry.ID = strawberry.field(description="Its id; a change gives it another one.")
    brand_id: strawberry.ID = strawberry.field(description="The brand.")
    owner_id: strawberry.ID = strawberry.field(description="Who is told.")
    sender: str = strawberry.field(description="Whose records; empty for any.")
    imprint: str = strawberry.field(description="Of which imprint or publisher; empty for any.")
    markets: list[str] = strawberry.field(description="ISO 3166 codes of the drafts' markets.")
    advertiser: str = strawberry.field(description="Who advertises, in draft ads.")
    click_url: str = strawberry.field(description="Where draft ads lead to.")
    pre_order_days: int | None = strawberry.field(
        description="Days before publication from which titles can be ordered that tell no day."
    )
    backlist_days: int | None = strawberry.field(
        description="Days after publication when a title is of the backlist; null for never."
    )

    @classmethod
    def of(cls, value: model.Policy) -> "LaunchPolicy":
        """Show it."""
        return cls(
            id=identified(value.id),
            brand_id=identified(value.brand_id),
            owner_id=identified(value.owner_id),
            sender=value.sender,
            imprint=value.imprint,
            markets=list(value.markets),
            advertiser=value.advertiser,
            click_url=value.click_url,
            pre_order_days=value.pre_order_days,
            backlist_days=value.backlist_days,
        )


@strawberry.type
class LaunchQuery:
    """Reading launches."""

    @strawberry.field(
        description="Launches, the newest first, 20 or up to 100: their milestones, drafts of"
        " requests for them, and what was moved or left. `after` is the last launch's id. Not for"
        " agencies.",
        deprecation_reason=by("launchPlansConnection"),
    )
    async def launch_plans(
        self,
        info: Info,
        brand_id: strawberry.ID | None = None,
        first: int = reading.LISTED,
        after: str | None = None,
    ) -> list[Launch] | None:
        """List launches."""
        found = await reading.listed(info.context.actor, brand_id, after, first)
        return [Launch.of(one) for one in found]

    @strawberry.field(description="Whose titles are launched how, the oldest first.")
    async def launch_policies(self, info: Info) -> list[LaunchPolicy] | None:
        """List policies."""
        return [LaunchPolicy.of(one) for one in await policies.every(info.context.actor)]
