"""Who clicks: the person behind an account in chat.

A link is looked up at every click, in one go with the language of who reads the answer. Where
there is none, an address may prove one: the account must be a full member of the very workspace,
no bot, no guest, nobody from outside, and its verified address must be that of exactly one
person. Everybody else is told what to do.
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.language import say, speaking, turn_to
from bot.trouble import SlackTrouble
from domain.actor import Actor, Door, Role, RoleGrant
from domain.chat import records as chat
from domain.errors import Conflict, Forbidden, Invalid, Unavailable
from domain.hub import Hub
from domain.people import accounts, entering, languages, records
from domain.people.entering import Guest


class Unlinked(Forbidden):
    """An account in chat that belongs to nobody here."""


_LINKING = Actor(None, "Greenlight", Door.CHAT, (RoleGrant(Role.ADMIN),))


#: Whose delivery is being answered: an account, and who is behind it.
_guest: ContextVar[tuple[str, str, Guest] | None] = ContextVar("guest", default=None)


async def enters(hub: Hub, team: str, user: str) -> AbstractContextManager[None]:
    """Return what has everything within be said in the language of an account's person.

    Within it `actor` knows them already.
    """
    try:
        guest = await entering.greet(hub, team, user)
    except Unavailable:  # Whatever comes next says so; it may as well be said in English.
        return speaking(languages.LOCALE)
    return _answering(team, user, guest)


@contextmanager
def _answering(team: str, user: str, guest: Guest) -> Iterator[None]:
    before = _guest.set((team, user, guest))
    try:
        with speaking(guest.reader.locale, guest.reader.time_zone):
            yield
    finally:
        _guest.reset(before)


async def _known(hub: Hub, team: str, user: str) -> Actor | None:
    known = _guest.get()
    if known is not None and known[:2] == (team, user):
        return known[2].actor
    return await entering.by_chat(hub, team, user)


async def learn(hub: Hub, client: AsyncWebClient, team: str, user: str) -> None:
    """Ask Slack for the language of a person whom an admin linked, if it is not known yet."""
    person = await entering.behind(team, user)
    if person is None:
        return
    if (await languages.of_person(person)).locale == languages.LOCALE:
        try:
            found = await client.users_info(user=user, include_locale=True)
        except SlackTrouble:
            return
        await _learn(hub, person, found["user"])


async def actor(hub: Hub, client: AsyncWebClient, team: str, user: str) -> Actor:
    """Return who acts; `Unlinked` says kindly how to become known."""
    found = await _known(hub, team, user)
    if found is None and await _link_by_address(hub, client, team, user):
        found = await entering.by_chat(hub, team, user)
    if found is None:
        await chat.saw(team, user, hub.clock.now())
        raise Unlinked(
            "not_linked",
            say(
                "This Slack account is not linked to anybody in Greenlight yet. Ask an admin of"
                " Greenlight to link `{user}` of workspace `{team}` to you.",
                user=user,
                team=team,
            ),
        )
    return found


async def _link_by_address(hub: Hub, client: AsyncWebClient, team: str, user: str) -> bool:
    try:
        profile: dict[str, Any] = (await client.users_info(user=user, include_locale=True))["user"]
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
    await _learn(hub, person.id, profile)
    return True


async def _learn(hub: Hub, user_id: str, profile: Mapping[str, Any]) -> None:
    """Take a person's language and zone from their profile, and speak it from here on."""
    locale, zone = str(profile.get("locale") or ""), str(profile.get("tz") or "")
    try:
        reader = await languages.learn(hub, _LINKING, user_id, locale, zone)
    except Invalid:  # Nothing that we know how to read.
        return
    turn_to(reader.locale, reader.time_zone)


def _full_member(profile: dict[str, Any], team: str) -> bool:
    outside = ("is_bot", "is_restricted", "is_ultra_restricted", "is_stranger", "deleted")
    return (
        profile.get("team_id") == team
        and not any(profile.get(name) for name in outside)
        and profile.get("is_email_confirmed") is True
    )
