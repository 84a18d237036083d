"""Drafting a version of a table, and looking at one."""

import asyncio

from domain import ids
from domain import text as texts
from domain.actor import Actor
from domain.audit import service as audit
from domain.database import transaction
from domain.decisions import checking, in_force, versions
from domain.decisions.checked import check_of
from domain.decisions.dmn import DmnError
from domain.decisions.model import Check, RuleVersion, Table
from domain.decisions.rules import outputs_of, table_from
from domain.errors import Conflict, Invalid, Missing
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import require

#: The longest word on what is new, in characters; a card's title has to hold it.
CHANGE_MIN, CHANGE_MAX = 5, 120

#: The largest file, in characters.
FILE_MAX = 1_000_000


async def draft(
    hub: Hub, actor: Actor, key: str, dmn: str, cases: str, change: str, base_id: str | None = None
) -> tuple[RuleVersion, Check]:
    """Keep a file as the next version of the table `key`, and say what was found out about it.

    `base_id` is the version it was made from, the last released if left out. It counts for
    nothing until it is proposed and released. Raises `Invalid` where the file or its cases cannot
    be read or do not fit the facts and results that Greenlight knows, `Missing` if there is no
    such table, `Conflict` if this very version is there already.
    """
    require(actor, Act.CHANGE_RULES, everywhere=True)
    said = _clean(change)
    if len(dmn) > FILE_MAX:
        raise Invalid("file_too_large", f"A table has at most {FILE_MAX:,} characters.", ("dmn",))
    base = await _base(key, await _known(key), base_id)
    # A large file takes seconds, in which nobody else has to wait.
    check = await asyncio.to_thread(_checked, key, dmn, cases, in_force.compiled(base))
    async with transaction():
        known = await _known(key)
        if any(one.dmn == dmn and one.cases == cases for one in known):
            raise Conflict("drafted_already", "A version with this very file and cases is there.")
        version = RuleVersion(
            id=ids.new(ids.Prefix.RULES),
            table_key=key,
            number=known[0].number + 1,
            digest=in_force.digest_of(dmn),
            dmn=dmn,
            cases=cases,
            change=said,
            base_id=base.id,
            author_id=actor.user_id,
            created_at=hub.clock.now(),
        )
        await versions.add(version)
        details = {"version": version.number, "digest": version.digest, "change": said}
        await audit.record(hub.clock.now(), actor, "rules.drafted", in_force.subject(key), details)
    return version, check


async def look(actor: Actor, version_id: str) -> tuple[RuleVersion, Check]:
    """Return a version and what was found out about it; `Missing` if there is none."""
    require(actor, Act.SEE_RULES)
    version = await versions.get(version_id)
    if version is None:
        raise Missing("no_such_version", f"There is no version `{version_id[:40]}` of a table.")
    return version, await check_of(version)


def _checked(key: str, dmn: str, cases: str, before: Table) -> Check:
    table = parsed(key, dmn)
    _require_fit(table, before)
    return checking.check(table, cases, before)


def parsed(key: str, dmn: str) -> Table:
    """Return the table `key` in a file; `Invalid` says what is broken, where, and the cure."""
    try:
        return table_from(key, dmn.encode())
    except DmnError as error:
        raise Invalid("bad_table", str(error), ("dmn",)) from error


async def _known(key: str) -> list[RuleVersion]:
    known = await versions.of_table(key[:80])
    if not known:
        names = ", ".join(f"`{name}`" for name in await versions.keys())
        raise Missing(
            "no_such_table", f"There is no table `{key[:80]}`; there are {names}.", ("table",)
        )
    return known


async def _base(key: str, known: list[RuleVersion], base_id: str | None) -> RuleVersion:
    """Return the version a draft is made from: the one named, or the last that was released."""
    if base_id is None:
        standing = [r for r in await versions.releases_of(key) if r.withdrawn_at is None]
        base_id = standing[0].version_id if standing else known[0].id
    base = next((version for version in known if version.id == base_id), None)
    if base is None:
        raise Invalid(
            "no_such_version",
            f"`{base_id[:40]}` is no version of `{key}`; leave it out for the last released one.",
            ("base_id",),
        )
    return base


def _require_fit(table: Table, before: Table) -> None:
    """Raise `Invalid` where a table needs facts that nobody gives, or lacks results we act on."""
    given = set(before.model.inputs)
    unknown = [n for n, i in table.model.inputs.items() if n not in given]
    if unknown:
        raise Invalid(
            "unknown_facts",
            f"Nobody knows the facts {', '.join(f'`{name}`' for name in unknown)}; there are"
            f" {', '.join(f'`{name}`' for name in sorted(given))}.",
            ("dmn",),
        )
    other = sorted(
        n for n, i in table.model.inputs.items() if i.kind != before.model.inputs[n].kind
    )
    if other:
        names = ", ".join(f"`{name}` (a {before.model.inputs[name].kind})" for name in other)
        raise Invalid(
            "facts_of_another_kind",
            f"The facts {names} are given as they are; keep the types of the version before.",
            ("dmn",),
        )
    lacking = sorted(set(outputs_of(before)) - set(outputs_of(table)))
    if lacking:
        raise Invalid(
            "results_missing",
            f"The table no longer says {', '.join(f'`{name}`' for name in lacking)}, which is acted"
            " upon; keep these outputs.",
            ("dmn",),
        )


def _clean(change: str) -> str:
    said = change.strip()
    if not CHANGE_MIN <= len(said) <= CHANGE_MAX:
        raise Invalid(
            "change_missing",
            f"Say what is new in {CHANGE_MIN} to {CHANGE_MAX} characters.",
            ("change",),
        )
    if problem := texts.one_line(said, ("change",)):
        raise problem
    return said
