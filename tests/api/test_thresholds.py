"""Thresholds and alerts over the door: tried out, kept, opened, dealt with, and heard of."""

from datetime import timedelta
from typing import Any

from domain.catalog import service as catalog
from domain.thresholds import judging
from tests.api.door import door
from tests.conftest import START
from tests.world import ROOT, World

INGEST = """mutation($input: IngestMetricsInput!) {
  ingestMetrics(input: $input) { done { added } errors { __typename } } }"""
TRY = """query($terms: ThresholdTermsInput!) { tryThreshold(terms: $terms) {
  seriesCount days alerts openNow unknownDays longestDays asOf
  episodes { opened resolved severity } } }"""
SAVE = """mutation($input: SaveThresholdInput!) { saveThreshold(input: $input) {
  threshold { id version active terms { name warning days subjectId } }
  errors { ... on UserError { code path message } } } }"""
RETIRE = """mutation($input: RetireThresholdInput!) { retireThreshold(input: $input) {
  threshold { active } errors { ... on UserError { code } } } }"""
ALERTS = """query($open: Boolean) { alerts(open: $open) { id severity condition handling reason
  openedDay evidence acknowledgedBy assigneeName note subjectKind
  auditTrail { act actorName } } }"""
ACTS = """mutation($ack: AlertInput!, $assign: AssignAlertInput!, $snooze: SnoozeAlertInput!) {
  acknowledgeAlert(input: $ack) { alert { handling } errors { ... on UserError { code } } }
  assignAlert(input: $assign) { alert { assigneeName } errors { ... on UserError { code } } }
  snoozeAlert(input: $snooze) { alert { handling } errors { ... on UserError { code } } } }"""
RESOLVE = """mutation($input: ResolveAlertInput!) { resolveAlert(input: $input) {
  alert { condition reason } errors { ... on UserError { code path } } } }"""


async def fallen(world: World) -> dict[str, Any]:
    """Bring in the plays of a show, which are too few; return the terms that say so."""
    show = await catalog.add_show(world.hub, ROOT, "Beans", world.brand_id, "en")
    figures = [
        {"day": (START.date() - timedelta(days=ago)).isoformat(), "value": str(90 + ago % 2)}
        | {"subject": show.id, "metric": "plays"}
        for ago in range(2, 12)
    ]
    manager = await door(world, "manager")
    await manager.data(INGEST, input={"source": "other", "figures": figures})
    terms = {"name": "Plays fell", "metric": "plays", "kind": "TARGET"}
    return terms | {"side": "BELOW", "warning": "100", "subjectId": show.id}


async def test_a_threshold_is_tried_out_kept_and_retired(world: World) -> None:
    manager, terms = await door(world, "manager"), await fallen(world)
    tried = (await manager.data(TRY, terms=terms))["tryThreshold"]
    threshold = (await manager.data(SAVE, input={"terms": terms}))["saveThreshold"]["threshold"]
    wrong = await manager.data(SAVE, input={"terms": terms | {"critical": "200"}})
    retired = await manager.data(RETIRE, input={"id": threshold["id"], "version": 1})

    assert (tried["alerts"], tried["openNow"], tried["seriesCount"]) == (1, 1, 1)
    assert (tried["longestDays"], tried["asOf"]) == (8, "2026-11-19")
    assert tried["episodes"] == [{"opened": "2026-11-12", "resolved": None, "severity": "WARNING"}]
    assert (threshold["terms"]["warning"], threshold["version"]) == ("100", 1)
    assert wrong["saveThreshold"]["errors"][0]["path"] == ["critical"]
    assert retired["retireThreshold"]["threshold"] == {"active": False}


async def test_what_would_watch_nothing_is_refused_at_its_field_and_not_kept(world: World) -> None:
    manager, terms = await door(world, "manager"), await fallen(world)
    wrong: dict[str, dict[str, Any]] = {
        "subjectKind": {"subjectKind": "CAMPAIGN"},
        "brandId": {"brandId": "brd_nope", "subjectId": None},
        "dimension": {"dimension": "x"},
        "warning": {"metric": "ad_completion_rate", "warning": "80"},
    }
    found = {}
    for field, changes in wrong.items():
        done = await manager.data(SAVE, input={"terms": terms | changes})
        found[field] = done["saveThreshold"]["errors"][0]["path"]
    listed = await manager.data("{ thresholds { id } }")

    assert found == {field: [field] for field in wrong}
    assert listed["thresholds"] == []


async def test_what_a_threshold_opens_is_dealt_with(world: World) -> None:
    manager, reviewer = await door(world, "manager"), await door(world, "brand_one")
    await manager.data(SAVE, input={"terms": await fallen(world)})
    await judging.judge(world.hub)
    (alert,) = (await reviewer.data(ALERTS))["alerts"]
    acted = await reviewer.data(
        ACTS,
        ack={"id": alert["id"], "note": "Looking."},
        assign={"id": alert["id"], "userId": world.people["manager"]},
        snooze={"id": alert["id"]},
    )
    (held,) = (await reviewer.data(ALERTS, open=True))["alerts"]
    given = {"id": alert["id"], "note": "A holiday."}
    resolved, again = [
        (await reviewer.data(RESOLVE, input=given))["resolveAlert"] for _ in range(2)
    ]

    opened = (alert["condition"], alert["handling"], alert["openedDay"])
    assert opened == ("FIRING", "NONE", "2026-11-19")
    assert (alert["evidence"]["value"], alert["subjectKind"]) == ("90", "SHOW")
    assert acted["snoozeAlert"]["alert"]["handling"] == "SNOOZED"
    assert (held["acknowledgedBy"], held["assigneeName"]) == ("Brand One", "Manager")
    assert [one["act"] for one in held["auditTrail"]] == [
        "alert.opened",
        "alert.acknowledged",
        "alert.assigned",
        "alert.snoozed",
    ]
    assert resolved["alert"] == {"condition": "RESOLVED", "reason": "MANUAL"}
    assert again["errors"][0]["code"] == "already_resolved"


async def test_no_agency_tries_thresholds_out_or_sees_alerts(world: World) -> None:
    agent, terms = await door(world, "agent"), await fallen(world)

    assert (await agent.send(ALERTS))["errors"]
    assert (await agent.send(TRY, terms=terms))["errors"]
