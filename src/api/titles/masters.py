"""One master record in the schema: what differs where, who is right, and mending it."""

from datetime import date, datetime

import strawberry

from api.acts.requests import RequestPayload, payload_of
from api.context import Info, identified
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, perform_considered, repeatable
from domain.masters import comparing, embargo, mending, sequence
from domain.masters import model as core
from domain.masters.model import MasterField, Place


@strawberry.type(description="What one place says of a field.")
class PlaceSaying:
    """What one place says."""

    place: Place = strawberry.field(description="Which place.")
    text: str = strawberry.field(description="What it says, as one line.")
    right: bool = strawberry.field(description="Whether it says what the master says.")


@strawberry.type(description="A field of an episode that is not the same everywhere.")
class Drift:
    """See `domain.masters.model.Drift`."""

    request_id: strawberry.ID = strawberry.field(description="The release that is out.")
    episode_id: strawberry.ID = strawberry.field(description="The episode.")
    title_id: strawberry.ID | None = strawberry.field(description="The title that tells of it.")
    field: MasterField = strawberry.field(description="What differs.")
    master: Place = strawberry.field(description="Who is right.")
    written_over: bool = strawberry.field(
        description="Whether people decided on other words than the record's."
    )
    sayings: list[PlaceSaying] = strawberry.field(
        description="What each place says that says anything of it."
    )
    seen_at: datetime | None = strawberry.field(
        description="When what is live was seen; null where nobody looked at this."
    )
    seen_by_hub: bool = strawberry.field(
        description="Whether the hub itself saw what is live, at Spotify; else a person did."
    )
    seen_by_id: strawberry.ID | None = strawberry.field(
        description="Who noted what is live; null where that is not known, or the hub saw it."
    )

    @classmethod
    def of(cls, value: core.Drift) -> "Drift":
        """Show it."""
        return cls(
            request_id=identified(value.request_id),
            episode_id=identified(value.episode_id),
            title_id=identified(value.title_id) if value.title_id else None,
            field=value.field,
            master=value.master,
            written_over=value.written_over,
            sayings=[
                PlaceSaying(place=place, text=text, right=place not in value.wrong)
                for place, text in value.said.items()
            ],
            seen_at=value.sight.at if value.sight else None,
            seen_by_hub=value.sight is not None and value.sight.by_hub,
            seen_by_id=identified(value.sight.by) if value.sight and value.sight.by else None,
        )


@strawberry.type(description="Who is right about a field of a show's episodes.")
class ShowMaster:
    """See `domain.masters.model.Master`."""

    field: MasterField = strawberry.field(description="The field.")
    place: Place = strawberry.field(description="Who is right about it.")

    @classmethod
    def of(cls, value: core.Master) -> "ShowMaster":
        """Show it."""
        return cls(field=value.field, place=value.place)


@strawberry.input(description="Who is to be right about a field of a show's episodes.")
class SetShowMasterInput:
    """For `setShowMaster`."""

    show_id: strawberry.ID = strawberry.field(description="The show.")
    field: MasterField = strawberry.field(description="The field.")
    place: Place = strawberry.field(description="Who is right about it; LIVE never is.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="What somebody saw of an episode where it is live.")
class NoteLiveEpisodeInput:
    """For `noteLiveEpisode`; a field that is left out was not looked at."""

    episode_id: strawberry.ID = strawberry.field(description="The episode.")
    title: str | None = strawberry.field(default=None, description="What it is called there.")
    description: str | None = strawberry.field(default=None, description="How it is described.")
    credits: list[str] | None = strawberry.field(
        default=None, description="Who did what, a line each, as `Ada Reader (reader)`."
    )
    series: str | None = strawberry.field(default=None, description="The series it stands in.")
    series_number: str | None = strawberry.field(default=None, description="Its number there.")
    released_on: date | None = strawberry.field(default=None, description="The day it came out.")
    idempotency_key: str | None = repeatable()

    def said(self) -> dict[MasterField, object]:
        """Return it as the core takes it."""
        return {
            MasterField.EPISODE_TITLE: self.title,
            MasterField.DESCRIPTION: self.description,
            MasterField.CREDITS: self.credits,
            MasterField.SERIES: self.series,
            MasterField.SERIES_NUMBER: self.series_number,
            MasterField.RELEASES_ON: self.released_on,
        }


@strawberry.input(description="A field of an episode to be made the same everywhere.")
class MendDriftInput:
    """For `mendDrift`."""

    request_id: strawberry.ID = strawberry.field(description="The release, as `drift` names it.")
    field: MasterField = strawberry.field(description="The field.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A release to go out before the number before it.")
class ReleaseOutOfSequenceInput:
    """For `releaseOutOfSequence`."""

    request_id: strawberry.ID = strawberry.field(description="The release.")
    reason: str = strawberry.field(description="Why; up to 500 characters.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A release to come out before its title's days.")
class WaiveEmbargoInput:
    """For `waiveEmbargo`."""

    request_id: strawberry.ID = strawberry.field(description="The release.")
    reason: str = strawberry.field(description="Why; up to 500 characters.")
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What setting a master did.")
class ShowMasterPayload:
    """Answer of `setShowMaster`."""

    masters: list[ShowMaster] = strawberry.field(description="Who is right about each field now.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type(description="What noting what is live did.")
class LiveEpisodePayload:
    """Answer of `noteLiveEpisode`."""

    drift: list[Drift] = strawberry.field(description="What differs of the show's episodes now.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class MasterQuery:
    """Reading what differs."""

    @strawberry.field(
        description="Where episodes that are out differ between their title's record, the hub,"
        " the package that was handed over, and what was seen live; field by field, with who is"
        " right. Of a show, or told by a title; of the 200 newest releases. Not for agencies."
    )
    async def drift(
        self,
        info: Info,
        show_id: strawberry.ID | None = None,
        title_id: strawberry.ID | None = None,
    ) -> list[Drift]:
        """Return what differs."""
        found = await comparing.drift(info.context.actor, show_id, title_id)
        return [Drift.of(one) for one in found]

    @strawberry.field(
        description="Who is right about each field of a show's episodes. Not for agencies."
    )
    async def show_masters(self, info: Info, show_id: strawberry.ID) -> list[ShowMaster]:
        """Return who is right."""
        found = await comparing.masters(info.context.actor, show_id)
        return [ShowMaster.of(one) for one in found]


@strawberry.type
class MasterMutation:
    """Saying who is right, and mending what differs."""

    @strawberry.mutation(
        description="Say who is right about a field of a show's episodes. For managers and admins"
        " of its brand."
    )
    async def set_show_master(self, info: Info, input: SetShowMasterInput) -> ShowMasterPayload:  # noqa: A002  The convention's name.
        """Set a master."""
        hub, actor = info.context.hub, info.context.actor
        given = core.Master(input.show_id, input.field, input.place)

        async def act() -> str:
            return (await comparing.set_master(hub, actor, given)).show_id

        done, errors = await perform(info, "setShowMaster", input, act)
        found = await comparing.masters(actor, done) if done else []
        return ShowMasterPayload(masters=[ShowMaster.of(one) for one in found], errors=errors)

    @strawberry.mutation(
        description="Note what somebody saw of an episode where it is live, in place of what was"
        " noted before. For managers and admins of its brand."
    )
    async def note_live_episode(
        self,
        info: Info,
        input: NoteLiveEpisodeInput,  # noqa: A002  The convention's name.
    ) -> LiveEpisodePayload:
        """Note what is live."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            return await comparing.note_live(hub, actor, input.episode_id, input.said())

        done, errors = await perform(info, "noteLiveEpisode", input, act)
        found = await comparing.drift(actor, done) if done else []
        return LiveEpisodePayload(drift=[Drift.of(one) for one in found], errors=errors)

    @strawberry.mutation(
        description="Make a field of an episode what its master says: the hub's own episode at"
        " once; for what is out a revision is asked for, which people decide. The answer is that"
        " request, or the release where nothing has to be asked for. For managers and admins."
    )
    async def mend_drift(self, info: Info, input: MendDriftInput) -> RequestPayload:  # noqa: A002  The convention's name.
        """Mend a field."""
        hub, actor = info.context.hub, info.context.actor

        async def consider() -> mending.Mending:
            return await mending.consider(hub, actor, input.request_id, input.field)

        async def keep(found: mending.Mending) -> str:
            return await mending.keep(hub, actor, found)

        return await payload_of(*await perform_considered(info, "mendDrift", input, consider, keep))

    @strawberry.mutation(
        description="Let a release go out although the number before it in its series is not out;"
        " counts for its present place there. For managers and admins."
    )
    async def release_out_of_sequence(
        self,
        info: Info,
        input: ReleaseOutOfSequenceInput,  # noqa: A002  The convention's name.
    ) -> RequestPayload:
        """Let a release go."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            return (await sequence.override(hub, actor, input.request_id, input.reason)).id

        return await payload_of(*await perform(info, "releaseOutOfSequence", input, act))

    @strawberry.mutation(
        description="Let a release come out before its title is published, announced, or free of"
        " its embargo; counts for no earlier a release and no later a day of the title. For"
        " managers and admins."
    )
    async def waive_embargo(self, info: Info, input: WaiveEmbargoInput) -> RequestPayload:  # noqa: A002  The convention's name.
        """Waive it."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            return (await embargo.waive(hub, actor, input.request_id, input.reason)).id

        return await payload_of(*await perform(info, "waiveEmbargo", input, act))
