"""Business calendars in the schema."""

from datetime import date

import strawberry

from api.context import Info
from api.conventions.errors import AnyError
from api.conventions.instants import clock_time
from api.conventions.mutations import perform, repeatable
from domain.calendars import model, records, service
from domain.calendars.model import Span
from domain.people.model import Act
from domain.people.rules import require


@strawberry.type(description="Hours of a day in which people are at work.")
class OpenSpan:
    """See `domain.calendars.model.Span`."""

    start: str = strawberry.field(description="From when, as in 09:00.")
    end: str = strawberry.field(description="Until when, as in 17:30; 00:00 is midnight.")


@strawberry.type(description="When people of a market are at work; clocks of stages run then.")
class BusinessCalendar:
    """See `domain.calendars.model.Calendar`."""

    market: str = strawberry.field(description="ISO 3166 code; empty for all other markets.")
    time_zone: str = strawberry.field(description="The zone of its hours, an IANA name.")
    week: list[list[OpenSpan]] = strawberry.field(description="Seven days, from Monday on.")
    days_off: list[date] = strawberry.field(description="Days on which nobody works.")

    @classmethod
    def of(cls, value: model.Calendar) -> "BusinessCalendar":
        """Show a calendar."""
        week = [
            [OpenSpan(start=f"{span.start:%H:%M}", end=f"{span.end:%H:%M}") for span in day]
            for day in value.week
        ]
        return cls(
            market=value.market,
            time_zone=value.time_zone,
            week=week,
            days_off=sorted(value.days_off),
        )


@strawberry.input(description="Hours of a day in which people are at work.")
class OpenSpanInput:
    """For `setCalendar`."""

    start: str = strawberry.field(description="From when, as in 09:00.")
    end: str = strawberry.field(description="Until when, as in 17:30; 00:00 is midnight.")


@strawberry.input(description="When people of a market are at work.")
class SetCalendarInput:
    """For `setCalendar`."""

    time_zone: str = strawberry.field(description="The zone of its hours, such as Europe/Berlin.")
    week: list[list[OpenSpanInput]] = strawberry.field(description="Seven days, from Monday on.")
    market: str = strawberry.field(
        default="", description="ISO 3166 code; all markets without one of their own if left out."
    )
    days_off: list[date] = strawberry.field(
        default_factory=list, description="Days on which nobody works; up to 1,000."
    )
    idempotency_key: str | None = repeatable()

    def given(self) -> model.Calendar:
        """Return it as the core takes it."""
        week = [
            [Span(clock_time(span.start, "week"), clock_time(span.end, "week")) for span in day]
            for day in self.week
        ]
        return model.Calendar(self.market, self.time_zone, week, frozenset(self.days_off))


@strawberry.input(description="A calendar to remove.")
class RemoveCalendarInput:
    """For `removeCalendar`."""

    market: str = strawberry.field(description="Its market; empty for that of all others.")
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What an act on a calendar did.")
class CalendarPayload:
    """Answer of acts on calendars."""

    calendars: list[BusinessCalendar] | None = strawberry.field(
        description="Every calendar as they stand now, if it happened."
    )
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class CalendarQuery:
    """Reading calendars."""

    @strawberry.field(description="Every business calendar, that of all other markets first.")
    async def calendars(self, info: Info) -> list[BusinessCalendar] | None:
        """Show every calendar."""
        require(info.context.actor, Act.CHANGE_CATALOG)
        return await _all_of_them()


@strawberry.type
class CalendarMutation:
    """Changing calendars."""

    @strawberry.mutation(
        description="Set when people of a market are at work. Stages that open from now on are due"
        " by it. For managers and admins of everything."
    )
    async def set_calendar(self, info: Info, input: SetCalendarInput) -> CalendarPayload:  # noqa: A002  The convention's name.
        """Set a calendar."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            return (await service.set_calendar(hub, actor, input.given())).market

        return await _payload(*await perform(info, "setCalendar", input, act))

    @strawberry.mutation(description="Forget a market's calendar. For managers and admins.")
    async def remove_calendar(self, info: Info, input: RemoveCalendarInput) -> CalendarPayload:  # noqa: A002  The convention's name.
        """Remove a calendar."""

        async def act() -> str:
            await service.remove_calendar(info.context.hub, info.context.actor, input.market)
            return input.market

        return await _payload(*await perform(info, "removeCalendar", input, act))


async def _payload(done: str | None, errors: list[AnyError]) -> CalendarPayload:
    return CalendarPayload(calendars=None if done is None else await _all_of_them(), errors=errors)


async def _all_of_them() -> list[BusinessCalendar]:
    return [BusinessCalendar.of(one) for one in await records.all_of_them()]
