"""Days and instants as they come in: only those that can be reckoned with in every zone."""

from collections.abc import Callable
from datetime import date, datetime, time

from graphql import GraphQLError
from strawberry.schema.types.base_scalars import DateDefinition, DateTimeDefinition
from strawberry.types.scalar import ScalarDefinition

from domain.errors import Invalid
from domain.instants import beyond


def scalars() -> dict[object, ScalarDefinition]:
    """Return how days and instants are read, by their types."""
    return {
        date: _within(DateDefinition),
        datetime: _within(DateTimeDefinition),
    }


def clock_time(text: str, field: str) -> time:
    """Return the time of day `text` says, such as 08:00; `Invalid` if it says none."""
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise Invalid("no_time_of_day", "Write a time of day such as 08:00.", (field,)) from error


def _within(known: ScalarDefinition) -> ScalarDefinition:
    return ScalarDefinition(
        name=known.name,
        description=known.description,
        specified_by_url=known.specified_by_url,
        serialize=known.serialize,
        parse_value=_reading(known),
        parse_literal=None,
        origin=known.origin,
    )


def _reading(known: ScalarDefinition) -> Callable[[object], date]:
    read = known.parse_value
    assert read is not None  # noqa: S101  Strawberry's own scalars all have one.

    def parse(value: object) -> date:
        try:
            found: date = read(value)
        except OverflowError:
            raise GraphQLError(
                f"`{value}` is beyond the calendar.", extensions={"code": "out_of_calendar"}
            ) from None
        if problem := beyond(found):
            raise GraphQLError(problem.message, extensions={"code": problem.code})
        return found

    return parse
