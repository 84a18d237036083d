"""Installing the app in further workspaces, by those whom an admin invited to.

Whoever may install the app decides whose addresses are believed in that workspace, and so who is
taken for whom: it takes an invitation. A state is good once, for a while, in one browser.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from domain.actor import Actor
from domain.audit import service as audit
from domain.cases import docket
from domain.chat import records, tickets
from domain.database import sql, transaction
from domain.errors import Forbidden
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.people import workspaces
from domain.people.model import Act
from domain.people.rules import require
from domain.people.workspaces import Workspace

#: How long an installation may take, from its beginning to the answer. Ours.
LIFE = timedelta(minutes=10)

#: The longest an invitation is good, in hours.
INVITATION_HOURS_MAX = 168

_INVITATION, _STATE = "install-invitation", "install-state"


@dataclass(frozen=True, slots=True, repr=False)
class Begun:
    """An installation that was begun: what the chat hands back, and what the browser keeps."""

    state: str
    browser: str


def invite(hub: Hub, actor: Actor, hours: int) -> str:
    """Return an invitation to install the app, good for `hours`."""
    require(actor, Act.CHANGE_PEOPLE)
    life = timedelta(hours=min(max(hours, 1), INVITATION_HOURS_MAX))
    return tickets.make(hub, _INVITATION, (secrets.token_hex(8),), life)


async def begin(hub: Hub, invitation: str) -> Begun:
    """Begin an installation; `Forbidden` without a good invitation."""
    tickets.read(hub, _INVITATION, invitation, 1)
    now = hub.clock.now()
    nonce, browser = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
    await records.forget_states(now - LIFE)
    await records.add_state(_digest(nonce), _digest(browser), now + LIFE)
    return Begun(f"{nonce}.{hub.secrets.sign(_STATE, nonce)}", browser)


async def finish(hub: Hub, state: str, browser: str) -> None:
    """Take an answer in, once; `Forbidden` unless it belongs to what this browser began."""
    nonce, _, signature = state[: tickets.LENGTH_MAX].partition(".")
    signed = hub.secrets.signed(_STATE, nonce, signature)
    if not signed or not await records.use_state(_digest(nonce), _digest(browser), hub.clock.now()):
        raise Forbidden(
            "bad_state",
            "This installation was not begun in this browser, took longer than ten minutes, or is"
            " finished already. Open the link to install once more.",
        )


async def joined(hub: Hub, workspace: Workspace, actor: Actor) -> None:
    """Keep an installation, new or anew, and have everything shown there that is under way."""
    now = hub.clock.now()
    async with transaction():
        await workspaces.install(hub, workspace)
        details = {"name": workspace.name}
        await audit.record(now, actor, "workspace.installed", workspace.id, details)
        standing = await workspaces.branches(workspace.id)
        for request_id in await _under_way(standing):
            await jobs.ask(
                hub.wake,
                now,
                key=f"cards:{request_id}:{workspace.id}:{now.timestamp():.0f}",
                kind="cards.show",
                lane=f"cards:{request_id}",
                details={"request_id": request_id},
            )
        for case_id in await _open_cases(standing):
            await jobs.ask(
                hub.wake,
                now,
                key=f"{docket.SHOW}:{case_id}:{workspace.id}:{now.timestamp():.0f}",
                kind=docket.SHOW,
                lane=f"{docket.SHOW}:{case_id}",
                details={"case_id": case_id},
            )


async def _under_way(workspace_ids: list[str]) -> list[str]:
    """Return the requests that are shown in these workspaces, or would be, and are not over."""
    wanted = sql.placeholders(1, len(workspace_ids))
    rows = await sql.fetch(
        "SELECT r.id FROM requests r WHERE r.state NOT IN ('rejected', 'withdrawn')"
        " AND (EXISTS (SELECT 1 FROM copies c WHERE c.subject_id = r.id"
        f" AND c.workspace_id IN ({wanted}))"
        " OR EXISTS (SELECT 1 FROM stages s JOIN teams t ON t.id = s.team_id"
        f" WHERE s.request_id = r.id AND s.state = 'open' AND t.workspace_id IN ({wanted})))"
        " ORDER BY r.id",
        *workspace_ids,
    )
    return [row["id"] for row in rows]


async def _open_cases(workspace_ids: list[str]) -> list[str]:
    """Return the cases that are shown in these workspaces, or would be, and are not over."""
    wanted = sql.placeholders(1, len(workspace_ids))
    rows = await sql.fetch(
        "SELECT k.id FROM cases k WHERE k.state NOT IN ('closed', 'merged')"
        " AND (EXISTS (SELECT 1 FROM copies c WHERE c.subject_id = k.id"
        f" AND c.workspace_id IN ({wanted}))"
        " OR EXISTS (SELECT 1 FROM teams t WHERE t.id = k.team_id"
        f" AND t.workspace_id IN ({wanted}))"
        " OR EXISTS (SELECT 1 FROM case_escalations e JOIN teams t ON t.id = e.team_id"
        f" WHERE e.case_id = k.id AND t.workspace_id IN ({wanted})))"
        " ORDER BY k.id",
        *workspace_ids,
    )
    return [row["id"] for row in rows]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()
