"""Taking grants in from a table, line by line: what cannot go in is set aside, the rest goes in.

A line is known by its `ref`. What it says as it did, or as its grant does by now, changes nothing;
what it says otherwise ends the grant it was and is a new one. So the same table twice changes
nothing the second time. What people did to a grant since no table undoes: a line whose grant is
disputed, or was ended earlier, is set aside.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from domain import ids
from domain.actor import Actor
from domain.audit import service as audit
from domain.catalog.works import records as works
from domain.catalog.works.model import Outcome, Problem
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.errors import Busy, Conflict, Invalid, Missing
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import require
from domain.rights import lines, records, rules, service, sheet
from domain.rights.model import Grant, Status, SubjectKind
from domain.rights.service import ENDED


class _PeopleFirst(Exception):
    """What people did to the grant of a line stands against the line."""

    def __init__(self, reason: str, cure: str) -> None:
        super().__init__(reason)
        self.reason, self.cure = reason, cure


class _TriedOut(Exception):
    """A line went in, in a trial: take it back."""


@dataclass
class Import:
    """A table that is taken in: what became of its lines so far.

    With `trial` each line is tried against what is there, and taken back. `aside` are the lines
    that are set aside, with the reason and the cure.
    """

    hub: Hub
    actor: Actor
    trial: bool = False
    counts: Counter[Outcome] = field(default_factory=Counter)
    aside: list[Problem] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    async def take(self, number: int, cells: Mapping[str, str]) -> None:
        """Take in the line `number`; `Forbidden` if the actor may not enter rights at all."""
        require(self.actor, Act.CHANGE_RIGHTS)
        ref = cells.get("ref", "").strip()[:200]
        try:
            given = sheet.grant_of(cells)
            self._check_once(ref)
            outcome = await self._took(await _found(given))
        except Invalid as refusal:
            column = sheet.column_of(refusal)
            cure = f"Column `{column}` holds {sheet.COLUMNS[column]}" if column else "Mend the line"
            self.set_aside(number, ref, refusal.message, f"{cure}; mend it and run it again.")
        except _PeopleFirst as done:
            self.set_aside(number, ref, done.reason, done.cure)
        except (Missing, Conflict, Busy) as refusal:
            self.set_aside(number, ref, refusal.message, "Mend that, or the line; run it again.")
        else:
            self.counts[outcome] += 1

    def set_aside(self, number: int, ref: str, reason: str, cure: str) -> None:
        """Set a line aside."""
        self.counts[Outcome.ASIDE] += 1
        self.aside.append(Problem(number, ref or None, reason.removesuffix("."), cure))

    def _check_once(self, ref: str) -> None:
        if ref in self._seen:
            raise Invalid("named_twice", "A line above has this name.", ("ref",))
        self._seen.add(ref)

    async def _took(self, given: Grant) -> Outcome:
        outcome = Outcome.SAME
        try:
            async with transaction():
                outcome = await self._write(given)
                if self.trial:
                    raise _TriedOut
        except _TriedOut:
            return outcome
        return outcome

    async def _write(self, given: Grant) -> Outcome:
        ref, digest = given.provenance.origin_ref, sheet.digest(given)
        await sql.take_turns(Turn.RIGHTS)
        line = await lines.get(ref)
        before = await records.grant_by_id(line[1] if line else ref if _is_grant(ref) else "")
        known = {line[0]} if line else set[str]()
        if digest in (known | {sheet.digest(before)} if before else known):
            return Outcome.SAME
        if before is not None:
            await _check_untouched(before, given)
            await self._end(before)
        made = await service.add(self.hub, self.actor, given)
        await lines.put(ref, digest, made.id)
        return Outcome.CHANGED if before else Outcome.NEW

    async def _end(self, before: Grant) -> None:
        """End what a line was, now; what is over by then stays as it is."""
        at = max(self.hub.clock.now(), before.window.starts_at + rules.BARELY)
        if at < before.window.until:
            await service.end(self.hub, self.actor, before.id, at)


async def _check_untouched(before: Grant, given: Grant) -> None:
    """Raise `_PeopleFirst` if a line would lift a dispute, or revive what was ended early."""
    if before.status is Status.DISPUTED:
        raise _PeopleFirst(
            f"Its grant {before.id} is disputed",
            "Settle the dispute first, and run it again; a table does not settle it.",
        )
    trail = await audit.trail(before.id)
    early = any(one.act == ENDED for one in trail)
    if early and given.window.until > before.window.until:
        raise _PeopleFirst(
            f"Its grant {before.id} was ended early, as of {before.window.until:%Y-%m-%d %H:%M}"
            " UTC, and the line lasts longer",
            "Write that end into `until`; or give what was agreed anew a line with another `ref`.",
        )


async def _found(given: Grant) -> Grant:
    """Return a grant with the id of its title, where it is named by its ISBN."""
    subject = given.subject
    isbn = subject.ref.replace("-", "")
    if subject.kind is not SubjectKind.TITLE or not isbn.isdecimal():
        return given
    held = await works.kept(("",), (isbn,))
    title = next((one.id for one in held if one.isbn == isbn), None)
    if title is None:
        raise Missing("no_such_subject", f"There is no title with the ISBN {isbn[:13]}.")
    return replace(given, subject=replace(subject, ref=title))


def _is_grant(ref: str) -> bool:
    try:
        return ids.kind_of(ref) is ids.Prefix.GRANT
    except Invalid:
        return False
