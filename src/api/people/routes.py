"""Where cards go, whether they arrive, and who is told when a team does not decide."""

from datetime import datetime

import strawberry

from api.context import Info, identified
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from api.people.users import Team, team_of
from api.requests.tellings import Delivery
from domain import ids
from domain.actor import Actor
from domain.people import leading, records
from domain.people.model import Act
from domain.people.rules import require
from domain.routes import model, service
from domain.routes import records as routes
from domain.tellings import records as tellings


@strawberry.type(description="Where the cards of a team go, for some requests or for the rest.")
class Route:
    """See `domain.routes.model.Route` and `Health`."""

    id: strawberry.ID | None = strawberry.field(description="Its id; null for a team's own place.")
    team_key: str = strawberry.field(description="The team.")
    kind: str | None = strawberry.field(description="For this kind of request only.")
    brand_id: strawberry.ID | None = strawberry.field(description="For this brand only.")
    market: str | None = strawberry.field(description="For this market only.")
    workspace_id: str = strawberry.field(description="The chat workspace.")
    place: str = strawberry.field(description="The channel in it.")
    sound: bool = strawberry.field(description="Whether nothing is known to be wrong with it.")
    reason: str | None = strawberry.field(description="Why what was sent last did not arrive.")
    last_at: datetime | None = strawberry.field(description="When something was sent there last.")


@strawberry.input(description="A route to set; name a kind, a brand or a market at least.")
class SetRouteInput:
    """For `setRoute`."""

    team_id: strawberry.ID = strawberry.field(description="The team.")
    workspace_id: str = strawberry.field(description="The chat workspace.")
    place: str = strawberry.field(description="The channel in it.")
    kind: str | None = strawberry.field(default=None, description="For this kind only.")
    brand_id: strawberry.ID | None = strawberry.field(
        default=None, description="For this brand only."
    )
    market: str | None = strawberry.field(default=None, description="For this market only.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A route to remove.")
class RemoveRouteInput:
    """For `removeRoute`."""

    route_id: strawberry.ID = strawberry.field(description="The route.")
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What an act on routes did.")
class RoutesPayload:
    """Answer of acts on routes."""

    routes: list[Route] | None = strawberry.field(
        description="Every route as they stand now, if it happened."
    )
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.input(description="What to send a test for.")
class SendTestCardInput:
    """For `sendTestCard`."""

    team_id: strawberry.ID = strawberry.field(description="The team.")
    kind: str | None = strawberry.field(default=None, description="As for this kind.")
    brand_id: strawberry.ID | None = strawberry.field(
        default=None, description="As for this brand."
    )
    market: str | None = strawberry.field(default=None, description="As for this market.")
    idempotency_key: str | None = repeatable("sends nothing new for 24 h.")


@strawberry.type(description="What `sendTestCard` did.")
class SendTestCardPayload:
    """Answer of `sendTestCard`."""

    delivery: Delivery | None = strawberry.field(
        description="What is sent where; `routes` says whether it arrived."
    )
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.input(description="Somebody who leads a team, or does no more.")
class SetTeamLeadInput:
    """For `setTeamLead`."""

    team_id: strawberry.ID = strawberry.field(description="The team.")
    user_id: strawberry.ID = strawberry.field(description="Somebody in it.")
    lead: bool = strawberry.field(default=True, description="Whether they lead it.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="Who is told after a team's leads.")
class SetTeamEscalationInput:
    """For `setTeamEscalation`."""

    team_id: strawberry.ID = strawberry.field(description="The team that may be late.")
    escalation_team_id: strawberry.ID | None = strawberry.field(
        default=None, description="The team that is told; the brand's managers if left out."
    )
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What an act on a team's escalation did.")
class TeamPayload:
    """Answer of acts on who is told."""

    team: Team | None = strawberry.field(description="The team, if it happened.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class RoutingQuery:
    """Reading routes."""

    @strawberry.field(
        description="Every place where cards of teams go, and whether what was sent there last"
        " arrived. For managers, auditors and admins."
    )
    async def routes(self, info: Info) -> list[Route] | None:
        """Show every route with its health."""
        require(info.context.actor, Act.SEE_PEOPLE)
        return await _routes(info.context.actor)


@strawberry.type
class RoutingMutation:
    """Changing routes, and who is told. For admins."""

    @strawberry.mutation(description="Send some of a team's cards to another channel. For admins.")
    async def set_route(self, info: Info, input: SetRouteInput) -> RoutesPayload:  # noqa: A002  The convention's name.
        """Set a route."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            route = model.Route(
                ids.new(ids.Prefix.ROUTE),
                input.team_id,
                input.kind,
                input.brand_id,
                input.market,
                input.workspace_id,
                input.place,
            )
            return (await service.set_route(hub, actor, route)).id

        return await _payload(info, *await perform(info, "setRoute", input, act))

    @strawberry.mutation(description="Remove a route. For admins.")
    async def remove_route(self, info: Info, input: RemoveRouteInput) -> RoutesPayload:  # noqa: A002  The convention's name.
        """Remove a route."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            return (await service.remove_route(hub, actor, input.route_id)).id

        return await _payload(info, *await perform(info, "removeRoute", input, act))

    @strawberry.mutation(description="Send a card to try a route out. For admins.")
    async def send_test_card(self, info: Info, input: SendTestCardInput) -> SendTestCardPayload:  # noqa: A002  The convention's name.
        """Send a test card."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            sent = await service.send_test_card(
                hub,
                actor,
                input.team_id,
                kind=input.kind,
                brand_id=input.brand_id,
                market=input.market,
            )
            return sent.id

        done, errors = await perform(info, "sendTestCard", input, act)
        found = await tellings.get(done) if done else None
        return SendTestCardPayload(delivery=Delivery.of(found) if found else None, errors=errors)

    @strawberry.mutation(
        description="Say who leads a team and is told when it is late. For admins."
    )
    async def set_team_lead(self, info: Info, input: SetTeamLeadInput) -> TeamPayload:  # noqa: A002  The convention's name.
        """Set a lead."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            await leading.set_lead(hub, actor, input.team_id, input.user_id, lead=input.lead)
            return input.team_id

        return await _team(*await perform(info, "setTeamLead", input, act))

    @strawberry.mutation(description="Say which team is told after a team's leads. For admins.")
    async def set_team_escalation(
        self,
        info: Info,
        input: SetTeamEscalationInput,  # noqa: A002  The convention's name.
    ) -> TeamPayload:
        """Set the team above."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            await leading.set_escalation(hub, actor, input.team_id, input.escalation_team_id)
            return input.team_id

        return await _team(*await perform(info, "setTeamEscalation", input, act))


async def _payload(info: Info, done: str | None, errors: list[AnyError]) -> RoutesPayload:
    shown = await _routes(info.context.actor) if done else None
    return RoutesPayload(routes=shown, errors=errors)


async def _team(done: str | None, errors: list[AnyError]) -> TeamPayload:
    return TeamPayload(team=await team_of(done), errors=errors)


async def _routes(actor: Actor) -> list[Route]:
    teams = {team.id: team.key for team in await records.teams()}
    known = {route.id: route for route in await routes.routes()}
    found = []
    for one in await service.health(actor):
        route = known.get(one.place.route_id or "")
        found.append(
            Route(
                id=identified(route.id) if route else None,
                team_key=teams[one.team_id],
                kind=route.kind if route else None,
                brand_id=identified(route.brand_id) if route and route.brand_id else None,
                market=route.market if route else None,
                workspace_id=one.place.workspace_id,
                place=one.place.place,
                sound=one.sound,
                reason=one.reason,
                last_at=one.at,
            )
        )
    return found
