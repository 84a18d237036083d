"""What `greenlight doctor` looks at beside jobs and processes; it changes and sends nothing."""

import asyncio
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from app.findings import Finding, Weight
from app.opening.connecting import web_app
from app.settings import Settings
from domain.audit import records as audit
from domain.audit import rules as audit_rules
from domain.audit import service as record
from domain.campaigns.halts import records as halts
from domain.clock import SystemClock
from domain.errors import HubError
from domain.hub import Hub
from domain.jobs import restored
from domain.keeping.opening import file_of
from domain.metrics import keeping
from domain.metrics.rules import day_of
from domain.people import ending_records
from domain.processes import service as processes
from domain.processes.model import SKEW_MAX

#: How long the record may go on without being signed: anchors are made every hour.
ANCHOR_AGE_MAX = timedelta(hours=3)

#: How far ahead there have to be parts for points: they are made every hour, for three months.
PARTS_AHEAD_MIN = timedelta(days=31)

#: A disk is low with less than this free, in bytes.
FREE_MIN = 1 << 30

#: How long before its end a token is told of, and how many are named.
ENDS_WITHIN, NAMED_MAX = timedelta(days=7), 20

#: How long a service may take to answer the knock at its door, in seconds.
KNOCK_SECONDS = 5.0


async def look(hub: Hub, settings: Settings, *, connect: bool) -> list[Finding]:
    """Return everything that is found; `connect` has each service outside knocked at."""
    now = hub.clock.now()
    return [
        *of_settings(settings),
        *await asyncio.to_thread(of_disks, settings),
        *await _of_record(hub, now),
        *await _of_clock(),
        *await _held(),
        *await _of_parts(now),
        *await _of_ads(),
        *await _of_tokens(now),
        *(await of_doors(settings) if connect else []),
    ]


def of_settings(settings: Settings) -> list[Finding]:
    """Return what is wrong with settings that belong together, each set by itself."""
    parts: tuple[Callable[[], object], ...] = (
        lambda: settings.ads_account,
        lambda: settings.oauth_app,
        lambda: settings.mail_server,
        lambda: settings.manner,
        lambda: web_app(settings),
    )
    found = []
    for part in parts:
        try:
            part()
        except HubError as error:
            found.append(Finding("setting", error.message))
    for name, meant in Settings.misspelt().items():
        found.append(Finding("setting", f"{name} is no setting: {meant} is", Weight.SOON))
    return found


def of_disks(settings: Settings) -> list[Finding]:
    """Return the folders on whose disks there is little room left."""
    path = file_of(settings.database_url)
    folders = {"files": settings.files} | ({"the database": path.parent} if path else {})
    found = []
    for what, folder in folders.items():
        free = shutil.disk_usage(_there(folder)).free
        if free < FREE_MIN:
            room = f"{free >> 20} MiB"
            found.append(Finding("disk_low", f"{room} are free where {what} are kept ({folder})"))
    return found


async def _of_record(hub: Hub, now: datetime) -> list[Finding]:
    anchors = await audit.anchors()
    found = []
    if anchors:
        last = anchors[-1]
        if not any(audit_rules.signs(key, last) for key, _ in record.keys(hub.secrets)):
            found.append(Finding("secret_differs", "the record was signed with another secret"))
    unsigned = await audit.events_after(anchors[-1].last_seq if anchors else 0, 1)
    if unsigned and now - unsigned[0].at > ANCHOR_AGE_MAX:
        since = f"{unsigned[0].at:%Y-%m-%d %H:%M} UTC"
        found.append(Finding("anchor_old", f"the record is not signed since {since}"))
    return found


async def _of_clock() -> list[Finding]:
    ahead = await processes.ahead(SystemClock())
    if abs(ahead) <= SKEW_MAX:
        return []
    seconds = f"{abs(ahead).total_seconds():.1f} s"
    return [Finding("clock_skew", f"this machine's clock is {seconds} off the database's")]


async def _held() -> list[Finding]:
    held = await restored.waiting()
    if not held:
        return []
    each = ", ".join(f"{number} {kind}" for kind, number in held.items())
    return [Finding("held_by_restore", f"a restore held jobs that act outside: {each}")]


async def _of_parts(now: datetime) -> list[Finding]:
    until = await keeping.ready_until()
    if until is None or day_of(until) > (now + PARTS_AHEAD_MIN).date():
        return []
    said = "points have no part of their table ahead of them, so imports make it on their way"
    return [Finding("parts_short", said, Weight.SOON)]


async def _of_ads() -> list[Finding]:
    halted = await halts.count()
    said = f"Spotify lets nothing of the ad account run (live campaigns: {halted})"
    return [Finding("ads_halted", said)] if halted else []


async def _of_tokens(now: datetime) -> list[Finding]:
    found = await ending_records.between(now, now + ENDS_WITHIN, NAMED_MAX)
    return [
        Finding(
            "token_ends",
            f"the token `{one.name}` of {one.owner} ends at {one.at:%Y-%m-%d %H:%M} UTC",
            Weight.SOON,
        )
        for one in found
    ]


async def of_doors(settings: Settings) -> list[Finding]:
    """Return the services of the settings at whose doors nobody answers."""
    doors = _doors(settings)
    answers = await asyncio.gather(*(_knock(host, port) for host, port in doors.values()))
    return [
        Finding("unreachable", f"{name} ({doors[name][0]}:{doors[name][1]}): {problem}")
        for name, problem in zip(doors, answers, strict=True)
        if problem is not None
    ]


def _doors(settings: Settings) -> dict[str, tuple[str, int]]:
    """Return host and port of every service that is set up, by name."""
    used = {
        "Spotify's Ads API": settings.spotify_ad_account and settings.spotify_api_url,
        "Spotify's accounts": settings.spotify_web_client_id and settings.spotify_accounts_url,
        "Spotify's Web API": settings.spotify_web_client_id and settings.spotify_web_url,
        "Distribution API": settings.distribution_client_id and settings.distribution_api_url,
        "Megaphone": settings.megaphone_token and settings.megaphone_api_url,
        "OpenText": settings.opentext_url,
        "OpenText workflow": settings.opentext_workflow_url,
        "Consonance": settings.consonance_url,
        "Slack": (settings.slack_signing_secret or settings.slack_app_token)
        and settings.slack_api_url,
        "the issuer": settings.oidc_issuer,
    }
    found = {}
    for name, url in used.items():
        if url:
            parts = urlsplit(str(url))
            port = parts.port or (80 if parts.scheme == "http" else 443)
            found[name] = (parts.hostname or "", port)
    if settings.smtp_host:
        found["the mail server"] = (settings.smtp_host, settings.smtp_port)
    return found


async def _knock(host: str, port: int) -> str | None:
    """Open a connection and close it; return what was wrong."""
    try:
        async with asyncio.timeout(KNOCK_SECONDS):
            _, writer = await asyncio.open_connection(host, port)
    except TimeoutError:
        return f"no answer within {KNOCK_SECONDS:g} s"
    except OSError as error:
        return error.strerror or type(error).__name__
    writer.close()
    return None


def _there(folder: Path) -> Path:
    """Return a folder, or the first above it that is there."""
    return next(one for one in (folder, *folder.absolute().parents) if one.exists())
