"""The schema as a document: committed, described, never broken unawares; every error shown."""

from pathlib import Path

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    build_schema,
)

from api.changes import Weight, compare, read_declared
from api.conventions.errors import TYPES, shown
from api.schema import printed
from domain.errors import HubError, Invalid, Unavailable

ROOT = Path(__file__).parents[2]
COMMITTED = (ROOT / "schema.graphql").read_text()

#: What front ends were given last, and what breaks them since.
SCHEMAS = ROOT / "docs/schema"
RELEASED = (SCHEMAS / "released.graphql").read_text()


def test_the_committed_schema_is_the_present_one() -> None:
    assert printed() == COMMITTED


def test_what_breaks_front_ends_since_the_release_is_declared_and_nothing_else() -> None:
    breaking = [one.said for one in compare(RELEASED, printed()) if one.weight is Weight.BREAKING]
    declared = read_declared(SCHEMAS / "breaking.toml")

    assert sorted(breaking) == sorted(one.said for one in declared)
    assert [one for one in declared if not one.reason.strip()] == []


def test_everything_in_it_is_described() -> None:
    bare = []
    for name, kind in build_schema(printed()).type_map.items():
        if name.startswith("__") or name in {"ID", "Int", "String", "Boolean", "Float"}:
            continue
        bare += [] if kind.description else [name]
        if isinstance(kind, (GraphQLObjectType, GraphQLInterfaceType, GraphQLInputObjectType)):
            bare += [f"{name}.{field}" for field, it in kind.fields.items() if not it.description]
            for field, it in kind.fields.items():
                arguments = getattr(it, "args", {})
                bare += [f"{name}.{field}({a})" for a, x in arguments.items() if not x.description]
        if isinstance(kind, GraphQLEnumType):
            bare += [f"{name}.{value}" for value, it in kind.values.items() if not it.description]

    assert bare == []


def test_every_domain_error_has_a_place_in_the_schema() -> None:
    def below(kind: type[HubError]) -> set[type[HubError]]:
        return {kind} | {deep for sub in kind.__subclasses__() for deep in below(sub)}

    ours = {kind for kind in below(HubError) - {HubError} if kind.__module__ == "domain.errors"}
    ours.remove(Unavailable)  # Of the whole operation: it is answered with 503 instead.

    assert ours == {kind for kind, _ in TYPES}


def test_paths_are_spelt_as_in_the_schema() -> None:
    (error,) = shown(Invalid("x", "y", ("audio_asset_id",)))

    assert error.path == ["audioAssetId"]
