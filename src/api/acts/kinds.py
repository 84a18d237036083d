"""Asking for things, kind by kind: two mutations for each kind that is made of parts only."""

from collections.abc import Callable
from typing import Any

import strawberry

from api.acts.requests import RequestPayload, revised, submitted
from api.context import Info
from api.requests.forming import camel, revise_input, submit_input
from domain.requests.kinds import PLAIN, Kind


def _submitting(kind: Kind, given: type) -> Callable[..., Any]:
    async def submit(self: object, info: Info, input: Any) -> RequestPayload:  # noqa: A002, ANN401  The convention's name; made above.
        """Submit a request."""
        del self
        return await submitted(info, f"submit{camel(kind.name)}", kind.name, input)

    submit.__annotations__["input"] = given
    return submit


def _revising(kind: Kind, given: type) -> Callable[..., Any]:
    async def revise(self: object, info: Info, input: Any) -> RequestPayload:  # noqa: A002, ANN401  As above.
        """Revise a request."""
        del self
        return await revised(info, f"revise{camel(kind.name)}", kind.name, input)

    revise.__annotations__["input"] = given
    return revise


def _with_kinds(made: type) -> type:
    """Give a class the mutations of every kind."""
    for kind in PLAIN:
        called = kind.name.replace("_", " ")
        asking = f"Ask for something of the kind `{kind.name}`. The rules decide who looks at it."
        instead = f"Ask for another {called} instead; opens the stages it touches."
        submit = strawberry.mutation(_submitting(kind, submit_input(kind)), description=asking)
        revise = strawberry.mutation(_revising(kind, revise_input(kind)), description=instead)
        setattr(made, f"submit_{kind.name}", submit)
        setattr(made, f"revise_{kind.name}", revise)
    return made


@strawberry.type
@_with_kinds
class KindMutation:
    """Asking for things."""
