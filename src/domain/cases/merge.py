"""Merging a duplicate into its main case, which cannot be undone."""

from dataclasses import replace

from domain.actor import Actor
from domain.cases import comment_records, docket, records, rules
from domain.cases.handle import step
from domain.cases.model import Case, CaseMove
from domain.database import must_be_in_transaction
from domain.errors import Conflict, Invalid
from domain.hub import Hub
from domain.people import records as people


async def join(hub: Hub, actor: Actor, duplicate_id: str, main_id: str) -> tuple[Case, Case]:
    """Have the case `duplicate_id` point to `main_id`, which gets what was said and linked there.

    Return both. A part of `domain.compensations.by_merge.merge`, which people do. The clocks of
    the main case stay as they are, those of the duplicate stop. What was said with another
    reporter, and what they linked, is for the house alone from then on. Raises `Conflict` where
    the lifecycle has no such move, or the main case is over; `Forbidden` where what the law watches
    would be lost in what it does not, unless somebody of the legal team says so.
    """
    must_be_in_transaction()
    if duplicate_id == main_id:
        raise Invalid("same_case", "Name two cases; this is the same one twice.", ("main_id",))
    # By id: two who merge crosswise at the same moment wait for one another in one order.
    found = {one: await docket.load(one, actor) for one in sorted((duplicate_id, main_id))}
    for one in found.values():
        rules.require_handler(actor, one.case, one.team_ids)
    duplicate, main = found[duplicate_id].case, found[main_id].case
    if main.state not in rules.OPEN:
        raise Conflict(
            "not_open",
            f"Case #{main.number} is {rules.said(main.state)}; merge into one that is open.",
        )
    legal = (await people.teams_by_key([rules.LEGAL_QUEUE])).get(rules.LEGAL_QUEUE)
    of_legal = legal is not None and legal.id in actor.team_ids
    rules.check_joined(duplicate, main, of_legal=of_legal)
    closed = await step(hub, duplicate, CaseMove.MERGE)
    over = replace(closed.clocks, resolved_at=hub.clock.now())
    after = replace(closed, merged_into_id=main.id, clocks=over, note=f"Same as #{main.number}")
    inside = not rules.same_reporter(duplicate, main)
    await comment_records.move(duplicate.id, main.id, inside=inside)
    await records.move_to(duplicate.id, main.id, inside=inside)
    gone = await docket.write(hub, actor, duplicate, after, "case.merged", {"into": main.id})
    details = {"duplicate": duplicate.id, "number": duplicate.number}
    kept = await docket.write(hub, actor, main, main, "case.took_over", details)
    await docket.show_duplicates(hub, main.id)  # Those merged earlier have another main case now.
    return gone, kept
