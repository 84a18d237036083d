"""What people do, turned into really signed requests to the bot, and the bot's answers shown.

Every act waits three seconds for the bot, as Slack does, and returns an `Outcome` that says
what the person would see.
"""

import asyncio
import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from bot.fake import payloads, views
from bot.fake.deliver import Answer, Deliver
from bot.fake.errors import SlackError
from bot.fake.inputs import entered, entry_problems, initial_values
from bot.fake.model import Message, View
from bot.fake.outcome import Outcome, after_command, after_submission, after_suggestion
from bot.fake.payloads import Actor
from bot.fake.signing import FORM, JSON, signed_headers
from bot.fake.slack import FakeSlack
from bot.fake.typed import as_sent
from bot.fake.wire import Wire

ACK_SECONDS = 3.0  # Slack's guide "handling user interaction": acknowledge within 3 seconds.
MIN_QUERY_LENGTH = 3  # Reference, select menu of external data source: the default.
SENT_KEPT_MAX = 200  # Ours: what a person scrolls back through.

Entries = Mapping[str, object]
"""Plain values by block id, then action id."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One signed request as it went out, so that it can be sent again, and what came of it."""

    kind: str
    body: bytes
    content_type: str
    answer: Answer | None
    error: str = ""
    """`operation_timeout`, `dispatch_failed` or nothing."""


@dataclass(slots=True)
class Clicks:
    """The hands of the people in the fake."""

    fake: FakeSlack
    bot_endpoint_url: str
    signing_secret: str
    deliver: Deliver
    ack_seconds: float = ACK_SECONDS
    sent: deque[Sent] = field(default_factory=lambda: deque(maxlen=SENT_KEPT_MAX))

    # What people type.

    async def say(
        self, team: str, user: str, channel: str, text: str, thread_ts: str | None = None
    ) -> Outcome:
        """Send what stands in the box: a message, or a slash command if it begins with one."""
        word, _, rest = text.strip().partition(" ")
        if word.startswith("/"):
            return await self._typed_command(team, user, channel, word, rest, thread_ts)
        workspace = self.fake.workspaces.team(team)
        where = workspace.channel_seen_by(user, channel)
        if where.is_archived:
            raise SlackError("is_archived")
        if not word:
            raise SlackError("no_text")
        said = as_sent(workspace, text.strip(), with_names=False)
        ts = workspace.next_ts(self.fake.clock.now())
        workspace.post(Message(ts, channel, user, said, thread_ts=thread_ts))
        return Outcome("message")

    async def _typed_command(
        self, team: str, user: str, channel: str, word: str, rest: str, thread_ts: str | None
    ) -> Outcome:
        if thread_ts:
            told = f"{word} is not supported in threads. Sorry!"
            return Outcome("command", error="not_in_threads", notice=told)
        if word not in {one.command for one in self.fake.workspaces.app.commands}:
            told = f"{word} is not a valid command."
            return Outcome("command", error="unknown_command", notice=told)
        return await self.command(team, user, channel, word, rest)

    async def command(
        self, team: str, user: str, channel: str, command: str, text: str = ""
    ) -> Outcome:
        """Send a slash command; what the bot answers at once appears in the channel."""
        actor = self._actor(team, user)
        where = actor.workspace.channel_seen_by(user, channel)
        said = as_sent(actor.workspace, text.strip(), with_names=True)
        body = payloads.command_form(actor, where, command, said)
        sent = await self._send("command", body, FORM)
        return after_command(actor, where, command, sent.answer, sent.error)

    # Elements.

    async def act_on_message(  # noqa: PLR0913  A click has a place of many parts.
        self,
        team: str,
        user: str,
        channel: str,
        ts: str,
        action_id: str,
        *,
        block_id: str = "",
        value: object = None,
        entries: Entries | None = None,
    ) -> Outcome:
        """Use an element of a message; a select's `value` is the option chosen."""
        actor = self._actor(team, user)
        message = actor.workspace.message_for(user, channel, ts)
        action = payloads.action_of(message.blocks, block_id, action_id, value, actor.now)
        used = {str(action["block_id"]): {action_id: value}}
        values = entered(message.blocks, initial_values(message.blocks), {**(entries or {})})
        values = entered(message.blocks, values, used)
        payload = payloads.action_on_message(actor, message, action, values)
        return await self._interact(payload)

    async def act_on_view(
        self,
        team: str,
        user: str,
        view_id: str,
        action_id: str,
        *,
        block_id: str = "",
        value: object = None,
        entries: Entries | None = None,
    ) -> Outcome:
        """Use an element of an open modal or of the Home tab."""
        actor = self._actor(team, user)
        view = _own_view(actor, view_id)
        blocks = views.with_offered(view)
        action = payloads.action_of(blocks, block_id, action_id, value, actor.now)
        used = {str(action["block_id"]): {action_id: value}}
        view.values = entered(blocks, view.values, entries or {})
        view.values = entered(blocks, view.values, used)
        return await self._interact(payloads.action_on_view(actor, view, action))

    async def suggest(
        self, team: str, user: str, view_id: str, block_id: str, action_id: str, typed: str
    ) -> Outcome:
        """Type into a menu that asks the bot; what it offers can be chosen from then on."""
        actor = self._actor(team, user)
        view = _own_view(actor, view_id)
        menu = payloads.menu_of(view.blocks, block_id, action_id)
        if len(typed) < int(str(menu.get("min_query_length", MIN_QUERY_LENGTH))):
            return Outcome("block_suggestion")
        sent = await self._send_payload(payloads.block_suggestion(actor, view, menu, typed))
        return after_suggestion(view, (str(menu["block_id"]), action_id), sent.answer, sent.error)

    # Modals.

    async def submit(self, team: str, user: str, entries: Entries) -> Outcome:
        """Submit the top modal; what Slack's own form refuses is not sent at all."""
        actor = self._actor(team, user)
        view = _top_modal(actor)
        view.values = entered(views.with_offered(view), view.values, entries)
        refused = entry_problems(view.blocks, view.values)
        if refused:
            return Outcome("view_submission", error="incomplete", entry_errors=refused)
        sent = await self._send_payload(payloads.view_submission(actor, view))
        return after_submission(actor, view, sent.answer, sent.error)

    async def close(self, team: str, user: str) -> Outcome:
        """Close the top modal; the bot is told where it asked to be."""
        actor = self._actor(team, user)
        top = _top_modal(actor)
        is_cleared = top.payload.get("clear_on_close") is True
        outcome = Outcome("view_closed")
        for view in views.close_top(actor.workspace, user):
            if view.payload.get("notify_on_close") is True:
                closed = payloads.view_closed(actor, view, is_cleared=is_cleared)
                outcome = await self._interact(closed)
        return outcome

    # Shortcuts.

    async def message_shortcut(
        self, team: str, user: str, channel: str, ts: str, callback_id: str
    ) -> Outcome:
        """Choose one of the app's shortcuts from a message's menu."""
        actor = self._actor(team, user)
        message = actor.workspace.message_for(user, channel, ts)
        return await self._interact(payloads.message_shortcut(actor, message, callback_id))

    async def global_shortcut(self, team: str, user: str, callback_id: str) -> Outcome:
        """Choose one of the app's shortcuts that belong to no message."""
        actor = self._actor(team, user)
        return await self._interact(payloads.global_shortcut(actor, callback_id))

    # Events and checks.

    async def open_home(self, team: str, user: str) -> Outcome:
        """Open the app's Home tab."""
        return await self.event(team, payloads.home_opened(self._actor(team, user)))

    async def event(self, team: str, event: Mapping[str, object]) -> Outcome:
        """Send an event of the Events API."""
        workspace = self.fake.workspaces.team(team)
        envelope = payloads.event_callback(self.fake, workspace, event)
        kind = str(event.get("type"))
        return _plain_outcome(await self._send(kind, json.dumps(envelope).encode(), JSON))

    async def share(self, team: str, user: str, channel: str, *urls: str) -> Outcome:
        """Write a message with links, and tell the bot of them as Slack does."""
        said = " ".join(urls)
        await self.say(team, user, channel, said)
        workspace = self.fake.workspaces.team(team)
        ts = workspace.messages[channel][-1].ts
        return await self.event(team, payloads.link_shared(user, channel, ts, urls))

    async def uninstall(self, team: str) -> Outcome:
        """Remove the app from a workspace, or from its whole organisation if that has it."""
        for workspace in self.fake.workspaces.installed_with(team):
            held = workspace.installation
            held.is_active, held.refresh_token = False, ""
        return await self.event(team, {"type": "app_uninstalled"})

    async def leave(self, team: str, user: str) -> Outcome:
        """Deactivate somebody's account, as administrators can."""
        person = self.fake.workspaces.team(team).user(user)
        person.deleted = True
        changed = {"id": user, "team_id": team, "deleted": True}
        return await self.event(team, {"type": "user_change", "user": changed})

    async def verify_url(self, challenge: str) -> Outcome:
        """Ask the bot to repeat a challenge, as Slack does when its address is set."""
        asked = {
            "type": "url_verification",
            "token": payloads.VERIFICATION_TOKEN,
            "challenge": challenge,
        }
        sent = await self._send("url_verification", json.dumps(asked).encode(), JSON)
        if sent.answer is not None and challenge.encode() not in sent.answer.body:
            return Outcome("url_verification", sent.answer.status, error="challenge_failed")
        return _plain_outcome(sent)

    async def check_ssl(self) -> Outcome:
        """Ask the bot for a sign of life, as Slack does from time to time."""
        asked = {"ssl_check": "1", "token": payloads.VERIFICATION_TOKEN}
        return _plain_outcome(await self._send("ssl_check", urlencode(asked).encode(), FORM))

    async def repeat(self, sent: Sent, retry: int = 1, reason: str = "http_timeout") -> Outcome:
        """Send a request once more, signed anew, the way the Events API repeats itself."""
        more = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason}
        return _plain_outcome(await self._send(sent.kind, sent.body, sent.content_type, more))

    # The way out.

    def _actor(self, team: str, user: str) -> Actor:
        workspace = self.fake.workspaces.team(team)
        workspace.user(user)
        return Actor(self.fake, workspace, user, self.fake.clock.now())

    async def _interact(self, payload: Wire) -> Outcome:
        return _plain_outcome(await self._send_payload(payload))

    async def _send_payload(self, payload: Wire) -> Sent:
        body = urlencode({"payload": json.dumps(payload)}).encode()
        return await self._send(str(payload["type"]), body, FORM)

    async def _send(
        self, kind: str, body: bytes, content_type: str, more: Mapping[str, str] | None = None
    ) -> Sent:
        now = self.fake.clock.now()
        headers = signed_headers(self.signing_secret, body, now, content_type) | dict(more or {})
        answer, error = None, ""
        try:
            async with asyncio.timeout(self.ack_seconds):
                answer = await self.deliver(self.bot_endpoint_url, body, headers)
        except TimeoutError:
            error = "operation_timeout"
        except OSError:
            error = "dispatch_failed"
        sent = Sent(kind, body, content_type, answer, error)
        self.sent.append(sent)
        return sent


def _plain_outcome(sent: Sent) -> Outcome:
    if sent.answer is None:
        told = f"The app did not answer: {sent.error}."
        return Outcome(sent.kind, error=sent.error, notice=told)
    if not sent.answer.is_fine:
        told = f"This app responded with Status Code {sent.answer.status}."
        return Outcome(sent.kind, sent.answer.status, error="dispatch_failed", notice=told)
    return Outcome(sent.kind, sent.answer.status)


def _own_view(actor: Actor, view_id: str) -> View:
    view = views.find_view(actor.workspace, view_id)
    if view.user != actor.user:
        raise SlackError("not_found")
    return view


def _top_modal(actor: Actor) -> View:
    stack = actor.workspace.modals.get(actor.user)
    if not stack:
        raise SlackError("not_found")
    return stack[-1]
