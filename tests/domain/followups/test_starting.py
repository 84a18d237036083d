"""What thresholds may start, how often, and what of it was touched."""

import asyncio
import hashlib
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.actor import Door
from domain.audit import service as audit
from domain.audit.model import Event
from domain.catalog import service as catalog
from domain.database import sql
from domain.errors import Busy, Invalid
from domain.followups import opening, records, rules
from domain.metrics import bringing
from domain.metrics.bringing import Given
from domain.metrics.model import Line, SubjectKind
from domain.requests.model import Request, RequestState
from domain.thresholds import judging, listing, service, starting, trying
from domain.thresholds.model import (
    Alert,
    AlertSeverity,
    Condition,
    Episode,
    Side,
    Starts,
    Terms,
    ThresholdKind,
    Work,
)
from tests.conftest import START
from tests.world import ROOT, World

TODAY = START.date()
PLAYS = Terms("Plays fell", "plays", ThresholdKind.TARGET, Side.BELOW, Decimal(100))
REQUEST = Request(
    id="req_1",
    number=1,
    kind="revision",
    title="Change: Beans",
    requester_id="usr_1",
    brand_id="brd_1",
    agency_id=None,
    markets=("DE",),
    state=RequestState.IN_REVIEW,
    revision=1,
    version=1,
    payload={},
    note=None,
    trouble=None,
    created_at=START,
    updated_at=START,
)
CASE = replace(PLAYS, starts=Starts.CASE)


async def opened(world: World, *terms: Terms) -> list[Alert]:
    """Have a show do badly by thresholds; return its alerts."""
    show = await catalog.add_show(world.hub, ROOT, "Beans", world.brand_id, "en")
    for one in terms:
        await service.save(world.hub, ROOT, replace(one, subject_id=show.id))
    lines = [
        Line(ago, show.id, "plays", (TODAY - timedelta(days=ago)).isoformat(), "90")
        for ago in range(2, 6)
    ]
    digest = hashlib.sha256(repr(lines).encode()).hexdigest()
    await bringing.bring(world.hub, ROOT, Given("other", "figures", digest, lines))
    await judging.judge(world.hub)
    return await listing.listed(ROOT)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"starts": Starts.REQUEST, "work": Work.REPURPOSE}, "other_direction"),
        ({"starts": Starts.CASE, "work": Work.REVISION}, "no_request"),
        ({"starts": Starts.REQUEST, "subject_kind": SubjectKind.ASSET}, "nothing_to_follow"),
    ],
)
def test_what_cannot_follow_from_a_threshold_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        starting.check(replace(PLAYS, **changes))

    assert refused.value.code == code


def test_what_is_above_is_used_again_and_what_is_below_changed_unless_it_says_otherwise() -> None:
    said = [
        replace(PLAYS, side=Side.ABOVE),
        PLAYS,
        replace(PLAYS, work=Work.RETIREMENT),
    ]

    assert [starting.work_of(one) for one in said] == [
        Work.REPURPOSE,
        Work.REVISION,
        Work.RETIREMENT,
    ]


def test_alerts_that_overlap_would_have_started_one_thing() -> None:
    days = [(1, 5), (3, 9), (9, 12), (20, None), (25, 26)]
    episodes = [
        Episode(date(2026, 1, first), date(2026, 1, last) if last else None, AlertSeverity.WARNING)
        for first, last in days
    ]

    assert trying.started(episodes) == 3


async def test_alerts_at_once_open_one_case_and_a_rerun_opens_none(world: World) -> None:
    alerts = await opened(world, CASE, replace(CASE, warning=Decimal(95)))
    done = await asyncio.gather(
        *(opening.open_for(world.hub, one) for one in alerts), return_exceptions=True
    )
    for one in alerts:  # Whoever was slower is told to come again.
        await opening.open_for(world.hub, one)
    found = [await records.of_alert(one.id) for one in alerts]
    count = await sql.fetch_one("SELECT COUNT(*) AS n FROM cases")

    assert all(one is None or isinstance(one, Busy) for one in done)
    assert len({one.follow_up.case_id for one in found if one and one.follow_up}) == 1
    assert len(found) == 2
    assert count is not None
    assert count["n"] == 1


async def test_what_the_hub_itself_keeps_is_owned_by_nobody_and_opens_nothing(world: World) -> None:
    (alert,) = await opened(world, replace(PLAYS, starts=Starts.REQUEST))
    await opening.open_for(world.hub, alert)
    found = await records.of_alert(alert.id)
    trail = [one.act for one in await audit.trail(alert.id)]

    assert found is not None
    assert found.follow_up is None
    assert found.trouble.startswith("Whoever kept the threshold is not there")
    assert trail == ["alert.opened", "alert.started_nothing"]


def test_evidence_fits_into_a_brief_however_long_its_window_is() -> None:
    alert = Alert(
        id="alr_1",
        key="k",
        threshold_id="thr_1",
        version=3,
        subject_kind=SubjectKind.SHOW,
        subject_id="shw_1",
        brand_id=None,
        source="other",
        dimension="country=SE",
        severity=AlertSeverity.WARNING,
        condition=Condition.FIRING,
        opened_day=1,
        opened_at=START,
        evidence={"day": TODAY.isoformat(), "value": "90", "bound": "100"},
    )
    days = {TODAY - timedelta(days=ago): "1" * 15 for ago in range(56)}
    said = rules.told(rules.evidence(alert, replace(PLAYS, days=56), days))

    assert len(said) <= 1_000
    assert "alr_1" in said
    assert "version 3" in said


@pytest.mark.parametrize(
    ("actor", "act", "touched"),
    [
        ("usr_1", "request.submitted", False),
        (None, "stage.reminded", False),
        ("usr_1", "request.revised", True),
        ("usr_2", "stage.seat_handed", True),
        (None, "stage.commented_elsewhere", True),
    ],
)
def test_only_what_people_did_touches_a_request(
    actor: str | None, act: str, *, touched: bool
) -> None:
    event = Event(1, "evt_1", "req_1", 1, act, actor, Door.API, START, {}, "", "")

    assert rules.touched(REQUEST, (), [event]) is touched
    assert rules.touched(replace(REQUEST, state=RequestState.APPROVED), (), [])
