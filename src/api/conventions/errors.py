"""Domain errors as part of the schema.

What a caller can mend or must know is data: every mutation's payload has `errors`. Everything
else is masked, with an id under which it stands in the log.
"""

from collections.abc import Sequence
from typing import Annotated

import strawberry

from domain import errors as domain


@strawberry.interface(description="Something expected that kept a mutation from happening.")
class UserError:
    """What every error has."""

    code: str = strawberry.field(description="Stable code in snake case, for programs.")
    message: str = strawberry.field(description="What is wrong and what to do next, for people.")
    path: list[str] = strawberry.field(
        description="The input field it belongs to, outermost name first; empty if none."
    )


@strawberry.type(description="What was given breaks a rule; mend it and send it again.")
class InvalidError(UserError):
    """See `domain.errors.Invalid`."""


@strawberry.type(description="It does not exist, or you may not know that it does.")
class MissingError(UserError):
    """See `domain.errors.Missing`."""


@strawberry.type(description="You may not do this.")
class ForbiddenError(UserError):
    """See `domain.errors.Forbidden`."""


@strawberry.type(description="The state moved on; look again and decide again.")
class ConflictError(UserError):
    """See `domain.errors.Conflict`."""


@strawberry.type(description="The same thing is being done this very moment; try again shortly.")
class BusyError(UserError):
    """See `domain.errors.Busy`."""


@strawberry.type(description="A service outside did not do its part; nothing is lost.")
class UpstreamError(UserError):
    """See `domain.errors.Upstream`."""


AnyError = Annotated[
    InvalidError | MissingError | ForbiddenError | ConflictError | BusyError | UpstreamError,
    strawberry.union("MutationError", description="Why a mutation did not happen."),
]

#: Most particular first.
TYPES: Sequence[tuple[type[domain.HubError], type[UserError]]] = (
    (domain.Busy, BusyError),
    (domain.Conflict, ConflictError),
    (domain.Invalid, InvalidError),
    (domain.Missing, MissingError),
    (domain.Forbidden, ForbiddenError),
    (domain.Upstream, UpstreamError),
)


def shown(error: domain.HubError) -> list[AnyError]:
    """Return an error, and those found beside it, as the schema shows them."""
    others = error.others if isinstance(error, domain.Invalid) else ()
    return [_one(item) for item in (error, *others)]


def _one(error: domain.HubError) -> AnyError:
    for kind, type_ in TYPES:
        if isinstance(error, kind):
            path = [camel(part) for part in error.path]
            return type_(code=error.code, message=error.message, path=path)  # type: ignore[return-value]
    raise error


def camel(name: str) -> str:
    """Return a field name as the schema spells it."""
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)
