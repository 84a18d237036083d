"""auth.test and team.info: who the token is, and where."""

from collections.abc import Mapping

from bot.fake.errors import SlackError
from bot.fake.methods.call import Call, Method, takes
from bot.fake.rates import SPECIAL, TIER_3
from bot.fake.wire import Wire


def _auth_test(call: Call) -> Wire:
    workspace = call.workspace
    return {
        "url": f"{call.origin}/slack/",
        "team": workspace.name,
        "user": workspace.user(call.bot).name,
        "team_id": workspace.id,
        "user_id": call.bot,
        "bot_id": workspace.installation.bot_id,
        "is_enterprise_install": False,
    }


def _team_info(call: Call) -> Wire:
    workspace = call.workspace
    if call.text("team") not in ("", workspace.id):
        raise SlackError("team_not_found")
    return {
        "team": {
            "id": workspace.id,
            "name": workspace.name,
            "domain": workspace.domain,
            "email_domain": "",
        }
    }


def _auth_revoke(call: Call) -> Wire:
    held = call.workspace.installation
    if not call.flag("test"):
        held.is_active, held.refresh_token = False, ""
    return {"revoked": not call.flag("test")}


METHODS: Mapping[str, Method] = {
    "auth.test": Method(_auth_test, SPECIAL),
    "auth.revoke": Method(_auth_revoke, TIER_3, takes("test")),
    "team.info": Method(_team_info, TIER_3, takes("team"), ("team:read",)),
}
