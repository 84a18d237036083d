"""Cases on both databases: clocks of business calendars, races, who was forgotten, replays."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from app.jobs.handlers import handlers_for
from connectors.jobs.inprocess import InProcessRunner
from domain.audit import service as audit
from domain.calendars import records as calendars
from domain.calendars.model import Calendar, Span
from domain.cases import (
    assign,
    comment,
    comment_records,
    escalate,
    escalation_records,
    handle,
    reading,
    records,
)
from domain.cases.docket import CLOCK
from domain.cases.model import (
    CaseKind,
    CaseState,
    CommentKind,
    CustomerValue,
    Given,
    Priority,
    Severity,
    Subject,
    SubjectKind,
    Topic,
)
from domain.cases.reading import CaseWhere
from domain.clock import SteppingClock
from domain.compensations import by_merge
from domain.database import sql, transaction
from domain.decisions import records as decisions
from domain.decisions.replay import Past
from domain.errors import Conflict, HubError, Invalid
from domain.notices import records as notices
from domain.notices.model import Audience
from domain.people import service as people
from domain.requests.submit import submit
from domain.rulebook.replaying import over_the_past
from tests.domain.cases.staff import opened, staffed
from tests.domain.decisions.tables import shipped_table
from tests.world import ROOT, World

NINE_TO_FIVE = (Span(time(9), time(17)),)
#: Monday to Friday; the tests begin on a Saturday.
OFFICE = Calendar("", "UTC", (*([NINE_TO_FIVE] * 5), (), ()), frozenset())
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
URGENT = Given(Severity.CRITICAL, Topic.BILLING)


@pytest.fixture(autouse=True)
async def _queues(world: World) -> None:
    await staffed(world)


async def test_clocks_run_in_the_business_time_of_the_market(world: World) -> None:
    async with transaction():
        await calendars.keep(OFFICE)
    normal, urgent = await opened(world, market="DE"), await opened(world, given=URGENT)
    first = world.hub.clock.now()

    assert normal.clocks.response_due_at == MONDAY + timedelta(hours=4)
    assert normal.clocks.resolution_due_at == MONDAY + timedelta(days=2, hours=8)
    assert urgent.priority is Priority.P1
    assert urgent.clocks.response_due_at == first + timedelta(minutes=15)


async def test_a_case_is_opened_where_its_queue_has_no_team(world: World) -> None:
    await sql.execute("DELETE FROM memberships WHERE team_id = $1", world.teams["triage"])
    await sql.execute("DELETE FROM teams WHERE key = 'triage'")
    case = await opened(world, given=Given())
    manager = await world.actor("manager")

    assert (case.queue, case.team_id) == ("triage", None)
    assert await reading.get(manager, case.id) == case


async def test_looks_that_come_together_escalate_once(world: World, clock: SteppingClock) -> None:
    case = await opened(world)
    clock.advance(timedelta(hours=4))
    handlers = handlers_for(world.hub, ads=None, chat=None)
    rows = await sql.fetch(
        "SELECT id FROM jobs WHERE kind = $1 AND due_at <= $2", CLOCK, clock.now()
    )
    runners = [InProcessRunner(clock, world.hub.wake, handlers) for _ in range(2)]
    await asyncio.gather(*(runner.drain() for runner in runners))
    await sql.execute(
        f"UPDATE jobs SET state = 'open' WHERE id IN ({sql.placeholders(1, len(rows))})",
        *(row["id"] for row in rows),
    )
    await runners[0].drain()
    (found,) = (await escalation_records.of_cases([case.id]))[case.id]

    assert (found.clock.value, found.level, found.team_key) == (
        "response",
        1,
        "customer_service_lead",
    )
    kept = await records.get(case.id)
    assert kept is not None
    assert kept.level == 1


async def test_what_waited_when_its_second_level_came_is_carried_up_after_it(
    world: World, clock: SteppingClock
) -> None:
    case, agent = await opened(world), await world.actor("agent_one")
    day = case.clocks.resolution_due_at - case.created_at
    runner = InProcessRunner(clock, world.hub.wake, handlers_for(world.hub, ads=None, chat=None))
    clock.advance(1.5 * day)
    await runner.drain()
    await comment.comment(world.hub, agent, case.id, "Which invoice?", CommentKind.INQUIRY)
    clock.advance(day)
    await runner.drain()
    reporter = await world.actor("requester")
    await comment.comment(world.hub, reporter, case.id, "The second.", CommentKind.REPLY)
    seen = []
    for _ in range(2):
        clock.advance(0.4 * day)
        await runner.drain()
        seen.append(await carried(case.id, "resolution"))

    assert seen == [[1], [1, 2]]


async def test_a_calendar_that_was_changed_puts_the_next_level_off_and_drops_none(
    world: World, clock: SteppingClock
) -> None:
    case = await opened(world)
    runner = InProcessRunner(clock, world.hub.wake, handlers_for(world.hub, ads=None, chat=None))
    clock.advance(case.clocks.response_due_at - clock.now())
    await runner.drain()
    async with transaction():
        await calendars.keep(OFFICE)
    seen = []
    for at in (case.created_at + timedelta(hours=8), MONDAY, MONDAY + timedelta(hours=8)):
        clock.advance(at - clock.now())
        await runner.drain()
        seen.append(await carried(case.id, "response"))
    await sql.execute("UPDATE jobs SET state = 'open' WHERE kind = $1", CLOCK)
    await runner.drain()

    assert seen == [[1], [1], [1, 2]]
    assert await carried(case.id, "response") == [1, 2]


async def test_a_look_that_comes_too_early_comes_again(world: World, clock: SteppingClock) -> None:
    case = await opened(world)
    runner = InProcessRunner(clock, world.hub.wake, handlers_for(world.hub, ads=None, chat=None))
    await sql.execute("UPDATE jobs SET due_at = $1 WHERE kind = $2", clock.now(), CLOCK)
    await runner.drain()
    early = await carried(case.id, "response")
    clock.advance(case.clocks.response_due_at - clock.now())
    await runner.drain()

    assert (early, await carried(case.id, "response")) == ([], [1])


async def carried(case_id: str, which: str) -> list[int]:
    """Return the levels to which a clock of a case was escalated."""
    found = (await escalation_records.of_cases([case_id]))[case_id]
    return [one.level for one in found if one.clock.value == which]


async def test_a_look_at_a_case_that_is_not_there_does_nothing(world: World) -> None:
    case = await opened(world)
    (first, *_) = await sql.fetch("SELECT * FROM jobs WHERE kind = $1 ORDER BY due_at", CLOCK)
    details = sql.document(first["details"]) | {"case_id": "cas_nothing"}

    class Asked:
        """A job, as far as it is read."""

        def __init__(self) -> None:
            self.details = details

    await escalate.look(world.hub, Asked())  # type: ignore[arg-type]

    assert (await escalation_records.of_cases([case.id]))[case.id] == []


async def test_of_two_who_resolve_at_once_one_does(world: World) -> None:
    case = await opened(world)
    actors = [await world.actor(who) for who in ("agent_one", "manager")]
    said = await asyncio.gather(
        *(handle.resolve(world.hub, actor, case.id, "Done.") for actor in actors),
        return_exceptions=True,
    )

    assert sorted(isinstance(one, Conflict) for one in said) == [False, True]


async def test_of_two_who_merge_crosswise_one_does(world: World) -> None:
    first, second = await opened(world), await opened(world)
    manager = await world.actor("manager")
    said = await asyncio.gather(
        by_merge.merge(world.hub, manager, first.id, second.id),
        by_merge.merge(world.hub, manager, second.id, first.id),
        return_exceptions=True,
    )
    states = {(await reading.get(manager, one.id)).state for one in (first, second)}

    assert sorted(isinstance(one, Conflict) for one in said) == [False, True]
    assert states == {CaseState.NEW, CaseState.MERGED}


async def test_only_who_answers_for_it_can_be_given_a_case(world: World) -> None:
    case, actor = await opened(world), await world.actor("agent_one")
    for who in ("requester", "agent", "auditor", "marketer"):
        with pytest.raises(Invalid) as caught:
            await assign.assign(world.hub, actor, case.id, world.people[who])
        assert caught.value.code == "cannot_own"
    owned = await assign.assign(world.hub, actor, case.id, world.people["manager"])

    assert owned.assignee_id == world.people["manager"]
    assert owned.state is CaseState.ACKNOWLEDGED


async def test_triaged_again_it_keeps_what_has_passed(world: World, clock: SteppingClock) -> None:
    case, actor = await opened(world), await world.actor("agent_one")
    clock.advance(timedelta(hours=1))
    more = Given(customer_value=CustomerValue.HIGH)
    considered = await assign.consider_triage(world.hub, actor, case.id, more)
    after = await assign.keep_triage(world.hub, actor, considered)
    with pytest.raises(Conflict) as caught:
        await assign.keep_triage(world.hub, actor, considered)

    assert (after.priority, after.queue) == (Priority.P2, "customer_service")
    assert after.given == replace(case.given, customer_value=CustomerValue.HIGH)
    assert after.clocks.response_due_at == case.created_at + timedelta(hours=1)
    assert caught.value.code == "changed_meanwhile"


async def test_a_takedown_notice_is_sent_nowhere_else_whatever_its_topic(world: World) -> None:
    notice = await opened(world, kind=CaseKind.TAKEDOWN_NOTICE)
    actor = await world.actor("admin")
    considered = await assign.consider_triage(world.hub, actor, notice.id, Given())
    with pytest.raises(Invalid) as caught:
        await assign.keep_triage(world.hub, actor, considered, "marketing")

    assert (notice.queue, caught.value.code) == ("legal", "legal_only")


async def test_only_legal_lets_go_of_what_the_law_watches_and_says_why(world: World) -> None:
    case = await opened(world, given=Given(Severity.MEDIUM, Topic.RIGHTS))
    other = Given(topic=Topic.BILLING)

    async def triages(who: str, reason: str | None = None) -> str:
        actor = await world.actor(who)
        considered = await assign.consider_triage(world.hub, actor, case.id, other)
        try:
            after = await assign.keep_triage(world.hub, actor, considered, reason=reason)
        except HubError as error:
            return error.code
        return after.queue

    tried = [await triages("admin", "It is no claim."), await triages("legal_one")]
    sent = await triages("legal_one", "It is no claim.")
    event = (await audit.trail(case.id))[-1]

    assert case.queue == "legal"
    assert tried == ["legal_only", "reason_missing"]
    assert sent == "customer_service"
    assert event.details["reason"] == "It is no claim."


async def test_a_case_about_a_request_is_for_its_brand_and_as_large_as_it(world: World) -> None:
    actor = await world.actor("requester")
    budget = {"amount": "60000.00", "currency": "EUR"}
    request = await submit(world.hub, actor, "campaign", world.brief(budget=budget))
    about = (Subject(SubjectKind.REQUEST, request.id),)
    case = await opened(world, subjects=about)
    with pytest.raises(Invalid) as caught:
        await opened(world, "other_requester", subjects=about)
    found = await decisions.of_cases([case.id])
    ((_, judgement),) = found[case.id]

    assert (case.brand_id, case.queue) == (world.brand_id, "marketing")
    assert (judgement.facts["campaign_tier"], judgement.facts["live"]) == ("key", False)
    assert caught.value.code == "no_such_subject"


async def test_who_was_forgotten_is_shown_nothing_more(world: World) -> None:
    case = await opened(world)
    await notices.intend(
        subject_id=case.id,
        stage_id=None,
        round_=0,
        audience=Audience.REQUESTER,
        workspace_id="T0001",
        place="UREQUESTER",
        at=world.hub.clock.now(),
    )
    await people.forget(world.hub, ROOT, world.people["requester"])
    (copy,) = await notices.of_subject(case.id)

    assert (copy.place, copy.handle) == ("", None)


async def test_decisions_on_cases_are_replayed(world: World) -> None:
    case = await opened(world)
    replay = await over_the_past(shipped_table("case_triage"))
    ((_, past),) = await decisions.page("case_triage", None, 10)

    assert (replay.total, replay.changed) == (1, 0)
    assert isinstance(past, Past)
    assert past.request_id == case.id


async def test_a_site_or_account_is_looked_up_where_it_is_named_by_id(world: World) -> None:
    for kind, ref in ((SubjectKind.SITE, "sit_nowhere"), (SubjectKind.ACCOUNT, "acc_nobody")):
        with pytest.raises(Invalid) as caught:
            await opened(world, subjects=(Subject(kind, ref),))
        assert caught.value.code == "no_such_subject"


async def test_a_reporter_cannot_ask_or_speak_inside(world: World) -> None:
    case, actor = await opened(world), await world.actor("requester")
    await comment.comment(world.hub, actor, case.id, "And again!", CommentKind.INTERNAL)
    (said,) = (await comment_records.of_cases([case.id]))[case.id]

    assert said.kind is CommentKind.REPLY
    assert (await reading.get(actor, case.id)).clocks.responded_at is None


async def test_lists_find_by_part_of_a_title_and_by_subject(world: World) -> None:
    site = Subject(SubjectKind.SITE, "shop-3")
    case = await opened(world, title="100% ÜBER_loud", subjects=(site,))
    await opened(world)
    manager = await world.actor("manager")
    found = [
        await reading.count(manager, where)
        for where in (
            CaseWhere(title_contains="über_"),
            CaseWhere(title_contains="100%"),
            CaseWhere(title_contains="10_%"),
            CaseWhere(subject=site),
            CaseWhere(states=(CaseState.NEW, CaseState.NEW)),
            CaseWhere(unassigned=True, queue="customer_service"),
        )
    ]

    assert case.number == 1
    assert found == [1, 1, 0, 1, 2, 2]


async def test_an_agency_finds_its_own_cases_about_something(world: World) -> None:
    site = Subject(SubjectKind.SITE, "shop-3")
    await opened(world, "agent", subjects=(site,))
    found = [
        await reading.count(await world.actor(who), CaseWhere(subject=site))
        for who in ("agent", "rival")
    ]

    assert found == [1, 0]
