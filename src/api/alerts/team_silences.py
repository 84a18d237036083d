"""Teams that hear of none of their alerts for some time, in the schema."""

from datetime import datetime

import strawberry

from api.context import Info
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from api.conventions.names import name_of
from api.people.users import Team
from domain.people import model as people
from domain.thresholds import model, team_silences


@strawberry.type(description="A team that hears of none of its alerts for now.")
class TeamSilence:
    """See `domain.thresholds.model.TeamSilence`."""

    value: strawberry.Private[model.TeamSilence]
    team: Team = strawberry.field(description="Which team.")
    until: datetime = strawberry.field(description="Until when.")
    note: str = strawberry.field(description="Why.")
    at: datetime = strawberry.field(description="When somebody said so.")

    @strawberry.field(description="Who said so.")
    async def said_by(self, info: Info) -> str | None:
        """Look the name up."""
        return await name_of(info, self.value.user_id)

    @classmethod
    def of(cls, team: people.Team, value: model.TeamSilence) -> "TeamSilence":
        """Show it."""
        shown = Team.of(team)
        return cls(value=value, team=shown, until=value.until, note=value.note, at=value.at)


@strawberry.type(description="Every silence of a team that lasts, or why nothing was changed.")
class TeamSilencePayload:
    """Answer of both mutations."""

    silences: list[TeamSilence] = strawberry.field(description="Those that last now.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.input(description="A team that is to hear of none of its alerts.")
class SilenceTeamInput:
    """For `silenceTeam`."""

    team_id: strawberry.ID = strawberry.field(description="Which team.")
    until: datetime = strawberry.field(
        description=f"Until when, {team_silences.AHEAD_MAX.days} days at most."
    )
    note: str = strawberry.field(description="Why; up to 500 letters.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A team that is to hear of its alerts again.")
class UnsilenceTeamInput:
    """For `unsilenceTeam`."""

    team_id: strawberry.ID = strawberry.field(description="Which team.")
    idempotency_key: str | None = repeatable()


@strawberry.type
class TeamSilenceQuery:
    """Reading which teams are silent."""

    @strawberry.field(
        description="Teams that hear of none of their alerts now, those first that hear of them"
        " again first: one's own, and all for whoever sees people. Not for agencies."
    )
    async def team_silences(self, info: Info) -> list[TeamSilence] | None:
        """List them."""
        return await _lasting(info)


@strawberry.type
class TeamSilenceMutation:
    """Silencing a team, and ending that: for its own people, and for admins."""

    @strawberry.mutation(
        description="Have a team hear of none of its alerts for some time, in place of what was"
        " said before. Figures are judged on, and a digest at the end says what happened. For the"
        " people of the team, and for admins."
    )
    async def silence_team(self, info: Info, input: SilenceTeamInput) -> TeamSilencePayload:  # noqa: A002  The convention's name.
        """Silence it."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            return await team_silences.silence(hub, actor, input.team_id, input.until, input.note)

        _, errors = await perform(info, "silenceTeam", input, act)
        return await _payload(info, errors)

    @strawberry.mutation(
        description="Have a team hear of its alerts again now; what happened meanwhile is told at"
        " once. For the people of the team, and for admins."
    )
    async def unsilence_team(self, info: Info, input: UnsilenceTeamInput) -> TeamSilencePayload:  # noqa: A002  The convention's name.
        """End its silence."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            return await team_silences.end(hub, actor, input.team_id)

        _, errors = await perform(info, "unsilenceTeam", input, act)
        return await _payload(info, errors)


async def _payload(info: Info, errors: list[AnyError]) -> TeamSilencePayload:
    return TeamSilencePayload(silences=[] if errors else await _lasting(info), errors=errors)


async def _lasting(info: Info) -> list[TeamSilence]:
    found = await team_silences.in_force(info.context.hub, info.context.actor)
    return [TeamSilence.of(team, one) for team, one in found]
