"""Posting a copy once, although Slack may post it and its answer be lost.

Slack takes no key that would make a repetition harmless. So the try is marked on the copy before
the message is sent, the message carries the mark as its metadata, and where a mark stands already
the channel is searched for it before anything is posted again.

Sources: conversations.history shows metadata with `include_all_metadata`, wants the `history`
scope of the kind of channel, and is tier 3 for apps that are not sold, such as ours.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.messages.parts import Message
from bot.trouble import code_of
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Rate
from domain.notices import records as notices
from domain.notices.model import Copy, Urgency

#: Posts per second into one channel, with what may come at once. Source: Slack's rate limits.
POSTS = (1.0, 3.0)

#: Posts per second in one workspace that somebody waits for, and those that nobody does, with what
#: may come at once. Source: several hundred a minute; together they are below 300.
NEWS, REST = (3.0, 60.0), (0.8, 10.0)

#: Searches per second in one workspace, with what may come at once. Source: tier 3, 50 a minute.
SEARCHES = (50 / 60, 20.0)

#: What Slack knows our cards' metadata by.
EVENT_TYPE = "greenlight_card"

#: How far Slack's clock, which dates messages, may be behind ours.
SKEW = timedelta(minutes=5)

#: How many messages one page holds, as Slack advises, and how many pages are searched. Where a
#: channel has seen more since, nobody finds the first card any more, and a second one helps.
PAGE = 200
PAGES_MAX = 10


async def find(hub: Hub, client: AsyncWebClient, copy: Copy) -> str | None:
    """Return the handle of a copy that may have been posted by a try whose answer was lost."""
    if copy.tried_at is None:
        return None
    channel, cursor = await _channel(client, copy), None
    wanted = _metadata(copy, copy.tried_at)["event_payload"]
    for _ in range(PAGES_MAX):
        key = f"slack:history:{copy.workspace_id}"
        await jobs.take(key, hub.clock.now(), rate_per_second=SEARCHES[0], burst=SEARCHES[1])
        page = await client.conversations_history(
            channel=channel,
            cursor=cursor,
            include_all_metadata=True,
            limit=PAGE,
            oldest=f"{(copy.tried_at - SKEW).timestamp():.6f}",
        )
        for message in page["messages"]:
            if (message.get("metadata") or {}).get("event_payload") == wanted:
                handle = f"{channel}:{message['ts']}"
                await notices.told(copy, handle, "", hub.clock.now())
                return handle
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            break
    return None


async def post(hub: Hub, client: AsyncWebClient, copy: Copy, message: Message) -> str:
    """Post a copy, marked before and on it, and return its handle."""
    now = hub.clock.now()
    await pace(hub, copy.workspace_id, copy.place, copy.id, Urgency.NEW_CARD)
    since = copy.tried_at or now
    if copy.tried_at is None:
        await notices.trying(copy.id, since)
    try:
        posted = await client.chat_postMessage(
            channel=copy.place, metadata=_metadata(copy, since), **message
        )
    except SlackApiError as error:
        if copy.tried_at is None and code_of(error) == "ratelimited":
            await notices.trying(copy.id, None)  # It surely does not stand: nobody need search it.
        raise
    return f"{posted['channel']}:{posted['ts']}"


async def pace(hub: Hub, workspace_id: str, place: str, who: str, urgency: Urgency) -> None:
    """Keep to Slack's rates before a post to `place`; `who` tells one post from another.

    What nobody waits for has an allowance of its own, so that it never keeps a card waiting.
    Raises `RetryLater` with the seconds until it is the turn of `who`.
    """
    line, (rate, burst) = ("news", NEWS) if urgency <= Urgency.NEW_CARD else ("rest", REST)
    # The place comes last: its turns are a second apart when they are used, too.
    rates = (
        Rate(f"slack:{line}:{workspace_id}", rate, burst),
        Rate(post_bucket(workspace_id, place), *POSTS),
    )
    await jobs.book(rates, who, hub.clock.now())


async def hush(hub: Hub, workspace_id: str, place: str, seconds: float) -> None:
    """Post nothing to `place` for so many seconds: Slack asks for patience."""
    key = post_bucket(workspace_id, place)
    await jobs.hush(key, hub.clock.now(), rate_per_second=POSTS[0], seconds=seconds)


def post_bucket(workspace_id: str, place: str) -> str:
    """Return what the allowance of a place is called.

    Buckets outlive people, so none is called by somebody's account.
    """
    return f"slack:post:{workspace_id}:{hashlib.sha256(place.encode()).hexdigest()[:16]}"


async def _channel(client: AsyncWebClient, copy: Copy) -> str:
    """Return the channel of a copy; a person's account is posted to, but cannot be searched."""
    if not copy.direct:
        return copy.place
    opened = await client.conversations_open(users=copy.place)
    return str(opened["channel"]["id"])


def _metadata(copy: Copy, since: datetime) -> dict[str, Any]:
    """Return what marks a message: a copy that is posted anew later is another message."""
    return {
        "event_type": EVENT_TYPE,
        "event_payload": {"copy": copy.id, "since": since.isoformat()},
    }
