"""Events: links that were shared, accounts that changed, the app removed."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.desks import unfurling
from bot.installing.workspaces import Clients
from domain.chat import linking
from domain.hub import Hub

Body = Mapping[str, Any]


async def told(hub: Hub, clients: Clients, body: Body) -> None:
    """Do what an event asks for; most ask for nothing."""
    listener = _LISTENERS.get(body["event"]["type"])
    if listener is not None:
        if body["team_id"] is not None:
            await clients.heard_from(body["team_id"], body["enterprise_id"])
        await listener(hub, clients, body)


async def _removed(hub: Hub, clients: Clients, body: Body) -> None:
    del hub
    await clients.forget(_installation(body))


async def _revoked(hub: Hub, clients: Clients, body: Body) -> None:
    """Forget the workspace, unless people revoked tokens of their own: the bot stays then."""
    if body["event"]["tokens"]["bot"]:
        await _removed(hub, clients, body)


async def _taken_away(hub: Hub, clients: Clients, body: Body) -> None:
    """Stop speaking in workspaces that an organisation took from its installation.

    One that has an installation of its own keeps that.
    """
    del hub
    organisation = body["enterprise_id"] or _installation(body)
    await clients.part(organisation, body["event"]["team_ids"])


def _installation(body: Body) -> str:
    """Return what an event is about: the installation of a workspace, or of its organisation.

    Slack says of whom an event comes beside the event, and names the workspace even where it was
    the whole organisation that removed the app.
    """
    for one in body["authorizations"]:
        if one["is_enterprise_install"] and one["enterprise_id"]:
            return str(one["enterprise_id"])
    whole = body["is_enterprise_install"] or body["team_id"] is None
    if whole and body["enterprise_id"]:
        return str(body["enterprise_id"])
    return str(body["team_id"])


async def _changed(hub: Hub, clients: Clients, body: Body) -> None:
    """Part an account that was deactivated from its person; others are linked when they act."""
    del clients
    user = body["event"]["user"]
    if user["deleted"]:
        await linking.account_left(hub, body["team_id"], user["id"])


_LISTENERS: Mapping[str, Callable[[Hub, Clients, Body], Awaitable[None]]] = {
    "app_uninstalled": _removed,
    "tokens_revoked": _revoked,
    "team_access_revoked": _taken_away,
    "link_shared": unfurling.shared,
    "user_change": _changed,
    "team_join": _changed,
}
