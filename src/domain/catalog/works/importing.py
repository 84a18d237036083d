"""Taking in what publishers say of their titles, a batch of records at a time.

A record is known by its reference, or by its ISBN where the sender calls it otherwise now. What is
the same as before is not written; so the same message twice changes nothing the second time.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.actor import Actor
from domain.catalog.works import records, rules
from domain.catalog.works.keeping import Keeping
from domain.catalog.works.model import Notice, Origin, Outcome, Problem, Record
from domain.catalog.works.rules import Kept, Verdict
from domain.catalog.works.shelf import Shelf
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import require

#: How many records go in together: few enough that nobody waits long for the database.
BATCH = 100


@dataclass
class Import:
    """One message that is taken in: what became of its records so far.

    With `trial` nothing is written; what it would have brought is remembered, for later records
    to be judged beside it. `aside` are the records set aside.
    """

    hub: Hub
    actor: Actor
    origin: Origin
    trial: bool = False
    counts: Counter[Outcome] = field(default_factory=Counter)
    aside: list[Problem] = field(default_factory=list)
    _shelf: Shelf = field(default_factory=Shelf)

    async def take(self, batch: Sequence[Record | Problem]) -> None:
        """Take a batch in, in one transaction: all of it, or nothing if something fails.

        Raises `Forbidden` if the actor may not change the catalogue.
        """
        require(self.actor, Act.CHANGE_CATALOG, everywhere=True)
        if self.trial:
            verdicts = await self._judged(batch, self._shelf)
            self._shelf.forget_fetched()
        else:
            async with transaction():
                await sql.take_turns(Turn.IMPORTING)
                verdicts = await self._judged(batch, Shelf())
        self.counts.update(verdict.outcome for verdict in verdicts)
        self.aside += [verdict.problem for verdict in verdicts if verdict.problem]

    async def _judged(self, batch: Sequence[Record | Problem], shelf: Shelf) -> list[Verdict]:
        there = [one for one in batch if isinstance(one, Record)]
        await shelf.fill(there)
        keeping = None if self.trial else Keeping(self.hub.clock.now(), self.actor, self.origin)
        if keeping:
            await keeping.prepare(there)
        verdicts: list[Verdict] = []
        for one in batch:
            if isinstance(one, Problem):
                verdicts.append(Verdict(Outcome.ASIDE, problem=one))
                continue
            verdict = rules.judge(one, self.origin, *shelf.beside(one.product))
            verdicts.append(verdict)
            kept = verdict.before
            if verdict.outcome in {Outcome.NEW, Outcome.CHANGED}:
                found = await keeping.keep(one, verdict) if keeping else ("", "")
                if kept:
                    shelf.drop(kept.reference)
                shelf.put(_after(one, verdict, self.origin, found))
            elif keeping and kept and self._later(kept, one):
                await records.confirm(kept.id, self.origin, one.notice, one.position, one.line)
        if keeping:
            await keeping.name_works()
            await keeping.ask_rights(self.hub)
            await keeping.ask_plans(self.hub)
        return verdicts

    def _later(self, kept: Kept, record: Record) -> bool:
        sent = self.origin.sent_at
        if record.notice is Notice.DELETE or sent is None:
            return False
        return kept.sent_at is None or sent > kept.sent_at


def _after(record: Record, verdict: Verdict, origin: Origin, ids_of: tuple[str, str]) -> Kept:
    """Return what is to be known of a title after `verdict`, whose id and work `ids_of` are."""
    before, product = verdict.before, verdict.product
    said = product or (before.product if before else None)
    return Kept(
        id=ids_of[0],
        work_id=ids_of[1],
        reference=record.product.reference,
        isbn=product.isbn if product else None,
        digest=rules.digest_of(said) if said else "",
        sender=origin.sender,
        sent_at=origin.sent_at,
        sha256=origin.sha256,
        position=record.position,
        removed=product is None,
        product=said if ids_of[0] else None,
    )
