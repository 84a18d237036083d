"""Why Slack takes no message in a place, in our words, and what to do about each."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Failure(StrEnum):
    """Why something cannot be delivered; what passes by itself is no failure."""

    ARCHIVED = "archived"
    NOT_IN_CHANNEL = "not_in_channel"
    NO_CHANNEL = "no_channel"
    NOT_ALLOWED = "not_allowed"
    NO_SCOPE = "no_scope"
    PERSON_GONE = "person_gone"
    TOKEN_REVOKED = "token_revoked"  # noqa: S105  A word of ours.
    NOT_INSTALLED = "not_installed"


#: Why nothing is even tried: a person has no account in chat, a team no channel, or nobody set the
#: team up.
NO_ACCOUNT, NO_PLACE, NO_TEAM = "no_account", "no_place", "no_team"

#: Slack's word for it, by ours. What is not here may pass, and is tried again.
FAILURES: Mapping[str, Failure] = MappingProxyType(
    {
        "is_archived": Failure.ARCHIVED,
        "is_inactive": Failure.ARCHIVED,
        "not_in_channel": Failure.NOT_IN_CHANNEL,
        "channel_not_found": Failure.NO_CHANNEL,
        "restricted_action": Failure.NOT_ALLOWED,
        "messages_tab_disabled": Failure.NOT_ALLOWED,
        "missing_scope": Failure.NO_SCOPE,
        "user_not_found": Failure.PERSON_GONE,
        "user_disabled": Failure.PERSON_GONE,
        "cannot_dm_bot": Failure.PERSON_GONE,
        "token_revoked": Failure.TOKEN_REVOKED,
        "invalid_auth": Failure.TOKEN_REVOKED,
        "account_inactive": Failure.TOKEN_REVOKED,
        "not_authed": Failure.TOKEN_REVOKED,
        "team_access_not_granted": Failure.NOT_INSTALLED,
    }
)

#: What moves a team's cards to another channel, and a person's to another account.
_MOVE_TEAM = "move the team with `changeTeamPlace`"
_LINK_ANEW = "link the account that the person has now with `linkChatIdentity`"

#: What to do before the job is tried again. A word of Slack's comes before a word of ours.
_ADVICE: Mapping[str, str] = MappingProxyType(
    {
        "messages_tab_disabled": "switch the app's messages tab on, as in the manifest",
        Failure.NO_CHANNEL: f"invite the bot if the channel is private, or {_MOVE_TEAM}",
        Failure.NOT_IN_CHANNEL: "invite the bot to the channel",
        Failure.ARCHIVED: f"unarchive the channel, or {_MOVE_TEAM}",
        Failure.NOT_ALLOWED: f"let the bot post in the channel, or {_MOVE_TEAM}",
        Failure.PERSON_GONE: _LINK_ANEW,
        Failure.NO_SCOPE: "give the app its manifest anew and install it again",
        Failure.TOKEN_REVOKED: "install the app again with `greenlight install-link`",
        Failure.NOT_INSTALLED: "install the app again with `greenlight install-link`",
    }
)


def advice(code: str) -> str:
    """Return what to do about Slack's `code`."""
    return _ADVICE.get(code) or _ADVICE[FAILURES[code]]
