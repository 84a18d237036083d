"""What a role for another brand or market was told once, by a count or in a list, and is not."""

from dataclasses import replace
from decimal import Decimal

import pytest

from domain import ids
from domain.actor import Actor, Role
from domain.cases import reading as cases
from domain.cases.model import Comment, CommentKind
from domain.catalog import service as catalog
from domain.decisions.model import Replay
from domain.distribution import records as reports
from domain.distribution import service as distribution
from domain.distribution.model import Demand, Report
from domain.distribution.model import Said as Told
from domain.errors import Forbidden, Missing
from domain.executors import records as executors
from domain.executors.model import Assignment, Difference, Executor, Said
from domain.exposures import policies as enforcement
from domain.exposures import reading as exposures
from domain.launches import policies as launches
from domain.launches import records as launch_records
from domain.launches.model import Policy as LaunchPolicy
from domain.pages import PageRequest
from domain.people import service as people
from domain.rights.live import judged_records, policy_records
from domain.rights.live import records as live
from domain.rights.live.model import Exposure, Mode, Policy, Shown, Source
from domain.rights.model import Subject, SubjectKind, Use
from domain.routes import service as routes
from domain.routes.model import Route
from domain.rulebook import assigning
from domain.rulebook import reading as rulebook
from domain.thresholds import service as thresholds
from domain.thresholds.model import Side, Terms, ThresholdKind
from tests.domain.cases import staff
from tests.domain.requests import acts
from tests.world import ROOT, World

#: Who manages the whole house, another brand, and a market that the brand's things are not in.
TERMS = Terms("Spend", "spend", ThresholdKind.TARGET, Side.BELOW, Decimal(1))
Beside = tuple[Actor, Actor, Actor]


async def _manager(world: World, name: str, *, brand: str | None, market: str | None) -> Actor:
    hub = world.hub
    user = await people.add_user(hub, ROOT, name=name, email=f"{name.lower()}@hub.example.com")
    await people.grant_role(hub, ROOT, user.id, Role.MANAGER, brand_id=brand, market=market)
    world.people[name] = user.id
    return await world.actor(name)


@pytest.fixture
async def beside(world: World) -> Beside:
    other = (await catalog.add_brand(world.hub, ROOT, "Other Roasters")).id
    return (
        await world.actor("manager"),
        await _manager(world, "Otto", brand=other, market=None),
        await _manager(world, "Marie", brand=None, market="FR"),
    )


async def test_what_waits_to_be_judged_is_counted_of_ones_own_brands_alone(
    world: World, beside: Beside
) -> None:
    subject = Subject(SubjectKind.EPISODE, ids.new(ids.Prefix.EPISODE))
    now = world.hub.clock.now()
    shown = Shown(subject, Use.STREAM, "rss", "feed", "https://feeds.example.com/1", ("DE",))
    exposure = ids.new(ids.Prefix.EXPOSURE)
    await live.add(Exposure(exposure, shown, world.brand_id, Source.HUB, now))
    await judged_records.mark_due(subject, now)

    waiting = [
        (await exposures.live_against_cleared(world.hub, one, None, PageRequest())).waiting
        for one in beside
    ]

    assert waiting == [1, 0, 1], "what is live names no market that it was asked for in"


async def test_whoever_manages_another_brand_sees_nothing_that_was_said_inside_of_a_case(
    world: World, beside: Beside
) -> None:
    await staff.staffed(world)
    case = await staff.opened(world, "Otto", brand_id=world.brand_id, market="DE")
    said = Comment("", case.id, CommentKind.INTERNAL, None, "He complains a lot.", case.created_at)

    read = [await cases.comments(one, case, [said]) for one in beside]

    assert read == [[said], [], []]


async def test_whoever_manages_another_brand_sees_no_record_of_a_case(
    world: World, beside: Beside
) -> None:
    await staff.staffed(world)
    case = await staff.opened(world, "Otto", brand_id=world.brand_id, market="DE")
    whole, *others = beside

    assert await cases.trail(whole, case)
    for one in others:
        with pytest.raises(Forbidden):
            await cases.trail(one, case)


async def test_enforcement_policies_of_another_brand_are_not_listed(
    world: World, beside: Beside
) -> None:
    policies = [Policy("enf_all", Mode.PROPOSE), Policy("enf_one", Mode.PROPOSE, world.brand_id)]
    for one in policies:
        await policy_records.put(one)

    assert [await enforcement.every(one) for one in beside] == [policies, policies[:1], policies]


async def test_launch_policies_of_another_brand_are_not_listed(
    world: World, beside: Beside
) -> None:
    policy = LaunchPolicy("lpo_one", world.brand_id, world.people["manager"], ("DE",))
    await launch_records.put_policy(policy)

    assert [len(await launches.every(one)) for one in beside] == [1, 0, 1]


async def test_routes_of_another_brand_are_not_listed(world: World, beside: Beside) -> None:
    team = world.teams["brand"]
    made = Route(ids.new(ids.Prefix.ROUTE), team, None, world.brand_id, None, "T0001", "C0FORBRAND")
    await routes.set_route(world.hub, ROOT, made)

    listed = [{one.place.place for one in await routes.health(who)} for who in beside]

    assert ["C0FORBRAND" in one for one in listed] == [True, False, True]


async def test_reports_of_what_was_asked_for_elsewhere_are_not_listed(
    world: World, beside: Beside
) -> None:
    request = await acts.asked(world)
    said = Told(Demand.REQUIRED, "LABEL", "Label it.", (), world.hub.clock.now())
    report = Report("dst_one", "plc_one", request.id, world.brand_id, "feed", said, None)
    await reports.add(report)

    listed = [await distribution.every_open(one) for one in beside]

    assert listed == [[report], [], []]


async def test_a_threshold_on_what_one_does_not_see_is_refused_as_on_what_is_not_there(
    world: World, beside: Beside
) -> None:
    request = await acts.asked(world)
    _, *others = beside

    for one in others:
        for subject in (request.id, ids.new(ids.Prefix.REQUEST)):
            with pytest.raises(Missing, match=f"nothing `{subject}`"):
                await thresholds.save(world.hub, one, replace(TERMS, subject_id=subject))


async def test_a_replay_names_only_requests_that_one_sees(world: World, beside: Beside) -> None:
    request = await acts.asked(world)
    replay = Replay(total=1, changed=1, turns=(), requests=(request.id,))

    shown = [(await rulebook.shown_to(one, replay)).requests for one in beside]

    assert shown == [(request.id,), (), ()]


async def test_facts_that_were_judged_are_for_roles_for_the_whole_house(
    world: World, beside: Beside
) -> None:
    said = Said("decided", ())
    facts = {"name": "cust-0001"}
    at = world.hub.clock.now()
    held = Assignment("activation", Executor.SHADOW, "a", None, at)
    await executors.differ(
        held, Difference("job_one", "activation", "1", "a", facts, said, said, at)
    )

    shown = [len(await assigning.differing(one, "activation", 5)) for one in beside]

    assert shown == [1, 0, 0]
