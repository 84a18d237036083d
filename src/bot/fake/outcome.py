"""What a person sees after the bot has answered, or has not."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.fake import views
from bot.fake.deliver import Answer
from bot.fake.errors import SlackError
from bot.fake.methods import Call
from bot.fake.model import Channel, ResponseUrl, View
from bot.fake.payloads import Actor
from bot.fake.response_urls import respond
from bot.limits.shape import Place
from bot.limits.texts import offered_options

TROUBLE = "We had some trouble connecting. Try again?"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an act ended."""

    kind: str
    """What was sent, e.g. `block_actions`."""
    status: int | None = None
    """The bot's HTTP status, if it answered."""
    error: str = ""
    """A stable word for what went wrong, e.g. `operation_timeout`; empty if nothing did."""
    notice: str = ""
    """What the person is told about it."""
    entry_errors: Mapping[str, str] = field(default_factory=dict)
    """By block id: what is wrong with what was entered."""
    options: Sequence[Mapping[str, object]] = ()
    """What a menu offers after it was typed into."""

    @property
    def ok(self) -> bool:
        """Whether nothing went wrong."""
        return not self.error


def after_command(
    actor: Actor, channel: Channel, command: str, answer: Answer | None, error: str
) -> Outcome:
    """Show what the bot answered to a command, by default to the one person only."""
    status = answer.status if answer else None
    if answer is None or not answer.is_fine:
        code = error or "dispatch_failed"
        told = f'{command} failed with the error "{code}"'
        return Outcome("command", status, code, told)
    if not answer.body.strip():
        return Outcome("command", status)
    try:
        call = _call(actor, _message_of(answer))
        respond(call, ResponseUrl("", actor.user, channel.id, actor.now))
    except SlackError as refusal:
        return Outcome("command", status, refusal.code, _told(command, refusal))
    return Outcome("command", status)


def after_submission(actor: Actor, view: View, answer: Answer | None, error: str) -> Outcome:
    """Do what the bot answered to a submission: close, errors, update, push or clear."""
    status = answer.status if answer else None
    if answer is None or not answer.is_fine:
        return Outcome("view_submission", status, error or "dispatch_failed", TROUBLE)
    try:
        errors = _respond_to_submission(actor, view, _json_of(answer))
    except SlackError as refusal:
        why = "; ".join(refusal.messages) or refusal.code
        return Outcome("view_submission", status, refusal.code, f"{TROUBLE} ({why})")
    word = "response_errors" if errors else ""
    return Outcome("view_submission", status, word, entry_errors=errors)


def after_suggestion(
    view: View, menu: tuple[str, str], answer: Answer | None, error: str
) -> Outcome:
    """Offer in a menu what the bot answered; more than a hundred options are refused."""
    status = answer.status if answer else None
    if answer is None or not answer.is_fine:
        return Outcome("block_suggestion", status, error or "dispatch_failed", TROUBLE)
    try:
        options = _options_of(_json_of(answer))
    except SlackError as refusal:
        return Outcome("block_suggestion", status, refusal.code, TROUBLE)
    view.offered[menu] = options
    return Outcome("block_suggestion", status, options=options)


def _options_of(given: Mapping[str, object]) -> list[dict[str, object]]:
    held = given.get("options")
    if not isinstance(held, list) or list(offered_options(held, "/options", Place("modal"))):
        raise SlackError("invalid_options")
    return held


def _respond_to_submission(
    actor: Actor, view: View, given: Mapping[str, object]
) -> Mapping[str, str]:
    match given.get("response_action"):
        case None if not given:
            _close(actor, view)
        case "errors":
            return _entry_errors(view, given.get("errors"))
        case "update":
            views.update_view(actor.workspace, view, _view_of(given), actor.now)
        case "push":
            views.push_modal(actor.workspace, actor.user, _view_of(given), actor.now)
        case "clear":
            views.clear(actor.workspace, actor.user)
        case _:
            raise SlackError("invalid_response_action")
    return {}


def _close(actor: Actor, view: View) -> None:
    stack = actor.workspace.modals.get(actor.user, [])
    # By identity: meanwhile the bot may have pushed another view on top.
    actor.workspace.modals[actor.user] = [one for one in stack if one is not view]
    actor.workspace.touch()


def _entry_errors(view: View, errors: object) -> dict[str, str]:
    inputs = {block.get("block_id") for block in view.blocks if block.get("type") == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise SlackError("invalid_errors", ["errors must name block ids of input blocks"])
    return {str(name): str(text) for name, text in errors.items()}


def _view_of(given: Mapping[str, object]) -> dict[str, object]:
    view = given.get("view")
    if not isinstance(view, dict):
        raise SlackError("invalid_view", ["missing required field: view"])
    return view


def _message_of(answer: Answer) -> Mapping[str, object]:
    if answer.headers.get("content-type", "").startswith("application/json"):
        return _json_of(answer)
    return {"text": answer.body.decode(errors="replace")}


def _json_of(answer: Answer) -> Mapping[str, object]:
    try:
        held = json.loads(answer.body) if answer.body.strip() else {}
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(held, dict):
        raise SlackError("json_not_object")
    return held


def _call(actor: Actor, args: Mapping[str, object]) -> Call:
    fake = actor.fake
    return Call(fake.workspaces.app, actor.workspace, args, actor.now, fake.origin)


def _told(command: str, refusal: SlackError) -> str:
    why = "; ".join(refusal.messages)
    return f'{command} failed with the error "{refusal.code}"' + (f" ({why})" if why else "")
