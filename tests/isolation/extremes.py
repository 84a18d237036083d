"""Every input of every mutation with one value in it that is as much as anybody can send.

The house is on SQLite, which keeps texts of any length; it is made to refuse what PostgreSQL
would, so that what does not fit a column is heard of here.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import GraphQLInputObjectType, get_named_type, get_nullable_type, is_list_type

from domain.database import sql
from tests.isolation import acting
from tests.isolation.asking import CORE

#: A value somewhere in an input: where it stands, and the whole input.
Variant = tuple[str, dict[str, Any]]

_COLUMNS = """
SELECT one.name AS kept_in, col.name AS named, col.type AS kind
  FROM sqlite_master AS one, pragma_table_info(one.name) AS col
 WHERE one.type = 'table' AND col.type LIKE 'VARCHAR(%'
"""


async def as_strict_as_postgres() -> int:
    """Have columns refuse texts that are longer than they are; return how many columns do."""
    found = await sql.fetch(_COLUMNS)
    for number, row in enumerate(found):
        table, column = row["kept_in"], row["named"]
        longest = int(row["kind"].partition("(")[2].rstrip(")"))
        for act in ("INSERT", f"UPDATE OF {column}"):
            await sql.execute(
                f"CREATE TRIGGER strict_{number}_{act[:6]} BEFORE {act} ON {table}"
                f" WHEN length(NEW.{column}) > {longest} BEGIN"
                f" SELECT RAISE(ABORT, '{table}.{column} holds {longest}'); END"
            )
    return len(found)


def variants(mutation: str, side: Mapping[str, str], values: Mapping[str, Any]) -> list[Variant]:
    """Return the inputs of a mutation in which one scalar is one of `values`, each in turn."""
    assert CORE.mutation_type is not None
    kind = get_named_type(CORE.mutation_type.fields[mutation].args["input"].type)
    base, _ = acting.given(mutation, side)
    return list(_within(mutation, kind, base, side, values, ()))


def _within(
    mutation: str,
    kind: GraphQLInputObjectType,
    base: dict[str, Any],
    side: Mapping[str, str],
    values: Mapping[str, Any],
    path: tuple[str, ...],
) -> Iterator[Variant]:
    known = {} if kind.is_one_of else base
    for name, field in kind.fields.items():
        bare, place = get_nullable_type(field.type), (*path, name)
        below = get_named_type(bare)
        if below.name in values:
            yield ".".join(place), known | {name: _listed(bare, values[below.name])}
        elif isinstance(below, GraphQLInputObjectType) and name not in path:
            inner = acting.plainest(mutation, name, below, side)
            for where, item in _within(mutation, below, inner, side, values, place):
                yield where, known | {name: _listed(bare, item)}


def _listed(kind: Any, value: Any) -> Any:
    return [value] if is_list_type(kind) else value
