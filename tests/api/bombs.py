"""Requests that are meant to cost much: each with what it is refused by."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson

_INPUT = (
    "mutation($i: SubmitCampaignInput!) { submitCampaign(input: $i) { errors { __typename } } }"
)
_NAMED = "query($t: String!) { search(text: $t) { edges { cursor } } }"


class Bomb(NamedTuple):
    """A request's body, and the code of its refusal with the name of the limit, if it has one."""

    body: bytes
    code: str | None
    limit: str | None = None


def doubled(levels: int) -> str:
    """Fragments that each spread the next one twice."""
    spreads = " ".join(
        f"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }}" for n in range(levels)
    )
    return f"{{ ...f0 }} {spreads} fragment f{levels} on Query {{ brands {{ id }} }}"


def nested(levels: int, inner: str = "1") -> str:
    """An argument of lists in lists."""
    return '{ search(text: "a", kinds: ' + "[" * levels + inner + "]" * levels + ") { edges } }"


def circle(levels: int) -> str:
    """A question about the schema that goes round in it."""
    return (
        "{ __schema { types " + "{ fields { type " * levels + "{ name }" + " } }" * levels + " } }"
    )


def merging(width: int, levels: int) -> str:
    """The same field again and again, at each level: all of them have to be compared."""
    inner = "id"
    for _ in range(levels):
        inner = " ".join(["node(id: 1) { ... on Request { " + inner + " } }"] * width)
    return "{ " + inner + " }"


def _asked(query: str, **variables: Any) -> bytes:
    return orjson.dumps({"query": query, "variables": variables})


def _deep(levels: int) -> bytes:
    return b'{"query":"{ __typename }","variables":{"v":' + b"[" * levels + b"]" * levels + b"}}"


def _objects(levels: int) -> bytes:
    inner = b'{"brief":' * levels + b"1" + b"}" * levels
    return b'{"query":' + orjson.dumps(_INPUT) + b',"variables":{"i":' + inner + b"}}"


_UNKNOWN = " ".join(f"reqeusts{n}" for n in range(900))
_CIRCLES = " ".join(f"fragment c{n} on Query {{ ...c{(n + 1) % 60} }}" for n in range(60))
_LOOP = "fragment a on Query { ...b } fragment b on Query { ...a }"
_SPREADS = "{ " + " ".join(f"... on Query {{ a{n}: __typename }}" for n in range(400)) + " }"

BOMBS: Mapping[str, Bomb] = {
    "200 levels of fragments, doubling": Bomb(_asked(doubled(200)), "too_complex", "fragments"),
    "40 levels of fragments, doubling": Bomb(_asked(doubled(40)), "too_complex", "fields"),
    "5,000 aliases": Bomb(
        _asked("{ " + " ".join(f"a{n}: __typename" for n in range(5_000)) + " }"),
        "too_complex",
        "text",
    ),
    "5,000 short aliases": Bomb(_asked("{ " + "a:id " * 5_000 + "}"), "too_complex", "aliases"),
    "5,000 directives": Bomb(
        _asked("{ __typename " + "@a(b:1) " * 5_000 + "}"), "too_complex", "directives"
    ),
    "a million braces": Bomb(_asked("{" * 990_000), "too_complex", "text"),
    "40,000 braces": Bomb(_asked("{" * 40_000), "too_complex", "nesting"),
    "a megabyte of blanks": Bomb(_asked("{ __typename }" + " " * 900_000), "too_complex", "text"),
    "tokens without end": Bomb(_asked("{ " + "id " * 300_000 + "}"), "too_complex", "text"),
    "20,000 marks": Bomb(_asked("{ " + "! " * 20_000 + "}"), "too_complex", "tokens"),
    "15,000 fields": Bomb(_asked("{ " + "id " * 15_000 + "}"), "too_complex", "fields"),
    "variables of 100,000 brackets": Bomb(_deep(100_000), "malformed_request"),
    "variables of 900 brackets": Bomb(_deep(900), "too_complex", "variables_depth"),
    "objects in objects": Bomb(_objects(200), "too_complex", "variables_depth"),
    "a list of 400,000": Bomb(_asked("{ __typename }", v=[1] * 400_000), "too_complex", "list"),
    "many lists": Bomb(_asked("{ __typename }", v=[[1] * 9_000] * 50), "too_complex", "values"),
    "10,000 operations": Bomb(
        _asked(" ".join("{a}" for _ in range(10_000))),
        "too_complex",
        "operations",
    ),
    "1,000 fragments": Bomb(
        _asked("{ id } " + " ".join(f"fragment f{n} on Query {{ id }}" for n in range(1_000))),
        "too_complex",
        "fragments",
    ),
    "a huge literal": Bomb(
        _asked('{ search(text: "' + "x" * 900_000 + '") { edges { cursor } } }'),
        "too_complex",
        "text",
    ),
    "a huge string": Bomb(_asked(_NAMED, t="x" * 900_000), "too_long"),
    "a name of 40,000 letters": Bomb(_asked("{ " + "x" * 40_000 + " }"), "too_complex", "name"),
    "a number of 40,000 digits": Bomb(
        _asked("{ requests(first: " + "9" * 40_000 + ") { edges { cursor } } }"),
        "too_complex",
        "name",
    ),
    "overlapping fields, deep": Bomb(_asked(merging(2, 5)), "invalid_operation"),
    "overlapping fields, shallow": Bomb(_asked(merging(5, 3)), "too_complex", "overlaps"),
    "one field 900 times": Bomb(
        _asked("{ brands { " + "id " * 900 + "} }"), "too_complex", "overlaps"
    ),
    "900 unknown fields": Bomb(_asked("{ brands { " + _UNKNOWN + " } }"), "invalid_operation"),
    "400 inline fragments": Bomb(_asked(_SPREADS), "too_complex", "aliases"),
    "null bytes": Bomb(_asked("{ " + "\0" * 10_000 + " }"), "too_complex", "tokens"),
    "null bytes in a literal": Bomb(
        _asked('{ search(text: "' + "\\u0000" * 8_000 + '") { edges { cursor } } }'),
        "control_character",
    ),
    "nested lists in an argument": Bomb(_asked(nested(2_000)), "too_complex", "nesting"),
    "a circle of two": Bomb(_asked("{ ...a } " + _LOOP), "invalid_operation"),
    "a circle of sixty": Bomb(_asked("{ ...c0 } " + _CIRCLES), "invalid_operation"),
    "the schema, round and round": Bomb(_asked(circle(2)), "too_complex", "introspection"),
    "the schema, deep": Bomb(_asked(circle(40)), "too_complex", "nesting"),
}
