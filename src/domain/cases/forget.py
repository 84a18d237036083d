"""Forgetting who outside reported a case."""

from dataclasses import replace

from domain.actor import Actor
from domain.cases import docket, rules
from domain.cases.model import Case
from domain.database import transaction
from domain.errors import Forbidden
from domain.hub import Hub
from domain.people.model import Act
from domain.people.privacy import forget_key
from domain.people.rules import require


async def forget_reporter(hub: Hub, actor: Actor, case_id: str) -> Case:
    """Destroy the key that name and address of a case's reporter were encrypted with.

    For those who manage the case. What the reporter wrote stays: it is the case.
    """
    require(actor, Act.MANAGE_CASES)
    async with transaction():
        before = (await docket.load(case_id, actor)).case
        if not rules.manages(actor, before):
            raise Forbidden("not_allowed", "Only managers have somebody forgotten.")
        await forget_key(before.id)
        return await docket.write(
            hub, actor, before, replace(before), "case.reporter_forgotten", {}
        )
