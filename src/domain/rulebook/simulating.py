"""Asking what a version of a table would say, without anything coming of it."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from domain.actor import Actor
from domain.decisions import in_force, versions
from domain.decisions.facts import kept
from domain.decisions.model import Judgement, RuleVersion, Table
from domain.decisions.rules import explain, judge
from domain.errors import Invalid, Missing
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import require
from domain.rulebook.drafting import FILE_MAX, parsed
from domain.rulebook.explaining import Missed, told
from domain.rulebook.reading import no_such_table

#: The most facts, how deep they may nest, and the most values and characters in them.
FACTS_MAX = 100
DEPTH_MAX = 5
VALUES_MAX = 1_000
CHARACTERS_MAX = 20_000

#: The largest number; nothing that is judged comes near it.
NUMBER_MAX = 1e30


@dataclass(frozen=True, slots=True)
class Simulated:
    """What a version says of facts; `version` is None for a file that was given as text.

    `unknown` are the names of facts that the table has no use for.
    """

    version: RuleVersion | None
    judgement: Judgement
    misses: tuple[Missed, ...]
    unknown: tuple[str, ...]


async def simulate(
    hub: Hub,
    actor: Actor,
    key: str,
    facts: Mapping[str, Any],
    *,
    version_id: str | None = None,
    dmn: str | None = None,
) -> Simulated:
    """Return what a version of the table `key` says of `facts`, plain JSON values by name.

    The version `version_id`, the file `dmn`, or else the version that counts now. Raises
    `Invalid` where file or facts cannot be taken, `Missing` where table or version are not there.
    """
    require(actor, Act.SEE_RULES)
    check_facts(facts)
    version, table = await _asked(hub, key, version_id, dmn)
    kinds = {name: given.kind for name, given in table.model.inputs.items()}
    given = kept(kinds, facts)
    judgement, missed = await asyncio.to_thread(_simulated, table, given)
    return Simulated(version, judgement, missed, tuple(sorted(set(facts) - set(kinds))))


def check_facts(facts: Mapping[str, Any]) -> None:
    """Raise `Invalid` unless facts are few, small, flat and finite enough to be judged."""
    if len(facts) > FACTS_MAX:
        raise _refused(f"there are {len(facts):,} facts, and at most {FACTS_MAX} are judged")
    characters = 0
    for values, (value, depth) in enumerate(_within(dict(facts))):
        characters += len(value) if isinstance(value, str) else 0
        if depth > DEPTH_MAX:
            raise _refused(f"they nest deeper than {DEPTH_MAX} levels")
        if values > VALUES_MAX or characters > CHARACTERS_MAX:
            raise _refused(
                f"they hold more than {VALUES_MAX:,} values or {CHARACTERS_MAX:,} characters"
            )
        if _beyond(value):
            raise _refused(f"a number is larger than {NUMBER_MAX:.0e}")


def _within(value: object) -> Iterator[tuple[object, int]]:
    """Yield every value and name in `value`, each with how deep it stands."""
    waiting = [(value, 0)]
    while waiting:
        one, depth = waiting.pop()
        yield one, depth
        if isinstance(one, Mapping):
            waiting += [(part, depth + 1) for item in one.items() for part in item]
        elif isinstance(one, list):
            waiting += [(item, depth + 1) for item in one]


def _beyond(value: object) -> bool:
    """Whether a value is a number that is too large, or none."""
    return isinstance(value, (int, float)) and not abs(value) <= NUMBER_MAX


async def _asked(
    hub: Hub, key: str, version_id: str | None, dmn: str | None
) -> tuple[RuleVersion | None, Table]:
    """Return the version to ask, if it is kept, and its table."""
    if dmn is not None:
        if version_id is not None:
            raise Invalid("both_given", "Name a version or give a file, not both.", ("dmn",))
        if len(dmn) > FILE_MAX:
            said = f"A table has at most {FILE_MAX:,} characters."
            raise Invalid("file_too_large", said, ("dmn",))
        return None, await asyncio.to_thread(parsed, key, dmn)
    version = await (_named(key, version_id) if version_id else _counting(hub, key))
    return version, in_force.compiled(version)


async def _named(key: str, version_id: str) -> RuleVersion:
    version = await versions.get(version_id)
    if version is None or version.table_key != key:
        raise Missing(
            "no_such_version",
            f"There is no version `{version_id[:40]}` of `{key[:80]}`.",
            ("version_id",),
        )
    return version


async def _counting(hub: Hub, key: str) -> RuleVersion:
    now = hub.clock.now()
    found = await versions.that_count([key], now, now)
    if key not in found:
        raise await no_such_table(key)
    return found[key]


def _simulated(table: Table, facts: Mapping[str, Any]) -> tuple[Judgement, tuple[Missed, ...]]:
    return judge(table, facts), told(explain(table, facts))


def _refused(problem: str) -> Invalid:
    return Invalid("facts_too_large", f"These facts cannot be judged: {problem}.", ("facts",))
