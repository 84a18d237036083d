"""Why rules did not match: for each, the first cell that said no.

A decision keeps the facts and the rules that matched. The others are found again from the
version it was made by, which is known by the SHA-256 of its file and never changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.decisions import in_force, versions
from domain.decisions import rules as judging
from domain.decisions.dmn import Miss
from domain.decisions.dmn.feel.builtins.conversion import text_of
from domain.decisions.facts import kept
from domain.decisions.model import Judgement, RuleVersion
from domain.errors import HubError, Missing

#: How much of a value is told, in characters.
VALUE_MAX = 200


@dataclass(frozen=True, slots=True)
class Missed:
    """A rule that did not match: the column that said no first, its cell, and what stood there.

    `cell` and `value` are as FEEL writes them, so that one can be held against the other.
    """

    rule: str
    column: str
    cell: str
    value: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A decision with the rules that did not match; or `problem`, why these cannot be told.

    `number` is that of the version by which it was decided, if it is there still.
    """

    judgement: Judgement
    number: int | None
    misses: tuple[Missed, ...]
    problem: str | None


async def explain(judgements: Sequence[Judgement]) -> list[Explained]:
    """Return decisions explained, in their order."""
    found = await versions.with_digests(sorted({one.version for one in judgements}))
    return [_explained(one, found.get(one.version)) for one in judgements]


def misses(judgement: Judgement, version: RuleVersion | None) -> tuple[Missed, ...]:
    """Return why the other rules of `version`, by which it was decided, did not match.

    Nothing where facts were missing, for then no rule was asked. Raises `Missing` without a
    version, `Conflict` if this Greenlight cannot read it any more.
    """
    if version is None:
        raise Missing(
            "no_such_version",
            f"The version of `{judgement.table}` that decided this is not there any more"
            f" (SHA-256 {judgement.version[:12]}…); its matched rules and reasons still stand.",
        )
    table = in_force.compiled(version)
    kinds = {name: given.kind for name, given in table.model.inputs.items()}
    return told(judging.explain(table, kept(kinds, judgement.facts)))


def told(found: Sequence[Miss]) -> tuple[Missed, ...]:
    """Return misses in words."""
    return tuple(Missed(one.rule, one.column, one.cell, _written(one.value)) for one in found)


def _explained(judgement: Judgement, version: RuleVersion | None) -> Explained:
    number = version.number if version else None
    try:
        return Explained(judgement, number, misses(judgement, version), None)
    except HubError as problem:
        return Explained(judgement, number, (), problem.message)


def _written(value: object) -> str:
    """Return a value as a cell would have it: texts in quotes."""
    text = (text_of([value]) or "[…]")[1:-1]
    return text if len(text) <= VALUE_MAX else f"{text[: VALUE_MAX - 1]}…"
