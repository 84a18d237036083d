"""Forgetting somebody who agreed to something: an account's owner, a contributor, a guest."""

from domain.actor import Actor
from domain.consents import service as consents
from domain.consents.model import Subject, SubjectKind
from domain.contributors import service
from domain.database import transaction
from domain.hub import Hub


async def forget(hub: Hub, actor: Actor, subject: Subject) -> None:
    """Destroy what names somebody in the ledger, and of a contributor their bios and headshots."""
    async with transaction():
        await consents.forget(hub, actor, subject)
        if subject.kind is SubjectKind.CONTRIBUTOR:
            await service.forget(hub, actor, subject.ref)
