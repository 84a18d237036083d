"""Which job is done by whom."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial

from app import retaining
from app.ad_handlers import ad_handlers
from app.figures import Files
from app.speaking import chat_handlers
from app.subjects import SUBJECTS
from bot import digesting, rotating
from domain.activation import listing
from domain.activation import service as activation
from domain.activation.journeys import going
from domain.activation.journeys import sending as journeys
from domain.actor import Actor, Door, Role, RoleGrant
from domain.ad_reports import asking
from domain.ad_reports.model import AdReports
from domain.audience import routing as leads
from domain.audience.keys import service as keys
from domain.audience.segments.judging import JUDGED
from domain.audience.signals import JUDGE as JUDGE_LEAD
from domain.audit import archiving
from domain.audit import service as audit
from domain.campaigns import pausing, targeting
from domain.campaigns import removing as campaign_removing
from domain.campaigns.edits import noticing
from domain.campaigns.edits.model import EditHistory
from domain.campaigns.lists import asking as customer_lists
from domain.campaigns.lists.model import ListPublisher
from domain.campaigns.model import AdPublisher
from domain.campaigns.polling import RunningAds
from domain.campaigns.reviews import delivery, processes, reviewing
from domain.cases import docket, escalate
from domain.catalog import uploads
from domain.catalog.sites import JUDGE
from domain.catalog.works import importing
from domain.compensations import by_request
from domain.consents import service as consents
from domain.deliverables.collect import collect
from domain.eligibility import missing as unjudged
from domain.eligibility import renewing
from domain.eligibility import service as eligibility
from domain.executors import service as executors
from domain.exposures import enforcing, policies
from domain.feeds import returning
from domain.followups import ending, retiring
from domain.handovers.service import hand_over, take_back
from domain.hub import Hub
from domain.jobs import bucket_records, slices
from domain.jobs import service as jobs
from domain.jobs.model import GiveUp, Handler, Handlers, Job
from domain.launches import planning
from domain.launches import policies as launch_policies
from domain.launches import telling as launch_telling
from domain.looks import looking
from domain.masters import embargo, sequence
from domain.metric_files import asking as metric_files
from domain.metric_files import carrying
from domain.metrics import keeping as metrics
from domain.orchestration import drifting, mirroring, polling
from domain.orchestration import service as orchestration
from domain.playlists import following
from domain.playlists.service import comply
from domain.podcasts import polling as feeds
from domain.publishing import gate
from domain.receipts import service as receipts
from domain.reminding import away, missing
from domain.reminding import service as reminding
from domain.removals import seeing
from domain.requests import ledger, outcomes
from domain.requests.kinds import (
    campaign,
    commercial_audio,
    compensation,
    episode_release,
    music_licence,
    playlist,
    retirement,
    revision,
    takedown,
)
from domain.revisions import service as revisions
from domain.rights import agreeing, respelling, watching
from domain.rights.live import opening, standing
from domain.rulebook import releasing, replaying
from domain.shown import asking as shown
from domain.site_audio import service as site_audio
from domain.site_audio import watching as audio_watching
from domain.sponsored import following as sponsorship_following
from domain.sponsored import placing, warning
from domain.subscriptions import sending as hooks
from domain.takedowns import settling
from domain.targets import ahead, handing, narrowing, publishing, removing
from domain.targets import following as target_following
from domain.targets.connected import Targets
from domain.thresholds import digesting as silences
from domain.thresholds import judging, quieting, starting
from domain.thresholds import reminding as alert_reminding
from domain.title_house import pulling, reporting
from domain.title_house.model import TitleHouse
from domain.webhooks import asking as webhooks

#: What is asked for every hour.
HOURLY = (
    "audit.anchor",
    archiving.KIND,
    "receipts.forget",
    rotating.KIND,
    digesting.ASK,
    missing.KIND,
    watching.MISSING,
    unjudged.KIND,
    feeds.MISSING,
    leads.MISSING,
    metrics.KIND,
    judging.KIND,
    asking.KIND,
    alert_reminding.KIND,
    reviewing.KIND,
    noticing.KIND,
    hooks.LOOK,
    shown.MISSING,
)

#: What is asked for every hour beside that where a workflow service is connected.
MIRRORING = (orchestration.POLL, orchestration.CHECK)

#: What a job does for a request, as one says it.
DOING = {
    "campaign.prepare": "Making this ready",
    "campaign.publish": "Publishing this",
    "campaign.watch": "Watching what Spotify says of this",
    "campaign.retire": "Taking this away from Spotify",
    noticing.LOOK: "Looking what others edited of this at Spotify",
    targeting.KIND: "Setting these targets at Spotify, or those before,",
    customer_lists.KIND: "Uploading the list of this to Spotify, or taking accounts off it,",
    pausing.KIND: "Pausing this at Spotify, or having it run again,",
    ledger.WATCH: "Reminding reviewers of this",
    "sponsorship.collect": "Looking whether every file is in",
    uploads.DELIVERED: "Looking whether every file is in",
    "sponsorship.hand_over": "Handing this over",
    "rules.replay": "Judging the past by this version",
    "rules.release": "Releasing this version",
    "rules.take_effect": "Having this version take effect",
    "sponsorship.take_back": "Taking back what was made of this",
    "playlist.comply": "Judging the tracks of this",
    "audio.comply": "Judging the rights of this",
    "targeting.comply": "Judging consents, ages and countries of this",
    "files.collect": "Looking whether every file is in",
    "handover.make": "Handing this over",
    going.SEND: "Sending the journey of this",
    "handover.take_back": "Taking this back from those it was handed to",
    handing.PUBLISH: "Publishing this",
    handing.LOOK: "Looking how this stands where it was published",
    handing.NARROW: "Taking part of this down where it was published",
    campaign_removing.KIND: "Switching this off at Spotify in some places",
    removing.REMOVE: "Taking this down where it was published",
    seeing.SETTLE: "Looking whether all of this is gone",
    retiring.END: "Ending what this retires",
    revision.MOVED: "Opening the draft of this",
}

#: How long it is waited between two looks at what happened in the workflow service.
POLL_EVERY = timedelta(seconds=20)

#: What an installation publishes to by itself to which nothing is connected.
NO_TARGETS = Targets()

#: Who brings in titles and figures, and tells a title house about the former.
NIGHTLY = Actor(None, "Greenlight", Door.CONNECTOR, (RoleGrant(Role.MANAGER),))


def handlers_for(  # noqa: PLR0913  Each is connected or not by itself.
    hub: Hub,
    *,
    ads: AdPublisher | None,
    chat: Handler | None,
    tell: Handler | None = None,
    talk: Mapping[str, Handler] | None = None,
    house: TitleHouse | None = None,
    running: RunningAds | None = None,
    reports: AdReports | None = None,
    targets: Targets = NO_TARGETS,
    history: EditHistory | None = None,
    lists: ListPublisher | None = None,
) -> Handlers:
    """Return the handlers of this hub; what it is not connected to says so when it is asked.

    `chat` shows cards, `tell` tells people, `talk` is what else is done in chat; `house` is where
    the publisher keeps its titles, `running` says which ads run, `reports` what came of them,
    `history` who edited them, `lists` takes lists of customers. `targets` are where the hub
    publishes by itself.
    """
    return {
        **chat_handlers(hub, chat, tell, talk or {}),
        **_housekeeping_handlers(hub),
        **_metric_handlers(hub),
        **_reminding_handlers(hub),
        **_case_handlers(hub),
        **ad_handlers(hub, NIGHTLY, ads, running, reports, history, lists),
        **_hand_over_handlers(hub, targets),
        **_rule_handlers(hub),
        **_site_handlers(hub, targets),
        **_workflow_handlers(hub),
        **_rights_handlers(hub),
        **_title_handlers(hub, house),
        **_audience_handlers(hub),
        **_webhook_handlers(hub),
    }


def _housekeeping_handlers(hub: Hub) -> dict[str, Handler]:
    async def anchor(_: Job) -> None:
        await audit.anchor(hub.clock.now(), hub.secrets)

    async def forget(_: Job) -> None:
        await receipts.forget_old(hub.clock.now())
        await bucket_records.forget_places(hub.clock.now() - timedelta(hours=1))
        await bucket_records.forget_buckets(slices.PREFIX, hub.clock.now() - timedelta(hours=1))

    return {
        jobs.DIED: partial(_tell_of_death, hub),
        "audit.anchor": anchor,
        archiving.KIND: partial(archiving.archive_old, hub, retaining.over),
        "receipts.forget": forget,
    }


def _metric_handlers(hub: Hub) -> dict[str, Handler]:
    return {
        metrics.KIND: partial(metrics.forget_old, hub),
        metric_files.KIND: partial(carrying.carry_out, hub, Files()),
        judging.KIND: partial(judging.look, hub),
        alert_reminding.KIND: partial(alert_reminding.look, hub),
        judging.TOUCHED: partial(_figures_came, hub),
        quieting.KIND: partial(silences.end, hub),
        reviewing.KIND: partial(reviewing.look, hub),
        processes.KIND: partial(processes.start, hub),
        starting.KIND: partial(ending.follow, hub),
    }


def _reminding_handlers(hub: Hub) -> dict[str, Handler]:
    return {
        ledger.WATCH: partial(reminding.watch, hub),
        missing.KIND: partial(missing.watch_missing, hub),
        away.TURNED: partial(reminding.turned, hub),
    }


def _case_handlers(hub: Hub) -> dict[str, Handler]:
    return {
        docket.CLOCK: partial(escalate.look, hub),
        compensation.SETTLE: partial(by_request.settle, hub),
    }


def _rights_handlers(hub: Hub) -> dict[str, Handler]:
    return {
        watching.WATCH: partial(watching.watch, hub),
        watching.MISSING: partial(watching.watch_missing, hub),
        agreeing.LEFT: partial(agreeing.end_others, hub),
        respelling.KIND: partial(respelling.respell, hub),
        standing.DUE: partial(standing.look, hub),
        importing.SALES: partial(standing.titles_changed, hub),
        standing.ENFORCE: partial(enforcing.enforce, hub),
        policies.AGAIN: partial(policies.again, hub),
        feeds.POLL: partial(feeds.poll, hub),
        feeds.MISSING: partial(feeds.poll_missing, hub),
        takedown.MOVED: partial(_taken_down, hub),
    }


def _audience_handlers(hub: Hub) -> dict[str, Handler]:
    looking = partial(listing.look, hub, customer_lists.take_off)
    return {
        "targeting.comply": partial(activation.comply, hub),
        consents.TAKEN_BACK: looking,
        consents.CHANGED: partial(leads.consent_changed, hub),
        JUDGE_LEAD: partial(leads.judge, hub),
        leads.MISSING: partial(leads.judge_missing, hub),
        listing.LOOK: looking,
        JUDGED: partial(listing.judged, hub),
        keys.CAME: partial(customer_lists.keys_came, hub),
        going.SEND: partial(journeys.send, hub),
    }


def _webhook_handlers(hub: Hub) -> dict[str, Handler]:
    from api.schema import schema  # Slow, and not for commands that only name jobs.
    from api.webhook_queries import Queries

    return {
        webhooks.SEND: partial(hooks.send, hub, Queries(schema)),
        hooks.LOOK: partial(hooks.look, hub),
    }


def _title_handlers(hub: Hub, house: TitleHouse | None) -> dict[str, Handler]:
    async def pull(_: Job) -> None:
        if house is None:
            raise GiveUp("no Consonance is connected; set GREENLIGHT_CONSONANCE_URL and try again")
        await pulling.pull(hub, NIGHTLY, house, pulling.Wanted())

    return {
        pulling.PULL: pull,
        reporting.TELL: partial(reporting.say, hub, NIGHTLY, house),
        importing.CHANGED: partial(_titles_changed, hub),
        launch_telling.ASK: partial(launch_telling.ask, hub),
        launch_policies.AGAIN: partial(launch_policies.again, hub),
    }


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


def _rule_handlers(hub: Hub) -> dict[str, Handler]:
    return {
        "rules.replay": partial(replaying.replay, hub),
        "rules.release": partial(releasing.release, hub),
        "rules.take_effect": partial(releasing.take_effect, hub),
        executors.SHADOW: partial(executors.compare, hub),
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


async def _titles_changed(hub: Hub, job: Job) -> None:
    await opening.works_changed(hub, job)
    await embargo.looked_again(hub, job)
    await sequence.looked_again(hub, job)
    await planning.plan(hub, job)


async def _figures_came(hub: Hub, job: Job) -> None:
    await judging.look_at_touched(hub, job)
    await reviewing.look(hub, job)
    await delivery.touched(hub, job)


async def _taken_down(hub: Hub, job: Job) -> None:
    await enforcing.taken_down(hub, job)
    await audio_watching.ended(hub, job)


async def _retired(hub: Hub, job: Job) -> None:
    await retiring.moved(hub, job)
    await audio_watching.ended(hub, job)


def _workflow_handlers(hub: Hub) -> dict[str, Handler]:
    return {
        orchestration.MIRROR: partial(mirroring.mirror, hub, SUBJECTS),
        orchestration.POLL: partial(polling.poll, hub, SUBJECTS, POLL_EVERY),
        orchestration.CHECK: partial(drifting.check_hourly, hub, SUBJECTS),
    }


async def _tell_of_death(hub: Hub, job: Job) -> None:
    """Tell those who wait for a request that what it needs was given up, and what to do."""
    if job.details["kind"] == removing.REMOVE:
        await removing.hangs(hub, job.details["publication_id"])
    if job.details["kind"] == metric_files.KIND:
        await carrying.died(hub, job.details["file_id"], job.details["reason"])
    doing = DOING.get(job.details["kind"])
    if doing is None:
        return
    trouble = (
        f"{doing} stopped: {job.details['reason'].rstrip('.')}. An administrator mends the cause"
        f" and runs `greenlight retry {job.details['key']}`."
    )
    request_id, key = job.details["request_id"], job.details["key"]
    await outcomes.tell(hub, request_id, "request.stuck", trouble, key)
