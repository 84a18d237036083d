"""Queries drawn at random over our schema, valid and of every form that a query can have.

Equal keys always stand for the same field of the same type with the same arguments, so whatever
is drawn can be merged.
"""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    Undefined,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)

#: How deep selections go, and how many fields one has at most.
DEPTH, WIDTH = 5, 6
#: What is otherwise each time it is asked for.
OTHERWISE = frozenset({"rateLimit"})
SCALARS: Mapping[str, Sequence[Any]] = {
    "Int": (0, 1, 2, 3, 50),
    "Float": (0.5, 2.0),
    "Boolean": (True, False),
    "String": ("de", "a", "DE", "campaign", ""),
    "DateTime": ("2026-11-21T09:00:00+00:00", "2027-03-01T00:00:00+00:00"),
    "Date": ("2026-11-21", "2027-01-01"),
    "Decimal": ("12.50", "1"),
    "Time": ("09:00:00",),
    "JSON": ({"a": [1]}, "x"),
}


class Document:
    """One query in the making: its text, and its variables."""

    def __init__(self, schema: GraphQLSchema, seed: int, ids: Mapping[str, Sequence[str]]) -> None:
        self._schema = schema
        self._draw = random.Random(seed)
        self._ids = ids
        self._keys: dict[tuple[str, str], str] = {}
        self._declared: list[str] = []
        self._fragments: list[str] = []
        self.variables: dict[str, Any] = {}
        root = schema.query_type
        assert root is not None
        body = self._selection(root, DEPTH)
        given = f"({', '.join(self._declared)})" if self._declared else ""
        self.text = "\n".join([f"query Drawn{given} {body}", *self._fragments])

    def _selection(self, type_: GraphQLNamedType, depth: int) -> str:
        draw = self._draw
        parts = ["__typename"] if draw.random() < 0.2 else []
        if isinstance(type_, (GraphQLUnionType, GraphQLInterfaceType)):
            possible = list(self._schema.get_possible_types(type_))
            parts += [
                self._directed(f"... on {one}", self._selection(one, depth))
                for one in draw.sample(possible, min(len(possible), draw.randint(1, 3)))
            ]
        if isinstance(type_, (GraphQLObjectType, GraphQLInterfaceType)):
            parts += self._fields(type_, depth)
        draw.shuffle(parts)
        return f"{{ {' '.join(parts or ['__typename'])} }}"

    def _fields(self, type_: GraphQLObjectType | GraphQLInterfaceType, depth: int) -> list[str]:
        draw, parts = self._draw, []
        fields = [
            (name, field)
            for name, field in type_.fields.items()
            if name not in OTHERWISE and (depth > 1 or is_leaf_type(get_named_type(field.type)))
        ]
        for name, field in draw.sample(fields, min(len(fields), draw.randint(1, WIDTH))):
            head = self._head(type_, name, field)
            parts += [
                self._directed(head, self._below(field, depth))
                for _ in range(1 if draw.random() > 0.1 else 2)  # Asked for twice, to be merged.
            ]
        if len(parts) > 1 and draw.random() < 0.3:
            parts = self._folded(type_, parts)
        return parts

    def _head(
        self, type_: GraphQLObjectType | GraphQLInterfaceType, name: str, field: GraphQLField
    ) -> str:
        given = self._arguments(field)
        call = f"{name}({given})" if given else name
        key = self._keys.setdefault((type_.name, call), f"k{len(self._keys)}")
        plain = not given and isinstance(type_, GraphQLObjectType) and self._draw.random() < 0.5
        # One name may mean different types in the types of a union.
        return f"{name}_of_{type_}: {call}" if plain else f"{key}: {call}"

    def _below(self, field: GraphQLField, depth: int) -> str:
        below = get_named_type(field.type)
        return self._selection(below, depth - 1) if is_composite_type(below) else ""

    def _folded(self, type_: GraphQLNamedType, parts: list[str]) -> list[str]:
        """Put some of the fields into a fragment, named or not."""
        cut = self._draw.randint(1, len(parts) - 1)
        inside, left = f"{{ {' '.join(parts[cut:])} }}", parts[:cut]
        if self._draw.random() < 0.5:
            on = self._draw.choice([f" on {type_}", ""])
            return [*left, self._directed(f"...{on}", inside)]
        name = f"F{len(self._fragments)}"
        self._fragments.append(f"fragment {name} on {type_} {inside}")
        spread = self._directed(f"...{name}", "")
        return [*left, spread, f"... on {type_} {{ ...{name} }}"][: self._draw.choice([-1, 9])]

    def _directed(self, head: str, body: str) -> str:
        if self._draw.random() > 0.08:
            return f"{head} {body}"
        name = self._draw.choice(["include", "skip"])
        yes = self._draw.random() < (0.7 if name == "include" else 0.3)
        if self._draw.random() < 0.3:
            return f"{head} @{name}(if: {str(yes).lower()}) {body}"
        return f"{head} @{name}(if: ${self._declare('Boolean!', yes)}) {body}"

    def _arguments(self, field: GraphQLField) -> str:
        draw, parts = self._draw, []
        for key, argument in field.args.items():
            must = is_non_null_type(argument.type) and argument.default_value is Undefined
            if not must and key not in {"first", "last"} and draw.random() < 0.6:
                continue
            if key in {"last", "before", "after"} and not must and draw.random() < 0.8:
                continue
            parts.append(f"{key}: {self._value(key, argument, field)}")
        return ", ".join(parts)

    def _value(self, key: str, argument: GraphQLArgument, field: GraphQLField) -> str:
        value = self._input(argument.type, key, field)
        if self._draw.random() < 0.4:
            declared = str(argument.type)
            if not declared.endswith("!") and self._draw.random() < 0.2:
                return f"${self._declare(declared, Undefined)}"
            return f"${self._declare(declared, value)}"
        return self._literal(argument.type, value)

    def _declare(self, type_: str, value: object) -> str:
        name = f"v{len(self._declared)}"
        self._declared.append(f"${name}: {type_}")
        if value is not Undefined:
            self.variables[name] = value
        return name

    def _input(self, type_: Any, key: str, field: GraphQLField) -> Any:
        draw = self._draw
        if not is_non_null_type(type_) and draw.random() < 0.1:
            return None
        bare = get_nullable_type(type_)
        if is_list_type(bare):
            return [self._input(bare.of_type, key, field) for _ in range(draw.randint(0, 2))]
        if isinstance(bare, GraphQLEnumType):
            return draw.choice(list(bare.values))
        if isinstance(bare, GraphQLInputObjectType):
            return self._object(bare, field)
        if key in {"first", "last"}:
            return draw.randint(0, 4)
        known = SCALARS.get(bare.name) or self._ids.get(get_named_type(field.type).name)
        return draw.choice(known or [one for some in self._ids.values() for one in some])

    def _object(self, type_: GraphQLInputObjectType, field: GraphQLField) -> dict[str, Any]:
        return {
            name: self._input(one.type, name, field)
            for name, one in type_.fields.items()
            if (is_non_null_type(one.type) and one.default_value is Undefined)
            or self._draw.random() < 0.3
        }

    def _literal(self, type_: Any, value: Any) -> str:
        bare = get_nullable_type(type_)
        if value is None:
            return "null"
        if is_list_type(bare):
            return f"[{', '.join(self._literal(bare.of_type, one) for one in value)}]"
        if isinstance(bare, GraphQLInputObjectType):
            inside = (f"{k}: {self._literal(bare.fields[k].type, v)}" for k, v in value.items())
            return f"{{{', '.join(inside)}}}"
        if isinstance(bare, GraphQLEnumType):
            return str(value)
        return _written(value)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_written(one)}' for key, one in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    return f'"{value}"' if isinstance(value, str) else str(value)
