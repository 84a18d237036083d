"""Forgetting somebody who agreed to something: an account's owner, a contributor, a guest."""

from domain.actor import Actor
from domain.audience.accounts import records as engagement
from domain.audience.keys import records as keys
from domain.audience.segments import records as segments
from domain.consents import service as consents
from domain.consents.model import Subject, SubjectKind
from domain.contributors import service
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.hub import Hub


async def forget(hub: Hub, actor: Actor, subject: Subject) -> None:
    """Destroy what names somebody in the ledger, and of a contributor their bios and headshots.

    Of an account, what it did goes, its place in every segment, and its matching key.
    """
    async with transaction():
        if subject.kind is SubjectKind.ACCOUNT:
            # Else what is written, or cut, in this very moment would come after all was taken out.
            await sql.take_turns(Turn.AUDIENCE)
        await consents.forget(hub, actor, subject)
        if subject.kind is SubjectKind.CONTRIBUTOR:
            await service.forget(hub, actor, subject.ref)
        if subject.kind is SubjectKind.ACCOUNT:
            await engagement.forget(subject.ref)
            await keys.forget(subject.ref)
            await segments.forget(subject.ref)
