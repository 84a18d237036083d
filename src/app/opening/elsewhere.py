"""The services that may judge by tables or run processes, put together from the settings."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2

from app.settings import Settings
from connectors.opentext.auth import Basic, Entry, TenantTokens
from connectors.opentext.client import DecisionClient
from connectors.opentext.connector import OpenTextDecisions
from connectors.opentext.dialects import FLOWABLE, OPENTEXT
from connectors.opentext.workflow import OpenTextWorkflows
from connectors.opentext.workflow_dialects import FLOWABLE as FLOWABLE_PROCESSES
from connectors.opentext.workflow_dialects import OPENTEXT as OPENTEXT_PROCESSES
from connectors.outgoing import Outgoing, is_safe
from domain.clock import Clock
from domain.decision_service import DecisionService
from domain.errors import Invalid
from domain.workflow_service import WorkflowService


@asynccontextmanager
async def open_decisions(settings: Settings, clock: Clock) -> AsyncIterator[DecisionService | None]:
    """Open the way to the decision service; None if none is set."""
    if settings.opentext_url is None:
        yield None
        return
    base = safe("OPENTEXT_URL", settings.opentext_url)
    # Its own client: what is set for Spotify's is nothing to this one.
    async with Outgoing("decisions", timeout=settings.opentext_seconds) as http:
        dialect = FLOWABLE if settings.opentext_dialect == "flowable" else OPENTEXT
        entry = _entry(settings, base, http, clock)
        client = DecisionClient(
            http, entry, dialect, base_url=base, seconds=settings.opentext_seconds
        )
        yield OpenTextDecisions(client, dialect.name)


@asynccontextmanager
async def open_workflows(settings: Settings, clock: Clock) -> AsyncIterator[WorkflowService | None]:
    """Open the way to the workflow service; None if none is set.

    OpenText's stands at the same address as its decision service; Flowable's at one of its own.
    """
    flowable = settings.opentext_dialect == "flowable"
    url = settings.opentext_workflow_url or (None if flowable else settings.opentext_url)
    if url is None:
        yield None
        return
    base = safe("OPENTEXT_WORKFLOW_URL", url)
    async with Outgoing("workflows", timeout=settings.opentext_workflow_seconds) as http:
        yield OpenTextWorkflows(
            http,
            _entry(settings, base, http, clock),
            FLOWABLE_PROCESSES if flowable else OPENTEXT_PROCESSES,
            base_url=base,
            seconds=settings.opentext_workflow_seconds,
        )


def _entry(settings: Settings, base: str, http: httpx2.AsyncClient, clock: Clock) -> Entry:
    secret = settings.opentext_client_secret
    given = {
        "OPENTEXT_CLIENT_ID": settings.opentext_client_id,
        "OPENTEXT_CLIENT_SECRET": secret.get_secret_value() if secret else None,
    }
    if settings.opentext_dialect == "flowable":
        return Basic(*_all(given))
    if settings.opentext_token_url is None:
        given["OPENTEXT_TENANT"] = settings.opentext_tenant
    client_id, client_secret, *_ = _all(given)
    usual = f"{base.rstrip('/')}/tenants/{settings.opentext_tenant}/oauth2/token"
    token_url = safe("OPENTEXT_TOKEN_URL", settings.opentext_token_url or usual)
    return TenantTokens(
        http, clock, token_url=token_url, client_id=client_id, client_secret=client_secret
    )


def _all(given: dict[str, str | None]) -> list[str]:
    """Return every value; `Invalid` names those that are not set."""
    missing = [f"GREENLIGHT_{name}" for name, value in given.items() if not value]
    if missing:
        raise Invalid(
            "bad_settings",
            f"OpenText and Flowable take all of their settings; set {', '.join(missing)} as well.",
            ("settings",),
        )
    return [str(value) for value in given.values()]


def safe(name: str, url: str) -> str:
    """Return an address that is encrypted, or on this machine; `Invalid` if it is neither."""
    if is_safe(url):
        return url
    said = (
        f"GREENLIGHT_{name} must begin with https://, or on this machine with http://, and name a"
        " host and perhaps its port."
    )
    raise Invalid("bad_settings", said, ("settings",))
