"""Who clicks: the person behind an account in chat.

A link is looked up at every click. Where there is none, an address may prove one: the account
must be a full member of the very workspace, no bot, no guest, nobody from outside, and its
verified address must be that of exactly one person. Everybody else is told what to do.
"""

from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from domain.absences.seated import seated
from domain.actor import Actor, Door, Role, RoleGrant
from domain.errors import Conflict, Forbidden
from domain.hub import Hub
from domain.people import accounts, records

_LINKING = Actor(None, "Greenlight", Door.CHAT, (RoleGrant(Role.ADMIN),))


async def actor(hub: Hub, client: AsyncWebClient, team: str, user: str) -> Actor:
    """Return who acts; `Forbidden` says kindly how to become known."""
    found = await records.actor_by_chat(team, user)
    if found is None and await _link_by_address(hub, client, team, user):
        found = await records.actor_by_chat(team, user)
    if found is None:
        raise Forbidden(
            "not_linked",
            f"This Slack account is not linked to anybody in Greenlight yet. Ask an admin of"
            f" Greenlight to link `{user}` of workspace `{team}` to you.",
        )
    return await seated(found, hub.clock.now())


async def _link_by_address(hub: Hub, client: AsyncWebClient, team: str, user: str) -> bool:
    try:
        profile: dict[str, Any] = (await client.users_info(user=user))["user"]
    except SlackApiError:
        return False
    if not _full_member(profile, team):
        return False
    person = await records.user_by_email((profile.get("profile") or {}).get("email") or "")
    if person is None:
        return False
    try:
        await accounts.link_identity(hub, _LINKING, team, user, person.id, "verified address")
    except Conflict:  # Somebody barred was linked before, or two clicks came at once.
        return False
    return True


def _full_member(profile: dict[str, Any], team: str) -> bool:
    outside = ("is_bot", "is_restricted", "is_ultra_restricted", "is_stranger", "deleted")
    return (
        profile.get("team_id") == team
        and not any(profile.get(name) for name in outside)
        and profile.get("is_email_confirmed") is True
    )
