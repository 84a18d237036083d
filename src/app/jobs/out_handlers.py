"""Which job about what goes out is done by whom: handed over, published, at sites, taken back."""

from functools import partial

from domain.catalog import uploads
from domain.catalog.sites import JUDGE
from domain.deliverables.collect import collect
from domain.eligibility import missing as unjudged
from domain.eligibility import renewing
from domain.eligibility import service as eligibility
from domain.feeds import returning
from domain.followups import retiring
from domain.handovers.service import hand_over, take_back
from domain.hub import Hub
from domain.jobs.model import Handler, Job
from domain.looks import looking
from domain.masters import sequence
from domain.playlists import following
from domain.playlists.service import comply
from domain.publishing import gate
from domain.removals import seeing
from domain.requests.kinds import (
    campaign,
    commercial_audio,
    episode_release,
    music_licence,
    playlist,
    retirement,
    revision,
)
from domain.revisions import service as revisions
from domain.rights.live import opening
from domain.shown import asking as shown
from domain.site_audio import service as site_audio
from domain.site_audio import watching as audio_watching
from domain.sponsored import following as sponsorship_following
from domain.sponsored import placing, warning
from domain.takedowns import settling
from domain.targets import ahead, handing, narrowing, publishing, removing
from domain.targets import following as target_following
from domain.targets.connected import Targets


def out_handlers(hub: Hub, targets: Targets) -> dict[str, Handler]:
    """Return the handlers of what goes out; `targets` are where the hub publishes by itself."""
    return {**_hand_over_handlers(hub, targets), **_site_handlers(hub, targets)}


def _hand_over_handlers(hub: Hub, targets: Targets) -> dict[str, Handler]:
    collecting, taking = partial(_collected, hub), partial(take_back, hub, targets)
    making = partial(hand_over, hub, targets)
    return {
        uploads.DELIVERED: collecting,
        **dict.fromkeys(("sponsorship.collect", "files.collect"), collecting),
        "handover.make": making,
        "handover.take_back": taking,
        "sponsorship.hand_over": partial(placing.place, hub, targets),
        "sponsorship.take_back": partial(placing.take_back, hub, targets),
        campaign.MOVED: partial(sponsorship_following.follow, hub),
        episode_release.MOVED: partial(_episode_moved, hub),
        shown.LOOK: partial(looking.look, hub, targets.pages),
        shown.MISSING: partial(shown.missing, hub),
        returning.KIND: partial(returning.turn, hub),
        opening.AHEAD: partial(ahead.look, hub),
        handing.PUBLISH: partial(publishing.publish, hub, targets),
        handing.LOOK: partial(target_following.look, hub, targets),
        handing.NARROW: partial(narrowing.narrow, hub, targets),
        removing.REMOVE: partial(removing.remove, hub, targets),
        seeing.SETTLE: partial(settling.settle, hub),
    }


def _site_handlers(hub: Hub, targets: Targets) -> dict[str, Handler]:
    return {
        JUDGE: partial(eligibility.judge, hub),
        unjudged.KIND: partial(unjudged.judge_missing, hub),
        music_licence.MOVED: partial(eligibility.licence_moved, hub),
        renewing.RENEW: partial(renewing.renew, hub),
        "playlist.comply": partial(comply, hub),
        playlist.WATCH: partial(following.watch, hub),
        following.AGAIN: partial(following.again, hub),
        "audio.comply": partial(site_audio.comply, hub),
        commercial_audio.WATCH: partial(audio_watching.watch, hub),
        retirement.MOVED: partial(_retired, hub),
        retiring.END: partial(retiring.end, hub, targets),
        revision.MOVED: partial(revisions.follow, hub),
    }


async def _collected(hub: Hub, job: Job) -> None:
    await collect(hub, job)
    await warning.warn(hub, job)
    await sequence.looked_again(hub, job)


async def _episode_moved(hub: Hub, job: Job) -> None:
    await gate.ring(hub, job)
    await sequence.looked_again(hub, job)
    await shown.moved(hub, job)


async def _retired(hub: Hub, job: Job) -> None:
    await retiring.moved(hub, job)
    await audio_watching.ended(hub, job)
