"""Leads and where they were captured, in the schema."""

from datetime import datetime

import strawberry

from api.context import Info, identified
from api.conventions.nodes import Node
from api.conventions.pages import PageInfo, cursor, page_info, request_page
from api.decisions.decision import Decision
from domain.audience import lead_records, model, points, reading, rules
from domain.audience.model import CaptureKind, LeadRoute
from domain.audience.reading import ORDER, Where
from domain.consents.service import private_by
from domain.errors import Missing
from domain.people.model import Act
from domain.people.rules import require

#: The most decisions about one lead that are shown.
DECISIONS_MAX = 20


@strawberry.type(description="Points, and what they are for.")
class LeadPoints:
    """See `domain.audience.model.Line`."""

    said: str = strawberry.field(description="What they are for, in words.")
    points: float = strawberry.field(description="How many are left of them now.")
    at: datetime | None = strawberry.field(
        description="When it was done; null for what is known, and not done."
    )

    @classmethod
    def of(cls, line: model.Line) -> "LeadPoints":
        """Show a line."""
        return cls(said=line.said, points=float(line.points), at=line.at)


@strawberry.type(description="The points of a lead, counted as of now.")
class LeadScore:
    """See `domain.audience.model.Score`."""

    behaviour: int = strawberry.field(description="For what it did, rounded down.")
    behaviour_lines: list[LeadPoints] = strawberry.field(
        description="What that adds up from, newest first; halved every 30 days."
    )
    fit: int | None = strawberry.field(
        description="For what it is; null where the brand never said whom it looks for."
    )
    fit_lines: list[LeadPoints] = strawberry.field(description="What that adds up from.")

    @classmethod
    def of(cls, score: model.Score) -> "LeadScore":
        """Show points."""
        return cls(
            behaviour=score.behaviour_points,
            behaviour_lines=[LeadPoints.of(one) for one in score.behaviour],
            fit=score.fit_points,
            fit_lines=[LeadPoints.of(one) for one in score.fit or ()],
        )


@strawberry.type(description="Who a lead is, as they said when they agreed.")
class LeadContact:
    """See `domain.consents.model.Private`."""

    name: str = strawberry.field(description="Their name; `(forgotten)` after erasure.")
    how: str = strawberry.field(description="Their address, and by which form they gave it.")


@strawberry.type(description="An account of a brand that showed interest.")
class Lead(Node):
    """See `domain.audience.model.Lead`."""

    account_id: strawberry.ID = strawberry.field(description="The account, under no name.")
    brand_id: strawberry.ID = strawberry.field(description="The brand.")
    market: str = strawberry.field(description="ISO 3166 code of the market it came from.")
    industry: str = strawberry.field(description="Its industry, as it said; empty if unknown.")
    country: str = strawberry.field(description="ISO 3166 code, as it said; empty if unknown.")
    interest: str = strawberry.field(description="The product it asked for last.")
    created_at: datetime = strawberry.field(description="When it was seen first.")
    route: LeadRoute | None = strawberry.field(
        description="Where it goes, as it was judged last; null until it was."
    )
    reasons: list[str] = strawberry.field(description="Why, in words.")
    routed_at: datetime | None = strawberry.field(description="When it was judged last.")
    forgotten_at: datetime | None = strawberry.field(
        description="When what it did and said was removed, since it took its consent back."
    )
    held: strawberry.Private[model.Lead]

    @strawberry.field(
        description="Its points as of now, line by line; none of somebody who does not agree."
    )
    async def score(self, info: Info) -> LeadScore:
        """Count the points."""
        loaders, held = info.context.loaders, self.held
        signals = await loaders.lead_signals.load(held.id) or []
        profile = await loaders.lead_profiles.load(held.brand_id)
        entries = await loaders.consents.load(held.account_id) or []
        now = info.context.hub.clock.now()
        return LeadScore.of(rules.score(held, signals, profile, entries, now))

    @strawberry.field(
        description="Who it is; null where nobody said. For those who may see consents."
    )
    async def contact(self, info: Info) -> LeadContact | None:
        """Read what is encrypted."""
        context, loaders = info.context, info.context.loaders
        said = await loaders.consents.load(self.held.account_id) or []
        told = reading.who(context.actor, self.held, said)
        if told is None:
            return None
        sealed = await loaders.person_keys.load(told.veiled["person"])
        found = private_by(context.hub, told, sealed)
        return LeadContact(name=found.name, how=found.how)

    @strawberry.field(
        description="Up to 20 decisions of the rules about it, the newest first; `revision` counts"
        " them from 1."
    )
    async def decisions(self, info: Info) -> list[Decision]:
        """Show the decisions."""
        found = await info.context.loaders.lead_decisions.load(self.held.id) or []
        told = [Decision.of(at, judgement) for at, judgement in enumerate(found, start=1)]
        return told[::-1][:DECISIONS_MAX]

    @classmethod
    def of(cls, lead: model.Lead) -> "Lead":
        """Show it."""
        return cls(
            id=identified(lead.id),
            account_id=identified(lead.account_id),
            brand_id=identified(lead.brand_id),
            market=lead.market,
            industry=lead.industry,
            country=lead.country,
            interest=lead.interest,
            created_at=lead.created_at,
            route=lead.route,
            reasons=list(lead.reasons),
            routed_at=lead.routed_at,
            forgotten_at=lead.forgotten_at,
            held=lead,
        )


@strawberry.type(description="A link, promo code, form or call to action; it never changes.")
class CapturePoint:
    """See `domain.audience.model.CapturePoint`."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    code: str = strawberry.field(
        description="What people enter; a link is at `/r/CODE`, a form at `/join/CODE`."
    )
    kind: CaptureKind = strawberry.field(description="What it is.")
    brand_id: strawberry.ID = strawberry.field(description="The brand.")
    market: str = strawberry.field(description="ISO 3166 code of its market.")
    title: str = strawberry.field(description="What people call it.")
    target: str = strawberry.field(description="Where it leads; empty if nowhere.")
    interest: str = strawberry.field(description="The product it is about.")
    consent_text: str = strawberry.field(description="What a form has people agree to.")
    text_version: str = strawberry.field(description="The version of that text.")
    second_yes: bool = strawberry.field(description="Whether e-mails wait for a second yes.")
    expires_at: datetime = strawberry.field(description="Until when it is open.")

    @strawberry.field(description="How many people came by it.")
    async def visits(self, info: Info) -> int:
        """Count them."""
        visits, _ = await info.context.loaders.capture_counts.load(str(self.id))
        return int(visits)

    @strawberry.field(description="How many visits were left out as no person's.")
    async def visits_left_out(self, info: Info) -> int:
        """Count them."""
        _, left_out = await info.context.loaders.capture_counts.load(str(self.id))
        return int(left_out)

    @classmethod
    def of(cls, point: model.CapturePoint) -> "CapturePoint":
        """Show it."""
        return cls(
            id=identified(point.id),
            code=point.code,
            kind=point.kind,
            brand_id=identified(point.brand_id),
            market=point.market,
            title=point.title,
            target=point.target,
            interest=point.interest,
            consent_text=point.consent_text,
            text_version=point.text_version,
            second_yes=point.second_yes,
            expires_at=point.expires_at,
        )


@strawberry.type(description="Whom a brand looks for.")
class LeadProfile:
    """See `domain.audience.model.Profile`."""

    industries: list[str] = strawberry.field(description="Industries, in its own words.")
    countries: list[str] = strawberry.field(description="ISO 3166 codes.")
    interests: list[str] = strawberry.field(description="Products, in its own words.")

    @classmethod
    def of(cls, profile: model.Profile) -> "LeadProfile":
        """Show it."""
        return cls(
            industries=sorted(profile.industries),
            countries=sorted(profile.countries),
            interests=sorted(profile.interests),
        )


@strawberry.type(description="A lead in a list.")
class LeadEdge:
    """Relay's edge."""

    cursor: str = strawberry.field(description="Where the list can go on from.")
    node: Lead = strawberry.field(description="The lead.")


@strawberry.type(description="A page of leads.")
class LeadConnection:
    """Relay's connection."""

    edges: list[LeadEdge] = strawberry.field(description="The leads, newest first.")
    page_info: PageInfo = strawberry.field(description="Where this page stands.")
    where: strawberry.Private[Where]

    @strawberry.field(description="How many there are on all pages together.")
    async def total_count(self, info: Info) -> int:
        """Count them."""
        return await reading.count(info.context.actor, self.where)


@strawberry.input(description="What a list of leads is narrowed to; all of these at once.")
class LeadWhere:
    """See `domain.audience.reading.Where`."""

    brand_id: strawberry.ID | None = strawberry.field(default=None, description="Of this brand.")
    market: str | None = strawberry.field(default=None, description="Of this market (ISO 3166).")
    route: LeadRoute | None = strawberry.field(default=None, description="That go there.")

    def narrowed(self) -> Where:
        """Return it as the core takes it."""
        return Where(self.brand_id, self.market, self.route)


@strawberry.type
class LeadQuery:
    """Reading leads."""

    @strawberry.field(
        description="Leads of your brands and markets, newest first. For managers, admins and"
        " auditors."
    )
    async def leads(
        self,
        info: Info,
        where: LeadWhere | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> LeadConnection | None:
        """List leads."""
        wanted = request_page(ORDER, first, after, last, before)
        narrowed = where.narrowed() if where else Where()
        found = await reading.page(info.context.actor, narrowed, wanted)
        edges = [LeadEdge(cursor=cursor(ORDER, key), node=Lead.of(one)) for key, one in found.items]
        return LeadConnection(edges=edges, page_info=page_info(ORDER, found), where=narrowed)

    @strawberry.field(description="A lead; null if there is none that you may see.")
    async def lead(self, info: Info, id: strawberry.ID) -> Lead | None:  # noqa: A002  The convention's name.
        """Find a lead."""
        try:
            return Lead.of(await reading.get(info.context.actor, id))
        except Missing:
            return None

    @strawberry.field(
        description="The newest capture points of your brands and markets, up to 200."
    )
    async def capture_points(self, info: Info) -> list[CapturePoint] | None:
        """List points."""
        return [CapturePoint.of(one) for one in await points.listed(info.context.actor)]

    @strawberry.field(description="The hosts that links may lead to.")
    async def capture_hosts(self, info: Info) -> list[str] | None:
        """List hosts."""
        return await points.hosts(info.context.actor)

    @strawberry.field(description="Whom a brand looks for; null if it never said so.")
    async def lead_profile(self, info: Info, brand_id: strawberry.ID) -> LeadProfile | None:
        """Show a profile."""
        require(info.context.actor, Act.SEE_LEADS, brand_id=brand_id)
        found = (await lead_records.profiles_of([brand_id])).get(brand_id)
        return LeadProfile.of(found) if found else None
