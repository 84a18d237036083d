"""What contracts in a title house may give us: proposed, until a person says what it is.

A contract there names no territory, language or use, and its types of rights are free text. So
nothing of it becomes a grant by itself: who confirms it gives the whole grant.
"""

from collections.abc import Sequence
from dataclasses import replace

from domain import ids
from domain.actor import Actor
from domain.audit import service as audit
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.errors import Conflict, Invalid, Missing
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import require
from domain.rights import service as rights
from domain.rights import subjects
from domain.rights.model import Grant, Origin, Subject, SubjectKind
from domain.title_house import records, rules
from domain.title_house.model import Licence, Proposal, ProposalStatus

#: The most proposals that are listed at once.
LISTED_MAX = 100


async def keep(hub: Hub, actor: Actor, source: str, told: Sequence[tuple[str, Licence]]) -> None:
    """Write what contracts of titles, by reference, propose for their works.

    One that reads otherwise now is open again; the grant made of it stays, for people to see to.
    """
    if not told:
        return
    async with transaction():
        await sql.take_turns(Turn.IMPORTING)  # Two readings at once tell the same.
        works = await records.works_of(sorted({reference for reference, _ in told}))
        there = await records.proposals(source, sorted(set(works.values()))) if works else []
        known = {(one.work_id, one.licence.ref): one for one in there}
        wanted = {
            (works[reference], licence.ref): licence
            for reference, licence in told
            if reference in works
        }
        for (work_id, ref), licence in wanted.items():
            before = known.get((work_id, ref))
            if before is None or before.licence != licence:
                await _put(
                    hub,
                    actor,
                    before,
                    Proposal(
                        id=before.id if before else ids.new(ids.Prefix.PROPOSAL),
                        work_id=work_id,
                        source=source,
                        licence=licence,
                        layer=rules.layer_of(licence.right_type),
                        ends_on=rules.ends_on(licence),
                        status=ProposalStatus.OPEN,
                        grant_id=before.grant_id if before else None,
                        told_at=hub.clock.now(),
                    ),
                )


async def waiting() -> int:
    """Return how many proposals nobody decided on."""
    return await records.count_open()


async def listed(actor: Actor, count: int = LISTED_MAX) -> list[Proposal]:
    """Return proposals that nobody decided on, oldest first; for managers and admins."""
    require(actor, Act.CHANGE_RIGHTS)
    require(actor, Act.SEE_WORKS)
    return await records.open_proposals(max(0, min(count, LISTED_MAX)))


async def confirm(hub: Hub, actor: Actor, proposal_id: str, given: Grant) -> tuple[Proposal, Grant]:
    """Make a grant of a proposal, as a person gives it; it says which proposal it is from.

    The grant is held in the work of the contract, one of its titles, or what is made from them.
    Raises what entering a grant raises; `Conflict` if somebody decided on the proposal already.
    """
    require(actor, Act.CHANGE_RIGHTS)
    async with transaction():
        before = await _undecided(proposal_id)
        await sql.take_turns(Turn.RIGHTS)
        await _check_of_work(given.subject, before.work_id)
        source = replace(
            given.provenance,
            origin=Origin.CONSONANCE,
            origin_ref=f"contract {before.licence.contract_ref}, right {before.licence.ref}",
            signed_on=given.provenance.signed_on or before.licence.signed_on,
        )
        grant = await rights.add(hub, actor, replace(given, provenance=source))
        after = replace(before, status=ProposalStatus.CONFIRMED, grant_id=grant.id)
        await _put(hub, actor, before, after)
    return after, grant


async def dismiss(hub: Hub, actor: Actor, proposal_id: str) -> Proposal:
    """Say that a proposal gives us nothing; it is open again if its contract changes."""
    require(actor, Act.CHANGE_RIGHTS, everywhere=True)
    async with transaction():
        before = await _undecided(proposal_id)
        after = replace(before, status=ProposalStatus.DISMISSED)
        await _put(hub, actor, before, after)
    return after


async def _check_of_work(subject: Subject, work_id: str) -> None:
    """Raise `Invalid` unless the work is among what a subject is, belongs to, or is made from."""
    placed = await subjects.placed(subject)
    if Subject(SubjectKind.WORK, work_id) not in placed.line:
        said = (
            f"This proposal is of the work `{work_id}`. Grant it for that work or one of its"
            " titles; or link what you grant it for to one of them first (`linkRightsSubject`)."
        )
        raise Invalid("not_of_this_work", said, ("subject",))


async def _undecided(proposal_id: str) -> Proposal:
    found = await records.proposal(proposal_id)
    if found is None:
        raise Missing("no_such_proposal", f"There is no proposal `{proposal_id[:40]}`.")
    if found.status is not ProposalStatus.OPEN:
        raise Conflict(
            "decided", f"This proposal is {found.status} already; look at it again.", ("id",)
        )
    return found


async def _put(hub: Hub, actor: Actor, before: Proposal | None, after: Proposal) -> None:
    await records.put_proposal(after, new=before is None)
    act = "proposed" if after.status is ProposalStatus.OPEN else f"proposal_{after.status}"
    told = {"before": _told(before) if before else None, "after": _told(after)}
    await audit.record(hub.clock.now(), actor, f"rights.{act}", after.id, told)


def _told(value: Proposal) -> dict[str, object]:
    return {
        "work": value.work_id,
        "contract": value.licence.contract_ref,
        "right_type": value.licence.right_type,
        "layer": value.layer,
        "ends_on": value.ends_on.isoformat() if value.ends_on else None,
        "status": value.status,
        "grant": value.grant_id,
    }
