"""Exporting the record of a site or a request for an audit, and checking such a file."""

import json
from pathlib import Path
from typing import Any

from app.console.given import number_in
from domain import ids
from domain.audit.exporting import check, document
from domain.catalog import site_records
from domain.eligibility import records as eligibility
from domain.errors import HubError, Invalid, Missing
from domain.hub import Hub
from domain.requests import records as requests


async def export(hub: Hub, subject: str) -> dict[str, Any]:
    """Return the record of a subject: a request by number or id, a site, or any other id.

    Raises `Missing` where the record knows nothing of it. Of a site it is also
    what was asked for there: its licences, and what is heard at it.
    """
    made = await document(await _subjects(subject), hub.files)
    if not any(chain["events"] for chain in made["chains"]):
        raise Missing("no_record", f"The record knows nothing of `{subject[:40]}`.")
    return made


async def printed(hub: Hub, subject: str) -> tuple[str, bool]:
    """Return an export as it is printed, and whether its chains hold."""
    made = await export(hub, subject)
    return json.dumps(made, indent=2, ensure_ascii=False), not made["findings"]


def checked(path: Path) -> tuple[str, bool]:
    """Return what to say of an exported file, and whether it holds."""
    try:
        given = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise Invalid("no_audit_export", f"{path} cannot be read as JSON.") from error
    if not isinstance(given, dict):
        raise Invalid("no_audit_export", f"{path} holds no exported record.")
    findings = check(given)
    if not findings:
        events = sum(len(chain["events"]) for chain in given["chains"])
        return f"{len(given['chains'])} chains with {events} events hold.", True
    return "\n".join(f"{f.subject} at {f.position}: {f.problem}" for f in findings), False


async def _subjects(wanted: str) -> list[str]:
    number = number_in(wanted)
    if number is not None:
        request = await requests.get_by_number(number)
        if request is None:
            raise Missing("no_such_request", f"There is no request #{number}.")
        return [request.id]
    try:
        kind = ids.kind_of(wanted)
    except HubError:
        return [wanted]  # The record has subjects with names too, such as `rules:campaign_stages`.
    if kind is not ids.Prefix.SITE:
        return [wanted]
    site = (await site_records.sites_by_id([wanted])).get(wanted)
    if site is None:
        raise Missing("no_such_site", f"There is no site `{wanted[:40]}`.")
    return [site.id, *(one.id for one in await eligibility.asked_for(site))]
