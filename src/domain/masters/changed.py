"""What a title's record says otherwise than it did when everybody said yes.

Looked at before a package is handed over: what was approved then is not what the title's publisher
tells now, so that the request is filled anew and the stages that this touches open again.
"""

from collections.abc import Mapping
from dataclasses import replace

from domain.actor import SCHEDULE, Role, RoleGrant
from domain.catalog.works import records as works
from domain.errors import Invalid
from domain.hub import Hub
from domain.requests import revise
from domain.requests.kinds import episode_release, titled
from domain.requests.kinds.episode_release import EpisodeReleaseBrief
from domain.requests.model import Move, Request

#: The hub itself, which may revise what it takes from a record.
KEEPER = replace(SCHEDULE, roles=(RoleGrant(Role.ADMIN),))

#: How much of what a field said is quoted, in characters.
QUOTED_MAX = 120


async def reopen(hub: Hub, request: Request) -> bool:
    """Open an approved release again if its title's record changed, field by field; say whether.

    Not in a transaction. Where nobody could ask for it as the record is now, it stays, and
    `objections` sends it back.
    """
    changes = await _changes(request)
    if not changes:
        return False
    note = (
        f"The title's record changed after the yes, so nothing was handed over. {_said(changes)}."
    )
    how = revise.How(Move.REOPEN, "request.record_changed", note)
    try:
        considered = await revise.reconsider(
            hub, KEEPER, request.id, titled.emptied(request.payload), how=how
        )
    except Invalid:
        return False
    if considered.revision == request.revision:
        await revise.keep(hub, KEEPER, considered)
    return True


async def objections(request: Request) -> list[str]:
    """Return what a title's record says otherwise than what was approved, if anything."""
    changes = await _changes(request)
    return [f"the title's record changed: {_said(changes)}"] if changes else []


async def _changes(request: Request) -> Mapping[str, tuple[str, str]]:
    if request.kind != episode_release.KIND.name:
        return {}
    brief = EpisodeReleaseBrief.model_validate(request.payload)
    found = await works.titles_by_id([brief.title_id]) if brief.title_id else {}
    title = found.get(brief.title_id or "")
    if title is None or title.removed_at is not None:
        return {}
    return titled.changes(brief, titled.told_by(title.product))


def _said(changes: Mapping[str, tuple[str, str]]) -> str:
    return "; ".join(
        f"{titled.CALLED[name]}: {_quoted(before)} → {_quoted(now)}"
        for name, (before, now) in changes.items()
    )


def _quoted(text: str) -> str:
    return text if len(text) <= QUOTED_MAX else f"{text[: QUOTED_MAX - 1]}…"
