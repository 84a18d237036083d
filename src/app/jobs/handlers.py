"""Which job is done by whom."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial

from app.files.figures import Files
from app.jobs import retaining, stuck
from app.jobs.ad_handlers import ad_handlers
from app.jobs.out_handlers import out_handlers
from app.jobs.speaking import chat_handlers
from app.jobs.subjects import SUBJECTS
from domain import retiring
from domain.activation import listing
from domain.activation import service as activation
from domain.activation.journeys import going
from domain.activation.journeys import sending as journeys
from domain.actor import Actor, Door, Role, RoleGrant
from domain.ad_reports.model import AdReports
from domain.audience import routing as leads
from domain.audience.keys import service as keys
from domain.audience.segments.judging import JUDGED
from domain.audience.signals import JUDGE as JUDGE_LEAD
from domain.audit import archiving
from domain.audit import service as audit
from domain.campaigns.edits.model import EditHistory
from domain.campaigns.lists import asking as customer_lists
from domain.campaigns.lists.model import ListPublisher
from domain.campaigns.model import AdPublisher
from domain.campaigns.polling import RunningAds
from domain.campaigns.reviews import delivery, processes, reviewing
from domain.cases import docket, escalate
from domain.catalog.works import asking as titles
from domain.compensations import by_request
from domain.consents import service as consents
from domain.executors import service as executors
from domain.exposures import enforcing, policies
from domain.followups import ending
from domain.hub import Hub
from domain.jobs import bucket_records, slices
from domain.jobs import service as jobs
from domain.jobs.model import GiveUp, Handler, Handlers, Job
from domain.launches import planning
from domain.launches import policies as launch_policies
from domain.launches import telling as launch_telling
from domain.masters import embargo, sequence
from domain.metric_files import asking as metric_files
from domain.metric_files import carrying
from domain.metrics import breaking_off
from domain.metrics import keeping as metrics
from domain.orchestration import drifting, mirroring, polling
from domain.orchestration import service as orchestration
from domain.podcasts import polling as feeds
from domain.receipts import service as receipts
from domain.reminding import away, missing
from domain.reminding import service as reminding
from domain.requests import ledger
from domain.requests.kinds import (
    compensation,
    takedown,
)
from domain.rights import agreeing, respelling, watching
from domain.rights.live import opening, standing
from domain.rulebook import releasing, replaying
from domain.site_audio import watching as audio_watching
from domain.subscriptions import sending as hooks
from domain.targets.connected import Targets
from domain.thresholds import digesting as silences
from domain.thresholds import judging, quieting, starting
from domain.thresholds import reminding as alert_reminding
from domain.title_house import pulling, reporting
from domain.title_house.model import TitleHouse
from domain.webhooks import asking as webhooks

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
        **out_handlers(hub, targets),
        **_rule_handlers(hub),
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
        jobs.DIED: partial(stuck.tell, hub),
        "audit.anchor": anchor,
        archiving.KIND: partial(archiving.archive_old, hub, retaining.over),
        retiring.KIND: partial(retiring.retire_old, hub, retaining.in_review),
        "receipts.forget": forget,
    }


def _metric_handlers(hub: Hub) -> dict[str, Handler]:
    return {
        metrics.AHEAD: partial(metrics.make_ahead, hub),
        metrics.KIND: partial(metrics.forget_old, hub),
        breaking_off.KIND: partial(breaking_off.end_what_stands_still, hub),
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
        titles.SALES: partial(standing.titles_changed, hub),
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
    from api.webhooks.queries import Queries

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
        titles.CHANGED: partial(_titles_changed, hub),
        launch_telling.ASK: partial(launch_telling.ask, hub),
        launch_policies.AGAIN: partial(launch_policies.again, hub),
    }


def _rule_handlers(hub: Hub) -> dict[str, Handler]:
    return {
        "rules.replay": partial(replaying.replay, hub),
        "rules.release": partial(releasing.release, hub),
        "rules.take_effect": partial(releasing.take_effect, hub),
        executors.SHADOW: partial(executors.compare, hub),
    }


def _workflow_handlers(hub: Hub) -> dict[str, Handler]:
    return {
        orchestration.MIRROR: partial(mirroring.mirror, hub, SUBJECTS),
        orchestration.POLL: partial(polling.poll, hub, SUBJECTS, POLL_EVERY),
        orchestration.CHECK: partial(drifting.check_hourly, hub, SUBJECTS),
    }


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
