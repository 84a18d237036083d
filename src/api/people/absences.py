"""Standing in and resting, in the schema."""

from datetime import datetime

import strawberry

from api.context import Info, identified
from api.conventions.errors import AnyError
from api.conventions.instants import clock_time
from api.conventions.mutations import perform, repeatable
from domain.absences import model as absences
from domain.absences import records
from domain.people.preferences import quiet_hours_of, set_quiet_hours
from domain.people.resting import QuietHours as Hours
from domain.reminding import away


@strawberry.type(description="Somebody is away, and perhaps somebody else stands in.")
class Absence:
    """See `domain.absences.model.Absence`."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    kind: str | None = strawberry.field(description="For this kind of request only.")
    brand_id: strawberry.ID | None = strawberry.field(description="For this brand only.")
    starts_at: datetime = strawberry.field(description="From when on they are away.")
    ends_at: datetime = strawberry.field(description="From when on they are back.")
    user_id: strawberry.Private[str]
    delegate_id: strawberry.Private[str | None]

    @strawberry.field(description="Who is away.")
    async def user_name(self, info: Info) -> str:
        """Look the name up."""
        return await info.context.loaders.names.load(self.user_id) or "somebody"

    @strawberry.field(description="Who stands in; null if nobody does.")
    async def delegate_name(self, info: Info) -> str | None:
        """Look the name up."""
        if self.delegate_id is None:
            return None
        return await info.context.loaders.names.load(self.delegate_id) or "somebody"

    @classmethod
    def of(cls, value: absences.Absence) -> "Absence":
        """Show an absence."""
        return cls(
            id=identified(value.id),
            kind=value.kind,
            brand_id=identified(value.brand_id) if value.brand_id else None,
            starts_at=value.starts_at,
            ends_at=value.ends_at,
            user_id=value.user_id,
            delegate_id=value.delegate_id,
        )


@strawberry.type(description="When somebody is told nothing directly.")
class QuietHours:
    """See `domain.people.resting.QuietHours`."""

    start: str = strawberry.field(description="From when, as in 20:00.")
    end: str = strawberry.field(description="Until when, as in 08:00; of the next day if earlier.")
    time_zone: str = strawberry.field(description="The zone of both, an IANA name.")
    weekends: bool = strawberry.field(description="Whether Saturday and Sunday are quiet.")

    @classmethod
    def of(cls, hours: Hours) -> "QuietHours":
        """Show quiet hours."""
        return cls(
            start=f"{hours.start:%H:%M}",
            end=f"{hours.end:%H:%M}",
            time_zone=hours.time_zone,
            weekends=hours.weekends,
        )


@strawberry.input(description="An absence to set.")
class SetAbsenceInput:
    """For `setAbsence`."""

    starts_at: datetime = strawberry.field(description="From when on they are away.")
    ends_at: datetime = strawberry.field(description="From when on they are back; within a year.")
    user_id: strawberry.ID | None = strawberry.field(
        default=None, description="Who is away; you if left out. Others take an admin."
    )
    delegate_id: strawberry.ID | None = strawberry.field(
        default=None, description="Who stands in, a reviewer; nobody if left out."
    )
    kind: str | None = strawberry.field(
        default=None, description="For this kind of request only; for all if left out."
    )
    brand_id: strawberry.ID | None = strawberry.field(
        default=None, description="For this brand only; for all if left out."
    )
    idempotency_key: str | None = repeatable()


@strawberry.input(description="An absence to end.")
class EndAbsenceInput:
    """For `endAbsence`."""

    absence_id: strawberry.ID = strawberry.field(description="The absence.")
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What an act on an absence did.")
class AbsencePayload:
    """Answer of acts on absences."""

    absence: Absence | None = strawberry.field(description="The absence as it stands now.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.input(description="When to be left alone.")
class SetQuietHoursInput:
    """For `setQuietHours`."""

    start: str = strawberry.field(description="From when, as in 20:00.")
    end: str = strawberry.field(description="Until when, as in 08:00; the same means never.")
    time_zone: str = strawberry.field(description="The zone of both, such as Europe/Berlin.")
    weekends: bool = strawberry.field(
        default=True, description="Whether Saturday and Sunday are quiet as a whole."
    )
    user_id: strawberry.ID | None = strawberry.field(
        default=None, description="Whose they are; yours if left out. Others take an admin."
    )
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What `setQuietHours` did.")
class SetQuietHoursPayload:
    """Answer of `setQuietHours`."""

    quiet_hours: QuietHours | None = strawberry.field(description="The hours, if set.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class AbsenceQuery:
    """Reading absences and quiet hours."""

    @strawberry.field(
        description="When somebody is away, now and to come; of others for those who see people."
    )
    async def absences(
        self, info: Info, user_id: strawberry.ID | None = None
    ) -> list[Absence] | None:
        """Show absences."""
        hub, actor = info.context.hub, info.context.actor
        found = await away.absences_of(hub, actor, user_id or actor.user_id or "")
        return [Absence.of(one) for one in found]

    @strawberry.field(description="When you are told nothing directly.")
    async def quiet_hours(self, info: Info) -> QuietHours:
        """Show the caller's quiet hours."""
        return QuietHours.of(await quiet_hours_of(info.context.actor.user_id or ""))


@strawberry.type
class AbsenceMutation:
    """Standing in and resting."""

    @strawberry.mutation(description="Say that you are away, and who stands in.")
    async def set_absence(self, info: Info, input: SetAbsenceInput) -> AbsencePayload:  # noqa: A002  The convention's name.
        """Set an absence."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            said = away.Away(
                user_id=input.user_id or actor.user_id or "",
                starts_at=input.starts_at,
                ends_at=input.ends_at,
                delegate_id=input.delegate_id,
                kind=input.kind,
                brand_id=input.brand_id,
            )
            return (await away.set_absence(hub, actor, said)).id

        return await _absence(*await perform(info, "setAbsence", input, act))

    @strawberry.mutation(description="Say that you are back, or will not be away.")
    async def end_absence(self, info: Info, input: EndAbsenceInput) -> AbsencePayload:  # noqa: A002  The convention's name.
        """End an absence."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            return (await away.end_absence(hub, actor, input.absence_id)).id

        return await _absence(*await perform(info, "endAbsence", input, act))

    @strawberry.mutation(description="Say when you want to be told nothing directly.")
    async def set_quiet_hours(
        self,
        info: Info,
        input: SetQuietHoursInput,  # noqa: A002  The convention's name.
    ) -> SetQuietHoursPayload:
        """Set quiet hours."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            user_id = input.user_id or actor.user_id or ""
            start, end = clock_time(input.start, "start"), clock_time(input.end, "end")
            hours = Hours(start, end, input.time_zone, input.weekends)
            await set_quiet_hours(hub, actor, user_id, hours)
            return user_id

        done, errors = await perform(info, "setQuietHours", input, act)
        hours = QuietHours.of(await quiet_hours_of(done)) if done else None
        return SetQuietHoursPayload(quiet_hours=hours, errors=errors)


async def _absence(done: str | None, errors: list[AnyError]) -> AbsencePayload:
    found = await records.get(done) if done else None
    return AbsencePayload(absence=Absence.of(found) if found else None, errors=errors)
