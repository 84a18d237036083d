"""What a webhook tells, as a query: checked when it is registered, answered when it is sent.

A query and no subscription: it is what front ends write anyway, the explorer tries it out, and the
schema says no thing twice. It has the one variable `$id`, and at its root one field for each event,
asked with that; of them the field of the event that happened is answered. So nothing is sent where
its reader may not see what changed, and no query tells of anything else.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, cast

from graphql import (
    ArgumentNode,
    DocumentNode,
    FieldNode,
    GraphQLError,
    NonNullTypeNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    parse,
    print_ast,
    separate_operations,
)
from strawberry import Schema
from strawberry.schema import BaseSchema

from api.context import Context
from api.operations import judging
from api.operations.cost import COST_MAX, cost_of
from api.operations.document_keys import Same
from domain.actor import Actor
from domain.errors import UNAVAILABLE, Invalid, Unavailable, Upstream
from domain.hub import Hub
from domain.webhooks.model import Delivery, Happening, Webhook

#: By which field of the schema's root what changed is read.
ROOTS: Mapping[Happening, str] = MappingProxyType(
    {
        Happening.REQUEST_CHANGED: "request",
        Happening.CASE_CHANGED: "case",
        Happening.ALERT_CHANGED: "alert",
        Happening.SHOW_CHANGED: "node",
    }
)

#: How many queries are kept as they are asked; there are no more webhooks than that, by event.
KEPT = 400

#: Why something is not seen, by the code of the error that stands in its place.
_UNSEEN = frozenset({"no_such_alert", "no_such_case", "no_such_request", "not_allowed"})


class Queries:
    """Reads what webhooks tell; see `domain.subscriptions.selecting.Selecting`."""

    def __init__(self, schema: BaseSchema) -> None:
        self._schema = schema
        self._inner = cast("Schema", schema)._schema  # noqa: SLF001  Strawberry's name for graphql-core's.

    def require(self, selection: str, happenings: Collection[Happening]) -> None:
        """Raise `Invalid` with every place at which a query is no good for `happenings`."""
        try:
            document = judging.parsed(selection)
        except GraphQLError as error:
            raise _refusal([error]) from None
        wrong = judging.judged(self._inner, Same(document))
        if problems := list(wrong) or _misshapen(document, happenings):
            raise _refusal(problems)
        for happening in happenings:
            asked = parse(_asked(selection, happening))
            cost = cost_of(self._inner, asked, _operation(asked), {"id": ""})
            if cost > COST_MAX:
                said = f"This query would cost {cost:,} for `{happening}`, and may cost"
                said += f" {COST_MAX:,}. Ask for fewer items at once (`first`), or fewer fields."
                raise Invalid("too_complex", said, ("query",))

    async def read(
        self, hub: Hub, reader: Actor, webhook: Webhook, delivery: Delivery
    ) -> Mapping[str, Any] | None:
        """Return the answer of a webhook's query about what changed, as `reader` may see it."""
        asked = _asked(webhook.selection, delivery.happening)
        result = await self._schema.execute(
            asked,
            variable_values={"id": delivery.subject_id},
            context_value=Context(hub, reader),
        )
        errors = [_error(one) for one in result.errors or ()]
        codes = {one["code"] for one in errors}
        if UNAVAILABLE in codes:
            raise Unavailable(UNAVAILABLE, "The database does not answer.")
        data: dict[str, Any] = result.data or {}
        if any(value is not None for value in data.values()):
            return {"data": data} | ({"errors": errors} if errors else {})
        if not errors or codes <= _UNSEEN:
            return None
        if any(one["path"] for one in errors):
            raise Upstream("not_readable", str(errors[0]["message"]))
        raise Invalid("query_refused", str(errors[0]["message"]), ("query",))


@lru_cache(KEPT)
def _asked(selection: str, happening: Happening) -> str:
    """Return the query that is asked where `happening` happened, of one that was checked."""
    document = judging.parsed(selection)
    whole = _operation(document)
    kept = [one for one in whole.selection_set.selections if _named(one) == ROOTS[happening]]
    part = OperationDefinitionNode(
        operation=whole.operation,
        name=whole.name,
        variable_definitions=whole.variable_definitions,
        selection_set=SelectionSetNode(selections=tuple(kept)),
    )
    others = [one for one in document.definitions if one is not whole]
    (alone,) = separate_operations(DocumentNode(definitions=(part, *others))).values()
    return print_ast(alone)


def _operation(document: DocumentNode) -> OperationDefinitionNode:
    return next(one for one in document.definitions if isinstance(one, OperationDefinitionNode))


def _named(node: object) -> str:
    return node.name.value if isinstance(node, FieldNode) else ""


def _misshapen(document: DocumentNode, happenings: Collection[Happening]) -> list[GraphQLError]:
    """Return what keeps a valid document from being the query of a webhook."""
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    whole = operations[0]
    if len(operations) > 1 or whole.operation is not OperationType.QUERY or whole.directives:
        return [GraphQLError("Write one query, and no other operation.", [operations[-1]])]
    if [_variable(one) for one in whole.variable_definitions or ()] != [("id", "ID")]:
        said = "A webhook's query has the one variable `$id: ID!`, which is what changed."
        return [GraphQLError(said, [whole])]
    fields = whole.selection_set.selections
    roots = {ROOTS[happening]: happening for happening in happenings}
    wrong = [
        GraphQLError(
            f"Ask here for {_choices(roots)} with `id: $id` alone, without alias or directive, once"
            " each: those are the events it is for.",
            [one],
        )
        for one in fields
        if _named(one) not in roots or not _plain(one)
    ]
    names = [_named(one) for one in fields]
    missing = [name for name in roots if names.count(name) != 1]
    if wrong or not missing:
        return wrong
    return [GraphQLError(f"Ask once for `{missing[0]}(id: $id)`: it is for that event.", [whole])]


def _choices(names: Collection[str]) -> str:
    return " or ".join(f"`{name}`" for name in names)


def _variable(node: Any) -> tuple[str, str] | None:  # noqa: ANN401  A variable's definition.
    """Return name and type of a variable that has to be there; None for another."""
    if not isinstance(node.type, NonNullTypeNode) or node.directives:
        return None
    return node.variable.name.value, print_ast(node.type.type)


def _plain(node: Any) -> bool:  # noqa: ANN401  One of three kinds of node.
    """Whether a field at the root asks for `$id`, and that is all there is to it."""
    arguments: Sequence[ArgumentNode] = node.arguments or ()
    by_id = [
        one.name.value
        for one in arguments
        if isinstance(one.value, VariableNode) and one.value.name.value == "id"
    ]
    return by_id == ["id"] and len(arguments) == 1 and not node.alias and not node.directives


def _refusal(problems: Sequence[GraphQLError]) -> Invalid:
    """Return what is wrong with a query, each with its place."""
    found = [
        Invalid(str((error.extensions or {}).get("code", "bad_query")), _placed(error), ("query",))
        for error in problems
    ]
    return Invalid(found[0].code, found[0].message, found[0].path, others=found[1:])


def _placed(error: GraphQLError) -> str:
    if not error.locations:
        return error.message
    place = error.locations[0]
    return f"Line {place.line}, column {place.column}: {error.message}"


def _error(error: GraphQLError) -> dict[str, Any]:
    code = (error.extensions or {}).get("code")
    return {"message": error.message, "path": list(error.path or ()), "code": code}
