"""The payloads that Slack sends for what people do, field by field as Slack words them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from bot.fake import wire
from bot.fake.errors import SlackError
from bot.fake.inputs import Values, elements_of, state_of, value_key
from bot.fake.model import Channel, Message, View
from bot.fake.response_urls import response_url_of
from bot.fake.slack import FakeSlack
from bot.fake.wire import Wire
from bot.fake.workspace import Workspace

VERIFICATION_TOKEN = "look-alike-verification"  # noqa: S105  Slack's legacy field, no secret.


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in a workspace, about to do something, at an instant."""

    fake: FakeSlack
    workspace: Workspace
    user: str
    now: datetime

    def trigger(self) -> str:
        """Return a fresh trigger id for this person."""
        return self.workspace.issue_trigger(self.user, self.now).id

    def response_url(self, channel: str, message_ts: str | None = None) -> str:
        """Return a fresh response_url for this person in this channel."""
        right = self.workspace.issue_response_url(self.user, channel, self.now, message_ts)
        return response_url_of(self.fake, self.workspace, right)


def command_form(actor: Actor, channel: Channel, command: str, text: str) -> bytes:
    """Return the form of a slash command."""
    person = actor.workspace.user(actor.user)
    return urlencode(
        {
            "token": VERIFICATION_TOKEN,
            "team_id": actor.workspace.id,
            "team_domain": actor.workspace.domain,
            "channel_id": channel.id,
            "channel_name": _channel_name(channel),
            "user_id": person.id,
            "user_name": person.name,
            "command": command,
            "text": text,
            "api_app_id": actor.fake.workspaces.app.id,
            "is_enterprise_install": "false",
            "response_url": actor.response_url(channel.id),
            "trigger_id": actor.trigger(),
        }
    ).encode()


def action_on_message(actor: Actor, message: Message, action: Wire, values: Values) -> Wire:
    """Return `block_actions` for an element of a message; `values` are the states of all."""
    channel = actor.workspace.channel(message.channel)
    private = message.only_for is not None
    container: Wire = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": private,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    shown = wire.message(actor.workspace, actor.fake.workspaces.app, message)
    return {
        **_common(actor, "block_actions"),
        "container": container,
        "trigger_id": actor.trigger(),
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        # Slack does not send ephemeral messages back.
        **({} if private else {"message": shown}),
        "state": {"values": values},
        "response_url": actor.response_url(channel.id, message.ts),
        "actions": [action],
    }


def action_on_view(actor: Actor, view: View, action: Wire) -> Wire:
    """Return `block_actions` for an element of a modal or Home tab."""
    return {
        **_common(actor, "block_actions"),
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": actor.trigger(),
        "view": _view(actor, view),
        "actions": [action],
    }


def block_suggestion(actor: Actor, view: View, element: Mapping[str, object], typed: str) -> Wire:
    """Return `block_suggestion` for a menu of a modal or Home tab, with what was typed so far."""
    return {
        **_common(actor, "block_suggestion"),
        "container": {"type": "view", "view_id": view.id},
        "view": _view(actor, view),
        "block_id": element["block_id"],
        "action_id": element["action_id"],
        "value": typed,
    }


def view_submission(actor: Actor, view: View) -> Wire:
    """Return `view_submission`, with a response_url for each conversation chosen for one."""
    return {
        **_common(actor, "view_submission"),
        "trigger_id": actor.trigger(),
        "view": _view(actor, view),
        "response_urls": _asked_response_urls(actor, view),
    }


def view_closed(actor: Actor, view: View, *, is_cleared: bool) -> Wire:
    """Return `view_closed`."""
    return {
        **_common(actor, "view_closed"),
        "view": _view(actor, view),
        "is_cleared": is_cleared,
    }


def message_shortcut(actor: Actor, message: Message, callback_id: str) -> Wire:
    """Return `message_action`, Slack's name for a shortcut on a message."""
    channel = actor.workspace.channel(message.channel)
    return {
        **_common(actor, "message_action"),
        "action_ts": _stamp(actor.now),
        "callback_id": callback_id,
        "trigger_id": actor.trigger(),
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        "response_url": actor.response_url(channel.id, message.ts),
        "message_ts": message.ts,
        "message": wire.message(actor.workspace, actor.fake.workspaces.app, message),
    }


def global_shortcut(actor: Actor, callback_id: str) -> Wire:
    """Return `shortcut`, the kind that belongs to no message."""
    return {
        **_common(actor, "shortcut"),
        "action_ts": _stamp(actor.now),
        "callback_id": callback_id,
        "trigger_id": actor.trigger(),
    }


def home_opened(actor: Actor) -> Wire:
    """Return the event `app_home_opened` on the Home tab."""
    bot = actor.workspace.installation.bot_user_id
    home = actor.workspace.homes.get(actor.user)
    return {
        "type": "app_home_opened",
        "user": actor.user,
        "channel": actor.workspace.direct([bot, actor.user], actor.now).id,
        "tab": "home",
        "event_ts": _stamp(actor.now),
        **({"view": _view(actor, home)} if home else {}),
    }


def link_shared(user: str, channel: str, ts: str, urls: Sequence[str]) -> Wire:
    """Return the event `link_shared` for the links of a message."""
    links = [{"url": url, "domain": urlsplit(url).hostname or ""} for url in urls]
    return {
        "type": "link_shared",
        "user": user,
        "channel": channel,
        "message_ts": ts,
        "links": links,
        "source": "conversations_history",
    }


def event_callback(fake: FakeSlack, workspace: Workspace, event: Mapping[str, object]) -> Wire:
    """Return an event in the envelope of the Events API, with an event id of its own."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": workspace.id,
        "enterprise_id": workspace.enterprise_id or None,
        "api_app_id": fake.workspaces.app.id,
        "event": dict(event),
        "type": "event_callback",
        "event_id": workspace.next_id("Ev"),
        "event_time": int(fake.clock.now().timestamp()),
        "authorizations": [
            {
                "enterprise_id": workspace.enterprise_id or None,
                "team_id": None if workspace.enterprise_id else workspace.id,
                "user_id": workspace.installation.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": bool(workspace.enterprise_id),
            }
        ],
        "is_ext_shared_channel": False,
    }


def action_of(
    blocks: list[dict[str, object]], block_id: str, action_id: str, plain: object, now: datetime
) -> Wire:
    """Return one entry of `actions`: the element that was used, and what with.

    Without a block id the first element of that action id is meant.
    """
    block_id, element = _element(blocks, block_id, action_id)
    kind = str(element["type"])
    action: Wire = {
        "type": kind,
        "action_id": action_id,
        "block_id": block_id,
        "action_ts": _stamp(now),
    }
    if kind == "button":
        kept: Wire = {name: element[name] for name in _BUTTON_KEPT if name in element}
        return {**kept, **action}
    if value_key(kind) is None:
        raise SlackError("not_interactive")
    return {**state_of(element, plain), **action}


_BUTTON_KEPT = ("text", "value", "style", "url", "confirm")


def menu_of(blocks: list[dict[str, object]], block_id: str, action_id: str) -> Wire:
    """Return a menu that asks the bot, with the id of its block."""
    name, element = _element(blocks, block_id, action_id)
    if element["type"] not in ("external_select", "multi_external_select"):
        raise SlackError("no_external_menu")
    return {**element, "block_id": name}


def _element(
    blocks: list[dict[str, object]], block_id: str, action_id: str
) -> tuple[str, dict[str, object]]:
    for block in blocks:
        name = str(block.get("block_id"))
        for element in elements_of(block) if block_id in ("", name) else ():
            if element["action_id"] == action_id:
                return name, element
    raise SlackError("action_not_found")


def _common(actor: Actor, kind: str) -> Wire:
    workspace, person = actor.workspace, actor.workspace.user(actor.user)
    return {
        "type": kind,
        "team": {"id": workspace.id, "domain": workspace.domain},
        "user": {
            "id": person.id,
            "username": person.name,
            "name": person.name,
            "team_id": person.team_id,
        },
        "api_app_id": actor.fake.workspaces.app.id,
        "token": VERIFICATION_TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _view(actor: Actor, view: View) -> Wire:
    return wire.view(actor.workspace, actor.fake.workspaces.app, view)


def _asked_response_urls(actor: Actor, view: View) -> list[Wire]:
    found: list[Wire] = []
    for block in view.blocks:
        for element in elements_of(block):
            block_id, action_id = str(block["block_id"]), str(element["action_id"])
            state = view.values.get(block_id, {}).get(action_id)
            chosen = state.get("selected_conversation") if isinstance(state, dict) else None
            if element.get("response_url_enabled") is True and isinstance(chosen, str):
                url = actor.response_url(chosen)
                named = {"block_id": block_id, "action_id": action_id, "channel_id": chosen}
                found.append({**named, "response_url": url})
    return found


def _channel_name(channel: Channel) -> str:
    names = {"im": "directmessage", "mpim": "mpdm", "private": "privategroup"}
    return names.get(channel.kind, channel.name)


def _stamp(now: datetime) -> str:
    return f"{now.timestamp():.6f}"
