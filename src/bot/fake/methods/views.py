"""The views methods: opening, pushing and updating modals, publishing Home tabs."""

from collections.abc import Mapping

from bot.fake import views, wire
from bot.fake.errors import SlackError
from bot.fake.methods.call import Call, Method, takes
from bot.fake.model import View
from bot.fake.rates import TIER_4
from bot.fake.wire import Wire


def _open(call: Call) -> Wire:
    payload, user = _payload(call), _person(call)
    return _shown(call, views.open_modal(call.workspace, user, payload, call.now))


def _push(call: Call) -> Wire:
    payload, user = _payload(call), _person(call)
    return _shown(call, views.push_modal(call.workspace, user, payload, call.now))


def _update(call: Call) -> Wire:
    payload = _payload(call)
    if not call.text("view_id") and not call.text("external_id"):
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: view_id"])
    view = views.find_view(call.workspace, call.text("view_id"), call.text("external_id"))
    hash_ = call.text("hash") or None
    return _shown(call, views.update_view(call.workspace, view, payload, call.now, hash_))


def _publish(call: Call) -> Wire:
    payload, user = _payload(call), call.workspace.user(call.needed("user_id")).id
    hash_ = call.text("hash") or None
    return _shown(call, views.publish_home(call.workspace, user, payload, call.now, hash_))


def _payload(call: Call) -> dict[str, object]:
    view = call.json("view", "invalid_arguments")
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: view"])
    return view


def _person(call: Call) -> str:
    return call.workspace.exchange_trigger(call.needed("trigger_id"), call.now)


def _shown(call: Call, view: View) -> Wire:
    return {"view": wire.view(call.workspace, call.app, view)}


METHODS: Mapping[str, Method] = {
    "views.open": Method(_open, TIER_4, takes("trigger_id view")),
    "views.push": Method(_push, TIER_4, takes("trigger_id view")),
    "views.update": Method(_update, TIER_4, takes("view view_id external_id hash")),
    "views.publish": Method(_publish, TIER_4, takes("user_id view hash")),
}
