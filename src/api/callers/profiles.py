"""How much the endpoint tells, and in which form it takes questions.

What is always checked (who asks, what it costs, what may be seen) is the same in every profile.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from graphql import FieldNode, GraphQLError, Visitor, visit
from strawberry.extensions import SchemaExtension

from api.callers.documents import by_name
from api.callers.lines import SOCKETS
from domain.actor import Actor, Role, Scope

#: How long a socket may take to say who it is, if nobody says otherwise, in seconds: a browser on
#: a slow line needs two or three. Ours.
INIT_SECONDS = 10.0


class Profile(StrEnum):
    """A hub's manners by name."""

    OPEN = "open"
    STANDARD = "standard"
    HARDENED = "hardened"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much one caller may ask for: points a minute, and seconds for one operation.

    The points are those of a token, or of an address where none is sent. `sockets` are how many
    sockets and streams a person holds at one process.
    """

    points: int = 600_000
    anonymous_points: int = 60_000
    seconds: float = 10.0
    sockets: int = SOCKETS


@dataclass(frozen=True, slots=True)
class Manner:
    """What one hub does: `gets` takes queries by GET, `tells_schema` shows anybody the schema.

    `suggests` says which name may have been meant. With `documents` (texts by what they are
    called) nothing else runs. A socket has `init_seconds` for saying who it is. `planned` has
    queries compiled (`api.plan`), `direct` has plain ones go the short way
    (`api.endpoint.direct`). `bounds` hold in every profile.
    """

    gets: bool = False
    tells_schema: bool = True
    suggests: bool = True
    documents: Mapping[str, str] | None = None
    init_seconds: float = INIT_SECONDS
    planned: bool = True
    direct: bool = True
    bounds: Bounds = Bounds()


STANDARD = Manner()
_USUAL = Bounds()

_MANNERS = {
    Profile.OPEN: Manner(gets=True),
    Profile.STANDARD: STANDARD,
    Profile.HARDENED: Manner(tells_schema=False, suggests=False),
}

#: What asks for the schema; a text without it need not be looked through.
_ASKS = re.compile(r"__(?:schema|type)\b")

#: How graphql-core ends a message that guesses what was meant.
_GUESS = re.compile(r" Did you mean [^?]*\?$")


def manner_of(
    profile: Profile, documents: Mapping[str, str] | None = None, bounds: Bounds = _USUAL
) -> Manner:
    """Return the manner of a profile, with the documents that alone may run, if there are any."""
    known = None if documents is None else by_name(documents)
    return replace(_MANNERS[profile], documents=known, bounds=bounds)


def without_guess(error: GraphQLError) -> GraphQLError:
    """Return the error without the names it guesses."""
    said = _GUESS.sub("", error.message)
    if said == error.message:
        return error
    return GraphQLError(
        said,
        error.nodes,
        error.source,
        error.positions,
        error.path,
        extensions=error.extensions,
    )


class SchemaTold(SchemaExtension):
    """Keeps the schema to those who administer, where a hub does not tell it to anybody."""

    def on_validate(self) -> Iterator[None]:
        """Look for questions about the schema."""
        operation = self.execution_context
        told = operation.context is None or tells(
            operation.context.manner, operation.context.caller
        )
        document = operation.graphql_document
        if not told and document is not None and asks_for_schema(operation.query or ""):
            finder = _Finder()
            visit(document, finder)
            if finder.found is not None:
                operation.pre_execution_errors = [_kept(finder.found)]
        yield


def asks_for_schema(query: str) -> bool:
    """Whether a document may ask for the schema: its text holds what that takes."""
    return _ASKS.search(query) is not None


def tells(manner: Manner, caller: Actor | None) -> bool:
    """Whether this caller may be told the schema, and names of it."""
    if manner.tells_schema:
        return True
    roles = {grant.role for grant in caller.roles} if caller else set()
    return caller is not None and Scope.ADMIN in caller.scopes and Role.ADMIN in roles


class _Finder(Visitor):
    found: FieldNode | None = None

    def enter_field(self, node: FieldNode, *_: object) -> None:
        if node.name.value in {"__schema", "__type"}:
            self.found = self.found or node


def _kept(node: FieldNode) -> GraphQLError:
    return GraphQLError(
        "This hub shows its schema to administrators only. Use the schema.graphql of its version,"
        " or an administrator's token with the scope `admin`.",
        [node],
        extensions={"code": "schema_kept"},
    )
