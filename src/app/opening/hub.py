"""Opening the hub of the settings: database, files, keys, and the services it may ask."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from app.opening.connecting import open_authoriser
from app.opening.elsewhere import open_decisions, open_workflows
from app.opening.signing_in import open_identities
from app.settings import Settings
from connectors.charts.painting import painting
from connectors.feeds.writing import Feeds
from connectors.files.disk import DiskStore
from connectors.podcasts.fetching import FeedFetcher
from connectors.webhooks.sender import WebhookSender
from domain.charted.source import KeptCharts
from domain.clock import Clock, SystemClock
from domain.database import open_database, sql
from domain.database.migrate import require_current
from domain.database.replica import open_replica
from domain.errors import Invalid
from domain.hub import Hub
from domain.jobs.model import Wake
from domain.jobs.service import Bell
from domain.sealing.rotating import with_kept
from domain.secrets import Secrets


@asynccontextmanager
async def open_hub(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Hub]:
    """Open the hub of `settings`; without a secret nothing is opened."""
    if settings.secret is None:
        raise Invalid(
            "no_secret",
            "Set GREENLIGHT_SECRET to 32 or more random characters (`openssl rand -hex 32`).",
            ("GREENLIGHT_SECRET",),
        )
    others = [one.get_secret_value() for one in settings.secrets_accepted]
    keys = Secrets.of(settings.secret.get_secret_value(), others)
    clock = clock or SystemClock()
    async with (
        open_identities(settings, clock) as identities,
        open_decisions(settings, clock) as decisions,
        open_workflows(settings, clock) as workflows,
        painting() as painter,
        open_authoriser(settings, clock) as authoriser,
    ):
        database = await open_database(settings.database_url, settings.database_limits)
        try:
            await require_current()
            _open_replica(settings)
            hub = Hub(
                clock=clock,
                secrets=await with_kept(keys),
                files=DiskStore(settings.files),
                undo_window=settings.undo_window,
                unconnected=frozenset() if settings.ads_account else frozenset({"campaign"}),
                identities=identities,
                decision_service=decisions,
                workflow_service=workflows,
                painter=painter,
                journeys=WebhookSender(clock, loopback=settings.journeys_loopback),
                podcasts=FeedFetcher(loopback=settings.journeys_loopback),
                feed_writer=Feeds(loopback=settings.journeys_loopback),
                authoriser=authoriser,
                public_url=settings.public_url.rstrip("/"),
                audience_least=settings.audience_least,
                insights=settings.spotify_insights,
                keep=settings.keep,
                wake=await _wake(clock),
            )
            yield replace(hub, charts=KeptCharts(hub))
        finally:
            await database.close()


def _open_replica(settings: Settings) -> None:
    """Open the copy that lists are read from, if one is set."""
    if settings.database_replica_url is not None:
        url = settings.database_replica_url.get_secret_value()
        open_replica(url, settings.database_limits, settings.database_replica_lag_seconds)


async def _wake(clock: Clock) -> Wake:
    """Return what wakes the workers of the open database."""
    if sql.sole():
        return Bell()
    from connectors.jobs.pgqueuer import Calls, require_installed  # Slow, and not for a file.

    await require_installed()
    return Calls(clock)
