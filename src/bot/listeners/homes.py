"""Drawing Home tabs: when somebody opens one or uses it, and when what it shows has changed."""

from datetime import timedelta

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards.drawing import fingerprint
from bot.installing.workspaces import Clients
from bot.language import speaking
from bot.linking import invitations as linking
from bot.linking import who
from bot.linking.who import Unlinked
from bot.listeners import away
from bot.messages.inbox import Shown, inbox_home
from bot.messages.parts import Block
from bot.trouble import code_of, patience
from domain.actor import Actor
from domain.campaigns import records as campaigns
from domain.chat import records as chat
from domain.chat.records import Home
from domain.hub import Hub
from domain.inbox import service
from domain.inbox.model import Inbox, Looks, Tab
from domain.jobs import service as jobs
from domain.jobs.model import Job, RetryLater
from domain.notices import records as notices
from domain.people import entering, languages
from domain.people import records as people

#: Home tabs per second in one workspace, with what may come at once. Source: tier 4, 100 a minute.
PUBLISHES = (1.0, 40.0)

#: How long a Home is kept up to date after it was opened. Ours: it is drawn when it is opened.
KEPT = timedelta(days=2)


async def show(
    hub: Hub, clients: Clients, team: str, user: str, looks: Looks | None = None
) -> None:
    """Draw the Home of an account; `looks` is how they want to look at it from now on."""
    client = await clients.of(team)
    if client is None:
        return
    try:
        actor = await who.actor(hub, client, team, user)
    except Unlinked as error:
        await client.views_publish(user_id=user, view=linking.home(hub, team, user, error))
        return
    kept = await chat.home(team, user)
    wanted = looks or looks_of(kept)
    held = _held(wanted)
    await chat.looked(team, user, actor.user_id or "", held, hub.clock.now())
    # What they asked for is drawn over whatever stands there.
    await _publish(hub, client, actor, (team, user), wanted, None)


async def refresh(hub: Hub, clients: Clients, job: Job) -> None:
    """Draw somebody's Homes anew where they show something else; the handler of `home.show`."""
    user_id, now = job.details["user_id"], hub.clock.now()
    for home in await chat.homes_of([user_id], now - KEPT):
        client = await clients.of(home.workspace_id)
        actor = await entering.by_chat(hub, home.workspace_id, home.chat_user_id)
        if client is None or actor is None or actor.user_id != user_id:
            continue
        key = f"slack:publish:{home.workspace_id}"
        await jobs.take(key, now, rate_per_second=PUBLISHES[0], burst=PUBLISHES[1])
        try:
            account = (home.workspace_id, home.chat_user_id)
            reader = await languages.of_person(user_id)
            with speaking(reader.locale, reader.time_zone):
                await _publish(hub, client, actor, account, looks_of(home), home)
        except SlackApiError as error:
            _pass_over(error)


def _pass_over(error: SlackApiError) -> None:
    """Raise what may pass; somebody who used their Home meanwhile has seen it newer."""
    code = code_of(error)
    if code == "ratelimited":
        raise RetryLater(patience(error), "Slack asks for patience") from error
    if code == "hash_conflict":
        raise RetryLater(1.0, "the Home was used meanwhile") from error


async def _publish(
    hub: Hub,
    client: AsyncWebClient,
    actor: Actor,
    account: tuple[str, str],
    looks: Looks,
    over: Home | None,
) -> None:
    view = await drawn(hub, actor, looks, account[0])
    print_ = fingerprint(view)
    if over is not None and over.drawn == print_:
        return
    hash_ = over.hash if over is not None else None
    named = {"hash": hash_} if hash_ else {}
    answer = await client.views_publish(user_id=account[1], view=view, **named)
    await chat.drawn(*account, str(answer["view"]["hash"]), print_)


async def drawn(hub: Hub, actor: Actor, looks: Looks, workspace_id: str) -> Block:
    """Return the Home of somebody."""
    inbox = await service.look(hub, actor, looks)
    cards, extra = await _cards(inbox, actor, workspace_id), await away.home_row(hub, actor)
    paused = await campaigns.stopped([row.request.id for row in inbox.rows])
    return inbox_home(Shown(inbox, cards, extra, paused))


async def _cards(inbox: Inbox, actor: Actor, workspace_id: str) -> dict[str, str]:
    """Return where the cards stand that somebody's rows are about, by request id."""
    url = await notices.address_of(workspace_id)
    if not url:
        return {}
    found: dict[str, str] = {}
    identities = await people.identities_of(actor.user_id or "")
    own = {one.chat_user_id for one in identities}
    teams = await people.places_of(sorted(actor.team_ids))
    copies = await notices.of_subjects([row.request.id for row in inbox.rows])
    for request_id, held in copies.items():
        for copy in held:
            mine = copy.place in own if copy.direct else copy.place in teams
            if mine and copy.handle and copy.workspace_id == workspace_id:
                channel, _, ts = copy.handle.partition(":")
                found[request_id] = f"{url}archives/{channel}/p{ts.replace('.', '')}"
    return found


def looks_of(home: Home | None) -> Looks:
    """Return how somebody looked at their Home last."""
    held = home.looks if home else {}
    tab = held.get("tab", Tab.WAITING)
    return Looks(
        Tab(tab) if tab in set(Tab) else Tab.WAITING,
        held.get("kind"),
        held.get("brand_id"),
        held.get("market"),
        page_of(str(held.get("page", 1))),
    )


def page_of(said: str) -> int:
    """Return which page a button or a kept Home names; the first where it names none."""
    named = said.isascii() and said.isdecimal() and len(said) <= 3  # noqa: PLR2004  Digits.
    return max(1, min(int(said), service.PAGES_MAX)) if named else 1


def _held(looks: Looks) -> dict[str, object]:
    return {
        "tab": looks.tab,
        "kind": looks.kind,
        "brand_id": looks.brand_id,
        "market": looks.market,
        "page": looks.page,
    }
