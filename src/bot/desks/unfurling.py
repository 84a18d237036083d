"""Saying what a shared link of ours leads to, as far as whoever shared it may see that.

What Slack shows is seen by the whole channel, so it is short: name, state, and no more. What is
not ours, not there or not theirs is left as it is, and the log does not say which.
"""

import re
from collections.abc import Mapping
from typing import Any, Protocol

import structlog
from slack_sdk.errors import SlackApiError

from bot.installing.workspaces import Clients
from bot.language import speaking
from bot.messages.parts import Block
from bot.messages.unfurls import case_unfurl, request_unfurl
from bot.trouble import SlackTrouble, code_of
from domain.actor import Actor
from domain.cases import reading as cases
from domain.catalog import records as catalog
from domain.errors import HubError
from domain.hub import Hub
from domain.links import own_path
from domain.people import entering, languages
from domain.requests import reading

#: How many links of one message are told of. Ours.
LINKS_MAX = 5

#: What the path of a request looks like: by its number, or by its id.
_REQUEST = re.compile(r"/requests/(?:(\d{1,9})|(req_[0-9a-z]{26}))/?")

#: What the path of a case looks like, likewise.
_CASE = re.compile(r"/cases/(?:(\d{1,9})|(cas_[0-9a-z]{26}))/?")

log = structlog.get_logger()


class Unfurl(Protocol):
    """Something that tells of a path of ours."""

    async def __call__(self, actor: Actor, path: str, address: str) -> Block | None:
        """Return what is shown; None where it is not about such a path.

        Raises `HubError` where the actor may not see it.
        """
        ...


async def request(actor: Actor, path: str, address: str) -> Block | None:
    """Tell of a request."""
    found = _REQUEST.fullmatch(path)
    if found is None:
        return None
    number, request_id = found.groups()
    if number is not None:
        shown = await reading.get_by_number(actor, int(number))
    else:
        shown = await reading.get(actor, request_id)
    brands = await catalog.brand_names([shown.brand_id] if shown.brand_id else [])
    return request_unfurl(shown, brands.get(shown.brand_id or "", ""), address)


async def case(actor: Actor, path: str, address: str) -> Block | None:
    """Tell of a case."""
    found = _CASE.fullmatch(path)
    if found is None:
        return None
    number, case_id = found.groups()
    if number is not None:
        return case_unfurl(await cases.get_by_number(actor, int(number)), address)
    return case_unfurl(await cases.get(actor, case_id), address)


#: Who tells of what; the first that knows the path does.
UNFURLS: list[Unfurl] = [request, case]


async def shared(hub: Hub, clients: Clients, body: Mapping[str, Any]) -> None:
    """Tell of the links of ours in a message."""
    event, team = body["event"], body["team_id"]
    client = await clients.of(team)
    actor = await entering.by_chat(hub, team, event["user"])
    if client is None or actor is None or not hub.public_url:
        return
    unfurls: dict[str, Any] = {}
    reader = await languages.of_workspace(team)  # The whole channel reads it.
    with speaking(reader.locale, reader.time_zone):
        for link in event["links"][:LINKS_MAX]:
            block = await _told(hub, actor, link["url"])
            if block is not None:
                unfurls[link["url"]] = block
    if not unfurls:
        return
    try:
        await client.chat_unfurl(channel=event["channel"], ts=event["message_ts"], unfurls=unfurls)
    except (SlackApiError, *SlackTrouble) as error:
        log.info("unfurl_refused", code=code_of(error))


async def _told(hub: Hub, actor: Actor, url: str) -> Block | None:
    path = own_path(hub.public_url, url)
    if path is None:
        return None
    try:
        for unfurl in UNFURLS:
            found = await unfurl(actor, path, f"{hub.public_url}{path}")
            if found is not None:
                return found
    except HubError:
        return None
    return None
