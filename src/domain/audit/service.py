"""Adding to the record, anchoring it, verifying it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain import ids
from domain.actor import Actor
from domain.audit import archive_records, archived, records, rules
from domain.audit.model import Anchor, Event, Finding
from domain.audit.records import EventRecord
from domain.database import lists, must_be_in_transaction, sql, transaction
from domain.database.turns import Turn
from domain.files import FileStore
from domain.secrets import Secrets

#: What anchors are signed for.
ANCHOR_USE = "audit-anchor"

#: How many subjects are verified between two reports of progress.
BATCH = 500


async def record(
    now: datetime, actor: Actor, act: str, subject: str, details: Mapping[str, Any]
) -> None:
    """Add one event to the chain of `subject`, in the running transaction.

    `details` must be plain JSON values. Raises `Busy` if another process added to the same chain
    in this very moment; nothing of the transaction stays then. Raises `RuntimeError` outside a
    transaction: a head without its event would be a broken chain to whoever verifies meanwhile.
    """
    must_be_in_transaction()
    lists.changed_by(actor.user_id)
    head = await records.head(subject)
    position, previous = (1, rules.START) if head is None else (head[0] + 1, head[1])
    event_id = ids.new(ids.Prefix.EVENT)
    digest = rules.digest_of(
        previous=previous,
        id=event_id,
        subject=subject,
        position=position,
        act=act,
        actor_id=actor.user_id,
        door=actor.door,
        at=now,
        details=details,
    )
    await records.move_head(subject, position, digest)
    await sql.insert(
        EventRecord,
        {
            "id": event_id,
            "subject": subject,
            "position": position,
            "act": act,
            "actor_id": actor.user_id,
            "door": actor.door,
            "at": now,
            "details": dict(details),
            "previous": previous,
            "digest": digest,
        },
    )


async def trail(subject: str) -> list[Event]:
    """Return every event of `subject`, first to last."""
    return await records.events_of(subject)


async def trails(subjects: Sequence[str]) -> dict[str, list[Event]]:
    """Return every event of several subjects, by subject, first to last."""
    return await records.events_of_many(subjects)


async def anchor(now: datetime, secrets: Secrets) -> Anchor:
    """Sign where the chains stand that grew since the last anchor, and keep it."""
    last = await records.last_seq()
    async with transaction():
        await sql.take_turns(Turn.ANCHORS)
        earlier = await records.anchors()
        since = earlier[-1].last_seq if earlier else 0
        heads = await records.heads_between(since, max(last, since))
        fresh = Anchor(
            id=ids.new(ids.Prefix.ANCHOR),
            at=now,
            last_seq=max(last, since),
            subjects=len(heads),
            heads=rules.heads_digest(heads),
            previous=rules.anchor_digest(earlier[-1]) if earlier else rules.START,
            signature="",
        )
        signed = replace(fresh, signature=rules.sign_anchor(secrets.key(ANCHOR_USE), fresh))
        await records.add_anchor(signed, len(earlier) + 1)
    return signed


def keys(secrets: Secrets) -> list[tuple[bytes, int | None]]:
    """Return what anchors may be signed with, and how many of the first each may; None for all."""
    accepted: list[tuple[bytes, int | None]] = [(one, None) for one in secrets.accepted(ANCHOR_USE)]
    return accepted + [(one.key, one.reach) for one in secrets.kept if one.use == ANCHOR_USE]


async def verify(
    secrets: Secrets,
    progress: Callable[[int], None] = lambda _: None,
    files: FileStore | None = None,
) -> list[Finding]:
    """Return everything that is wrong with the record; an empty list means it holds.

    `progress` is told how many chains were verified so far. Archives are read from `files`;
    without it, what is in them is believed as their anchors say, which are verified all the same.
    """
    findings: list[Finding] = []
    after, done = "", 0
    while batch := await records.subjects(after, BATCH):
        for subject in batch:
            findings += await _verify_chain(subject)
        after, done = batch[-1], done + len(batch)
        progress(done)
    read = await archived.verified(files) if files is not None else None
    findings += read.findings if read is not None else []
    return findings + await _verify_anchors(secrets, read.heads if read is not None else None)


async def _verify_chain(subject: str) -> list[Finding]:
    """Judge a chain; one that seems broken is looked at again with nobody adding to it."""
    if not await _looked_at(subject):
        return []
    async with transaction():
        return await _looked_at(subject)


async def _looked_at(subject: str) -> list[Finding]:
    head = await archive_records.standing(subject)  # First: in a transaction it holds the chain.
    events = await records.events_of(subject)
    begun = (head.archived, head.archived_digest) if head else (0, rules.START)
    findings = rules.judge_chain(events, *begun)
    end = (events[-1].position, events[-1].digest) if events else begun
    if head is None or (head.position, head.digest) != end:
        place = head.position if head else len(events)
        findings.append(Finding(subject, place, "the chain does not end where its head says"))
    return findings


async def _verify_anchors(secrets: Secrets, read: list[str] | None) -> list[Finding]:
    """Judge the anchors; `read` is what archives say of the heads of those that they hold."""
    anchors = await records.anchors()
    done = [one for one in await archive_records.archives() if one.sha256 is not None]
    there = [one.heads for one in anchors[: done[-1].last_anchor if done else 0]]
    heads = there if read is None else read
    since = done[-1].last_seq if done else 0
    for anchor in anchors[len(heads) :]:
        heads.append(rules.heads_digest(await records.heads_between(since, anchor.last_seq)))
        since = anchor.last_seq
    return rules.judge_anchors(keys(secrets), anchors, heads)
