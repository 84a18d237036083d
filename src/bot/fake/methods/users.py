"""users.info, users.list, users.lookupByEmail, users.conversations."""

from collections.abc import Mapping

from bot.fake import wire
from bot.fake.errors import SlackError
from bot.fake.methods.call import Call, Method, takes
from bot.fake.methods.conversations import listed
from bot.fake.model import User
from bot.fake.rates import TIER_2, TIER_3, TIER_4
from bot.fake.wire import Wire


def _shown(call: Call, person: User) -> Wire:
    return wire.user(
        person,
        call.now,
        with_email=call.may("users:read.email"),
        with_locale=call.flag("include_locale"),
    )


def _info(call: Call) -> Wire:
    return {"user": _shown(call, call.workspace.user(call.needed("user")))}


def _list(call: Call) -> Wire:
    people, following = call.page(list(call.workspace.users.values()))
    return {
        "members": [_shown(call, person) for person in people],
        "cache_ts": int(call.now.timestamp()),
        "response_metadata": {"next_cursor": following},
    }


def _lookup_by_email(call: Call) -> Wire:
    wanted = call.needed("email").lower()
    for person in call.workspace.users.values():
        # Slack finds neither deactivated people nor bots by address.
        if (person.email or "").lower() == wanted and not person.deleted and not person.is_bot:
            return {"user": _shown(call, person)}
    raise SlackError("users_not_found")


def _conversations(call: Call) -> Wire:
    user = call.text("user") or call.bot
    call.workspace.user(user)
    held = [one for one in listed(call) if user in one.members]
    channels, following = call.page(held)
    return {
        "channels": [wire.channel(one, call.bot) for one in channels],
        "response_metadata": {"next_cursor": following},
    }


METHODS: Mapping[str, Method] = {
    "users.info": Method(_info, TIER_4, takes("user include_locale"), ("users:read",)),
    "users.list": Method(
        _list, TIER_2, takes("cursor limit include_locale team_id"), ("users:read",)
    ),
    "users.lookupByEmail": Method(_lookup_by_email, TIER_3, takes("email"), ("users:read.email",)),
    "users.conversations": Method(
        _conversations,
        TIER_3,
        takes("user types exclude_archived cursor limit team_id"),
        ("channels:read", "groups:read", "im:read", "mpim:read"),
    ),
}
