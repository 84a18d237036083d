"""What the sample is heard by: an episode that may come out, its show's feed, songs, an account.

Every name here is invented.
"""

from datetime import timedelta
from urllib.parse import parse_qs, parse_qsl, urlsplit

from app.demo.sample import PDF, PEOPLE, SET_UP, bring, email, picture
from connectors.spotify.web.fake import Accounts, Listener
from domain.actor import Actor, Door, Role
from domain.catalog import records as catalog
from domain.catalog.model import AssetKind, Show
from domain.connections import beginning, finishing, reading
from domain.errors import Missing
from domain.feed_writing import Category
from domain.feeds import records as feeds
from domain.feeds import setting as feed_setting
from domain.feeds.kept import FeedSettings
from domain.hub import Hub
from domain.people import entering, records
from domain.requests.kinds.episode_release import Target
from domain.rights import service as rights
from domain.rights.model import (
    Effect,
    End,
    Grant,
    Layer,
    Need,
    Provenance,
    Scope,
    Subject,
    SubjectKind,
    Use,
    Window,
)
from domain.targets import setting as target_setting
from domain.territories import Area

#: Title, artist, markets, ISRC, and whether its words are explicit.
SONGS = (
    ("Morning Steam", "The Sample Band", "DE AT FR GB US JP", "DEABC2600001", False),
    ("Slow River", "Sample & Sons", "DE AT FR GB US JP", "DEABC2600002", False),
    ("Harbour Lights", "The Sample Band", "DE AT FR GB US JP", "DEABC2600003", False),
    ("Only in Vienna", "Sample & Sons", "AT", "DEABC2600004", False),
    ("Loud Words", "Sample Shouters", "DE AT FR GB US JP", "DEABC2600005", True),
)


async def fill(hub: Hub, accounts: Accounts) -> None:
    """Make what the sample is heard by, unless it is there."""
    (show,) = await catalog.shows()
    requester = await _person(hub, PEOPLE[0].nickname)
    if await feeds.of_show(show.id) is None:
        await _released(hub, requester, show)
    if not await reading.has_account(show.brand_id):
        manager = next(one for one in PEOPLE if one.role is Role.MANAGER)
        await _connected(hub, await _person(hub, manager.nickname), show.brand_id, accounts)


def stock(listener: Listener) -> Listener:
    """Have the look-alike know the sample's songs; return it."""
    for title, artist, markets, isrc, explicit in SONGS:
        listener.release(title, artist, markets, isrc, explicit=explicit)
    return listener


def mpeg(seconds: int) -> bytes:
    """Return so many seconds of silence as an MP3 file of 128 kbit/s."""
    # One frame of MPEG 1, layer III: 1,152 samples of 44,100 a second, in one channel.
    frame = b"\xff\xfb\x90\xc4".ljust(144 * 128_000 // 44_100, b"\0")
    return frame * (seconds * 44_100 // 1_152)


async def _released(hub: Hub, requester: Actor, show: Show) -> None:
    """Bring the episode's files and rights in, and have its show published by a feed of ours."""
    _, artwork, *_ = await bring(
        hub,
        requester,
        show.brand_id,
        (AssetKind.AUDIO, "first-cup.mp3", mpeg(30)),
        (AssetKind.IMAGE, "first-cup.png", picture("First cup", 1_400)),
        (AssetKind.DOCUMENT, "first-cup-transcript.pdf", PDF),
    )
    said = FeedSettings(
        link="https://roasters.example.com/beans-and-beats",
        description="All about beans, told by those who roast them.",
        author="Sample Roasters",
        owner_name="Mika Manager (sample)",
        owner_email="podcasts@roasters.example.com",
        artwork_asset_id=artwork,
        categories=(Category("Arts", "Food"),),
    )
    await feed_setting.set_feed(hub, SET_UP, show.id, said)
    await target_setting.set_target(hub, SET_UP, show.id, Target.FEED, "")
    for episode in await catalog.episodes(show.id):
        await _cleared(hub, Subject(SubjectKind.EPISODE, episode.id))


async def _cleared(hub: Hub, episode: Subject) -> None:
    """Enter that an episode's guest agreed, everywhere and for years."""
    now = hub.clock.now()
    grant = Grant(
        id="",
        subject=episode,
        layer=Layer.GUEST_RELEASE,
        effect=Effect.PERMIT,
        scope=Scope(frozenset({Use.EVERY}), Area(frozenset()), include=("WORLD",)),
        window=Window(now, now + timedelta(days=3 * 365), End.DATED),
        provenance=Provenance("The guest (sample)"),
    )
    await rights.declare(hub, SET_UP, episode, [Need(Layer.GUEST_RELEASE)])
    await rights.add(hub, SET_UP, grant)


async def _connected(hub: Hub, manager: Actor, brand_id: str, accounts: Accounts) -> None:
    """Have the brand's look-alike account connected, as by its owner in a browser."""
    begun = await beginning.begin(hub, manager, brand_id)
    ticket = parse_qs(urlsplit(beginning.address_of(hub, begun)).query)["ticket"][0]
    opened = await beginning.opened(hub, ticket)
    asked = dict(parse_qsl(urlsplit(opened.address).query))
    answer = dict(parse_qsl(urlsplit(accounts.agree(asked, hub.clock.now())).query))
    await finishing.finish(hub, answer["state"], opened.browser, answer["code"])


async def _person(hub: Hub, nickname: str) -> Actor:
    """Return somebody of the sample, as they act."""
    person = next(one for one in PEOPLE if one.nickname == nickname)
    user = await records.user_by_email(email(person))
    actor = await entering.person(hub, user.id, Door.CONSOLE) if user else None
    if actor is None:
        raise Missing("no_such_user", f"The sample's {nickname} is gone; run `make demo-reset`.")
    return actor
