"""Comparing Consonance's schema with the pinned one: what is missing or changed, in words.

Whether something may be null is not compared of what is read, for nothing read is relied on to be
there. Of what is given, what is asked for beyond the pinned fields counts as a change.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from graphql import parse, print_ast
from graphql.language import ast

from connectors.consonance.pinned import PINNED
from domain.title_house.model import Part

#: The most differences that are named.
NAMED_MAX = 20

_TYPE = "kind name ofType { kind name ofType { kind name ofType { kind name } } }"

#: What is asked of each type.
_ASKED = (
    f"{{ fields(includeDeprecated: true) {{ name type {{ {_TYPE} }}"
    f" args {{ name defaultValue type {{ {_TYPE} }} }} }}"
    f" inputFields {{ name defaultValue type {{ {_TYPE} }} }} enumValues {{ name }} }}"
)

#: The types that everything begins with; what they are called is the other side's affair.
_ROOTS = {"Query": "queryType", "Mutation": "mutationType"}

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of a pinned type: its type without marks of null, and those of its arguments."""

    kind: str
    arguments: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Pinned:
    """A pinned type: what it is, its fields, and its values if it is an enum."""

    given: bool
    fields: Mapping[str, _Field]
    values: frozenset[str]


def question() -> str:
    """Return the GraphQL that asks for every pinned type."""
    named = (name for name in _names() if name not in _ROOTS)
    asked = " ".join(f'{name}: __type(name: "{name}") {_ASKED}' for name in named)
    roots = " ".join(f"{field} {_ASKED}" for field in _ROOTS.values())
    return f"query PinnedTypes {{ __schema {{ {roots} }} {asked} }}"


def differences(found: Json) -> dict[Part, list[str]]:
    """Return for each part how the answer to `question` is not as expected; in words."""
    everywhere = _pins_of_all()
    schema = found.get("__schema")
    roots = schema if isinstance(schema, Mapping) else {}
    there = {**found, **{name: roots.get(field) for name, field in _ROOTS.items()}}
    return {
        part: list(dict.fromkeys(_of_part(pins, everywhere, there)))[:NAMED_MAX]
        for part, pins in _pins().items()
    }


def _of_part(
    pins: Mapping[str, _Pinned], everywhere: Mapping[str, frozenset[str]], found: Json
) -> Iterator[str]:
    for name, pin in pins.items():
        there = found.get(name)
        if not isinstance(there, Mapping):
            yield f"there is no type `{name}`"
            continue
        listed = "inputFields" if pin.given else "fields"
        fields = _by_name(there.get(listed))
        for field, wanted in pin.fields.items():
            yield from _of_field(f"`{name}.{field}`", wanted, fields.get(field))
        if pin.given:
            known = everywhere[name]
            for more in fields.keys() - known:
                if _needed(fields[more]):
                    yield f"`{name}` asks for `{more}`, which the hub does not know"
        for value in sorted(pin.values - _by_name(there.get("enumValues")).keys()):
            yield f"`{name}` has no value `{value}`"


def _of_field(named: str, wanted: _Field, there: Json | None) -> Iterator[str]:
    if there is None:
        yield f"there is no field {named}"
        return
    if (kind := _written(there.get("type"))) != wanted.kind:
        yield f"{named} is `{kind}`, not `{wanted.kind}`"
    arguments = _by_name(there.get("args"))
    for name, kind in wanted.arguments.items():
        if name not in arguments:
            yield f"{named} takes no `{name}`"
        elif (said := _written(arguments[name].get("type"))) != kind:
            yield f"`{name}` of {named} is `{said}`, not `{kind}`"
    for name in arguments.keys() - wanted.arguments.keys():
        if _needed(arguments[name]):
            yield f"{named} asks for `{name}`, which the hub does not know"


def _needed(one: Json) -> bool:
    kind = one.get("type")
    required = isinstance(kind, Mapping) and kind.get("kind") == "NON_NULL"
    return required and one.get("defaultValue") is None


def _by_name(listed: object) -> dict[str, Json]:
    items = listed if isinstance(listed, list) else []
    return {str(one.get("name")): one for one in items if isinstance(one, Mapping)}


def _written(kind: object) -> str:
    """Return an introspected type as it is written, without marks of null."""
    if not isinstance(kind, Mapping):
        return "?"
    if kind.get("kind") == "NON_NULL":
        return _written(kind.get("ofType"))
    if kind.get("kind") == "LIST":
        return f"[{_written(kind.get('ofType'))}]"
    return str(kind.get("name"))


@cache
def _pins() -> Mapping[Part, Mapping[str, _Pinned]]:
    return {part: _read(sdl) for part, sdl in PINNED.items()}


@cache
def _names() -> Sequence[str]:
    return sorted({name for pins in _pins().values() for name in pins})


@cache
def _pins_of_all() -> Mapping[str, frozenset[str]]:
    """Return every pinned field of each type, whichever part it is in."""
    found: dict[str, frozenset[str]] = {}
    for pins in _pins().values():
        for name, pin in pins.items():
            found[name] = found.get(name, frozenset()) | pin.fields.keys()
    return found


def _read(sdl: str) -> Mapping[str, _Pinned]:
    found = {}
    for node in parse(sdl).definitions:
        given = isinstance(
            node, (ast.InputObjectTypeDefinitionNode, ast.InputObjectTypeExtensionNode)
        )
        name: str = getattr(node, "name").value  # noqa: B009  Every node here has one.
        fields = {
            one.name.value: _Field(
                _bare(one.type),
                {arg.name.value: _bare(arg.type) for arg in getattr(one, "arguments", None) or ()},
            )
            for one in getattr(node, "fields", None) or ()
        }
        values = frozenset(one.name.value for one in getattr(node, "values", None) or ())
        found[name] = _Pinned(given, fields, values)
    return found


def _bare(kind: ast.TypeNode) -> str:
    return print_ast(kind).replace("!", "")
