"""What Strawberry knows of the types and fields of the schema, as far as plans use it."""

import dis
from collections.abc import Callable
from enum import Enum
from types import CodeType
from typing import Any, cast

from graphql import GraphQLField, GraphQLNamedType
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.enum import StrawberryEnumDefinition
from strawberry.types.field import StrawberryField


def definition_of(of: GraphQLNamedType | GraphQLField) -> Any:  # noqa: ANN401  One class for each kind.
    """Return Strawberry's definition of a type or field; None for what is graphql-core's own."""
    return of.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)


def origin_of(type_: GraphQLNamedType) -> type | None:
    """Return the class that an object type was made of."""
    found: type | None = getattr(definition_of(type_), "origin", None)
    return found


def enum_of(type_: GraphQLNamedType) -> type[Enum] | None:
    """Return the class that an enum was made of; None for scalars."""
    found = definition_of(type_)
    if not isinstance(found, StrawberryEnumDefinition):
        return None
    return cast("type[Enum]", found.wrapped_cls)


def attribute_of(field: GraphQLField) -> str | None:
    """Return the attribute that a field without a resolver shows; None if it has one."""
    found = definition_of(field)
    if not isinstance(found, StrawberryField) or not found.is_basic_field:
        return None
    return found.python_name if found.default_resolver is getattr else None


def function_of(field: GraphQLField) -> Callable[..., Any] | None:
    """Return the function behind a field that takes no more than `self` and `info`, in this order.

    None for others: the arguments of those have to be got ready.
    """
    return None if field.args else taking_of(field)


def taking_of(field: GraphQLField) -> Callable[..., Any] | None:
    """Return the function behind a field, which takes `self`, `info` if at all, and arguments.

    None for others: what those take is Strawberry's to give.
    """
    found = definition_of(field)
    if not isinstance(found, StrawberryField) or found.extensions:
        return None
    resolver = found.base_resolver
    if resolver is None or resolver.self_parameter is None:
        return None
    asked = list(resolver.signature.parameters.values())
    known = [one for one in (resolver.self_parameter, resolver.info_parameter) if one]
    usual = asked[: len(known)] == known and len(asked) == len(known) + len(found.arguments)
    return cast("Callable[..., Any]", resolver.wrapped_func) if usual else None


def only_loads(code: CodeType) -> bool:
    """Return whether all that a coroutine function awaits are loaders: `await ....load(...)`.

    Read from its code: loads and awaits take turns. What a loader gives is a bare future, so such
    a coroutine needs no task of its own: nothing in it asks which task it runs in.
    """
    turns = [
        one.opname
        for one in dis.get_instructions(code)
        if one.opname in _AWAITS or (one.opname in _NAMES and one.argval == "load")
    ]
    return all(
        (name in _NAMES) if index % 2 == 0 else (name == "GET_AWAITABLE")
        for index, name in enumerate(turns)
    )


#: How Python's compiler writes `.load`, and every way to wait.
_NAMES = frozenset({"LOAD_METHOD", "LOAD_ATTR"})
_AWAITS = frozenset({"GET_AWAITABLE", "GET_AITER", "GET_ANEXT", "BEFORE_ASYNC_WITH"})
