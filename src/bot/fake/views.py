"""Modals and Home tabs: opened, pushed, updated, closed, with Slack's limits and conflicts."""

import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import datetime

from bot.fake.errors import SlackError
from bot.fake.inputs import chosen_in, elements_of, initial_values
from bot.fake.model import View
from bot.fake.workspace import Workspace
from bot.limits import VIEW_JSON_BYTES_MAX, VIEW_STACK_MAX, Surface, refusals

Payload = Mapping[str, object]


def open_modal(workspace: Workspace, user: str, payload: Payload, now: datetime) -> View:
    """Show a person a new modal; what stood open before goes."""
    view = _new(workspace, user, payload, "modal", now)
    workspace.modals[user] = [view]
    workspace.touch()
    return view


def push_modal(workspace: Workspace, user: str, payload: Payload, now: datetime) -> View:
    """Put a modal on top of the open ones, three at most."""
    stack = workspace.modals.get(user, [])
    if not stack:
        raise SlackError("not_found")
    if len(stack) >= VIEW_STACK_MAX:
        raise SlackError("push_limit_reached")
    view = _new(workspace, user, payload, "modal", now)
    view.root_view_id, view.previous_view_id = stack[0].root_view_id, stack[-1].id
    stack.append(view)
    workspace.touch()
    return view


def publish_home(
    workspace: Workspace, user: str, payload: Payload, now: datetime, hash_: str | None = None
) -> View:
    """Show a person a new Home tab; with a hash, only if it is still that one."""
    shown = workspace.homes.get(user)
    if hash_ and (shown is None or shown.hash != hash_):
        raise SlackError("hash_conflict")
    view = _new(workspace, user, payload, "home", now, instead_of=shown)
    if shown is not None:
        view.id = view.root_view_id = shown.id
    workspace.homes[user] = view
    workspace.touch()
    return view


def find_view(workspace: Workspace, view_id: str = "", external_id: str = "") -> View:
    """Return an open view by its own id or the bot's, or raise `not_found`."""
    for view in workspace.open_views():
        if view.id == view_id or (external_id and view.payload.get("external_id") == external_id):
            return view
    raise SlackError("not_found")


def update_view(
    workspace: Workspace, view: View, payload: Payload, now: datetime, hash_: str | None = None
) -> View:
    """Replace what a view shows; entries stay where block id and action id stay."""
    if hash_ and view.hash != hash_:
        raise SlackError("hash_conflict")
    kind: Surface = "home" if view.payload["type"] == "home" else "modal"
    fresh = _new(workspace, view.user, payload, kind, now, instead_of=view)
    for block, held in fresh.values.items():
        kept = view.values.get(block, {})
        held.update({action: kept[action] for action in held if _same_kind(held, kept, action)})
    view.payload, view.hash, view.values = fresh.payload, fresh.hash, fresh.values
    workspace.touch()
    return view


def with_offered(view: View) -> list[dict[str, object]]:
    """Return a view's blocks, in menus that ask the bot what it offered last: only that is chosen.

    What was chosen before stays, as it does in Slack.
    """
    blocks = deepcopy(view.blocks)
    for block in blocks:
        for element in elements_of(block):
            at = str(block.get("block_id")), str(element["action_id"])
            if str(element["type"]) in ("external_select", "multi_external_select"):
                state = view.values.get(at[0], {}).get(at[1])
                element["options"] = [*view.offered.get(at, []), *chosen_in(state)]
    return blocks


def close_top(workspace: Workspace, user: str) -> list[View]:
    """Close the top modal, or all if it clears on close; return the closed, top first."""
    stack = workspace.modals.get(user, [])
    if stack and stack[-1].payload.get("clear_on_close") is True:
        return clear(workspace, user)
    workspace.touch()
    return [stack.pop()] if stack else []


def clear(workspace: Workspace, user: str) -> list[View]:
    """Close all modals of a person and return them, top first."""
    workspace.touch()
    return list(reversed(workspace.modals.pop(user, [])))


def with_ids(
    workspace: Workspace, blocks: Iterable[Mapping[str, object]]
) -> list[dict[str, object]]:
    """Return the blocks with the ids Slack makes up where the bot has left them out."""
    named = [deepcopy(dict(block)) for block in blocks]
    for block in named:
        block.setdefault("block_id", workspace.next_id("b"))
        for element in _nameless(block):
            element.setdefault("action_id", workspace.next_id("a"))
    return named


def _nameless(block: Mapping[str, object]) -> list[dict[str, object]]:
    if block.get("type") not in ("section", "actions", "input"):
        return []
    several = block.get("elements")
    held = [block.get("element"), block.get("accessory")]
    held += several if isinstance(several, list) else []
    return [one for one in held if isinstance(one, dict) and one.get("type") != "image"]


def _new(
    workspace: Workspace,
    user: str,
    payload: Payload,
    kind: Surface,
    now: datetime,
    *,
    instead_of: View | None = None,
) -> View:
    _check(workspace, payload, kind, instead_of)
    name = workspace.next_id("V")
    held = payload["blocks"]
    blocks = with_ids(workspace, held if isinstance(held, list) else [])
    version = f"{int(now.timestamp())}.{workspace.counter:08x}"
    shown = {**payload, "blocks": blocks}
    view = View(name, user, shown, version, root_view_id=name)
    view.values = initial_values(blocks)
    return view


def _same_kind(fresh: Mapping[str, object], kept: Mapping[str, object], action: str) -> bool:
    new, old = fresh[action], kept.get(action)
    return isinstance(new, dict) and isinstance(old, dict) and new["type"] == old["type"]


def _check(workspace: Workspace, payload: Payload, kind: Surface, instead_of: View | None) -> None:
    if len(json.dumps(payload).encode()) > VIEW_JSON_BYTES_MAX:
        raise SlackError("view_too_large")
    refused = refusals(payload, kind)
    if refused:
        raise SlackError("invalid_arguments", [_beneath_view(str(one)) for one in refused])
    name = payload.get("external_id")
    for view in workspace.open_views():
        if name and view is not instead_of and view.payload.get("external_id") == name:
            raise SlackError("duplicate_external_id")


def _beneath_view(sentence: str) -> str:
    return sentence.replace("[json-pointer:", "[json-pointer:/view")
