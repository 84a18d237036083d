"""Domain errors as part of the schema.

What a caller can mend or must know is data: every mutation's payload has `errors`. Everything
else is masked, with an id under which it stands in the log.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, is_dataclass
from typing import Annotated, Any

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


#: As much of an id as messages quote, in characters; no id is longer.
QUOTED_MAX = 40

#: What names nothing, though somebody may have built it of what it is about.
_KEY = ("idempotency_key",)

#: Parts of an input below which errors count their paths, as the domain does.
_WITHIN = frozenset({("brief",), ("source",), ("terms",)})


def shown(error: domain.HubError, given: object = None) -> list[AnyError]:
    """Return an error, and those found beside it, as the schema shows them.

    `given` is the input that they are about. What is not there is quoted by its error, which does
    not know as what it was given: its path is that of the field in which it stands.
    """
    others = error.others if isinstance(error, domain.Invalid) else ()
    return [_one(item, given) for item in (error, *others)]


def _one(error: domain.HubError, given: object) -> AnyError:
    for kind, type_ in TYPES:
        if isinstance(error, kind):
            place = error.path or (_quoted(error, given) if kind is domain.Missing else ())
            path = [camel(part) for part in place]
            return type_(code=error.code, message=error.message, path=path)  # type: ignore[return-value]
    raise error


def _quoted(error: domain.HubError, given: object) -> tuple[str, ...]:
    """Return where in an input the text stands that an error quotes; nothing if nowhere."""
    _, _, rest = error.message.partition("`")
    wanted, closed, _ = rest.partition("`")
    if not (wanted and closed):
        return ()
    texts = [(place, text) for place, text in _texts(given) if place != _KEY]
    alike = [place for place, text in texts if text == wanted]
    if len(wanted) == QUOTED_MAX:
        alike += [place for place, text in texts if text.startswith(wanted)]
    (place,) = alike[:1] or ((),)
    return place[1:] if place[:1] in _WITHIN else place


def _texts(given: Any, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:  # noqa: ANN401  As any input is.
    """Yield every text of an input with the path to it."""
    if is_dataclass(given) and not isinstance(given, type):
        given = asdict(given)
    if isinstance(given, str):
        yield place, given
    elif isinstance(given, dict):
        for name, value in given.items():
            yield from _texts(value, (*place, name))
    elif isinstance(given, (list, tuple)):
        for position, value in enumerate(given):
            yield from _texts(value, (*place, str(position)))


def camel(name: str) -> str:
    """Return a field name as the schema spells it."""
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)
