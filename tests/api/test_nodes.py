"""Anything by its id, several by theirs, and by its link."""

from dataclasses import replace

import pytest
from graphql import GraphQLObjectType

from api.across.finding import FINDABLE
from api.schema import schema
from domain.approvals import records as approvals
from domain.audit import service as audit
from domain.catalog import records as catalog
from domain.clock import SteppingClock
from domain.distribution import service as distribution
from domain.distribution.model import Demand, Said
from domain.ids import Prefix
from domain.notices import records as notices
from domain.notices.model import Audience
from domain.people import workspaces
from domain.thresholds import judging
from tests.api.door import door
from tests.api.test_thresholds import ALERTS, SAVE, fallen
from tests.bot.office import installed
from tests.domain.cases.staff import opened, staffed
from tests.domain.exposures.scene import set_up
from tests.world import World

NODES = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }"
LINKED = "query($url: String!) { resource(url: $url) { __typename id } }"

#: What the core calls what the schema calls otherwise.
NAMED = {
    "AuditEvent": Prefix.EVENT,
    "CampaignReview": Prefix.REVIEW,
    "DistributionReport": Prefix.DISTRIBUTION,
    "MetricFileImport": Prefix.METRIC_FILE,
    "ReportBackfill": Prefix.BACKFILL,
    "RightsAgreement": Prefix.AGREEMENT,
    "RightsGrant": Prefix.GRANT,
    "RuleVersion": Prefix.RULES,
}


def test_every_type_that_is_a_node_is_found_by_its_id() -> None:
    nodes = {
        name
        for name, kind in schema._schema.type_map.items()
        if isinstance(kind, GraphQLObjectType) and any(i.name == "Node" for i in kind.interfaces)
    }
    kinds = {NAMED.get(name) or Prefix[name.upper()] for name in nodes}

    assert kinds == FINDABLE


async def test_several_are_found_in_their_order_and_what_one_may_not_see_is_null(
    world: World, clock: SteppingClock
) -> None:
    scene = await set_up(world, clock)
    live = await scene.live()
    said = Said(Demand.REQUIRED, "r1", "A cover is missing.", ("DE",), clock.now())
    report = await distribution.report(world.hub, scene.manager, live.id, said)
    manager = await door(world, "manager")
    await manager.data(SAVE, input={"terms": await fallen(world)})
    await judging.judge(world.hub)
    (alert,) = (await manager.data(ALERTS))["alerts"]
    threshold = (await manager.data("{ thresholds { id } }"))["thresholds"][0]
    wanted = [threshold["id"], report.id, alert["id"], world.brand_id]
    found = (await manager.data(NODES, ids=wanted))["nodes"]
    hidden = (await (await door(world, "agent")).data(NODES, ids=wanted))["nodes"]

    assert [one["id"] for one in found] == wanted
    assert [one["__typename"] for one in found] == [
        "Threshold",
        "DistributionReport",
        "Alert",
        "Brand",
    ]
    assert [one and one["__typename"] for one in hidden] == [None, None, None, "Brand"]


async def test_several_of_a_kind_are_read_at_once_and_so_are_parts_of_a_request(
    world: World, asked: list[str]
) -> None:
    requester = await door(world, "requester")
    sent = [(await requester.submit(world, name=f"Trailer {n}"))["request"]["id"] for n in (1, 2)]
    markets = [market.id for market in await catalog.markets()]
    manager = await door(world, "manager")
    events = [event.id for one in sent for event in await audit.trail(one)]
    stages = [stage.id for found in (await approvals.stages_of(sent)).values() for stage in found]
    counts = []
    await manager.data(NODES, ids=sent)  # Who asks is looked up once.
    for most in (1, 50):
        wanted = [*markets[:most], *sent[:most], *stages[:most], *events[:most]]
        asked.clear()
        found = (await manager.data(NODES, ids=wanted))["nodes"]
        assert [one["id"] for one in found] == wanted
        counts.append(len(asked))

    assert min(map(len, (markets, sent, stages, events))) > 1
    assert counts[0] == counts[1]


async def test_more_ids_than_a_page_has_are_refused(world: World) -> None:
    manager = await door(world, "manager")
    answer = await manager.send(NODES, ids=[world.brand_id] * 101)

    assert answer["errors"][0]["extensions"]["code"] == "too_many_ids"


async def test_a_link_of_ours_leads_to_what_it_names(world: World) -> None:
    await staffed(world)
    case = await opened(world)
    manager, requester = await door(world, "manager"), await door(world, "requester")
    request = (await requester.submit(world))["request"]
    ours = "https://hub.example.com"
    hub = replace(world.hub, public_url=ours)
    manager = await door(replace(world, hub=hub), "manager")
    rival = await door(replace(world, hub=hub), "rival")
    links = [
        f"{ours}/requests/{request['number']}",
        f"{ours}/requests/{request['id']}",
        f"{ours}/cases/{case.number}/",
        f"{ours}/requests/99999",
        "https://elsewhere.example.com/requests/1",
    ]
    found = [(await manager.data(LINKED, url=url))["resource"] for url in links]
    hidden = [(await rival.data(LINKED, url=url))["resource"] for url in links]

    assert [one and one["id"] for one in found] == [request["id"]] * 2 + [case.id, None, None]
    assert hidden == [None] * 5


async def test_a_link_of_a_message_leads_to_what_it_shows_and_so_does_one_of_its_thread(
    world: World,
) -> None:
    await workspaces.install(world.hub, replace(installed(), url="https://tests.example.com/"))
    request = (await (await door(world, "requester")).submit(world))["request"]
    await notices.intend(
        subject_id=request["id"],
        stage_id=None,
        round_=1,
        audience=Audience.REQUESTER,
        workspace_id=installed().id,
        place="CBRAND",
        at=world.hub.clock.now(),
    )
    (copy,) = await notices.of_subject(request["id"])
    await notices.told(copy, "CBRAND:1700000000.000100", "", world.hub.clock.now())
    manager, rival = await door(world, "manager"), await door(world, "rival")
    address = await notices.address_of(installed().id)
    card = f"{address}archives/CBRAND/p1700000000000100"
    links = [
        card,
        f"{address}archives/CBRAND/p1700000009000100?thread_ts=1700000000.000100&cid=CBRAND",
        f"{address}archives/CBRAND/p1700000009000100",
        card.replace(address, "https://other.example.com/"),
    ]
    found = [(await manager.data(LINKED, url=url))["resource"] for url in links]

    assert [one and one["id"] for one in found] == [request["id"]] * 2 + [None, None]
    assert (await rival.data(LINKED, url=card))["resource"] is None


async def test_a_link_that_says_its_thread_many_times_is_looked_up_no_more_often(
    world: World, asked: list[str]
) -> None:
    manager = await door(world, "manager")
    link = "https://tests.example.com/archives/CBRAND/p1700000009000100?thread_ts=1.000000"
    counts = []
    for times in (0, 80):
        asked.clear()
        assert await manager.data(LINKED, url=link + "&thread_ts=1.000000" * times) == {
            "resource": None
        }
        counts.append(sum("handle = " in one for one in asked))

    assert counts == [2, 2]


@pytest.mark.parametrize("url", ["requests/12", "https://" + "x" * 2_000])
async def test_what_is_no_link_is_told(world: World, url: str) -> None:
    answer = await (await door(world, "manager")).send(LINKED, url=url)

    assert answer["errors"][0]["extensions"]["code"] == "not_a_link"
