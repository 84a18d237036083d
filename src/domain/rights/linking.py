"""Saying what a subject is made from, so that the rights of that count for it too."""

from domain.actor import Actor
from domain.audit import service as audit
from domain.catalog.works import records as works
from domain.catalog.works.asking import ask_plans
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.errors import Invalid
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import require
from domain.rights import links, subjects
from domain.rights.live import standing
from domain.rights.model import Subject, SubjectKind
from domain.territories import TERRITORIES

#: What can be made from something, and from what.
MADE = frozenset({SubjectKind.ASSET, SubjectKind.EPISODE, SubjectKind.SHOW})
SOURCES = frozenset({SubjectKind.TITLE, SubjectKind.WORK})

#: The most titles and works of one subject.
LINKS_MAX = 20


async def link(hub: Hub, actor: Actor, subject: Subject, target: Subject) -> Subject:
    """Say that `subject` is made from the title or work `target`; nothing changes if it was said.

    What is linked concerns the world, and takes a role for every market.
    """
    return await _changed(hub, actor, subject, target, linked=True)


async def unlink(hub: Hub, actor: Actor, subject: Subject, target: Subject) -> Subject:
    """Say that `subject` is not made from `target`; nothing changes if nobody said it was."""
    return await _changed(hub, actor, subject, target, linked=False)


async def _changed(
    hub: Hub, actor: Actor, subject: Subject, target: Subject, *, linked: bool
) -> Subject:
    require(actor, Act.CHANGE_RIGHTS)
    if target.kind not in SOURCES or subject.kind not in MADE:
        said = "Link an asset, episode or show to a title or a work."
        raise Invalid("not_linked_so", said, ("target",))
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)
        placed = await subjects.placed(subject)
        world = tuple(sorted(TERRITORIES))
        require(actor, Act.CHANGE_RIGHTS, brand_id=placed.brand_id, markets=world)
        if linked:
            await subjects.placed(target)
            if len(await links.of((subject,))) >= LINKS_MAX:
                raise Invalid("too_many", f"It has {LINKS_MAX} links already.", ("target",))
            changed = await links.add(subject, target)
        else:
            changed = await links.remove(subject, target)
        if changed:
            act = "rights.linked" if linked else "rights.unlinked"
            details = {"kind": target.kind, "ref": target.ref}
            await audit.record(hub.clock.now(), actor, act, subject.ref, details)
            await standing.changed(hub, subject)
            await _planned_with(hub, subject, target)
    return subject


async def _planned_with(hub: Hub, subject: Subject, target: Subject) -> None:
    """Have launches looked at whose drafts a file belongs into, or belongs into no more."""
    if subject.kind is not SubjectKind.ASSET:
        return
    if target.kind is SubjectKind.WORK:
        await ask_plans(hub, [target.ref])
        return
    found = (await works.titles_by_id([target.ref])).get(target.ref)
    if found is not None:
        await ask_plans(hub, [found.work_id])
