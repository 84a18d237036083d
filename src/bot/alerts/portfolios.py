"""The chart of a brand's campaigns in what is told by the day or by the week: one, or none.

What is told stands without it: where there are no charts, nothing is to be seen, or Slack does not
take the picture.
"""

from collections.abc import Callable, Sequence

import structlog

from bot.alerts.pictures import Frame, sent
from bot.cards.standing import Account
from bot.installing.workspaces import Clients
from bot.messages.parts import Message
from bot.sending import saying
from bot.sending.picturing import NotUploaded
from bot.sending.saying import NotSaidError
from domain.actor import Actor
from domain.charted.farthest import farthest_behind
from domain.charts.model import Look
from domain.chat.pictures import Picture
from domain.errors import HubError
from domain.hub import Hub
from domain.jobs.model import Job, RetryLater

#: How often a message is tried with its picture, and how long Slack is given in between to look at
#: the file, in seconds. Ours.
TRIES_MAX, LOOKED_AT_SECONDS = 3, 3.0

log = structlog.get_logger()


async def worst(
    hub: Hub, clients: Clients, actor: Actor, brands: Sequence[str], workspace_id: str, locale: str
) -> Picture | None:
    """Return the portfolio that is farthest behind of those `actor` may see, sent to a workspace.

    Raises `RetryLater` where Slack takes no further file yet.
    """
    client = await clients.of(workspace_id)
    if client is None or hub.charts is None or hub.painter is None:
        return None
    try:
        found = await farthest_behind(hub, actor, brands, Look(locale=locale))
        if found is None:
            return None
        return await sent(hub, found[0], found[1], Frame(client, workspace_id, locale))
    except (NotUploaded, HubError) as error:
        log.warning("portfolio_not_sent", reason=error.code)
        return None


async def say(
    hub: Hub,
    clients: Clients,
    account: Account,
    job: Job,
    who: str,
    draw: Callable[[Picture | None], Message],
    picture: Picture | None,
) -> str | None:
    """Say what `draw` makes with a picture, as `saying.say` does; without it where Slack insists.

    Slack looks at files by and by, so it is asked again after a while before that.
    """
    try:
        return await saying.say(hub, clients, account, who, draw(picture))
    except NotSaidError as error:
        if picture is None or error.why != "invalid_blocks":
            raise
        if job.claims <= TRIES_MAX:
            raise RetryLater(LOOKED_AT_SECONDS, "Slack looks at the picture") from error
    return await saying.say(hub, clients, account, f"{who}:plain", draw(None))
