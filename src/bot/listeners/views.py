"""Forms that were submitted."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot import who
from bot.deliveries import SCOPE, form_key
from bot.ids import CallbackId
from bot.messages.campaign import brief_from
from bot.workspaces import Clients
from domain.actor import Actor
from domain.approvals.model import Choice
from domain.database import transaction
from domain.errors import HubError, Invalid
from domain.hub import Hub
from domain.receipts import service as receipts
from domain.requests import submit, vote

Answer = dict[str, Any]
View = Mapping[str, Any]


async def submitted(hub: Hub, clients: Clients, body: Mapping[str, Any]) -> Answer:
    """Do what a form asks for; what is wrong with it is said at its fields."""
    view = body.get("view") or {}
    team = str((body.get("team") or {}).get("id", ""))
    client = await clients.of(team)
    act = _LISTENERS.get(str(view.get("callback_id")))
    if client is None or act is None:
        return {}
    try:
        user = str((body.get("user") or {}).get("id", ""))
        actor = await who.actor(hub, client, team, user)
        async with transaction():
            if await receipts.first_time(hub.clock.now(), scope=SCOPE, key=form_key(body)):
                await act(hub, actor, view)
    except HubError as error:
        return {"response_action": "errors", "errors": _at_fields(error, view)}
    return {}


async def _reason(hub: Hub, actor: Actor, view: View) -> None:
    stage_id, round_, choice = str(view.get("private_metadata", "")).split(":")
    reason = _values(view).get("reason")
    await vote.vote(hub, actor, stage_id, Choice(choice), reason, seen_round=int(round_))


async def _new_campaign(hub: Hub, actor: Actor, view: View) -> None:
    await submit.submit(hub, actor, "campaign", brief_from(_values(view)))


def _values(view: View) -> dict[str, Any]:
    """Return what was entered, by block id."""
    found: dict[str, Any] = {}
    for block_id, elements in ((view.get("state") or {}).get("values") or {}).items():
        for element in elements.values():
            found[block_id] = _entered(element)
    return found


def _entered(element: Mapping[str, Any]) -> Any:  # noqa: ANN401  Texts, choices, dates.
    if "selected_options" in element:
        return [option["value"] for option in element["selected_options"] or ()]
    option = element.get("selected_option")
    if option is not None:
        return option.get("value")
    return element.get("value") or element.get("selected_date")


def _at_fields(error: HubError, view: View) -> dict[str, str]:
    """Return messages by block id; what belongs to no field stands at the first."""
    blocks = [b["block_id"] for b in view.get("blocks") or () if b.get("type") == "input"]
    others = error.others if isinstance(error, Invalid) else ()
    found: dict[str, str] = {}
    for item in (error, *others):
        wanted = next((part for part in reversed(item.path) if part in blocks), None)
        where = wanted or (blocks[0] if blocks else "")
        found[where] = f"{found[where]} {item.message}" if where in found else item.message
    return found


_LISTENERS: Mapping[str, Callable[[Hub, Actor, View], Awaitable[None]]] = {
    CallbackId.REASON: _reason,
    CallbackId.NEW_CAMPAIGN: _new_campaign,
}
